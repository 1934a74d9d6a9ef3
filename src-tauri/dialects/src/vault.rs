//! aws-vault: the AWS configuration file with `include_profile`, session tags, a source identity and
//! `mfa_process`. A profile takes from the one it includes what it does not set itself.

use std::collections::HashSet;

use crate::aws_profiles::{AwsFiles, Notes, Profile, Profiles, list};
use crate::entry::{Kind, Label, MOST_HOPS};
use crate::error::quoted;
use crate::reading::{Notice, Reading, SkipReason};
use crate::{Dialect, ReadError};

/// What is not inherited: keys belong to the profile that has them.
const OWN: [&str; 4] =
    ["include_profile", "aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Dialect::AwsVault);
    let files = AwsFiles { config: Some(text), credentials: None };
    let profiles = Profiles::collect(files, &mut reading)?;
    for profile in &profiles.list {
        let Some(full) = included(&profiles, profile, &mut reading) else {
            reading.skip(profile.line, profile.name, SkipReason::IncludeLoop);
            continue;
        };
        let tags = match full.get("session_tags").map(|s| tags(&s.value)).transpose() {
            Ok(tags) => tags.unwrap_or_default(),
            Err(found) => {
                reading.skip(profile.line, profile.name, SkipReason::BadSessionTags { found });
                continue;
            }
        };
        let before = reading.entries.len();
        profiles.add(&full, &mut reading);
        if let Some(entry) = reading.entries.get_mut(before) {
            entry.session_tags = tags;
            entry.transitive_tags =
                full.get("transitive_session_tags").map(|s| list(&s.value)).unwrap_or_default();
            entry.source_identity = full.text("source_identity");
            if entry.kind == Kind::Role && entry.mfa_serial.is_none() {
                entry.mfa_serial = device_of_source(&profiles, &entry.chain);
            }
            if let Some(s) = full.get("mfa_process") {
                let notice = Notice::CommandNotTaken;
                Notes { name: full.name, reading: &mut reading }.say(s.line, notice);
            }
        }
    }
    Ok(reading)
}

/// aws-vault shows the device of the profile a chain begins with before it assumes the first role.
fn device_of_source(profiles: &Profiles<'_>, chain: &[String]) -> Option<String> {
    let first = profiles.find(chain.last()?)?;
    let mut unheard = Reading::new(Dialect::AwsVault);
    included(profiles, first, &mut unheard)?.text("mfa_serial")
}

/// The profile with what it includes, or `None` if it includes itself.
fn included<'a>(
    profiles: &Profiles<'a>,
    profile: &Profile<'a>,
    reading: &mut Reading,
) -> Option<Profile<'a>> {
    let mut full = profile.clone();
    full.settings.retain(|s| !s.value.is_empty());
    let mut set: HashSet<_> = full.settings.iter().map(|s| s.key.clone()).collect();
    let mut visited = vec![profile.name];
    let mut next = profile;
    while let Some(setting) = next.get("include_profile") {
        let name = setting.value.trim();
        if visited.contains(&name) {
            return None;
        }
        let Some(found) = profiles.find(name) else {
            let notice = Notice::IncludeMissing { profile: name.to_owned() };
            reading.warn(setting.line, profile.name, notice);
            break;
        };
        for setting in &found.settings {
            let counts = !setting.value.is_empty() && !OWN.contains(&setting.key.as_ref());
            if counts && set.insert(setting.key.clone()) {
                full.settings.push(setting.clone());
            }
        }
        if visited.len() > MOST_HOPS {
            reading.warn(setting.line, profile.name, Notice::ChainTooLong);
            break;
        }
        visited.push(found.name);
        next = found;
    }
    // aws-vault ignores a profile that names itself as its source.
    full.settings.retain(|s| s.key != "source_profile" || s.value.trim() != profile.name);
    Some(full)
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
