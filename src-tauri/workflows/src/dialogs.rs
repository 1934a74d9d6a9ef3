//! The system's own dialogs for files, asked from here so that the web view needs no way to the disk.

use std::path::PathBuf;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Error, Rolebridge};

/// Asks the user for a file. Nothing comes back if the user goes away without one.
#[async_trait]
pub trait Dialogs: Send + Sync {
    /// A file or a folder that is there.
    async fn open(&self, what: ChooseFile) -> Option<PathBuf>;
    /// Where to write a file; the system asks before one is written over.
    async fn save(&self, name: &str) -> Option<PathBuf>;
}

/// What to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ChooseFile {
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl Rolebridge {
    /// Gives the app the dialogs of its window. The first stay.
    pub fn set_dialogs(&self, dialogs: Box<dyn Dialogs>) {
        let _ = self.dialogs.set(dialogs);
    }

    /// Asks for a file or a folder; nothing if the user goes away without one.
    ///
    /// # Errors
    /// [`Error::Refused`] where there are no dialogs.
    pub async fn choose_file(&self, what: ChooseFile) -> Result<Option<String>, Error> {
        let Some(dialogs) = self.dialogs.get() else {
            return Err(Error::refused(
                "There is no window here to choose a file in.",
                "Enter the path of the file instead.",
            ));
        };
        Ok(dialogs.open(what).await.map(|path| path.display().to_string()))
    }
}
