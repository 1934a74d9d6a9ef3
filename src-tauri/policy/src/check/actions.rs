//! `Action` and `NotAction`.

use super::{Check, Kind, Place, Severity, is_allow};
use crate::json::shorten;
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
    }
    for (i, action) in actions.values.iter().enumerate() {
        if let Some(sentence) = malformed(action.raw()) {
            let pointer = at(check, Some(i));
            check.report("action-format", Severity::Error, pointer, sentence);
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
    if check.kind.is_identity() && is_allow(place) && !actions.negated {
        broad(check, place);
    }
}

/// IAM: one colon, a service without wildcards, a name.
fn malformed(action: &str) -> Option<String> {
    let shown = shorten(action);
    if action == "*" || action == "*:*" {
        return None;
    }
    let Some((service, name)) = action.split_once(':') else {
        return Some(format!(
            "\u{201c}{shown}\u{201d} is not an action: write the service, a colon and the name, as in s3:GetObject."
        ));
    };
    if name.contains(':') {
        return Some(format!("\u{201c}{shown}\u{201d} has more than one colon."));
    }
    if service.is_empty() || !service.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
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
            check.report(
                "trust-action",
                Severity::Error,
                pointer,
                format!(
                    "A trust policy says who may assume the role; \u{201c}{}\u{201d} has no place in it. Use sts:AssumeRole or one of its variants.",
                    shorten(raw)
                ),
            );
        } else if raw.eq_ignore_ascii_case("sts:*") {
            let pointer = check.pointer(place.index, &[element], Some(i));
            check.report(
                "trust-action-wildcard",
                Severity::Warning,
                pointer,
                "sts:* in a trust policy says more than is meant. Write sts:AssumeRole.".into(),
            );
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

fn broad(check: &mut Check<'_>, place: Place<'_>) {
    let s = place.statement;
    let everywhere = s
        .resource
        .as_ref()
        .is_some_and(|r| !r.negated && r.values.iter().any(Pattern::is_everything));
    if !everywhere || !s.conditions.is_empty() {
        return;
    }
    for (i, action) in s.action.values.iter().enumerate() {
        let raw = action.raw().to_ascii_lowercase();
        let pointer = check.pointer(place.index, &["Action"], Some(i));
        match raw.as_str() {
            "*" | "*:*" => {
                check.report(
                    "full-access",
                    Severity::Security,
                    pointer,
                    "This allows every action on every resource: whoever has it is an administrator.".into(),
                );
                check.remedy("List the actions and resources that are needed.", None);
            }
            "sts:*" | "sts:assumerole" | "sts:assume*" | "sts:assumerole*" => {
                check.report(
                    "sts-everywhere",
                    Severity::Security,
                    pointer,
                    format!(
                        "{} on every resource lets its users assume every role that trusts this account, in any account.",
                        action.raw()
                    ),
                );
                check.remedy(
                    "Allow sts:AssumeRole on the ARNs of the roles meant, such as arn:aws:iam::<account>:role/<name>.",
                    None,
                );
            }
            "iam:passrole" | "iam:*" => {
                check.report(
                    "pass-role-everywhere",
                    Severity::Security,
                    pointer,
                    format!(
                        "{} on every resource lets its users hand any role to a service and so get that role's rights.",
                        action.raw()
                    ),
                );
                check.remedy("Name the roles, or add a condition on iam:PassedToService.", None);
            }
            _ => {}
        }
    }
}
