//! aws-role-switch: INI in which only a whole line can be a comment (`#`), later values win, and
//! `target_role_name` is handed on through `source_profile`.

use std::collections::HashMap;

use rolebridge_model::{ExternalId, Partition, Region};

use crate::aesr::trim;
use crate::aws_profiles::Notes;
use crate::entry::{Account, Entry, Kind, MOST_HOPS, Role, split_role_arn};
use crate::error::quoted;
use crate::reading::{Notice, Reading, SkipReason};
use crate::{Dialect, ReadError, colour};

#[derive(Debug)]
struct Section<'a> {
    name: &'a str,
    line: usize,
    settings: Vec<(&'a str, &'a str, usize)>,
}

impl<'a> Section<'a> {
    fn get(&self, key: &str) -> Option<(&'a str, usize)> {
        self.settings.iter().find(|(k, ..)| *k == key).map(|(_, v, line)| (*v, *line))
    }
}

#[allow(clippy::unnecessary_wraps)] // as every reader; this tool rejects no text as a whole
pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Dialect::RoleSwitch);
    let sections = sections(text, &mut reading);
    let index: HashMap<&str, usize> =
        sections.iter().enumerate().map(|(i, s)| (s.name, i)).collect();
    for section in &sections {
        add(section, &sections, &index, &mut reading);
    }
    // Ungrouped entries come first, then the groups in the order they appear in.
    let mut groups: HashMap<String, usize> = HashMap::new();
    for entry in &reading.entries {
        if let Some(group) = &entry.group {
            let next = groups.len() + 1;
            groups.entry(group.clone()).or_insert(next);
        }
    }
    reading.entries.sort_by_cached_key(|e| {
        e.group.as_ref().and_then(|g| groups.get(g)).copied().unwrap_or_default()
    });
    Ok(reading)
}

fn sections<'a>(text: &'a str, reading: &mut Reading) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    let mut places: HashMap<(usize, &str), usize> = HashMap::new();
    let mut current: Option<usize> = None;
    for (i, line) in text.split('\n').enumerate() {
        let number = i + 1;
        let line = trim(line);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let Some(name) = rest.strip_suffix(']').map(trim) else {
                reading.skip(number, &quoted(line), SkipReason::NotUnderstood);
                continue;
            };
            // Settings of a section without a name belong to none.
            current = (!name.is_empty()).then(|| {
                *index.entry(name).or_insert_with(|| {
                    sections.push(Section { name, line: number, settings: Vec::new() });
                    sections.len() - 1
                })
            });
        } else if let Some((key, value)) = line.split_once('=') {
            let (key, value) = (trim(key), trim(value));
            let Some(section) = current.map(|c| &mut sections[c]) else {
                reading.skip(number, &quoted(key), SkipReason::OutsideSection);
                continue;
            };
            let place =
                *places.entry((section.line, key)).or_insert_with(|| section.settings.len());
            match section.settings.get_mut(place) {
                Some(there) => {
                    *there = (key, value, number);
                    let notice = Notice::SetAgain { key: key.to_owned() };
                    reading.warn(number, title(section.name), notice);
                }
                None => section.settings.push((key, value, number)),
            }
        } else {
            reading.skip(number, &quoted(line), SkipReason::NotUnderstood);
        }
    }
    sections
}

fn title(section: &str) -> &str {
    trim(section.strip_prefix("profile").unwrap_or(section))
}

fn add(
    section: &Section<'_>,
    all: &[Section<'_>],
    index: &HashMap<&str, usize>,
    reading: &mut Reading,
) {
    let name = title(section.name);
    if section.get("target_role_name").is_some() {
        return reading.skip(section.line, name, SkipReason::OnlyPassesRole);
    }
    let arn = section.get("role_arn").map(|(v, line)| (known_arn(v), line));
    if let Some((None, line)) = arn
        && (section.get("aws_account_id").is_none() || section.get("role_name").is_none())
    {
        return reading.skip(line, name, SkipReason::BadRoleArn);
    }
    let arn = arn.and_then(|(a, _)| a);
    let account = arn.map(|a| a.1).or_else(|| section.get("aws_account_id").map(|(v, _)| v));
    let Some(account) = account.filter(|a| !a.is_empty()) else {
        return reading.skip(section.line, name, SkipReason::NoAccount);
    };
    let sources = sources(section, all, index);
    let role = arn
        .map(|a| a.2)
        .or_else(|| section.get("role_name").map(|(v, _)| v))
        .or_else(|| sources.iter().find_map(|s| s.get("target_role_name")).map(|(v, _)| v));
    let Some(role) = role.filter(|r| !r.is_empty()) else {
        return reading.skip(section.line, name, SkipReason::NoRole);
    };
    let mut entry = Entry::new(name, Kind::Role, Dialect::RoleSwitch, section.line);
    let mut notes = Notes { name, reading };
    entry.account = Some(Account::by_hand(account));
    if entry.account.as_ref().is_some_and(|a| a.id.is_none()) {
        let digits = account.bytes().all(|b| b.is_ascii_digit());
        notes.say(
            section.line,
            if digits {
                Notice::OddAccount { digits: account.len() }
            } else {
                Notice::AccountAlias
            },
        );
    }
    entry.role = Some(Role::new(role));
    if entry.role.as_ref().is_some_and(|r| r.name.is_none() || r.path.is_none()) {
        notes.say(section.line, Notice::OddRoleArn);
    }
    entry.partition = arn.and_then(|a| Partition::parse(a.0).ok());
    if let Some((v, line)) = section.get("region").filter(|(v, _)| !v.is_empty()) {
        entry.region = Region::parse(v).ok();
        if entry.region.is_none() {
            notes.say(line, Notice::UnknownRegion { written: quoted(v) });
        }
    }
    if let Some((v, line)) = section.get("color").filter(|(v, _)| !v.is_empty()) {
        let token = colour::css(v);
        if token.rgb.is_none() {
            notes.say(line, Notice::UnknownColour { written: quoted(v) });
        }
        entry.colour = Some(token);
    }
    if let Some((v, line)) = section.get("external_id").filter(|(v, _)| !v.is_empty()) {
        entry.external_id = notes.checked(line, "external_id", ExternalId::parse(v));
    }
    entry.group = section.get("group").map(|(v, _)| v.to_owned()).filter(|g| !g.is_empty());
    if let Some((v, line)) = section.get("source_profile").filter(|(v, _)| !v.is_empty()) {
        entry.source = Some(title(v).to_owned());
        entry.chain = sources.iter().map(|s| title(s.name).to_owned()).collect();
        if sources.is_empty() {
            notes.say(line, Notice::SourceMissing { source_profile: v.to_owned() });
        }
    }
    reading.entries.push(entry);
}

/// Partition, account and role of an ARN the tool knows. What stands behind the role's name is not
/// looked at.
fn known_arn(value: &str) -> Option<(&str, &str, &str)> {
    let (partition, account, role) = split_role_arn(value)?;
    let name = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    let role = role.split(|c| !name(c) && c != '/').next()?;
    let known = matches!(partition, "aws" | "aws-us-gov")
        && account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && role.starts_with(name);
    known.then_some((partition, account, role))
}

/// Where a section comes from, the nearest first, as far as the file goes and not in a circle.
fn sources<'s, 'a>(
    section: &Section<'a>,
    all: &'s [Section<'a>],
    index: &HashMap<&str, usize>,
) -> Vec<&'s Section<'a>> {
    let mut found: Vec<&Section<'a>> = Vec::new();
    let mut next = section.get("source_profile");
    while let Some((name, _)) = next {
        let Some(source) = index.get(name).map(|i| &all[*i]) else { break };
        if source.line == section.line
            || found.iter().any(|f| f.line == source.line)
            || found.len() == MOST_HOPS
        {
            break;
        }
        found.push(source);
        next = source.get("source_profile");
    }
    found
}
