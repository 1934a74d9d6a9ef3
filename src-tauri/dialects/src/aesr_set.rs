//! What AESR's profiles become.

use std::collections::HashMap;

use rolebridge_model::{ExternalId, Partition, Region};

use crate::aesr::{AesrProfile, profiles};
use crate::aws_profiles::Notes;
use crate::entry::{Account, Entry, Kind, MOST_HOPS, Role};
use crate::error::quoted;
use crate::reading::{Notice, Reading, SkipReason};
use crate::{Dialect, ReadError, colour};

pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let set = profiles(text)?;
    let mut reading = Reading::new(Dialect::Aesr);
    reading.entries.reserve(set.all.len());
    let mut base_of: Vec<Option<usize>> = vec![None; set.all.len()];
    for complex in &set.complexes {
        for target in &complex.targets {
            base_of[*target] = Some(complex.base);
        }
    }
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(set.all.len());
    for (i, p) in set.all.iter().enumerate() {
        match first.get(p.name) {
            Some(line) => reading.warn(p.line, p.name, Notice::NameAgain { first: *line }),
            None => {
                first.insert(p.name, p.line);
            }
        }
        if p.name.is_empty() || p.role == Some("") {
            let reason = if p.name.is_empty() { SkipReason::NoName } else { SkipReason::EmptyRole };
            reading.skip(p.line, p.name, reason);
            continue;
        }
        let mut entry = entry(p, base_of[i].map(|b| &set.all[b]), &mut reading);
        if set.complexes.binary_search_by_key(&i, |c| c.base).is_ok() && p.source.is_none() {
            entry.kind = Kind::Base;
        }
        let mut next = base_of[i];
        let mut passed = vec![i];
        while let Some(at) = next {
            if passed.contains(&at) {
                let name = set.all[at].name.to_owned();
                reading.warn(p.line, p.name, Notice::SourceLoop { name });
                break;
            }
            if passed.len() > MOST_HOPS {
                reading.warn(p.line, p.name, Notice::ChainTooLong);
                break;
            }
            passed.push(at);
            entry.chain.push(set.all[at].name.to_owned());
            next = base_of[at];
        }
        reading.entries.push(entry);
    }
    Ok(reading)
}

fn entry(p: &AesrProfile<'_>, base: Option<&AesrProfile<'_>>, reading: &mut Reading) -> Entry {
    let mut entry = Entry::new(p.name, Kind::Role, Dialect::Aesr, p.line);
    let mut notes = Notes { name: p.name, reading };
    let mut account = Account::by_hand(p.account);
    if account.id.is_none() {
        if p.account.bytes().all(|b| b.is_ascii_digit()) {
            notes.say(p.line, Notice::OddAccount { digits: p.account.len() });
        } else {
            notes.say(p.line, Notice::AccountAlias);
        }
    }
    account.alias = p.other("aws_account_alias").map(|(v, _)| v.to_owned());
    entry.account = Some(account);
    entry.partition = p.partition.and_then(|v| Partition::parse(v).ok());
    if p.partition.is_some() && entry.partition.is_none() {
        notes.say(p.line, Notice::OddRoleArn);
    }
    let inherited = |key| base.and_then(|b| b.other(key));
    // The role may come from the base; then it is the base's to change, and not written here.
    entry.role = p.role.or_else(|| inherited("target_role_name").map(|(v, _)| v)).map(Role::new);
    if entry.role.as_ref().is_some_and(|r| r.name.is_none() || r.path.is_none()) {
        notes.say(p.line, Notice::OddRoleArn);
    }
    if let Some((v, line)) = p.other("region").or_else(|| inherited("target_region")) {
        entry.region = notes.checked(line, "region", Region::parse(v));
    }
    if let Some((v, line)) = p.other("external_id") {
        entry.external_id = notes.checked(line, "external_id", ExternalId::parse(v));
    }
    if let Some((v, line)) = p.other("color") {
        let token = colour::hex(v);
        if token.rgb.is_none() {
            notes.say(line, Notice::UnknownColour { written: quoted(v) });
        }
        entry.colour = Some(token);
    }
    entry.image = p.other("image").map(|(v, _)| v.trim_matches('"').to_owned());
    entry.target.role = p.other("target_role_name").map(|(v, _)| v.to_owned());
    if let Some((v, line)) = p.other("target_region") {
        entry.target.region = notes.checked(line, "target_region", Region::parse(v));
    }
    entry.source = p.source.map(str::to_owned);
    entry
}
