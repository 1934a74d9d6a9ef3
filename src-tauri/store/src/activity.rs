//! The activity log. Lines are only ever added.

use rolebridge_model::{
    AccountId, Activity, ActivityColumn, ActivityPage, ActivityQuery, ActivityResult, Timestamp,
};
use rusqlite::{Row, params, params_from_iter};

use crate::{
    Store, StoreError,
    database::{millis, parsed_option, timestamp},
    filter,
};

/// A line to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivity {
    /// When.
    pub at: Timestamp,
    /// ARN of who.
    pub who: String,
    /// What was done.
    pub action: String,
    /// In which account.
    pub account: Option<AccountId>,
    /// To what.
    pub subject: String,
    /// How it ended.
    pub result: ActivityResult,
    /// More, in a sentence.
    pub detail: String,
}

impl Store {
    /// Adds a line.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn add_activity(&self, line: &NewActivity) -> Result<(), StoreError> {
        self.connection().execute(
            "INSERT INTO activity (at, who, action, account, subject, result, detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                millis(line.at),
                line.who,
                line.action,
                line.account.as_ref().map(ToString::to_string),
                line.subject,
                stored(line.result),
                line.detail,
            ],
        )?;
        Ok(())
    }

    /// A page of the log.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn list_activity(&self, query: &ActivityQuery) -> Result<ActivityPage, StoreError> {
        let (skip, take) = filter::page(query.page, query.page_size);
        self.select_activity(query, &format!("LIMIT {take} OFFSET {skip}"))
    }

    /// Every line of the log that matches.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn all_activity(&self, query: &ActivityQuery) -> Result<Vec<Activity>, StoreError> {
        Ok(self.select_activity(query, "")?.rows)
    }

    fn select_activity(
        &self,
        query: &ActivityQuery,
        limit: &str,
    ) -> Result<ActivityPage, StoreError> {
        let found =
            filter::conditions(&query.tokens, query.join, &COLUMNS, |c| expression(c).to_owned());
        let connection = self.connection();
        let total = connection.query_row("SELECT count(*) FROM activity", [], |r| r.get(0))?;
        let matching = connection.query_row(
            &format!("SELECT count(*) FROM activity WHERE {}", found.sql),
            params_from_iter(&found.values),
            |r| r.get(0),
        )?;
        let direction = if query.descending { "DESC" } else { "ASC" };
        let sort = if query.sort == ActivityColumn::At { "at" } else { expression(query.sort) };
        let mut statement = connection.prepare(&format!(
            "SELECT * FROM activity WHERE {} ORDER BY {sort} {direction}, id {direction} {limit}",
            found.sql
        ))?;
        let rows = statement
            .query_map(params_from_iter(&found.values), line)?
            .collect::<Result<_, _>>()?;
        Ok(ActivityPage { rows, matching, total })
    }

    /// What was done to a role or a space, newest first.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn history_of(&self, subject: &str, most: u32) -> Result<Vec<Activity>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT * FROM activity WHERE subject = ?1 ORDER BY at DESC, id DESC LIMIT ?2",
        )?;
        Ok(statement.query_map(params![subject, most], line)?.collect::<Result<_, _>>()?)
    }

    /// Values a column has that contain the text, at most 100.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn activity_values(
        &self,
        column: ActivityColumn,
        part: &str,
    ) -> Result<Vec<String>, StoreError> {
        let expression = expression(column);
        let connection = self.connection();
        let mut statement = connection.prepare(&format!(
            "SELECT DISTINCT {expression} AS value FROM activity
             WHERE value <> '' AND instr(lower(value), lower(?1)) > 0
             ORDER BY lower(value) LIMIT 100"
        ))?;
        Ok(statement.query_map([part], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }
}

const COLUMNS: [ActivityColumn; 6] = [
    ActivityColumn::At,
    ActivityColumn::Who,
    ActivityColumn::Action,
    ActivityColumn::Account,
    ActivityColumn::Subject,
    ActivityColumn::Result,
];

const fn expression(column: ActivityColumn) -> &'static str {
    match column {
        ActivityColumn::At => "strftime('%Y-%m-%d %H:%M', at / 1000, 'unixepoch')",
        ActivityColumn::Who => "who",
        ActivityColumn::Action => "action",
        ActivityColumn::Account => "coalesce(account, '')",
        ActivityColumn::Subject => "subject",
        ActivityColumn::Result => "result",
    }
}

const fn stored(result: ActivityResult) -> &'static str {
    match result {
        ActivityResult::Succeeded => "Succeeded",
        ActivityResult::Unchanged => "Unchanged",
        ActivityResult::Finding => "Finding",
        ActivityResult::Failed => "Failed",
    }
}

fn line(row: &Row<'_>) -> rusqlite::Result<Activity> {
    Ok(Activity {
        id: row.get("id")?,
        at: timestamp(row.get("at")?),
        who: row.get("who")?,
        action: row.get("action")?,
        account: parsed_option(row, "account")?,
        subject: row.get("subject")?,
        result: match row.get::<_, String>("result")?.as_str() {
            "Succeeded" => ActivityResult::Succeeded,
            "Unchanged" => ActivityResult::Unchanged,
            "Finding" => ActivityResult::Finding,
            _ => ActivityResult::Failed,
        },
        detail: row.get("detail")?,
    })
}
