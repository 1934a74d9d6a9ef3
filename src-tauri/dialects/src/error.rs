//! Why a file was not read at all.

use serde::Serialize;
use thiserror::Error;

/// The dialect's own tool would not read the file either, or it is not safe to.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[error("{}{problem}", prefix(*.line))]
pub struct ReadError {
    /// The line, counted from one, unless the file as a whole is meant.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

fn prefix(line: Option<usize>) -> String {
    line.map(|l| format!("Line {l}: ")).unwrap_or_default()
}

impl ReadError {
    pub(crate) fn at(line: usize, problem: Problem) -> Self {
        Self { line: Some(line), problem }
    }

    pub(crate) fn whole(problem: Problem) -> Self {
        Self { line: None, problem }
    }
}

/// What made a file unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
#[allow(missing_docs)] // the sentence of each variant is its documentation
pub enum Problem {
    #[error("The file has {bytes} bytes; at most {most} are read. Is it the right file?")]
    TooLarge { bytes: usize, most: usize },
    #[error("The line has {bytes} bytes. Is it the right file?")]
    LineTooLong { bytes: usize },
    #[error("The file is UTF-16. Save it as UTF-8, then import it again.")]
    Utf16,
    #[error("Byte {byte} of the file is not UTF-8. Save the file as UTF-8, then import it again.")]
    NotUtf8 { byte: usize },
    #[error("There is a NUL byte, so this is not a text file. Choose another file.")]
    Nul,
    #[error(
        "{found} stands before the first [section]. Put it below a [section], or make it a comment."
    )]
    OutsideSection { found: String },
    #[error(
        "A section begins with [ but has no ] at the end of the line or before a comment, which # or ; begins. Close it with ]."
    )]
    HeaderNotClosed,
    #[error("A section has no name between [ and ]. Write one there.")]
    NoSectionName,
    #[error("{found} has no =. Write it as name = value, or make it a comment.")]
    NoEquals { found: String },
    #[error("There is no name before =. Write it as name = value.")]
    NoKey,
    #[error(
        "{key} has no value. Give it one or remove the line; # and ; begin a comment anywhere in a line."
    )]
    NoValue { key: String },
    #[error("{key} is set twice in this section, first in line {first}. Remove one of them.")]
    DuplicateKey { key: String, first: usize },
    #[error(
        "An indented line continues the setting above it, but no setting is above it. Remove the space at its beginning."
    )]
    NothingToContinue,
    #[error(
        "{profile} has both role_arn and aws_account_id or role_name. Keep one of the two ways."
    )]
    BothRoleForms { profile: String },
    #[error(
        "{profile} has a role_arn that is no role ARN: {value}. Write it like arn:aws:iam::123456789012:role/Name."
    )]
    BadRoleArn { profile: String, value: String },
    #[error("{profile} names no account. Add role_arn or aws_account_id.")]
    NoAccount { profile: String },
    #[error(
        "{profile} names no role. Add role_name, or target_role_name to the profile it comes from."
    )]
    NoRole { profile: String },
    #[error(
        "{profile} has the source_profile {source_profile}, which is not in the file. Add it or correct the name."
    )]
    UnknownSource { profile: String, source_profile: String },
    #[error(
        "{name} is a word of JavaScript, which AWS Extend Switch Roles stumbles over. Rename it."
    )]
    Reserved { name: String },
    #[error("The {format} can't be read: {message}. Correct it there.")]
    Syntax { format: &'static str, message: String },
    #[error("The nesting is deeper than {most} levels. Is it the right file?")]
    TooDeep { most: usize },
    #[error(
        "The file has more than {most} values when its references are followed. Is it the right file?"
    )]
    TooMany { most: usize },
    #[error("{what} has to be {wanted}. Correct it there.")]
    WrongShape { what: String, wanted: &'static str },
    #[error("{key} is missing from {what}. Add it.")]
    Missing { what: String, key: &'static str },
    #[error(
        "A cell begins with a quote here and does not end with one. Add it, or write two for one."
    )]
    QuoteNotClosed,
    #[error(
        "A quote or a backtick begins here and none ends it, so the rest of the file would be one value. Add it, or take this one away."
    )]
    OpenQuote,
    #[error(
        "There is no column {column}. The first line names the columns; name and role are needed."
    )]
    NoColumn { column: &'static str },
    #[error("The column {column} is there twice. Remove one of them.")]
    DuplicateColumn { column: String },
    #[error("{key} would let a shared file run a command on this computer. Remove it.")]
    Command { key: String },
    #[error(
        "{key} would be a secret in a shared file. Remove it, and replace the secret where it was made: whoever has the file has read it."
    )]
    Secret { key: String },
    #[error("{key} is not a setting of {what}. Correct the name or remove it.")]
    UnknownKey { key: String, what: &'static str },
    #[error("{key} can't be used: {why}")]
    BadValue { key: String, why: String },
    #[error("The name {name} is used before, in line {first}. Give each entry its own name.")]
    DuplicateName { name: String, first: usize },
    #[error("The entry {name} comes from itself through source. Break the circle.")]
    SourceLoop { name: String },
    #[error(
        "The file says version {found}; this Rolebridge reads version 1. Install a newer Rolebridge."
    )]
    Version { found: String },
}

/// What was found, short enough for a sentence. Values are clipped, and a value that may be a
/// secret is never handed in.
pub(crate) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let clean: String =
        text.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let more = if text.chars().nth(MOST).is_some() { "\u{2026}" } else { "" };
    format!("\u{201c}{clean}{more}\u{201d}")
}
