//! Updating the role of a source.

use rolebridge_model::{SourceId, TemplateId};
use serde::{Deserialize, Serialize};

/// What the role should be afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UpdateRequest {
    /// The source.
    pub source: SourceId,
    /// The template to follow: the same one, or its successor.
    pub template: TemplateId,
    /// The inline policy as edited; nothing takes the template's.
    pub inline_policy: Option<String>,
}
