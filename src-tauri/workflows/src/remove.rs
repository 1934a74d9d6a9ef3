//! Removing sources. The role in the secondary account stays unless its deletion is asked for by
//! name.

use rolebridge_model::SourceId;
use serde::{Deserialize, Serialize};

/// Asks for a role to be deleted too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoleDeletion {
    /// The source whose role it is.
    pub source: SourceId,
    /// The role's name as the user typed it.
    pub typed_name: String,
}

/// What to remove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveRequest {
    /// Sources to disconnect.
    pub sources: Vec<SourceId>,
    /// Roles to delete as well.
    pub delete_roles: Vec<RoleDeletion>,
}
