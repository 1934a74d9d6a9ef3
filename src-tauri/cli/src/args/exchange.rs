//! `rolebridge import`, `export`, `publish` and `unpublish`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rolebridge_workflows::{export::ExportFormat, publish::PublishLayout};

use super::Confirm;

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// File to import, - for standard input
    pub(crate) file: String,
    /// Which tool it is of: auto, aws, aws-credentials, aesr, role-switch, granted, aws-vault,
    /// aws-sso, prowler, peacock, csv or team
    #[arg(long, default_value = "auto")]
    pub(crate) dialect: String,
    /// Say what would be imported and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// What to write
    #[arg(long, value_enum)]
    pub(crate) format: Format,
    /// File to write, instead of standard output; one that is there is written over
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Profiles with role_arn, for the AWS configuration file
    AwsConfig,
    /// AWS Extend Switch Roles
    Aesr,
    /// A table
    Csv,
    /// A team file, to be reviewed and shared
    Team,
}

impl From<Format> for ExportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::AwsConfig => Self::AwsConfig,
            Format::Aesr => Self::Aesr,
            Format::Csv => Self::Csv,
            Format::Team => Self::Team,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct PublishArgs {
    /// How the profiles stand in the file
    #[arg(long, value_enum, default_value = "block")]
    pub(crate) layout: LayoutArg,
    /// Show the difference and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) confirm: Confirm,
}

/// How profiles stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayoutArg {
    /// All in one marked block
    Block,
    /// Each in a marked block of its own
    Profiles,
}

impl From<LayoutArg> for PublishLayout {
    fn from(layout: LayoutArg) -> Self {
        match layout {
            LayoutArg::Block => Self::Block,
            LayoutArg::Profiles => Self::Profiles,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct UnpublishArgs {
    /// Show the difference and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) confirm: Confirm,
}
