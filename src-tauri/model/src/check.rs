//! What was checked of a secondary source, and with which result.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{SourceId, SourceStatus};

/// The things verification looks at, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum CheckKind {
    /// The secondary account lets us in.
    Reach,
    /// The role is there.
    Role,
    /// Its trust policy is the template's.
    Trust,
    /// The managed policy is attached.
    ManagedPolicy,
    /// The inline policy is the template's.
    InlinePolicy,
    /// Whoever the role is for can assume it.
    Assumption,
    /// Nobody can assume it without the right external ID, or for another agent space.
    Protection,
    /// The agent space has an association with this role.
    Association,
    /// AWS validated the association.
    Validation,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// As it should be.
    Passed,
    /// Wrong, and it stops the source from working or will.
    Failed,
    /// Works, but is not as the template asks.
    Warning,
    /// AWS has not finished; it may still pass.
    Waiting,
    /// Could not be looked at.
    Skipped,
}

/// One result of a verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Check {
    /// What was looked at.
    pub kind: CheckKind,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, in a sentence.
    pub summary: String,
    /// What to do about it.
    pub remedy: Option<String>,
    /// The document the template asks for, where that is what differs.
    pub expected: Option<String>,
    /// The document that was found.
    pub found: Option<String>,
}

/// A verification that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Verification {
    /// The source.
    pub source: SourceId,
    /// When it ended.
    pub at: Timestamp,
    /// The status it led to.
    pub status: SourceStatus,
    /// Results in the order they were taken.
    pub checks: Vec<Check>,
}
