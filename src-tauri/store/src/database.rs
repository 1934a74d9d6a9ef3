//! Opening the database: one connection behind a lock, write-ahead log, foreign keys, and the
//! schema brought up to date with a backup before.

use std::{
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations, SchemaVersion};

use crate::StoreError;

/// Only appended to; a migration that was released never changes.
static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up(include_str!("../migrations/001-first.sql")),
        M::up(include_str!("../migrations/002-accepted.sql")),
        M::up(include_str!("../migrations/003-entry-sessions.sql")),
        M::up(include_str!("../migrations/004-imported.sql")),
        M::up(include_str!("../migrations/005-entry-uses.sql")),
        M::up(include_str!("../migrations/006-entry-launch.sql")),
        M::up(include_str!("../migrations/007-team.sql")),
    ])
});
const LATEST: usize = 7;

/// The database. Every call is one short transaction.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
    /// Folder of the database; nothing for one in memory.
    pub(crate) folder: Option<PathBuf>,
}

impl Store {
    /// Opens `rolebridge.db` in a folder, which is made if missing, and brings its schema up to
    /// date.
    ///
    /// # Errors
    /// [`StoreError::Newer`] if a later version wrote it; otherwise what the disk or SQLite said.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let on = |path: &Path| {
            let path = path.to_owned();
            move |source| StoreError::Folder { path, source }
        };
        std::fs::create_dir_all(folder).map_err(on(folder))?;
        let file = folder.join("rolebridge.db");
        let connection = Connection::open(&file)?;
        private(&file).map_err(on(&file))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        let store = Self::prepare(connection, |connection, version| {
            let backup = folder.join(format!("rolebridge.backup-{version}.db"));
            let _ = std::fs::remove_file(&backup);
            connection.execute("VACUUM INTO ?1", [backup.to_string_lossy()])?;
            private(&backup).map_err(on(&backup))
        })?;
        Ok(Self { folder: Some(folder.to_owned()), ..store })
    }

    /// A database that lives as long as the value, for tests.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, |_, _| Ok(()))
    }

    fn prepare(
        mut connection: Connection,
        backup: impl FnOnce(&Connection, usize) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // A large import writes each page once, when it ends, and not again and again on the way.
        connection.pragma_update(None, "cache_spill", false)?;
        let found = match MIGRATIONS.current_version(&connection)? {
            SchemaVersion::NoneSet => 0,
            SchemaVersion::Inside(n) | SchemaVersion::Outside(n) => n.get(),
        };
        if found > LATEST {
            return Err(StoreError::Newer { found, known: LATEST });
        }
        if found > 0 && found < LATEST {
            backup(&connection, found)?;
        }
        MIGRATIONS.to_latest(&mut connection)?;
        Ok(Self { connection: Mutex::new(connection), folder: None })
    }

    /// Forgets everything: for a sandbox that begins anew.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn clear(&self) -> Result<(), StoreError> {
        self.connection().execute_batch(
            "BEGIN;
             DELETE FROM verifications; DELETE FROM sources; DELETE FROM spaces;
             DELETE FROM drafts; DELETE FROM switch_entries; DELETE FROM team_files; DELETE FROM activity;
             DELETE FROM plans; DELETE FROM settings;
             COMMIT;",
        )?;
        Ok(())
    }

    /// The connection; a panic elsewhere does not make the data unusable.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Only the user may read the file.
#[cfg(unix)]
fn private(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))
}

/// The user's profile folder is private on Windows already.
#[cfg(not(unix))]
fn private(_file: &Path) -> std::io::Result<()> {
    Ok(())
}

pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

pub(crate) fn timestamp(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Reads a text column through a value's own check; a row that no longer passes is an error of
/// that row.
pub(crate) fn parsed<T>(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|e: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e))
    })
}

/// [`parsed`], where the column may be empty.
pub(crate) fn parsed_option<T>(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<Option<T>>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    match row.get::<_, Option<String>>(column)? {
        None => Ok(None),
        Some(_) => parsed(row, column).map(Some),
    }
}

/// Reads a JSON column.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    row: &rusqlite::Row<'_>,
    column: &str,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|e| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e))
    })
}

/// [`json`], where the column may be empty.
pub(crate) fn json_option<T: serde::de::DeserializeOwned>(
    row: &rusqlite::Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    match row.get::<_, Option<String>>(column)? {
        None => Ok(None),
        Some(_) => json(row, column).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_valid_and_counted() {
        MIGRATIONS.validate().unwrap();
        let store = Store::in_memory().unwrap();
        let version: i64 =
            store.connection().pragma_query_value(None, "user_version", |r| r.get(0)).unwrap();
        assert_eq!(version, LATEST as i64);
    }

    #[test]
    fn a_newer_database_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path()).unwrap());
        let file = dir.path().join("rolebridge.db");
        Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = Store::open(dir.path()).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
        assert!(error.to_string().contains("newer version of Rolebridge"));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_may_read_the_database() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path()).unwrap());
        let mode =
            std::fs::metadata(dir.path().join("rolebridge.db")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
