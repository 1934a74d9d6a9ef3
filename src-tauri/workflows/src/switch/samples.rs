//! Entries to try the sandbox with, for those who have none yet: told in a team file, as a team would.

use tokio_util::sync::CancellationToken;

use crate::{
    Error, Session,
    import::{ImportCounts, ImportFile, number},
};

const SAMPLES: &str = include_str!("samples.toml");

impl Session {
    /// Adds the sample entries of the sandbox, a role and permission sets, and says how many are new.
    ///
    /// # Errors
    /// [`Error::Refused`] outside the sandbox; what the database said.
    pub async fn add_sample_entries(&self) -> Result<u32, Error> {
        if !self.is_sandbox() {
            return Err(Error::refused(
                "The sample entries lead to accounts of the sandbox.",
                "Use the sandbox as your identity, then add them.",
            ));
        }
        let file = ImportFile {
            name: "Sample entries".into(),
            bytes: SAMPLES.into(),
            dialect: "team".into(),
        };
        self.prepare_import(&file).await;
        let done = self.import(&file, &CancellationToken::new(), |_, _| ())?;
        Ok(done.map_or(0, |preview| number(ImportCounts::of(&preview).added)))
    }
}
