//! `Resource` and `NotResource`.

use super::{Check, Kind, Place, Severity, actions, is_allow};
use crate::json::shorten;
use crate::principal::is_account;

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>) {
    let Some(resources) = &place.statement.resource else {
        if check.kind != Kind::Trust {
            let pointer = check.pointer(place.index, &[], None);
            check.report(
                "resource-missing",
                Severity::Error,
                pointer,
                format!("Statement {} has no Resource.", place.index + 1),
            );
            check.remedy("Add \"Resource\": \"*\", or the ARNs meant.", None);
        }
        return;
    };
    let element = if resources.negated { "NotResource" } else { "Resource" };
    if check.kind == Kind::Trust {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "trust-resource",
            Severity::Error,
            pointer,
            format!("A trust policy is about the role it is attached to and can't have {element}."),
        );
        let document = check.with_statement(place.index, |m| m.retain(|(k, _)| k.text != element));
        check.remedy(format!("Remove {element}."), document);
        return;
    }
    if resources.values.is_empty() {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "resource-empty",
            Severity::Error,
            pointer,
            "The list of resources is empty.".into(),
        );
    }
    for (i, resource) in resources.values.iter().enumerate() {
        if let Some((severity, sentence)) = malformed(resource.raw(), check.kind) {
            let pointer = check.pointer(place.index, &[element], Some(i));
            check.report("resource-format", severity, pointer, sentence);
        }
    }
    actions::redundant(check, place, element, &resources.values);
    if resources.negated && is_allow(place) {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "not-resource-allow",
            Severity::Security,
            pointer,
            "NotResource with Allow grants the actions on every resource but these, future ones too.".into(),
        );
    }
}

/// The beginnings of resources that IAM knows in its own ARNs.
const IAM_PATHS: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "u2f/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "access-report/",
];

fn malformed(resource: &str, kind: Kind) -> Option<(Severity, String)> {
    if resource == "*" {
        return None;
    }
    let shown = shorten(resource);
    let error = |s: String| Some((Severity::Error, s));
    let Some(rest) = resource.strip_prefix("arn:") else {
        return match kind {
            // Wildcards alone match ARNs too.
            _ if !resource.is_empty() && resource.chars().all(|c| c == '*') => None,
            _ => error(format!("\u{201c}{shown}\u{201d} is neither an ARN nor *.")),
        };
    };
    let parts = split(rest);
    let part = |i: usize| parts.get(i).copied().unwrap_or("");
    let partition = part(0);
    let known = ["aws", "aws-cn", "aws-us-gov", "aws-eusc", "*"].contains(&partition)
        || partition.starts_with("aws-iso")
        || partition.contains("${");
    if !known {
        return error(format!(
            "\u{201c}{}\u{201d} in \u{201c}{shown}\u{201d} is not a partition. Use aws, aws-cn, aws-us-gov or aws-eusc.",
            shorten(partition)
        ));
    }
    if parts.len() < 5 {
        return error(format!(
            "\u{201c}{shown}\u{201d} is not a whole ARN: arn, partition, service, Region, account and resource, with colons between."
        ));
    }
    let service = part(1);
    if service.is_empty() || (service.contains(['*', '?']) && service != "*") {
        return error(format!(
            "The service in \u{201c}{shown}\u{201d} has to be written out, without wildcards."
        ));
    }
    let (region, account, resource) = (part(2), part(3), part(4));
    if resource.is_empty() {
        return error(format!("\u{201c}{shown}\u{201d} names no resource after the account."));
    }
    if matches!(service, "iam" | "sts") && !region.is_empty() && region != "*" {
        return error(format!(
            "IAM is not divided into Regions: leave the Region out of \u{201c}{shown}\u{201d}."
        ));
    }
    if service == "iam" {
        let path = resource.starts_with(['*', '?', '$'])
            || resource == "root"
            || IAM_PATHS.iter().any(|p| {
                resource.starts_with(p)
                    || (resource.ends_with('*') && p.starts_with(resource.trim_end_matches('*')))
            });
        if !path {
            return error(format!(
                "\u{201c}{}\u{201d} is not an IAM resource. It begins with role/, user/, group/, policy/ or another IAM type.",
                shorten(resource)
            ));
        }
    }
    if !account.is_empty()
        && !is_account(account)
        && account != "aws"
        && !account.contains(['*', '?', '$'])
    {
        return Some((
            Severity::Warning,
            format!(
                "\u{201c}{}\u{201d} in \u{201c}{shown}\u{201d} is not a 12-digit account ID.",
                shorten(account)
            ),
        ));
    }
    None
}

/// Five parts after `arn:`; a colon inside a policy variable does not divide.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (i, c) in text.char_indices() {
        match c {
            '{' if text[..i].ends_with('$') => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && parts.len() < 4 => {
                parts.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
