//! The difference an edit makes, as lines for people.

use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::aws_profiles::published_entry;

/// In place of a secret.
const HIDDEN: &str = "\u{2022}\u{2022}\u{2022}\u{2022}";
/// What ends a line.
const EOL: [char; 2] = ['\r', '\n'];
/// Lines shown before and after a change.
const AROUND: usize = 3;

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiffLine {
    /// What becomes of it.
    pub kind: DiffKind,
    /// Its number in the file as it is, counted from one; none for a new line.
    pub line: Option<usize>,
    /// The line, without its ending.
    pub text: String,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffKind {
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It is new.
    Added,
}

pub(super) fn of(old: &str, changes: &[(Range<usize>, String)]) -> Vec<DiffLine> {
    let changes: Vec<_> = changes.iter().flat_map(|change| parts(old, change)).collect();
    let mut diff = Vec::new();
    // How far the old text is shown, and the number of the line there.
    let (mut at, mut number) = (0, 1);
    for (i, (range, new)) in changes.iter().enumerate() {
        let gap = &old[at..range.start];
        let before: Vec<_> = numbered(gap, number).collect();
        diff.extend(before.into_iter().rev().take(AROUND).rev().map(same));
        number += newlines(gap);
        let gone = &old[range.clone()];
        for (line, text) in numbered(gone, number) {
            let text = without_secret(text);
            diff.push(DiffLine { kind: DiffKind::Removed, line: Some(line), text });
        }
        number += newlines(gone);
        // The end of the line before is none of the lines that are added.
        let added = if begins_line(old, range.start) { new } else { new.trim_start_matches(EOL) };
        for text in added.lines() {
            diff.push(DiffLine { kind: DiffKind::Added, line: None, text: text.to_owned() });
        }
        let next = changes.get(i + 1).map_or(old.len(), |(r, _)| r.start);
        let after = old[range.end..next].split_inclusive('\n').take(AROUND).map(str::len).sum();
        at = range.end.saturating_add(after);
        let after = &old[range.end..at];
        diff.extend(numbered(after, number).map(same));
        number += newlines(after);
    }
    diff
}

fn begins_line(text: &str, at: usize) -> bool {
    text[..at].is_empty() || text[..at].ends_with('\n')
}

fn newlines(text: &str) -> usize {
    text.matches('\n').count()
}

/// The lines of a change that are different: a block is written anew as a whole, but of a hundred
/// profiles in it perhaps one is new.
fn parts(old: &str, (range, new): &(Range<usize>, String)) -> Vec<(Range<usize>, String)> {
    if range.is_empty() || new.is_empty() || !begins_line(old, range.start) {
        return vec![(range.clone(), new.clone())];
    }
    let before: Vec<&str> = old[range.clone()].split_inclusive('\n').collect();
    let after: Vec<&str> = new.split_inclusive('\n').collect();
    let starts: Vec<usize> = std::iter::once(range.start)
        .chain(before.iter().scan(range.start, |at, line| {
            *at += line.len();
            Some(*at)
        }))
        .collect();
    let changed = capture_diff_slices(Algorithm::Myers, &before, &after).into_iter().filter_map(
        |op| match op {
            DiffOp::Equal { .. } => None,
            other => {
                let (from, to) = (other.old_range(), other.new_range());
                Some((starts[from.start]..starts[from.end], after[to].concat()))
            }
        },
    );
    changed.collect()
}

fn numbered(text: &str, first: usize) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.split_inclusive('\n').map(|l| l.trim_end_matches(EOL));
    lines.enumerate().map(move |(i, l)| (first + i, l))
}

fn same((line, text): (usize, &str)) -> DiffLine {
    DiffLine { kind: DiffKind::Same, line: Some(line), text: without_secret(text) }
}

/// Lines around a change are shown, but not the secrets in them; another tool's command may hold
/// one in its arguments.
fn without_secret(line: &str) -> String {
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    // An indented line is a setting below another, or the rest of the value above, whatever that is.
    let setting = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let goes_on = line.starts_with([' ', '\t']) && !line.trim().is_empty();
    if goes_on && (key == line || !key.trim().chars().all(setting)) {
        return format!("    {HIDDEN}");
    }
    let name = key.trim().to_ascii_lowercase();
    let command = name.contains("process") && published_entry(value).is_none();
    let secret =
        command || ["secret", "token", "password", "access_key"].iter().any(|w| name.contains(w));
    if secret && !name.ends_with("_file") { format!("{key}= {HIDDEN}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_block_only_the_lines_that_change_are_shown() {
        let block = |names: &[&str]| {
            names.iter().map(|n| format!("[{n}]\nkey = {n}\n\n")).collect::<String>()
        };
        let old = format!("# top\n{}# end\n", block(&["a", "b", "c", "d", "e"]));
        let change = (6..old.len() - 6, block(&["a", "b", "x", "c", "d", "y"]));
        let shown: Vec<_> = of(&old, &[change])
            .into_iter()
            .filter(|l| l.kind != DiffKind::Same)
            .map(|l| (l.kind, l.line, l.text))
            .collect();
        let line = |kind, line, text: &str| (kind, line, text.to_owned());
        assert_eq!(
            shown,
            [
                line(DiffKind::Added, None, "[x]"),
                line(DiffKind::Added, None, "key = x"),
                line(DiffKind::Added, None, ""),
                line(DiffKind::Removed, Some(14), "[e]"),
                line(DiffKind::Removed, Some(15), "key = e"),
                line(DiffKind::Added, None, "[y]"),
                line(DiffKind::Added, None, "key = y"),
            ]
        );
    }

    #[test]
    fn lines_that_may_hold_a_secret_are_hidden() {
        for (line, shown) in [
            ("region = eu-west-1", true),
            ("", true),
            ("   ", true),
            ("[profile x]", true),
            ("# a note", true),
            ("s3 =", true),
            ("    addressing_style = path", true),
            ("web_identity_token_file = /x", true),
            ("credential_process = rolebridge credentials x", true),
            ("credential_process = \"/opt/my tools/rolebridge\" credentials x", true),
            ("credential_process = vault --key abc", false),
            ("aws_secret_access_key = abc", false),
            ("#aws_secret_access_key=abc", false),
            ("AWS_SESSION_TOKEN=abc", false),
            ("\twJalrXUtnFEMI/K7MDENG", false),
            ("    IQoJb3JpZ2luX2VjEJ==", false),
        ] {
            let is = without_secret(line);
            assert_eq!(is == line, shown, "{line}: {is}");
            assert!(shown || is.ends_with(HIDDEN), "{line}: {is}");
        }
    }
}
