//! Permission sets of IAM Identity Center in a team file. A file says where one signs in, in the words
//! of the AWS configuration; which profile that is on a reader's computer is found out there. The
//! address of an access portal is only compared, and never opened.

use std::collections::HashMap;

use rolebridge_model::{AccountId, PermissionSetName, Region};

use crate::Reading;
use crate::entry::{Account, Kind, Sso};
use crate::error::{Problem, ReadError, quoted};
use crate::team::{Fields, list};
use crate::team_rules::{SESSION, known};
use crate::tree::Node;

/// What is asked for when a role is assumed.
const OF_ROLES: [&str; 7] = [
    "external_id",
    "mfa_serial",
    "duration_seconds",
    "session_name",
    "session_tags",
    "transitive_tags",
    "source_identity",
];
/// Where one signs in.
const OF_SETS: [&str; 3] = ["sso_session", "sso_start_url", "sso_region"];

/// The sessions of Identity Center a file names, by name.
pub(crate) struct PermissionSets(HashMap<String, Sso>);

impl PermissionSets {
    pub(crate) fn of(root: &Node) -> Result<Self, ReadError> {
        let mut sessions = HashMap::new();
        let mut first: HashMap<String, usize> = HashMap::new();
        for node in list(root, "sso_sessions")? {
            if !node.is_map() {
                let what = "One of sso_sessions".to_owned();
                let problem = Problem::WrongShape { what, wanted: "a table" };
                return Err(ReadError::at(node.line, problem));
            }
            known(node, &SESSION, "a session of Identity Center")?;
            let fields = Fields(node);
            let missing = |key| fields.missing("a session of Identity Center", key);
            let name = name(&fields, "name")?.ok_or_else(|| missing("name"))?;
            let portal = portal(&fields)?;
            if portal.start_url.is_none() {
                return Err(missing("sso_start_url"));
            }
            if let Some(first) = first.insert(name.clone(), node.line) {
                let problem = Problem::DuplicateName { name: quoted(&name), first };
                return Err(ReadError::at(node.line_of("name"), problem));
            }
            sessions.insert(name.clone(), Sso { session: Some(name), ..portal });
        }
        Ok(Self(sessions))
    }

    /// The permission set of an entry, and where one signs in to it.
    pub(crate) fn read(&self, fields: &Fields<'_>) -> Result<Sso, ReadError> {
        const WHAT: &str = "an entry of a permission set";
        let set = fields.parsed("permission_set", PermissionSetName::parse)?;
        let account = fields.parsed("account", AccountId::parse)?;
        let account = account.ok_or_else(|| fields.missing(WHAT, "account"))?;
        let (named, inline) = (name(fields, "sso_session")?, portal(fields)?);
        let beside = |key: &str| {
            let why = "sso_session says already where one signs in. Keep one of the two.";
            fields.wrong(key, why.into())
        };
        let place = match (named, inline) {
            (Some(_), Sso { start_url: Some(_), .. }) => return Err(beside("sso_start_url")),
            (Some(_), Sso { region: Some(_), .. }) => return Err(beside("sso_region")),
            (Some(name), _) => match self.0.get(&name) {
                Some(session) => session.clone(),
                // One of the reader's own configuration.
                None => Sso { session: Some(name), ..Sso::default() },
            },
            (None, Sso { start_url: None, region: Some(_), .. }) => {
                return Err(fields.missing(WHAT, "sso_start_url"));
            }
            (None, inline) => inline,
        };
        let source = fields.text("source")?;
        if place.session.is_none() && place.start_url.is_none() && source.is_none() {
            return Err(fields.missing(WHAT, "sso_session or sso_start_url"));
        }
        Ok(Sso {
            account: Some(Account::new(account.as_str())),
            role: set.map(|s| s.to_string()),
            ..place
        })
    }
}

fn name(fields: &Fields<'_>, key: &str) -> Result<Option<String>, ReadError> {
    match fields.text(key)? {
        Some(name) if name.contains(char::is_control) || name.trim() != name => {
            let why = "it has no line breaks, and no spaces at its ends.";
            Err(fields.wrong(key, why.into()))
        }
        name => Ok(name.map(str::to_owned)),
    }
}

/// Most characters of the address of an access portal. Those of AWS are far shorter; nobody reviews a
/// longer one.
const LONGEST_URL: usize = 2048;

fn portal(fields: &Fields<'_>) -> Result<Sso, ReadError> {
    let start_url = fields.text("sso_start_url")?;
    let fits = |url: &str| {
        let host = url.strip_prefix("https://").and_then(|rest| rest.split(['/', '#']).next());
        url.len() <= LONGEST_URL
            && url.bytes().all(|b| b.is_ascii_graphic())
            && host.is_some_and(|h| {
                h.contains('.')
                    && h.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
            })
    };
    if start_url.is_some_and(|url| !fits(url)) {
        let why = "it has to be the address of an access portal, such as \
                   https://d-1234567890.awsapps.com/start.";
        return Err(fields.wrong("sso_start_url", why.into()));
    }
    let region = fields.parsed("sso_region", Region::parse)?;
    Ok(Sso { start_url: start_url.map(str::to_owned), region, ..Sso::default() })
}

/// What belongs to the other kind of entry would mean nothing here.
pub(crate) fn of_another_kind(fields: &Fields<'_>) -> Result<(), ReadError> {
    let there = |key: &&str| fields.0.get(key).is_some();
    if fields.0.get("permission_set").is_none() {
        let found = OF_SETS.iter().find(|k| there(k));
        let why = "it says where one signs in to a permission set, and the entry names none.";
        return found.map_or(Ok(()), |key| Err(fields.wrong(key, why.into())));
    }
    if there(&"role") {
        let why = "the entry names a role as well. Keep one of the two.";
        return Err(fields.wrong("permission_set", why.into()));
    }
    let found = OF_ROLES.iter().find(|k| there(k));
    let why = "one signs in to a permission set, and only a role that is assumed is asked for with \
               it. Remove it.";
    found.map_or(Ok(()), |key| Err(fields.wrong(key, why.into())))
}

/// A permission set begins with a profile of the reader: no other entry leads to it.
pub(crate) fn only_profiles(
    reading: &Reading,
    nodes: &[std::rc::Rc<Node>],
) -> Result<(), ReadError> {
    let names: std::collections::HashSet<&str> =
        reading.entries.iter().map(|e| e.name.as_str()).collect();
    for (entry, node) in reading.entries.iter().zip(nodes) {
        let Some(source) = entry.source.as_deref().filter(|_| entry.kind == Kind::Identity) else {
            continue;
        };
        if names.contains(source) && source != entry.name {
            let why = "no other entry leads to a permission set. Name a profile, or where one \
                       signs in.";
            return Err(Fields(node).wrong("source", why.into()));
        }
    }
    Ok(())
}
