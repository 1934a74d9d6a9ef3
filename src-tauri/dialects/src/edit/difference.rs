//! The difference an edit makes, as lines for people.

use std::ops::Range;

use serde::Serialize;

/// In place of a secret.
const HIDDEN: &str = "\u{2022}\u{2022}\u{2022}\u{2022}";
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
    let lines = Lines::of(old);
    let mut diff = Vec::new();
    let mut shown_to = 0;
    for (i, (range, new)) in changes.iter().enumerate() {
        let before: Vec<_> = lines.last_in(shown_to..range.start, AROUND).collect();
        diff.extend(before.into_iter().rev().map(same));
        for (line, text) in lines.all_in(range.clone()) {
            let text = without_secret(text);
            diff.push(DiffLine { kind: DiffKind::Removed, line: Some(line), text });
        }
        for text in new.trim_start_matches(['\r', '\n']).lines() {
            diff.push(DiffLine { kind: DiffKind::Added, line: None, text: text.to_owned() });
        }
        let next = changes.get(i + 1).map_or(old.len(), |(r, _)| r.start);
        let after: Vec<_> = lines.all_in(range.end..next).take(AROUND).collect();
        shown_to = after.last().map_or(range.end, |(last, _)| lines.end_of(*last));
        diff.extend(after.into_iter().map(same));
    }
    diff
}

/// Where the lines of a text begin, so that each is found without counting again.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        Self { text, starts: std::iter::once(0).chain(ends.map(|(i, _)| i + 1)).collect() }
    }

    /// The offset behind a line, counted from one.
    fn end_of(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }

    /// The lines of a part of the text with their numbers; the first and last may be cut.
    fn all_in(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = (usize, &'a str)> {
        let (text, end) = (self.text, range.end.max(range.start));
        let first = self.starts.partition_point(|s| *s <= range.start);
        let last = self.starts.partition_point(|s| *s < end);
        let count = if range.start < end { last + 1 - first } else { 0 };
        let starts = &self.starts;
        (first..first + count).map(move |line| {
            let from = starts[line - 1].max(range.start);
            let to = starts.get(line).copied().unwrap_or(text.len()).min(end);
            (line, text[from..to].trim_end_matches(['\n', '\r']))
        })
    }

    /// The last few lines of a part of the text, the last one first.
    fn last_in(&self, range: Range<usize>, most: usize) -> impl Iterator<Item = (usize, &'a str)> {
        self.all_in(range).rev().take(most)
    }
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
    let command = name.contains("process") && !value.trim().starts_with("rolebridge credentials ");
    let secret =
        command || ["secret", "token", "password", "access_key"].iter().any(|w| name.contains(w));
    if secret && !name.ends_with("_file") { format!("{key}= {HIDDEN}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_text_have_its_line_numbers() {
        let lines = Lines::of("ab\r\n\ncd\nef");
        for (range, expected) in [
            (0..0, vec![]),
            (0..10, vec![(1, "ab"), (2, ""), (3, "cd"), (4, "ef")]),
            (0..4, vec![(1, "ab")]),
            (1..5, vec![(1, "b"), (2, "")]),
            (4..6, vec![(2, ""), (3, "c")]),
            (5..8, vec![(3, "cd")]),
            (8..10, vec![(4, "ef")]),
            (10..10, vec![]),
        ] {
            let found: Vec<_> = lines.all_in(range.clone()).collect();
            assert_eq!(found, expected, "{range:?}");
            let last: Vec<_> = lines.last_in(range.clone(), 2).collect();
            assert_eq!(last, expected.into_iter().rev().take(2).collect::<Vec<_>>(), "{range:?}");
        }
        assert_eq!((1..=5).map(|l| lines.end_of(l)).collect::<Vec<_>>(), [4, 5, 8, 10, 10]);
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
