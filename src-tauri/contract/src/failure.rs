//! The one error of the wire. The front end decides by the code and shows the sentences; it never
//! matches text.

use serde::Serialize;

/// A sentence for a field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FieldProblem {
    /// Name of the field in its form.
    pub field: String,
    /// The sentence.
    pub message: String,
}

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
        fields: Vec<FieldProblem>,
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
