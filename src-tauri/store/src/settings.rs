//! Settings: small values under a name.

use std::collections::HashMap;

use rusqlite::OptionalExtension;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Store, StoreError};

impl Store {
    /// A setting, if it was ever set. One that no longer reads counts as never set.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let text: Option<String> = self
            .connection()
            .query_row("SELECT value FROM settings WHERE key = ?1", [key], |r| r.get(0))
            .optional()?;
        Ok(text.and_then(|t| {
            serde_json::from_str(&t)
                .inspect_err(|e| tracing::warn!(key, %e, "a setting does not read"))
                .ok()
        }))
    }

    /// The settings whose names begin so, by the rest of their names. Those that no longer read are
    /// left out.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn settings_below<T: DeserializeOwned>(
        &self,
        prefix: &str,
    ) -> Result<HashMap<String, T>, StoreError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare("SELECT key, value FROM settings WHERE substr(key, 1, length(?1)) = ?1")?;
        let rows = statement
            .query_map([prefix], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(rows
            .into_iter()
            .filter_map(|(key, text)| {
                let value = serde_json::from_str(&text).ok()?;
                Some((key.strip_prefix(prefix)?.to_owned(), value))
            })
            .collect())
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn set_setting<T: Serialize>(&self, key: &str, value: &T) -> Result<(), StoreError> {
        self.connection().execute(
            "INSERT INTO settings (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, serde_json::to_string(value)?),
        )?;
        Ok(())
    }

    /// Forgets a setting.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn clear_setting(&self, key: &str) -> Result<(), StoreError> {
        self.connection().execute("DELETE FROM settings WHERE key = ?1", [key])?;
        Ok(())
    }
}
