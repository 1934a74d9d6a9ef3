//! Publishing entries as profiles in `~/.aws/config` and taking them back. Only text between our own
//! marks is ever changed: every byte outside stays, and taking all back restores the file.

mod blocks;
mod difference;
mod program;

use std::collections::{HashMap, HashSet};

use rolebridge_model::Region;
use serde::Serialize;
use thiserror::Error;

use crate::aws_ini::{bracketed, kind_and_name};
use crate::write;
use blocks::{Block, Flag, scan};

pub use difference::{DiffKind, DiffLine};
pub use program::Program;
pub(crate) use program::split as command_parts;

/// A profile that asks Rolebridge for the credentials of the entry of that name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Name of the profile and of the entry.
    pub name: String,
    /// Region to set.
    pub region: Option<Region>,
}

/// How published profiles stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// All between one pair of marks.
    Block,
    /// Each between marks of its own, so that they can be moved about.
    Separate,
}

/// What becomes of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The new text.
    pub text: String,
    /// What is different, for people. Secrets in lines around are blanked out.
    pub diff: Vec<DiffLine>,
}

impl EditError {
    /// The profile in the way, if it is one.
    #[must_use]
    pub fn profile(&self) -> Option<&str> {
        match self {
            Self::ProfileExists { name, .. } | Self::InCredentials { name, .. } => Some(name),
            _ => None,
        }
    }
}

impl EditError {
    /// The line of the configuration file that was damaged.
    #[must_use]
    pub const fn damaged_line(&self) -> Option<usize> {
        match self {
            Self::NotClosed { line }
            | Self::StrayMark { line }
            | Self::Foreign { line }
            | Self::Twice { line } => Some(*line),
            Self::ProfileExists { .. }
            | Self::InCredentials { .. }
            | Self::BadName { .. }
            | Self::NameTwice { .. } => None,
        }
    }
}

impl Edit {
    /// Nothing is different.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.diff.is_empty()
    }
}

/// Why the file is not changed.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)] // the sentence of each variant is its documentation
pub enum EditError {
    #[error(
        "Line {line}: A profile called {name} is there already, and not from Rolebridge. Rename the entry or that profile."
    )]
    ProfileExists { name: String, line: usize },
    #[error(
        "Line {line} of the credentials file has a profile called {name}, which AWS tools would use instead. Rename the entry or that profile."
    )]
    InCredentials { name: String, line: usize },
    #[error(
        "{name} can't be the name of a published profile: use letters, digits and - _ / . @ : +, and no - at the beginning."
    )]
    BadName { name: String },
    #[error("{name} is to be published twice. Rename one of the two.")]
    NameTwice { name: String },
    #[error(
        "What Rolebridge published begins here, but its end mark is missing. Put it back or remove the part by hand."
    )]
    NotClosed { line: usize },
    #[error(
        "This mark of Rolebridge has lost its other half or was changed. Remove the part by hand."
    )]
    StrayMark { line: usize },
    #[error(
        "What begins here is not from Rolebridge, but stands between its marks. Move it out of them."
    )]
    Foreign { line: usize },
    #[error("The same part published by Rolebridge is there a second time. Remove one of them.")]
    Twice { line: usize },
}

/// Makes the published profiles of a file exactly the wanted ones: new ones are added, those there
/// are changed, others taken back. With none wanted the file is as it was before. They run
/// `rolebridge` from the search path.
///
/// # Errors
/// [`EditError`] if a profile of that name is there already, or our marks were damaged; the file is
/// then not to be touched.
pub fn publish(
    config: &str,
    credentials: Option<&str>,
    wanted: &[Published],
    layout: Layout,
) -> Result<Edit, EditError> {
    publish_with(&Program::default(), config, credentials, wanted, layout)
}

/// As [`publish`], with profiles that run this program.
///
/// # Errors
/// As [`publish`].
pub fn publish_with(
    program: &Program,
    config: &str,
    credentials: Option<&str>,
    wanted: &[Published],
    layout: Layout,
) -> Result<Edit, EditError> {
    let there = scan(config)?;
    check(config, credentials, wanted, &there)?;
    let held = blocks::held(&there);
    let with = (&held, program);
    let wanted_blocks: Vec<(Option<&str>, &[Published])> = match layout {
        Layout::Block if wanted.is_empty() => Vec::new(),
        Layout::Block => vec![(None, wanted)],
        Layout::Separate => {
            wanted.iter().map(|p| (Some(p.name.as_str()), std::slice::from_ref(p))).collect()
        }
    };
    let by_label: HashMap<Option<&str>, &[Published]> = wanted_blocks.iter().copied().collect();
    let mut changes: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    // A line break we once added before a block that goes belongs to the block after it.
    let mut pending: Option<(Flag, usize)> = None;
    let mut end_of_last = 0;
    for block in &there {
        let handed_on = pending.take().filter(|_| end_of_last == block.start);
        end_of_last = block.end;
        let flag = block.flag.or(handed_on.map(|(flag, _)| flag));
        let label = block.label.as_deref();
        match by_label.get(&label) {
            Some(profiles) => {
                let text = blocks::render(label, profiles, flag, block.eol, with);
                if text != config[block.start..block.end] {
                    changes.push((block.start..block.end, text));
                }
            }
            None => {
                changes.push((block.start..block.end, String::new()));
                let from = handed_on.map_or(block.start, |(_, at)| at);
                pending = flag.map(|f| (f, from));
            }
        }
    }
    let labels: HashSet<Option<&str>> = there.iter().map(|b| b.label.as_deref()).collect();
    let missing: Vec<_> = wanted_blocks.iter().filter(|(l, _)| !labels.contains(l)).collect();
    let mut flag = None;
    let mut added = String::new();
    let eol = blocks::eol_of(config);
    let kept_end = pending.filter(|_| end_of_last == config.len());
    if let Some((old, start)) = kept_end {
        if missing.is_empty() {
            // Nothing follows: the line break we added goes, too.
            let cut = start - old.eol().len();
            changes.push((cut..start, String::new()));
        } else {
            flag = Some(old);
        }
    } else if !missing.is_empty() && end_of_last != config.len() && !config.ends_with('\n') {
        // A block of ours at the end goes or is written with its line break.
        flag = Some(Flag::of(eol));
        added.push_str(eol);
    }
    for (label, profiles) in missing {
        added.push_str(&blocks::render(*label, profiles, flag.take(), eol, with));
    }
    if !added.is_empty() {
        changes.push((config.len()..config.len(), added));
    }
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    Ok(apply(config, &changes))
}

/// Takes back all that was published: the file is as it was before.
///
/// # Errors
/// [`EditError`] if our marks were damaged.
pub fn unpublish(config: &str) -> Result<Edit, EditError> {
    publish(config, None, &[], Layout::Block)
}

/// The names of the profiles published in a file.
///
/// # Errors
/// [`EditError`] if our marks were damaged.
pub fn published(config: &str) -> Result<Vec<String>, EditError> {
    let names = |block: Block| block.profiles.into_iter().map(|p| p.name).collect::<Vec<_>>();
    Ok(scan(config)?.into_iter().flat_map(names).collect())
}

/// The programs that published profiles run, each once.
///
/// # Errors
/// [`EditError`] if our marks were damaged.
pub fn published_programs(config: &str) -> Result<Vec<String>, EditError> {
    let there = scan(config)?;
    let mut programs: Vec<String> = Vec::new();
    for program in there.iter().flat_map(|b| &b.profiles).filter_map(blocks::Held::program) {
        if !programs.iter().any(|known| known == program) {
            programs.push(program.to_owned());
        }
    }
    Ok(programs)
}

fn check(
    config: &str,
    credentials: Option<&str>,
    wanted: &[Published],
    ours: &[Block],
) -> Result<(), EditError> {
    let mut names = HashSet::new();
    for p in wanted {
        if !write::is_argument(&p.name) {
            return Err(EditError::BadName { name: crate::error::quoted(&p.name) });
        }
        if !names.insert(p.name.as_str()) {
            return Err(EditError::NameTwice { name: p.name.clone() });
        }
    }
    match conflicts_with(config, credentials, &names, ours).into_iter().next() {
        Some(conflict) => Err(conflict),
        None => Ok(()),
    }
}

/// Which of the names another profile has that is not ours, each told once: AWS tools would mix the
/// two.
///
/// # Errors
/// [`EditError`] if our marks were damaged.
pub fn conflicts(
    config: &str,
    credentials: Option<&str>,
    names: &HashSet<&str>,
) -> Result<Vec<EditError>, EditError> {
    Ok(conflicts_with(config, credentials, names, &scan(config)?))
}

fn conflicts_with(
    config: &str,
    credentials: Option<&str>,
    names: &HashSet<&str>,
    ours: &[Block],
) -> Vec<EditError> {
    let mut told = HashSet::new();
    let mut conflicts = Vec::new();
    let mut find = |text: &str, is_config: bool| {
        let (mut at, mut blocks) = (0, ours.iter().peekable());
        for (i, line) in text.split_inclusive('\n').enumerate() {
            let start = at;
            at += line.len();
            while is_config && blocks.next_if(|b| b.end <= start).is_some() {}
            if is_config && blocks.peek().is_some_and(|b| (b.start..b.end).contains(&start)) {
                continue;
            }
            // To Python's reader a CR alone ends a line, too.
            for line in line.trim_end_matches(['\n', '\r']).split('\r') {
                let line = line.strip_prefix('\u{feff}').unwrap_or(line).trim_start();
                let Some((inside, _)) = bracketed(line) else { continue };
                let (kind, name) = kind_and_name(inside);
                // Python's reader takes the name in quotes as well.
                let name = name.trim_matches(['"', '\'']);
                let counts = match kind {
                    Some(kind) => is_config && kind.eq_ignore_ascii_case("profile"),
                    None => !is_config || name == "default",
                };
                if counts && names.contains(name) && told.insert(name.to_owned()) {
                    let (name, line) = (name.to_owned(), i + 1);
                    conflicts.push(if is_config {
                        EditError::ProfileExists { name, line }
                    } else {
                        EditError::InCredentials { name, line }
                    });
                }
            }
        }
    };
    find(config, true);
    if let Some(credentials) = credentials {
        find(credentials, false);
    }
    conflicts
}

fn apply(config: &str, changes: &[(std::ops::Range<usize>, String)]) -> Edit {
    let mut text = String::with_capacity(config.len() + 256);
    let mut at = 0;
    for (range, new) in changes {
        text.push_str(&config[at..range.start]);
        text.push_str(new);
        at = range.end;
    }
    text.push_str(&config[at..]);
    Edit { text, diff: difference::of(config, changes) }
}
