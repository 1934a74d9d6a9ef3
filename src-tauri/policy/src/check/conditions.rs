//! `Condition`: keys, operators and values that don't fit each other.

use super::{Check, Kind, Place, Severity, is_allow};
use crate::document::{Condition, Effect, Operand, Read};
use crate::json::shorten;
use crate::operator::{Quantifier, Test};

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>) {
    for condition in &place.statement.conditions {
        let keys = ["Condition", &condition.operator_name, &condition.key_name];
        let pointer = check.pointer(place.index, &keys, None);
        key(check, condition, &pointer);
        operator(check, place, condition, &pointer);
        for (i, value) in condition.values.iter().enumerate() {
            let pointer = check.pointer(place.index, &keys, Some(i));
            self::value(check, condition, value, pointer);
        }
        own_account(check, place, condition, &pointer);
    }
}

fn key(check: &mut Check<'_>, condition: &Condition, pointer: &str) {
    let name = &condition.key_name;
    let ok = name.split_once(':').is_some_and(|(prefix, rest)| {
        !prefix.is_empty()
            && !rest.is_empty()
            && prefix.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_/".contains(&b))
    });
    if !ok {
        check.report(
            "condition-key-format",
            Severity::Error,
            pointer.to_owned(),
            format!(
                "\u{201c}{}\u{201d} is not a condition key: it needs a prefix such as aws: or sts:.",
                shorten(name)
            ),
        );
    }
}

/// Whether an operator makes sense for a type of value.
type Fits = fn(Test) -> bool;

/// Keys whose values always have one type ("AWS global condition context keys").
fn expected(key: &str) -> Option<(&'static str, Fits)> {
    let is_bool: Fits = |t| matches!(t, Test::Bool | Test::Null);
    let is_ip: Fits = |t| matches!(t, Test::Ip | Test::Null);
    let is_number: Fits = |t| {
        matches!(
            t,
            Test::NumericEquals
                | Test::NumericLess
                | Test::NumericLessOrEqual
                | Test::NumericGreater
                | Test::NumericGreaterOrEqual
                | Test::Null
        )
    };
    let is_date: Fits = |t| {
        matches!(
            t,
            Test::DateEquals
                | Test::DateLess
                | Test::DateLessOrEqual
                | Test::DateGreater
                | Test::DateGreaterOrEqual
                | Test::Null
        )
    };
    let is_text: Fits = |t| {
        matches!(
            t,
            Test::StringEquals
                | Test::StringEqualsIgnoreCase
                | Test::StringLike
                | Test::Arn
                | Test::Null
        )
    };
    Some(match key {
        "aws:multifactorauthpresent"
        | "aws:securetransport"
        | "aws:viaawsservice"
        | "aws:principalisawsservice" => ("Bool", is_bool),
        "aws:sourceip" | "aws:vpcsourceip" => ("IpAddress", is_ip),
        "aws:multifactorauthage" => ("NumericLessThan", is_number),
        "aws:currenttime" | "aws:tokenissuetime" => ("DateLessThan", is_date),
        "sts:externalid" | "aws:sourceaccount" | "aws:sourcearn" | "aws:principalarn"
        | "aws:principalorgid" => ("StringEquals", is_text),
        _ => return None,
    })
}

fn operator(check: &mut Check<'_>, place: Place<'_>, condition: &Condition, pointer: &str) {
    let op = condition.operator;
    let name = &condition.operator_name;
    if op.test == Test::Null && op.if_exists {
        check.report(
            "null-if-exists",
            Severity::Error,
            pointer.to_owned(),
            "Null asks whether a key exists; IfExists has no meaning with it.".into(),
        );
    }
    if condition.values.is_empty() {
        check.report(
            "condition-empty",
            Severity::Warning,
            pointer.to_owned(),
            format!("{} has no values to compare with.", shorten(&condition.key_name)),
        );
    }
    if let Some((wanted, fits)) = expected(&condition.key)
        && !fits(op.test)
    {
        check.report(
            "operator-mismatch",
            Severity::Warning,
            pointer.to_owned(),
            format!("{name} does not fit {}. {wanted} does.", condition.key_name),
        );
    }
    if op.quantifier == Some(Quantifier::All) && is_allow(place) {
        let guarded = place.statement.conditions.iter().any(|c| {
            c.key == condition.key
                && c.operator.test == Test::Null
                && c.values.iter().any(|v| v.raw == "false")
        });
        if !guarded {
            check.report(
                "for-all-values-absent",
                Severity::Security,
                pointer.to_owned(),
                format!(
                    "ForAllValues also holds if {} is not in the request at all.",
                    shorten(&condition.key_name)
                ),
            );
            check.remedy("Add a Null condition with the value false for the key.", None);
        }
    }
    if condition.key == "aws:multifactorauthpresent"
        && place.statement.effect == Effect::Deny
        && !op.if_exists
        && condition.values.iter().any(|v| v.raw.eq_ignore_ascii_case("false"))
    {
        check.report(
            "mfa-deny-access-keys",
            Severity::Security,
            pointer.to_owned(),
            "Requests with long-term access keys don't have aws:MultiFactorAuthPresent, so that this Deny lets them through.".into(),
        );
        check.remedy("Use BoolIfExists.", None);
    }
}

fn value(check: &mut Check<'_>, condition: &Condition, value: &Operand, pointer: String) {
    let shown = shorten(&value.raw);
    let op = &condition.operator_name;
    let wrong = match &value.read {
        Read::Number(None) => Some("a number"),
        Read::Date(None) => Some("a date such as 2026-01-31T12:00:00Z"),
        Read::Bool(None) => Some("true or false"),
        Read::Binary(None) => Some("base64"),
        Read::Ip(None) => Some("an IP address or a range such as 203.0.113.0/24"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        let hint = if value.raw.contains("${") {
            " Policy variables work only with string and ARN operators."
        } else {
            ""
        };
        check.report(
            "condition-value",
            Severity::Error,
            pointer,
            format!("{op} needs {wrong}, not \u{201c}{shown}\u{201d}.{hint}"),
        );
        return;
    }
    let Read::Text(_) = &value.read else {
        private_address(check, condition, value, pointer);
        return;
    };
    match condition.operator.test {
        Test::Arn => {
            let arn = value.raw == "*" || value.raw.contains("${") || {
                value.raw.starts_with("arn:") && value.raw.split(':').count() >= 6
            };
            if !arn {
                check.report(
                    "condition-value",
                    Severity::Error,
                    pointer,
                    format!("{op} needs an ARN with its six parts, not \u{201c}{shown}\u{201d}."),
                );
            }
        }
        Test::StringEquals | Test::StringEqualsIgnoreCase => {
            let plain = value.raw.replace("${*}", "").replace("${?}", "");
            if plain.contains('*') || (plain.contains('?') && condition.key == "aws:sourcearn") {
                let better = if condition.key.ends_with("arn") { "ArnLike" } else { "StringLike" };
                let better = if condition.operator.negated {
                    better.replace("Like", "NotLike")
                } else {
                    better.to_owned()
                };
                check.report(
                    "wildcard-under-equals",
                    Severity::Warning,
                    pointer,
                    format!("{op} takes the wildcard in \u{201c}{shown}\u{201d} literally."),
                );
                check.remedy(format!("Use {better}."), None);
            }
        }
        Test::StringLike
            if condition.key == "sts:externalid"
                && value.raw.chars().all(|c| c == '*')
                && check.kind == Kind::Trust =>
        {
            check.report(
                "external-id-anything",
                Severity::Security,
                pointer,
                "Every external ID fits \u{201c}*\u{201d}, so that it protects from nothing."
                    .into(),
            );
        }
        _ => {}
    }
}

fn private_address(check: &mut Check<'_>, condition: &Condition, value: &Operand, pointer: String) {
    const PRIVATE: [&str; 3] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    let Read::Ip(Some(range)) = &value.read else { return };
    let private =
        PRIVATE.iter().filter_map(|p| crate::value::Cidr::parse(p)).any(|p| p.contains(range));
    if condition.key == "aws:sourceip" && private {
        check.report(
            "private-address",
            Severity::Warning,
            pointer,
            format!(
                "aws:SourceIp is a public address; \u{201c}{}\u{201d} is private and never matches. For VPC endpoints use aws:VpcSourceIp.",
                shorten(&value.raw)
            ),
        );
    }
}

/// The commonest mistake with DevOps Agent: naming the account that holds the role where the
/// account that hosts the agent space is meant. AWS accepts it and the source never becomes valid.
fn own_account(check: &mut Check<'_>, place: Place<'_>, condition: &Condition, pointer: &str) {
    let Some(account) = check.secondary.filter(|_| check.kind == Kind::Trust) else { return };
    if !place.statement.principals().any(|p| p.eq_ignore_ascii_case("aidevops.amazonaws.com")) {
        return;
    }
    let named = match condition.key.as_str() {
        "aws:sourceaccount" => condition.values.iter().any(|v| v.raw == account.as_str()),
        "aws:sourcearn" => {
            condition.values.iter().any(|v| v.raw.split(':').nth(4) == Some(account.as_str()))
        }
        _ => false,
    };
    if named {
        check.report(
            "own-account-in-source",
            Severity::Error,
            pointer.to_owned(),
            format!(
                "{} names {account}, the account that holds the role. It has to name the account that hosts the agent space.",
                condition.key_name
            ),
        );
    }
}
