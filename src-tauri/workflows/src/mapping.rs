//! Between the entries of files and switch entries: what is kept, what is not, and which switch
//! entry a file's entry becomes. The only place that knows both.

mod permission_sets;
mod sources;
mod written;

use std::sync::LazyLock;

use rolebridge_dialects::{Account, Dialect, Entry, Kind, Label};
use rolebridge_model::{
    Colour, DisplayName, ExternalId, GroupName, Hop, MfaSerial, Notes, Region, SessionDuration,
    SessionNameTemplate, SessionSettings, SessionTag, SessionTags, SourceIdentity, SwitchEntry,
    SwitchEntryId, SwitchTarget, TagKey, TagValue,
};
use serde::{Deserialize, Serialize};

pub(crate) use permission_sets::{KnownProfile, SignedIn};
pub(crate) use sources::{Here, Sources};
pub(crate) use written::{Form, Outgoing, written};

/// The colour of entries whose file names none: of no meaning, so that it warns of nothing.
#[allow(clippy::expect_used)] // whatever is imported reads it
static NO_COLOUR: LazyLock<Colour> =
    LazyLock::new(|| Colour::parse("d5dbdb").expect("six hexadecimal digits"));
/// Most characters of a display name.
const LONGEST_NAME: usize = 64;

/// What a file said of an entry, as far as switch entries can hold it. Stored with each import, so
/// what is added later has to be missing without harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Values {
    pub(crate) name: DisplayName,
    pub(crate) role: SwitchTarget,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) colour: Option<Colour>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<Region>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) external_id: Option<ExternalId>,
    #[serde(default, skip_serializing_if = "plain")]
    pub(crate) session: SessionSettings,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<GroupName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) notes: Option<Notes>,
}

fn plain(settings: &SessionSettings) -> bool {
    *settings == SessionSettings::default()
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

/// Why a file's entry becomes none, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoEntry {
    /// The file says nothing that an entry can be made of.
    OfFile(String),
    /// What the file says is right, and this computer has no profile for it.
    NoProfile(String),
}

impl NoEntry {
    pub(crate) fn sentence(self) -> String {
        match self {
            Self::OfFile(why) | Self::NoProfile(why) => why,
        }
    }
}

impl From<String> for NoEntry {
    fn from(why: String) -> Self {
        Self::OfFile(why)
    }
}

/// What a file's entry becomes, or why it becomes none.
pub(crate) fn read(entry: &Entry, sources: &Sources<'_>) -> Result<Mapped, NoEntry> {
    let (role, own) = match entry.kind {
        Kind::Role => (SwitchTarget::Role(sources.role_of(entry)?), None),
        Kind::Identity => {
            let (set, profile) = sources.permission_set_of(entry).ok_or_else(way_to_sign_in)??;
            (SwitchTarget::PermissionSet(set), Some(profile))
        }
        Kind::Base => return Err("It is an account to sign in to, not a role.".to_owned().into()),
        Kind::Colour => {
            return Err("It is the colour of an account, not a role.".to_owned().into());
        }
    };
    let (name, renamed) = display_name(&entry.name)?;
    let mut not_kept = not_kept(entry);
    let session = match own {
        None => session(entry, sources, &mut not_kept)?,
        Some(profile) => {
            // What the profile itself goes on saying is not lost.
            not_kept.retain(|field| !OF_PROFILE.contains(field));
            SessionSettings { profile: Some(profile), ..SessionSettings::default() }
        }
    };
    let values = Values {
        name,
        role,
        colour: entry.colour.as_ref().and_then(|c| c.rgb.clone()),
        region: entry.region.clone(),
        external_id: entry.external_id.clone(),
        session,
        group: fitting("group", group(entry), GroupName::parse, &mut not_kept),
        notes: fitting("description", entry.description.as_deref(), Notes::parse, &mut not_kept),
    };
    Ok(Mapped { values, not_kept, renamed })
}

/// The value, if a switch entry can hold it.
fn fitting<T, E>(
    field: &'static str,
    written: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, E>,
    not_kept: &mut Vec<&'static str>,
) -> Option<T> {
    let text = written.map(str::trim).filter(|t| !t.is_empty())?;
    parse(text).map_err(|_| not_kept.push(field)).ok()
}

/// aws-sso-cli groups by its instances; the one every file has says nothing.
fn group(entry: &Entry) -> Option<&str> {
    let instance = entry.provenance.section.as_deref();
    let instance =
        instance.filter(|i| entry.provenance.dialect == Dialect::AwsSso && *i != "Default");
    entry.group.as_deref().or(instance)
}

/// How the credentials are had. What belongs to the first call of a chain is taken from whichever
/// entry on the way has it, as tools differ in where they want it.
fn session(
    entry: &Entry,
    sources: &Sources<'_>,
    not_kept: &mut Vec<&'static str>,
) -> Result<SessionSettings, NoEntry> {
    let start = sources.start(entry);
    if let Some(missing) = start.missing {
        return Err(missing);
    }
    if !start.whole {
        not_kept.push("source");
    }
    let first_of_all = || start.through.iter().copied().chain([entry]);
    let mfa = first_of_all().find_map(|e| e.mfa_serial.as_deref());
    let source_identity = first_of_all().find_map(|e| e.source_identity.as_deref());
    let seconds = entry.duration_seconds;
    let duration = seconds.and_then(|s| SessionDuration::from_seconds(s).ok());
    if seconds.is_some() && duration.is_none() {
        not_kept.push("duration");
    }
    let name = entry.session_name.as_ref().map(|n| n.as_str());
    Ok(SessionSettings {
        profile: start.profile,
        chain: start.chain,
        session_name: fitting("session name", name, SessionNameTemplate::parse, not_kept),
        duration,
        mfa: fitting("MFA device", mfa, MfaSerial::parse, not_kept),
        tags: tags(entry, &start.through, not_kept),
        source_identity: fitting(
            "source identity",
            source_identity,
            SourceIdentity::parse,
            not_kept,
        ),
    })
}

/// The entry's own tags, and those that roles on the way hand on to it.
fn tags(entry: &Entry, through: &[&Entry], not_kept: &mut Vec<&'static str>) -> SessionTags {
    let transitive = |of: &Entry, key: &str| of.transitive_tags.iter().any(|t| t == key);
    let there = |of: &Entry, key: &str| of.session_tags.iter().any(|t| t.key == *key);
    let mut all: Vec<(&Label, bool)> =
        entry.session_tags.iter().map(|t| (t, transitive(entry, &t.key))).collect();
    for hop in through {
        for tag in hop.session_tags.iter().filter(|t| transitive(hop, &t.key)) {
            if !all.iter().any(|(t, _)| t.key.eq_ignore_ascii_case(&tag.key)) {
                all.push((tag, true));
            }
        }
    }
    if entry.transitive_tags.iter().any(|key| !there(entry, key)) {
        not_kept.push("transitive tags");
    }
    let parsed = all.iter().map(|(tag, transitive)| {
        let (key, value) = (TagKey::parse(&tag.key)?, TagValue::parse(&tag.value)?);
        Ok(SessionTag { key, value, transitive: *transitive })
    });
    parsed.collect::<Result<Vec<_>, _>>().and_then(SessionTags::new).unwrap_or_else(|_| {
        not_kept.push("session tags");
        SessionTags::default()
    })
}

/// Why a way to sign in becomes no entry, and where it is found instead.
fn way_to_sign_in() -> String {
    "It is a way to sign in, not a role. Profiles of the AWS configuration are offered as identities \
     by themselves."
        .into()
}

/// What an entry of a permission set leaves to its profile.
const OF_PROFILE: [&str; 5] =
    ["access key", "command for credentials", "Identity Center", "login session", "endpoint"];

/// Why an account can't be told.
fn no_account(account: &Account) -> String {
    let written = &account.written;
    if written.bytes().all(|b| b.is_ascii_digit()) {
        format!("Its account {written} has not 12 digits. Correct it in the file.")
    } else {
        format!(
            "Its account is the alias {written}, and no account of that alias is known here. Write \
             the account ID of 12 digits in the file."
        )
    }
}

fn no_role(entry: &Entry) -> String {
    match (&entry.account, &entry.role) {
        (None, None) => "It names no account.".into(),
        (None, Some(role)) => format!("{} is no ARN of a role.", role.written),
        (Some(account), _) if account.id.is_none() => no_account(account),
        (_, None) => "It names no role.".into(),
        (_, Some(role)) => format!("{} can't be the name of a role in IAM.", role.written),
    }
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
        ("credential source", entry.credential_source.is_some()),
        ("web identity", entry.web_identity),
        ("access key", entry.static_keys),
        ("command for credentials", entry.process),
        ("Identity Center", entry.sso.is_some()),
        ("login session", entry.login_session.is_some()),
        ("endpoint", entry.endpoint_url.is_some()),
        ("colour", entry.colour.as_ref().is_some_and(|c| c.rgb.is_none())),
        ("menu colour", entry.menu_colour.is_some()),
        ("picture", entry.image.is_some()),
        ("account alias", alias),
        ("labels", !entry.labels.is_empty()),
    ]
    .into_iter()
    .filter_map(|(field, there)| there.then_some(field))
    .collect()
}

/// A new entry of these values.
pub(crate) fn new_entry(values: &Values) -> SwitchEntry {
    SwitchEntry {
        id: SwitchEntryId(0),
        name: values.name.clone(),
        role: values.role.clone(),
        colour: values.colour.as_ref().unwrap_or(&NO_COLOUR).clone(),
        region: values.region.clone(),
        external_id: values.external_id.clone(),
        session: values.session.clone(),
        group: values.group.clone(),
        favourite: false,
        notes: values.notes.clone(),
    }
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
    merge_session(&mut new.session, last.map(|l| &l.session), &now.session);
    new.group = said_or_not(&entry.group, last.map(|l| &l.group), &now.group);
    new.notes = said_or_not(&entry.notes, last.map(|l| &l.notes), &now.notes);
    let changes = fields(entry)
        .zip(fields(&new))
        .filter(|((_, from), (_, to))| from != to)
        .map(|((field, from), (_, to))| Changed { field, from, to })
        .collect();
    (new, changes)
}

fn merge_session(
    session: &mut SessionSettings,
    last: Option<&SessionSettings>,
    now: &SessionSettings,
) {
    macro_rules! merge {
        ($($field:ident),*) => {
            $(session.$field = said_or_not(&session.$field, last.map(|l| &l.$field), &now.$field);)*
        };
    }
    merge!(profile, session_name, duration, mfa, source_identity);
    let hops = |s: &SessionSettings| Some(s.chain.clone()).filter(|c| !c.is_empty());
    session.chain =
        said_or_not(&hops(session), last.map(hops).as_ref(), &hops(now)).unwrap_or_default();
    let tags = |s: &SessionSettings| Some(s.tags.clone()).filter(|t| !t.as_slice().is_empty());
    session.tags =
        said_or_not(&tags(session), last.map(tags).as_ref(), &tags(now)).unwrap_or_default();
}

/// A field of an entry in words, with what it is.
pub(crate) type Field = (&'static str, Option<String>);

/// The fields of an entry that files can say something of.
pub(crate) fn fields(entry: &SwitchEntry) -> impl Iterator<Item = Field> {
    let naming = [("name", text(Some(&entry.name))), ("role", Some(entry.role.in_words()))];
    naming.into_iter().chain(settings(entry))
}

/// As [`fields`], without the name and the role.
pub(crate) fn settings(entry: &SwitchEntry) -> [Field; 12] {
    let session = &entry.session;
    let joined = |all: Vec<String>| (!all.is_empty()).then(|| all.join(", "));
    let hop = |h: &Hop| match &h.external_id {
        Some(id) => format!("{} (external ID {id})", h.role),
        None => h.role.to_string(),
    };
    let tag = |t: &SessionTag| {
        let handed_on = if t.transitive { " (transitive)" } else { "" };
        format!("{}={}{handed_on}", t.key, t.value)
    };
    [
        ("colour", text(Some(&entry.colour))),
        ("Region", text(entry.region.as_ref())),
        ("external ID", text(entry.external_id.as_ref())),
        ("profile", text(session.profile.as_ref())),
        ("roles on the way", joined(session.chain.iter().map(hop).collect())),
        ("MFA device", text(session.mfa.as_ref())),
        ("duration", session.duration.map(|d| format!("{} seconds", d.seconds()))),
        ("session name", text(session.session_name.as_ref())),
        ("session tags", joined(session.tags.as_slice().iter().map(tag).collect())),
        ("source identity", text(session.source_identity.as_ref())),
        ("group", text(entry.group.as_ref())),
        ("notes", text(entry.notes.as_ref())),
    ]
}

fn text<T: std::fmt::Display>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_version_noted_of_an_import_still_reads() {
        let old = r#"{"name":"prod","role":"arn:aws:iam::333333333333:role/P","colour":"83d4e8"}"#;
        let last: Values = serde_json::from_str(old).unwrap();
        let now = Values {
            group: GroupName::parse("Payments").ok(),
            session: SessionSettings { profile: "me".parse().ok(), ..SessionSettings::default() },
            ..last.clone()
        };
        let mut mine = new_entry(&last);
        mine.colour = Colour::parse("f2b0a9").unwrap();
        let (new, changes) = merged(&mine, Some(&last), &now);
        let changed: Vec<_> = changes.iter().map(|c| (c.field, c.to.as_deref())).collect();
        assert_eq!(changed, [("profile", Some("me")), ("group", Some("Payments"))]);
        assert_eq!(new.colour, mine.colour, "a person's colour stays");
        // What the file says no more goes, unless a person changed it.
        let (mut back, _) = merged(&new, Some(&now), &last);
        assert_eq!(back, mine);
        back.group = GroupName::parse("Mine").ok();
        assert_eq!(merged(&back, Some(&now), &last).0.group, back.group);
    }
}
