//! Which entry of a file is which of ours: by name and role, else by where it was imported from,
//! else, if a file renamed it, by its role.

use std::collections::{HashMap, HashSet};

use rolebridge_dialects::{Entry, Reading};
use rolebridge_model::{SwitchEntry, SwitchEntryId, SwitchTarget};
use rolebridge_store::{ImportStep, Imported, Origin};

use super::{
    ImportAction, ImportChange, ImportItem, ImportSetting, ImportSkip, ImportWarning, number,
};
use crate::mapping::{self, Here, Mapped, Sources, Values};

/// What an import comes to.
pub(super) struct Found {
    pub(super) items: Vec<ImportItem>,
    /// Lines of entries whose account was found by its alias.
    pub(super) by_alias: HashSet<usize>,
    pub(super) skipped: Vec<ImportSkip>,
    pub(super) warnings: Vec<ImportWarning>,
    pub(super) gone: Vec<String>,
    /// With the place of the item each is of.
    pub(super) steps: Vec<(usize, Step)>,
}

/// A step of an import. What a new entry becomes is made when it is written: a large file would
/// have all of them in memory twice.
#[derive(Debug)]
pub(super) enum Step {
    Add(Imported<Values>),
    Update(Box<SwitchEntry>, Imported<Values>),
    Note(SwitchEntryId, Imported<Values>),
}

impl From<Step> for ImportStep<Values> {
    fn from(step: Step) -> Self {
        match step {
            Step::Add(note) => Self::Add(mapping::new_entry(&note.values), note),
            Step::Update(entry, note) => Self::Update(*entry, note),
            Step::Note(id, note) => Self::Note(id, note),
        }
    }
}

type ByOrigin = HashMap<SwitchEntryId, Imported<Values>>;

pub(super) fn plan(
    reading: &Reading,
    file: &str,
    existing: &[SwitchEntry],
    imported: &ByOrigin,
    here: &Here,
) -> Found {
    let mut found = Found {
        items: Vec::new(),
        by_alias: HashSet::new(),
        skipped: Vec::new(),
        warnings: Vec::new(),
        gone: Vec::new(),
        steps: Vec::new(),
    };
    let taken = take(reading, here, &mut found);
    let origins: Vec<Origin> = taken.iter().map(|(e, _)| origin(e, file)).collect();
    let partner = partners(&taken, &origins, existing, imported);
    found.items.reserve(taken.len());
    found.steps.reserve(taken.len());
    for (((entry, mapped), origin), partner) in taken.into_iter().zip(origins).zip(&partner) {
        let Mapped { values, not_kept, .. } = mapped;
        let place = found.items.len();
        let new = mapping::new_entry(&values);
        let item = |action| ImportItem {
            line: number(entry.provenance.line),
            name: entry.name.clone(),
            entry: new.name.to_string(),
            account: new.role.account().clone(),
            role: new.role.clone(),
            action,
            settings: settings(&new, &values),
            not_kept: not_kept.into_iter().map(str::to_owned).collect(),
        };
        let Some(i) = partner else {
            found.items.push(item(ImportAction::Add));
            found.steps.push((place, Step::Add(Imported { origin, values })));
            continue;
        };
        let ours = &existing[*i];
        let last = imported.get(&ours.id);
        let from_here = last.filter(|l| l.origin.file == origin.file);
        let (new, changes) = mapping::merged(ours, from_here.map(|l| &l.values), &values);
        if changes.is_empty() {
            found.items.push(item(ImportAction::Same { id: ours.id }));
            let note = Imported { origin, values };
            // Where an entry came from first is where it stays from.
            if last.is_none() || from_here.is_some_and(|l| *l != note) {
                found.steps.push((place, Step::Note(ours.id, note)));
            }
        } else {
            let changes = changes.into_iter().map(|c| ImportChange {
                field: c.field.into(),
                from: c.from,
                to: c.to,
            });
            let action = ImportAction::Update { id: ours.id, changes: changes.collect() };
            found.items.push(item(action));
            let note = Imported { origin, values };
            found.steps.push((place, Step::Update(Box::new(new), note)));
        }
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
    found
}

/// What the file says, in the words of the entry it becomes.
fn settings(new: &SwitchEntry, values: &Values) -> Vec<ImportSetting> {
    let told = mapping::settings(new).into_iter();
    let told = told.filter(|(field, _)| *field != "colour" || values.colour.is_some());
    let setting = |(field, value): (&str, Option<String>)| {
        Some(ImportSetting { field: field.into(), value: value? })
    };
    told.filter_map(setting).collect()
}

/// The entries of the file that can be switch entries; what speaks against the others is told.
fn take<'r>(reading: &'r Reading, here: &Here, found: &mut Found) -> Vec<(&'r Entry, Mapped)> {
    let sources = Sources::of(reading, here);
    let mut taken = Vec::with_capacity(reading.entries.len());
    for entry in &reading.entries {
        match mapping::read(entry, &sources) {
            Ok(mapped) => taken.push((entry, mapped)),
            Err(why) => found.skipped.push(skip(entry, why.sentence())),
        }
    }
    let again = again(&taken);
    let mut place = 0..;
    taken.retain(|(entry, mapped)| {
        if let Some(before) = place.next().and_then(|n: usize| again.get(&n)) {
            let reason = format!("Line {before} has the same name and role already.");
            found.skipped.push(skip(entry, reason));
            return false;
        }
        let mut warn = |notice| {
            let line = number(entry.provenance.line);
            found.warnings.push(ImportWarning { line, name: entry.name.clone(), notice });
        };
        if mapped.renamed {
            warn(format!(
                "It is called \u{201c}{}\u{201d} here: a name has at most 64 characters and no \
                 line breaks or spaces at its ends.",
                mapped.values.name
            ));
        }
        if let (Some(id), Some(account)) = (sources.account_of(entry), &entry.account) {
            warn(format!("Its account, the alias {}, is {id}.", account.written));
            found.by_alias.insert(entry.provenance.line);
        }
        true
    });
    taken
}

fn skip(entry: &Entry, reason: String) -> ImportSkip {
    ImportSkip { line: number(entry.provenance.line), name: entry.name.clone(), reason }
}

/// The places of those that have the name and role of one before, with its line.
fn again(taken: &[(&Entry, Mapped)]) -> HashMap<usize, usize> {
    let mut first: HashMap<(&str, &SwitchTarget), usize> = HashMap::with_capacity(taken.len());
    let mut again = HashMap::new();
    for (n, (entry, Mapped { values, .. })) in taken.iter().enumerate() {
        let key = (values.name.as_str(), &values.role);
        if let Some(before) = first.insert(key, entry.provenance.line) {
            again.insert(n, before);
        }
    }
    again
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
    if existing.is_empty() {
        return partner;
    }
    let mut used = HashSet::new();
    let from = |i: usize| imported.get(&existing[i].id).map(|l| &l.origin);
    let mut by_origin: HashMap<&Origin, usize> = HashMap::new();
    let mut by_key: HashMap<(&str, &SwitchTarget), Vec<usize>> = HashMap::new();
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
    let mut left: HashMap<(&str, &str, &SwitchTarget), Left> = HashMap::new();
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
