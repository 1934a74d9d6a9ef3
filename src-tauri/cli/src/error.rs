//! Why a command ended other than well: what happened, what to do, and the exit code.

use rolebridge_contract::Failure;
use rolebridge_model::IdentityRef;
use rolebridge_workflows::{Error, form::FieldMessage};

/// How the command ended, as scripts see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// There is a finding, or Rolebridge refused.
    Finding = 1,
    /// The command was not understood, or a value can't be used.
    Usage = 2,
    /// AWS said no, or could not be asked.
    Aws = 3,
    /// Stopped by Ctrl-C.
    Interrupted = 4,
}

/// A command that could not be carried out.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct CliError {
    /// A stable name of the kind of error.
    pub(crate) code: &'static str,
    /// The exit code.
    pub(crate) exit: Exit,
    /// What happened.
    pub(crate) message: String,
    /// What to do next.
    pub(crate) remedy: Option<String>,
    /// The file that is at fault, and the line.
    pub(crate) place: Option<(String, Option<usize>)>,
}

impl CliError {
    pub(crate) fn new(
        code: &'static str,
        exit: Exit,
        message: impl Into<String>,
        remedy: Option<String>,
    ) -> Self {
        Self { code, exit, message: message.into(), remedy, place: None }
    }

    pub(crate) fn usage(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new("usage", Exit::Usage, message, Some(remedy.into()))
    }

    pub(crate) fn invalid(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new("invalid_input", Exit::Usage, message, Some(remedy.into()))
    }

    pub(crate) fn refused(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new("refused", Exit::Finding, message, Some(remedy.into()))
    }

    pub(crate) fn not_found(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new("not_found", Exit::Finding, message, Some(remedy.into()))
    }

    pub(crate) fn interrupted(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new("interrupted", Exit::Interrupted, message, Some(remedy.into()))
    }

    pub(crate) fn local(message: impl Into<String>) -> Self {
        Self::new("local", Exit::Finding, message, None)
    }
}

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        let from_aws = error.code().is_of_aws();
        let place = match &error {
            Error::File { file, line, .. } => Some((file.clone(), *line)),
            _ => None,
        };
        let (code, exit, message, remedy) = match Failure::from(error) {
            Failure::InvalidInput { fields, .. } => return fields_at_fault(&fields),
            Failure::NotFound { message, remedy } => {
                ("not_found", if from_aws { Exit::Aws } else { Exit::Finding }, message, remedy)
            }
            Failure::Refused { message, remedy } => ("refused", Exit::Finding, message, remedy),
            Failure::NotConnected { message, remedy } => {
                ("not_connected", Exit::Usage, message, remedy)
            }
            Failure::SignIn { message, identity, .. } => {
                ("credentials", Exit::Aws, message, Some(how_to_sign_in(&identity)))
            }
            Failure::Credentials { message, remedy } => ("credentials", Exit::Aws, message, remedy),
            Failure::Cancelled { message, remedy } => {
                ("interrupted", Exit::Interrupted, message, remedy)
            }
            Failure::Denied { message, remedy } => ("denied", Exit::Aws, message, remedy),
            Failure::Aws { message, remedy } => ("aws", Exit::Aws, message, remedy),
            Failure::Unreachable { message, remedy } => ("unreachable", Exit::Aws, message, remedy),
            Failure::Local { message, remedy } => ("local", Exit::Finding, message, remedy),
        };
        Self { code, exit, message, remedy, place }
    }
}

/// The app has a button for it; here it takes another program.
fn how_to_sign_in(identity: &IdentityRef) -> String {
    let app = "Sign in under Identities in the Rolebridge app";
    match identity {
        IdentityRef::Profile { name } => format!(
            "{app}, or with \u{201c}aws sso login --profile {name}\u{201d} where it is of Identity \
             Center, then try again."
        ),
        _ => format!("{app}, then try again."),
    }
}

/// Every field at fault in one message, and the options that hold them.
fn fields_at_fault(fields: &[FieldMessage]) -> CliError {
    let sentences: Vec<&str> = fields.iter().map(|f| f.message.as_str()).collect();
    let mut options: Vec<&str> = fields.iter().map(|f| option_of(&f.field)).collect();
    options.dedup();
    CliError::invalid(
        sentences.join(" "),
        format!("Correct {}, then try again.", options.join(" and ")),
    )
}

/// The option a form's field is given by.
fn option_of(field: &str) -> &str {
    // A field of one among many has its number behind a point or a slash.
    match field.split(['.', '/']).next().unwrap_or(field) {
        "account" => "--account",
        "label" => "--label",
        "role" | "role_name" => "--role",
        "template" => "--template",
        "external_id" => "--external-id",
        "description" => "--description",
        "inline_policy_name" => "--inline-policy-name",
        "inline_policy" => "--inline-policy",
        "reach" | "reach_role" | "reach_profile" => "--reach",
        "reach_external_id" => "--reach-external-id",
        "name" => "--name",
        "region" => "--region",
        "colour" => "--colour",
        "profile" => "--profile",
        "session_profile" => "--source-profile",
        "chain" | "chain_external_id" => "--via",
        "session_name" => "--session-name",
        "duration" => "--duration",
        "mfa" => "--mfa-serial",
        "tags" => "--tag",
        "source_identity" => "--source-identity",
        "group" => "--group",
        "notes" => "--notes",
        "dialect" => "--dialect",
        "delete_roles" | "typed_name" => "--delete-role",
        other => other,
    }
}
