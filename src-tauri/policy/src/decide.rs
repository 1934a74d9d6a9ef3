//! Whether a request is allowed, and why ("Policy evaluation logic" and "Cross-account policy
//! evaluation logic" in the IAM User Guide).

mod condition;
mod derived;
mod explain;
mod logic;
mod request;
mod statement;

use serde::Serialize;

use crate::document::Document;
pub(crate) use logic::own_side_may;
pub use request::{Caller, Context, Policy, PolicyKind, Request, Target};

/// The answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Every kind of policy that has to allow does.
    Allowed,
    /// Nothing allows it.
    ImplicitlyDenied,
    /// A Deny applies.
    ExplicitlyDenied,
    /// It hangs on something nobody told: a context key, a policy that was not read.
    Unknown,
}

/// A decision with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The answer.
    pub decision: Decision,
    /// What decided it, the most important first.
    pub because: Vec<Reason>,
    /// The smallest change that would allow it, where there is one.
    pub fix: Option<Fix>,
}

/// One thing that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The policy: its name, or its kind and place.
    pub policy: String,
    /// The kind of policy.
    pub kind: Option<PolicyKind>,
    /// The statement in it, counted from zero; none if it is about the policy as a whole.
    pub statement: Option<usize>,
    /// The statement's Sid.
    pub sid: Option<String>,
    /// Why, in one sentence.
    pub reason: String,
}

/// A change that would allow the request, unless something else stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Fix {
    /// Add a statement to a policy.
    AddStatement {
        /// The kind of policy.
        kind: PolicyKind,
        /// What to do, in one sentence.
        sentence: String,
        /// A document with the statement.
        document: Document,
    },
    /// Send another value of a condition key with the request.
    SetContext {
        /// The key.
        key: String,
        /// The values that would do; empty if the key must not be sent.
        values: Vec<String>,
        /// What to do, in one sentence.
        sentence: String,
    },
    /// Change or remove a statement that denies.
    RemoveDenial {
        /// The policy.
        policy: String,
        /// The statement, counted from zero.
        statement: usize,
        /// What to do, in one sentence.
        sentence: String,
    },
    /// Something that is not in a policy's text.
    Other {
        /// What to do, in one sentence.
        sentence: String,
    },
}

impl Fix {
    /// What to do, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> &str {
        match self {
            Self::AddStatement { sentence, .. }
            | Self::SetContext { sentence, .. }
            | Self::RemoveDenial { sentence, .. }
            | Self::Other { sentence } => sentence,
        }
    }
}

/// The answer with its reasons.
#[must_use]
pub fn decide(request: &Request) -> Verdict {
    explain::verdict(request)
}

/// The answer alone, several times faster.
#[must_use]
pub fn decision(request: &Request) -> Decision {
    logic::Weighed::new(request).decision()
}
