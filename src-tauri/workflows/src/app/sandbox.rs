//! The sandbox that is in use: how it behaves, and putting it back to its beginning.

use std::sync::{Arc, PoisonError};

use rolebridge_cloud::{Playground, PlaygroundSettings};

use super::{Chosen, sandbox_identity};
use crate::{
    Rolebridge, error::Error, identity::AppState, progress::Event, sandbox::SandboxSettings,
};

impl Rolebridge {
    pub(super) fn playground(&self) -> Result<Arc<dyn Playground>, Error> {
        self.playground.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(|| {
            Error::refused(
                "The sandbox is not in use.",
                "Choose the sandbox as your identity first.",
            )
        })
    }

    /// How the sandbox behaves.
    ///
    /// # Errors
    /// [`Error::Refused`] if the sandbox is not in use.
    pub fn sandbox_settings(&self) -> Result<SandboxSettings, Error> {
        let settings = self.playground()?.settings();
        Ok(SandboxSettings {
            propagation_seconds: settings.propagation_seconds,
            validation_seconds: settings.validation_seconds,
        })
    }

    /// Changes how the sandbox behaves.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields that are too large; [`Error::Refused`] if the sandbox is
    /// not in use; otherwise what the disk said.
    pub fn save_sandbox_settings(&self, settings: &SandboxSettings) -> Result<(), Error> {
        settings.check()?;
        Ok(self.playground()?.set_settings(PlaygroundSettings {
            propagation_seconds: settings.propagation_seconds,
            validation_seconds: settings.validation_seconds,
        })?)
    }

    /// Puts the sandbox back to what it was at first, with what Rolebridge remembers of it.
    ///
    /// # Errors
    /// [`Error::Refused`] if the sandbox is not in use or a plan is running in it.
    pub async fn reset_sandbox(&self) -> Result<AppState, Error> {
        let playground = self.playground()?;
        if !self.running().is_empty() {
            return Err(Error::refused(
                "Something is still running in the sandbox.",
                "Wait for it to end or stop it, then reset.",
            ));
        }
        playground.reset()?;
        let session = self.session()?;
        session.sessions.clear();
        session.store.clear()?;
        self.begin(Chosen { identity: sandbox_identity(), region: None }).await?;
        let session = self.session()?;
        for event in
            [Event::Connection, Event::Spaces, Event::Drafts, Event::SwitchEntries, Event::Sessions]
        {
            session.tell(event);
        }
        self.state()
    }
}
