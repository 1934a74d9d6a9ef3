//! Publishing switch entries as profiles in `~/.aws/config`, so that every AWS tool can use them, and
//! taking them back. Shown as a difference first; the file is replaced in one step, with a backup.

mod command;

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use rolebridge_dialects::{
    DiffKind, DiffLine, EditError, Layout, Published, conflicts, publish_with, published,
    published_programs, suggested_profile_name,
};
use rolebridge_model::{ActivityResult, Partition, Region, SwitchEntry, SwitchEntryId};
use serde::{Deserialize, Serialize};

use command::How;
pub use command::OwnCommand;

use crate::{
    Error, Rolebridge, Session, default_home,
    export::EntryChoice,
    files::{self, NotReplaced},
    import::{fingerprint, number},
};

/// How published profiles stand in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum PublishLayout {
    /// All in one marked block.
    #[default]
    Block,
    /// Each in a block of its own, to be moved about.
    Profiles,
}

/// What to publish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublishRequest {
    /// How they stand.
    pub layout: PublishLayout,
    /// Which entries, nothing for all. With none of them, all profiles are taken back.
    pub entries: Option<Vec<SwitchEntryId>>,
    /// Which of them, by group or search.
    #[serde(default)]
    #[ts(as = "Option<EntryChoice>", optional)]
    pub which: EntryChoice,
}

/// What would become of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublishPreview {
    /// The file, behind links.
    pub path: String,
    /// Whether it is there yet.
    pub exists: bool,
    /// Lines that change, with some around them. Secrets are blanked out. Empty if nothing changes.
    pub lines: Vec<PublishLine>,
    /// Names of the profiles that are published afterwards.
    pub profiles: Vec<String>,
    /// Entries that are not published.
    pub left_out: Vec<PublishLeftOut>,
    /// Entries whose profile has another name.
    pub renamed: Vec<PublishRenamed>,
    /// What else to know, in sentences.
    pub notes: Vec<String>,
    /// Stands for what was shown, to carry it out.
    pub token: String,
}

/// A line of the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublishLine {
    /// What becomes of it.
    pub kind: PublishLineKind,
    /// Its number in the file as it is.
    pub line: Option<u32>,
    /// The line.
    pub text: String,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum PublishLineKind {
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It is new.
    Added,
}

impl From<DiffLine> for PublishLine {
    fn from(line: DiffLine) -> Self {
        let kind = match line.kind {
            DiffKind::Same => PublishLineKind::Same,
            DiffKind::Removed => PublishLineKind::Removed,
            DiffKind::Added => PublishLineKind::Added,
        };
        Self { kind, line: line.line.map(number), text: line.text }
    }
}

/// An entry that is not published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublishLeftOut {
    /// The entry.
    pub entry: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// An entry whose profile has another name, as AWS tools accept fewer characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublishRenamed {
    /// The entry.
    pub entry: String,
    /// The profile.
    pub profile: String,
}

/// Carries out what a preview showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublishRun {
    /// What to publish.
    pub request: PublishRequest,
    /// What the preview gave.
    pub token: String,
}

/// Takes back what was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UnpublishRun {
    /// What the preview of publishing no entry gave.
    pub token: String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublishAnswer {
    /// The file.
    pub path: String,
    /// Where the file as it was before is kept; nothing if there was none or nothing changed.
    pub backup: Option<String>,
    /// Profiles published now.
    pub profiles: u32,
}

/// The shared configuration files of AWS tools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsFilePaths {
    /// The configuration file.
    pub config: PathBuf,
    /// The credentials file; only looked at.
    pub credentials: PathBuf,
}

impl AwsFilePaths {
    /// Where `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` say, else in a folder (AWS SDKs and
    /// Tools Reference Guide, "Location of the shared config and credentials files").
    #[must_use]
    pub fn of_environment(folder: &Path) -> Self {
        let named = |variable: &str, name: &str| match std::env::var(variable) {
            Ok(path) if !path.is_empty() => files::typed(&path),
            _ => folder.join(name),
        };
        Self {
            config: named("AWS_CONFIG_FILE", "config"),
            credentials: named("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
        }
    }
}

/// A preview with what it takes to carry it out.
struct Planned {
    preview: PublishPreview,
    path: PathBuf,
    before: Option<Vec<u8>>,
    after: String,
    secret: bool,
}

impl Session {
    /// The entry that is published under this profile name.
    ///
    /// # Errors
    /// What the database said.
    pub fn published_entry(&self, profile: &str) -> Result<Option<SwitchEntry>, Error> {
        let mut entries = self.store.switch_entries()?.into_iter();
        Ok(entries.find(|e| suggested_profile_name(e.name.as_str()) == profile))
    }

    /// What would become of the configuration file. Nothing is changed.
    ///
    /// # Errors
    /// [`Error::Refused`] if marks in the file were damaged or it is no UTF-8; [`Error::Local`] if it
    /// can't be read; what the database said.
    pub fn preview_publish(
        &self,
        paths: &AwsFilePaths,
        request: &PublishRequest,
    ) -> Result<PublishPreview, Error> {
        Ok(self.planned_publish(paths, request, &How::default())?.preview)
    }

    fn planned_publish(
        &self,
        paths: &AwsFilePaths,
        request: &PublishRequest,
        how: &How,
    ) -> Result<Planned, Error> {
        let path = files::real(&paths.config).map_err(|e| Error::Local {
            message: format!("{} leads nowhere: {e}", paths.config.display()),
            remedy: Some("Repair the link or remove it, then publish again.".into()),
        })?;
        let before = files::read(&path)?;
        let config = text(&path, before.as_deref().unwrap_or_default())?;
        let credentials = files::read(&paths.credentials)?;
        let credentials = credentials.map(|c| String::from_utf8_lossy(&c).into_owned());
        let damaged = |e: &EditError| Error::File {
            file: path.display().to_string(),
            line: e.damaged_line(),
            message: format!("It can't be changed safely. {e}"),
            remedy: Some("Then publish again.".into()),
        };
        let mut left_out = Vec::new();
        let chosen = self.chosen(request)?;
        let mut wanted = named(&chosen, how.region.as_ref(), &mut left_out);
        let names: HashSet<&str> = wanted.iter().map(|(_, p)| p.name.as_str()).collect();
        let in_the_way: HashMap<String, String> = conflicts(config, credentials.as_deref(), &names)
            .map_err(|e| damaged(&e))?
            .into_iter()
            .filter_map(|e| Some((e.profile()?.to_owned(), e.to_string())))
            .collect();
        wanted.retain(|(entry, profile)| match in_the_way.get(&profile.name) {
            Some(reason) => {
                left_out.push(PublishLeftOut { entry: (*entry).into(), reason: reason.clone() });
                false
            }
            None => true,
        });
        let renamed = wanted
            .iter()
            .filter(|(entry, profile)| *entry != profile.name)
            .map(|(entry, p)| PublishRenamed { entry: (*entry).into(), profile: p.name.clone() })
            .collect();
        let layout = match request.layout {
            PublishLayout::Block => Layout::Block,
            PublishLayout::Profiles => Layout::Separate,
        };
        let profiles: Vec<Published> = wanted.into_iter().map(|(_, p)| p).collect();
        let edit = publish_with(&how.program, config, credentials.as_deref(), &profiles, layout)
            .map_err(|e| damaged(&e))?;
        let secret = holds_secret(config);
        let mut notes = Vec::new();
        if !profiles.is_empty() {
            notes.extend(command::moved(&published_programs(config).map_err(|e| damaged(&e))?));
            notes.extend(how.notes.iter().cloned());
        }
        if secret && before.is_some() && files::is_open(&path) {
            notes.push(
                "The file has a secret access key and others may read it. Afterwards only you may."
                    .to_owned(),
            );
        }
        if self.is_sandbox() && !profiles.is_empty() {
            notes.push(
                "These entries are the sandbox's: AWS tools get no credentials for them."
                    .to_owned(),
            );
        }
        let old = before.as_deref().unwrap_or_default();
        let preview = PublishPreview {
            path: path.display().to_string(),
            exists: before.is_some(),
            lines: edit.diff.into_iter().map(PublishLine::from).collect(),
            profiles: profiles.into_iter().map(|p| p.name).collect(),
            left_out,
            renamed,
            notes,
            token: fingerprint(&[
                path.to_string_lossy().as_bytes(),
                if before.is_some() { b"there" } else { b"" },
                old,
                edit.text.as_bytes(),
            ]),
        };
        Ok(Planned { preview, path, before, after: edit.text, secret })
    }

    fn chosen(&self, request: &PublishRequest) -> Result<Vec<SwitchEntry>, Error> {
        let mut all = self.chosen_entries(&request.which)?;
        if let Some(ids) = &request.entries {
            let ids: HashSet<SwitchEntryId> = ids.iter().copied().collect();
            all.retain(|e| ids.contains(&e.id));
        }
        Ok(all)
    }

    /// Replaces the configuration file with what the preview showed.
    ///
    /// # Errors
    /// [`Error::Refused`] if anything changed since; [`Error::Local`] with what the disk said, and
    /// the file is as it was then.
    pub fn publish(&self, paths: &AwsFilePaths, run: &PublishRun) -> Result<PublishAnswer, Error> {
        self.publish_as(paths, run, &How::default())
    }

    fn publish_as(
        &self,
        paths: &AwsFilePaths,
        run: &PublishRun,
        how: &How,
    ) -> Result<PublishAnswer, Error> {
        let planned = self.planned_publish(paths, &run.request, how)?;
        let Planned { preview, path, before, after, secret } = planned;
        let changed = || {
            Error::refused(
                format!("{} or the entries were changed since they were shown.", preview.path),
                "Look at the difference again, then confirm.",
            )
        };
        if preview.token != run.token {
            return Err(changed());
        }
        let profiles = number(preview.profiles.len());
        let old = before.as_deref().unwrap_or_default();
        if old == after.as_bytes() {
            return Ok(PublishAnswer { path: preview.path, backup: None, profiles });
        }
        let failed = |e: &dyn std::fmt::Display| Error::Local {
            message: format!("{} could not be changed: {e}.", path.display()),
            remedy: Some("Make sure that you may write it and its folder, then try again.".into()),
        };
        let backup = match &before {
            Some(bytes) => {
                let time = self.clock.now().strftime("%Y%m%dT%H%M%SZ").to_string();
                Some(files::back_up(&path, bytes, &time).map_err(|e| failed(&e))?)
            }
            None => None,
        };
        let replaced = files::replace(&path, before.as_deref(), after.as_bytes(), secret);
        if let (Err(_), Some(backup)) = (&replaced, &backup) {
            let _ = std::fs::remove_file(backup);
        }
        replaced.map_err(|e| match e {
            NotReplaced::Changed => changed(),
            other => failed(&other),
        })?;
        let action = if profiles == 0 { "Unpublish" } else { "Publish" };
        let detail = match profiles {
            0 => "All profiles were taken back.".to_owned(),
            n => format!("{n} profiles are published."),
        };
        self.log(action, None, &preview.path, ActivityResult::Succeeded, detail);
        let backup = backup.map(|b| b.display().to_string());
        Ok(PublishAnswer { path: preview.path, backup, profiles })
    }

    /// The names of the profiles published now.
    ///
    /// # Errors
    /// As [`Session::preview_publish`].
    pub fn published(&self, paths: &AwsFilePaths) -> Result<Vec<String>, Error> {
        let bytes = files::read(&paths.config)?.unwrap_or_default();
        published(text(&paths.config, &bytes)?).map_err(|e| Error::File {
            file: paths.config.display().to_string(),
            line: e.damaged_line(),
            message: e.to_string(),
            remedy: Some("Then try again.".into()),
        })
    }
}

fn text<'b>(path: &Path, bytes: &'b [u8]) -> Result<&'b str, Error> {
    std::str::from_utf8(bytes).map_err(|e| {
        let good = &bytes[..e.valid_up_to()];
        Error::File {
            file: path.display().to_string(),
            line: Some(good.iter().filter(|b| **b == b'\n').count() + 1),
            message: format!("Byte {} of it is not UTF-8.", good.len() + 1),
            remedy: Some("Save it as UTF-8, then publish again.".into()),
        }
    })
}

/// The profile of each entry. Two entries of the same profile name can't both be published.
fn named<'e>(
    entries: &'e [SwitchEntry],
    region: Option<&Region>,
    left_out: &mut Vec<PublishLeftOut>,
) -> Vec<(&'e str, Published)> {
    let mut names: HashMap<String, &str> = HashMap::new();
    let mut wanted = Vec::new();
    for entry in entries {
        let name = suggested_profile_name(entry.name.as_str());
        let mut leave_out = |reason: String| {
            left_out.push(PublishLeftOut { entry: entry.name.to_string(), reason });
        };
        if name.is_empty() {
            leave_out("Its name has no character AWS tools accept. Rename it.".into());
        } else if let Some(first) = names.get(name.as_str()) {
            leave_out(format!("{first} is published as {name} already. Rename one of the two."));
        } else {
            names.insert(name.clone(), entry.name.as_str());
            let fits = |r: &&Region| Partition::of(r) == entry.role.partition();
            let region = entry.region.as_ref().or_else(|| region.filter(fits)).cloned();
            wanted.push((entry.name.as_str(), Published { name, region }));
        }
    }
    wanted
}

/// Whether a configuration file has a secret itself.
fn holds_secret(config: &str) -> bool {
    config.split(['\n', '\r']).filter_map(|l| l.split_once('=')).any(|(key, _)| {
        let key = key.trim();
        ["aws_secret_access_key", "aws_session_token"].iter().any(|s| key.eq_ignore_ascii_case(s))
    })
}

impl Rolebridge {
    /// The configuration files in use. The sandbox has its own, unless the environment names one.
    fn aws_files(&self, session: &Session) -> AwsFilePaths {
        let folder = if session.is_sandbox() {
            self.home().join("sandbox").join("aws")
        } else {
            files::typed("~/.aws")
        };
        AwsFilePaths::of_environment(&folder)
    }

    /// What would become of the configuration file. Nothing is changed.
    ///
    /// # Errors
    /// As [`Session::preview_publish`].
    pub fn preview_publish(&self, request: &PublishRequest) -> Result<PublishPreview, Error> {
        let session = self.session()?;
        let planned = session.planned_publish(&self.aws_files(&session), request, &self.how()?)?;
        Ok(planned.preview)
    }

    /// How profiles are published from here.
    fn how(&self) -> Result<How, Error> {
        let home = Some(self.home()).filter(|home| default_home().as_deref() != Some(home));
        let region = Region::parse(&self.preferences()?.opening.region).ok();
        Ok(How::here(&self.clouds.command(), home, region))
    }

    /// Replaces the configuration file with what the preview showed.
    ///
    /// # Errors
    /// As [`Session::publish`].
    pub fn publish(&self, run: &PublishRun) -> Result<PublishAnswer, Error> {
        let session = self.session()?;
        session.publish_as(&self.aws_files(&session), run, &self.how()?)
    }

    /// Takes back all profiles. The preview is that of publishing no entry.
    ///
    /// # Errors
    /// As [`Session::publish`].
    pub fn unpublish(&self, run: &UnpublishRun) -> Result<PublishAnswer, Error> {
        let request = PublishRequest { entries: Some(Vec::new()), ..PublishRequest::default() };
        self.publish(&PublishRun { request, token: run.token.clone() })
    }
}
