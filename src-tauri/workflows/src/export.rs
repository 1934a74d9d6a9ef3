//! Export: switch entries as files other tools read. What such a file can't express is told.

use std::path::Path;

use rolebridge_dialects::write::{self, Lost, Written};
use rolebridge_model::ActivityResult;
use serde::{Deserialize, Serialize};

use crate::{Error, Session, activity::new_file, import::number, mapping, mapping::Outgoing};

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// Profiles that AWS tools assume by themselves.
    AwsConfig,
    /// AWS Extend Switch Roles.
    Aesr,
    /// A table.
    Csv,
    /// A team file.
    Team,
}

impl ExportFormat {
    const fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::AwsConfig => ("rolebridge-aws-config", "ini"),
            Self::Aesr => ("rolebridge-aws-extend-switch-roles", "ini"),
            Self::Csv => ("rolebridge-entries", "csv"),
            Self::Team => ("rolebridge-team", "toml"),
        }
    }
}

/// The entries as a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The text.
    pub text: String,
    /// Entries in it.
    pub entries: u32,
    /// What is not in it.
    pub losses: Vec<ExportLoss>,
    /// What else to know, in sentences.
    pub notes: Vec<String>,
}

/// Something the file does not have of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportLoss {
    /// The entry.
    pub entry: String,
    /// What and why, in a sentence.
    pub reason: String,
}

/// What to export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportRequest {
    /// As what.
    pub format: ExportFormat,
}

/// A file that was exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportAnswer {
    /// Where it is.
    pub path: String,
    /// Entries in it.
    pub entries: u32,
    /// What is not in it.
    pub losses: Vec<ExportLoss>,
}

impl Session {
    /// The switch entries in a format, in their order.
    ///
    /// # Errors
    /// What the database said.
    pub fn exported(&self, format: ExportFormat) -> Result<Exported, Error> {
        let with_sources = format != ExportFormat::Aesr;
        let Outgoing { entries, steps, losses: mut lost } =
            mapping::written(&self.store.switch_entries()?, with_sources);
        let Written { text, losses } = match format {
            ExportFormat::AwsConfig => write::to_aws(&entries),
            ExportFormat::Aesr => write::to_aesr(&entries),
            ExportFormat::Csv => write::to_csv(&entries),
            ExportFormat::Team => write::to_team(&entries),
        };
        let left_out = losses.iter().filter(|l| matches!(l.what, Lost::Entry { .. })).count();
        let told = losses.into_iter();
        lost.extend(told.map(|l| ExportLoss { entry: l.entry, reason: l.what.to_string() }));
        let notes = match steps {
            0 => Vec::new(),
            1 => vec!["A role on the way to others is an entry of its own in the file.".to_owned()],
            n => vec![format!(
                "{n} roles on the way to others are entries of their own in the file."
            )],
        };
        let entries = number(entries.len() - left_out - steps);
        Ok(Exported { text, entries, losses: lost, notes })
    }

    /// Writes the switch entries to a new file in a folder, the user's downloads if none is given.
    /// An existing file is never written over.
    ///
    /// # Errors
    /// [`Error::Local`] with what the disk said; what the database said.
    pub fn export_entries(
        &self,
        request: &ExportRequest,
        folder: Option<&Path>,
    ) -> Result<ExportAnswer, Error> {
        let Exported { text, entries, losses, .. } = self.exported(request.format)?;
        let folder = folder
            .map(Path::to_owned)
            .or_else(dirs::download_dir)
            .or_else(dirs::home_dir)
            .unwrap_or_else(std::env::temp_dir);
        let (stem, extension) = request.format.file();
        let path = std::fs::create_dir_all(&folder)
            .and_then(|()| new_file(&folder, stem, extension, text.as_bytes()))
            .map_err(|e| Error::Local {
                message: format!("The entries could not be written to {}: {e}", folder.display()),
                remedy: Some(
                    "Make room or change the folder's permissions, then export again.".into(),
                ),
            })?;
        let path = path.display().to_string();
        let detail = format!("{entries} entries.");
        self.log("Export", None, &path, ActivityResult::Succeeded, detail);
        Ok(ExportAnswer { path, entries, losses })
    }
}
