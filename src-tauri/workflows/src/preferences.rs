//! How the user likes the app to look, and to open roles.

use serde::{Deserialize, Serialize};

use crate::{launch::OpeningRoles, switch::SwitchOrder};

/// Light, dark, or as the desktop has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A column of a table, shown or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ColumnPreference {
    /// Which column.
    pub id: String,
    /// Whether it is shown.
    pub visible: bool,
}

/// How a table is shown. An empty list of columns means the table's own order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TablePreferences {
    /// Rows on a page: 25, 50 or 100.
    pub page_size: u32,
    /// Whether long text wraps.
    pub wrap_lines: bool,
    /// Whether every other row is shaded.
    pub striped_rows: bool,
    /// Whether rows stand closer.
    pub compact: bool,
    /// Columns in order.
    pub columns: Vec<ColumnPreference>,
}

impl Default for TablePreferences {
    fn default() -> Self {
        Self {
            page_size: 25,
            wrap_lines: false,
            striped_rows: false,
            compact: false,
            columns: Vec::new(),
        }
    }
}

/// How a list of switch entries looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum SwitchLook {
    /// A line each.
    #[default]
    Rows,
    /// A card each.
    Cards,
}

/// How the list of switch entries is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SwitchPreferences {
    /// Lines or cards.
    pub look: SwitchLook,
    /// What comes first.
    pub order: SwitchOrder,
}

/// Everything the user set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// The table of secondary sources.
    pub sources: TablePreferences,
    /// The activity log.
    pub activity: TablePreferences,
    /// The list of agent spaces.
    pub spaces: TablePreferences,
    /// The list of identities.
    pub identities: TablePreferences,
    /// The list of switch entries.
    pub switch: SwitchPreferences,
    /// How roles are opened.
    pub opening: OpeningRoles,
}
