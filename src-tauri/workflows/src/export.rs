//! Export: switch entries as files other tools read. What such a file can't express is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use rolebridge_dialects::write::{self, Lost, Written};
use rolebridge_model::{ActivityResult, GroupName, SwitchEntry};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Rolebridge, Session,
    activity::new_file,
    import::number,
    mapping,
    mapping::{Form, Outgoing},
    switch::{SwitchOrder, SwitchQuery},
};

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

/// Which entries are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum EntryChoice {
    /// All.
    #[default]
    All,
    /// Those of a group.
    Group {
        /// Its name.
        group: String,
    },
    /// Those a search finds.
    Search {
        /// Its words.
        search: String,
    },
}

/// What to export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportRequest {
    /// As what.
    pub format: ExportFormat,
    /// Which entries.
    #[serde(default)]
    #[ts(as = "Option<EntryChoice>", optional)]
    pub which: EntryChoice,
}

/// What an export comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportPreview {
    /// What a file of it would be called.
    pub name: String,
    /// The text.
    pub text: String,
    /// Entries in it.
    pub entries: u32,
    /// What is not in it, each with the entries it is of.
    pub losses: Vec<ExportReason>,
    /// What else to know, in sentences.
    pub notes: Vec<String>,
    /// The groups there are.
    pub groups: Vec<GroupName>,
}

/// Something the file does not have of some entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportReason {
    /// What and why, in a sentence.
    pub reason: String,
    /// The entries.
    pub entries: Vec<String>,
}

impl ExportReason {
    /// What is lost of many entries for one reason, told once.
    #[must_use]
    pub fn of(losses: Vec<ExportLoss>) -> Vec<Self> {
        let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for loss in losses {
            by_reason.entry(loss.reason).or_default().push(loss.entry);
        }
        by_reason.into_iter().map(|(reason, entries)| Self { reason, entries }).collect()
    }
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
    /// The entries that are meant, in their order.
    ///
    /// # Errors
    /// What the database said.
    pub fn chosen_entries(&self, which: &EntryChoice) -> Result<Vec<SwitchEntry>, Error> {
        match which {
            EntryChoice::All => Ok(self.store.switch_entries()?),
            EntryChoice::Group { group } => {
                let mut all = self.store.switch_entries()?;
                all.retain(|e| e.group.as_ref().is_some_and(|g| g.as_str() == group));
                Ok(all)
            }
            EntryChoice::Search { search } => {
                let (search, order) = (search.clone(), SwitchOrder::Manual);
                self.find_switch_entries(&SwitchQuery { search, order, ..SwitchQuery::default() })
            }
        }
    }

    /// All switch entries in a format, in their order.
    ///
    /// # Errors
    /// What the database said.
    pub fn exported(&self, format: ExportFormat) -> Result<Exported, Error> {
        Ok(self.written(format, &self.store.switch_entries()?))
    }

    /// What an export would come to.
    ///
    /// # Errors
    /// What the database said.
    pub fn preview_export(&self, request: &ExportRequest) -> Result<ExportPreview, Error> {
        let Exported { text, entries, losses, notes } =
            self.written(request.format, &self.chosen_entries(&request.which)?);
        let all = self.store.switch_entries()?;
        let groups: BTreeSet<GroupName> = all.into_iter().filter_map(|e| e.group).collect();
        let (stem, extension) = request.format.file();
        Ok(ExportPreview {
            name: format!("{stem}.{extension}"),
            text,
            entries,
            losses: ExportReason::of(losses),
            notes,
            groups: groups.into_iter().collect(),
        })
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
        let folder = folder
            .map(Path::to_owned)
            .or_else(dirs::download_dir)
            .or_else(dirs::home_dir)
            .unwrap_or_else(std::env::temp_dir);
        let (stem, extension) = request.format.file();
        self.export_by(request, &folder.clone(), |text| {
            std::fs::create_dir_all(&folder)?;
            new_file(&folder, stem, extension, text)
        })
    }

    /// Writes the switch entries to a file the user named, over what is there.
    ///
    /// # Errors
    /// As [`Session::export_entries`].
    pub fn export_entries_to(
        &self,
        request: &ExportRequest,
        path: &Path,
    ) -> Result<ExportAnswer, Error> {
        self.export_by(request, path, |text| {
            std::fs::write(path, text)?;
            Ok(path.to_owned())
        })
    }

    fn export_by(
        &self,
        request: &ExportRequest,
        place: &Path,
        write: impl FnOnce(&[u8]) -> std::io::Result<PathBuf>,
    ) -> Result<ExportAnswer, Error> {
        let Exported { text, entries, losses, .. } =
            self.written(request.format, &self.chosen_entries(&request.which)?);
        let path = write(text.as_bytes()).map_err(|e| Error::Local {
            message: format!("The entries could not be written to {}: {e}", place.display()),
            remedy: Some("Make room or change the folder's permissions, then export again.".into()),
        })?;
        let path = path.display().to_string();
        let detail = format!("{entries} entries.");
        self.log("Export", None, &path, ActivityResult::Succeeded, detail);
        Ok(ExportAnswer { path, entries, losses })
    }

    /// Looks up the profiles of this computer where a file says of permission sets how one signs in.
    /// What can't be read is not known, and told of such an entry then.
    pub async fn prepare_export(&self, format: ExportFormat) {
        if format == ExportFormat::Team {
            let _ = self.profiles().await;
        }
    }

    fn written(&self, format: ExportFormat, entries: &[SwitchEntry]) -> Exported {
        let profiles = self.known.profiles();
        let form = Form {
            sources: format != ExportFormat::Aesr,
            sets: (format == ExportFormat::Team).then_some(profiles.as_slice()),
        };
        let Outgoing { entries, steps, losses: mut lost } = mapping::written(entries, form);
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
        Exported { text, entries: number(entries.len() - left_out - steps), losses: lost, notes }
    }
}

impl Rolebridge {
    /// As [`Session::preview_export`].
    ///
    /// # Errors
    /// As [`Session::preview_export`].
    pub async fn preview_export(&self, request: &ExportRequest) -> Result<ExportPreview, Error> {
        let session = self.session()?;
        session.prepare_export(request.format).await;
        session.preview_export(request)
    }

    /// Asks where to, and writes the switch entries there; to the user's downloads where nobody can
    /// be asked. Nothing comes back if the user goes away.
    ///
    /// # Errors
    /// As [`Session::export_entries`].
    pub async fn export_entries(
        &self,
        request: &ExportRequest,
    ) -> Result<Option<ExportAnswer>, Error> {
        let session = self.session()?;
        session.prepare_export(request.format).await;
        let Some(dialogs) = self.dialogs.get() else {
            return session.export_entries(request, None).map(Some);
        };
        let (stem, extension) = request.format.file();
        let Some(path) = dialogs.save(&format!("{stem}.{extension}")).await else {
            return Ok(None);
        };
        session.export_entries_to(request, &path).map(Some)
    }
}
