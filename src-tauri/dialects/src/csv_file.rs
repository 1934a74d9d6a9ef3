//! CSV: a table with a header line. Columns may stand in any order and be left out, except `name`
//! and `role`; the separator is a comma, a semicolon or a tab, whichever the header has.

use std::collections::HashMap;

use rolebridge_model::{ExternalId, Partition, Region, SessionName};

use crate::aws_profiles::{Notes, duration};
use crate::aws_sso::account_id;
use crate::entry::{Account, Entry, Kind, Label, Role, split_role_arn};
use crate::error::{Problem, quoted};
use crate::reading::{Notice, Reading, SkipReason};
use crate::tree::Lines;
use crate::{Dialect, ReadError, colour};

/// The columns, and what is in them.
pub const COLUMNS: [(&str, &str); 15] = [
    ("name", "What the entry is called"),
    ("account", "Account ID or alias; may be empty if role is an ARN"),
    ("role", "ARN of the role, or its path and name"),
    ("external_id", "External ID"),
    ("source", "Name of the entry or profile it starts from"),
    ("region", "Region to work in"),
    ("colour", "Six hexadecimal digits, or any CSS colour"),
    ("group", "Group"),
    ("description", "Description"),
    ("mfa_serial", "ARN or serial number of the MFA device"),
    ("duration_seconds", "900 to 43200"),
    ("session_name", "Name of the session"),
    ("session_tags", "key=value pairs, separated by semicolons"),
    ("transitive_tags", "Keys of tags to pass on, separated by semicolons"),
    ("source_identity", "Source identity"),
];

/// Other words for the columns. Spaces, hyphens, underscores and capitals make no difference.
const ALIASES: [(&str, &str); 15] = [
    ("account_number", "account"),
    ("account_id", "account"),
    ("aws_account_id", "account"),
    ("role_arn", "role"),
    ("role_name", "role"),
    ("arn", "role"),
    ("source_profile", "source"),
    ("color", "colour"),
    ("display_name", "name"),
    ("profile", "name"),
    ("notes", "description"),
    ("duration", "duration_seconds"),
    ("role_session_name", "session_name"),
    ("transitive_session_tags", "transitive_tags"),
    ("tags", "session_tags"),
];

pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Dialect::Csv);
    let separator = separator(text);
    if let Some(at) = open_quote(text, separator) {
        return Err(ReadError::at(Lines::of(text).at(at), Problem::QuoteNotClosed));
    }
    let table = after_separator_line(text);
    let begins = text.len() - table.len();
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(table.as_bytes());
    // The reader counts a row as begun before the LF of a CRLF and before empty lines.
    let lines = Lines::of(text);
    let place = |p: &csv::Position| {
        let at = begins + usize::try_from(p.byte()).unwrap_or_default().min(table.len());
        let empty = text.as_bytes()[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        lines.at(at + empty)
    };
    let mut columns: Option<Vec<Option<&'static str>>> = None;
    let mut first: HashMap<String, usize> = HashMap::new();
    for row in rows.records() {
        let row = row.map_err(|e| {
            let line = e.position().map_or(1, place);
            let message = "a row is not as the rows before".to_owned();
            ReadError::at(line, Problem::Syntax { format: "CSV", message })
        })?;
        let line = row.position().map_or(1, place);
        let Some(columns) = &columns else {
            columns = Some(header(&row, line, &mut reading)?);
            continue;
        };
        let cells: HashMap<&str, String> = columns
            .iter()
            .zip(&row)
            .filter_map(|(column, cell)| Some(((*column)?, unescaped(cell.trim()))))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        add(&cells, line, &mut first, &mut reading);
    }
    if columns.is_none() {
        return Err(ReadError::at(1, Problem::NoColumn { column: "name" }));
    }
    crate::team_rules::fill_chains(&mut reading);
    Ok(reading)
}

/// The text behind a first line `sep=;`, by which Excel knows the separator.
pub(crate) fn after_separator_line(text: &str) -> &str {
    match text.split_once('\n') {
        Some((line, rest)) if told_separator(line).is_some() => rest,
        _ => text,
    }
}

fn told_separator(line: &str) -> Option<u8> {
    let line = line.trim_end_matches('\r').trim_matches('"');
    let (word, told) = line.split_once('=')?;
    let told = told.as_bytes();
    let known = word.eq_ignore_ascii_case("sep") && matches!(told, [b',' | b';' | b'\t']);
    known.then(|| told[0])
}

/// The separator that is told, or else the one the header line has most of, outside quotes.
pub(crate) fn separator(text: &str) -> u8 {
    if let Some(told) = text.lines().next().and_then(told_separator) {
        return told;
    }
    let line = text.split(['\n', '\r']).find(|l| !l.is_empty()).unwrap_or_default();
    let outside: String = line.split('"').step_by(2).collect();
    let count = |c: char| outside.matches(c).count();
    let (commas, semicolons, tabs) = (count(','), count(';'), count('\t'));
    if semicolons > commas && semicolons >= tabs {
        b';'
    } else if tabs > commas {
        b'\t'
    } else {
        b','
    }
}

/// Where a cell in quotes begins that does not end. The reader would take the rest of the file for
/// that cell.
fn open_quote(text: &str, separator: u8) -> Option<usize> {
    let (mut quoted, mut begins) = (None, true);
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((i, b)) = bytes.next() {
        if quoted.is_some() {
            if b == b'"' && bytes.next_if(|(_, next)| *next == b'"').is_none() {
                quoted = None;
            }
        } else if begins && b == b'"' {
            quoted = Some(i);
        }
        begins = quoted.is_none() && (b == separator || matches!(b, b'\r' | b'\n'));
    }
    quoted
}

/// The column a header cell names.
pub(crate) fn column(cell: &str) -> Option<&'static str> {
    let is = |word: &str| {
        let letters = |c: &char| !matches!(c, ' ' | '-' | '_');
        let cell = cell.trim().chars().filter(letters).map(|c| c.to_ascii_lowercase());
        word.chars().filter(letters).eq(cell)
    };
    let alias = ALIASES.iter().find(|(a, _)| is(a)).map(|(_, c)| *c);
    alias.or_else(|| COLUMNS.iter().find(|(c, _)| is(c)).map(|(c, _)| *c))
}

fn header(
    row: &csv::StringRecord,
    line: usize,
    reading: &mut Reading,
) -> Result<Vec<Option<&'static str>>, ReadError> {
    let columns: Vec<_> = row.iter().map(column).collect();
    for (i, found) in columns.iter().enumerate() {
        match found {
            Some(c) if columns[..i].contains(found) => {
                let problem = Problem::DuplicateColumn { column: (*c).to_owned() };
                return Err(ReadError::at(line, problem));
            }
            None if !row[i].trim().is_empty() => {
                let column = quoted(row[i].trim());
                reading.warn(line, "", Notice::UnknownColumn { column });
            }
            _ => {}
        }
    }
    for column in ["name", "role"] {
        if !columns.contains(&Some(column)) {
            return Err(ReadError::at(line, Problem::NoColumn { column }));
        }
    }
    Ok(columns)
}

/// Spreadsheets run a cell that begins with one of these, so the writer puts `'` before it.
pub(crate) fn needs_escape(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\''])
}

/// A cell without what was put round it for a spreadsheet: `'` before it, or `="..."`, which keeps
/// leading zeros.
fn unescaped(cell: &str) -> String {
    let formula = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    if let Some(text) = formula.filter(|text| !text.contains('"')) {
        return text.to_owned();
    }
    match cell.strip_prefix('\'') {
        Some(rest) if needs_escape(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn add(
    cells: &HashMap<&str, String>,
    line: usize,
    first: &mut HashMap<String, usize>,
    reading: &mut Reading,
) {
    if cells.is_empty() {
        return reading.skip(line, "", SkipReason::EmptyRow);
    }
    let Some(name) = cells.get("name") else {
        return reading.skip(line, "", SkipReason::EmptyCell { column: "name" });
    };
    let Some(role) = cells.get("role") else {
        return reading.skip(line, name, SkipReason::EmptyCell { column: "role" });
    };
    let mut entry = Entry::new(name, Kind::Role, Dialect::Csv, line);
    let mut notes = Notes { name, reading };
    if let Some(first) = first.get(name) {
        notes.say(line, Notice::NameAgain { first: *first });
    }
    first.entry(name.clone()).or_insert(line);
    let written = cells.get("account");
    let mut account = written.map(|a| match account_id(a).filter(|_| a.len() >= 9) {
        Some(id) if a.len() < 12 => {
            notes.say(line, Notice::ZerosLost { account: id.clone() });
            Account { written: a.clone(), ..Account::new(&id) }
        }
        _ => Account::by_hand(a),
    });
    if let Some((partition, id, role)) = split_role_arn(role) {
        entry.partition = Partition::parse(partition).ok();
        entry.role = Some(Role::new(role));
        let stated = account.as_ref().and_then(|a| a.id.as_ref()).map(ToString::to_string);
        if stated.as_deref() != Some(id) {
            if let Some(uid) = stated {
                notes.say(line, Notice::AccountsDiffer { uid, role: quoted(id) });
            }
            account = Some(Account::new(id));
        }
    } else {
        entry.role = Some(Role::new(role));
    }
    match &account {
        None => return reading.skip(line, name, SkipReason::EmptyCell { column: "account" }),
        Some(a) if a.id.is_none() => notes.say(
            line,
            if a.written.bytes().all(|b| b.is_ascii_digit()) {
                Notice::OddAccount { digits: a.written.len() }
            } else {
                Notice::AccountAlias
            },
        ),
        Some(_) => {}
    }
    entry.account = account;
    if entry.role.as_ref().is_some_and(|r| r.name.is_none() || r.path.is_none()) {
        notes.say(line, Notice::OddRoleArn);
    }
    if let Some(v) = cells.get("external_id") {
        entry.external_id = notes.checked(line, "external_id", ExternalId::parse(v));
    }
    if let Some(v) = cells.get("region") {
        entry.region = notes.checked(line, "region", Region::parse(v));
    }
    if let Some(v) = cells.get("session_name") {
        entry.session_name = notes.checked(line, "session_name", SessionName::parse(v));
    }
    if let Some(v) = cells.get("colour") {
        let token = colour::css(v);
        if token.rgb.is_none() {
            notes.say(line, Notice::UnknownColour { written: quoted(v) });
        }
        entry.colour = Some(token);
    }
    if let Some(v) = cells.get("duration_seconds") {
        entry.duration_seconds = duration(v);
        if entry.duration_seconds.is_none() {
            let why = "A duration is a number of seconds from 900 to 43200.".to_owned();
            notes.say(line, Notice::ValueLeftOut { key: "duration_seconds".into(), why });
        }
    }
    if let Some(v) = cells.get("session_tags") {
        for part in v.split(';').map(str::trim).filter(|p| !p.is_empty()) {
            if let Some((key, value)) = part.split_once('=') {
                entry.session_tags.push(Label::new(key.trim(), value.trim()));
            } else {
                let why = format!("{} is not key=value.", quoted(part));
                notes.say(line, Notice::ValueLeftOut { key: "session_tags".into(), why });
            }
        }
    }
    let words = |v: &String| {
        v.split(';').map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
    };
    entry.transitive_tags = cells.get("transitive_tags").map(words).unwrap_or_default();
    entry.source = cells.get("source").cloned();
    entry.group = cells.get("group").cloned();
    entry.description = cells.get("description").cloned();
    entry.mfa_serial = cells.get("mfa_serial").cloned();
    entry.source_identity = cells.get("source_identity").cloned();
    reading.entries.push(entry);
}
