//! How switch entries are opened.

use rolebridge_model::SwitchEntryId;
use rusqlite::{OptionalExtension, params};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Store, StoreError};

impl Store {
    /// What is remembered of how an entry is opened. What no longer reads counts as nothing.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn entry_launch<T: DeserializeOwned>(
        &self,
        id: SwitchEntryId,
    ) -> Result<Option<T>, StoreError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached("SELECT launch_json FROM entry_launch WHERE entry_id = ?1")?;
        let text: Option<String> = statement.query_row([id.0], |r| r.get(0)).optional()?;
        Ok(text.and_then(|t| serde_json::from_str(&t).ok()))
    }

    /// Remembers how an entry is opened.
    ///
    /// # Errors
    /// What SQLite said, also if the entry is gone.
    pub fn set_entry_launch<T: Serialize>(
        &self,
        id: SwitchEntryId,
        launch: &T,
    ) -> Result<(), StoreError> {
        self.connection().execute(
            "INSERT INTO entry_launch (entry_id, launch_json) VALUES (?1, ?2)
             ON CONFLICT (entry_id) DO UPDATE SET launch_json = excluded.launch_json",
            params![id.0, serde_json::to_string(launch)?],
        )?;
        Ok(())
    }
}
