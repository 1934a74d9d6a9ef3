//! Team files, and which switch entries are theirs.

use std::collections::HashMap;

use jiff::Timestamp;
use rolebridge_model::{SwitchEntry, SwitchEntryId, TeamFileId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    Store, StoreError,
    database::{millis, timestamp},
    switch,
};

/// A team file whose entries are here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamFile {
    /// Which one.
    pub id: TeamFileId,
    /// Where it is.
    pub path: String,
    /// When its entries were taken last.
    pub taken_at: Timestamp,
}

/// A step of taking a team file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TeamStep {
    /// A new entry at the end; its id is ignored.
    Add(SwitchEntry),
    /// Writes over the entry with that id.
    Update(SwitchEntry),
    /// The entry is not in the file any more.
    Remove(SwitchEntryId),
}

impl Store {
    /// The team files, in the order they were added.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn team_files(&self) -> Result<Vec<TeamFile>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT * FROM team_files ORDER BY id")?;
        Ok(statement.query_map([], team_file)?.collect::<Result<_, _>>()?)
    }

    /// A team file.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it is gone; otherwise what SQLite said.
    pub fn team_file(&self, id: TeamFileId) -> Result<TeamFile, StoreError> {
        find(&self.connection(), id)
    }

    /// Which entries are of which team file.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn team_entries(&self) -> Result<HashMap<SwitchEntryId, TeamFileId>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT entry, file FROM team_entries")?;
        let pairs =
            statement.query_map([], |r| Ok((SwitchEntryId(r.get(0)?), TeamFileId(r.get(1)?))))?;
        Ok(pairs.collect::<Result<_, _>>()?)
    }

    /// Takes all steps in one transaction, or none. Without an id the file is a new one.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if the file or an entry is gone; otherwise what SQLite said. Nothing
    /// is changed then.
    pub fn take_team_file(
        &self,
        id: Option<TeamFileId>,
        path: &str,
        at: Timestamp,
        steps: &[TeamStep],
    ) -> Result<TeamFileId, StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction()?;
        let id = match id {
            Some(id) => {
                find(&tx, id)?;
                let sql = "UPDATE team_files SET path = ?2, taken_at = ?3 WHERE id = ?1";
                tx.execute(sql, params![id.0, path, millis(at)])?;
                id
            }
            None => {
                let sql = "INSERT INTO team_files (path, taken_at) VALUES (?1, ?2)";
                tx.execute(sql, params![path, millis(at)])?;
                TeamFileId(tx.last_insert_rowid())
            }
        };
        for step in steps {
            match step {
                TeamStep::Add(entry) => {
                    let entry = switch::insert(&tx, entry)?;
                    let sql = "INSERT INTO team_entries (entry, file) VALUES (?1, ?2)";
                    tx.prepare_cached(sql)?.execute([entry.0, id.0])?;
                }
                TeamStep::Update(entry) => switch::overwrite(&tx, entry)?,
                TeamStep::Remove(entry) => {
                    let sql = "DELETE FROM switch_entries WHERE id = ?1";
                    tx.prepare_cached(sql)?.execute([entry.0])?;
                }
            }
        }
        tx.commit()?;
        Ok(id)
    }

    /// Forgets a team file and its entries.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn remove_team_file(&self, id: TeamFileId) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction()?;
        let of_file = "DELETE FROM switch_entries
             WHERE id IN (SELECT entry FROM team_entries WHERE file = ?1)";
        tx.execute(of_file, [id.0])?;
        tx.execute("DELETE FROM team_files WHERE id = ?1", [id.0])?;
        tx.commit()?;
        Ok(())
    }
}

fn find(connection: &Connection, id: TeamFileId) -> Result<TeamFile, StoreError> {
    connection
        .query_row("SELECT * FROM team_files WHERE id = ?1", [id.0], team_file)
        .optional()?
        .ok_or(StoreError::Missing("The team file"))
}

fn team_file(row: &Row<'_>) -> rusqlite::Result<TeamFile> {
    Ok(TeamFile {
        id: TeamFileId(row.get("id")?),
        path: row.get("path")?,
        taken_at: timestamp(row.get("taken_at")?),
    })
}
