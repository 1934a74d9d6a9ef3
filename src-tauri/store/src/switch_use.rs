//! What switch entries are found by and ordered by: their texts, and when they were used.

use std::collections::{BTreeMap, BTreeSet};

use rolebridge_model::{AccountId, RoleArn, SwitchEntryId, Timestamp};
use rusqlite::{OptionalExtension, params};

use crate::{
    Store, StoreError,
    database::{millis, timestamp},
};

/// How an entry was used so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntryUse {
    /// Each use counted, as of the last one. What a use counts as time goes by is the caller's.
    pub score: f64,
    /// How many uses.
    pub times: u32,
    /// The last one.
    pub last: Timestamp,
}

/// The texts of an entry as they are stored.
#[derive(Debug, Clone, Copy)]
pub struct EntryText<'a> {
    /// Which entry.
    pub id: SwitchEntryId,
    /// Its name.
    pub name: &'a str,
    /// ARN of its role.
    pub role: &'a str,
    /// Its Region.
    pub region: Option<&'a str>,
    /// Its group.
    pub group: Option<&'a str>,
    /// Its notes.
    pub notes: Option<&'a str>,
    /// Its session settings, as JSON.
    pub session: &'a str,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// Its place in the order people gave.
    pub position: i64,
    /// How it was used; nothing if it never was.
    pub used: Option<EntryUse>,
}

impl Store {
    /// A number that changes with everything entries are found by and ordered by, by whatever
    /// process.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn switch_revision(&self) -> Result<i64, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT number FROM switch_revision")?;
        Ok(statement.query_row([], |r| r.get(0))?)
    }

    /// Shows the texts of every entry, in no order.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn read_entry_texts(&self, mut each: impl FnMut(EntryText<'_>)) -> Result<(), StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT id, name, role_arn, region, group_name, notes, session_json, favourite, position,
                 score, times, last_used
             FROM switch_entries LEFT JOIN entry_uses ON entry = id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            let some =
                |column| row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from);
            let last: Option<i64> = row.get(11)?;
            let used = match last {
                Some(last) => Some(EntryUse {
                    score: row.get(9)?,
                    times: row.get(10)?,
                    last: timestamp(last),
                }),
                None => None,
            };
            each(EntryText {
                id: SwitchEntryId(row.get(0)?),
                name: text(1)?,
                role: text(2)?,
                region: some(3)?,
                group: some(4)?,
                notes: some(5)?,
                session: text(6)?,
                favourite: row.get(7)?,
                position: row.get(8)?,
                used,
            });
        }
        Ok(())
    }

    /// What accounts are called: the name a person gave, and the alias, each where there is one.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn account_names(&self) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT account, label FROM sources WHERE label IS NOT NULL
             UNION SELECT account, alias FROM sources WHERE alias IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            names.entry(row.get(0)?).or_default().insert(row.get(1)?);
        }
        Ok(names)
    }

    /// The aliases of accounts, as they were read last.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn account_aliases(&self) -> Result<Vec<(String, AccountId)>, StoreError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare("SELECT DISTINCT alias, account FROM sources WHERE alias IS NOT NULL")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        let mut aliases = Vec::new();
        for row in rows {
            let (alias, account) = row?;
            aliases.extend(AccountId::parse(&account).ok().map(|id| (alias, id)));
        }
        Ok(aliases)
    }

    /// Notes a use of an entry; `after` makes of the uses so far what they are now. An entry that
    /// is gone is no error.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn record_use(
        &self,
        id: SwitchEntryId,
        after: impl FnOnce(Option<EntryUse>) -> EntryUse,
    ) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let before = tx
            .query_row(
                "SELECT score, times, last_used FROM entry_uses WHERE entry = ?1",
                [id.0],
                |r| Ok(EntryUse { score: r.get(0)?, times: r.get(1)?, last: timestamp(r.get(2)?) }),
            )
            .optional()?;
        let now = after(before);
        tx.execute(
            "INSERT INTO entry_uses (entry, score, times, last_used)
             SELECT id, ?2, ?3, ?4 FROM switch_entries WHERE id = ?1
             ON CONFLICT (entry) DO UPDATE SET score = excluded.score, times = excluded.times,
                 last_used = excluded.last_used",
            params![id.0, now.score, now.times, millis(now.last)],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Those of the roles that a source has.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn connected_roles(&self, roles: &[&RoleArn]) -> Result<BTreeSet<String>, StoreError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT 1 FROM sources WHERE role_arn = ?1 LIMIT 1")?;
        let mut found = BTreeSet::new();
        for role in roles.iter().map(ToString::to_string) {
            if statement.exists([&role])? {
                found.insert(role);
            }
        }
        Ok(found)
    }

    /// The accounts that have an agent space.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn accounts_with_spaces(&self) -> Result<BTreeSet<AccountId>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT DISTINCT account FROM spaces")?;
        let mut rows = statement.query([])?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next()? {
            found.insert(crate::database::parsed(row, "account")?);
        }
        Ok(found)
    }
}
