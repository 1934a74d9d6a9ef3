//! The document as a whole: characters, size, version, the ids of its statements, and statements
//! that say what another says.

use std::collections::HashMap;

use super::{Check, Finding, Kind, Severity, edit};
use crate::document::Version;
use crate::error::Path;
use crate::json::{Key, Node, Value, shorten};

/// The highest quota for a trust policy anybody has been given (IAM quotas; third-party reports).
const RAISED_TRUST: usize = 8_192;

pub(super) fn check(check: &mut Check<'_>) {
    characters(check);
    size(check);
    version(check);
    if check.document.statements().is_empty() {
        check.report(
            "statement-empty",
            Severity::Error,
            "/Statement".to_owned(),
            "The policy has no statements.".to_owned(),
        );
    }
    sids(check);
    partitions(check);
}

/// IAM's API takes `[\u0009\u000A\u000D\u0020-\u00FF]+` (shape `policyDocumentType`).
fn characters(check: &mut Check<'_>) {
    let Some((pointer, c)) = foreign(check.document.root(), Path::ROOT) else { return };
    check.report(
        "characters",
        Severity::Error,
        pointer,
        format!(
            "The document contains \u{201c}{c}\u{201d} (U+{:04X}). IAM takes only Latin-1 characters, up to U+00FF.",
            c as u32
        ),
    );
    check.remedy("Write it with other characters; a wildcard can stand for it in a pattern.", None);
}

fn foreign(node: &Node, path: Path<'_>) -> Option<(String, char)> {
    let bad = |text: &str| text.chars().find(|c| *c > '\u{ff}');
    match &node.value {
        Value::String(s) => bad(s).map(|c| (path.pointer(), c)),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(i, item)| foreign(item, path.index(i)))
        }
        Value::Object(members) => members.iter().find_map(|(key, node)| {
            let at = path.key(&key.text);
            bad(&key.text).map(|c| (at.pointer(), c)).or_else(|| foreign(node, at))
        }),
        _ => None,
    }
}

/// Escaped, as in `\u2014`, such a character reaches IAM in Latin-1: no reason to refuse the text.
pub(super) fn written_as_escapes(text: &str, findings: &mut Vec<Finding>) {
    if text.chars().all(|c| c <= '\u{ff}') {
        findings.retain(|f| f.code != "characters");
    }
}

fn size(check: &mut Check<'_>) {
    let size = check.document.size();
    let Some(quota) = check.kind.quota().filter(|q| size > *q) else { return };
    let over = size - quota;
    let (severity, sentence) = match check.kind {
        Kind::Trust => (
            if size > RAISED_TRUST { Severity::Error } else { Severity::Warning },
            format!(
                "The trust policy has {size} characters without whitespace, {over} more than the {quota} IAM takes unless the account's quota was raised."
            ),
        ),
        Kind::Managed => (
            Severity::Error,
            format!(
                "The policy has {size} characters without whitespace, {over} more than the {quota} of a managed policy."
            ),
        ),
        kind => (
            Severity::Error,
            format!(
                "The policy has {size} characters without whitespace, {over} more than the {quota} that all inline policies of a {} can have together.",
                match kind {
                    Kind::Group => "group",
                    Kind::User => "user",
                    _ => "role",
                }
            ),
        ),
    };
    check.report("size", severity, String::new(), sentence);
    check.remedy(
        "Join statements that differ only in their resources or principals, or split the policy.",
        None,
    );
}

fn version(check: &mut Check<'_>) {
    let version = check.document.version();
    if version == Some(Version::V2012) {
        return;
    }
    let pointer = if version.is_some() { "/Version" } else { "" };
    let (severity, sentence) = if check.kind == Kind::Managed {
        (
            Severity::Error,
            "IAM takes a managed policy only in the current policy language, Version 2012-10-17.",
        )
    } else if check.document.compact().contains("${") {
        (
            Severity::Warning,
            "Without Version 2012-10-17 policy variables such as ${aws:username} are plain text.",
        )
    } else {
        (
            Severity::Suggestion,
            "The document does not use the current policy language, Version 2012-10-17.",
        )
    };
    check.report("version", severity, pointer.to_owned(), sentence.to_owned());
    let document = check.with_root(|members| {
        edit::remove(members, "Version");
        members.insert(0, (Key::from("Version"), Node::string("2012-10-17")));
        Some(())
    });
    check.remedy("Set Version to 2012-10-17.", document);
}

fn sids(check: &mut Check<'_>) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, statement) in check.document.statements().iter().enumerate() {
        let Some(sid) = statement.sid() else { continue };
        let pointer = check.pointer(index, &["Sid"], None);
        if sid.is_empty() {
            check.report(
                "sid-empty",
                Severity::Suggestion,
                pointer,
                "The Sid is empty and says nothing, but counts against the quota.".to_owned(),
            );
            let document = check.without_element(index, "Sid");
            check.remedy("Remove it.", document);
            continue;
        }
        if check.kind != Kind::Resource && !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
            check.report(
                "sid-characters",
                Severity::Error,
                pointer.clone(),
                format!(
                    "The Sid \u{201c}{}\u{201d} can have only letters and digits.",
                    shorten(sid)
                ),
            );
            let clean = unused(check, sid.chars().filter(char::is_ascii_alphanumeric).collect());
            let document = check.with_entry(index, &["Sid"], 0, Some(&clean));
            check.remedy(format!("Write {clean}."), document);
        }
        if let Some(first) = seen.insert(sid, index) {
            let severity =
                if check.kind == Kind::Resource { Severity::Warning } else { Severity::Error };
            check.report(
                "sid-duplicate",
                severity,
                pointer,
                format!(
                    "The Sid \u{201c}{}\u{201d} is already that of statement {}.",
                    shorten(sid),
                    first + 1
                ),
            );
            let document = check.without_element(index, "Sid");
            check.remedy("Remove it, or write another.", document);
        }
    }
}

/// A Sid no statement has, made from what was meant.
fn unused(check: &Check<'_>, wanted: String) -> String {
    let taken = |sid: &str| check.document.statements().iter().any(|s| s.sid() == Some(sid));
    let wanted = if wanted.is_empty() { "Statement".to_owned() } else { wanted };
    if !taken(&wanted) {
        return wanted;
    }
    (2..).map(|n| format!("{wanted}{n}")).find(|sid| !taken(sid)).unwrap_or(wanted)
}

/// A document lives in one partition; ARNs of another one never fit there.
fn partitions(check: &mut Check<'_>) {
    let mut seen: Vec<String> = Vec::new();
    for statement in check.document.statements() {
        for arn in statement.resources().chain(statement.principals()) {
            let Some((partition, _)) = arn.strip_prefix("arn:").and_then(|r| r.split_once(':'))
            else {
                continue;
            };
            let plain = partition.starts_with("aws") && !partition.contains(['*', '?', '$']);
            if plain && !seen.iter().any(|s| s == partition) {
                seen.push(partition.to_owned());
            }
        }
    }
    if seen.len() > 1 {
        check.report(
            "partition-mix",
            Severity::Warning,
            "/Statement".to_owned(),
            format!(
                "The document names ARNs of {}. Partitions are separate: in each of them only its own ARNs can work.",
                seen.join(" and ")
            ),
        );
        check.remedy("Write one document for each partition.", None);
    }
}

pub(super) fn redundant_statements(check: &mut Check<'_>) {
    // Comparing every pair is only worth it for documents people read.
    if check.document.statements().len() > 50 {
        return;
    }
    for (later, earlier) in crate::compare::redundant(check.document) {
        let pointer = check.statement_pointer(later);
        check.report(
            "statement-redundant",
            Severity::Suggestion,
            pointer,
            format!(
                "Statement {} says nothing that statement {} does not.",
                later + 1,
                earlier + 1
            ),
        );
        let document = check.without_statement(later);
        check.remedy("Remove it.", document);
    }
}
