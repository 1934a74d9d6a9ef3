//! Which entry of a file is which of ours: by name and role, else by where it was imported from,
//! else, if a file renamed it, by its role.

use std::collections::{HashMap, HashSet};

use rolebridge_dialects::{Entry, Reading};
use rolebridge_model::{RoleArn, SwitchEntry, SwitchEntryId};
use rolebridge_store::{ImportStep, Imported, Origin};

use super::{
    ImportAction, ImportChange, ImportItem, ImportSetting, ImportSkip, ImportWarning, number,
};
use crate::mapping::{self, Aliases, Mapped, Sources, Values};

/// What an import comes to.
pub(super) struct Found {
    pub(super) items: Vec<ImportItem>,
    /// Lines of entries whose account was found by its alias.
    pub(super) by_alias: HashSet<usize>,
    pub(super) skipped: Vec<ImportSkip>,
    pub(super) warnings: Vec<ImportWarning>,
    pub(super) gone: Vec<String>,
    /// With the place of the item each is of.
    pub(super) steps: Vec<(usize, ImportStep<Values>)>,
}

type ByOrigin = HashMap<SwitchEntryId, Imported<Values>>;

pub(super) fn plan(
    reading: &Reading,
    file: &str,
    existing: &[SwitchEntry],
    imported: &ByOrigin,
    aliases: &Aliases,
) -> Result<Found, String> {
    let mut found = Found {
        items: Vec::new(),
        by_alias: HashSet::new(),
        skipped: Vec::new(),
        warnings: Vec::new(),
        gone: Vec::new(),
        steps: Vec::new(),
    };
    let taken = take(reading, aliases, &mut found);
    let origins: Vec<Origin> = taken.iter().map(|(e, _)| origin(e, file)).collect();
    let partner = partners(&taken, &origins, existing, imported);
    for (((entry, mapped), origin), partner) in taken.iter().zip(origins).zip(&partner) {
        let values = mapped.values.clone();
        let note = Imported { origin, values };
        let place = found.items.len();
        let new = mapping::new_entry(&mapped.values)?;
        let settings = settings(&new, &mapped.values);
        let action = match partner {
            None => {
                found.steps.push((place, ImportStep::Add(new, note)));
                ImportAction::Add
            }
            Some(i) => {
                let ours = &existing[*i];
                let last = imported.get(&ours.id);
                let from_here = last.filter(|l| l.origin.file == note.origin.file);
                let (new, changes) =
                    mapping::merged(ours, from_here.map(|l| &l.values), &mapped.values);
                if changes.is_empty() {
                    // Where an entry came from first is where it stays from.
                    if last.is_none() || from_here.is_some_and(|l| *l != note) {
                        found.steps.push((place, ImportStep::Note(ours.id, note)));
                    }
                    ImportAction::Same { id: ours.id }
                } else {
                    found.steps.push((place, ImportStep::Update(new, note)));
                    let changes = changes.into_iter().map(|c| ImportChange {
                        field: c.field.into(),
                        from: c.from,
                        to: c.to,
                    });
                    ImportAction::Update { id: ours.id, changes: changes.collect() }
                }
            }
        };
        found.items.push(ImportItem {
            line: number(entry.provenance.line),
            name: entry.name.clone(),
            entry: mapped.values.name.to_string(),
            account: mapped.values.role.account().clone(),
            role: mapped.values.role.clone(),
            action,
            settings,
            not_kept: mapped.not_kept.iter().map(|f| (*f).to_owned()).collect(),
        });
    }
    let dialect = reading.dialect.as_str();
    let still: HashSet<usize> = partner.into_iter().flatten().collect();
    found.gone = existing
        .iter()
        .enumerate()
        .filter(|(i, e)| {
            let from = imported.get(&e.id).map(|l| &l.origin);
            !still.contains(i) && from.is_some_and(|o| o.file == file && o.dialect == dialect)
        })
        .map(|(_, e)| e.name.to_string())
        .collect();
    Ok(found)
}

/// What the file says, in the words of the entry it becomes.
fn settings(new: &SwitchEntry, values: &Values) -> Vec<ImportSetting> {
    let shown = mapping::fields(new).into_iter();
    let told = shown.filter(|(field, _)| match *field {
        "name" | "role" => false,
        "colour" => values.colour.is_some(),
        _ => true,
    });
    let setting = |(field, value): (&str, Option<String>)| {
        Some(ImportSetting { field: field.into(), value: value? })
    };
    told.filter_map(setting).collect()
}

/// The entries of the file that can be switch entries; what speaks against the others is told.
fn take<'r>(
    reading: &'r Reading,
    aliases: &Aliases,
    found: &mut Found,
) -> Vec<(&'r Entry, Mapped)> {
    let mut first: HashMap<(String, RoleArn), usize> = HashMap::new();
    let mut taken = Vec::new();
    let sources = Sources::of(reading, aliases);
    for entry in &reading.entries {
        let line = number(entry.provenance.line);
        let mut skip = |reason: String| {
            found.skipped.push(ImportSkip { line, name: entry.name.clone(), reason });
        };
        let mapped = match mapping::read(entry, &sources) {
            Ok(mapped) => mapped,
            Err(reason) => {
                skip(reason);
                continue;
            }
        };
        let key = (mapped.values.name.to_string(), mapped.values.role.clone());
        if let Some(before) = first.insert(key, entry.provenance.line) {
            skip(format!("Line {before} has the same name and role already."));
            continue;
        }
        if mapped.renamed {
            let notice = format!(
                "It is called \u{201c}{}\u{201d} here: a name has at most 64 characters and no \
                 line breaks or spaces at its ends.",
                mapped.values.name
            );
            found.warnings.push(ImportWarning { line, name: entry.name.clone(), notice });
        }
        if let (Some(id), Some(account)) = (sources.account_of(entry), &entry.account) {
            found.by_alias.insert(entry.provenance.line);
            let notice = format!("Its account, the alias {}, is {id}.", account.written);
            found.warnings.push(ImportWarning { line, name: entry.name.clone(), notice });
        }
        taken.push((entry, mapped));
    }
    taken
}

fn origin(entry: &Entry, file: &str) -> Origin {
    Origin {
        dialect: entry.provenance.dialect.to_string(),
        file: file.to_owned(),
        section: entry.provenance.section.clone().unwrap_or_default(),
        name: entry.name.clone(),
    }
}

/// For each entry of the file the place of ours it is, if any. None of ours is taken twice.
fn partners(
    taken: &[(&Entry, Mapped)],
    origins: &[Origin],
    existing: &[SwitchEntry],
    imported: &ByOrigin,
) -> Vec<Option<usize>> {
    let mut partner: Vec<Option<usize>> = vec![None; taken.len()];
    let mut used = HashSet::new();
    let from = |i: usize| imported.get(&existing[i].id).map(|l| &l.origin);
    let mut by_origin: HashMap<&Origin, usize> = HashMap::new();
    let mut by_key: HashMap<(&str, &RoleArn), Vec<usize>> = HashMap::new();
    for (i, entry) in existing.iter().enumerate() {
        if let Some(origin) = from(i) {
            by_origin.entry(origin).or_insert(i);
        }
        by_key.entry((entry.name.as_str(), &entry.role)).or_default().push(i);
    }
    // Imported from this very place, with the role it still has: nothing is surer.
    for (n, origin) in origins.iter().enumerate() {
        let same = by_origin.get(origin).copied();
        let same =
            same.filter(|i| imported[&existing[*i].id].values.role == taken[n].1.values.role);
        partner[n] = same.filter(|i| used.insert(*i));
    }
    for (n, (_, mapped)) in
        taken.iter().enumerate().filter(|(n, _)| partner[*n].is_none()).collect::<Vec<_>>()
    {
        let key = (mapped.values.name.as_str(), &mapped.values.role);
        let free = by_key.get(&key).and_then(|all| all.iter().find(|i| !used.contains(*i)));
        partner[n] = free.copied().filter(|i| used.insert(*i));
    }
    for (n, origin) in origins.iter().enumerate() {
        if partner[n].is_none() {
            let same = by_origin.get(origin).copied();
            partner[n] = same.filter(|i| used.insert(*i));
        }
    }
    renamed(taken, origins, existing, imported, &mut partner, &mut used);
    partner
}

/// What is left of the file and of ours.
type Left = (Vec<usize>, Vec<usize>);

/// A file that gave an entry another name: one of its entries and one of ours from it are left with
/// the same role.
fn renamed(
    taken: &[(&Entry, Mapped)],
    origins: &[Origin],
    existing: &[SwitchEntry],
    imported: &ByOrigin,
    partner: &mut [Option<usize>],
    used: &mut HashSet<usize>,
) {
    let mut left: HashMap<(&str, &str, &RoleArn), Left> = HashMap::new();
    for (n, (_, mapped)) in taken.iter().enumerate().filter(|(n, _)| partner[*n].is_none()) {
        let o = &origins[n];
        left.entry((&o.dialect, &o.file, &mapped.values.role)).or_default().0.push(n);
    }
    for (i, entry) in existing.iter().enumerate().filter(|(i, _)| !used.contains(i)) {
        if let Some(Imported { origin: o, values }) = imported.get(&entry.id)
            && let Some(both) = left.get_mut(&(&*o.dialect, &*o.file, &values.role))
        {
            both.1.push(i);
        }
    }
    for (mine, ours) in left.into_values() {
        if let ([n], [i]) = (mine.as_slice(), ours.as_slice()) {
            partner[*n] = Some(*i);
            used.insert(*i);
        }
    }
}
