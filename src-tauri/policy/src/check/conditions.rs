//! `Condition`: keys and operators that don't fit each other. The values are looked at in `values`.

use super::actions::MOST;
use super::keys::{self, Lookup};
use super::{Check, Kind, Place, Severity, is_allow, values};
use crate::document::{Condition, Effect};
use crate::json::{Value, shorten};
use crate::operator::{Operator, Quantifier, Test};

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>) {
    empty_objects(check, place);
    for (i, condition) in place.statement.conditions.iter().enumerate() {
        let keys = ["Condition", &condition.operator_name, &condition.key_name];
        let pointer = check.pointer(place.index, &keys, None);
        key(check, place, i, &pointer);
        operator(check, place, condition, &pointer);
        quantifier(check, place, condition, &pointer);
        absent(check, place, condition, &pointer);
        values::check(check, place, condition);
        own_account(check, place, condition, &pointer);
    }
}

fn empty_objects(check: &mut Check<'_>, place: Place<'_>) {
    let Some(node) = check.statement_node(place.index).and_then(|s| s.get("Condition")) else {
        return;
    };
    let Value::Object(operators) = &node.value else { return };
    let empty: Vec<String> = operators
        .iter()
        .filter(|(_, n)| matches!(&n.value, Value::Object(keys) if keys.is_empty()))
        .map(|(k, _)| k.text.clone())
        .collect();
    if operators.is_empty() {
        let pointer = check.pointer(place.index, &["Condition"], None);
        let sentence = "Condition is empty and asks for nothing.".to_owned();
        check.report("condition-object-empty", Severity::Suggestion, pointer, sentence);
        let document = check.without_element(place.index, "Condition");
        check.remedy("Remove it.", document);
    }
    for operator in empty {
        let pointer = check.pointer(place.index, &["Condition", &operator], None);
        check.report(
            "condition-object-empty",
            Severity::Suggestion,
            pointer,
            format!("{} compares no key and asks for nothing.", shorten(&operator)),
        );
        let document = check.without_condition(place.index, &operator, None);
        check.remedy("Remove it.", document);
    }
}

fn key(check: &mut Check<'_>, place: Place<'_>, i: usize, pointer: &str) {
    let condition = &place.statement.conditions[i];
    let name = &condition.key_name;
    let ok = name.split_once(':').is_some_and(|(prefix, rest)| {
        !prefix.is_empty()
            && !rest.is_empty()
            && prefix.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_/".contains(&b))
    });
    if !ok {
        check.report(
            "condition-key-format",
            Severity::Warning,
            pointer.to_owned(),
            format!(
                "\u{201c}{}\u{201d} is not a condition key, so that no request has it: it needs a prefix such as aws: or sts:.",
                shorten(name)
            ),
        );
        if let Some(known) = keys::known(&format!("aws:{}", condition.key)) {
            rename(check, place, condition, &format!("aws:{}", known.name));
        }
        return;
    }
    let twice = place.statement.conditions[..i].iter().any(|c| {
        c.key == condition.key && c.operator_name.eq_ignore_ascii_case(&condition.operator_name)
    });
    if twice {
        check.report(
            "condition-key-duplicate",
            Severity::Error,
            pointer.to_owned(),
            format!(
                "{} compares {} twice; IAM ignores the case of both names.",
                condition.operator_name,
                shorten(name)
            ),
        );
        check.remedy("Put the values in one list.", None);
    }
    if check.findings.len() > MOST {
        return;
    }
    let Lookup::Unknown { meant } = keys::lookup(&condition.key) else { return };
    let (table, date) = if condition.key.starts_with("aws:") {
        ("global condition key", String::new())
    } else {
        ("condition key", format!(" of {}", crate::catalogue_date()))
    };
    let hint = meant.as_ref().map_or_else(String::new, |m| format!(" Did you mean {m}?"));
    let tag = ["aws:principaltag", "aws:requesttag", "aws:resourcetag"]
        .iter()
        .any(|t| condition.key == *t || condition.key == format!("{t}/"));
    let sentence = if tag {
        format!(
            "{} lacks the key of the tag. Write it behind a slash, as in aws:PrincipalTag/team.",
            shorten(name)
        )
    } else {
        format!("{} is not a {table} in the list{date}.{hint}", shorten(name))
    };
    let severity = if tag { Severity::Error } else { Severity::Warning };
    check.report("condition-key-unknown", severity, pointer.to_owned(), sentence);
    if let Some(meant) = meant.filter(|_| !tag) {
        rename(check, place, condition, &meant);
    }
}

fn rename(check: &mut Check<'_>, place: Place<'_>, condition: &Condition, key: &str) {
    let operator = condition.operator_name.as_str();
    let from = (operator, condition.key_name.as_str());
    // A name that is still to be completed is no repair.
    let document = check
        .with_operator(place.index, from, (operator, key))
        .filter(|_| !key.ends_with("TAG-KEY") && !key.ends_with('/') && !key.contains('*'));
    check.remedy(format!("Write {key}."), document);
}

fn operator(check: &mut Check<'_>, place: Place<'_>, condition: &Condition, pointer: &str) {
    let op = condition.operator;
    let name = &condition.operator_name;
    if op.test == Test::Null {
        if op.if_exists {
            check.report(
                "null-if-exists",
                Severity::Error,
                pointer.to_owned(),
                "Null asks whether a key exists; IfExists has no meaning with it.".into(),
            );
            let document = switch(check, place, condition, "Null");
            check.remedy("Use Null.", document);
        } else if op.quantifier.is_some() {
            check.report(
                "null-quantifier",
                Severity::Suggestion,
                pointer.to_owned(),
                "Null asks whether a key exists; ForAllValues and ForAnyValue add nothing to it."
                    .into(),
            );
            let document = switch(check, place, condition, "Null");
            check.remedy("Use Null.", document);
        }
    }
    if condition.values.is_empty() {
        check.report(
            "condition-empty",
            Severity::Warning,
            pointer.to_owned(),
            format!("{} has no values to compare with.", shorten(&condition.key_name)),
        );
        check.remedy("Give a value, or remove the condition.", None);
    }
    let Some(known) = keys::known(&condition.key) else { return };
    if !keys::fits(&condition.key, known, op.test) {
        let wanted = named(op, keys::operator_for(known.values));
        check.report(
            "operator-mismatch",
            Severity::Warning,
            pointer.to_owned(),
            format!("{name} does not fit {}. {wanted} does.", condition.key_name),
        );
        let document = switch(check, place, condition, &wanted);
        check.remedy(
            format!("Use {wanted}."),
            document.filter(|d| values::readable(d, place.index)),
        );
    }
}

/// The operator of another type with the same prefix, negation and `IfExists`.
fn named(op: Operator, base: &str) -> String {
    let negated = |base: &str| match base {
        "StringEquals" => "StringNotEquals".to_owned(),
        "ArnLike" => "ArnNotLike".to_owned(),
        "NumericEquals" => "NumericNotEquals".to_owned(),
        "IpAddress" => "NotIpAddress".to_owned(),
        other => other.to_owned(),
    };
    let base = if op.negated { negated(base) } else { base.to_owned() };
    let prefix = match op.quantifier {
        Some(Quantifier::All) => "ForAllValues:",
        Some(Quantifier::Any) => "ForAnyValue:",
        None => "",
    };
    format!("{prefix}{base}{}", if op.if_exists { "IfExists" } else { "" })
}

pub(super) fn switch(
    check: &Check<'_>,
    place: Place<'_>,
    condition: &Condition,
    operator: &str,
) -> Option<crate::Document> {
    let from = (condition.operator_name.as_str(), condition.key_name.as_str());
    check.with_operator(place.index, from, (operator, &condition.key_name))
}

/// Whether the service documents well enough which of its keys have many values.
fn counted(key: &str) -> bool {
    ["aws:", "sts:", "dynamodb:"].iter().any(|p| key.starts_with(p))
}

fn quantifier(check: &mut Check<'_>, place: Place<'_>, condition: &Condition, pointer: &str) {
    let op = condition.operator;
    let shown = shorten(&condition.key_name);
    let name = condition.operator_name.as_str();
    let bare = name.split_once(':').map_or(name, |(_, base)| base);
    if op.test == Test::Null {
        return;
    }
    let known = keys::known(&condition.key).filter(|_| counted(&condition.key));
    if let Some(known) = known {
        if known.many && op.quantifier.is_none() {
            check.report(
                "quantifier-missing",
                Severity::Warning,
                pointer.to_owned(),
                format!("{shown} can have several values, so that {name} needs ForAnyValue or ForAllValues."),
            );
            let wanted = if op.negated { "ForAllValues" } else { "ForAnyValue" };
            let wanted = format!("{wanted}:{name}");
            let document = switch(check, place, condition, &wanted);
            check.remedy(
                format!("Use {wanted}, if one of the values is what counts."),
                document.filter(|_| !op.negated),
            );
            return;
        }
        if !known.many && op.quantifier.is_some() {
            let all = op.quantifier == Some(Quantifier::All) && is_allow(place) && !op.if_exists;
            let sentence = if all {
                format!(
                    "{shown} has one value; ForAllValues only makes the condition hold too if the key is not in the request at all."
                )
            } else {
                format!("{shown} has one value, so that the prefix of {name} adds nothing.")
            };
            let severity = if all { Severity::Security } else { Severity::Suggestion };
            check.report("quantifier-single", severity, pointer.to_owned(), sentence);
            let document = switch(check, place, condition, bare);
            check.remedy(format!("Use {bare}."), document);
            return;
        }
    }
    if op.quantifier == Some(Quantifier::All) && is_allow(place) {
        let guarded = place.statement.conditions.iter().any(|c| {
            c.key == condition.key
                && c.operator.test == Test::Null
                && c.values.iter().any(|v| v.raw.eq_ignore_ascii_case("false"))
        });
        if !guarded {
            // Without any tags there is nothing to forbid, which is mostly what is meant.
            let harmless =
                condition.key.ends_with("tagkeys") || condition.key.ends_with("contextkeys");
            check.report(
                "for-all-values-absent",
                if harmless { Severity::Suggestion } else { Severity::Security },
                pointer.to_owned(),
                format!("ForAllValues also holds if {shown} is not in the request at all."),
            );
            let document = check.with_condition(place.index, "Null", &condition.key_name, "false");
            check.remedy("Add a Null condition with the value false for the key.", document);
        }
    }
}

/// What a condition says of requests that lack its key, where that is the point.
fn absent(check: &mut Check<'_>, place: Place<'_>, condition: &Condition, pointer: &str) {
    let op = condition.operator;
    let mfa = match condition.key.as_str() {
        "aws:multifactorauthpresent" => op.test == Test::Bool,
        "aws:multifactorauthage" => {
            matches!(op.test, Test::NumericLess | Test::NumericLessOrEqual)
        }
        _ => false,
    };
    let says = |wanted: &str| condition.values.iter().any(|v| v.raw.eq_ignore_ascii_case(wanted));
    if condition.key == "aws:multifactorauthpresent"
        && place.statement.effect == Effect::Deny
        && !op.if_exists
        && op.test == Test::Bool
        && says("false")
    {
        check.report(
            "mfa-deny-access-keys",
            Severity::Security,
            pointer.to_owned(),
            "Requests with long-term access keys don't have aws:MultiFactorAuthPresent, so that this Deny lets them through.".into(),
        );
        let document = switch(check, place, condition, "BoolIfExists");
        check.remedy("Use BoolIfExists.", document);
    }
    if mfa && is_allow(place) && op.if_exists && (condition.key.ends_with("age") || says("true")) {
        check.report(
            "mfa-if-exists",
            Severity::Security,
            pointer.to_owned(),
            format!(
                "Requests with long-term access keys don't have {}, so that this Allow lets them through without MFA.",
                condition.key_name
            ),
        );
        let bare = condition.operator_name[..condition.operator_name.len() - 8].to_owned();
        let document = switch(check, place, condition, &bare);
        check.remedy(format!("Use {bare}."), document);
    }
    if condition.key == "sts:externalid"
        && check.kind == Kind::Trust
        && is_allow(place)
        && op.test != Test::Null
        && (op.if_exists || op.negated)
    {
        check.report(
            "external-id-optional",
            Severity::Security,
            pointer.to_owned(),
            format!(
                "{} also holds without an external ID, so that it protects from nothing.",
                condition.operator_name
            ),
        );
        let document = switch(check, place, condition, "StringEquals").filter(|_| !op.negated);
        check.remedy("Use StringEquals.", document);
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
        check.remedy("Write the ID of the account with the agent space.", None);
    }
}
