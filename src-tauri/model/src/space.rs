//! Agent spaces and their associations (service model devops-agent 2026-01-01).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, AgentSpaceDescription, AgentSpaceId, AgentSpaceName, AssociationId, ExternalId,
    Region, RoleArn, agent_space_arn,
};

/// Names one agent space among all accounts and Regions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceRef {
    /// The primary account.
    pub account: AccountId,
    /// The Region it lives in.
    pub region: Region,
    /// Its id.
    pub id: AgentSpaceId,
}

impl SpaceRef {
    /// The ARN, which conditions of trust policies name.
    #[must_use]
    pub fn arn(&self) -> String {
        agent_space_arn(&self.region, &self.account, &self.id)
    }
}

/// An agent space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AgentSpace {
    /// Which one.
    pub space: SpaceRef,
    /// Its name; several spaces may share one.
    pub name: AgentSpaceName,
    /// What it is for.
    pub description: Option<AgentSpaceDescription>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// An agent space with what the list shows of its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceSummary {
    /// The space.
    pub space: AgentSpace,
    /// Secondary sources known.
    pub sources: u32,
    /// How many of them are active.
    pub active: u32,
    /// How many of them need a person.
    pub attention: u32,
}

/// Which side of an agent space an AWS association connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum AssociationKind {
    /// The primary account, which hosts the space.
    Monitor,
    /// A secondary account.
    Source,
}

/// What AWS says of an association. `Unknown` also stands for "not said yet".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum AssociationStatus {
    /// Works; the console calls it Active.
    Valid,
    /// Failed validation.
    Invalid,
    /// A person has to confirm before validation can end.
    PendingConfirmation,
    /// No status yet, or one we don't know.
    Unknown,
}

/// An AWS account connected to an agent space. Other services' associations are left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Association {
    /// Its id.
    pub id: AssociationId,
    /// Primary or secondary.
    pub kind: AssociationKind,
    /// The account connected.
    pub account: AccountId,
    /// The role DevOps Agent assumes there.
    pub role: RoleArn,
    /// External ID presented when assuming it.
    pub external_id: Option<ExternalId>,
    /// Role for elevated actions; kept when the association is updated.
    pub elevated_role: Option<RoleArn>,
    /// What AWS says of it.
    pub status: AssociationStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}
