//! Switch entries in their order.

use rolebridge_model::{GroupName, SessionSettings, SwitchEntry, SwitchEntryId};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter, types::Value};

use crate::{
    Store, StoreError,
    database::{json, parsed, parsed_option},
};

impl Store {
    /// All switch entries in order.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn switch_entries(&self) -> Result<Vec<SwitchEntry>, StoreError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare("SELECT * FROM switch_entries ORDER BY position, id")?;
        Ok(statement.query_map([], entry)?.collect::<Result<_, _>>()?)
    }

    /// One switch entry.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it is gone; otherwise what SQLite said.
    pub fn switch_entry(&self, id: SwitchEntryId) -> Result<SwitchEntry, StoreError> {
        self.connection()
            .query_row("SELECT * FROM switch_entries WHERE id = ?1", [id.0], entry)
            .optional()?
            .ok_or(StoreError::Missing("The switch entry"))
    }

    /// The switch entries of these ids that are still there, in the order of the ids.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn some_switch_entries(
        &self,
        ids: &[SwitchEntryId],
    ) -> Result<Vec<SwitchEntry>, StoreError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT * FROM switch_entries WHERE id = ?1")?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(statement.query_row([id.0], entry).optional()?);
        }
        Ok(found)
    }

    /// The switch entries of this name; upper and lower case of ASCII letters are alike.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn switch_entries_named(&self, name: &str) -> Result<Vec<SwitchEntry>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            // In the order of positions all of the table would be read here and there.
            "SELECT * FROM switch_entries NOT INDEXED WHERE name = ?1 COLLATE NOCASE
             ORDER BY position, id",
        )?;
        Ok(statement.query_map([name], entry)?.collect::<Result<_, _>>()?)
    }

    /// Appends a switch entry; the id of `entry` is ignored.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn add_switch_entry(&self, entry: &SwitchEntry) -> Result<SwitchEntryId, StoreError> {
        insert(&self.connection(), entry)
    }

    /// Writes a switch entry over the one with its id.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it is gone; otherwise what SQLite said.
    pub fn update_switch_entry(&self, entry: &SwitchEntry) -> Result<(), StoreError> {
        overwrite(&self.connection(), entry)
    }

    /// Forgets a switch entry.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn remove_switch_entry(&self, id: SwitchEntryId) -> Result<(), StoreError> {
        self.connection().execute("DELETE FROM switch_entries WHERE id = ?1", [id.0])?;
        Ok(())
    }

    /// Forgets these entries, all or none. Answers how many there were.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn remove_switch_entries(&self, ids: &[SwitchEntryId]) -> Result<usize, StoreError> {
        self.for_each(ids, "DELETE FROM switch_entries WHERE id = ?1", None)
    }

    /// Puts these entries into a group, or into none, all or none of them.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn group_switch_entries(
        &self,
        ids: &[SwitchEntryId],
        group: Option<&GroupName>,
    ) -> Result<usize, StoreError> {
        let group = group.map(ToString::to_string);
        let sql = "UPDATE switch_entries SET group_name = ?2 WHERE id = ?1";
        self.for_each(ids, sql, Some(group.into()))
    }

    /// Marks these entries as favourites, or not, all or none of them.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn mark_switch_entries(
        &self,
        ids: &[SwitchEntryId],
        favourite: bool,
    ) -> Result<usize, StoreError> {
        let sql = "UPDATE switch_entries SET favourite = ?2 WHERE id = ?1";
        self.for_each(ids, sql, Some(favourite.into()))
    }

    /// Runs a statement whose first value is the id, for each id, in one transaction.
    fn for_each(
        &self,
        ids: &[SwitchEntryId],
        sql: &str,
        value: Option<Value>,
    ) -> Result<usize, StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction()?;
        let mut changed = 0;
        {
            let mut statement = tx.prepare(sql)?;
            for id in ids {
                let values = std::iter::once(Value::from(id.0)).chain(value.clone());
                changed += statement.execute(params_from_iter(values))?;
            }
        }
        tx.commit()?;
        Ok(changed)
    }

    /// Puts a switch entry at a place among all, counted from zero.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it is gone; otherwise what SQLite said.
    pub fn move_switch_entry(&self, id: SwitchEntryId, to: usize) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction()?;
        let mut ids: Vec<i64> = tx
            .prepare("SELECT id FROM switch_entries ORDER BY position, id")?
            .query_map([], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        let from =
            ids.iter().position(|i| *i == id.0).ok_or(StoreError::Missing("The switch entry"))?;
        let moved = ids.remove(from);
        ids.insert(to.min(ids.len()), moved);
        {
            let mut place = tx.prepare("UPDATE switch_entries SET position = ?2 WHERE id = ?1")?;
            for (position, id) in (0_i64..).zip(&ids) {
                place.execute(params![id, position])?;
            }
        }
        tx.commit()?;
        Ok(())
    }
}

/// What is written of an entry, but for its id and its place among the others.
fn columns(entry: &SwitchEntry) -> Result<[Value; 9], StoreError> {
    Ok([
        entry.name.to_string().into(),
        entry.role.to_string().into(),
        entry.colour.to_string().into(),
        entry.region.as_ref().map(ToString::to_string).into(),
        entry.external_id.as_ref().map(ToString::to_string).into(),
        session(&entry.session)?.into(),
        entry.group.as_ref().map(ToString::to_string).into(),
        entry.favourite.into(),
        entry.notes.as_ref().map(ToString::to_string).into(),
    ])
}

/// Most entries of large files have no settings of their own.
fn session(settings: &SessionSettings) -> Result<String, StoreError> {
    if *settings == SessionSettings::default() {
        return Ok("{}".into());
    }
    Ok(serde_json::to_string(settings)?)
}

/// Appends an entry, within whatever transaction there is.
pub(crate) fn insert(
    connection: &Connection,
    entry: &SwitchEntry,
) -> Result<SwitchEntryId, StoreError> {
    insert_at(connection, behind_all(connection)?, entry)
}

/// The place behind all entries.
pub(crate) fn behind_all(connection: &Connection) -> Result<i64, StoreError> {
    let mut place =
        connection.prepare_cached("SELECT coalesce(max(position), -1) + 1 FROM switch_entries")?;
    Ok(place.query_row([], |row| row.get(0))?)
}

/// As [`insert`], at a place, which may be another's too.
pub(crate) fn insert_at(
    connection: &Connection,
    position: i64,
    entry: &SwitchEntry,
) -> Result<SwitchEntryId, StoreError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO switch_entries (name, role_arn, colour, region, external_id, session_json,
             group_name, favourite, notes, position)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    insert.execute(params_from_iter(columns(entry)?.into_iter().chain([position.into()])))?;
    Ok(SwitchEntryId(connection.last_insert_rowid()))
}

/// Writes an entry over the one with its id, within whatever transaction there is.
pub(crate) fn overwrite(connection: &Connection, entry: &SwitchEntry) -> Result<(), StoreError> {
    let mut update = connection.prepare_cached(
        "UPDATE switch_entries SET name = ?1, role_arn = ?2, colour = ?3, region = ?4,
             external_id = ?5, session_json = ?6, group_name = ?7, favourite = ?8, notes = ?9
         WHERE id = ?10",
    )?;
    let changed =
        update.execute(params_from_iter(columns(entry)?.into_iter().chain([entry.id.0.into()])))?;
    if changed == 0 { Err(StoreError::Missing("The switch entry")) } else { Ok(()) }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<SwitchEntry> {
    Ok(SwitchEntry {
        id: SwitchEntryId(row.get("id")?),
        name: parsed(row, "name")?,
        role: parsed(row, "role_arn")?,
        colour: parsed(row, "colour")?,
        region: parsed_option(row, "region")?,
        external_id: parsed_option(row, "external_id")?,
        session: json(row, "session_json")?,
        group: parsed_option(row, "group_name")?,
        favourite: row.get("favourite")?,
        notes: parsed_option(row, "notes")?,
    })
}
