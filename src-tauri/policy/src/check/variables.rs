//! Policy variables ("IAM policy elements: Variables and tags"): their form, and whether there is
//! such a key.

use super::keys::{self, Lookup};
use super::{Check, Place, Severity};
use crate::document::{Read, Version};
use crate::json::shorten;

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>) {
    // The old language takes them as text, which the check of Version says.
    if check.document.version() != Some(Version::V2012) {
        return;
    }
    if let Some(resources) = &place.statement.resource {
        let element = if resources.negated { "NotResource" } else { "Resource" };
        for (i, resource) in resources.values.iter().enumerate() {
            if resource.raw().contains("${") {
                let pointer = check.pointer(place.index, &[element], Some(i));
                text(check, resource.raw(), &pointer);
                position(check, resource.raw(), pointer);
            }
        }
    }
    for condition in &place.statement.conditions {
        for (i, value) in condition.values.iter().enumerate() {
            if matches!(value.read, Read::Text(_)) && value.raw.contains("${") {
                let keys = ["Condition", &condition.operator_name, &condition.key_name];
                let pointer = check.pointer(place.index, &keys, Some(i));
                text(check, &value.raw, &pointer);
            }
        }
    }
}

fn text(check: &mut Check<'_>, raw: &str, pointer: &str) {
    let mut rest = raw;
    while let Some((_, from)) = rest.split_once("${") {
        let Some((inside, after)) = from.split_once('}') else {
            check.report(
                "variable-open",
                Severity::Error,
                pointer.to_owned(),
                format!("The variable in \u{201c}{}\u{201d} has no closing brace.", shorten(raw)),
            );
            check.remedy("Close it with }, or write a literal dollar sign as ${$}.", None);
            return;
        };
        rest = after;
        if let Some((code, severity, sentence)) = fault(inside) {
            check.report(code, severity, pointer.to_owned(), sentence);
        }
    }
}

fn fault(inside: &str) -> Option<(&'static str, Severity, String)> {
    if matches!(inside, "*" | "?" | "$") {
        return None;
    }
    let shown = format!("\u{201c}${{{}}}\u{201d}", shorten(inside));
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => (key, Some(default.trim())),
        None => (inside, None),
    };
    if key.trim().is_empty() {
        return Some((
            "variable-format",
            Severity::Error,
            format!("The variable {shown} names no key. Write a key, such as ${{aws:username}}."),
        ));
    }
    if let Some(default) = default
        && !(default.len() >= 2 && default.starts_with('\'') && default.ends_with('\''))
    {
        return Some((
            "variable-format",
            Severity::Error,
            format!("The default value in {shown} has to stand in single quotes."),
        ));
    }
    let unknown = |sentence: String| Some(("variable-unknown", Severity::Warning, sentence));
    if key.starts_with("AWS::") {
        return unknown(format!(
            "{shown} is CloudFormation's, which puts a value in its place only by Fn::Sub. To IAM it is no key."
        ));
    }
    // The part after a slash is a tag's key, which may have spaces.
    if key.split('/').next().unwrap_or(key).contains(' ') {
        return Some((
            "variable-format",
            Severity::Error,
            format!("The variable {shown} has a space in its key."),
        ));
    }
    if !key.contains(':') {
        return unknown(format!(
            "{shown} is no condition key, so that it has no value: was a template not filled in?"
        ));
    }
    match keys::lookup(&key.to_lowercase()) {
        Lookup::Unknown { meant } => {
            let hint = meant.map_or_else(String::new, |m| format!(" Did you mean ${{{m}}}?"));
            unknown(format!(
                "There is no condition key {}, so that {shown} has no value.{hint}",
                shorten(key)
            ))
        }
        Lookup::Known(known) if known.many && key.starts_with("aws:") => Some((
            "variable-many",
            Severity::Warning,
            format!("{shown} can have several values; a variable needs a key that has one."),
        )),
        _ => None,
    }
}

/// Variables stand only in the last part of an ARN. (Some services take them for the account.)
fn position(check: &mut Check<'_>, raw: &str, pointer: String) {
    let before = raw.split("${").next().unwrap_or(raw);
    if raw.starts_with("arn:") && before.matches(':').count() < 4 && !raw.contains("${AWS::") {
        check.report(
            "variable-place",
            Severity::Warning,
            pointer,
            format!(
                "\u{201c}{}\u{201d} has a variable for its partition, service or Region. IAM replaces variables only in the last part of an ARN.",
                shorten(raw)
            ),
        );
        check.remedy("Write the part out, or * for it.", None);
    }
}
