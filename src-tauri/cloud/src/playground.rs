//! What a cloud that only pretends lets itself be told.

use crate::CloudError;

/// How a pretended cloud behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaygroundSettings {
    /// Seconds a change of a role takes to spread.
    pub propagation_seconds: u32,
    /// Seconds validation takes.
    pub validation_seconds: u32,
}

/// The controls of a pretended cloud.
pub trait Playground: Send + Sync {
    /// How it behaves now.
    fn settings(&self) -> PlaygroundSettings;

    /// How it behaves from now on.
    ///
    /// # Errors
    /// If the settings can't be kept.
    fn set_settings(&self, settings: PlaygroundSettings) -> Result<(), CloudError>;

    /// Puts everything back to what it was at first.
    ///
    /// # Errors
    /// If the new state can't be kept.
    fn reset(&self) -> Result<(), CloudError>;
}
