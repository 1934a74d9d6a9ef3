//! Why something could not be remembered.

use std::path::PathBuf;

use thiserror::Error;

/// A failure of the store.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder or file can't be used.
    #[error("{path} can't be used: {source}", path = path.display())]
    Folder {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database was written by a later version.
    #[error(
        "The database was written by a newer version of Rolebridge (schema {found}; this version \
         knows {known}). Install that version or a later one; nothing was changed."
    )]
    Newer {
        /// Schema found.
        found: usize,
        /// Latest schema known.
        known: usize,
    },
    /// Bringing the schema up to date failed.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] rusqlite_migration::Error),
    /// SQLite failed.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored value does not read.
    #[error("a stored value does not read: {0}")]
    Value(#[from] serde_json::Error),
    /// The row is not there.
    #[error("{0} is not there any more")]
    Missing(&'static str),
    /// Another process is carrying out the plan.
    #[error("the plan is being carried out by another Rolebridge process")]
    Claimed,
}

impl StoreError {
    /// What to do next, in a sentence.
    #[must_use]
    pub fn remedy(&self) -> Option<&'static str> {
        const FOLDER: &str = "Make sure that you may write to the data folder and the files in it, or \
                              name another folder with ROLEBRIDGE_HOME.";
        use rusqlite::ErrorCode;
        match self {
            Self::Folder { .. } => Some(FOLDER),
            // The message says what to do.
            Self::Newer { .. } => None,
            Self::Missing(_) => Some("Refresh the list."),
            Self::Claimed => Some("Wait for it to end, or close the other process."),
            Self::Migration(_) | Self::Value(_) => Some("Check the disk and the data folder."),
            Self::Sqlite(error) => Some(match error.sqlite_error_code() {
                Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                    FOLDER
                }
                Some(ErrorCode::DiskFull) => "Make room on the disk, then try again.",
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    "Another Rolebridge is at work on it. Try again in a moment."
                }
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                    "Close Rolebridge and move rolebridge.db out of the data folder: the next start \
                     makes a new one. A copy of an earlier version may lie beside it."
                }
                _ => "Check the disk and the data folder.",
            }),
        }
    }
}
