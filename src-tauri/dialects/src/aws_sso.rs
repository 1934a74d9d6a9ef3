//! aws-sso-cli's `config.yaml`. Roles are reached through Identity Center, or, with `Via`, by
//! assuming them from another role. Accounts are YAML integers to most people, so leading zeros may
//! be missing.

mod name;

use std::collections::HashMap;
use std::rc::Rc;

use rolebridge_model::{ExternalId, Region};

use crate::aws_profiles::Notes;
use crate::entry::{Account, Entry, Kind, Label, Role, Sso};
use crate::error::{Problem, quoted};
use crate::reading::{Notice, Reading, SkipReason};
use crate::team_rules::fill_chains;
use crate::tree::{Key, Node};
use crate::yaml::{self, Like};
use crate::{Dialect, ReadError, colour};
use name::{Fields, Template};

pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let root = yaml::parse(text, Like::Go)?;
    let mut reading = Reading::new(Dialect::AwsSso);
    if !root.is_map() {
        let problem = Problem::WrongShape { what: "The file".into(), wanted: "a mapping" };
        return Err(ReadError::at(root.line, problem));
    }
    let Some(instances) = root.get("SSOConfig") else {
        let problem = Problem::Missing { what: "the file".into(), key: "SSOConfig" };
        return Err(ReadError::at(root.line, problem));
    };
    if !instances.is_map() {
        let problem = Problem::WrongShape { what: "SSOConfig".into(), wanted: "a mapping" };
        return Err(ReadError::at(instances.line, problem));
    }
    let format = root.text("ProfileFormat").unwrap_or(DEFAULT_FORMAT);
    let all = Defaults { region: root.get("DefaultRegion"), format: Template::parse(format) };
    for (key, instance) in instances.pairs() {
        instance_of(key, instance, &all, &mut reading)?;
    }
    if all.format.is_none() {
        reading.warn(root.line_of("ProfileFormat"), "", Notice::ProfileFormat);
    }
    resolve_via(&mut reading);
    Ok(reading)
}

/// `Via` names the ARN of another role; it becomes a name where that role is in the file.
fn resolve_via(reading: &mut Reading) {
    let names: HashMap<String, String> =
        reading.entries.iter().filter_map(|e| Some((arn(e)?, e.name.clone()))).collect();
    for entry in &mut reading.entries {
        if let Some(name) = entry.source.as_ref().and_then(|via| names.get(via)) {
            entry.source = Some(name.clone());
        }
    }
    fill_chains(reading);
}

/// What names are made of unless `ProfileFormat` says otherwise.
const DEFAULT_FORMAT: &str = "{{ AccountIdStr .AccountId }}:{{ .RoleName }}";

fn arn(entry: &Entry) -> Option<String> {
    let account = entry.account.as_ref()?;
    let role = match (&entry.role, &entry.sso) {
        (Some(role), _) => role.written.clone(),
        (None, Some(sso)) => sso.role.clone()?,
        (None, None) => return None,
    };
    Some(format!("arn:aws:iam::{}:role/{role}", account.id.as_ref()?))
}

/// The pairs of a mapping that may be left out. aws-sso-cli reads no file in which it is something
/// else.
fn mapping<'n>(of: &'n Node, key: &str) -> Result<&'n [(Key, Rc<Node>)], ReadError> {
    match of.get(key) {
        Some(node) => mapping_itself(node, key),
        None => Ok(&[]),
    }
}

fn mapping_itself<'n>(node: &'n Node, what: &str) -> Result<&'n [(Key, Rc<Node>)], ReadError> {
    if node.is_map() || node.is_null() {
        return Ok(node.pairs());
    }
    let problem = Problem::WrongShape { what: quoted(what), wanted: "a mapping" };
    Err(ReadError::at(node.line, problem))
}

/// What holds for every instance.
struct Defaults<'a> {
    region: Option<&'a Node>,
    format: Option<Template>,
}

fn instance_of(
    key: &Key,
    instance: &Node,
    all: &Defaults<'_>,
    reading: &mut Reading,
) -> Result<(), ReadError> {
    let name = key.text.as_str();
    mapping_itself(instance, name)?;
    for required in ["StartUrl", "SSORegion"] {
        if instance.text(required).is_none() {
            reading.skip(key.line, name, SkipReason::MissingKey { key: required });
            return Ok(());
        }
    }
    let mut notes = Notes { name, reading };
    let sso = Sso {
        session: Some(name.to_owned()),
        start_url: instance.text("StartUrl").map(str::to_owned),
        region: instance.text("SSORegion").and_then(|r| {
            notes.checked(instance.line_of("SSORegion"), "SSORegion", Region::parse(r))
        }),
        ..Sso::default()
    };
    let accounts = mapping(instance, "Accounts")?;
    if accounts.is_empty() {
        reading.skip(key.line, name, SkipReason::NoRolesListed);
        return Ok(());
    }
    let region = instance.get("DefaultRegion").or(all.region);
    let format = all.format.as_ref();
    for (key, account) in accounts {
        let written = key.text.trim();
        let Some(id) = account_id(written) else {
            let found = quoted(written);
            reading.skip(key.line, written, SkipReason::BadAccount { found });
            continue;
        };
        if written.len() < 12 {
            reading.warn(key.line, written, Notice::ZerosLost { account: id.clone() });
        } else if written.starts_with('0') && !key.quoted {
            reading.warn(key.line, written, Notice::QuoteAccount);
        }
        mapping_itself(account, written)?;
        let roles = mapping(account, "Roles")?;
        if roles.is_empty() {
            reading.skip(key.line, written, SkipReason::NoRolesListed);
            continue;
        }
        let account_token = Account { written: written.to_owned(), ..Account::new(&id) };
        for (role_key, role) in roles {
            mapping_itself(role, &role_key.text)?;
            let place =
                Place { account, token: &account_token, id: &id, sso: &sso, region, format };
            let entry = entry(role_key, role, &place, reading);
            reading.entries.push(entry);
        }
    }
    Ok(())
}

struct Place<'a> {
    account: &'a Node,
    token: &'a Account,
    id: &'a str,
    sso: &'a Sso,
    region: Option<&'a Node>,
    format: Option<&'a Template>,
}

impl Place<'_> {
    /// The name of a role's profile.
    fn name(&self, role: &str, region: Option<&str>, reading: &mut Reading, line: usize) -> String {
        let fields = Fields {
            account: self.id,
            account_name: self.account.text("Name"),
            role,
            region,
            instance: self.sso.session.as_deref().unwrap_or_default(),
            sso_region: self.sso.region.as_ref().map(Region::as_str),
            start_url: self.sso.start_url.as_deref(),
        };
        let plain = format!("{}:{role}", self.id);
        self.format.map_or(Some(plain.clone()), |f| f.name(&fields)).unwrap_or_else(|| {
            reading.warn(line, &plain, Notice::ProfileFormat);
            plain
        })
    }
}

fn entry(key: &Key, role: &Node, place: &Place<'_>, reading: &mut Reading) -> Entry {
    let region = role
        .get("DefaultRegion")
        .or_else(|| place.account.get("DefaultRegion"))
        .or(place.region)
        .filter(|r| !r.is_null());
    let name = role.text("Profile").map(str::to_owned);
    let region_text = region.and_then(Node::scalar);
    let name = name.unwrap_or_else(|| place.name(&key.text, region_text, reading, key.line));
    let via = role.text("Via");
    let kind = if via.is_some() { Kind::Role } else { Kind::Identity };
    let mut entry = Entry::new(&name, kind, Dialect::AwsSso, key.line);
    let mut notes = Notes { name: &name, reading };
    entry.provenance.section.clone_from(&place.sso.session);
    entry.account = Some(place.token.clone());
    if via.is_some() {
        entry.role = Some(Role::new(&key.text));
        entry.source = via.map(str::to_owned);
        if entry.role.as_ref().is_some_and(|r| r.name.is_none()) {
            notes.say(key.line, Notice::OddRoleArn);
        }
    } else {
        entry.sso = Some(Box::new(Sso {
            account: entry.account.clone(),
            role: Some(key.text.clone()),
            ..place.sso.clone()
        }));
    }
    if let Some(region) = region {
        let text = region_text.unwrap_or_default();
        entry.region = notes.checked(region.line, "DefaultRegion", Region::parse(text));
    }
    if let Some(id) = role.text("ExternalId") {
        let line = role.line_of("ExternalId");
        entry.external_id = notes.checked(line, "ExternalId", ExternalId::parse(id));
    }
    entry.source_identity = role.text("SourceIdentity").map(str::to_owned);
    entry.description = place.account.text("Name").map(str::to_owned);
    let mut labels = tags(place.account);
    for label in tags(role) {
        labels.retain(|l| l.key != label.key);
        labels.push(label);
    }
    for label in labels {
        match label.key.as_str() {
            "Color" => {
                let token = colour::container(&label.value);
                if token.rgb.is_none() {
                    let written = quoted(&label.value);
                    notes.say(key.line, Notice::UnknownColour { written });
                }
                entry.colour = Some(token);
            }
            "Icon" => entry.image = Some(label.value),
            _ => entry.labels.push(label),
        }
    }
    entry
}

/// Twelve digits, from a number that may have lost its leading zeros.
pub(crate) fn account_id(written: &str) -> Option<String> {
    if written.is_empty() || !written.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = written.trim_start_matches('0');
    (digits.len() <= 12).then(|| format!("{digits:0>12}"))
}

/// `Tags` is a mapping; a list of mappings is written, too.
fn tags(of: &Node) -> Vec<Label> {
    let Some(tags) = of.get("Tags") else { return Vec::new() };
    let label = |(k, v): &(Key, Rc<Node>)| Label::new(&k.text, v.scalar().unwrap_or_default());
    match tags.items() {
        Some(items) => items.iter().flat_map(|i| i.pairs()).map(label).collect(),
        None => tags.pairs().iter().map(label).collect(),
    }
}
