//! The one error of the wire. The front end decides by the code and shows the sentences; it never
//! matches text.

use rolebridge_cloud::Cause;
use rolebridge_store::StoreError;
use rolebridge_workflows::{Error, form::FieldMessage};
use serde::Serialize;

/// Why a command failed: what happened, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(tag = "code", rename_all = "camelCase")]
pub enum Failure {
    /// A field has a value that can't be used.
    InvalidInput {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
        /// The fields.
        fields: Vec<FieldMessage>,
    },
    /// What was asked for is not there (any more).
    NotFound {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// Not possible as things stand; nothing was changed.
    Refused {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// No identity has been chosen.
    NotConnected {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// Credentials are missing or have run out.
    Credentials {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// AWS said no.
    Denied {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// AWS did not like the request, or is too busy.
    Aws {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// AWS can't be reached.
    Unreachable {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
    /// The computer failed us: disk, database, browser.
    Local {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
    },
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (message, remedy) = (error.to_string(), error.remedy());
        match error {
            Error::Invalid(fields) => Self::InvalidInput { message, remedy, fields },
            Error::Refused { .. } | Error::Store(StoreError::Claimed) => {
                Self::Refused { message, remedy }
            }
            Error::NotConnected => Self::NotConnected { message, remedy },
            Error::Store(StoreError::Missing(_)) => Self::NotFound { message, remedy },
            Error::Cloud(error) => match error.cause {
                Cause::AccessDenied { .. } | Cause::AssumeRoleDenied { .. } => {
                    Self::Denied { message, remedy }
                }
                Cause::NoCredentials { .. }
                | Cause::ExpiredCredentials { .. }
                | Cause::InvalidCredentials { .. } => Self::Credentials { message, remedy },
                Cause::NotFound { .. } => Self::NotFound { message, remedy },
                Cause::Unreachable { .. } | Cause::Timeout { .. } => {
                    Self::Unreachable { message, remedy }
                }
                _ => Self::Aws { message, remedy },
            },
            _ => Self::Local { message, remedy },
        }
    }
}
