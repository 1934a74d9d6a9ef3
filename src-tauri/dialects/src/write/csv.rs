//! CSV, with every column.

use super::{Losses, Written};
use crate::csv_file::{COLUMNS, needs_escape};
use crate::entry::{Entry, Kind};

/// Writes the roles among the entries.
#[must_use]
pub fn write(entries: &[Entry]) -> Written {
    let mut losses = Losses(Vec::new());
    let mut rows = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = rows.write_record(COLUMNS.map(|(column, _)| column));
    for entry in entries {
        if entry.kind != Kind::Role {
            losses.entry(entry, "a table has only roles.");
            continue;
        }
        if entry.name.trim() != entry.name || entry.name.is_empty() || entry.name.contains('\0') {
            losses.entry(entry, "its name is empty, has a space at an end or a NUL character.");
            continue;
        }
        if entry.account.is_none() || entry.role.as_ref().is_none_or(|r| r.written.is_empty()) {
            losses.entry(entry, "it has no account or no role.");
            continue;
        }
        let cells = COLUMNS.map(|(column, _)| {
            let mut cell = cell(entry, column, &mut losses);
            if cell.contains('\0') {
                losses.field(entry, column, "a NUL character was left out.");
                cell.retain(|c| c != '\0');
            }
            if needs_escape(&cell) { format!("'{cell}") } else { cell }
        });
        let _ = rows.write_record(cells);
        losses.fields(
            entry,
            "there is no column for it.",
            &[
                ("account alias", entry.account.as_ref().is_some_and(|a| a.alias.is_some())),
                ("credential source", entry.credential_source.is_some()),
                ("endpoint", entry.endpoint_url.is_some()),
                ("picture", entry.image.is_some()),
                ("labels", !entry.labels.is_empty()),
                ("target role", entry.target.role.is_some()),
                ("target Region", entry.target.region.is_some()),
            ],
        );
    }
    let bytes = rows.into_inner().unwrap_or_default();
    Written { text: String::from_utf8_lossy(&bytes).into_owned(), losses: losses.0 }
}

fn cell(entry: &Entry, column: &str, losses: &mut Losses) -> String {
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    match column {
        "name" => entry.name.clone(),
        "account" => entry.account.as_ref().map_or_else(String::new, |a| {
            a.id.as_ref().map_or_else(|| a.written.clone(), ToString::to_string)
        }),
        "role" => match entry.role_arn().filter(|_| entry.partition.is_some()) {
            Some(arn) => arn.to_string(),
            None => entry.role.as_ref().map_or_else(String::new, |r| r.written.clone()),
        },
        "external_id" => entry.external_id.as_ref().map_or_else(String::new, ToString::to_string),
        "source" => own(&entry.source),
        "region" => entry.region.as_ref().map_or_else(String::new, ToString::to_string),
        "colour" => entry.colour.as_ref().map_or_else(String::new, |c| c.written.clone()),
        "group" => own(&entry.group),
        "description" => own(&entry.description),
        "mfa_serial" => own(&entry.mfa_serial),
        "duration_seconds" => entry.duration_seconds.map_or_else(String::new, |d| d.to_string()),
        "session_name" => entry.session_name.as_ref().map_or_else(String::new, ToString::to_string),
        "session_tags" => {
            let clean = |t: &&crate::Label| {
                !t.key.contains([';', '=']) && !t.value.contains(';') && !t.key.is_empty()
            };
            if !entry.session_tags.iter().all(|t| clean(&t)) {
                losses.field(entry, "session tags", "one has ; or = in it and was left out.");
            }
            let tags = entry.session_tags.iter().filter(clean);
            tags.map(|t| format!("{}={}", t.key, t.value)).collect::<Vec<_>>().join("; ")
        }
        "transitive_tags" => {
            if entry.transitive_tags.iter().any(|t| t.contains(';')) {
                losses.field(entry, "transitive tags", "one has ; in it and was left out.");
            }
            let tags = entry.transitive_tags.iter().filter(|t| !t.contains(';'));
            tags.cloned().collect::<Vec<_>>().join("; ")
        }
        "source_identity" => own(&entry.source_identity),
        _ => String::new(),
    }
}
