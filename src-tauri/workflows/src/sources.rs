//! Secondary sources as a screen reads them.

use rolebridge_model::{
    Activity, Association, PolicyArn, PolicyName, Source, SourceColumn, SourceId, SpaceRef,
    Timestamp, Verification,
};
use serde::{Deserialize, Serialize};

/// A policy with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct NamedDocument {
    /// Its name.
    pub name: PolicyName,
    /// Its text.
    pub text: String,
}

/// The documents of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoleDocuments {
    /// Trust policy.
    pub trust: String,
    /// Managed policies attached.
    pub managed: Vec<PolicyArn>,
    /// Inline policies.
    pub inline: Vec<NamedDocument>,
}

/// Everything the details of a source show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceDetail {
    /// The source.
    pub source: Source,
    /// What its template asks for; nothing without a template.
    pub expected: Option<RoleDocuments>,
    /// What was read of the role last.
    pub found: Option<RoleDocuments>,
    /// When that was.
    pub found_at: Option<Timestamp>,
    /// The association as AWS gave it last.
    pub association: Option<Association>,
    /// The last verification.
    pub verification: Option<Verification>,
    /// What was done to it, newest first, at most 50 lines.
    pub history: Vec<Activity>,
}

/// Which values to suggest for a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceValuesQuery {
    /// The agent space.
    pub space: SpaceRef,
    /// The column.
    pub column: SourceColumn,
    /// What was typed so far.
    pub prefix: String,
}

/// Sources picked on a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Selection {
    /// These.
    These {
        /// Their ids.
        ids: Vec<SourceId>,
    },
    /// All of a space.
    All {
        /// The space.
        space: SpaceRef,
    },
}
