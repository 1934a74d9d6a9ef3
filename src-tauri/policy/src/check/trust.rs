//! Whether a trust policy says enough about whom it lets in, and asks for nothing they can't give.

use super::{Check, Place, Severity, federated};
use crate::catalogue;
use crate::document::{Condition, Statement};
use crate::json::shorten;
use crate::operator::{Quantifier, Test};
use crate::principal::{Meaning, PrincipalValue, is_account};

/// Services that run a customer's code and send no source: there is nothing to ask for.
const SOURCELESS: [&str; 3] =
    ["ec2.amazonaws.com", "lambda.amazonaws.com", "edgelambda.amazonaws.com"];

pub(super) fn check(
    check: &mut Check<'_>,
    place: Place<'_>,
    value: &PrincipalValue,
    pointer: String,
) {
    match &value.meaning {
        Meaning::Everyone => everyone(check, place, pointer),
        Meaning::Service(name) => service(check, place, name, pointer),
        Meaning::Account(account) => third_party(check, place, account, pointer),
        Meaning::Identity(identity) => {
            role_name(check, identity.role_name(), &value.raw, &pointer);
            third_party(check, place, &identity.account, pointer);
        }
        Meaning::Federated(name) => federated::check(check, place, name, pointer),
        _ => {}
    }
}

/// Whether the statement asks for a key with a value in a request that has it: not by a negated
/// operator, nor by one that also holds without the key.
pub(super) fn asks(s: &Statement, key: &str) -> bool {
    s.conditions.iter().any(|c| c.key_name.eq_ignore_ascii_case(key) && binds(c))
}

fn binds(c: &Condition) -> bool {
    let op = c.operator;
    let anything = c.values.iter().any(|v| !v.raw.is_empty() && v.raw.bytes().all(|b| b == b'*'));
    let all = op.quantifier == Some(Quantifier::All);
    op.test != Test::Null && !op.negated && !op.if_exists && !all && !anything
}

fn everyone(check: &mut Check<'_>, place: Place<'_>, pointer: String) {
    let narrowed =
        ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn"];
    if narrowed.into_iter().any(|key| asks(place.statement, key)) {
        return;
    }
    check.report(
        "trust-everyone",
        Severity::Security,
        pointer,
        "Anyone with an AWS account can assume this role.".into(),
    );
    check.remedy(
        "Name the account, or add a condition on aws:PrincipalOrgID or aws:PrincipalArn.",
        None,
    );
}

fn service(check: &mut Check<'_>, place: Place<'_>, name: &str, pointer: String) {
    let s = place.statement;
    if !is_aws_name(name) {
        check.report(
            "service-unknown",
            Severity::Error,
            pointer,
            format!(
                "\u{201c}{}\u{201d} is not a service of AWS: their names end with .amazonaws.com.",
                shorten(name)
            ),
        );
        return;
    }
    companions(check, place, name, &pointer);
    never_sent(check, place, name);
    let has = |key: &str| asks(s, key);
    let arn = has("aws:SourceArn");
    let account = has("aws:SourceAccount");
    let organization = has("aws:SourceOrgID") || has("aws:SourceOrgPaths");
    let devops_agent = name == "aidevops.amazonaws.com";
    if !arn && !account && !organization && !has("sts:ExternalId") && !SOURCELESS.contains(&name) {
        let who = if devops_agent {
            "Any customer's agent space"
        } else {
            "The service, acting for any customer,"
        };
        check.report(
            "service-source-missing",
            Severity::Security,
            pointer,
            format!("{who} could use this role: nothing says for whom {name} acts."),
        );
        let document = check.secondary.filter(|_| !devops_agent).and_then(|a| {
            check.with_condition(place.index, "StringEquals", "aws:SourceAccount", a.as_str())
        });
        check.remedy("Add conditions on aws:SourceAccount and aws:SourceArn.", document);
    } else if devops_agent && (!arn || !account) {
        check.report(
            "service-source-half",
            Severity::Warning,
            pointer,
            format!(
                "The trust has a condition on {}, but none on {}. AWS documents both for DevOps Agent.",
                if arn { "aws:SourceArn" } else { "aws:SourceAccount" },
                if arn { "aws:SourceAccount" } else { "aws:SourceArn" }
            ),
        );
        check.remedy("Add the other condition.", None);
    } else if arn && !account && !organization {
        unnamed_account(check, place, pointer);
    }
}

/// Whether a name has a label before one of the suffixes of AWS's names, which IAM refuses to be
/// without. Those of the isolated partitions are from the endpoint rules of AWS's SDKs.
fn is_aws_name(name: &str) -> bool {
    const SUFFIXES: [&str; 8] = [
        ".amazonaws.com",
        ".amazonaws.com.cn",
        ".amazonaws.eu",
        ".aws.internal",
        ".c2s.ic.gov",
        ".sc2s.sgov.gov",
        ".csp.hci.ic.gov",
        ".cloud.adc-e.uk",
    ];
    let name = name.to_ascii_lowercase();
    SUFFIXES.iter().any(|s| name.strip_suffix(s).is_some_and(|service| !service.is_empty()))
}

/// A source without an account in its ARN, such as a bucket, may pass into other hands.
fn unnamed_account(check: &mut Check<'_>, place: Place<'_>, pointer: String) {
    let open = place
        .statement
        .conditions
        .iter()
        .filter(|c| c.key == "aws:sourcearn")
        .flat_map(|c| &c.values)
        .find(|v| v.raw.split(':').nth(4).is_none_or(|a| !is_account(a) && !a.contains('$')));
    let Some(open) = open else { return };
    check.report(
        "source-account-missing",
        Severity::Security,
        pointer,
        format!(
            "\u{201c}{}\u{201d} names no account, so that aws:SourceArn alone does not say whose it has to be.",
            shorten(&open.raw)
        ),
    );
    let document = check.secondary.and_then(|a| {
        check.with_condition(place.index, "StringEquals", "aws:SourceAccount", a.as_str())
    });
    check.remedy("Add a condition on aws:SourceAccount.", document);
}

/// Services that need more than sts:AssumeRole ("IAM Roles Anywhere: trust model", "EKS Pod
/// Identity: role trust policy").
fn companions(check: &mut Check<'_>, place: Place<'_>, name: &str, pointer: &str) {
    let needed: &[&str] = match name {
        "rolesanywhere.amazonaws.com" => {
            &["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
        }
        "pods.eks.amazonaws.com" => &["sts:AssumeRole", "sts:TagSession"],
        _ => return,
    };
    let missing: Vec<&str> = needed
        .iter()
        .filter(|n| {
            !check.document.statements().iter().any(|s| {
                s.principals().any(|p| p.eq_ignore_ascii_case(name))
                    && s.action.values.iter().any(|a| {
                        a.matches(n, crate::pattern::Case::Ignored, &crate::pattern::NoVariables)
                            == Some(true)
                    })
            })
        })
        .copied()
        .collect();
    if missing.is_empty() {
        return;
    }
    check.report(
        "service-actions-missing",
        Severity::Warning,
        pointer.to_owned(),
        format!("{name} also needs {} to use this role.", missing.join(" and ")),
    );
    let all: Vec<crate::json::Node> = place
        .statement
        .actions()
        .chain(missing.iter().copied())
        .map(crate::json::Node::string)
        .collect();
    let document = check.with_statement(place.index, |members| {
        let (_, node) = members.iter_mut().find(|(k, _)| k.text == "Action")?;
        *node = crate::json::Value::Array(all).into();
        Some(())
    });
    check.remedy(format!("Allow {} too.", missing.join(" and ")), document);
}

/// Keys that only requests of people and roles have: a service that has to bring one stays out.
fn never_sent(check: &mut Check<'_>, place: Place<'_>, name: &str) {
    for condition in place.statement.conditions.iter().filter(|c| binds(c)) {
        let people = matches!(
            condition.key.as_str(),
            "aws:multifactorauthpresent"
                | "aws:multifactorauthage"
                | "aws:principalorgid"
                | "aws:principalorgpaths"
                | "aws:principalarn"
                | "aws:principalaccount"
                | "aws:username"
        );
        if !people {
            continue;
        }
        let keys = ["Condition", &condition.operator_name, &condition.key_name];
        let pointer = check.pointer(place.index, &keys, None);
        check.report(
            "service-key-absent",
            Severity::Warning,
            pointer,
            format!(
                "{name} is a service and sends no {}, so that it can't use this role.",
                condition.key_name
            ),
        );
        check.remedy("Give services a statement of their own, without this condition.", None);
    }
}

/// An account that is not the role's own should send an external ID if it is a third party's, and
/// its people should sign in with MFA ("Access to AWS accounts owned by third parties").
fn third_party(check: &mut Check<'_>, place: Place<'_>, account: &str, pointer: String) {
    let own = check.secondary.is_some_and(|own| own.as_str() == account);
    let s = place.statement;
    let vendor = catalogue::is_vendor(account).filter(|_| !own);
    let assumes = s.action.values.iter().any(|a| {
        a.matches("sts:AssumeRole", crate::pattern::Case::Ignored, &crate::pattern::NoVariables)
            == Some(true)
    });
    // An external ID that is asked for in vain has a finding of its own.
    if s.has_condition_key("sts:ExternalId") || !assumes {
        return;
    }
    if let Some(vendor) = vendor {
        check.report(
            "external-id-missing",
            Severity::Security,
            pointer,
            format!(
                "{account} is {vendor}. The trust asks for no external ID: another customer of {vendor} could have it use this role."
            ),
        );
        check.remedy(
            format!("Add a condition on sts:ExternalId with the ID that {vendor} gives you."),
            None,
        );
        return;
    }
    let bound = ["aws:MultiFactorAuthPresent", "aws:PrincipalArn", "aws:PrincipalOrgID"];
    if own || bound.into_iter().any(|key| asks(s, key)) {
        return;
    }
    check.report(
        "external-id-missing",
        Severity::Suggestion,
        pointer,
        "The trust asks for no external ID and no MFA. A third party should send an external ID; people should sign in with MFA.".into(),
    );
    check.remedy(
        "For a third party add a condition on sts:ExternalId, for people one on aws:MultiFactorAuthPresent.",
        None,
    );
}

/// No role has a longer name, so that IAM does not find such a principal.
fn role_name(check: &mut Check<'_>, name: Option<&str>, raw: &str, pointer: &str) {
    let Some(length) = name.map(|n| n.chars().count()).filter(|n| *n > 64) else { return };
    check.report(
        "role-name-length",
        Severity::Error,
        pointer.to_owned(),
        format!(
            "The name of the role in \u{201c}{}\u{201d} has {length} characters; IAM takes 64.",
            shorten(raw)
        ),
    );
}
