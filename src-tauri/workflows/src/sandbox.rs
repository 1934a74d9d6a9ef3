//! Settings of the sandbox.

use serde::{Deserialize, Serialize};

use crate::{Error, form::FieldMessage};

/// Most seconds either takes. AWS itself needs up to two minutes; more than ten would look as if
/// the sandbox had stopped.
const MOST_SECONDS: u32 = 600;

/// How the sandbox behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SandboxSettings {
    /// Seconds a change of a role takes to spread.
    pub propagation_seconds: u32,
    /// Seconds validation takes.
    pub validation_seconds: u32,
}

impl SandboxSettings {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let fields = [
            ("propagation_seconds", self.propagation_seconds),
            ("validation_seconds", self.validation_seconds),
        ];
        let faults: Vec<_> = fields
            .into_iter()
            .filter(|(_, seconds)| *seconds > MOST_SECONDS)
            .map(|(field, _)| {
                FieldMessage::new(field, format!("Enter at most {MOST_SECONDS} seconds."))
            })
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }
}
