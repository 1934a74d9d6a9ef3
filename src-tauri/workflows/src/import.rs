//! Import: what a file would become, shown before anything is done, and then done in one
//! transaction. An import that is repeated finds its entries again.

mod matching;

use std::{
    collections::{HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    path::Path,
    sync::Arc,
};

use rolebridge_dialects::{Detection, Dialect, Notice, Reading, detect, read, text};
use rolebridge_model::{AccountId, ActivityResult, SwitchEntryId, SwitchTarget};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    Error, Rolebridge, Session, files,
    mapping::{Here, Values},
    progress::{Event, JobId, JobProgress, JobScreen, JobState},
};

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFile {
    /// Where it is, which also tells it from other files.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Name of the dialect, `auto` to look.
    pub dialect: String,
}

/// Which file to import. It is read in Rust: what is in it may be secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportRequest {
    /// Where it is.
    pub path: String,
    /// Name of the dialect, `auto` to look.
    pub dialect: String,
    /// What was pasted, instead of a file.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
}

/// A dialect to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DialectChoice {
    /// Its name.
    pub dialect: String,
    /// Its name for people.
    pub title: String,
    /// Why a file seems to be of it, empty where it was chosen.
    pub why: String,
}

impl DialectChoice {
    fn new(dialect: Dialect, why: impl Into<String>) -> Self {
        Self { dialect: dialect.to_string(), title: dialect.title().into(), why: why.into() }
    }
}

/// What a file would become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportPreview {
    /// The file.
    pub file: String,
    /// How it was read.
    pub dialect: DialectChoice,
    /// Other dialects it may be meant in.
    pub others: Vec<DialectChoice>,
    /// What becomes or is an entry, in the order of the file.
    pub items: Vec<ImportItem>,
    /// What becomes none.
    pub skipped: Vec<ImportSkip>,
    /// What to know.
    pub warnings: Vec<ImportWarning>,
    /// Entries that came from this file and are not in it any more. They stay.
    pub gone: Vec<String>,
    /// Stands for what is in the file, to carry out what was shown.
    pub token: String,
}

/// What becomes of a part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportItem {
    /// Where it stands, counted from one.
    pub line: u32,
    /// Its name in the file.
    pub name: String,
    /// The entry's name.
    pub entry: String,
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: SwitchTarget,
    /// What is done.
    pub action: ImportAction,
    /// What the file says of it beside name and role.
    pub settings: Vec<ImportSetting>,
    /// What is in the file and not kept.
    pub not_kept: Vec<String>,
}

/// Something a file says of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportSetting {
    /// The field, in words.
    pub field: String,
    /// What it is.
    pub value: String,
}

/// What an import does to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ImportAction {
    /// A new entry.
    Add,
    /// One that is there changes.
    Update {
        /// The entry.
        id: SwitchEntryId,
        /// What changes.
        changes: Vec<ImportChange>,
    },
    /// It is there already.
    Same {
        /// The entry.
        id: SwitchEntryId,
    },
}

/// A field of an entry that changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportChange {
    /// The field, in words.
    pub field: String,
    /// What it is.
    pub from: Option<String>,
    /// What it becomes.
    pub to: Option<String>,
}

/// A part of a file that becomes no entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportSkip {
    /// Where, counted from one.
    pub line: u32,
    /// Its name in the file.
    pub name: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// Something to know of a part that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportWarning {
    /// Where, counted from one.
    pub line: u32,
    /// Its name in the file, empty for the file.
    pub name: String,
    /// What, in a sentence.
    pub notice: String,
}

/// Carries out what a preview showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportRun {
    /// The file.
    pub request: ImportRequest,
    /// What the preview gave.
    pub token: String,
    /// Which of its items, by their place counted from zero; nothing for all.
    #[serde(default)]
    #[ts(optional)]
    pub take: Option<Vec<u32>>,
}

/// How many of each there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// New entries.
    pub added: usize,
    /// Entries that changed.
    pub updated: usize,
    /// Entries that were there already.
    pub same: usize,
    /// Parts that became none.
    pub skipped: usize,
}

impl ImportCounts {
    /// Those of a preview.
    #[must_use]
    pub fn of(preview: &ImportPreview) -> Self {
        let mut counts = Self { skipped: preview.skipped.len(), ..Self::default() };
        for item in &preview.items {
            match item.action {
                ImportAction::Add => counts.added += 1,
                ImportAction::Update { .. } => counts.updated += 1,
                ImportAction::Same { .. } => counts.same += 1,
            }
        }
        counts
    }
}

impl std::fmt::Display for ImportCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { added, updated, same, skipped } = self;
        write!(f, "{added} added, {updated} updated, {same} already there, {skipped} skipped")
    }
}

/// A preview with what it takes to carry it out.
struct Planned {
    preview: ImportPreview,
    /// With the place of the item each is of.
    steps: Vec<(usize, matching::Step)>,
}

impl Planned {
    /// Leaves out what was not chosen.
    fn only(&mut self, take: Option<&[u32]>) {
        let Some(take) = take else { return };
        let take: HashSet<u32> = take.iter().copied().collect();
        self.steps.retain(|(of, _)| take.contains(&number(*of)));
        let mut place = 0..;
        self.preview.items.retain(|_| place.next().is_some_and(|n| take.contains(&n)));
    }
}

pub(crate) fn number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// A number that stands for bytes, to notice a change between a look and a deed.
pub(crate) fn fingerprint(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    format!("{:016x}", hasher.finish())
}

/// The dialects an import can be told of.
#[must_use]
pub fn dialects() -> Vec<DialectChoice> {
    Dialect::ALL.into_iter().map(|d| DialectChoice::new(d, "")).collect()
}

fn reading(file: &ImportFile) -> Result<(Reading, DialectChoice, Vec<DialectChoice>), Error> {
    let base = Path::new(&file.name).file_name().map(|n| n.to_string_lossy().into_owned());
    let (dialect, chosen, others) = if file.dialect == "auto" {
        let text = text(&file.bytes).map_err(|e| Error::File {
            file: file.name.clone(),
            line: e.line,
            message: e.problem.to_string(),
            remedy: None,
        })?;
        let Detection { best, others } = detect(text, base.as_deref());
        let Some(best) = best else {
            return Err(Error::File {
                file: file.name.clone(),
                line: None,
                message: "It can't be told which tool the file is of.".into(),
                remedy: Some("Choose its file format, then import it again.".into()),
            });
        };
        let choice = |fit: rolebridge_dialects::Fit| DialectChoice::new(fit.dialect, fit.why);
        (best.dialect, choice(best), others.into_iter().map(choice).collect())
    } else {
        let Some(dialect) = Dialect::parse(&file.dialect) else {
            let known: Vec<&str> = Dialect::ALL.iter().map(|d| d.as_str()).collect();
            let known = known.join(", ");
            return Err(Error::field("dialect", format!("Choose auto or one of {known}.")));
        };
        (dialect, DialectChoice::new(dialect, ""), Vec::new())
    };
    let reading = read(dialect, &file.bytes).map_err(|e| Error::File {
        file: file.name.clone(),
        line: e.line,
        message: format!("It can't be read as {}. {}", dialect.title(), e.problem),
        remedy: Some(
            "Correct the file, or choose another file format, then import it again.".into(),
        ),
    })?;
    Ok((reading, chosen, others))
}

/// Whether a file may have permission sets of which it names no profile.
pub(crate) fn names_permission_sets(bytes: &[u8]) -> bool {
    [&b"StartUrl"[..], b"permission_set"].iter().any(|k| bytes.windows(k.len()).any(|w| w == *k))
}

impl Session {
    /// What a file would become. Nothing is changed.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a dialect that is not known or can't be told, [`Error::Refused`] with
    /// the line of a file its own tool would not read; what the database said.
    pub fn preview_import(&self, file: &ImportFile) -> Result<ImportPreview, Error> {
        Ok(self.planned(file)?.preview)
    }

    /// Looks up the profiles of this computer where the file may be of aws-sso-cli or of a team, whose
    /// permission sets are had by way of them. What can't be read is not known, and told of such an
    /// entry then.
    pub async fn prepare_import(&self, file: &ImportFile) {
        if names_permission_sets(&file.bytes) {
            let _ = self.profiles().await;
        }
    }

    fn planned(&self, file: &ImportFile) -> Result<Planned, Error> {
        let (reading, dialect, others) = reading(file)?;
        let mut existing = self.store.switch_entries()?;
        // Those of team files change only with their file.
        let of_team = self.store.team_entries()?;
        existing.retain(|e| !of_team.contains_key(&e.id));
        let imported = self.store.imported::<Values>()?;
        let here = Here { aliases: self.store.account_aliases()?, profiles: self.known.profiles() };
        let found = matching::plan(&reading, &file.name, &existing, &imported, &here);
        let mut skipped: Vec<ImportSkip> = reading
            .skipped
            .iter()
            .map(|s| ImportSkip {
                line: number(s.line),
                name: s.name.clone(),
                reason: s.reason.to_string(),
            })
            .chain(found.skipped)
            .collect();
        skipped.sort_by_key(|s| s.line);
        let mut warnings: Vec<ImportWarning> = reading
            .warnings
            .iter()
            .filter(|w| w.notice != Notice::AccountAlias || !found.by_alias.contains(&w.line))
            .map(|w| ImportWarning {
                line: number(w.line),
                name: w.name.clone(),
                notice: w.notice.to_string(),
            })
            .chain(found.warnings)
            .collect();
        warnings.sort_by_key(|w| w.line);
        let mut outcome = DefaultHasher::new();
        found.items.hash(&mut outcome);
        let outcome = outcome.finish().to_ne_bytes();
        let token = fingerprint(&[dialect.dialect.as_bytes(), &file.bytes, &outcome]);
        // What was pasted before is another text, not an older state of this one.
        let gone = if file.name == PASTED { Vec::new() } else { found.gone };
        let preview = ImportPreview {
            file: file.name.clone(),
            dialect,
            others,
            items: found.items,
            skipped,
            warnings,
            gone,
            token,
        };
        Ok(Planned { preview, steps: found.steps })
    }

    /// Imports a file, all of it or nothing. `go_on` hears how many steps of how many are taken.
    /// Nothing comes back if it was stopped.
    ///
    /// # Errors
    /// As [`Session::preview_import`]; nothing is changed then.
    pub fn import(
        &self,
        file: &ImportFile,
        cancel: &CancellationToken,
        go_on: impl FnMut(usize, usize),
    ) -> Result<Option<ImportPreview>, Error> {
        self.take_steps(self.planned(file)?, cancel, go_on)
    }

    fn take_steps(
        &self,
        Planned { preview, steps }: Planned,
        cancel: &CancellationToken,
        mut go_on: impl FnMut(usize, usize),
    ) -> Result<Option<ImportPreview>, Error> {
        let all = steps.len();
        let steps = steps.into_iter().map(|(_, step)| step.into());
        let ended = self.store.import(steps, |taken| {
            go_on(taken, all);
            !cancel.is_cancelled()
        })?;
        if ended {
            let counts = ImportCounts::of(&preview);
            let changed = counts.added + counts.updated > 0;
            let result =
                if changed { ActivityResult::Succeeded } else { ActivityResult::Unchanged };
            let detail = format!("{counts} ({}).", preview.dialect.title);
            self.log("Import", None, &preview.file, result, detail);
            self.tell(Event::SwitchEntries);
        }
        Ok(ended.then_some(preview))
    }

    fn import_job(&self, id: JobId, planned: Planned, cancel: &CancellationToken) {
        let total = number(planned.steps.len());
        let title = format!("Importing {}", planned.preview.file);
        let report = |done: u32, attention: u32, now: String, state: JobState| {
            let opens =
                (state == JobState::Finished && attention == 0).then_some(JobScreen::Switch);
            let title = title.clone();
            self.tell(Event::Job {
                job: JobProgress { id, title, done, total, attention, now, state, opens },
            });
        };
        let reading = format!("{} entries", planned.preview.items.len());
        report(0, 0, reading, JobState::Running);
        let done = self.take_steps(planned, cancel, |taken, _| {
            let taken = number(taken);
            report(taken, 0, format!("{taken} of {total}"), JobState::Running);
        });
        match done {
            Ok(Some(preview)) => {
                let now = format!("{}.", ImportCounts::of(&preview));
                report(total, 0, now, JobState::Finished);
            }
            Ok(None) => {
                report(0, 0, "Stopped. Nothing was imported.".into(), JobState::Cancelled);
            }
            Err(error) => {
                let now = format!("Nothing was imported. {error}");
                report(0, 1, now, JobState::Finished);
            }
        }
    }
}

/// What a pasted text is called, in the log and where its entries are found again.
const PASTED: &str = "Pasted text";

/// Reads the file of a request.
fn file_of(request: &ImportRequest) -> Result<ImportFile, Error> {
    if let Some(text) = &request.text {
        if text.trim().is_empty() {
            return Err(Error::field("text", "Paste the text to import."));
        }
        let (name, bytes) = (PASTED.to_owned(), text.clone().into_bytes());
        return Ok(ImportFile { name, bytes, dialect: request.dialect.clone() });
    }
    if request.path.trim().is_empty() {
        return Err(Error::field("path", "Enter where the file is."));
    }
    let path = files::typed(request.path.trim());
    let Some(bytes) = files::read(&path)? else {
        return Err(Error::field("path", format!("There is no file {}.", path.display())));
    };
    let name = files::real(&path).unwrap_or(path).display().to_string();
    Ok(ImportFile { name, bytes, dialect: request.dialect.clone() })
}

impl Rolebridge {
    /// What a file would become. Nothing is changed.
    ///
    /// # Errors
    /// As [`Session::preview_import`]; [`Error::Invalid`] if there is no such file.
    pub async fn preview_import(&self, request: &ImportRequest) -> Result<ImportPreview, Error> {
        let (session, file) = (self.session()?, file_of(request)?);
        session.prepare_import(&file).await;
        session.preview_import(&file)
    }

    /// Starts an import in the background. Progress comes as events.
    ///
    /// # Errors
    /// [`Error::Refused`] if the file changed since the preview; as the preview.
    pub async fn run_import(self: &Arc<Self>, run: &ImportRun) -> Result<JobId, Error> {
        let (session, file) = (self.session()?, file_of(&run.request)?);
        session.prepare_import(&file).await;
        let mut planned = session.planned(&file)?;
        if planned.preview.token != run.token {
            return Err(Error::refused(
                format!(
                    "{} or the entries were changed since they were shown.",
                    planned.preview.file
                ),
                "Look at the preview again, then import.",
            ));
        }
        planned.only(run.take.as_deref());
        let job = JobId(Uuid::new_v4());
        self.start(job.0, |cancel| async move {
            let work = move || session.import_job(job, planned, &cancel);
            if let Err(error) = tokio::task::spawn_blocking(work).await {
                tracing::error!(%error, "an import ended early");
            }
        });
        Ok(job)
    }
}
