//! The activity log: read and export.

use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
};

use rolebridge_model::{ActivityColumn, ActivityPage, ActivityQuery};
use serde::{Deserialize, Serialize};

use crate::{Error, Session};

/// Which values to suggest for a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityValuesQuery {
    /// The column.
    pub column: ActivityColumn,
    /// What was typed so far.
    pub prefix: String,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportedFile {
    /// Where it is.
    pub path: String,
    /// Rows in it, without the heading.
    pub rows: u32,
}

impl Session {
    /// A page of the log.
    ///
    /// # Errors
    /// What the database said.
    pub fn activity(&self, query: &ActivityQuery) -> Result<ActivityPage, Error> {
        Ok(self.store.list_activity(query)?)
    }

    /// Values to suggest for a filter, at most 100.
    ///
    /// # Errors
    /// What the database said.
    pub fn activity_values(&self, query: &ActivityValuesQuery) -> Result<Vec<String>, Error> {
        Ok(self.store.activity_values(query.column, &query.prefix)?)
    }

    /// Writes the lines that match to a new CSV file in a folder, the user's downloads if none is
    /// given. An existing file is never written over.
    ///
    /// # Errors
    /// [`Error::Local`] with what the disk said; what the database said.
    pub fn export_activity(
        &self,
        query: &ActivityQuery,
        folder: Option<&Path>,
    ) -> Result<ExportedFile, Error> {
        let lines = self.store.all_activity(query)?;
        let folder = folder
            .map(Path::to_owned)
            .or_else(dirs::download_dir)
            .or_else(dirs::home_dir)
            .unwrap_or_else(std::env::temp_dir);
        let failed = |error: &dyn std::fmt::Display| Error::Local {
            message: format!("The log could not be written to {}: {error}", folder.display()),
            remedy: Some("Make room or change the folder's permissions, then export again.".into()),
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(["time", "who", "action", "account", "subject", "result", "detail"])
            .map_err(|e| failed(&e))?;
        for line in &lines {
            let account = line.account.as_ref().map(ToString::to_string).unwrap_or_default();
            writer
                .write_record([
                    line.at.to_string(),
                    text(&line.who),
                    text(&line.action),
                    account,
                    text(&line.subject),
                    format!("{:?}", line.result).to_lowercase(),
                    text(&line.detail),
                ])
                .map_err(|e| failed(&e))?;
        }
        let bytes = writer.into_inner().map_err(|e| failed(&e))?;
        let day = self.clock.now().strftime("%Y-%m-%d").to_string();
        std::fs::create_dir_all(&folder).map_err(|e| failed(&e))?;
        let path = new_file(&folder, &format!("rolebridge-activity-{day}"), "csv", &bytes)
            .map_err(|e| failed(&e))?;
        Ok(ExportedFile {
            path: path.display().to_string(),
            rows: u32::try_from(lines.len()).unwrap_or(u32::MAX),
        })
    }
}

/// Names come from other people, and a spreadsheet would run one that looks like a formula.
fn text(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{value}")
    } else {
        value.to_owned()
    }
}

/// Writes a file under a name that no other has.
pub(crate) fn new_file(
    folder: &Path,
    stem: &str,
    extension: &str,
    bytes: &[u8],
) -> std::io::Result<PathBuf> {
    for n in 1.. {
        let name =
            if n == 1 { format!("{stem}.{extension}") } else { format!("{stem}-{n}.{extension}") };
        let path = folder.join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}
