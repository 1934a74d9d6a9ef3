//! The syntax of the shared AWS files, as the SDKs agree on it (AWS SDKs and Tools Reference Guide,
//! "Shared config and credentials files", and the SDKs' common parser tests).

use std::borrow::Cow;

use crate::error::{Problem, ReadError, quoted};

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

pub(crate) fn sections(text: &str) -> Result<Vec<Section<'_>>, ReadError> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    // The last setting has an empty first line, so indented lines are name = value themselves.
    let mut nested = false;
    for (i, line) in text.split('\n').enumerate() {
        let number = i + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim_matches(SPACE).is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with('[') {
            sections.push(Section {
                header: header(line).ok_or(ReadError::at(number, Problem::HeaderNotClosed))?,
                line: number,
                settings: Vec::new(),
            });
            continue;
        }
        let Some(section) = sections.last_mut() else {
            return Err(ReadError::at(number, Problem::OutsideSection { found: shown(line) }));
        };
        if line.starts_with(SPACE) {
            let Some(setting) = section.settings.last_mut() else {
                return Err(ReadError::at(number, Problem::NothingToContinue));
            };
            if nested {
                split(line).map_err(|p| ReadError::at(number, p))?;
            }
            let value = setting.value.to_mut();
            value.push('\n');
            value.push_str(line.trim_matches(SPACE));
        } else {
            let (key, value) = split(line).map_err(|p| ReadError::at(number, p))?;
            nested = value.is_empty();
            section.settings.push(Setting {
                key: lower(key),
                value: Cow::Borrowed(value),
                line: number,
            });
        }
    }
    Ok(sections)
}

/// What stands in the brackets of a section line. A comment may touch the closing bracket.
pub(crate) fn header(line: &str) -> Option<&str> {
    let end = line.find(['#', ';']).unwrap_or(line.len());
    line[..end].trim_matches(SPACE).strip_prefix('[')?.strip_suffix(']')
}

/// `name = value`, without a comment, which begins at `#` or `;` after a space.
fn split(line: &str) -> Result<(&str, &str), Problem> {
    let line = line.trim_matches(SPACE);
    let mut after_space = false;
    let mut end = line.len();
    for (i, c) in line.char_indices() {
        if after_space && (c == '#' || c == ';') {
            end = i;
            break;
        }
        after_space = c.is_whitespace();
    }
    let (key, value) =
        line[..end].split_once('=').ok_or_else(|| Problem::NoEquals { found: shown(line) })?;
    let key = key.trim_matches(SPACE);
    if key.is_empty() {
        return Err(Problem::NoKey);
    }
    Ok((key, value.trim_matches(SPACE)))
}

/// Only the part that can't be a secret value.
fn shown(line: &str) -> String {
    quoted(line.split('=').next().unwrap_or_default().trim())
}

fn lower(key: &str) -> Cow<'_, str> {
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

/// The names the SDKs accept for profiles and settings.
pub(crate) fn is_identifier(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c))
}
