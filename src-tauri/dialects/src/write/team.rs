//! Rolebridge's team file, as TOML.

use std::collections::HashSet;

use rolebridge_model::DisplayName;
use toml::{Table, Value};

use super::{Losses, Written};
use crate::entry::{Entry, Kind};

/// Writes the roles among the entries.
#[must_use]
pub fn write(entries: &[Entry]) -> Written {
    let mut losses = Losses(Vec::new());
    let mut text = String::from("rolebridge_team = 1\n");
    let mut names = HashSet::new();
    for entry in entries {
        if entry.kind != Kind::Role {
            losses.entry(entry, "a team file has only roles.");
            continue;
        }
        if let Err(why) = DisplayName::parse(&entry.name) {
            losses.entry(entry, why.to_string());
            continue;
        }
        let Some(arn) = entry.role_arn() else {
            losses.entry(entry, "a team file needs an account ID of 12 digits and a role.");
            continue;
        };
        if !names.insert(entry.name.as_str()) {
            losses.entry(entry, "another entry has the same name.");
            continue;
        }
        let mut table = Table::new();
        let mut put = |key: &str, value: Option<&str>| {
            if let Some(v) = value.filter(|v| !v.is_empty()) {
                table.insert(key.to_owned(), Value::String(v.to_owned()));
            }
        };
        put("name", Some(&entry.name));
        if entry.partition.is_some() {
            put("role", Some(&arn.to_string()));
        } else {
            put("account", Some(arn.account().as_str()));
            put("role", Some(&arn.path_and_name()));
        }
        put("external_id", entry.external_id.as_ref().map(|v| v.as_str()));
        put("source", entry.source.as_deref());
        put("region", entry.region.as_ref().map(|v| v.as_str()));
        let rgb = entry.colour.as_ref().and_then(|c| c.rgb.as_ref());
        put("colour", rgb.map(|c| c.as_str()));
        put("group", entry.group.as_deref());
        put("description", entry.description.as_deref());
        put("mfa_serial", entry.mfa_serial.as_deref());
        put("session_name", entry.session_name.as_ref().map(|v| v.as_str()));
        put("source_identity", entry.source_identity.as_deref());
        if let Some(seconds) = entry.duration_seconds {
            table.insert("duration_seconds".into(), Value::Integer(seconds.into()));
        }
        if !entry.transitive_tags.is_empty() {
            let tags = entry.transitive_tags.iter().cloned().map(Value::String).collect();
            table.insert("transitive_tags".into(), Value::Array(tags));
        }
        for (key, labels) in [("session_tags", &entry.session_tags), ("labels", &entry.labels)] {
            let inner: Table =
                labels.iter().map(|l| (l.key.clone(), Value::String(l.value.clone()))).collect();
            if !inner.is_empty() {
                table.insert(key.into(), Value::Table(inner));
            }
        }
        let mut file = Table::new();
        file.insert("entries".into(), Value::Array(vec![Value::Table(table)]));
        match toml::to_string(&file) {
            Ok(written) => {
                text.push('\n');
                text.push_str(&written);
            }
            Err(_) => losses.entry(entry, "it can't be written as TOML."),
        }
        losses.fields(
            entry,
            "a team file has no such setting.",
            &[
                ("colour", entry.colour.is_some() && rgb.is_none()),
                ("credential source", entry.credential_source.is_some()),
                ("endpoint", entry.endpoint_url.is_some()),
                ("picture", entry.image.is_some()),
                ("target role", entry.target.role.is_some()),
                ("target Region", entry.target.region.is_some()),
            ],
        );
    }
    Written { text, losses: losses.0 }
}
