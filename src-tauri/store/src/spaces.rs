//! Agent spaces as AWS gave them last.

use rolebridge_model::{
    AccountId, AgentSpace, Association, Region, SourceStatus, SpaceRef, SpaceSummary, Timestamp,
};
use rusqlite::{OptionalExtension, Row, params};

use crate::{
    Store, StoreError,
    database::{json_option, millis, parsed, parsed_option, timestamp},
};

impl Store {
    /// Makes the known spaces of an account and Region those AWS listed; others of that Region go,
    /// with their sources.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn replace_spaces(
        &self,
        account: &AccountId,
        region: &Region,
        spaces: &[AgentSpace],
    ) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction()?;
        let known: Vec<String> = tx
            .prepare("SELECT id FROM spaces WHERE account = ?1 AND region = ?2")?
            .query_map((account.as_str(), region.as_str()), |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        for id in
            known.iter().filter(|id| !spaces.iter().any(|s| s.space.id.as_str() == id.as_str()))
        {
            tx.execute(
                "DELETE FROM spaces WHERE account = ?1 AND region = ?2 AND id = ?3",
                (account.as_str(), region.as_str(), id),
            )?;
        }
        for space in spaces {
            put(&tx, space)?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Remembers a space.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn put_space(&self, space: &AgentSpace) -> Result<(), StoreError> {
        put(&self.connection(), space)
    }

    /// Forgets a space with its sources and drafts.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn remove_space(&self, space: &SpaceRef) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction()?;
        let of = (space.account.as_str(), space.region.as_str(), space.id.as_str());
        tx.execute("DELETE FROM spaces WHERE account = ?1 AND region = ?2 AND id = ?3", of)?;
        tx.execute(
            "DELETE FROM drafts WHERE space_account = ?1 AND space_region = ?2 AND space_id = ?3",
            of,
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Remembers the primary source of a space.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn set_primary(
        &self,
        space: &SpaceRef,
        primary: Option<&Association>,
    ) -> Result<(), StoreError> {
        self.connection().execute(
            "UPDATE spaces SET primary_json = ?4 WHERE account = ?1 AND region = ?2 AND id = ?3",
            params![
                space.account.as_str(),
                space.region.as_str(),
                space.id.as_str(),
                primary.map(serde_json::to_string).transpose()?,
            ],
        )?;
        Ok(())
    }

    /// The spaces of an account with their counts, by name.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn spaces(&self, account: &AccountId) -> Result<Vec<SpaceSummary>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(&format!(
            "{} WHERE s.account = ?1 GROUP BY s.account, s.region, s.id
             ORDER BY lower(s.name), s.region, s.id",
            select()
        ))?;
        Ok(statement.query_map([account.as_str()], summary)?.collect::<Result<_, _>>()?)
    }

    /// One space with its counts and its primary source.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn space(
        &self,
        space: &SpaceRef,
    ) -> Result<Option<(SpaceSummary, Option<Association>)>, StoreError> {
        Ok(self
            .connection()
            .query_row(
                &format!(
                    "{} WHERE s.account = ?1 AND s.region = ?2 AND s.id = ?3
                     GROUP BY s.account, s.region, s.id",
                    select()
                ),
                (space.account.as_str(), space.region.as_str(), space.id.as_str()),
                |row| Ok((summary(row)?, json_option(row, "primary_json")?)),
            )
            .optional()?)
    }

    /// When the spaces of an account were listed last.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn spaces_refreshed_at(
        &self,
        account: &AccountId,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.setting(&format!("spaces-refreshed/{account}"))
    }

    /// Remembers when that was.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn set_spaces_refreshed_at(
        &self,
        account: &AccountId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.set_setting(&format!("spaces-refreshed/{account}"), &at)
    }
}

fn put(connection: &rusqlite::Connection, space: &AgentSpace) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO spaces (account, region, id, name, description, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (account, region, id) DO UPDATE SET name = excluded.name,
             description = excluded.description, created_at = excluded.created_at,
             updated_at = excluded.updated_at",
        params![
            space.space.account.as_str(),
            space.space.region.as_str(),
            space.space.id.as_str(),
            space.name.as_str(),
            space.description.as_ref().map(|d| d.as_str().to_owned()),
            millis(space.created_at),
            millis(space.updated_at),
        ],
    )?;
    Ok(())
}

fn select() -> String {
    let attention: Vec<String> = SourceStatus::ALL
        .into_iter()
        .filter(|s| s.needs_attention())
        .map(|s| format!("'{}'", s.as_str()))
        .collect();
    format!(
        "SELECT s.*, count(o.id) AS sources,
                coalesce(sum(o.status IN ('active', 'drifted')), 0) AS active,
                coalesce(sum(o.status IN ({})), 0) AS attention
         FROM spaces s LEFT JOIN sources o
           ON o.space_account = s.account AND o.space_region = s.region AND o.space_id = s.id",
        attention.join(", ")
    )
}

fn summary(row: &Row<'_>) -> rusqlite::Result<SpaceSummary> {
    Ok(SpaceSummary {
        space: AgentSpace {
            space: SpaceRef {
                account: parsed(row, "account")?,
                region: parsed(row, "region")?,
                id: parsed(row, "id")?,
            },
            name: parsed(row, "name")?,
            description: parsed_option(row, "description")?,
            created_at: timestamp(row.get("created_at")?),
            updated_at: timestamp(row.get("updated_at")?),
        },
        sources: row.get("sources")?,
        active: row.get("active")?,
        attention: row.get("attention")?,
    })
}
