//! INI as the Go library `ini` reads it, which aws-vault and granted use: settings may be indented and
//! divided by a colon, quotes round a key or a value are taken off, a value in backticks or in three
//! quotes goes over several lines, and a backslash at the end of a line goes on with it on the next.
//! Lines indented below an empty value are settings within it.

mod references;

use std::borrow::Cow;
use std::iter::Enumerate;
use std::str::SplitInclusive;

use crate::Dialect;
use crate::aws_ini::{self, Section, Setting, lower, shown, without_comment};
use crate::error::{Problem, ReadError, quoted};
use crate::reading::{Notice, Reading, SkipReason};

type Lines<'a> = Enumerate<SplitInclusive<'a, char>>;

pub(crate) fn sections<'a>(
    text: &'a str,
    reading: &mut Reading,
) -> Result<Vec<Section<'a>>, ReadError> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    // What stands before the first section is of a section of the library's own.
    let mut outside = Vec::new();
    // Indented lines belong to the setting before them, whose value is empty nevertheless.
    let mut nested = false;
    let mut lines = text.split_inclusive('\n').enumerate();
    while let Some((i, whole)) = lines.next() {
        let number = i + 1;
        let line = whole.trim_start();
        if line.is_empty() {
            continue;
        }
        if line.starts_with(['#', ';']) || nested && whole.starts_with([' ', '\t']) {
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
        let (key, rest) = key(line).map_err(fail)?;
        let key = match key.get(..8) {
            // granted knows its own settings in small letters only.
            Some(own) if own.eq_ignore_ascii_case("granted_") => Cow::Borrowed(key),
            _ => lower(key),
        };
        let anywhere = comments_anywhere(reading.dialect, &key);
        let Read { value, cut, empty } = value(rest, anywhere, &mut lines).map_err(fail)?;
        nested = empty;
        let Some(section) = sections.last_mut() else {
            reading.skip(number, &quoted(&key), SkipReason::OutsideSection);
            outside.push(Setting { key, value, line: number });
            continue;
        };
        if cut {
            reading.warn(number, "", Notice::CutOff { key: key.clone().into_owned() });
        }
        section.settings.push(Setting { key, value, line: number });
    }
    // granted has all but its own settings from the SDK, which knows no references.
    if reading.dialect == Dialect::AwsVault {
        references::resolve(&mut sections, &outside);
    }
    Ok(sections)
}

/// To the library a comment begins at any `#` or `;`. granted reads only its own settings with it,
/// and the others with the SDK for Go, which asks for a space before.
fn comments_anywhere(dialect: Dialect, key: &str) -> bool {
    dialect == Dialect::AwsVault || key.starts_with("granted_") || key.starts_with("common_fate_")
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

/// A section's kind and name, as aws-vault and granted tell them apart: the kind is followed by one
/// space, the rest is the name, and nothing is trimmed. `None` if AWS tools would trim it to a kind.
pub(crate) fn kind_and_name(header: &str) -> Option<(Option<&str>, &str)> {
    const KINDS: [&str; 5] =
        ["profile", "sso-session", "services", "granted_registry_start", "granted_registry_end"];
    let exact = KINDS.iter().find_map(|kind| {
        let name = header.strip_prefix(kind)?.strip_prefix(' ')?;
        Some((Some(*kind), name))
    });
    let trimmed = aws_ini::kind_and_name(header);
    match exact {
        Some(found) => Some(found),
        None if trimmed.0 == Some("profile") || header != "default" && trimmed.1 == "default" => {
            None
        }
        None => Some(trimmed),
    }
}

/// The key of a line, without quotes, and what stands behind the divider.
fn key(line: &str) -> Result<(&str, &str), Problem> {
    const DIVIDERS: [char; 2] = ['=', ':'];
    let no_divider = || Problem::NoEquals { found: shown(line.trim_end()) };
    let quote = ["\"\"\"", "\"", "`"].into_iter().find(|q| line.starts_with(q));
    let (key, rest) = match quote {
        Some(quote) => {
            let (key, rest) = line[quote.len()..].split_once(quote).ok_or(Problem::OpenQuote)?;
            (key, rest.split_once(DIVIDERS).ok_or_else(no_divider)?.1)
        }
        None => line.split_once(DIVIDERS).ok_or_else(no_divider)?,
    };
    match key.trim() {
        "" => Err(Problem::NoKey),
        key => Ok((key, rest)),
    }
}

struct Read<'a> {
    value: Cow<'a, str>,
    /// Text was taken for a comment that AWS tools take for a part of the value.
    cut: bool,
    /// The library has no value, whatever AWS tools have.
    empty: bool,
}

impl<'a> Read<'a> {
    fn of(value: impl Into<Cow<'a, str>>) -> Self {
        let value = value.into();
        Self { empty: value.is_empty(), value, cut: false }
    }
}

/// The value that begins in `rest`.
fn value<'a>(
    rest: &'a str,
    comments_anywhere: bool,
    lines: &mut Lines<'a>,
) -> Result<Read<'a>, Problem> {
    let whole = rest.trim_start();
    for quote in ["\"\"\"", "`"] {
        let Some(inside) = whole.strip_prefix(quote) else { continue };
        return match inside.rfind(quote) {
            Some(end) => Ok(Read::of(&inside[..end])),
            None => Ok(Read::of(to_closing(inside, quote, lines)?)),
        };
    }
    let line = whole.trim_end();
    if let Some(begun) = line.strip_suffix('\\') {
        return Ok(Read::of(continued(begun, lines)));
    }
    let for_aws = without_comment(rest.trim_end()).trim();
    let for_library = line.find(['#', ';']).map_or(line, |at| line[..at].trim());
    let value = if comments_anywhere { for_library } else { for_aws };
    Ok(Read {
        value: Cow::Borrowed(without_quotes(value)),
        cut: value != for_aws,
        empty: without_quotes(for_library).is_empty(),
    })
}

/// A value in backticks or three quotes that goes on on the next lines.
fn to_closing(begun: &str, quote: &str, lines: &mut Lines<'_>) -> Result<String, Problem> {
    let mut value = begun.to_owned();
    for (_, next) in lines {
        if let Some(end) = next.rfind(quote) {
            value.push_str(&next[..end]);
            return Ok(value);
        }
        value.push_str(next);
    }
    Err(Problem::OpenQuote)
}

/// A value whose line ends with a backslash, up to the first line that does not.
fn continued(begun: &str, lines: &mut Lines<'_>) -> String {
    let mut value = begun.to_owned();
    for (_, next) in lines {
        let next = next.trim();
        let goes_on = next.strip_suffix('\\');
        value.push_str(goes_on.unwrap_or(next));
        if goes_on.is_none() {
            break;
        }
    }
    value
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
