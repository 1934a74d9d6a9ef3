//! What the settings of a profile are to an entry.

use rolebridge_model::{ExternalId, Partition, Region, SessionName};

use super::{Notes, Profile};
use crate::edit::command_parts;
use crate::entry::{Account, Entry, Kind, Role, split_role_arn};
use crate::error::quoted;
use crate::reading::Notice;
use crate::{Dialect, colour};

pub(super) fn kind_of(profile: &Profile<'_>, dialect: Dialect) -> Option<Kind> {
    const WAYS: [&str; 8] = [
        "aws_access_key_id",
        "sso_session",
        "sso_start_url",
        "sso_account_id",
        "credential_process",
        "web_identity_token_file",
        "login_session",
        "credential_source",
    ];
    if profile.get("role_arn").is_some() {
        return Some(Kind::Role);
    }
    let granted = dialect == Dialect::Granted && profile.get("granted_sso_start_url").is_some();
    (granted || WAYS.iter().any(|k| profile.get(k).is_some())).then_some(Kind::Identity)
}

pub(super) fn add_role(profile: &Profile<'_>, entry: &mut Entry, notes: &mut Notes<'_>) {
    let Some(setting) = profile.get("role_arn") else { return };
    let arn = setting.value.trim();
    match split_role_arn(arn) {
        Some((partition, account, role)) => {
            entry.partition = Partition::parse(partition).ok();
            if entry.partition.is_none() {
                notes.say(setting.line, Notice::OddRoleArn);
            }
            let account = Account::new(account);
            if account.id.is_none() {
                let digits = account.written.chars().count();
                notes.say(setting.line, Notice::OddAccount { digits });
            }
            let role = Role::new(role);
            if role.name.is_none() || role.path.is_none() {
                notes.say(setting.line, Notice::OddRoleArn);
            }
            entry.account = Some(account);
            entry.role = Some(role);
        }
        None => {
            notes.say(setting.line, Notice::OddRoleArn);
            entry.role = Some(Role { written: arn.to_owned(), path: None, name: None });
        }
    }
}

pub(super) fn add_session(profile: &Profile<'_>, entry: &mut Entry, notes: &mut Notes<'_>) {
    if let Some(s) = profile.get("external_id") {
        entry.external_id = notes.checked(s.line, "external_id", ExternalId::parse(&s.value));
    }
    if let Some(s) = profile.get("role_session_name") {
        entry.session_name =
            notes.checked(s.line, "role_session_name", SessionName::parse(&s.value));
    }
    if let Some(s) = profile.get("duration_seconds") {
        entry.duration_seconds = duration(&s.value).or_else(|| {
            let why = "A duration is a number of seconds from 900 to 43200.".to_owned();
            notes.say(s.line, Notice::ValueLeftOut { key: "duration_seconds".into(), why });
            None
        });
    }
    if let Some(s) = profile.get("region") {
        entry.region = notes.checked(s.line, "region", Region::parse(&s.value));
    }
    entry.mfa_serial = profile.text("mfa_serial");
    entry.login_session = profile.text("login_session");
    entry.endpoint_url = profile.text("endpoint_url");
    entry.web_identity = profile.get("web_identity_token_file").is_some();
    entry.static_keys = profile.get("aws_access_key_id").is_some();
    if let Some(s) = profile.get("aws_access_key_id") {
        notes.say(s.line, Notice::KeysNotTaken);
    }
    if let Some(s) = profile.get("credential_process") {
        entry.process = true;
        notes.say(s.line, Notice::CommandNotTaken);
    }
}

pub(super) fn add_granted(profile: &Profile<'_>, entry: &mut Entry, notes: &mut Notes<'_>) {
    if let Some(s) = profile.get("granted_color") {
        let token = colour::container(&s.value);
        if token.rgb.is_none() {
            notes.say(s.line, Notice::UnknownColour { written: quoted(&s.value) });
        }
        entry.colour = Some(token);
    }
    entry.image = profile.text("granted_icon");
    entry.description = profile.text("granted_description");
    entry.generated_from = profile.text("common_fate_generated_from");
}

/// Seconds, within what `AssumeRole` takes (STS, shape `roleDurationSecondsType`).
pub(crate) fn duration(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|s| (900..=43_200).contains(s))
}

pub(crate) fn list(text: &str) -> Vec<String> {
    text.split([',', '\n']).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// The entry a `credential_process` of our own names.
pub(crate) fn published_entry(command: &str) -> Option<String> {
    let (program, rest) = command_parts(command)?;
    let file = program.rsplit(['/', '\\']).next()?;
    if !matches!(file, "rolebridge" | "rolebridge.exe") {
        return None;
    }
    let mut words = rest.split_whitespace();
    (words.next() == Some("credentials"))
        .then(|| words.find(|w| *w != "--").map(str::to_owned))
        .flatten()
}
