//! AWS Extend Switch Roles.

use std::collections::HashSet;

use super::{Losses, Written};
use crate::aesr::is_reserved;
use crate::entry::{Entry, Kind};

const UNKNOWN: &str = "AWS Extend Switch Roles has no such setting.";

/// Writes the roles and bases among the entries.
#[must_use]
pub fn write(entries: &[Entry]) -> Written {
    let mut losses = Losses(Vec::new());
    let mut text = String::new();
    let mut names: HashSet<&str> = HashSet::new();
    let fits: Vec<&Entry> = entries
        .iter()
        .filter(|e| match unfit(e) {
            None if !names.insert(&e.name) => {
                losses.entry(e, "another entry has the same name.");
                false
            }
            None => true,
            Some(why) => {
                losses.entry(e, why);
                false
            }
        })
        .collect();
    for entry in fits {
        section(entry, &names, &mut text, &mut losses);
    }
    Written { text, losses: losses.0 }
}

fn unfit(entry: &Entry) -> Option<&'static str> {
    if !matches!(entry.kind, Kind::Role | Kind::Base) {
        return Some("AWS Extend Switch Roles has only roles and the accounts they start from.");
    }
    if entry.name.is_empty() || !on_one_line(&entry.name) || entry.name.contains([';', '#']) {
        return Some("its name has #, ;, a line break or a space at an end.");
    }
    if is_reserved(&entry.name) {
        return Some("AWS Extend Switch Roles stumbles over its name. Rename it.");
    }
    let Some(account) = &entry.account else { return Some("it has no account.") };
    if !is_value(&account.written) {
        return Some("its account has #, ;, = or a line break.");
    }
    match &entry.role {
        Some(role) if role.written.is_empty() => Some("it has no role."),
        Some(role) if !is_value(&role.written) => {
            Some("its role has #, ;, = or a line break, which AWS Extend Switch Roles cuts off.")
        }
        None if entry.kind == Kind::Role => Some("it has no role."),
        _ => None,
    }
}

fn on_one_line(text: &str) -> bool {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    trimmed == text && !text.contains(|c: char| c.is_control() || "\u{2028}\u{2029}".contains(c))
}

/// What is behind a `#`, a `;` or a second `=` is lost on reading.
fn is_value(text: &str) -> bool {
    !text.is_empty() && on_one_line(text) && !text.contains(['#', ';', '='])
}

fn section(entry: &Entry, names: &HashSet<&str>, text: &mut String, losses: &mut Losses) {
    if !text.is_empty() {
        text.push('\n');
    }
    // A name that itself begins with `profile ` keeps it only behind another.
    let prefixed = entry.name.get(..7).is_some_and(|h| h.eq_ignore_ascii_case("profile"));
    text.push_str(if prefixed { "[profile " } else { "[" });
    text.push_str(&entry.name);
    text.push_str("]\n");
    let mut put = |key: &str, value: &str| {
        text.push_str(key);
        text.push_str(" = ");
        text.push_str(value);
        text.push('\n');
    };
    // The ARN keeps the partition; an alias or an odd account has none.
    match (entry.role_arn().filter(|_| entry.partition.is_some()), &entry.account, &entry.role) {
        (Some(arn), ..) => put("role_arn", &arn.to_string()),
        (None, Some(account), role) => {
            let id = account.id.as_ref().map(|id| id.as_str());
            put("aws_account_id", id.unwrap_or(&account.written));
            if let Some(role) = role {
                put("role_name", &role.written);
            }
        }
        (None, None, _) => {}
    }
    let mut value = |key: &'static str, field: &'static str, value: Option<&str>| {
        if let Some(v) = value {
            if is_value(v) {
                put(key, v);
            } else {
                losses.field(entry, field, "it has #, ;, = or a line break.");
            }
        }
    };
    let account = entry.account.as_ref();
    value("aws_account_alias", "account alias", account.and_then(|a| a.alias.as_deref()));
    value("target_role_name", "target role", entry.target.role.as_deref());
    let region = entry.target.region.as_ref();
    value("target_region", "target Region", region.map(|r| r.as_str()));
    value("region", "Region", entry.region.as_ref().map(|r| r.as_str()));
    let colour = entry.colour.as_ref();
    let hex = colour.and_then(|c| c.rgb.as_ref()).map(|c| c.as_str());
    // As it was written, if that is how colours are written here.
    let as_written = colour
        .map(|c| c.written.as_str())
        .filter(|w| matches!(w.len(), 3 | 6) && w.bytes().all(|b| b.is_ascii_hexdigit()));
    value("color", "colour", as_written.or(hex).or(colour.map(|c| c.written.as_str())));
    value("image", "picture", entry.image.as_deref());
    match entry.source.as_deref() {
        Some(source) if names.contains(source) && is_value(source) => {
            value("source_profile", "source", Some(source));
        }
        Some(_) => losses.field(
            entry,
            "source",
            "what it starts from is not in the file, and AWS Extend Switch Roles would reject that.",
        ),
        None => {}
    }
    if entry.external_id.is_some() {
        let why = "the console's Switch Role can't send one, so it can't switch to this role.";
        losses.field(entry, "external ID", why);
    }
    losses.fields(
        entry,
        UNKNOWN,
        &[
            ("MFA device", entry.mfa_serial.is_some()),
            ("duration", entry.duration_seconds.is_some()),
            ("session name", entry.session_name.is_some()),
            ("session tags", !entry.session_tags.is_empty()),
            ("transitive tags", !entry.transitive_tags.is_empty()),
            ("source identity", entry.source_identity.is_some()),
            ("group", entry.group.is_some()),
            ("description", entry.description.is_some()),
            ("labels", !entry.labels.is_empty()),
        ],
    );
}
