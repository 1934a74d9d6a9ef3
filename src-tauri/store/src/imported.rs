//! Switch entries that came from files, with where from and what the file said.

use std::collections::HashMap;

use rolebridge_model::{SwitchEntry, SwitchEntryId};
use rusqlite::{Connection, Transaction, config::DbConfig, params};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Store, StoreError, switch};

/// Where an entry was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Name of the dialect.
    pub dialect: String,
    /// The file.
    pub file: String,
    /// The part of the file, empty if it has none.
    pub section: String,
    /// Its name there, as written.
    pub name: String,
}

/// What was imported: where from, and what the file said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported<T> {
    /// Where from.
    pub origin: Origin,
    /// What the file said.
    pub values: T,
}

/// A step of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportStep<T> {
    /// A new entry at the end; its id is ignored.
    Add(SwitchEntry, Imported<T>),
    /// Writes over the entry with that id.
    Update(SwitchEntry, Imported<T>),
    /// Only notes where the entry came from.
    Note(SwitchEntryId, Imported<T>),
}

/// How many steps are taken between two looks at whether to go on.
const AT_ONCE: usize = 250;

impl Store {
    /// What is known of imported entries. Values that no longer read count as never imported.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn imported<T: DeserializeOwned>(
        &self,
    ) -> Result<HashMap<SwitchEntryId, Imported<T>>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT entry, dialect, file, section, name, values_json FROM imported_entries",
        )?;
        let mut rows = statement.query([])?;
        let mut found = HashMap::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(5)?;
            let Ok(values) = serde_json::from_str(&text) else { continue };
            let origin = Origin {
                dialect: row.get(1)?,
                file: row.get(2)?,
                section: row.get(3)?,
                name: row.get(4)?,
            };
            found.insert(SwitchEntryId(row.get(0)?), Imported { origin, values });
        }
        Ok(found)
    }

    /// Takes all steps in one transaction, or none: `go_on` is told how many are taken and may end
    /// it. Answers whether it went to the end.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if an entry to change is gone; otherwise what SQLite said. Nothing is
    /// changed then.
    pub fn import<T: Serialize>(
        &self,
        steps: impl IntoIterator<Item = ImportStep<T>>,
        mut go_on: impl FnMut(usize) -> bool,
    ) -> Result<bool, StoreError> {
        let mut connection = self.connection();
        let mut untold = Untold::new(&mut connection)?;
        let tx = untold.transaction()?;
        let mut place = switch::behind_all(&tx)?;
        let mut taken = 0;
        for step in steps {
            if taken % AT_ONCE == 0 && !go_on(taken) {
                return Ok(false);
            }
            match step {
                ImportStep::Add(entry, imported) => {
                    note(&tx, switch::insert_at(&tx, place, &entry)?, &imported)?;
                    place += 1;
                }
                ImportStep::Update(entry, imported) => {
                    switch::overwrite(&tx, &entry)?;
                    note(&tx, entry.id, &imported)?;
                }
                ImportStep::Note(id, imported) => note(&tx, id, &imported)?,
            }
            taken += 1;
        }
        if !go_on(taken) {
            return Ok(false);
        }
        tx.execute("UPDATE switch_revision SET number = number + 1", [])?;
        tx.commit()?;
        Ok(true)
    }
}

/// A connection on which changes of entries are not counted one by one: for twenty thousand at once
/// that takes as long as writing them. Whoever has it counts once.
struct Untold<'c>(&'c mut Connection);

impl<'c> Untold<'c> {
    fn new(connection: &'c mut Connection) -> Result<Self, StoreError> {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        Ok(Self(connection))
    }

    fn transaction(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.0.transaction()?)
    }
}

impl Drop for Untold<'_> {
    fn drop(&mut self) {
        // It fails for options SQLite does not know only.
        let _ = self.0.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true);
    }
}

fn note<T: Serialize>(
    connection: &Connection,
    id: SwitchEntryId,
    Imported { origin, values }: &Imported<T>,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO imported_entries (entry, dialect, file, section, name, values_json)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (entry) DO UPDATE SET dialect = excluded.dialect, file = excluded.file,
                 section = excluded.section, name = excluded.name,
                 values_json = excluded.values_json",
        )?
        .execute(params![
            id.0,
            origin.dialect,
            origin.file,
            origin.section,
            origin.name,
            serde_json::to_string(values)?,
        ])?;
    Ok(())
}
