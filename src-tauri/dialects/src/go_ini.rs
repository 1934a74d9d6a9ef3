//! INI as the Go library `ini` reads it, which aws-vault and granted use: settings may be indented and
//! divided by a colon, quotes round a value are taken off, and a backslash at the end of a line goes
//! on with it on the next. Lines indented below an empty value are part of it.

use std::borrow::Cow;

use crate::aws_ini::{Section, Setting, lower, shown, without_comment};
use crate::error::{Problem, ReadError, quoted};
use crate::reading::{Reading, SkipReason};

pub(crate) fn sections<'a>(
    text: &'a str,
    reading: &mut Reading,
) -> Result<Vec<Section<'a>>, ReadError> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    // Lines may belong to the empty value of the last setting.
    let mut nested = false;
    let mut lines = text.split('\n').enumerate();
    while let Some((i, whole)) = lines.next() {
        let number = i + 1;
        let line = whole.trim();
        if line.is_empty() {
            continue;
        }
        if nested
            && whole.starts_with([' ', '\t'])
            && let Some(setting) = sections.last_mut().and_then(|s| s.settings.last_mut())
        {
            let value = setting.value.to_mut();
            value.push('\n');
            value.push_str(line);
            continue;
        }
        if line.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with('[') {
            sections.push(Section {
                header: header(line, number)?,
                line: number,
                settings: Vec::new(),
            });
            nested = false;
            continue;
        }
        let fail = |problem| ReadError::at(number, problem);
        let Some((key, value)) = line.split_once(['=', ':']) else {
            return Err(fail(Problem::NoEquals { found: shown(line) }));
        };
        let key = key.trim();
        if key.is_empty() {
            return Err(fail(Problem::NoKey));
        }
        let value = match value.trim().strip_suffix('\\') {
            Some(begun) => {
                let mut joined = begun.to_owned();
                for (_, next) in lines.by_ref() {
                    let next = next.trim();
                    joined.push_str(next.strip_suffix('\\').unwrap_or(next));
                    if !next.ends_with('\\') {
                        break;
                    }
                }
                Cow::Owned(joined)
            }
            None => Cow::Borrowed(without_quotes(without_comment(value).trim())),
        };
        // What stands before the first section is of a section of the library's own.
        let Some(section) = sections.last_mut() else {
            reading.skip(number, &quoted(key), SkipReason::OutsideSection);
            continue;
        };
        nested = value.is_empty();
        section.settings.push(Setting { key: lower(key), value, line: number });
    }
    Ok(sections)
}

/// The name goes as far as the last bracket of the line; behind it may stand anything.
fn header(line: &str, number: usize) -> Result<&str, ReadError> {
    let fail = |problem| ReadError::at(number, problem);
    let end = line.rfind(']').ok_or_else(|| fail(Problem::HeaderNotClosed))?;
    match &line[1..end] {
        "" => Err(fail(Problem::NoSectionName)),
        name => Ok(name),
    }
}

fn without_quotes(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| {
            let inside = value.strip_prefix(quote)?.strip_suffix(quote)?;
            (!inside.contains(quote)).then_some(inside)
        })
        .unwrap_or(value)
}
