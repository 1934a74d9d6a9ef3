//! The marks round what Rolebridge published. They are comments to every tool that reads the file.

use std::collections::{HashMap, HashSet};

use super::{EditError, Program, Published, program};
use crate::aws_ini::{header, kind_and_name};
use crate::aws_profiles::published_entry;
use crate::write::process_lines;

const BEGIN: &str = "# >>> rolebridge ";
const END: &str = "# <<< rolebridge ";

/// A part of the file between our marks.
#[derive(Debug)]
pub(super) struct Block {
    /// The profile, if it has marks of its own.
    pub(super) label: Option<String>,
    pub(super) start: usize,
    /// Behind the line break of the end mark.
    pub(super) end: usize,
    pub(super) flag: Option<Flag>,
    pub(super) eol: &'static str,
    pub(super) profiles: Vec<Held>,
}

/// A profile in a block, with what was written below it since: `aws configure set` adds settings to
/// a profile wherever that stands.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) name: String,
    line: usize,
    /// Its lines without their endings.
    settings: Vec<String>,
}

impl Held {
    fn command(&self) -> Option<&str> {
        self.settings.iter().find_map(|l| value_of(l, "credential_process"))
    }

    fn is_ours(&self) -> bool {
        self.command().is_some_and(|c| published_entry(c).is_some())
    }

    /// The program that is run for its credentials.
    pub(super) fn program(&self) -> Option<&str> {
        program::split(self.command()?).map(|(program, _)| program)
    }
}

/// The value of a line that sets the key and is not indented.
fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (name, value) = line.split_once('=')?;
    name.trim_end().eq_ignore_ascii_case(key).then_some(value)
}

/// The file did not end with a line break, so one was added before the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    Lf,
    Crlf,
}

impl Flag {
    pub(super) fn of(eol: &str) -> Self {
        if eol == "\r\n" { Self::Crlf } else { Self::Lf }
    }

    pub(super) const fn eol(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::Crlf => "\r\n",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Lf => " +lf",
            Self::Crlf => " +crlf",
        }
    }
}

/// How lines end in the file: as the first one does.
pub(super) fn eol_of(text: &str) -> &'static str {
    match text.find('\n') {
        Some(i) if text[..i].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

pub(super) fn scan(text: &str) -> Result<Vec<Block>, EditError> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut labels = HashSet::new();
    let mut open: Option<(Block, usize)> = None;
    let mut at = 0;
    for (i, whole) in text.split_inclusive('\n').enumerate() {
        let (line_number, mut start) = (i + 1, at);
        at += whole.len();
        let mut line = whole.trim_end_matches(['\n', '\r']);
        if let Some(rest) = line.strip_prefix('\u{feff}').filter(|_| i == 0) {
            line = rest;
            start += '\u{feff}'.len_utf8();
        }
        let stray = EditError::StrayMark { line: line_number };
        if let Some(mark) = line.strip_prefix(BEGIN) {
            if let Some((_, line)) = open {
                return Err(EditError::NotClosed { line });
            }
            let (mark, flag) = flagged(mark);
            let label = label(mark, " >>>").ok_or(stray)?;
            if !labels.insert(label.clone()) {
                return Err(EditError::Twice { line: line_number });
            }
            // The line break is only there to take away if it still is, and is not another block's.
            let follows = blocks.last().is_some_and(|b| b.end == start);
            let flag = flag.filter(|f| !follows && text[..start].ends_with(f.eol()));
            let eol = if whole.ends_with("\r\n") { "\r\n" } else { "\n" };
            let profiles = Vec::new();
            open = Some((Block { label, start, end: start, flag, eol, profiles }, line_number));
        } else if let Some(mark) = line.strip_prefix(END) {
            match open.take() {
                Some((mut block, _)) if label(mark, " <<<").as_ref() == Some(&block.label) => {
                    block.end = at;
                    if let Some(foreign) = block.foreign() {
                        return Err(EditError::Foreign { line: foreign.line });
                    }
                    blocks.push(block);
                }
                _ => return Err(stray),
            }
        } else if let Some((block, _)) = &mut open {
            block.take(line, line_number)?;
        }
    }
    match open {
        Some((_, line)) => Err(EditError::NotClosed { line }),
        None => Ok(blocks),
    }
}

impl Block {
    /// Takes a line between the marks.
    fn take(&mut self, line: &str, number: usize) -> Result<(), EditError> {
        let foreign = Err(EditError::Foreign { line: number });
        if line.starts_with('[') {
            let Some((Some("profile"), name)) = header(line).map(kind_and_name) else {
                return foreign;
            };
            self.profiles.push(Held { name: name.to_owned(), line: number, settings: Vec::new() });
        } else if let Some(profile) = self.profiles.last_mut() {
            profile.settings.push(line.to_owned());
        } else if !line.trim().is_empty() {
            return foreign;
        }
        Ok(())
    }

    /// A profile between the marks that is not from Rolebridge.
    fn foreign(&self) -> Option<&Held> {
        let mut seen = HashSet::new();
        self.profiles.iter().find(|p| {
            let here = self.label.as_ref().is_none_or(|label| *label == p.name);
            !here || !p.is_ours() || !seen.insert(&p.name)
        })
    }
}

fn flagged(mark: &str) -> (&str, Option<Flag>) {
    for flag in [Flag::Lf, Flag::Crlf] {
        if let Some(rest) = mark.strip_suffix(flag.word()) {
            return (rest, Some(flag));
        }
    }
    (mark, None)
}

/// `profiles` for the block of all, `profile NAME` for one of its own.
#[allow(clippy::option_option)] // no mark of ours, the block of all, the block of one
fn label(mark: &str, end: &str) -> Option<Option<String>> {
    match mark.strip_suffix(end)? {
        "profiles" => Some(None),
        other => other.strip_prefix("profile ").map(|name| Some(name.to_owned())),
    }
}

/// Every profile between marks, by name.
pub(super) fn held(blocks: &[Block]) -> HashMap<&str, &Held> {
    let all = blocks.iter().flat_map(|b| &b.profiles);
    all.map(|p| (p.name.as_str(), p)).collect()
}

/// The text of a block. What others wrote below a profile in `held` stays.
pub(super) fn render(
    label: Option<&str>,
    profiles: &[Published],
    flag: Option<Flag>,
    eol: &str,
    (held, program): (&HashMap<&str, &Held>, &Program),
) -> String {
    let what = label.map_or_else(|| "profiles".to_owned(), |name| format!("profile {name}"));
    let mut lines = vec![format!("{BEGIN}{what} >>>{}", flag.map_or("", Flag::word))];
    for (i, profile) in profiles.iter().enumerate() {
        if i > 0 {
            lines.push(String::new());
        }
        lines.push(format!("[profile {}]", profile.name));
        let held = held.get(profile.name.as_str()).map(|h| of_others(&h.settings));
        let mut others = held.unwrap_or_default().into_iter().map(str::to_owned).peekable();
        // Below a setting of ours an indented line would go on with it.
        lines.extend(std::iter::from_fn(|| others.next_if(|l| l.starts_with([' ', '\t']))));
        lines.extend(process_lines(&profile.name, profile.region.as_ref(), program));
        lines.extend(others);
    }
    lines.push(format!("{END}{what} <<<"));
    let mut text = lines.join(eol);
    text.push_str(eol);
    text
}

/// The lines of a profile that Rolebridge does not write itself, without blank ones at the end.
fn of_others(settings: &[String]) -> Vec<&str> {
    let mut ours = false;
    let mut kept: Vec<&str> = settings
        .iter()
        .map(String::as_str)
        .filter(|line| {
            // An indented line goes on with the one above.
            if !line.starts_with([' ', '\t']) {
                ours = ["credential_process", "region"].iter().any(|k| value_of(line, k).is_some());
            }
            !ours
        })
        .collect();
    let end = kept.iter().rposition(|l| !l.trim().is_empty()).map_or(0, |i| i + 1);
    kept.truncate(end);
    kept
}
