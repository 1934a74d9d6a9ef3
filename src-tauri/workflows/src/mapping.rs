//! Between the entries of files and switch entries: what is kept, what is not, and which switch
//! entry a file's entry becomes. The only place that knows both.

use rolebridge_dialects::{Account, ColourToken, Dialect, Entry, Kind, Role};
use rolebridge_model::{
    Colour, DisplayName, ExternalId, Region, RoleArn, SessionSettings, SwitchEntry, SwitchEntryId,
};
use serde::{Deserialize, Serialize};

/// The colour of entries whose file names none: of no meaning, so that it warns of nothing.
const NO_COLOUR: &str = "d5dbdb";
/// Most characters of a display name.
const LONGEST_NAME: usize = 64;

/// What a file said of an entry, as far as switch entries can hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Values {
    pub(crate) name: DisplayName,
    pub(crate) role: RoleArn,
    #[serde(default)]
    pub(crate) colour: Option<Colour>,
    #[serde(default)]
    pub(crate) region: Option<Region>,
    #[serde(default)]
    pub(crate) external_id: Option<ExternalId>,
}

/// A file's entry as a switch entry may hold it.
#[derive(Debug, Clone)]
pub(crate) struct Mapped {
    pub(crate) values: Values,
    /// What a switch entry has no place for.
    pub(crate) not_kept: Vec<&'static str>,
    /// The name had to be changed.
    pub(crate) renamed: bool,
}

/// A field that an import changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) field: &'static str,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

/// What a file's entry becomes, or why it becomes none, as a sentence.
pub(crate) fn read(entry: &Entry) -> Result<Mapped, String> {
    match entry.kind {
        Kind::Role => {}
        Kind::Identity => {
            return Err(
                "It is a way to sign in, not a role. Profiles of the AWS configuration are \
                        offered as identities by themselves."
                    .into(),
            );
        }
        Kind::Base => return Err("It is an account to sign in to, not a role.".into()),
        Kind::Colour => return Err("It is the colour of an account, not a role.".into()),
    }
    let role = role_of(entry)?;
    let (name, renamed) = display_name(&entry.name)?;
    let values = Values {
        name,
        role,
        colour: entry.colour.as_ref().and_then(|c| c.rgb.clone()),
        region: entry.region.clone(),
        external_id: entry.external_id.clone(),
    };
    Ok(Mapped { values, not_kept: not_kept(entry), renamed })
}

fn role_of(entry: &Entry) -> Result<RoleArn, String> {
    if let Some(arn) = entry.role_arn() {
        return Ok(arn);
    }
    Err(match (&entry.account, &entry.role) {
        (None, _) => "It names no account.".into(),
        (Some(account), _) if account.id.is_none() => {
            let digits = account.written.bytes().all(|b| b.is_ascii_digit());
            if digits {
                format!(
                    "Its account {} has not 12 digits. Correct it in the file.",
                    account.written
                )
            } else {
                format!(
                    "Its account is the alias {}. Write the account ID of 12 digits in the file.",
                    account.written
                )
            }
        }
        (_, None) => "It names no role.".into(),
        (_, Some(role)) => format!("{} can't be the name of a role in IAM.", role.written),
    })
}

/// A name as it is shown: without line breaks and the like, and not longer than the console's.
fn display_name(written: &str) -> Result<(DisplayName, bool), String> {
    let plain: String = written.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut name = plain.trim().to_owned();
    if name.chars().count() > LONGEST_NAME {
        let short: String = name.chars().take(LONGEST_NAME - 1).collect();
        name = format!("{}\u{2026}", short.trim_end());
    }
    let parsed = DisplayName::parse(&name).map_err(|e| e.to_string())?;
    Ok((parsed, name != written))
}

/// What is in the file and not in a switch entry.
fn not_kept(entry: &Entry) -> Vec<&'static str> {
    let alias = entry.account.as_ref().is_some_and(|a| a.alias.is_some());
    [
        ("source", entry.source.is_some()),
        ("credential source", entry.credential_source.is_some()),
        ("web identity", entry.web_identity),
        ("access key", entry.static_keys),
        ("command for credentials", entry.process),
        ("Identity Center", entry.sso.is_some()),
        ("login session", entry.login_session.is_some()),
        ("MFA device", entry.mfa_serial.is_some()),
        ("duration", entry.duration_seconds.is_some()),
        ("session name", entry.session_name.is_some()),
        ("session tags", !entry.session_tags.is_empty()),
        ("transitive tags", !entry.transitive_tags.is_empty()),
        ("source identity", entry.source_identity.is_some()),
        ("endpoint", entry.endpoint_url.is_some()),
        ("colour", entry.colour.as_ref().is_some_and(|c| c.rgb.is_none())),
        ("menu colour", entry.menu_colour.is_some()),
        ("picture", entry.image.is_some()),
        ("account alias", alias),
        ("group", entry.group.is_some()),
        ("description", entry.description.is_some()),
        ("labels", !entry.labels.is_empty()),
    ]
    .into_iter()
    .filter_map(|(field, there)| there.then_some(field))
    .collect()
}

/// A new entry of these values.
pub(crate) fn new_entry(values: &Values) -> Result<SwitchEntry, String> {
    let colour = match &values.colour {
        Some(colour) => colour.clone(),
        None => Colour::parse(NO_COLOUR).map_err(|e| e.to_string())?,
    };
    Ok(SwitchEntry {
        id: SwitchEntryId(0),
        name: values.name.clone(),
        role: values.role.clone(),
        colour,
        region: values.region.clone(),
        external_id: values.external_id.clone(),
        session: SessionSettings::default(),
        group: None,
        favourite: false,
        notes: None,
    })
}

/// The entry with what the file says now. A field the file did not change since it was imported
/// last stays as a person left it.
pub(crate) fn merged(
    entry: &SwitchEntry,
    last: Option<&Values>,
    now: &Values,
) -> (SwitchEntry, Vec<Changed>) {
    let mut new = entry.clone();
    new.name = said(&entry.name, last.map(|l| &l.name), &now.name);
    new.role = said(&entry.role, last.map(|l| &l.role), &now.role);
    if let Some(colour) = &now.colour {
        let last = last.and_then(|l| l.colour.as_ref());
        new.colour = said(&entry.colour, last, colour);
    }
    new.region = said_or_not(&entry.region, last.map(|l| &l.region), &now.region);
    let last_id = last.map(|l| &l.external_id);
    new.external_id = said_or_not(&entry.external_id, last_id, &now.external_id);
    let mut changes = Vec::new();
    let mut compare = |field, from: Option<String>, to: Option<String>| {
        if from != to {
            changes.push(Changed { field, from, to });
        }
    };
    let text = |v: &dyn std::fmt::Display| Some(v.to_string());
    compare("name", text(&entry.name), text(&new.name));
    compare("role", text(&entry.role), text(&new.role));
    compare("colour", text(&entry.colour), text(&new.colour));
    let region = |e: &SwitchEntry| e.region.as_ref().map(ToString::to_string);
    compare("Region", region(entry), region(&new));
    let id = |e: &SwitchEntry| e.external_id.as_ref().map(ToString::to_string);
    compare("external ID", id(entry), id(&new));
    (new, changes)
}

fn said<T: Clone + PartialEq>(current: &T, last: Option<&T>, now: &T) -> T {
    if last == Some(now) { current.clone() } else { now.clone() }
}

/// As [`said`]; what a file no longer says goes only if it came from there.
fn said_or_not<T: Clone + PartialEq>(
    current: &Option<T>,
    last: Option<&Option<T>>,
    now: &Option<T>,
) -> Option<T> {
    match (last, now) {
        (Some(last), now) if last == now => current.clone(),
        (Some(Some(last)), None) if current.as_ref() == Some(last) => None,
        (_, None) => current.clone(),
        (_, now) => now.clone(),
    }
}

/// A switch entry for a file. The dialect is only where it would have been read.
pub(crate) fn written(entry: &SwitchEntry) -> Entry {
    let mut out = Entry::new(entry.name.as_str(), Kind::Role, Dialect::Team, 0);
    let account = entry.role.account();
    out.account =
        Some(Account { written: account.to_string(), id: Some(account.clone()), alias: None });
    out.role = Some(Role {
        written: entry.role.path_and_name(),
        path: Some(entry.role.path().clone()),
        name: Some(entry.role.name().clone()),
    });
    out.partition = Some(entry.role.partition());
    out.external_id.clone_from(&entry.external_id);
    out.region.clone_from(&entry.region);
    let hex = entry.colour.to_string();
    out.colour = Some(ColourToken { written: hex, rgb: Some(entry.colour.clone()) });
    out
}
