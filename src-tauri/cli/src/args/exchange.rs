//! `rolebridge import`, `export`, `publish` and `unpublish`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rolebridge_model::TemplateId;
use rolebridge_policy::Deployment;
use rolebridge_workflows::{export::ExportFormat, publish::PublishLayout};

use super::{Confirm, policy::variable};

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// File to import, - for standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
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
    /// Template of the role, for cloudformation, terraform and aws-cli
    #[arg(
        long,
        value_name = "ID",
        value_parser = TemplateId::parse,
        required_if_eq_any([
            ("format", "cloudformation"), ("format", "terraform"), ("format", "aws-cli")
        ])
    )]
    pub(crate) template: Option<TemplateId>,
    /// Value of a variable of the template, as name=value; once for each
    #[arg(
        long = "var",
        value_name = "NAME=VALUE",
        requires = "template",
        value_parser = variable
    )]
    pub(crate) variables: Vec<(String, String)>,
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
    /// A template's role for CloudFormation, also as a StackSet
    Cloudformation,
    /// A template's role for Terraform
    Terraform,
    /// A template's role as a script of AWS CLI calls
    AwsCli,
}

impl Format {
    /// The entries in a format, or a template's role in one.
    pub(crate) const fn of(self) -> Result<ExportFormat, Deployment> {
        match self {
            Self::AwsConfig => Ok(ExportFormat::AwsConfig),
            Self::Aesr => Ok(ExportFormat::Aesr),
            Self::Csv => Ok(ExportFormat::Csv),
            Self::Team => Ok(ExportFormat::Team),
            Self::Cloudformation => Err(Deployment::CloudFormation),
            Self::Terraform => Err(Deployment::Terraform),
            Self::AwsCli => Err(Deployment::AwsCli),
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
