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
