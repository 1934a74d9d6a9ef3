//! Drafts of the Add wizard, kept as typed.

use rolebridge_model::{Draft, DraftId, SpaceRef};
use rusqlite::{OptionalExtension, params};

use crate::{
    Store, StoreError,
    database::{json, millis},
};

impl Store {
    /// Remembers a draft.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn put_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        self.connection().execute(
            "INSERT INTO drafts (id, space_account, space_region, space_id, body_json, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET body_json = excluded.body_json,
                 updated_at = excluded.updated_at",
            params![
                draft.id.0.to_string(),
                draft.space.account.as_str(),
                draft.space.region.as_str(),
                draft.space.id.as_str(),
                serde_json::to_string(draft)?,
                millis(draft.updated_at),
            ],
        )?;
        Ok(())
    }

    /// Writes a draft over what was remembered of it. Whether it is still there: one that was
    /// discarded does not come back.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn update_draft(&self, draft: &Draft) -> Result<bool, StoreError> {
        let changed = self.connection().execute(
            "UPDATE drafts SET body_json = ?2, updated_at = ?3 WHERE id = ?1",
            params![
                draft.id.0.to_string(),
                serde_json::to_string(draft)?,
                millis(draft.updated_at),
            ],
        )?;
        Ok(changed > 0)
    }

    /// One draft.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it was discarded; otherwise what SQLite said.
    pub fn draft(&self, id: DraftId) -> Result<Draft, StoreError> {
        self.connection()
            .query_row("SELECT * FROM drafts WHERE id = ?1", [id.0.to_string()], |r| {
                json(r, "body_json")
            })
            .optional()?
            .ok_or(StoreError::Missing("The draft"))
    }

    /// The drafts of a space, last changed first.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn drafts(&self, space: &SpaceRef) -> Result<Vec<Draft>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT * FROM drafts WHERE space_account = ?1 AND space_region = ?2 AND space_id = ?3
             ORDER BY updated_at DESC",
        )?;
        Ok(statement
            .query_map((space.account.as_str(), space.region.as_str(), space.id.as_str()), |r| {
                json(r, "body_json")
            })?
            .collect::<Result<_, _>>()?)
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn remove_draft(&self, id: DraftId) -> Result<(), StoreError> {
        self.connection().execute("DELETE FROM drafts WHERE id = ?1", [id.0.to_string()])?;
        Ok(())
    }
}
