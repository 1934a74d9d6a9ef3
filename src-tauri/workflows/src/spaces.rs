//! Agent spaces: list, open, create.

use rolebridge_model::{Association, Region, SpaceSummary, Timestamp};
use serde::{Deserialize, Serialize};

/// The agent spaces known in the identity's account, from all Regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceList {
    /// The spaces.
    pub spaces: Vec<SpaceSummary>,
    /// When AWS was asked last; nothing if never.
    pub refreshed_at: Option<Timestamp>,
}

/// A Region that could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RegionFailure {
    /// The Region.
    pub region: Region,
    /// Why.
    pub message: String,
    /// What to do.
    pub remedy: Option<String>,
}

/// How asking all Regions went; one that fails does not stop the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceRefresh {
    /// Spaces found.
    pub found: u32,
    /// Regions that could not be asked.
    pub failed: Vec<RegionFailure>,
}

/// An agent space with its primary source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceDetail {
    /// The space and its counts.
    pub summary: SpaceSummary,
    /// Its ARN.
    pub arn: String,
    /// The primary source; nothing if AWS was not asked yet or has none.
    pub primary: Option<Association>,
}

/// The fields of "Create agent space" as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceForm {
    /// Region to make it in.
    pub region: String,
    /// Its name.
    pub name: String,
    /// What it is for; empty for none.
    pub description: String,
    /// Name of the primary role.
    pub role_name: String,
}

/// What the form starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceFormStart {
    /// The fields.
    pub form: SpaceForm,
    /// Regions to choose from.
    pub regions: Vec<rolebridge_model::NamedRegion>,
}
