//! The shared AWS files as profiles: which sections count, how they merge, and what each becomes.
//! granted and aws-vault read the same files and add keys of their own.

mod settings;

use std::borrow::Cow;
use std::collections::HashMap;

use rolebridge_model::{Region, RuleViolation};

use crate::aws_ini::{self, Section, Setting, is_identifier, kind_and_name, unquoted};
use crate::entry::{Account, Entry, Kind, MOST_HOPS, Sso};
use crate::go_ini;
use crate::reading::{Notice, Reading, SkipReason};
use crate::{Dialect, ReadError};

use settings::{add_granted, add_role, add_session, kind_of};
pub(crate) use settings::{duration, list, published_entry};

/// The two files AWS tools read together. Where both set something, the credentials file wins.
#[derive(Debug, Clone, Copy, Default)]
pub struct AwsFiles<'a> {
    /// The text of `~/.aws/config`.
    pub config: Option<&'a str>,
    /// The text of `~/.aws/credentials`.
    pub credentials: Option<&'a str>,
}

/// Reads the shared AWS files.
///
/// # Errors
/// [`ReadError`] for what the SDKs reject; they then read no profile at all.
pub fn read_aws(files: AwsFiles<'_>) -> Result<Reading, ReadError> {
    let dialect = if files.config.is_some() { Dialect::Aws } else { Dialect::AwsCredentials };
    let mut reading = Reading::new(dialect);
    let profiles = Profiles::collect(files, &mut reading)?;
    for profile in &profiles.list {
        profiles.add(profile, &mut reading);
    }
    Ok(reading)
}

/// Reads the configuration file as granted does.
pub(crate) fn read_granted(text: &str) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(Dialect::Granted);
    let files = AwsFiles { config: Some(text), credentials: None };
    let profiles = Profiles::collect(files, &mut reading)?;
    for profile in &profiles.list {
        profiles.add(profile, &mut reading);
    }
    Ok(reading)
}

/// A profile after merging.
#[derive(Debug, Clone)]
pub(crate) struct Profile<'a> {
    pub(crate) name: &'a str,
    pub(crate) line: usize,
    pub(crate) settings: Vec<Setting<'a>>,
    /// The granted registry it came from.
    registry: Option<&'a str>,
    dialect: Dialect,
    /// Places of the settings, once there are many.
    index: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Profile<'a> {
    /// A value that is set and not empty.
    pub(crate) fn get(&self, key: &str) -> Option<&Setting<'a>> {
        self.settings.iter().find(|s| s.key == key && !s.value.is_empty())
    }

    fn place_of(&mut self, key: &str) -> Option<usize> {
        const FEW: usize = 64;
        if self.settings.len() <= FEW {
            return self.settings.iter().position(|s| s.key == key);
        }
        for (i, setting) in self.settings.iter().enumerate().skip(self.index.len()) {
            self.index.insert(setting.key.clone(), i);
        }
        self.index.get(key).copied()
    }

    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.get(key).map(|s| s.value.clone().into_owned())
    }
}

#[derive(Debug)]
pub(crate) struct Profiles<'a> {
    pub(crate) list: Vec<Profile<'a>>,
    index: HashMap<&'a str, usize>,
    sessions: HashMap<&'a str, Profile<'a>>,
}

impl<'a> Profiles<'a> {
    pub(crate) fn collect(files: AwsFiles<'a>, reading: &mut Reading) -> Result<Self, ReadError> {
        let mut all = Self { list: Vec::new(), index: HashMap::new(), sessions: HashMap::new() };
        if let Some(text) = files.config {
            all.add_config(sections(text, reading)?, reading);
        }
        if let Some(text) = files.credentials {
            all.add_credentials(sections(text, reading)?, reading);
        }
        Ok(all)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Profile<'a>> {
        self.index.get(name).map(|i| &self.list[*i])
    }

    fn add_config(&mut self, sections: Vec<Section<'a>>, reading: &mut Reading) {
        let dialect = reading.dialect;
        let kind_and_name = |header| match by_go(dialect) {
            true => go_ini::kind_and_name(header),
            false => Some(kind_and_name(header)),
        };
        let prefixed_default = sections.iter().any(|s| {
            let (kind, name) = kind_and_name(s.header).unwrap_or_default();
            kind == Some("profile") && unquoted(name).unwrap_or(name) == "default"
        });
        let mut registry = None;
        for section in sections {
            let line = section.line;
            let Some((kind, name)) = kind_and_name(section.header) else {
                let name = aws_ini::kind_and_name(section.header).1;
                reading.skip(line, name, SkipReason::SpaceInHeader { name: name.to_owned() });
                continue;
            };
            match (kind, name) {
                // granted's marks round what a registry generated: no profiles.
                (Some("granted_registry_start"), name) => registry = Some(name),
                (Some("granted_registry_end"), _) => registry = None,
                (None, "default") if prefixed_default => {
                    reading.skip(line, name, SkipReason::ShadowedDefault);
                }
                (None, "default") => self.merge_profile(name, section, registry, reading),
                (None, "") => reading.skip(line, "", SkipReason::NoName),
                (None, "DEFAULT") if !by_go(dialect) => {
                    reading.skip(line, name, SkipReason::PythonDefault);
                }
                (None, "plugins" | "preview") => reading.skip(line, name, SkipReason::OfTheCli),
                (None, name) => {
                    let reason = SkipReason::NoProfilePrefix { name: name.to_owned() };
                    reading.skip(line, name, reason);
                }
                (Some("profile"), name) => match name_for(name, line, reading) {
                    Some(name) => self.merge_profile(name, section, registry, reading),
                    None if name.is_empty() => reading.skip(line, "", SkipReason::NoName),
                    None => reading.skip(line, name, SkipReason::BadName),
                },
                (Some("sso-session"), name) => {
                    let Some(name) = name_for(name, line, reading) else {
                        reading.skip(line, name, SkipReason::BadName);
                        continue;
                    };
                    let session = self.sessions.entry(name).or_insert_with(|| Profile {
                        name,
                        line,
                        settings: Vec::new(),
                        registry: None,
                        dialect: reading.dialect,
                        index: HashMap::new(),
                    });
                    merge(session, section, reading, true);
                }
                (Some("services"), name) => reading.skip(line, name, SkipReason::Services),
                (Some(_), name) => reading.skip(line, name, SkipReason::UnknownSection),
            }
        }
    }

    fn add_credentials(&mut self, sections: Vec<Section<'a>>, reading: &mut Reading) {
        let mut seen: HashMap<&str, ()> = HashMap::new();
        for section in sections {
            match kind_and_name(section.header) {
                (Some(prefix), name) => {
                    let reason = SkipReason::PrefixInCredentials { prefix: prefix.to_owned() };
                    reading.skip(section.line, name, reason);
                }
                (None, "") => reading.skip(section.line, "", SkipReason::NoName),
                (None, name) if !is_identifier(name) => {
                    reading.skip(section.line, name, SkipReason::BadName);
                }
                (None, name) => {
                    let again = seen.insert(name, ()).is_some();
                    let at = self.slot(name, section.line, None, Dialect::AwsCredentials);
                    if again {
                        reading.warn(section.line, name, Notice::SectionAgain);
                    }
                    merge(&mut self.list[at], section, reading, again);
                }
            }
        }
    }

    fn slot(
        &mut self,
        name: &'a str,
        line: usize,
        registry: Option<&'a str>,
        dialect: Dialect,
    ) -> usize {
        *self.index.entry(name).or_insert_with(|| {
            let (settings, index) = (Vec::new(), HashMap::new());
            self.list.push(Profile { name, line, settings, registry, dialect, index });
            self.list.len() - 1
        })
    }

    fn merge_profile(
        &mut self,
        name: &'a str,
        section: Section<'a>,
        registry: Option<&'a str>,
        reading: &mut Reading,
    ) {
        if self.index.contains_key(name) {
            reading.warn(section.line, name, Notice::SectionAgain);
        }
        let at = self.slot(name, section.line, registry, reading.dialect);
        merge(&mut self.list[at], section, reading, true);
    }

    /// Makes an entry of a profile, or says why there is none.
    pub(crate) fn add(&self, profile: &Profile<'a>, reading: &mut Reading) {
        let name = profile.name;
        if let (Some(process), None) = (profile.get("credential_process"), profile.get("role_arn"))
            && let Some(entry) = published_entry(&process.value)
        {
            reading.skip(profile.line, name, SkipReason::PublishedByRolebridge { entry });
            return;
        }
        let Some(kind) = kind_of(profile, reading.dialect) else {
            reading.skip(profile.line, name, SkipReason::NoCredentials);
            return;
        };
        let mut entry = Entry::new(name, kind, profile.dialect, profile.line);
        entry.provenance.section = profile.registry.map(str::to_owned);
        let mut notes = Notes { name, reading };
        add_role(profile, &mut entry, &mut notes);
        add_session(profile, &mut entry, &mut notes);
        self.add_source(profile, &mut entry, &mut notes);
        entry.sso = self.sso(profile, &mut notes).map(Box::new);
        if entry.role.is_none()
            && let Some(sso) = &entry.sso
        {
            entry.account.clone_from(&sso.account);
        }
        if notes.reading.dialect == Dialect::Granted {
            add_granted(profile, &mut entry, &mut notes);
        }
        reading.entries.push(entry);
    }

    fn add_source(&self, profile: &Profile<'a>, entry: &mut Entry, notes: &mut Notes<'_>) {
        entry.credential_source = profile.text("credential_source");
        if entry.kind != Kind::Role {
            return;
        }
        let Some(setting) = profile.get("source_profile") else {
            if entry.credential_source.is_none() && !entry.web_identity {
                let line = profile.get("role_arn").map_or(profile.line, |s| s.line);
                notes.say(line, Notice::NoSource);
            }
            return;
        };
        let name = setting.value.trim().to_owned();
        if entry.credential_source.is_some() {
            notes.say(setting.line, Notice::TwoSources);
        }
        entry.source = Some(name.clone());
        let mut next = name;
        loop {
            let Some(source) = self.find(&next) else {
                notes.say(setting.line, Notice::SourceMissing { source_profile: next.clone() });
                entry.chain.push(next);
                return;
            };
            // A profile may start from its own access key.
            let own_keys = source.get("aws_access_key_id").is_some();
            if (source.name == profile.name || entry.chain.contains(&next)) && !own_keys {
                notes.say(setting.line, Notice::SourceLoop { name: next });
                return;
            }
            if entry.chain.len() == MOST_HOPS {
                notes.say(setting.line, Notice::ChainTooLong);
                return;
            }
            entry.chain.push(next.clone());
            if own_keys || source.get("role_arn").is_none() {
                return;
            }
            match source.get("source_profile") {
                Some(s) => next = s.value.trim().to_owned(),
                None => return,
            }
        }
    }

    fn sso(&self, profile: &Profile<'a>, notes: &mut Notes<'_>) -> Option<Sso> {
        let granted = notes.reading.dialect == Dialect::Granted
            && profile.get("granted_sso_start_url").is_some();
        let key = |plain: &str| if granted { format!("granted_{plain}") } else { plain.to_owned() };
        let get = |name: &str| profile.get(&key(name));
        let session = if granted { None } else { profile.get("sso_session") };
        let (account, role) = (get("sso_account_id"), get("sso_role_name"));
        if session.is_none() && get("sso_start_url").is_none() && account.is_none() {
            return None;
        }
        let mut sso = Sso {
            session: session.map(|s| s.value.clone().into_owned()),
            account: account.map(|s| Account::new(&s.value)),
            role: role.map(|s| s.value.clone().into_owned()),
            ..Sso::default()
        };
        let holder = match session {
            Some(s) => match self.sessions.get(s.value.trim()) {
                Some(found) => found,
                None => {
                    let session = s.value.clone().into_owned();
                    notes.say(s.line, Notice::SsoSessionMissing { session });
                    profile
                }
            },
            None => profile,
        };
        sso.start_url = holder.text(&key("sso_start_url"));
        sso.region = holder
            .get(&key("sso_region"))
            .and_then(|s| notes.checked(s.line, "sso_region", Region::parse(&s.value)));
        sso.scopes =
            holder.get(&key("sso_registration_scopes")).map(|s| list(&s.value)).unwrap_or_default();
        let missing_session = session.is_some() && std::ptr::eq(holder, profile);
        if !missing_session {
            if sso.start_url.is_none() {
                notes.say(holder.line, Notice::SsoIncomplete { key: "sso_start_url" });
            }
            if holder.get(&key("sso_region")).is_none() {
                notes.say(holder.line, Notice::SsoIncomplete { key: "sso_region" });
            }
        }
        Some(sso)
    }
}

/// aws-vault and granted use an INI reader of Go.
fn by_go(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::AwsVault | Dialect::Granted)
}

/// The sections as the dialect's tool finds them.
fn sections<'a>(text: &'a str, reading: &mut Reading) -> Result<Vec<Section<'a>>, ReadError> {
    if by_go(reading.dialect) {
        return go_ini::sections(text, reading);
    }
    let mut notices = Vec::new();
    let sections = aws_ini::sections(text, &mut notices)?;
    for (line, notice) in notices {
        reading.warn(line, "", notice);
    }
    Ok(sections)
}

/// The name of a section other than `[default]`, if the dialect's tool takes it.
fn name_for<'a>(name: &'a str, line: usize, reading: &mut Reading) -> Option<&'a str> {
    match reading.dialect {
        Dialect::AwsVault => Some(name.trim()).filter(|n| !n.is_empty()),
        // The characters granted refuses in a profile's name.
        Dialect::Granted => Some(name)
            .filter(|n| !n.is_empty() && !n.contains(['\\', '[', ']', ';', '\'', '"', ' '])),
        _ if is_identifier(name) => Some(name),
        _ => {
            let inside = unquoted(name)?;
            reading.warn(line, inside, Notice::QuotedName);
            Some(inside)
        }
    }
}

/// Where the notices of one entry go.
pub(crate) struct Notes<'r> {
    pub(crate) name: &'r str,
    pub(crate) reading: &'r mut Reading,
}

impl Notes<'_> {
    pub(crate) fn say(&mut self, line: usize, notice: Notice) {
        self.reading.warn(line, self.name, notice);
    }

    /// The value, or a notice that it was left out and why.
    pub(crate) fn checked<T>(
        &mut self,
        line: usize,
        key: &str,
        value: Result<T, RuleViolation>,
    ) -> Option<T> {
        value
            .map_err(|why| {
                let notice = Notice::ValueLeftOut { key: key.to_owned(), why: why.to_string() };
                self.say(line, notice);
            })
            .ok()
    }
}

fn merge<'a>(target: &mut Profile<'a>, section: Section<'a>, reading: &mut Reading, told: bool) {
    let first_of_this = target.settings.len();
    for setting in section.settings {
        if !is_identifier(&setting.key) {
            let notice = Notice::BadKey { key: setting.key.into_owned() };
            reading.warn(setting.line, target.name, notice);
            continue;
        }
        match target.place_of(&setting.key) {
            Some(at) => {
                if told || at >= first_of_this {
                    let key = setting.key.clone().into_owned();
                    reading.warn(setting.line, target.name, Notice::SetAgain { key });
                }
                target.settings[at] = setting;
            }
            None => target.settings.push(setting),
        }
    }
}
