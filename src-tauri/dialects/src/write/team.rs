//! Rolebridge's team file, as TOML.

use std::collections::{BTreeMap, HashSet};

use rolebridge_model::DisplayName;
use toml::{Table, Value};

use super::{Losses, Written};
use crate::entry::{Entry, Kind, Label, Sso};
use crate::team;

/// The first line of every team file.
const VERSION: &str = "rolebridge_team = 1\n";

/// Writes the roles and permission sets among the entries.
#[must_use]
pub fn write(entries: &[Entry]) -> Written {
    let mut losses = Losses(Vec::new());
    let mut sessions = BTreeMap::new();
    let mut text = String::new();
    let mut names = HashSet::new();
    for entry in entries {
        let written = match (&entry.kind, entry.sso.as_deref()) {
            _ if names.contains(entry.name.as_str()) => {
                Err("another entry has the same name.".to_owned())
            }
            (Kind::Role, _) => role(entry),
            (Kind::Identity, Some(sso)) if sso.role.is_some() => {
                permission_set(entry, sso, &mut sessions)
            }
            _ => Err("a team file has only roles and permission sets.".into()),
        };
        match DisplayName::parse(&entry.name).map_err(|e| e.to_string()).and(written) {
            Err(why) => {
                losses.entry(entry, why);
                continue;
            }
            Ok(written) => text.push_str(&written),
        }
        names.insert(entry.name.as_str());
        losses.fields(
            entry,
            "a team file has no such setting.",
            &[
                ("colour", entry.colour.as_ref().is_some_and(|c| c.rgb.is_none())),
                ("credential source", entry.credential_source.is_some()),
                ("endpoint", entry.endpoint_url.is_some()),
                ("picture", entry.image.is_some()),
                ("target role", entry.target.role.is_some()),
                ("target Region", entry.target.region.is_some()),
            ],
        );
    }
    let sessions: String = sessions.into_values().map(|(_, text)| text).collect();
    Written { text: format!("{VERSION}{sessions}{text}"), losses: losses.0 }
}

fn role(entry: &Entry) -> Result<String, String> {
    let arn = entry.role_arn().ok_or("a team file needs an account ID of 12 digits and a role.")?;
    let mut table = shared(entry);
    if entry.partition.is_some() {
        put(&mut table, "role", Some(&arn.to_string()));
    } else {
        put(&mut table, "account", Some(arn.account().as_str()));
        put(&mut table, "role", Some(&arn.path_and_name()));
    }
    put(&mut table, "external_id", entry.external_id.as_ref().map(|v| v.as_str()));
    put(&mut table, "mfa_serial", entry.mfa_serial.as_deref());
    put(&mut table, "session_name", entry.session_name.as_ref().map(|v| v.as_str()));
    put(&mut table, "source_identity", entry.source_identity.as_deref());
    if let Some(seconds) = entry.duration_seconds {
        table.insert("duration_seconds".into(), Value::Integer(seconds.into()));
    }
    if !entry.transitive_tags.is_empty() {
        let tags = entry.transitive_tags.iter().cloned().map(Value::String).collect();
        table.insert("transitive_tags".into(), Value::Array(tags));
    }
    labels(&mut table, "session_tags", &entry.session_tags);
    labels(&mut table, "labels", &entry.labels);
    block("entries", table)
}

/// Where one signs in is written once for all that share it, under the name it has here.
fn permission_set(
    entry: &Entry,
    sso: &Sso,
    sessions: &mut BTreeMap<String, (Table, String)>,
) -> Result<String, String> {
    let mut portal = Table::new();
    put(&mut portal, "sso_start_url", sso.start_url.as_deref());
    put(&mut portal, "sso_region", sso.region.as_ref().map(|r| r.as_str()));
    let mut table = shared(entry);
    put(&mut table, "account", sso.account.as_ref().map(|a| a.written.as_str()));
    put(&mut table, "permission_set", sso.role.as_deref());
    labels(&mut table, "labels", &entry.labels);
    let mut session = String::new();
    let name = sso.session.as_deref().filter(|n| !n.is_empty());
    match name.filter(|n| sessions.get(*n).is_none_or(|(known, _)| *known == portal)) {
        Some(name) => {
            put(&mut table, "sso_session", Some(name));
            if portal.contains_key("sso_start_url") {
                let mut named = portal.clone();
                put(&mut named, "name", Some(name));
                session = block("sso_sessions", named)?;
            }
        }
        None => table.extend(portal.clone()),
    }
    let written = block("entries", table)?;
    // Configurations say more than a file that others review may.
    team::read(&format!("{VERSION}{session}{written}")).map_err(|e| e.problem.to_string())?;
    if let Some(name) = name.filter(|_| !session.is_empty()) {
        sessions.insert(name.to_owned(), (portal, session));
    }
    Ok(written)
}

/// What entries of both kinds have.
fn shared(entry: &Entry) -> Table {
    let mut table = Table::new();
    put(&mut table, "name", Some(&entry.name));
    put(&mut table, "source", entry.source.as_deref());
    put(&mut table, "region", entry.region.as_ref().map(|v| v.as_str()));
    let rgb = entry.colour.as_ref().and_then(|c| c.rgb.as_ref());
    put(&mut table, "colour", rgb.map(|c| c.as_str()));
    put(&mut table, "group", entry.group.as_deref());
    put(&mut table, "description", entry.description.as_deref());
    table
}

fn put(table: &mut Table, key: &str, value: Option<&str>) {
    if let Some(v) = value.filter(|v| !v.is_empty()) {
        table.insert(key.to_owned(), Value::String(v.to_owned()));
    }
}

fn labels(table: &mut Table, key: &str, labels: &[Label]) {
    let inner: Table =
        labels.iter().map(|l| (l.key.clone(), Value::String(l.value.clone()))).collect();
    if !inner.is_empty() {
        table.insert(key.into(), Value::Table(inner));
    }
}

/// One table of a list.
fn block(list: &str, table: Table) -> Result<String, String> {
    let mut file = Table::new();
    file.insert(list.to_owned(), Value::Array(vec![Value::Table(table)]));
    let text = toml::to_string(&file).map_err(|_| "it can't be written as TOML.")?;
    Ok(format!("\n{text}"))
}
