//! The controls the app shows for a cloud that only pretends.

use std::time::Duration;

use rolebridge_cloud::{CloudError, Playground, PlaygroundSettings};

use crate::{SandboxCloud, Settings};

impl Playground for SandboxCloud {
    fn settings(&self) -> PlaygroundSettings {
        let settings = Self::settings(self);
        let seconds = |d: Duration| u32::try_from(d.as_secs()).unwrap_or(u32::MAX);
        PlaygroundSettings {
            propagation_seconds: seconds(settings.propagation),
            validation_seconds: seconds(settings.validation),
        }
    }

    fn set_settings(&self, settings: PlaygroundSettings) -> Result<(), CloudError> {
        let seconds = |s: u32| Duration::from_secs(s.into());
        let settings = Settings {
            propagation: seconds(settings.propagation_seconds),
            validation: seconds(settings.validation_seconds),
        };
        Self::set_settings(self, settings)
    }

    fn reset(&self) -> Result<(), CloudError> {
        Self::reset(self)
    }
}
