//! What may stand in a team file. Others review it once and it then reaches every desk, so nothing
//! in it runs a command or is a secret, and nothing is overlooked: an unknown key is an error.

use std::collections::HashMap;

use crate::Reading;
use crate::entry::{Kind, MOST_HOPS};
use crate::error::{Problem, ReadError, quoted};
use crate::reading::Notice;
use crate::tree::{Node, Value};

/// The settings of an entry.
pub(crate) const ENTRY: [&str; 20] = [
    "name",
    "account",
    "role",
    "permission_set",
    "sso_session",
    "sso_start_url",
    "sso_region",
    "external_id",
    "source",
    "region",
    "colour",
    "group",
    "description",
    "mfa_serial",
    "duration_seconds",
    "session_name",
    "session_tags",
    "transitive_tags",
    "source_identity",
    "labels",
];

/// The settings of the file.
pub(crate) const FILE: [&str; 5] =
    ["rolebridge_team", "title", "description", "sso_sessions", "entries"];

/// The settings of one of its sessions of Identity Center.
pub(crate) const SESSION: [&str; 3] = ["name", "sso_start_url", "sso_region"];

/// Keys are told apart by their words, so that `CredentialProcess` and `credential-process` are
/// found as well.
fn words(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn runs_a_command(key: &str) -> bool {
    let key = words(key);
    ["process", "command", "exec", "shell", "script", "hook", "browser", "terminal", "program"]
        .iter()
        .any(|w| key.contains(w))
}

fn is_a_secret(key: &str) -> bool {
    let key = words(key);
    ["accesskey", "secret", "sessiontoken", "password", "passphrase", "privatekey", "securitytoken"]
        .iter()
        .any(|w| key.contains(w))
}

/// Looks at every key of the file, however deep, before anything is taken from it. Keys of tags and
/// labels are a team's own words.
pub(crate) fn refuse_dangers(node: &Node) -> Result<(), ReadError> {
    for (key, value) in node.pairs() {
        let ours = ENTRY.contains(&key.text.as_str()) || FILE.contains(&key.text.as_str());
        if !ours && runs_a_command(&key.text) {
            return Err(ReadError::at(key.line, Problem::Command { key: quoted(&key.text) }));
        }
        if !ours && is_a_secret(&key.text) {
            return Err(ReadError::at(key.line, Problem::Secret { key: quoted(&key.text) }));
        }
        if !matches!(key.text.as_str(), "session_tags" | "labels") {
            refuse_dangers(value)?;
        }
        refuse_access_key_id(value)?;
    }
    for item in node.items().unwrap_or_default() {
        refuse_dangers(item)?;
    }
    Ok(())
}

/// An access key ID may hide in any text (IAM, unique ID prefixes `AKIA` and `ASIA`).
fn refuse_access_key_id(node: &Node) -> Result<(), ReadError> {
    let Value::Scalar { text, .. } = &node.value else {
        for (_, value) in node.pairs() {
            refuse_access_key_id(value)?;
        }
        return Ok(());
    };
    let found = ["AKIA", "ASIA"].iter().any(|prefix| {
        text.match_indices(prefix).any(|(at, _)| {
            let rest = text[at..].bytes().take_while(u8::is_ascii_alphanumeric);
            rest.filter(|b| !b.is_ascii_lowercase()).count() == 20
        })
    });
    if found {
        return Err(ReadError::at(node.line, Problem::Secret { key: "An access key ID".into() }));
    }
    Ok(())
}

pub(crate) fn known(node: &Node, keys: &[&str], what: &'static str) -> Result<(), ReadError> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (key, _) in node.pairs() {
        if !keys.contains(&key.text.as_str()) {
            let problem = Problem::UnknownKey { key: quoted(&key.text), what };
            return Err(ReadError::at(key.line, problem));
        }
        if let Some(first) = seen.insert(&key.text, key.line) {
            let problem = Problem::DuplicateKey { key: key.text.clone(), first };
            return Err(ReadError::at(key.line, problem));
        }
    }
    Ok(())
}

/// Follows `source` from entry to entry. A source that is not in the file is a name the user has:
/// of a profile or of an identity. That of a permission set always is.
pub(crate) fn fill_chains(reading: &mut Reading) {
    let roles = reading.entries.iter().filter(|e| e.kind == Kind::Role);
    let sources: HashMap<String, Option<String>> =
        roles.rev().map(|e| (e.name.clone(), e.source.clone())).collect();
    for entry in reading.entries.iter_mut().filter(|e| e.kind == Kind::Role) {
        let mut next = entry.source.clone();
        while let Some(name) = next {
            if name == entry.name || entry.chain.contains(&name) {
                let notice = Notice::SourceLoop { name };
                let line = entry.provenance.line;
                reading.warnings.push(crate::Warning::new(line, &entry.name, notice));
                break;
            }
            if entry.chain.len() == MOST_HOPS {
                let line = entry.provenance.line;
                let warning = crate::Warning::new(line, &entry.name, Notice::ChainTooLong);
                reading.warnings.push(warning);
                break;
            }
            next = sources.get(&name).cloned().flatten();
            entry.chain.push(name);
        }
    }
}
