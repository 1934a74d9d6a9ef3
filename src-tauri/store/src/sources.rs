//! Secondary sources, what was read of their roles, and their verifications.

use std::collections::HashMap;

use rolebridge_model::{
    Acceptance, Association, Check, PolicyArn, PolicyName, RoleArn, Source, SourceColumn, SourceId,
    SourcePage, SourceQuery, SourceStatus, SpaceRef, Timestamp, Verification,
};
use rusqlite::{OptionalExtension, Row, TransactionBehavior, params, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError,
    database::{json, json_option, millis, parsed, parsed_option, timestamp},
    filter,
};

/// Verifications kept per source.
const KEPT: u32 = 20;

/// The documents of a role as they were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDocuments {
    /// Trust policy.
    pub trust: String,
    /// Managed policies attached.
    pub managed: Vec<PolicyArn>,
    /// Inline policies.
    pub inline: Vec<(PolicyName, String)>,
}

/// What was read of a role, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRole {
    /// The documents.
    pub documents: StoredDocuments,
    /// When they were read.
    pub at: Timestamp,
}

/// A source with what was read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// The source.
    pub source: Source,
    /// The association as AWS gave it last.
    pub association: Option<Association>,
    /// The role as read last.
    pub found: Option<FoundRole>,
    /// A person's word that others may assume the role too.
    pub accepted: Option<Acceptance>,
}

/// What becomes of a space's sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceChanges {
    /// Sources with their associations; those with the id zero are new.
    pub kept: Vec<(Source, Option<Association>)>,
    /// Sources to forget.
    pub removed: Vec<SourceId>,
}

impl Store {
    /// Decides anew on all sources of a space, in one transaction: what is decided stands on what
    /// is there, and all of it is written or nothing. `decide` must not ask the store.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn resync_sources(
        &self,
        space: &SpaceRef,
        decide: impl FnOnce(Vec<Source>) -> SourceChanges,
    ) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let known: Vec<Source> = tx
            .prepare(&format!("SELECT * FROM sources WHERE {SPACE} ORDER BY account"))?
            .query_map(space_values(space), row_source)?
            .collect::<Result<_, _>>()?;
        let before: HashMap<SourceId, RoleArn> =
            known.iter().map(|s| (s.id, s.role.clone())).collect();
        let changes = decide(known);
        {
            let mut remove = tx.prepare("DELETE FROM sources WHERE id = ?1")?;
            for id in &changes.removed {
                remove.execute([id.0])?;
            }
            // Two that change places must not meet on the way.
            let mut aside =
                tx.prepare("UPDATE sources SET role_arn = role_arn || '#' || id WHERE id = ?1")?;
            for (source, _) in &changes.kept {
                if before.get(&source.id).is_some_and(|role| *role != source.role) {
                    aside.execute([source.id.0])?;
                }
            }
            let mut associated =
                tx.prepare("UPDATE sources SET association_json = ?2 WHERE id = ?1")?;
            let mut update = tx.prepare(UPDATE)?;
            let mut insert = tx.prepare(INSERT)?;
            for (source, association) in &changes.kept {
                let mut row = values(source)?;
                let id = if source.id == SourceId(0) {
                    insert.insert(params_from_iter(row))?
                } else {
                    row.push(source.id.0.into());
                    update.execute(params_from_iter(row))?;
                    source.id.0
                };
                let json = association.as_ref().map(serde_json::to_string).transpose()?;
                associated.execute(params![id, json])?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Remembers a new source; its id is chosen here.
    ///
    /// # Errors
    /// What SQLite said; a second source with the same account and role in a space is refused.
    pub fn add_source(&self, source: &Source) -> Result<SourceId, StoreError> {
        let connection = self.connection();
        connection.execute(INSERT, params_from_iter(values(source)?))?;
        Ok(SourceId(connection.last_insert_rowid()))
    }

    /// Writes a source over what was remembered of it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it is gone; otherwise what SQLite said.
    pub fn update_source(&self, source: &Source) -> Result<(), StoreError> {
        let mut values = values(source)?;
        values.push(source.id.0.into());
        let changed = self.connection().execute(UPDATE, params_from_iter(values))?;
        if changed == 0 { Err(StoreError::Missing("The source")) } else { Ok(()) }
    }

    /// Remembers the association of a source as AWS gave it.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn set_association(
        &self,
        id: SourceId,
        association: Option<&Association>,
    ) -> Result<(), StoreError> {
        self.connection().execute(
            "UPDATE sources SET association_json = ?2 WHERE id = ?1",
            params![id.0, association.map(serde_json::to_string).transpose()?],
        )?;
        Ok(())
    }

    /// Remembers what was read of the role of a source; nothing if it was not there.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn set_found(&self, id: SourceId, found: Option<&FoundRole>) -> Result<(), StoreError> {
        self.connection().execute(
            "UPDATE sources SET found_json = ?2, found_at = ?3 WHERE id = ?1",
            params![
                id.0,
                found.map(|f| serde_json::to_string(&f.documents)).transpose()?,
                found.map(|f| millis(f.at)),
            ],
        )?;
        Ok(())
    }

    /// Remembers a person's word that others may assume the role too, or forgets it.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn set_accepted(
        &self,
        id: SourceId,
        accepted: Option<&Acceptance>,
    ) -> Result<(), StoreError> {
        self.connection().execute(
            "UPDATE sources SET accepted_json = ?2 WHERE id = ?1",
            params![id.0, accepted.map(serde_json::to_string).transpose()?],
        )?;
        Ok(())
    }

    /// Forgets a source.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn remove_source(&self, id: SourceId) -> Result<(), StoreError> {
        self.connection().execute("DELETE FROM sources WHERE id = ?1", [id.0])?;
        Ok(())
    }

    /// One source.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it is gone; otherwise what SQLite said.
    pub fn source(&self, id: SourceId) -> Result<SourceRecord, StoreError> {
        self.connection()
            .query_row("SELECT * FROM sources WHERE id = ?1", [id.0], record)
            .optional()?
            .ok_or(StoreError::Missing("The source"))
    }

    /// All sources of a space, by account.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn sources_of(&self, space: &SpaceRef) -> Result<Vec<Source>, StoreError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare(&format!("SELECT * FROM sources WHERE {SPACE} ORDER BY account"))?;
        Ok(statement.query_map(space_values(space), row_source)?.collect::<Result<_, _>>()?)
    }

    /// The sources made of a role, in any space.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn sources_with_role(&self, role: &RoleArn) -> Result<Vec<Source>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT * FROM sources WHERE role_arn = ?1")?;
        Ok(statement.query_map([role.to_string()], row_source)?.collect::<Result<_, _>>()?)
    }

    /// A page of a space's sources.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn list_sources(&self, query: &SourceQuery) -> Result<SourcePage, StoreError> {
        let found = filter::conditions(&query.tokens, query.join, &SEARCHED, expression);
        let mut values: Vec<String> = space_values(&query.space).map(str::to_owned).into();
        values.extend(found.values);
        let connection = self.connection();
        let total = connection.query_row(
            &format!("SELECT count(*) FROM sources WHERE {SPACE}"),
            space_values(&query.space),
            |r| r.get(0),
        )?;
        let matching = connection.query_row(
            &format!("SELECT count(*) FROM sources WHERE {SPACE} AND ({})", found.sql),
            params_from_iter(&values),
            |r| r.get(0),
        )?;
        let (skip, take) = filter::page(query.page, query.page_size);
        let mut statement = connection.prepare(&format!(
            "SELECT * FROM sources WHERE {SPACE} AND ({}) ORDER BY {} {}, account, id
             LIMIT {take} OFFSET {skip}",
            found.sql,
            order(query.sort),
            if query.descending { "DESC" } else { "ASC" },
        ))?;
        let rows = statement
            .query_map(params_from_iter(&values), row_source)?
            .collect::<Result<_, _>>()?;
        Ok(SourcePage { rows, matching, total })
    }

    /// Values a column has in a space that contain the text, at most 100.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn source_values(
        &self,
        space: &SpaceRef,
        column: SourceColumn,
        part: &str,
    ) -> Result<Vec<String>, StoreError> {
        let expression = expression(column);
        let connection = self.connection();
        let mut statement = connection.prepare(&format!(
            "SELECT DISTINCT {expression} AS value FROM sources
             WHERE {SPACE} AND value <> '' AND instr(lower(value), lower(?)) > 0
             ORDER BY lower(value) LIMIT 100"
        ))?;
        let [a, r, i] = space_values(space);
        Ok(statement.query_map([a, r, i, part], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Remembers a verification and drops the oldest beyond the last twenty.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn add_verification(&self, verification: &Verification) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction()?;
        tx.execute(
            "INSERT INTO verifications (source, at, status, checks_json) VALUES (?1, ?2, ?3, ?4)",
            params![
                verification.source.0,
                millis(verification.at),
                verification.status.as_str(),
                serde_json::to_string(&verification.checks)?,
            ],
        )?;
        tx.execute(
            "DELETE FROM verifications WHERE source = ?1 AND id NOT IN
                 (SELECT id FROM verifications WHERE source = ?1 ORDER BY at DESC, id DESC LIMIT ?2)",
            params![verification.source.0, KEPT],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// The last verification of a source.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn last_verification(&self, id: SourceId) -> Result<Option<Verification>, StoreError> {
        Ok(self
            .connection()
            .query_row(
                "SELECT * FROM verifications WHERE source = ?1 ORDER BY at DESC, id DESC LIMIT 1",
                [id.0],
                |row| {
                    Ok(Verification {
                        source: SourceId(row.get("source")?),
                        at: timestamp(row.get("at")?),
                        status: SourceStatus::from_stored(&row.get::<_, String>("status")?),
                        checks: json::<Vec<Check>>(row, "checks_json")?,
                    })
                },
            )
            .optional()?)
    }
}

const INSERT: &str = "\
INSERT INTO sources (space_account, space_region, space_id, account, label, alias, role_arn,
    role_name, external_id, template, generation_json, association, status, status_reason,
    last_checked, role_changed_at, reach_json, added_by, added_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

const UPDATE: &str = "\
UPDATE sources SET space_account = ?1, space_region = ?2, space_id = ?3, account = ?4, label = ?5,
    alias = ?6, role_arn = ?7, role_name = ?8, external_id = ?9, template = ?10,
    generation_json = ?11, association = ?12, status = ?13, status_reason = ?14,
    last_checked = ?15, role_changed_at = ?16, reach_json = ?17, added_by = ?18, added_at = ?19
WHERE id = ?20";

const SPACE: &str = "space_account = ? AND space_region = ? AND space_id = ?";

fn space_values(space: &SpaceRef) -> [&str; 3] {
    [space.account.as_str(), space.region.as_str(), space.id.as_str()]
}

/// Columns free text is looked for in.
const SEARCHED: [SourceColumn; 6] = [
    SourceColumn::Account,
    SourceColumn::Name,
    SourceColumn::Role,
    SourceColumn::Template,
    SourceColumn::Status,
    SourceColumn::AddedBy,
];

/// A column as the text the user reads and filters by.
fn expression(column: SourceColumn) -> String {
    let time = |name: &str| {
        format!("coalesce(strftime('%Y-%m-%d %H:%M', {name} / 1000, 'unixepoch'), '')")
    };
    match column {
        SourceColumn::Account => "account".into(),
        SourceColumn::Name => "coalesce(label, alias, '')".into(),
        SourceColumn::Role => "role_name".into(),
        SourceColumn::Template => "coalesce(template, '')".into(),
        SourceColumn::AddedBy => "coalesce(added_by, '')".into(),
        SourceColumn::LastChecked => time("last_checked"),
        SourceColumn::AddedAt => time("added_at"),
        SourceColumn::Status => {
            let cases: String = SourceStatus::ALL
                .into_iter()
                .map(|s| format!(" WHEN '{}' THEN '{}'", s.as_str(), s.label()))
                .collect();
            format!("CASE status{cases} ELSE '' END")
        }
    }
}

fn order(column: SourceColumn) -> String {
    match column {
        SourceColumn::Status => {
            let cases: String = SourceStatus::ALL
                .into_iter()
                .enumerate()
                .map(|(rank, s)| format!(" WHEN '{}' THEN {rank}", s.as_str()))
                .collect();
            format!("CASE status{cases} END")
        }
        SourceColumn::LastChecked => "last_checked".into(),
        SourceColumn::AddedAt => "added_at".into(),
        other => format!("lower({})", expression(other)),
    }
}

fn values(source: &Source) -> Result<Vec<rusqlite::types::Value>, StoreError> {
    use rusqlite::types::Value;
    let text = |t: Option<String>| t.map_or(Value::Null, Value::Text);
    let time = |t: Option<Timestamp>| t.map_or(Value::Null, |t| Value::Integer(millis(t)));
    Ok(vec![
        Value::Text(source.space.account.to_string()),
        Value::Text(source.space.region.to_string()),
        Value::Text(source.space.id.to_string()),
        Value::Text(source.account.to_string()),
        text(source.label.as_ref().map(ToString::to_string)),
        text(source.alias.clone()),
        Value::Text(source.role.to_string()),
        Value::Text(source.role.name().to_string()),
        text(source.external_id.as_ref().map(ToString::to_string)),
        text(source.template.as_ref().map(ToString::to_string)),
        text(source.generation.map(|g| serde_json::to_string(&g)).transpose()?),
        text(source.association.as_ref().map(ToString::to_string)),
        Value::Text(source.status.as_str().to_owned()),
        text(source.status_reason.clone()),
        time(source.last_checked),
        time(source.role_changed_at),
        Value::Text(serde_json::to_string(&source.reach)?),
        text(source.added_by.clone()),
        time(source.added_at),
    ])
}

fn row_source(row: &Row<'_>) -> rusqlite::Result<Source> {
    let time = |name: &str| row.get::<_, Option<i64>>(name).map(|t| t.map(timestamp));
    Ok(Source {
        id: SourceId(row.get("id")?),
        space: SpaceRef {
            account: parsed(row, "space_account")?,
            region: parsed(row, "space_region")?,
            id: parsed(row, "space_id")?,
        },
        account: parsed(row, "account")?,
        label: parsed_option(row, "label")?,
        alias: row.get("alias")?,
        role: parsed(row, "role_arn")?,
        external_id: parsed_option(row, "external_id")?,
        template: parsed_option(row, "template")?,
        generation: json_option(row, "generation_json")?,
        association: parsed_option(row, "association")?,
        status: SourceStatus::from_stored(&row.get::<_, String>("status")?),
        status_reason: row.get("status_reason")?,
        last_checked: time("last_checked")?,
        role_changed_at: time("role_changed_at")?,
        reach: json(row, "reach_json")?,
        added_by: row.get("added_by")?,
        added_at: time("added_at")?,
    })
}

fn record(row: &Row<'_>) -> rusqlite::Result<SourceRecord> {
    let documents: Option<StoredDocuments> = json_option(row, "found_json")?;
    let at: Option<i64> = row.get("found_at")?;
    Ok(SourceRecord {
        source: row_source(row)?,
        association: json_option(row, "association_json")?,
        accepted: json_option(row, "accepted_json")?,
        found: documents.zip(at).map(|(documents, at)| FoundRole { documents, at: timestamp(at) }),
    })
}
