//! AWS Extend Switch Roles: its own INI and what it makes of it (aesr-config 0.6.0). A comment
//! begins at any `#` or `;`, what stands behind a second `=` is lost, and a duplicate key, a setting
//! before any section and an empty value make it reject the file.

use std::collections::HashMap;

use serde::Serialize;

use crate::ReadError;
use crate::entry::split_role_arn;
use crate::error::{Problem, quoted};

/// A profile as AESR keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AesrProfile<'a> {
    /// Name, without `profile `.
    pub name: &'a str,
    /// Account: an ID or an alias.
    pub account: &'a str,
    /// Role with its path.
    pub role: Option<&'a str>,
    /// The name of the profile it comes from.
    pub source: Option<&'a str>,
    /// Line of `source_profile`.
    pub(crate) source_line: usize,
    /// Partition, if written as an ARN.
    pub partition: Option<&'a str>,
    /// The other settings, in order.
    pub others: Vec<(&'a str, &'a str, usize)>,
    /// Line of its section.
    pub line: usize,
}

impl<'a> AesrProfile<'a> {
    pub(crate) fn other(&self, key: &str) -> Option<(&'a str, usize)> {
        self.others.iter().find(|(k, ..)| *k == key).map(|(_, v, line)| (*v, *line))
    }
}

/// A profile others come from, by the places of all in [`AesrProfiles::all`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AesrComplex {
    /// The base.
    pub base: usize,
    /// Those that come from it, in the order of the file.
    pub targets: Vec<usize>,
}

/// The file as AESR has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AesrProfiles<'a> {
    /// Every profile, in the order of the file.
    pub all: Vec<AesrProfile<'a>>,
    /// Profiles without source or targets.
    pub singles: Vec<usize>,
    /// Profiles with targets.
    pub complexes: Vec<AesrComplex>,
}

#[derive(Debug)]
struct Section<'a> {
    name: &'a str,
    line: usize,
    settings: Vec<(&'a str, &'a str, usize)>,
}

/// Reads a text as AESR does.
///
/// # Errors
/// [`ReadError`] for what AESR rejects, with the line.
pub fn profiles(text: &str) -> Result<AesrProfiles<'_>, ReadError> {
    let all = sections(text)?.into_iter().map(profile).collect::<Result<Vec<_>, _>>()?;
    let mut by_source: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, p) in all.iter().enumerate() {
        if let Some(source) = p.source {
            by_source.entry(source).or_default().push(i);
        }
    }
    let (mut singles, mut complexes) = (Vec::new(), Vec::new());
    for (base, p) in all.iter().enumerate() {
        // The first of a name takes the targets.
        if let Some(targets) = by_source.remove(p.name) {
            complexes.push(AesrComplex { base, targets });
        } else if p.source.is_none() {
            singles.push(base);
        }
    }
    let stray = all.iter().find(|p| p.source.is_some_and(|s| by_source.contains_key(s)));
    if let Some((p, source)) = stray.and_then(|p| p.source.map(|s| (p, s))) {
        return Err(ReadError::at(
            p.source_line,
            Problem::UnknownSource { profile: quoted(p.name), source_profile: quoted(source) },
        ));
    }
    let set = AesrProfiles { all, singles, complexes };
    set.check()?;
    Ok(set)
}

impl AesrProfiles<'_> {
    /// AESR asks for a role where none is inherited. An empty one passes, and so does an empty name.
    fn check(&self) -> Result<(), ReadError> {
        for i in &self.singles {
            let p = &self.all[*i];
            if p.role.is_none() {
                return Err(no_role(p));
            }
        }
        for complex in &self.complexes {
            if self.all[complex.base].other("target_role_name").is_none()
                && let Some(i) = complex.targets.iter().find(|i| self.all[**i].role.is_none())
            {
                return Err(no_role(&self.all[*i]));
            }
        }
        Ok(())
    }
}

fn no_role(p: &AesrProfile<'_>) -> ReadError {
    ReadError::at(p.line, Problem::NoRole { profile: quoted(p.name) })
}

fn sections(text: &str) -> Result<Vec<Section<'_>>, ReadError> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (i, line) in lines(text).enumerate() {
        let number = i + 1;
        let line = trim(without_comment(line));
        if line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'))
            && !name.is_empty()
        {
            sections.push(Section { name: trim(name), line: number, settings: Vec::new() });
            seen.clear();
            continue;
        }
        let Some(section) = sections.last_mut() else {
            return Err(ReadError::at(number, Problem::OutsideSection { found: quoted(line) }));
        };
        let mut parts = line.split('=');
        let key = trim(parts.next().unwrap_or_default());
        let Some(value) = parts.next() else {
            return Err(ReadError::at(number, Problem::NoEquals { found: quoted(line) }));
        };
        let value = trim(value);
        if value.is_empty() {
            return Err(ReadError::at(number, Problem::NoValue { key: quoted(key) }));
        }
        if is_reserved(key) {
            return Err(ReadError::at(number, Problem::Reserved { name: quoted(key) }));
        }
        if let Some(first) = seen.insert(key, number) {
            let problem = Problem::DuplicateKey { key: quoted(key), first };
            return Err(ReadError::at(number, problem));
        }
        section.settings.push((key, value, number));
    }
    Ok(sections)
}

fn profile(section: Section<'_>) -> Result<AesrProfile<'_>, ReadError> {
    let mut p = AesrProfile {
        name: without_prefix(section.name),
        account: "",
        role: None,
        source: None,
        source_line: section.line,
        partition: None,
        others: Vec::new(),
        line: section.line,
    };
    if is_reserved(p.name) {
        return Err(ReadError::at(p.line, Problem::Reserved { name: quoted(p.name) }));
    }
    let (mut arn, mut account) = (None, None);
    for (key, value, line) in section.settings {
        match key {
            "role_arn" => arn = Some(value),
            "aws_account_id" => account = Some(value),
            "role_name" => p.role = Some(value),
            "source_profile" => {
                p.source = Some(value);
                p.source_line = line;
            }
            _ => p.others.push((key, value, line)),
        }
    }
    let fail = |problem| Err(ReadError::at(section.line, problem));
    if let Some(arn) = arn {
        if account.is_some() || p.role.is_some() {
            return fail(Problem::BothRoleForms { profile: quoted(p.name) });
        }
        let Some((partition, id, role)) = split_role_arn(arn) else {
            return fail(Problem::BadRoleArn { profile: quoted(p.name), value: quoted(arn) });
        };
        p.partition = Some(partition);
        p.role = Some(role);
        account = Some(id);
    }
    match account {
        None | Some("") => fail(Problem::NoAccount { profile: quoted(p.name) }),
        Some(account) => {
            p.account = account;
            Ok(p)
        }
    }
}

/// It looks names and settings up in JavaScript objects, which have these already, and then rejects
/// the whole file.
pub(crate) fn is_reserved(name: &str) -> bool {
    const RESERVED: [&str; 12] = [
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    ];
    RESERVED.contains(&name)
}

/// `profile `, whatever its case, is no part of the name.
fn without_prefix(name: &str) -> &str {
    let Some(head) = name.get(..7) else { return name };
    if !head.eq_ignore_ascii_case("profile") {
        return name;
    }
    let rest = name[7..].trim_start_matches(is_space);
    if rest.len() == name.len() - 7 { name } else { rest }
}

/// A line ends at CRLF, CR or LF.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        match text.bytes().position(|b| b == b'\r' || b == b'\n') {
            Some(i) => {
                let ending = if text[i..].starts_with("\r\n") { 2 } else { 1 };
                rest = Some(&text[i + ending..]);
                Some(&text[..i])
            }
            None => {
                rest = None;
                Some(text)
            }
        }
    })
}

/// JavaScript's `.` does not go past U+2028 and U+2029, so a comment before one is no comment.
fn without_comment(line: &str) -> &str {
    let from = match line.is_ascii() {
        true => 0,
        false => line.rfind(['\u{2028}', '\u{2029}']).unwrap_or(0),
    };
    match line[from..].bytes().position(|b| b == b';' || b == b'#') {
        Some(i) => &line[..from + i],
        None => line,
    }
}

/// What JavaScript's `trim` takes off.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}
