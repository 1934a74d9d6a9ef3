//! The activity log: read and export.

use rolebridge_model::ActivityColumn;
use serde::{Deserialize, Serialize};

/// Which values to suggest for a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityValuesQuery {
    /// The column.
    pub column: ActivityColumn,
    /// What was typed so far.
    pub prefix: String,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportedFile {
    /// Where it is.
    pub path: String,
    /// Rows in it, without the heading.
    pub rows: u32,
}
