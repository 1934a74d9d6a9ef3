//! `Action` and `NotAction`: their form, and whether AWS has such actions.

use super::{Check, Kind, Place, Severity, is_allow};
use crate::catalogue::{self, ActionLookup};
use crate::json::shorten;
use crate::operator::distance;
use crate::pattern::{Case, Pattern, covers};

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>) {
    let actions = &place.statement.action;
    let element = if actions.negated { "NotAction" } else { "Action" };
    let at = |check: &Check<'_>, i| check.pointer(place.index, &[element], i);
    if actions.values.is_empty() {
        let pointer = at(check, None);
        check.report(
            "action-empty",
            Severity::Error,
            pointer,
            "The list of actions is empty.".into(),
        );
        check.remedy("Name the actions meant.", None);
    }
    for (i, action) in actions.values.iter().enumerate() {
        if let Some(sentence) = malformed(action.raw()) {
            let pointer = at(check, Some(i));
            check.report("action-format", Severity::Error, pointer, sentence);
        } else if check.kind != Kind::Trust {
            unknown(check, place, element, i);
        }
    }
    redundant(check, place, element, &actions.values);
    if check.kind == Kind::Trust {
        trust(check, place, element);
    } else if actions.negated && is_allow(place) {
        let pointer = at(check, None);
        check.report(
            "not-action-allow",
            Severity::Security,
            pointer,
            "NotAction with Allow grants every action but these, future ones of all services too."
                .into(),
        );
        check.remedy("List the actions that are needed under Action.", None);
    }
}

/// Findings of a document beyond which nothing costly is looked for any more.
pub(super) const MOST: usize = 100;

/// Actions AWS does not have. The table may be older than the action: never an error.
fn unknown(check: &mut Check<'_>, place: Place<'_>, element: &'static str, i: usize) {
    let action = &place.statement.action.values[i];
    let raw = action.raw();
    let shown = shorten(raw);
    if action.is_everything() || raw == "*:*" {
        return;
    }
    let date = catalogue::catalogue_date();
    let (service, name) = raw.split_once(':').unwrap_or((raw, ""));
    let pointer = check.pointer(place.index, &[element], Some(i));
    if service == "*" {
        check.report(
            "action-service-wildcard",
            Severity::Warning,
            pointer,
            format!("\u{201c}{shown}\u{201d} names no service. AWS documents wildcards only after the colon."),
        );
        check.remedy("Write the action once for each service.", None);
        return;
    }
    if !action.has_wildcard() && catalogue::has_action(raw) {
        return;
    }
    if check.findings.len() > MOST {
        if !action.has_wildcard() {
            let sentence = format!("AWS had no action \u{201c}{shown}\u{201d} on {date}.");
            check.report("action-unknown", Severity::Warning, pointer, sentence);
        }
        return;
    }
    if action.has_wildcard() {
        if !catalogue::has_service(service) {
            let ActionLookup::UnknownService { meant } = catalogue::lookup_action(raw) else {
                return;
            };
            check.report(
                "action-service-unknown",
                Severity::Warning,
                pointer,
                format!(
                    "AWS had no service \u{201c}{}\u{201d} on {date}.{}",
                    shorten(service),
                    guess(&meant)
                ),
            );
            let new = only(&meant).filter(|m| !m.contains(':')).map(|m| format!("{m}:{name}"));
            replace(check, place, element, i, new);
        } else if !catalogue::any_action(action) {
            check.report(
                "action-matches-nothing",
                Severity::Warning,
                pointer,
                format!("No action that AWS had on {date} fits \u{201c}{shown}\u{201d}."),
            );
        }
        return;
    }
    match catalogue::lookup_action(raw) {
        ActionLookup::Known(_) => {}
        ActionLookup::UnknownAction { meant } => {
            check.report(
                "action-unknown",
                Severity::Warning,
                pointer,
                format!("AWS had no action \u{201c}{shown}\u{201d} on {date}.{}", guess(&meant)),
            );
            replace(check, place, element, i, only(&meant));
        }
        ActionLookup::UnknownService { meant } => {
            check.report(
                "action-service-unknown",
                Severity::Warning,
                pointer,
                format!(
                    "AWS had no service \u{201c}{}\u{201d} on {date}.{}",
                    shorten(service),
                    guess(&meant)
                ),
            );
            let new = only(&meant)
                .map(|m| if m.contains(':') { m } else { format!("{m}:{name}") })
                .filter(|m| matches!(catalogue::lookup_action(m), ActionLookup::Known(_)));
            replace(check, place, element, i, new);
        }
    }
}

fn guess(meant: &[String]) -> String {
    match meant {
        [] => String::new(),
        [one] => format!(" Did you mean {one}?"),
        [most @ .., last] => format!(" Did you mean {} or {last}?", most.join(", ")),
    }
}

fn only(meant: &[String]) -> Option<String> {
    match meant {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn replace(
    check: &mut Check<'_>,
    place: Place<'_>,
    element: &'static str,
    i: usize,
    new: Option<String>,
) {
    if let Some(new) = new {
        let document = check.with_entry(place.index, &[element], i, Some(&new));
        check.remedy(format!("Write {new}."), document);
    } else {
        check.remedy("Look the name up in AWS's list of actions of the service.", None);
    }
}

/// IAM: one colon, a service without wildcards, a name.
fn malformed(action: &str) -> Option<String> {
    let shown = shorten(action);
    let Some((service, name)) = action.split_once(':') else {
        if !action.is_empty() && action.bytes().all(|b| b == b'*') {
            return None;
        }
        return Some(format!(
            "\u{201c}{shown}\u{201d} is not an action: write the service, a colon and the name, as in s3:GetObject."
        ));
    };
    if name.contains(':') {
        return Some(format!("\u{201c}{shown}\u{201d} has more than one colon."));
    }
    let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    if service.is_empty() || (service != "*" && !service.bytes().all(known)) {
        return Some(format!(
            "\u{201c}{}\u{201d} in \u{201c}{shown}\u{201d} is not the name of a service. Wildcards are allowed only after the colon.",
            shorten(service)
        ));
    }
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"*?_-./".contains(&b);
    if name.is_empty() || !name.bytes().all(allowed) {
        return Some(format!("\u{201c}{shown}\u{201d} is not the name of an action."));
    }
    None
}

pub(super) fn redundant(
    check: &mut Check<'_>,
    place: Place<'_>,
    element: &'static str,
    values: &[Pattern],
) {
    let wide: Vec<(usize, Vec<_>)> = values
        .iter()
        .enumerate()
        .filter(|(_, p)| p.has_wildcard())
        .map(|(i, p)| (i, p.to_tokens()))
        .collect();
    if values.len() > 500 {
        return;
    }
    let case = if element.ends_with("Action") { Case::Ignored } else { Case::Exact };
    for (i, value) in values.iter().enumerate() {
        let tokens = value.to_tokens();
        let same = values[..i].iter().position(|v| match case {
            Case::Ignored => v.raw().eq_ignore_ascii_case(value.raw()),
            Case::Exact => v.raw() == value.raw(),
        });
        let by = same.or_else(|| {
            wide.iter()
                .find(|(w, t)| {
                    *w != i && covers(t, &tokens, case) && (*w < i || !covers(&tokens, t, case))
                })
                .map(|(w, _)| *w)
        });
        if let Some(by) = by {
            let pointer = check.pointer(place.index, &[element], Some(i));
            check.report(
                "entry-redundant",
                Severity::Suggestion,
                pointer,
                format!(
                    "\u{201c}{}\u{201d} is already covered by \u{201c}{}\u{201d}.",
                    shorten(value.raw()),
                    shorten(values[by].raw())
                ),
            );
            let document = check.with_entry(place.index, &[element], i, None);
            check.remedy("Leave it out.", document);
        }
    }
}

fn trust(check: &mut Check<'_>, place: Place<'_>, element: &'static str) {
    const KNOWN: [&str; 7] = [
        "sts:AssumeRole",
        "sts:AssumeRoleWithSAML",
        "sts:AssumeRoleWithWebIdentity",
        "sts:AssumeRoot",
        "sts:SetContext",
        "sts:SetSourceIdentity",
        "sts:TagSession",
    ];
    for (i, action) in place.statement.action.values.iter().enumerate() {
        let raw = action.raw();
        if malformed(raw).is_some() {
            continue;
        }
        let sts = raw.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("sts:"));
        let known = sts
            && KNOWN.iter().any(|k| {
                action.matches(k, Case::Ignored, &crate::pattern::NoVariables) == Some(true)
            });
        if !known {
            let pointer = check.pointer(place.index, &[element], Some(i));
            // IAM: "AssumeRole policy may only specify STS AssumeRole actions".
            let wild = sts && action.has_wildcard();
            let severity = if wild { Severity::Warning } else { Severity::Error };
            check.report(
                "trust-action",
                severity,
                pointer,
                format!(
                    "A trust policy says who may assume the role; \u{201c}{}\u{201d} has no place in it.",
                    shorten(raw)
                ),
            );
            let meant = KNOWN
                .iter()
                .map(|k| (distance(&raw.to_ascii_lowercase(), &k.to_ascii_lowercase()), *k))
                .min()
                .filter(|(d, _)| *d <= 3)
                .map(|(_, k)| k);
            let document = match meant {
                Some(meant) => check.with_entry(place.index, &[element], i, Some(meant)),
                None => check.with_entry(place.index, &[element], i, None),
            };
            match meant {
                Some(meant) => check.remedy(format!("Write {meant}."), document),
                None => check
                    .remedy("Leave it out; use sts:AssumeRole or one of its variants.", document),
            }
        } else if raw.eq_ignore_ascii_case("sts:*") {
            let pointer = check.pointer(place.index, &[element], Some(i));
            check.report(
                "trust-action-wildcard",
                Severity::Warning,
                pointer,
                "sts:* in a trust policy says more than is meant.".into(),
            );
            let document = check.with_entry(place.index, &[element], i, Some("sts:AssumeRole"));
            check.remedy("Write sts:AssumeRole.", document);
        }
    }
    if place.statement.action.negated {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "trust-not-action",
            Severity::Error,
            pointer,
            "A trust policy needs Action; NotAction would name every action of AWS.".into(),
        );
    }
}
