//! Secondary sources: what Rolebridge knows of a connected account, and how it lists them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, AccountLabel, AssociationId, ExternalId, Reach, RoleArn, SpaceRef, TemplateId,
};

/// Names a secondary source in this installation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS,
)]
#[ts(as = "i32")]
pub struct SourceId(pub i64);

/// Which of an integration's documents a role carries. The two of DevOps Agent never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Generation {
    /// Since general availability on 30 March 2026.
    Ga,
    /// The public preview before it.
    Preview,
}

/// Where a secondary source stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum SourceStatus {
    /// AWS validated it, and what we could read of the role matches its template.
    Active,
    /// AWS validated it, but the role differs from its template.
    Drifted,
    /// Connected; AWS has not finished validating.
    Validating,
    /// AWS refuses it so shortly after a change of the role that the change may not have spread.
    Propagating,
    /// AWS waits for a person to confirm.
    PendingConfirmation,
    /// AWS validated it, but others can assume the role too, and nobody said that this is meant.
    Unsafe,
    /// AWS refuses it.
    Failed,
    /// The association is gone from the agent space.
    Disconnected,
    /// Not checked yet.
    Unknown,
}

impl SourceStatus {
    /// All statuses, in the order the table sorts them: what needs a person comes first.
    pub const ALL: [Self; 9] = [
        Self::Failed,
        Self::Unsafe,
        Self::Disconnected,
        Self::PendingConfirmation,
        Self::Drifted,
        Self::Propagating,
        Self::Validating,
        Self::Unknown,
        Self::Active,
    ];

    /// The name stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Drifted => "drifted",
            Self::Validating => "validating",
            Self::Propagating => "propagating",
            Self::PendingConfirmation => "pendingConfirmation",
            Self::Unsafe => "unsafe",
            Self::Failed => "failed",
            Self::Disconnected => "disconnected",
            Self::Unknown => "unknown",
        }
    }

    /// The name shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Drifted => "Active, role differs",
            Self::Validating => "Validating",
            Self::Propagating => "Propagating",
            Self::PendingConfirmation => "Pending confirmation",
            Self::Unsafe => "Unsafe",
            Self::Failed => "Failed",
            Self::Disconnected => "Disconnected",
            Self::Unknown => "Not checked",
        }
    }

    /// Reads the stored name; anything else is `Unknown`.
    #[must_use]
    pub fn from_stored(value: &str) -> Self {
        Self::ALL.into_iter().find(|s| s.as_str() == value).unwrap_or(Self::Unknown)
    }

    /// Whether a person has something to do.
    #[must_use]
    pub const fn needs_attention(self) -> bool {
        matches!(
            self,
            Self::Failed
                | Self::Unsafe
                | Self::Disconnected
                | Self::PendingConfirmation
                | Self::Drifted
        )
    }
}

/// A person's word that a role which others can assume too is meant to be so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Acceptance {
    /// ARN of who gave it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The trust policy it was given for; it does not hold for another.
    pub trust: String,
}

/// A role in a secondary account, connected to an agent space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Source {
    /// Which one.
    pub id: SourceId,
    /// The agent space it belongs to.
    pub space: SpaceRef,
    /// The secondary account.
    pub account: AccountId,
    /// The name a person gave the account.
    pub label: Option<AccountLabel>,
    /// The account's alias, where it could be read.
    pub alias: Option<String>,
    /// The role DevOps Agent assumes.
    pub role: RoleArn,
    /// External ID in the role's trust policy.
    pub external_id: Option<ExternalId>,
    /// The template the role was made from, or recognised as.
    pub template: Option<TemplateId>,
    /// That template's generation.
    pub generation: Option<Generation>,
    /// The association in the agent space.
    pub association: Option<AssociationId>,
    /// Where it stands.
    pub status: SourceStatus,
    /// One sentence on the status, where there is more to say.
    pub status_reason: Option<String>,
    /// When it was verified last.
    pub last_checked: Option<Timestamp>,
    /// When Rolebridge changed the role last: AWS may need two minutes from then.
    pub role_changed_at: Option<Timestamp>,
    /// How Rolebridge reaches the account.
    pub reach: Reach,
    /// ARN of who connected it; nothing if it was connected elsewhere.
    pub added_by: Option<String>,
    /// When it was connected.
    pub added_at: Option<Timestamp>,
}

/// The columns a list of sources can be sorted and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum SourceColumn {
    /// Account id.
    Account,
    /// Given name or alias.
    Name,
    /// Role name.
    Role,
    /// Template and generation.
    Template,
    /// Status.
    Status,
    /// Time of the last verification.
    LastChecked,
    /// Who connected it.
    AddedBy,
    /// When it was connected.
    AddedAt,
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub enum FilterOperator {
    /// Equals.
    #[serde(rename = "=")]
    Equals,
    /// Does not equal.
    #[serde(rename = "!=")]
    NotEquals,
    /// Contains.
    #[serde(rename = ":")]
    Contains,
    /// Does not contain.
    #[serde(rename = "!:")]
    NotContains,
}

/// One condition of a filter; without a column the text may stand in any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct FilterToken<Column: ts_rs::TS> {
    /// The column, or any.
    pub column: Option<Column>,
    /// How to compare.
    pub operator: FilterOperator,
    /// What with. Case does not count.
    pub value: String,
}

/// How conditions combine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum FilterJoin {
    /// All must hold.
    #[default]
    And,
    /// One must hold.
    Or,
}

/// Which sources to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceQuery {
    /// The agent space.
    pub space: SpaceRef,
    /// Conditions.
    pub tokens: Vec<FilterToken<SourceColumn>>,
    /// How they combine.
    pub join: FilterJoin,
    /// Sorted by this column.
    pub sort: SourceColumn,
    /// Largest first.
    pub descending: bool,
    /// Page, counted from one.
    pub page: u32,
    /// Rows on a page, at most 100.
    pub page_size: u32,
}

/// A page of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourcePage {
    /// The rows.
    pub rows: Vec<Source>,
    /// How many match the filter.
    pub matching: u32,
    /// How many there are.
    pub total: u32,
}
