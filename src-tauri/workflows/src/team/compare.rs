//! What taking a team file changes: its entries beside those taken from it last.

use std::collections::{HashMap, HashSet};

use rolebridge_dialects::Reading;
use rolebridge_model::{SwitchEntry, SwitchTarget};
use rolebridge_store::TeamStep;

use super::{TeamAdded, TeamChanged, TeamDifference, TeamRemoved, token};
use crate::{
    import::{ImportChange, ImportSetting, ImportSkip, ImportWarning, number},
    mapping::{self, Here, KnownProfile, Mapped, NoEntry, Sources},
};

/// A difference with what it takes to carry it out.
pub(super) struct TeamPlan {
    pub(super) title: Option<String>,
    pub(super) difference: TeamDifference,
    /// What becomes no entry on this computer.
    pub(super) left_out: Vec<ImportSkip>,
    pub(super) steps: Vec<TeamStep>,
}

/// Names are unique in a team file, so an entry is found by its name; one of another name is the
/// one that had its role, if only these two are left.
pub(super) fn plan(
    reading: &Reading,
    bytes: &[u8],
    existing: &[SwitchEntry],
    profiles: Vec<KnownProfile>,
) -> Result<TeamPlan, String> {
    let here = Here { profiles, ..Here::default() };
    let sources = Sources::of(reading, &here);
    let mut taken: Vec<(u32, Mapped)> = Vec::new();
    let mut warnings = Vec::new();
    let mut left_out = Vec::new();
    let mut kept = HashSet::new();
    for entry in &reading.entries {
        let line = number(entry.provenance.line);
        let mapped = match mapping::read(entry, &sources) {
            Ok(mapped) => mapped,
            Err(NoEntry::OfFile(why)) => return Err(format!("Line {line}: {why}")),
            // The file is right, and so is what was taken from it when a profile was there.
            Err(NoEntry::NoProfile(mut reason)) => {
                if let Some(old) = existing.iter().find(|e| e.name.as_str() == entry.name) {
                    kept.insert(old.id);
                    reason.push_str(" What was taken before stays.");
                }
                left_out.push(ImportSkip { line, name: entry.name.clone(), reason });
                continue;
            }
        };
        if !mapped.not_kept.is_empty() {
            let notice = format!("Not kept: {}.", mapped.not_kept.join(", "));
            warnings.push(ImportWarning { line, name: entry.name.clone(), notice });
        }
        taken.push((line, mapped));
    }
    warnings.extend(reading.warnings.iter().map(|w| ImportWarning {
        line: number(w.line),
        name: w.name.clone(),
        notice: w.notice.to_string(),
    }));
    let others: Vec<SwitchEntry> =
        existing.iter().filter(|e| !kept.contains(&e.id)).cloned().collect();
    let existing = others.as_slice();
    let partners = partners(&taken, existing);
    let mut difference = TeamDifference {
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        warnings,
        token: String::new(),
    };
    let mut steps = Vec::new();
    for ((line, mapped), partner) in taken.into_iter().zip(partners) {
        let new = mapping::new_entry(&mapped.values);
        let Some(old) = partner.map(|i| &existing[i]) else {
            difference.added.push(TeamAdded {
                line,
                name: new.name.to_string(),
                role: new.role.clone(),
                settings: settings(&new),
            });
            steps.push(TeamStep::Add(new));
            continue;
        };
        kept.insert(old.id);
        // What is kept at hand is each person's own.
        let new = SwitchEntry { id: old.id, favourite: old.favourite, ..new };
        if new != *old {
            let pairs = mapping::fields(old).zip(mapping::fields(&new));
            let changes = pairs
                .filter(|((_, from), (_, to))| from != to)
                .map(|((field, from), (_, to))| ImportChange { field: field.into(), from, to });
            let (name, changes) = (old.name.to_string(), changes.collect());
            difference.changed.push(TeamChanged { line, name, changes });
            steps.push(TeamStep::Update(new));
        }
    }
    for gone in existing.iter().filter(|e| !kept.contains(&e.id)) {
        let (name, role) = (gone.name.to_string(), gone.role.clone());
        difference.removed.push(TeamRemoved { name, role });
        steps.push(TeamStep::Remove(gone.id));
    }
    let shown = (&difference.added, &difference.changed, &difference.removed);
    difference.token = token(bytes, &shown);
    Ok(TeamPlan { title: reading.title.clone(), difference, left_out, steps })
}

fn settings(entry: &SwitchEntry) -> Vec<ImportSetting> {
    let told = mapping::settings(entry).into_iter();
    told.filter_map(|(field, value)| Some(ImportSetting { field: field.into(), value: value? }))
        .collect()
}

/// For each entry of the file the place of ours it is, if any.
fn partners(taken: &[(u32, Mapped)], existing: &[SwitchEntry]) -> Vec<Option<usize>> {
    let by_name: HashMap<&str, usize> =
        existing.iter().enumerate().map(|(i, e)| (e.name.as_str(), i)).collect();
    let mut partner: Vec<Option<usize>> =
        taken.iter().map(|(_, m)| by_name.get(m.values.name.as_str()).copied()).collect();
    let used: HashSet<usize> = partner.iter().flatten().copied().collect();
    let mut left: HashMap<&SwitchTarget, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (n, (_, mapped)) in taken.iter().enumerate().filter(|(n, _)| partner[*n].is_none()) {
        left.entry(&mapped.values.role).or_default().0.push(n);
    }
    for (i, entry) in existing.iter().enumerate().filter(|(i, _)| !used.contains(i)) {
        left.entry(&entry.role).or_default().1.push(i);
    }
    for (theirs, ours) in left.into_values() {
        if let ([n], [i]) = (theirs.as_slice(), ours.as_slice()) {
            partner[*n] = Some(*i);
        }
    }
    partner
}
