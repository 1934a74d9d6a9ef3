//! Team files: switch entries a team reviews in a file of its own, read here and never written. What
//! changed in the file is shown before it is taken, and nothing in it can run a command.

mod change;
mod compare;
mod run;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use rolebridge_dialects::{Dialect, Reading, read};
use rolebridge_model::{ActivityResult, SwitchEntryId, SwitchTarget, TeamFileId};
use rolebridge_store::TeamFile;
use serde::{Deserialize, Serialize};

use crate::{
    Error, Rolebridge, Session, files,
    import::{
        ImportChange, ImportSetting, ImportSkip, ImportWarning, fingerprint, names_permission_sets,
        number,
    },
    progress::Event,
};

pub use change::LastChange;

/// Where a team file is, or the folder it is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamPath {
    /// The path.
    pub path: String,
}

/// A team file and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamFileStatus {
    /// Which one.
    pub id: TeamFileId,
    /// What it is called.
    pub name: String,
    /// What it calls itself; nothing if it does not, or can't be read.
    pub title: Option<String>,
    /// Where it is.
    pub path: String,
    /// Entries taken from it.
    pub entries: u32,
    /// When they were taken.
    #[ts(type = "string")]
    pub taken_at: Timestamp,
    /// Who changed the file last; nothing if it is not there.
    pub last_change: Option<LastChange>,
    /// How the file compares with the entries.
    pub state: TeamState,
    /// What of it becomes no entry on this computer.
    pub left_out: Vec<ImportSkip>,
}

/// How a team file compares with the entries taken from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TeamState {
    /// The entries are those of the file.
    Current,
    /// The file says something else.
    Changed {
        /// What.
        difference: TeamDifference,
    },
    /// The file can't be read. The entries taken last stay.
    Broken {
        /// Why, in a sentence, with the line.
        message: String,
    },
    /// The file is not there. The entries taken last stay.
    Missing,
}

/// What taking a team file changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamDifference {
    /// New entries.
    pub added: Vec<TeamAdded>,
    /// Entries that change.
    pub changed: Vec<TeamChanged>,
    /// Entries that go.
    pub removed: Vec<TeamRemoved>,
    /// What to know of the file.
    pub warnings: Vec<ImportWarning>,
    /// Stands for what was shown, to take exactly that.
    pub token: String,
}

impl TeamDifference {
    /// Whether nothing changes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A new entry of a team file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamAdded {
    /// Where it stands, counted from one.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// The role.
    pub role: SwitchTarget,
    /// What the file says of it beside name and role.
    pub settings: Vec<ImportSetting>,
}

/// An entry of a team file that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamChanged {
    /// Where it stands, counted from one.
    pub line: u32,
    /// Its name as it is.
    pub name: String,
    /// What changes.
    pub changes: Vec<ImportChange>,
}

/// An entry that is not in its team file any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamRemoved {
    /// Its name.
    pub name: String,
    /// The role.
    pub role: SwitchTarget,
}

/// What adding a team file would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamPreview {
    /// What it is called.
    pub name: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// The file itself, also if a folder was named.
    pub path: String,
    /// Who changed the file last.
    pub last_change: LastChange,
    /// Its entries.
    pub difference: TeamDifference,
    /// What of it becomes no entry on this computer.
    pub left_out: Vec<ImportSkip>,
}

/// Adds a team file as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AddTeamFile {
    /// The file.
    pub path: String,
    /// What the preview gave.
    pub token: String,
}

/// Takes what a team file says now, as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UpdateTeamFile {
    /// The file.
    pub id: TeamFileId,
    /// What its state gave.
    pub token: String,
}

/// A switch entry of a team file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TeamEntry {
    /// The entry.
    pub entry: SwitchEntryId,
    /// What the file is called.
    pub file: String,
}

/// What a team file is called: by its folder, if it has the name all have.
fn name_of(path: &Path) -> String {
    let text = |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().into_owned());
    let folder = || text(path.parent().and_then(Path::file_name));
    let stem = text(path.file_stem()).unwrap_or_default();
    if stem == STANDARD { folder().unwrap_or(stem) } else { stem }
}

/// What a team file is called where nobody named it otherwise.
const STANDARD: &str = "rolebridge-team";
/// Files of a folder are looked at no further than this.
const HEAD: usize = 4096;

/// The team file a path means: itself, or the one in the folder.
fn located(typed: &str) -> Result<PathBuf, Error> {
    if typed.trim().is_empty() {
        return Err(Error::field("path", "Enter where the team file or its folder is."));
    }
    let path = files::typed(typed.trim());
    let path = files::real(&path).unwrap_or(path);
    if !path.is_dir() {
        return Ok(path);
    }
    let unreadable = |e: std::io::Error| {
        Error::field("path", format!("{} can't be looked into: {e}.", path.display()))
    };
    let mut found = Vec::new();
    for file in std::fs::read_dir(&path).map_err(unreadable)? {
        let file = file.map_err(unreadable)?.path();
        let kind = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if !matches!(kind, "toml" | "json") || !file.is_file() {
            continue;
        }
        let Ok(Some(bytes)) = files::read(&file) else { continue };
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).into_owned();
        if file.file_stem().is_some_and(|s| s == STANDARD) || head.contains("rolebridge_team") {
            found.push(file);
        }
    }
    found.sort();
    match found.as_slice() {
        [file] => Ok(file.clone()),
        [] => Err(Error::field(
            "path",
            format!(
                "There is no team file in {}: no .toml or .json file says rolebridge_team.",
                path.display()
            ),
        )),
        several => {
            let names: Vec<_> = several.iter().map(|p| p.display().to_string()).collect();
            let names = names.join(", ");
            Err(Error::field("path", format!("There are several team files: {names}. Name one.")))
        }
    }
}

/// A team file, read. A message where its rules are broken.
enum Content {
    Read { reading: Reading, bytes: Vec<u8> },
    Broken(String),
    Missing,
}

fn content(path: &Path) -> Content {
    match files::read(path) {
        Ok(Some(bytes)) => match read(Dialect::Team, &bytes) {
            Ok(reading) => Content::Read { reading, bytes },
            Err(e) => Content::Broken(e.to_string()),
        },
        Ok(None) => Content::Missing,
        Err(e) => Content::Broken(e.to_string()),
    }
}

impl Session {
    /// The team files, each with how it compares with the entries taken from it.
    ///
    /// # Errors
    /// What the database said.
    pub fn team_files(&self) -> Result<Vec<TeamFileStatus>, Error> {
        self.store.team_files()?.into_iter().map(|file| self.team_status(file)).collect()
    }

    fn team_status(&self, file: TeamFile) -> Result<TeamFileStatus, Error> {
        let path = PathBuf::from(&file.path);
        let entries = self.entries_of(Some(file.id))?;
        let (mut title, mut left_out) = (None, Vec::new());
        let state = match content(&path) {
            Content::Missing => TeamState::Missing,
            Content::Broken(message) => TeamState::Broken { message },
            Content::Read { reading, bytes } => {
                title.clone_from(&reading.title);
                match compare::plan(&reading, &bytes, &entries, self.known.profiles()) {
                    Err(message) => TeamState::Broken { message },
                    Ok(plan) => {
                        left_out = plan.left_out;
                        match plan.difference {
                            difference if difference.is_empty() => TeamState::Current,
                            difference => TeamState::Changed { difference },
                        }
                    }
                }
            }
        };
        Ok(TeamFileStatus {
            id: file.id,
            name: name_of(&path),
            title,
            last_change: change::last(&path),
            entries: number(entries.len()),
            path: file.path,
            taken_at: file.taken_at,
            state,
            left_out,
        })
    }

    /// Looks up the profiles of this computer where a team file has permission sets: one that is here
    /// already, or one that is to be. What can't be read is not known, and told of such an entry then.
    pub async fn prepare_team_files(self: &Arc<Self>, typed: Option<TeamPath>) {
        let session = Arc::clone(self);
        if let Ok(true) = waiting(move || session.permission_sets_in(typed)).await {
            let _ = self.profiles().await;
        }
    }

    fn permission_sets_in(&self, typed: Option<TeamPath>) -> Result<bool, Error> {
        let known = self.store.team_files()?.into_iter().map(|f| PathBuf::from(f.path));
        let new = typed.and_then(|t| located(&t.path).ok());
        let named = |path: PathBuf| match files::read(&path) {
            Ok(Some(bytes)) => names_permission_sets(&bytes),
            _ => false,
        };
        Ok(new.into_iter().chain(known).any(named))
    }

    /// The entries of a team file; none of a new one.
    fn entries_of(
        &self,
        file: Option<TeamFileId>,
    ) -> Result<Vec<rolebridge_model::SwitchEntry>, Error> {
        let Some(file) = file else { return Ok(Vec::new()) };
        let of_team = self.store.team_entries()?;
        let mut entries = self.store.switch_entries()?;
        entries.retain(|e| of_team.get(&e.id) == Some(&file));
        Ok(entries)
    }

    /// Which switch entries are of a team file.
    ///
    /// # Errors
    /// What the database said.
    pub fn team_entries(&self) -> Result<Vec<TeamEntry>, Error> {
        let names: std::collections::HashMap<TeamFileId, String> = self
            .store
            .team_files()?
            .into_iter()
            .map(|f| (f.id, name_of(Path::new(&f.path))))
            .collect();
        let entries = self.store.team_entries()?.into_iter();
        let mut entries: Vec<TeamEntry> = entries
            .filter_map(|(entry, file)| Some(TeamEntry { entry, file: names.get(&file)?.clone() }))
            .collect();
        entries.sort_by_key(|e| e.entry.0);
        Ok(entries)
    }

    /// Says why entries can't be changed here, if some are a team's.
    pub(crate) fn refuse_team_entries(&self, entries: &[SwitchEntryId]) -> Result<(), Error> {
        let of_team = self.store.team_entries()?;
        let theirs = entries.iter().filter(|e| of_team.contains_key(e)).count();
        let Some(first) = entries.iter().find_map(|e| of_team.get(e)) else { return Ok(()) };
        let path = self.store.team_file(*first)?.path;
        let message = match (theirs, entries.len()) {
            (1, 1) => format!("The entry is read from the team file {path}, and only from there."),
            (n, of) => format!(
                "{n} of the {of} entries are read from team files such as {path}, and only from \
                 there. None was changed."
            ),
        };
        Err(Error::refused(message, "Change it in that file, or duplicate the entry as your own."))
    }

    /// What adding a team file would bring. Nothing is changed.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is no such file or it is added already; [`Error::Refused`] with
    /// the line of what breaks its rules.
    pub fn preview_team_file(&self, typed: &TeamPath) -> Result<TeamPreview, Error> {
        let path = located(&typed.path)?;
        let shown = path.display().to_string();
        if self.store.team_files()?.iter().any(|f| f.path == shown) {
            return Err(Error::field("path", format!("{shown} is a team file here already.")));
        }
        let compare::TeamPlan { title, difference, left_out, .. } =
            self.planned_team(None, &path)?;
        let last_change = change::last(&path).ok_or_else(|| missing(&path))?;
        let name = name_of(&path);
        Ok(TeamPreview { name, title, path: shown, last_change, difference, left_out })
    }

    fn planned_team(
        &self,
        file: Option<TeamFileId>,
        path: &Path,
    ) -> Result<compare::TeamPlan, Error> {
        let broken = |message: String| {
            Error::refused(
                format!("{} can't be used as a team file. {message}", path.display()),
                "Correct the file; what was taken from it before stays until then.",
            )
        };
        match content(path) {
            Content::Missing => Err(missing(path)),
            Content::Broken(message) => Err(broken(message)),
            Content::Read { reading, bytes } => {
                let (entries, profiles) = (self.entries_of(file)?, self.known.profiles());
                compare::plan(&reading, &bytes, &entries, profiles).map_err(broken)
            }
        }
    }

    /// Adds a team file as it was shown.
    ///
    /// # Errors
    /// [`Error::Refused`] if the file changed since; as the preview.
    pub fn add_team_file(&self, add: &AddTeamFile) -> Result<TeamFileId, Error> {
        let preview = self.preview_team_file(&TeamPath { path: add.path.clone() })?;
        self.take_team(None, Path::new(&preview.path), &add.token, "Add team file")
    }

    /// Takes what a team file says now, as it was shown.
    ///
    /// # Errors
    /// [`Error::Refused`] if the file changed since or breaks its rules; if it is gone.
    pub fn update_team_file(&self, update: &UpdateTeamFile) -> Result<(), Error> {
        let file = self.store.team_file(update.id)?;
        let path = PathBuf::from(file.path);
        self.take_team(Some(update.id), &path, &update.token, "Update from team file").map(|_| ())
    }

    fn take_team(
        &self,
        file: Option<TeamFileId>,
        path: &Path,
        token: &str,
        action: &str,
    ) -> Result<TeamFileId, Error> {
        let plan = self.planned_team(file, path)?;
        if plan.difference.token != token {
            return Err(Error::refused(
                format!("{} was changed since it was shown.", path.display()),
                "Look at what changed again, then take it.",
            ));
        }
        let shown = path.display().to_string();
        let id = self.store.take_team_file(file, &shown, self.clock.now(), &plan.steps)?;
        let TeamDifference { added, changed, removed, .. } = &plan.difference;
        let (added, changed, removed) = (added.len(), changed.len(), removed.len());
        let detail = format!("{added} added, {changed} changed, {removed} removed.");
        self.log(action, None, shown, ActivityResult::Succeeded, detail);
        self.tell(Event::SwitchEntries);
        Ok(id)
    }

    /// Forgets a team file and its entries. The file itself stays.
    ///
    /// # Errors
    /// If it is gone; what the database said.
    pub fn remove_team_file(&self, id: TeamFileId) -> Result<(), Error> {
        let file = self.store.team_file(id)?;
        self.store.remove_team_file(id)?;
        self.log("Remove team file", None, file.path, ActivityResult::Succeeded, "");
        self.tell(Event::SwitchEntries);
        Ok(())
    }
}

fn missing(path: &Path) -> Error {
    Error::field("path", format!("There is no file {}.", path.display()))
}

/// Stands for a file's text and what it changes.
fn token(bytes: &[u8], outcome: &impl Serialize) -> String {
    fingerprint(&[bytes, &serde_json::to_vec(outcome).unwrap_or_default()])
}

impl Rolebridge {
    /// As [`Session::team_files`], on a thread that may wait for the disk.
    ///
    /// # Errors
    /// As [`Session::team_files`].
    pub async fn team_files(self: &Arc<Self>) -> Result<Vec<TeamFileStatus>, Error> {
        let session = self.session()?;
        session.prepare_team_files(None).await;
        waiting(move || session.team_files()).await
    }

    /// As [`Session::preview_team_file`], on a thread that may wait for the disk.
    ///
    /// # Errors
    /// As [`Session::preview_team_file`].
    pub async fn preview_team_file(self: &Arc<Self>, path: TeamPath) -> Result<TeamPreview, Error> {
        let session = self.session()?;
        session.prepare_team_files(Some(path.clone())).await;
        waiting(move || session.preview_team_file(&path)).await
    }
}

async fn waiting<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Local {
        message: format!("The team file could not be looked at: {e}."),
        remedy: Some("Try again.".into()),
    })?
}
