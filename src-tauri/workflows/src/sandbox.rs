//! Settings of the sandbox.

use serde::{Deserialize, Serialize};

/// How the sandbox behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SandboxSettings {
    /// Seconds a change of a role takes to spread.
    pub propagation_seconds: u32,
    /// Seconds validation takes.
    pub validation_seconds: u32,
}
