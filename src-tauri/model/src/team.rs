//! A team's file of switch entries.

use serde::{Deserialize, Serialize};

/// Names a team file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[ts(as = "i32")]
pub struct TeamFileId(pub i64);
