//! The syntax of the shared AWS files, as the SDKs agree on it (AWS SDKs and Tools Reference Guide,
//! "Shared config and credentials files", and the SDKs' common parser tests). Where the AWS CLI and
//! boto3 read what an SDK would not (settings that are all indented, indented comments, names in
//! quotes), it is read as they do, and said.

use std::borrow::Cow;

use crate::error::{Problem, ReadError, quoted};
use crate::reading::Notice;

/// The SDKs count only these as space.
const SPACE: [char; 2] = [' ', '\t'];

#[derive(Debug)]
pub(crate) struct Section<'a> {
    /// What stands between the brackets.
    pub(crate) header: &'a str,
    pub(crate) line: usize,
    pub(crate) settings: Vec<Setting<'a>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Setting<'a> {
    /// In lower case.
    pub(crate) key: Cow<'a, str>,
    /// Continuation lines are joined with line breaks.
    pub(crate) value: Cow<'a, str>,
    pub(crate) line: usize,
}

/// The sections of a file, and lines that not every AWS tool reads alike.
pub(crate) fn sections<'a>(
    text: &'a str,
    notices: &mut Vec<(usize, Notice)>,
) -> Result<Vec<Section<'a>>, ReadError> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    // The last setting has an empty first line, so indented lines are name = value themselves.
    let mut nested = false;
    // How far the last setting is indented; a line that goes on with it is indented more.
    let mut indent = 0;
    for (i, line) in text.split('\n').enumerate() {
        let number = i + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let bare = line.trim_matches(SPACE);
        if bare.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if bare.starts_with(['#', ';']) {
            notices.push((number, Notice::IndentedComment));
            continue;
        }
        let indented = line.len() - line.trim_start_matches(SPACE).len();
        if indented > indent
            && let Some(setting) = sections.last_mut().and_then(|s| s.settings.last_mut())
        {
            if nested {
                split(line).map_err(|p| ReadError::at(number, p))?;
            }
            let value = setting.value.to_mut();
            value.push('\n');
            value.push_str(bare);
            continue;
        }
        if bare.starts_with('[') {
            let header = header(line).ok_or(ReadError::at(number, Problem::HeaderNotClosed))?;
            if indented > 0 {
                notices.push((number, Notice::Indented));
            }
            sections.push(Section { header, line: number, settings: Vec::new() });
            continue;
        }
        let Some(section) = sections.last_mut() else {
            return Err(ReadError::at(number, Problem::OutsideSection { found: shown(line) }));
        };
        let (key, value) = split(line).map_err(|p| {
            let alone = indented > 0 && section.settings.is_empty();
            ReadError::at(number, if alone { Problem::NothingToContinue } else { p })
        })?;
        if indented > 0 && section.settings.is_empty() {
            notices.push((number, Notice::Indented));
        }
        (nested, indent) = (value.is_empty(), indented);
        section.settings.push(Setting {
            key: lower(key),
            value: Cow::Borrowed(value),
            line: number,
        });
    }
    Ok(sections)
}

/// What stands in the brackets of a section line, and what behind them, which the AWS CLI ignores and
/// SDKs refuse. A comment may touch the closing bracket.
pub(crate) fn bracketed(line: &str) -> Option<(&str, &str)> {
    let end = line.find(['#', ';']).unwrap_or(line.len());
    let (header, rest) = line[..end].trim_matches(SPACE).strip_prefix('[')?.rsplit_once(']')?;
    Some((header, rest.trim_matches(SPACE)))
}

/// What stands in the brackets of a section line with nothing but a comment behind them.
pub(crate) fn header(line: &str) -> Option<&str> {
    bracketed(line).filter(|(_, rest)| rest.is_empty()).map(|(header, _)| header)
}

/// `name = value`, without a comment.
fn split(line: &str) -> Result<(&str, &str), Problem> {
    let line = line.trim_matches(SPACE);
    let (key, value) = without_comment(line)
        .split_once('=')
        .ok_or_else(|| Problem::NoEquals { found: shown(line) })?;
    let key = key.trim_matches(SPACE);
    if key.is_empty() {
        return Err(Problem::NoKey);
    }
    Ok((key, value.trim_matches(SPACE)))
}

/// A comment begins at `#` or `;` after a space.
pub(crate) fn without_comment(line: &str) -> &str {
    let mut after_space = false;
    for (i, c) in line.char_indices() {
        if after_space && (c == '#' || c == ';') {
            return &line[..i];
        }
        after_space = c.is_whitespace();
    }
    line
}

/// Only the part that can't be a secret value.
pub(crate) fn shown(line: &str) -> String {
    quoted(line.split('=').next().unwrap_or_default().trim())
}

pub(crate) fn lower(key: &str) -> Cow<'_, str> {
    if key.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(key.to_ascii_lowercase())
    } else {
        Cow::Borrowed(key)
    }
}

/// A section's kind and name: `profile` and `x` of `[profile x]`.
pub(crate) fn kind_and_name(header: &str) -> (Option<&str>, &str) {
    let header = header.trim_matches(SPACE);
    match header.split_once(SPACE) {
        Some((kind, name)) => (Some(kind.trim()), name.trim()),
        None => (None, header.trim()),
    }
}

/// The name in a pair of quotes, which the AWS CLI, boto3 and the SDK for JavaScript take off.
pub(crate) fn unquoted(name: &str) -> Option<&str> {
    let quote = name.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = name.strip_prefix(quote)?.strip_suffix(quote)?;
    let plain = !inside.is_empty() && !inside.contains(['"', '\'', '\\', '[', ']', '#', ';']);
    (plain && inside.trim() == inside).then_some(inside)
}

/// The names the SDKs accept for profiles and settings.
pub(crate) fn is_identifier(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c))
}
