//! The one error of the wire. The front end decides by the code and shows the sentences; it never
//! matches text.

use rolebridge_model::{FailureCode, IdentityRef};
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
    /// The identity has to sign in, which the screen can offer to do.
    SignIn {
        /// What happened.
        message: String,
        /// What to do next.
        remedy: Option<String>,
        /// Who has to.
        identity: IdentityRef,
    },
    /// The user changed their mind: nothing failed.
    Cancelled {
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
        if let Some(identity) = error.sign_in() {
            return Self::SignIn { message, remedy, identity: identity.clone() };
        }
        match error.code() {
            FailureCode::InvalidInput => {
                let fields = match error {
                    Error::Invalid(fields) => fields,
                    _ => Vec::new(),
                };
                Self::InvalidInput { message, remedy, fields }
            }
            FailureCode::NotFound | FailureCode::AwsNotFound => Self::NotFound { message, remedy },
            FailureCode::Refused => Self::Refused { message, remedy },
            FailureCode::NotConnected => Self::NotConnected { message, remedy },
            FailureCode::Credentials | FailureCode::SignIn => Self::Credentials { message, remedy },
            FailureCode::Cancelled => Self::Cancelled { message, remedy },
            FailureCode::Denied => Self::Denied { message, remedy },
            FailureCode::Aws => Self::Aws { message, remedy },
            FailureCode::Unreachable => Self::Unreachable { message, remedy },
            FailureCode::Local => Self::Local { message, remedy },
        }
    }
}
