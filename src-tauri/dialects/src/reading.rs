//! What came of a file: entries, what was left out and why, and what to know.

use serde::Serialize;
use thiserror::Error;

use crate::{Dialect, Entry};

/// A file, read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// How it was read.
    pub dialect: Dialect,
    /// What the file calls itself, in a dialect that has a place for it.
    pub title: Option<String>,
    /// What may be imported, in the order the tool shows it.
    pub entries: Vec<Entry>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// What was taken, but not as it stands.
    pub warnings: Vec<Warning>,
}

impl Reading {
    pub(crate) const fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            title: None,
            entries: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(crate) fn skip(&mut self, line: usize, name: &str, reason: SkipReason) {
        self.skipped.push(Skipped { line, name: name.to_owned(), reason });
    }

    pub(crate) fn warn(&mut self, line: usize, name: &str, notice: Notice) {
        self.warnings.push(Warning::new(line, name, notice));
    }
}

/// A part of the file that became no entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Where, counted from one.
    pub line: usize,
    /// What it is called, as written.
    pub name: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why a part of the file became no entry.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
#[allow(missing_docs)] // the sentence of each variant is its documentation
pub enum SkipReason {
    #[error(
        "AWS tools read only [profile NAME] and [default] in the configuration file. Write [profile {name}] if it is meant."
    )]
    NoProfilePrefix { name: String },
    #[error(
        "The AWS CLI and boto3 hand what is in [DEFAULT] to every profile; other AWS tools ignore it. It was not taken. Write [default] if that is meant."
    )]
    PythonDefault,
    #[error(
        "In the credentials file a section is the bare name, without \u{201c}{prefix}\u{201d}."
    )]
    PrefixInCredentials { prefix: String },
    #[error(
        "AWS tools skip a name with other characters than letters, digits and - _ / . % @ : +."
    )]
    BadName,
    #[error(
        "This tool knows a profile only by \u{201c}[profile \u{201d} with one space and none before it. Write [profile {name}]."
    )]
    SpaceInHeader { name: String },
    #[error("[profile default] is there as well, and wins over [default].")]
    ShadowedDefault,
    #[error("It holds settings of services, not a profile.")]
    Services,
    #[error("It holds settings of the AWS CLI, not a profile.")]
    OfTheCli,
    #[error("AWS tools know no section of that kind.")]
    UnknownSection,
    #[error("It has settings, but neither a role nor a way to get credentials.")]
    NoCredentials,
    #[error("It was published by Rolebridge for the entry {entry}, which is there already.")]
    PublishedByRolebridge { entry: String },
    #[error("It names no account. aws-role-switch hides such entries.")]
    NoAccount,
    #[error("It names no role. aws-role-switch hides such entries.")]
    NoRole,
    #[error("It only passes target_role_name on to others. aws-role-switch hides such entries.")]
    OnlyPassesRole,
    #[error(
        "Its role_arn is no role ARN of the partitions aws or aws-us-gov. aws-role-switch leaves such entries out."
    )]
    BadRoleArn,
    #[error("The line is neither a [section] nor name = value.")]
    NotUnderstood,
    #[error("The setting stands before the first [section].")]
    OutsideSection,
    #[error(
        "No roles are listed for the account. aws-sso-cli asks Identity Center for them; sign in to list them here."
    )]
    NoRolesListed,
    #[error("{key} is missing, and the tool can't use it without. Add it.")]
    MissingKey { key: &'static str },
    #[error("The account {found} is not a number of at most 12 digits.")]
    BadAccount { found: String },
    #[error("It is for {provider}, not for AWS.")]
    OtherProvider { provider: String },
    #[error("It uses access keys. Keys are not imported: add an identity and type them there.")]
    AccessKeys,
    #[error("It uses auth_method {method}; only role can be imported.")]
    OtherMethod { method: String },
    #[error("It never applies: line {first} matches first.")]
    NeverMatches { first: usize },
    #[error("It has no colour.")]
    NoColour,
    #[error("{what} has to be {wanted}.")]
    WrongShape { what: &'static str, wanted: &'static str },
    #[error("The section has no name. Write one between [ and ].")]
    NoName,
    #[error("Its role_arn ends before the name of the role.")]
    EmptyRole,
    #[error("It includes itself through include_profile, so aws-vault refuses it.")]
    IncludeLoop,
    #[error("session_tags has {found}, which is not key=value, so aws-vault refuses the profile.")]
    BadSessionTags { found: String },
    #[error("{column} is empty.")]
    EmptyCell { column: &'static str },
    #[error("The line is empty.")]
    EmptyRow,
}

/// Something was taken, but not as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Where, counted from one.
    pub line: usize,
    /// Of which entry; empty for the file.
    pub name: String,
    /// What.
    pub notice: Notice,
}

impl Warning {
    pub(crate) fn new(line: usize, name: &str, notice: Notice) -> Self {
        Self { line, name: name.to_owned(), notice }
    }
}

/// What to know about an entry that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
#[allow(missing_docs)] // the sentence of each variant is its documentation
pub enum Notice {
    #[error(
        "The file begins with a byte order mark. The AWS CLI and boto3 refuse it then; some other AWS tools miss its first section."
    )]
    ByteOrderMark,
    #[error("{key} was not taken: {why}")]
    ValueLeftOut { key: String, why: String },
    #[error("The name {key} has characters AWS tools don't accept, so they ignore the setting.")]
    BadKey { key: String },
    #[error(
        "The comment is indented. The AWS CLI skips it; some SDKs take it as part of the setting above."
    )]
    IndentedComment,
    #[error(
        "The line is indented. The AWS CLI reads it so; some SDKs then read no profile at all."
    )]
    Indented,
    #[error(
        "The name stands in quotes. The AWS CLI and boto3 take them off; some SDKs don't know the profile."
    )]
    QuotedName,
    #[error(
        "A comment begins at any # or ; for this tool, also inside {key}. AWS tools take it as part of the value."
    )]
    CutOff { key: String },
    #[error("{key} is set again here; the last one counts.")]
    SetAgain { key: String },
    #[error(
        "The section is there again; its settings are added to the first. The AWS CLI and boto3 refuse a file with a section twice."
    )]
    SectionAgain,
    #[error("The account ID in role_arn has {digits} digits instead of 12. AWS will refuse it.")]
    OddAccount { digits: usize },
    #[error("It is no role ARN, so the role can't be assumed.")]
    OddRoleArn,
    #[error("The account is an alias. It works in the console, but not for credentials.")]
    AccountAlias,
    #[error("source_profile {source_profile} is not in the file.")]
    SourceMissing { source_profile: String },
    #[error("include_profile {profile} is not in the file, so nothing is included.")]
    IncludeMissing { profile: String },
    #[error("It starts from more than 50 others in a row; the rest was not followed.")]
    ChainTooLong,
    #[error("source_profile leads back to {name}, so there is nothing to start from.")]
    SourceLoop { name: String },
    #[error(
        "It has a role_arn but neither source_profile nor credential_source, so AWS tools refuse it."
    )]
    NoSource,
    #[error("It has both source_profile and credential_source; AWS tools refuse that.")]
    TwoSources,
    #[error("The sso-session {session} is not in the file.")]
    SsoSessionMissing { session: String },
    #[error("{key} is missing, so Identity Center can't be asked.")]
    SsoIncomplete { key: &'static str },
    #[error(
        "It has an access key. The key was not read into Rolebridge; the profile is used by its name."
    )]
    KeysNotTaken,
    #[error(
        "It runs a command for its credentials. The command was not read into Rolebridge; the profile is used by its name."
    )]
    CommandNotTaken,
    #[error(
        "The colour {written} is not one Rolebridge knows. It is kept as written, and shown in grey."
    )]
    UnknownColour { written: String },
    #[error("{written} is not a Region of AWS; aws-role-switch ignores it.")]
    UnknownRegion { written: String },
    #[error(
        "The account has fewer than 12 digits. Its leading zeros seem lost; {account} was assumed."
    )]
    ZerosLost { account: String },
    #[error(
        "The account begins with 0 and stands without quotes. YAML tools may read it as another number; put it in quotes."
    )]
    QuoteAccount,
    #[error("uid says {uid}, but the role is in {role}. The role's account was taken.")]
    AccountsDiffer { uid: String, role: String },
    #[error(
        "ProfileFormat asks for more than the file says. The name aws-sso-cli gives by default was used instead."
    )]
    ProfileFormat,
    #[error("The name is used before, in line {first}.")]
    NameAgain { first: usize },
    #[error("The column {column} is not one Rolebridge knows, so it was ignored.")]
    UnknownColumn { column: String },
}
