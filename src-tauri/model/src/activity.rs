//! The activity log: who did what when, to which account, with which result.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AccountId, FilterJoin, FilterToken};

/// How an activity ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ActivityResult {
    /// It was done.
    Succeeded,
    /// It was already so.
    Unchanged,
    /// It was done, and found something that needs a person.
    Finding,
    /// AWS or Rolebridge refused it.
    Failed,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Activity {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// ARN of who.
    pub who: String,
    /// What was done, such as `iam:CreateRole` or `Verify`.
    pub action: String,
    /// In which account.
    pub account: Option<AccountId>,
    /// To what: a role, an agent space, a switch entry.
    pub subject: String,
    /// How it ended.
    pub result: ActivityResult,
    /// More, in a sentence.
    pub detail: String,
}

/// The columns of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ActivityColumn {
    /// When.
    At,
    /// Who.
    Who,
    /// What.
    Action,
    /// Where.
    Account,
    /// To what.
    Subject,
    /// How it ended.
    Result,
}

/// Which lines of the log to list, newest first unless sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityQuery {
    /// Conditions.
    pub tokens: Vec<FilterToken<ActivityColumn>>,
    /// How they combine.
    pub join: FilterJoin,
    /// Sorted by this column.
    pub sort: ActivityColumn,
    /// Largest first.
    pub descending: bool,
    /// Page, counted from one.
    pub page: u32,
    /// Rows on a page, at most 100.
    pub page_size: u32,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityPage {
    /// The lines.
    pub rows: Vec<Activity>,
    /// How many match the filter.
    pub matching: u32,
    /// How many there are.
    pub total: u32,
}
