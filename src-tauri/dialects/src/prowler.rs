//! Prowler's list for bulk provisioning: one item an account, read like PyYAML reads it (a key that
//! is there twice counts as last written).

use std::rc::Rc;

use rolebridge_model::{ExternalId, Partition, SessionName};

use crate::aws_profiles::{Notes, duration};
use crate::aws_sso::account_id;
use crate::entry::{Account, Entry, Kind, Role, split_role_arn};
use crate::error::{Problem, quoted};
use crate::reading::{Notice, Reading, SkipReason};
use crate::tree::Node;
use crate::yaml::{self, Like};
use crate::{Dialect, ReadError};

pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let root = yaml::parse(text, Like::Python)?;
    let mut reading = Reading::new(Dialect::Prowler);
    // Its script takes a mapping with `items`, too (prowler_bulk_provisioning.py).
    let list = if root.is_map() { root.get("items") } else { Some(root.as_ref()) };
    let Some(items) = list.and_then(Node::items) else {
        let wanted = "a list, or a mapping whose items are one";
        let problem = Problem::WrongShape { what: "The file".into(), wanted };
        return Err(ReadError::at(root.line, problem));
    };
    for item in items {
        add(item, &mut reading);
    }
    Ok(reading)
}

fn add(item: &Rc<Node>, reading: &mut Reading) {
    if !item.is_map() {
        let reason = SkipReason::WrongShape { what: "An item", wanted: "a mapping" };
        return reading.skip(item.line, "", reason);
    }
    let name = item.text("alias").or_else(|| item.text("uid")).unwrap_or_default();
    let Some(provider) = item.text("provider") else {
        return reading.skip(item.line, name, SkipReason::MissingKey { key: "provider" });
    };
    let Some(uid) = item.text("uid") else {
        return reading.skip(item.line, name, SkipReason::MissingKey { key: "uid" });
    };
    if !provider.trim().eq_ignore_ascii_case("aws") {
        let provider = quoted(provider);
        return reading.skip(item.line, name, SkipReason::OtherProvider { provider });
    }
    let method = item.text("auth_method").map(|m| m.trim().to_ascii_lowercase());
    match method.as_deref() {
        Some("role") => {}
        Some("credentials") => return reading.skip(item.line, name, SkipReason::AccessKeys),
        Some(other) => {
            let method = quoted(other);
            return reading.skip(item.line, name, SkipReason::OtherMethod { method });
        }
        None => {
            return reading.skip(item.line, name, SkipReason::MissingKey { key: "auth_method" });
        }
    }
    let Some(credentials) = item.get("credentials").filter(|c| c.is_map()) else {
        return reading.skip(item.line, name, SkipReason::MissingKey { key: "credentials" });
    };
    let Some(arn) = credentials.text("role_arn") else {
        return reading.skip(item.line, name, SkipReason::MissingKey { key: "role_arn" });
    };
    let mut entry = Entry::new(name, Kind::Role, Dialect::Prowler, item.line);
    let mut notes = Notes { name, reading };
    let quoted_uid = item.get("uid").is_some_and(Node::is_quoted);
    let Some(id) = account_id(uid) else {
        let found = quoted(uid);
        return reading.skip(item.line_of("uid"), name, SkipReason::BadAccount { found });
    };
    if uid.len() < 12 {
        notes.say(item.line_of("uid"), Notice::ZerosLost { account: id.clone() });
    } else if uid.starts_with('0') && !quoted_uid {
        notes.say(item.line_of("uid"), Notice::QuoteAccount);
    }
    entry.account = Some(Account { written: uid.to_owned(), ..Account::new(&id) });
    let line = credentials.line_of("role_arn");
    match split_role_arn(arn) {
        Some((partition, account, role)) => {
            entry.partition = Partition::parse(partition).ok();
            entry.role = Some(Role::new(role));
            if account != id {
                let (uid, role) = (id.clone(), quoted(account));
                notes.say(line, Notice::AccountsDiffer { uid, role });
                entry.account = Some(Account::new(account));
                if account.len() != 12 {
                    notes.say(line, Notice::OddAccount { digits: account.len() });
                }
            }
            let odd = entry.role.as_ref().is_some_and(|r| r.name.is_none() || r.path.is_none());
            if odd || entry.partition.is_none() {
                notes.say(line, Notice::OddRoleArn);
            }
        }
        None => {
            notes.say(line, Notice::OddRoleArn);
            entry.role = Some(Role { written: arn.to_owned(), path: None, name: None });
        }
    }
    if let Some(id) = credentials.text("external_id") {
        let line = credentials.line_of("external_id");
        entry.external_id = notes.checked(line, "external_id", ExternalId::parse(id));
    }
    if let Some(v) = credentials.text("session_name") {
        let line = credentials.line_of("session_name");
        entry.session_name = notes.checked(line, "session_name", SessionName::parse(v));
    }
    if let Some(v) = credentials.text("duration_seconds") {
        entry.duration_seconds = duration(v);
        if entry.duration_seconds.is_none() {
            let why = "A duration is a number of seconds from 900 to 43200.".to_owned();
            let key = "duration_seconds".to_owned();
            let line = credentials.line_of("duration_seconds");
            notes.say(line, Notice::ValueLeftOut { key, why });
        }
    }
    reading.entries.push(entry);
}
