//! Switch entries: keep them, judge them, open them.

use rolebridge_model::{SwitchEntry, SwitchEntryId, SwitchVerdict};
use serde::{Deserialize, Serialize};

/// The fields of a switch entry as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SwitchForm {
    /// The entry to change; nothing makes a new one.
    pub id: Option<SwitchEntryId>,
    /// What it is called.
    pub name: String,
    /// Account id, empty if the role is given as an ARN.
    pub account: String,
    /// Role name, with its path if it has one, or a whole ARN.
    pub role: String,
    /// Colour, six hexadecimal digits.
    pub colour: String,
    /// Region, empty for the console's own choice.
    pub region: String,
    /// External ID the role asks for, empty for none.
    pub external_id: String,
}

/// A switch entry with what can be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchRow {
    /// The entry.
    pub entry: SwitchEntry,
    /// Whether the console can switch to it.
    pub verdict: SwitchVerdict,
}

/// Which entries to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchQuery {
    /// Words that must all occur in name, account, role or Region.
    pub search: String,
}

/// Where an entry goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchMove {
    /// The entry.
    pub id: SwitchEntryId,
    /// Its new place among all entries, counted from zero.
    pub to: u32,
}
