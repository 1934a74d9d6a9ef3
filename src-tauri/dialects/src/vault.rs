//! aws-vault: the AWS configuration file with `include_profile`, session tags, a source identity and
//! `mfa_process`. A profile takes from the one it includes what it does not set itself; one that
//! includes none takes it from `[default]`.

use std::collections::HashSet;

use crate::aws_ini::Setting;
use crate::aws_profiles::{AwsFiles, Notes, Profile, Profiles, list};
use crate::entry::{Kind, Label, MOST_HOPS};
use crate::error::quoted;
use crate::reading::{Notice, Reading, SkipReason};
use crate::{Dialect, ReadError};

/// What is not taken from another profile: keys belong to the profile that has them.
const OWN: [&str; 4] =
    ["include_profile", "aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// What aws-vault itself reads of a profile, and so all that a profile has from `[default]`; to the
/// AWS CLI it has nothing from there.
const KNOWN: [&str; 20] = [
    "mfa_serial",
    "mfa_process",
    "role_arn",
    "external_id",
    "region",
    "role_session_name",
    "duration_seconds",
    "source_profile",
    "source_identity",
    "session_tags",
    "transitive_session_tags",
    "sso_session",
    "sso_start_url",
    "sso_region",
    "sso_account_id",
    "sso_role_name",
    "sso_registration_scopes",
    "web_identity_token_file",
    "web_identity_token_process",
    "credential_process",
];

const DEFAULT: &str = "default";

pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Dialect::AwsVault);
    let files = AwsFiles { config: Some(text), credentials: None };
    let mut profiles = Profiles::collect(files, &mut reading)?;
    let whole: Vec<_> =
        profiles.list.iter().map(|p| completed(&profiles, p, &mut reading)).collect();
    let mut loops = HashSet::new();
    for (profile, whole) in profiles.list.iter_mut().zip(whole) {
        match whole {
            Some(whole) => *profile = whole,
            None => drop(loops.insert(profile.name)),
        }
    }
    for profile in &profiles.list {
        if loops.contains(profile.name) {
            reading.skip(profile.line, profile.name, SkipReason::IncludeLoop);
            continue;
        }
        add(&profiles, profile, &mut reading);
    }
    Ok(reading)
}

fn add(profiles: &Profiles<'_>, profile: &Profile<'_>, reading: &mut Reading) {
    let tags = match profile.get("session_tags").map(|s| tags(&s.value)).transpose() {
        Ok(tags) => tags.unwrap_or_default(),
        Err(found) => {
            reading.skip(profile.line, profile.name, SkipReason::BadSessionTags { found });
            return;
        }
    };
    let before = reading.entries.len();
    profiles.add(profile, reading);
    let Some(entry) = reading.entries.get_mut(before) else { return };
    entry.session_tags = tags;
    entry.transitive_tags =
        profile.get("transitive_session_tags").map(|s| list(&s.value)).unwrap_or_default();
    entry.source_identity = profile.text("source_identity");
    if entry.kind == Kind::Role && entry.mfa_serial.is_none() {
        // It shows the device of the profile a chain begins with before it assumes the first role.
        let first = entry.chain.last().and_then(|name| profiles.find(name));
        entry.mfa_serial = first.and_then(|p| p.text("mfa_serial"));
    }
    if let Some(s) = profile.get("mfa_process") {
        Notes { name: profile.name, reading }.say(s.line, Notice::CommandNotTaken);
    }
}

/// The profile with what it has from others, or `None` if it includes itself.
fn completed<'a>(
    profiles: &Profiles<'a>,
    profile: &Profile<'a>,
    reading: &mut Reading,
) -> Option<Profile<'a>> {
    let mut full = profile.clone();
    full.settings = own_and_of_parents(profiles, profile);
    full.settings.retain(|s| !s.value.is_empty());
    let mut set: HashSet<_> = full.settings.iter().map(|s| s.key.clone()).collect();
    let mut visited = vec![profile.name];
    let mut include = full.get("include_profile").cloned();
    loop {
        let last = visited.last().copied().unwrap_or(profile.name);
        let (name, line) = match &include {
            Some(setting) => (setting.value.trim(), Some(setting.line)),
            None if last != DEFAULT => (DEFAULT, None),
            None => break,
        };
        if visited.contains(&name) {
            return None;
        }
        let Some(found) = profiles.find(name) else {
            let Some((setting, line)) = include.take().zip(line) else { break };
            let profile_name = setting.value.trim().to_owned();
            reading.warn(line, profile.name, Notice::IncludeMissing { profile: profile_name });
            continue;
        };
        let theirs = own_and_of_parents(profiles, found);
        include =
            theirs.iter().find(|s| s.key == "include_profile" && !s.value.is_empty()).cloned();
        for setting in theirs {
            let meant = line.is_some() || KNOWN.contains(&setting.key.as_ref());
            let counts = meant && !setting.value.is_empty() && !OWN.contains(&setting.key.as_ref());
            if counts && set.insert(setting.key.clone()) {
                full.settings.push(setting);
            }
        }
        if visited.len() > MOST_HOPS {
            reading.warn(line.unwrap_or(profile.line), profile.name, Notice::ChainTooLong);
            break;
        }
        visited.push(found.name);
    }
    // aws-vault ignores a profile that names itself as its source.
    full.settings.retain(|s| s.key != "source_profile" || s.value.trim() != profile.name);
    Some(full)
}

/// The settings of a profile, and those of the profiles that its name goes on from: to the library
/// `[profile a.b]` is a part of `[profile a]` and has from there what it does not name itself.
fn own_and_of_parents<'a>(profiles: &Profiles<'a>, profile: &Profile<'a>) -> Vec<Setting<'a>> {
    let mut settings = profile.settings.clone();
    let mut name = profile.name;
    while let Some((parent, _)) = name.rsplit_once('.') {
        name = parent;
        let Some(found) = profiles.find(parent) else { continue };
        for setting in &found.settings {
            let known = KNOWN.contains(&setting.key.as_ref()) || setting.key == "include_profile";
            if known && settings.iter().all(|s| s.key != setting.key) {
                settings.push(setting.clone());
            }
        }
    }
    settings
}

/// `k=v, k2=v2`; the error is the part that is not.
fn tags(text: &str) -> Result<Vec<Label>, String> {
    text.split(',')
        .map(|part| match part.split_once('=') {
            Some((key, value)) => Ok(Label::new(key.trim(), value.trim())),
            None => Err(quoted(part.trim())),
        })
        .collect()
}
