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
    let mut diff = Vec::new();
    let mut shown_to = 0;
    for (i, (range, new)) in changes.iter().enumerate() {
        let before: Vec<_> = numbered(old, shown_to..range.start).collect();
        diff.extend(before.into_iter().rev().take(AROUND).rev().map(same));
        for (line, text) in numbered(old, range.clone()) {
            let text = without_secret(text);
            diff.push(DiffLine { kind: DiffKind::Removed, line: Some(line), text });
        }
        for text in new.trim_start_matches(['\r', '\n']).lines() {
            diff.push(DiffLine { kind: DiffKind::Added, line: None, text: text.to_owned() });
        }
        let next = changes.get(i + 1).map_or(old.len(), |(r, _)| r.start);
        let after: Vec<_> = numbered(old, range.end..next).take(AROUND).collect();
        shown_to = after.last().map_or(range.end, |(last, _)| offset_after(old, *last));
        diff.extend(after.into_iter().map(same));
    }
    diff
}

/// The offset behind a line.
fn offset_after(old: &str, line: usize) -> usize {
    old.split_inclusive('\n').take(line).map(str::len).sum()
}

fn numbered(old: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let range = if range.start > range.end { range.end..range.end } else { range };
    let first = old[..range.start].matches('\n').count() + 1;
    old[range]
        .split_inclusive('\n')
        .map(|l| l.trim_end_matches(['\n', '\r']))
        .enumerate()
        .map(move |(i, l)| (first + i, l))
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
