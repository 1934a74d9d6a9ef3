//! The values of conditions: of the operator's type, of the key's form, and each saying something
//! of its own.

use std::net::IpAddr;

use super::conditions::switch;
use super::{Check, Kind, Place, Severity, arn, is_allow};
use crate::Document;
use crate::document::{Condition, Operand, Read};
use crate::json::shorten;
use crate::operator::Test;
use crate::pattern::{Case, covers};
use crate::principal::is_account;
use crate::value::Cidr;

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>, condition: &Condition) {
    let keys = ["Condition", &condition.operator_name, &condition.key_name];
    for (i, value) in condition.values.iter().enumerate() {
        let pointer = check.pointer(place.index, &keys, Some(i));
        if let Some(sentence) = wrong_type(condition, value) {
            // An ARN that breaks off is saved, and fits nothing.
            let arn = matches!(value.read, Read::Text(_)) && value.raw.starts_with("arn:");
            let severity = if arn { Severity::Warning } else { Severity::Error };
            check.report("condition-value", severity, pointer, sentence);
            continue;
        }
        match &value.read {
            Read::Ip(Some(range)) => address(check, place, condition, i, *range),
            Read::Text(_) => {
                wildcard(check, place, condition, value, &pointer);
                form(check, condition, value, &pointer);
            }
            _ => {}
        }
    }
    together(check, place, condition);
}

/// Whether every value of a statement can be read by its operator.
pub(super) fn readable(document: &Document, index: usize) -> bool {
    document.statements().get(index).is_some_and(|s| {
        s.conditions.iter().all(|c| c.values.iter().all(|v| wrong_type(c, v).is_none()))
    })
}

fn wrong_type(condition: &Condition, value: &Operand) -> Option<String> {
    let wanted = match &value.read {
        Read::Number(None) => "a number",
        Read::Date(None) => "a date such as 2026-01-31T12:00:00Z",
        Read::Bool(None) => "true or false",
        Read::Binary(None) => "base64",
        Read::Ip(None) => "an IP address or a range such as 203.0.113.0/24",
        Read::Text(_) if condition.operator.test == Test::Arn && !like_arn(&value.raw) => {
            "an ARN with its six parts"
        }
        _ => return None,
    };
    let hint = if value.raw.contains("${") && !matches!(value.read, Read::Text(_)) {
        " Policy variables work only with string and ARN operators."
    } else {
        ""
    };
    Some(format!(
        "{} needs {wanted}, not \u{201c}{}\u{201d}.{hint}",
        condition.operator_name,
        shorten(&value.raw)
    ))
}

fn like_arn(raw: &str) -> bool {
    raw == "*" || raw.contains("${") || (raw.starts_with("arn:") && raw.split(':').count() >= 6)
}

/// Wildcards where they are letters, and where they reach too far.
fn wildcard(
    check: &mut Check<'_>,
    place: Place<'_>,
    condition: &Condition,
    value: &Operand,
    pointer: &str,
) {
    let op = condition.operator;
    let shown = shorten(&value.raw);
    let name = &condition.operator_name;
    let arn_key = matches!(
        condition.key.as_str(),
        "aws:sourcearn" | "aws:principalarn" | "aws:sourcevpcarn" | "iam:policyarn"
    );
    match op.test {
        Test::StringEquals | Test::StringEqualsIgnoreCase => {
            let plain = value.raw.replace("${*}", "").replace("${?}", "");
            if !(plain.contains('*') || arn_key && plain.contains('?')) {
                return;
            }
            let base = if arn_key && like_arn(&value.raw) { "Arn" } else { "String" };
            let better = name.replacen("StringNotEquals", &format!("{base}NotLike"), 1).replacen(
                "StringEquals",
                &format!("{base}Like"),
                1,
            );
            check.report(
                "wildcard-under-equals",
                Severity::Warning,
                pointer.to_owned(),
                format!("{name} takes the wildcard in \u{201c}{shown}\u{201d} literally."),
            );
            let ignoring = op.test == Test::StringEqualsIgnoreCase;
            let better = if ignoring { "StringLike".to_owned() } else { better };
            let document = switch(check, place, condition, &better).filter(|_| !ignoring);
            check.remedy(format!("Use {better}."), document);
        }
        Test::StringLike => {
            if condition.key == "sts:externalid"
                && check.kind == Kind::Trust
                && value.raw.chars().all(|c| c == '*')
            {
                check.report(
                    "external-id-anything",
                    Severity::Security,
                    pointer.to_owned(),
                    format!("Every external ID fits \u{201c}{shown}\u{201d}, so that it protects from nothing."),
                );
                check.remedy("Write the external ID.", None);
            }
            let front = value.raw.splitn(6, ':').take(5).any(|part| part.contains('*'));
            if arn_key && is_allow(place) && !op.negated && like_arn(&value.raw) && front {
                let better = name.replacen("String", "Arn", 1);
                check.report(
                    "string-like-on-arn",
                    Severity::Warning,
                    pointer.to_owned(),
                    format!("Under {name} the wildcard in \u{201c}{shown}\u{201d} also fits colons, and so more ARNs than it seems."),
                );
                let document = switch(check, place, condition, &better);
                check.remedy(format!("Use {better}."), document);
            }
        }
        _ => {}
    }
}

/// Values of keys that have a form of their own.
fn form(check: &mut Check<'_>, condition: &Condition, value: &Operand, pointer: &str) {
    let raw = value.raw.as_str();
    let literal = !raw.contains(['*', '?', '$']);
    let shown = shorten(raw);
    let alphanumeric = |t: &str| t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let after =
        |prefix: &str| raw.strip_prefix(prefix).is_some_and(|r| !r.is_empty() && alphanumeric(r));
    let wanted = match condition.key.as_str() {
        "aws:sourceaccount"
        | "aws:principalaccount"
        | "aws:resourceaccount"
        | "aws:vpceaccount"
            if literal && !is_account(raw) =>
        {
            "a 12-digit account ID"
        }
        "aws:principalorgid" | "aws:resourceorgid" | "aws:sourceorgid" | "aws:vpceorgid"
            if literal && !after("o-") =>
        {
            "the ID of an organization, such as o-a1b2c3d4e5"
        }
        "aws:sourcevpc" if literal && !after("vpc-") => "the ID of a VPC, such as vpc-0a1b2c3d",
        "aws:sourcevpce" if literal && !after("vpce-") => {
            "the ID of a VPC endpoint, such as vpce-0a1b2c3d"
        }
        "aws:requestedregion" if literal && !arn::is_region(raw) && raw != "aws-global" => {
            "the name of a Region, such as eu-central-1"
        }
        "sts:externalid" if literal && !external_id(raw) => {
            "2 to 1,224 letters, digits and characters of _+=,.@:/-, all that STS takes as an external ID"
        }
        "aws:principalarn" if raw.contains(":sts:") && raw.contains(":assumed-role/") => {
            check.report(
                "principal-arn-session",
                Severity::Warning,
                pointer.to_owned(),
                format!("For a session aws:PrincipalArn is the ARN of its role, so that \u{201c}{shown}\u{201d} never fits."),
            );
            check.remedy("Write the role's ARN: arn:aws:iam::ACCOUNT:role/NAME.", None);
            return;
        }
        "aws:sourcearn" | "aws:principalarn"
            if matches!(condition.operator.test, Test::StringEquals)
                && literal
                && !like_arn(raw) =>
        {
            "an ARN"
        }
        _ => return,
    };
    check.report(
        "condition-value-form",
        Severity::Warning,
        pointer.to_owned(),
        format!("{} is {wanted}; \u{201c}{shown}\u{201d} never fits.", condition.key_name),
    );
}

/// AWS STS API reference, AssumeRole, ExternalId.
fn external_id(text: &str) -> bool {
    (2..=1_224).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&b))
}

fn address(check: &mut Check<'_>, place: Place<'_>, condition: &Condition, i: usize, range: Cidr) {
    const PRIVATE: [&str; 5] =
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7"];
    let keys = ["Condition", condition.operator_name.as_str(), condition.key_name.as_str()];
    let raw = condition.values[i].raw.as_str();
    let shown = shorten(raw);
    let pointer = check.pointer(place.index, &keys, Some(i));
    let private = PRIVATE.iter().filter_map(|p| Cidr::parse(p)).any(|p| p.contains(&range));
    if condition.key == "aws:sourceip" && private {
        check.report(
            "private-address",
            Severity::Warning,
            pointer,
            format!(
                "aws:SourceIp is a public address; \u{201c}{shown}\u{201d} is private and never matches. For VPC endpoints use aws:VpcSourceIp."
            ),
        );
        return;
    }
    let Some(clean) = network(raw) else { return };
    if clean != raw {
        check.report(
            "address-range",
            Severity::Suggestion,
            pointer,
            format!(
                "\u{201c}{shown}\u{201d} stands for the whole range {clean}, not for one address."
            ),
        );
        let document = check.with_entry(place.index, &keys, i, Some(&clean));
        check.remedy(format!("Write {clean}, or the address alone if that was meant."), document);
    } else if clean.ends_with("/0") && is_allow(place) && !condition.operator.negated {
        check.report(
            "address-everywhere",
            Severity::Suggestion,
            pointer,
            format!(
                "\u{201c}{shown}\u{201d} is every address, so that the condition restricts nothing."
            ),
        );
    }
}

/// A range with the bits behind its prefix cleared.
fn network(raw: &str) -> Option<String> {
    let (address, prefix) = raw.split_once('/')?;
    let prefix: u32 = prefix.parse().ok()?;
    Some(match address.parse().ok()? {
        IpAddr::V4(a) => {
            let mask = u32::MAX.checked_shl(32 - prefix.min(32)).unwrap_or(0);
            format!("{}/{prefix}", std::net::Ipv4Addr::from(u32::from(a) & mask))
        }
        IpAddr::V6(a) => {
            let mask = u128::MAX.checked_shl(128 - prefix.min(128)).unwrap_or(0);
            let clean = std::net::Ipv6Addr::from(u128::from(a) & mask);
            // One address can be written in many ways: only the bits count.
            if clean == a {
                return Some(raw.to_owned());
            }
            format!("{clean}/{prefix}")
        }
    })
}

/// What the values say together.
fn together(check: &mut Check<'_>, place: Place<'_>, condition: &Condition) {
    let keys = ["Condition", condition.operator_name.as_str(), condition.key_name.as_str()];
    if condition.operator.test == Test::Bool {
        let has = |b: bool| {
            condition.values.iter().any(|v| matches!(v.read, Read::Bool(Some(x)) if x == b))
        };
        if has(true) && has(false) {
            let pointer = check.pointer(place.index, &keys, None);
            check.report(
                "bool-both",
                Severity::Warning,
                pointer,
                format!("{} is true or false anyway: with both values the condition only asks that the key exists.", shorten(&condition.key_name)),
            );
            check.remedy("Leave one of them out.", None);
        }
        return;
    }
    if condition.values.len() > 200 {
        return;
    }
    for (i, value) in condition.values.iter().enumerate() {
        let by = condition.values.iter().enumerate().find(|(j, other)| {
            *j != i
                && covered(condition, value, other)
                && (*j < i || !covered(condition, other, value))
        });
        if let Some((_, by)) = by {
            let pointer = check.pointer(place.index, &keys, Some(i));
            check.report(
                "condition-value-redundant",
                Severity::Suggestion,
                pointer,
                format!(
                    "\u{201c}{}\u{201d} is already covered by \u{201c}{}\u{201d}.",
                    shorten(&value.raw),
                    shorten(&by.raw)
                ),
            );
            let document = check.with_entry(place.index, &keys, i, None);
            check.remedy("Leave it out.", document);
        }
    }
}

fn covered(condition: &Condition, value: &Operand, by: &Operand) -> bool {
    match (&value.read, &by.read) {
        (Read::Ip(Some(value)), Read::Ip(Some(by))) => by.contains(value),
        (Read::Text(value), Read::Text(by)) if condition.operator.test == Test::StringLike => {
            covers(&by.to_tokens(), &value.to_tokens(), Case::Exact)
        }
        (Read::Text(_), Read::Text(_)) => {
            if condition.operator.test == Test::StringEqualsIgnoreCase {
                value.raw.eq_ignore_ascii_case(&by.raw)
            } else {
                value.raw == by.raw
            }
        }
        _ => value.raw == by.raw,
    }
}
