//! The files other tools keep roles in, read and written, and the lossless editing of
//! `~/.aws/config`. Pure: text in, values or text out; no file, no clock, no network.
//!
//! The dialects contradict each other (`#` next to text ends a value for one and is part of it for
//! the next), so each has its own module and none is lenient on behalf of another.

mod aesr;
mod aesr_set;
mod aws_ini;
mod aws_profiles;
mod aws_sso;
mod colour;
mod csv_file;
mod decode;
mod detect;
mod edit;
mod entry;
mod error;
mod go_ini;
mod json;
mod peacock;
mod prowler;
mod reading;
mod role_switch;
mod team;
mod team_rules;
mod team_sets;
mod tree;
mod vault;
pub mod write;
mod yaml;

pub use aesr::{AesrComplex, AesrProfile, AesrProfiles, profiles as aesr_profiles};
pub use aws_profiles::{AwsFiles, read_aws};
pub use csv_file::COLUMNS as CSV_COLUMNS;
pub use detect::{Detection, Fit, detect};
pub use edit::{
    DiffKind, DiffLine, Edit, EditError, Layout, Program, Published, conflicts, publish,
    publish_with, published, published_programs, unpublish,
};
pub use entry::{
    Account, ColourToken, Entry, Kind, Label, Provenance, Role, Sso, Target, suggested_profile_name,
};
pub use error::{Problem, ReadError};
pub use reading::{Notice, Reading, SkipReason, Skipped, Warning};

use serde::Serialize;

/// The files Rolebridge reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// The shared AWS configuration file, as the SDKs read it.
    Aws,
    /// The shared AWS credentials file.
    AwsCredentials,
    /// AWS Extend Switch Roles.
    Aesr,
    /// aws-role-switch.
    RoleSwitch,
    /// granted: the AWS configuration file with `granted_` keys.
    Granted,
    /// aws-vault: the AWS configuration file with keys for session tags and inclusion.
    AwsVault,
    /// aws-sso-cli's YAML.
    AwsSso,
    /// Prowler's list of accounts for bulk provisioning.
    Prowler,
    /// Peacock's colours of accounts.
    Peacock,
    /// A table with a header line, documented with [`CSV_COLUMNS`].
    Csv,
    /// Rolebridge's own file for a team, TOML or JSON.
    Team,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 11] = [
        Self::Aws,
        Self::AwsCredentials,
        Self::Aesr,
        Self::RoleSwitch,
        Self::Granted,
        Self::AwsVault,
        Self::AwsSso,
        Self::Prowler,
        Self::Peacock,
        Self::Csv,
        Self::Team,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCredentials => "aws-credentials",
            Self::Aesr => "aesr",
            Self::RoleSwitch => "role-switch",
            Self::Granted => "granted",
            Self::AwsVault => "aws-vault",
            Self::AwsSso => "aws-sso",
            Self::Prowler => "prowler",
            Self::Peacock => "peacock",
            Self::Csv => "csv",
            Self::Team => "team",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Aws => "AWS configuration file",
            Self::AwsCredentials => "AWS credentials file",
            Self::Aesr => "AWS Extend Switch Roles",
            Self::RoleSwitch => "aws-role-switch",
            Self::Granted => "granted",
            Self::AwsVault => "aws-vault",
            Self::AwsSso => "aws-sso-cli",
            Self::Prowler => "Prowler bulk provisioning",
            Self::Peacock => "Peacock",
            Self::Csv => "CSV",
            Self::Team => "Rolebridge team file",
        }
    }

    /// The dialect of that name on the command line.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.as_str() == name)
    }
}

impl std::fmt::Display for Dialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text of a file, without a byte order mark.
///
/// # Errors
/// [`ReadError`] with the line, for what no dialect is written in.
pub fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    decode::decode(bytes).map(|text| text.text)
}

/// Reads a file of a known dialect.
///
/// # Errors
/// [`ReadError`] with the line, for a text the dialect's own tool rejects as a whole.
pub fn read(dialect: Dialect, bytes: &[u8]) -> Result<Reading, ReadError> {
    let text = decode::decode(bytes)?;
    let mut reading = match dialect {
        Dialect::Aws => read_aws(AwsFiles { config: Some(text.text), credentials: None }),
        Dialect::AwsCredentials => {
            read_aws(AwsFiles { config: None, credentials: Some(text.text) })
        }
        Dialect::Aesr => aesr_set::read(text.text),
        Dialect::RoleSwitch => role_switch::read(text.text),
        Dialect::Granted => aws_profiles::read_granted(text.text),
        Dialect::AwsVault => vault::read(text.text),
        Dialect::AwsSso => aws_sso::read(text.text),
        Dialect::Prowler => prowler::read(text.text),
        Dialect::Peacock => peacock::read(text.text),
        Dialect::Csv => csv_file::read(text.text),
        Dialect::Team => team::read(text.text),
    }?;
    if text.had_mark && matches!(dialect, Dialect::Aws | Dialect::AwsCredentials) {
        reading.warnings.insert(0, Warning::new(1, "", Notice::ByteOrderMark));
    }
    Ok(reading)
}
