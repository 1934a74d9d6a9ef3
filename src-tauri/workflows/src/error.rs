//! Why something the user asked for could not be done, in sentences meant for the user.

use rolebridge_cloud::{Cause, CloudError};
use rolebridge_keychain::KeychainError;
use rolebridge_model::{FailureCode, IdentityRef};
use rolebridge_store::StoreError;
use thiserror::Error;

use crate::form::FieldMessage;

/// A workflow that could not be carried out.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// Fields hold values that can't be used.
    #[error("{}", sentence_of(.0))]
    Invalid(Vec<FieldMessage>),
    /// Not possible as things stand; nothing was changed.
    #[error("{message}")]
    Refused {
        /// Why.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// A file is not what its own tool would read.
    #[error("{}: {message}", place(.file, *.line))]
    File {
        /// The file.
        file: String,
        /// The line, counted from one, unless the file as a whole is meant.
        line: Option<usize>,
        /// What is wrong there.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// No identity has been chosen.
    #[error("No identity is chosen.")]
    NotConnected,
    /// AWS could not do it.
    #[error("{}", describe(.0))]
    Cloud(#[from] CloudError),
    /// It could not be remembered, or what was remembered is gone.
    #[error("{}", stopped(&capital(&.0.to_string())))]
    Store(#[from] StoreError),
    /// The user changed their mind; nothing failed.
    #[error("Cancelled. Nothing was changed.")]
    Cancelled,
    /// The keychain could not do it.
    #[error("{0}")]
    Keychain(#[from] KeychainError),
    /// The computer could not do it.
    #[error("{message}")]
    Local {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
}

impl Error {
    pub(crate) fn refused(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), remedy: Some(remedy.into()) }
    }

    pub(crate) fn field(field: &str, message: impl std::fmt::Display) -> Self {
        Self::Invalid(vec![FieldMessage::new(field, message)])
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn code(&self) -> FailureCode {
        match self {
            Self::Invalid(_) => FailureCode::InvalidInput,
            Self::Refused { .. } | Self::File { .. } | Self::Store(StoreError::Claimed) => {
                FailureCode::Refused
            }
            Self::NotConnected => FailureCode::NotConnected,
            Self::Cancelled => FailureCode::Cancelled,
            Self::Store(StoreError::Missing(_)) => FailureCode::NotFound,
            Self::Store(_) | Self::Keychain(_) | Self::Local { .. } => FailureCode::Local,
            Self::Cloud(error) => match error.cause {
                Cause::AccessDenied { .. }
                | Cause::AssumeRoleDenied { .. }
                | Cause::SignInRefused { .. } => FailureCode::Denied,
                Cause::SignInNeeded { .. } => FailureCode::SignIn,
                Cause::NoCredentials { .. }
                | Cause::Misconfigured { .. }
                | Cause::CommandNeeded { .. }
                | Cause::SignInFailed { .. }
                | Cause::ExpiredCredentials { .. }
                | Cause::InvalidCredentials { .. } => FailureCode::Credentials,
                Cause::NotFound { .. } => FailureCode::AwsNotFound,
                Cause::Unreachable { .. } | Cause::Timeout { .. } => FailureCode::Unreachable,
                _ => FailureCode::Aws,
            },
        }
    }

    /// The identity that has to sign in, which can be done from here.
    #[must_use]
    pub fn sign_in(&self) -> Option<&IdentityRef> {
        match self {
            Self::Cloud(CloudError { cause: Cause::SignInNeeded { identity, .. }, .. }) => {
                Some(identity)
            }
            _ => None,
        }
    }

    /// What to do next, in a sentence.
    #[must_use]
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::Invalid(_) => Some("Correct the field, then try again.".into()),
            Self::Refused { remedy, .. }
            | Self::File { remedy, .. }
            | Self::Local { remedy, .. } => remedy.clone(),
            Self::NotConnected => Some("Choose an identity in Settings.".into()),
            Self::Cancelled => None,
            Self::Cloud(error) => error.remedy().map(str::to_owned),
            Self::Keychain(error) => Some(error.remedy().to_owned()),
            Self::Store(error) => error.remedy().map(str::to_owned),
        }
    }
}

/// As compilers say it, so that editors can follow it.
fn place(file: &str, line: Option<usize>) -> String {
    line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"))
}

fn sentence_of(fields: &[FieldMessage]) -> String {
    match fields {
        [only] => only.message.clone(),
        many => format!("{} fields need a correction.", many.len()),
    }
}

/// A failed call as a sentence: what was asked, of what, and what AWS said.
pub(crate) fn describe(error: &CloudError) -> String {
    let CloudError { operation, target, cause, .. } = error;
    let text = match cause {
        Cause::AccessDenied { message } => {
            format!("AWS denied {operation} on {target}. {}", stopped(message))
        }
        Cause::AssumeRoleDenied { role, message } => {
            format!("{role} could not be assumed. {}", stopped(message))
        }
        Cause::SignInNeeded { .. } | Cause::CommandNeeded { .. } | Cause::SignInFailed { .. } => {
            stopped(&capital(&cause.to_string()))
        }
        Cause::NotFound { message } => format!("{target} was not found. {}", stopped(message)),
        other => format!("{operation} on {target} failed: {}", stopped(&other.to_string())),
    };
    match &error.request_id {
        Some(id) => format!("{text} (request {id})"),
        None => text,
    }
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

fn stopped(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
