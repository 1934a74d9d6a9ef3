//! What was typed into the Add wizard, kept as typed: a draft may hold anything, valid or not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{PlanId, SpaceRef};

/// Names a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[ts(as = "String")]
pub struct DraftId(pub Uuid);

/// Who creates the role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Method {
    /// The user, in the IAM console, step by step.
    #[default]
    Guide,
    /// Rolebridge, by a plan.
    Automatic,
}

/// Which way into the secondary account is picked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ReachChoice {
    /// Assume a role.
    #[default]
    AssumeRole,
    /// Use a profile.
    Profile,
    /// Can't reach it.
    None,
}

/// The wizard's fields as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SourceForm {
    /// Account id.
    pub account: String,
    /// Account name.
    pub label: String,
    /// Role name.
    pub role_name: String,
    /// Template id.
    pub template: String,
    /// External ID, empty for none.
    pub external_id: String,
    /// Role description.
    pub description: String,
    /// Name of the inline policy.
    pub inline_policy_name: String,
    /// Who creates the role.
    pub method: Method,
    /// Way into the account.
    pub reach: ReachChoice,
    /// Role to assume there.
    pub reach_role: String,
    /// External ID for that role.
    pub reach_external_id: String,
    /// Profile to use.
    pub reach_profile: String,
}

/// A wizard that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Draft {
    /// Which one.
    pub id: DraftId,
    /// The agent space.
    pub space: SpaceRef,
    /// The fields.
    pub form: SourceForm,
    /// The wizard's step, counted from zero.
    pub step: u8,
    /// Guide steps ticked off.
    pub ticked: Vec<String>,
    /// The plan made from it, if one was begun.
    pub plan: Option<PlanId>,
    /// When it was changed last.
    pub updated_at: Timestamp,
}
