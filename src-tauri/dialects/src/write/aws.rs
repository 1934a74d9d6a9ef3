//! Profiles for `~/.aws/config`, in one of two ways: as roles AWS tools assume themselves, or as
//! profiles that ask Rolebridge for credentials.

use std::collections::HashSet;

use rolebridge_model::{Partition, Region};

use super::{Loss, Losses, Lost, Written};
use crate::aws_ini::is_identifier;
use crate::edit::Program;
use crate::entry::{Entry, Kind, suggested_profile_name};

const UNKNOWN: &str = "AWS tools have no such setting.";

/// Writes the roles among the entries as profiles with `role_arn`. AWS tools then assume them
/// without Rolebridge.
#[must_use]
pub fn write(entries: &[Entry]) -> Written {
    let mut losses = Losses(Vec::new());
    let mut text = String::new();
    let mut names = HashSet::new();
    for entry in entries {
        if entry.kind != Kind::Role {
            losses.entry(entry, "only roles are written; other profiles are where they came from.");
            continue;
        }
        let Some(arn) = entry.role_arn() else {
            losses.entry(entry, "AWS tools need an account ID of 12 digits and a role.");
            continue;
        };
        let Some(name) = profile_name(entry, &mut names, &mut losses) else { continue };
        header(&name, &mut text);
        let mut put = |key: &str, value: &str| {
            text.push_str(key);
            text.push_str(" = ");
            text.push_str(value);
            text.push('\n');
        };
        put("role_arn", &arn.to_string());
        let mut value = |key: &str, field: &'static str, value: Option<&str>| match value {
            Some(v) if is_value(v) => put(key, v),
            Some(_) => losses.field(entry, field, "it has a line break or begins a comment."),
            None => {}
        };
        let source = entry
            .source
            .as_deref()
            .map(|s| if is_identifier(s) { s.to_owned() } else { suggested_profile_name(s) });
        value("source_profile", "source", source.as_deref());
        value("credential_source", "credential source", entry.credential_source.as_deref());
        value("external_id", "external ID", entry.external_id.as_ref().map(|v| v.as_str()));
        value("mfa_serial", "MFA device", entry.mfa_serial.as_deref());
        let session = entry.session_name.as_ref().map(|v| v.as_str());
        value("role_session_name", "session name", session);
        let seconds = entry.duration_seconds.map(|d| d.to_string());
        value("duration_seconds", "duration", seconds.as_deref());
        value("region", "Region", entry.region.as_ref().map(Region::as_str));
        value("endpoint_url", "endpoint", entry.endpoint_url.as_deref());
        if entry.source.is_none() && entry.credential_source.is_none() && !entry.web_identity {
            let why = "there is none, and AWS tools refuse a role without. Add source_profile.";
            losses.field(entry, "source", why);
        }
        losses.fields(
            entry,
            UNKNOWN,
            &[
                ("session tags", !entry.session_tags.is_empty()),
                ("transitive tags", !entry.transitive_tags.is_empty()),
                ("source identity", entry.source_identity.is_some()),
                ("colour", entry.colour.is_some()),
                ("group", entry.group.is_some()),
                ("description", entry.description.is_some()),
                ("labels", !entry.labels.is_empty()),
            ],
        );
        let guessed = entry.region.as_ref().map_or(Partition::Aws, Partition::of);
        if entry.partition.is_none() && guessed != Partition::Aws {
            losses.field(entry, "partition", "it was taken from the Region.");
        }
    }
    Written { text, losses: losses.0 }
}

/// Writes the entries as profiles that run `rolebridge credentials NAME`.
#[must_use]
pub fn process_profiles(entries: &[Entry]) -> Written {
    let mut losses = Losses(Vec::new());
    let mut text = String::new();
    let mut names = HashSet::new();
    for entry in entries {
        if entry.kind == Kind::Colour || entry.kind == Kind::Base {
            losses.entry(entry, "it is no role to get credentials for.");
            continue;
        }
        let Some(name) = profile_name(entry, &mut names, &mut losses) else { continue };
        if !is_argument(&name) {
            losses.entry(entry, "its name can't be handed to a command safely. Rename it.");
            continue;
        }
        header(&name, &mut text);
        for line in process_lines(&name, entry.region.as_ref(), &Program::default()) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    Written { text, losses: losses.0 }
}

/// The settings of a published profile.
pub(crate) fn process_lines(name: &str, region: Option<&Region>, program: &Program) -> Vec<String> {
    let mut lines = vec![format!("credential_process = {}", program.credentials(name))];
    lines.extend(region.map(|r| format!("region = {r}")));
    lines
}

/// What is safe as an argument of a command, for every shell an SDK may run it in: no option, and
/// no `%`, which Windows replaces.
pub(crate) fn is_argument(name: &str) -> bool {
    !name.is_empty() && is_identifier(name) && !name.starts_with('-') && !name.contains('%')
}

fn header(name: &str, text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str("[profile ");
    text.push_str(name);
    text.push_str("]\n");
}

fn profile_name(entry: &Entry, names: &mut HashSet<String>, losses: &mut Losses) -> Option<String> {
    let fits = !entry.name.is_empty() && is_identifier(&entry.name);
    let name = if fits { entry.name.clone() } else { suggested_profile_name(&entry.name) };
    if name.is_empty() {
        losses.entry(entry, "its name has no character AWS tools accept. Rename it.");
        return None;
    }
    if !names.insert(name.clone()) {
        losses.entry(entry, format!("another entry is called {name} in the file. Rename it."));
        return None;
    }
    if !fits {
        let what = Lost::Renamed { name: name.clone() };
        losses.0.push(Loss { entry: entry.name.clone(), what });
    }
    Some(name)
}

/// What AWS tools read back as it is: no line break, nothing that begins a comment.
fn is_value(text: &str) -> bool {
    let mut after_space = true;
    !text.is_empty()
        && text.trim() == text
        && text.chars().all(|c| {
            let fine = !c.is_control() && !(after_space && (c == '#' || c == ';'));
            after_space = c.is_whitespace();
            fine
        })
}
