//! `Principal` and `NotPrincipal`, and whether a trust says enough about whom it means.

use super::{Check, Kind, Place, Severity, is_allow};
use crate::json::shorten;
use crate::principal::{
    Identity, IdentityForm, Meaning, PrincipalKind, PrincipalValue, is_account,
};

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>) {
    let Some(principals) = &place.statement.principal else {
        if !check.kind.is_identity() {
            let pointer = check.pointer(place.index, &[], None);
            check.report(
                "principal-missing",
                Severity::Error,
                pointer,
                format!(
                    "Statement {} has no Principal: it does not say whom it is for.",
                    place.index + 1
                ),
            );
        }
        return;
    };
    let element = if principals.negated { "NotPrincipal" } else { "Principal" };
    if check.kind.is_identity() {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "principal-in-identity-policy",
            Severity::Error,
            pointer,
            format!("An identity policy is about whom it is attached to and can't have {element}."),
        );
        let document = check.with_statement(place.index, |m| m.retain(|(k, _)| k.text != element));
        check.remedy(format!("Remove {element}."), document);
        return;
    }
    if principals.values.is_empty() {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "principal-empty",
            Severity::Error,
            pointer,
            format!("{element} names nobody."),
        );
    }
    if principals.negated {
        let pointer = check.pointer(place.index, &[element], None);
        if check.kind == Kind::Trust {
            check.report(
                "trust-not-principal",
                Severity::Error,
                pointer,
                "Trust policies don't support NotPrincipal. Name whom you mean under Principal."
                    .into(),
            );
        } else if is_allow(place) {
            check.report(
                "not-principal-allow",
                Severity::Security,
                pointer,
                "NotPrincipal with Allow grants to everybody else, people without an account too."
                    .into(),
            );
        }
    }
    let mut entries = [0usize; 5];
    for value in &principals.values {
        let entry = entries[value.kind as usize];
        entries[value.kind as usize] += 1;
        let keys: &[&str] = match value.kind {
            PrincipalKind::Anyone => &[element],
            PrincipalKind::Aws => &[element, "AWS"],
            PrincipalKind::Service => &[element, "Service"],
            PrincipalKind::Federated => &[element, "Federated"],
            PrincipalKind::CanonicalUser => &[element, "CanonicalUser"],
        };
        let pointer = check.pointer(place.index, keys, Some(entry));
        if let Some((code, sentence)) = malformed(value, check.kind) {
            check.report(code, Severity::Error, pointer, sentence);
        } else if check.kind == Kind::Trust {
            if let Some(sentence) = mismatched(value, place) {
                check.report("trust-action-mismatch", Severity::Error, pointer.clone(), sentence);
            }
            if is_allow(place) && !principals.negated {
                restrict(check, place, value, pointer);
            }
        }
    }
    redundant_sessions(check, place, element);
}

fn malformed(value: &PrincipalValue, kind: Kind) -> Option<(&'static str, String)> {
    let shown = shorten(&value.raw);
    match (&value.meaning, value.kind) {
        (Meaning::Everyone, PrincipalKind::Anyone) if kind == Kind::Trust => Some((
            "trust-anyone",
            "A trust policy can't have \u{201c}*\u{201d} as its Principal. Name accounts, roles, users or services.".into(),
        )),
        (Meaning::Everyone, PrincipalKind::Service) => Some((
            "principal-format",
            "A service has to be named, such as ec2.amazonaws.com.".into(),
        )),
        (Meaning::Orphan(id), _) => Some((
            "principal-orphan",
            format!(
                "{id} is what is left of a deleted user or role. A new one of the same name is not trusted: write its ARN again and save."
            ),
        )),
        (Meaning::Nothing(raw), _) => {
            let hint = if raw.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
                "An account ID has 12 digits."
            } else {
                "Write an account ID or the ARN of a role, user or session."
            };
            Some(("principal-format", format!("\u{201c}{shown}\u{201d} is not a principal. {hint}")))
        }
        (Meaning::Account(account), _) if !is_account(account) => Some((
            "principal-format",
            format!("\u{201c}{shown}\u{201d} does not name an account: its ID has 12 digits."),
        )),
        (Meaning::Identity(identity), _) => malformed_identity(identity),
        (Meaning::Service(name), _) => {
            let ok = name.contains('.')
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
                && !name.starts_with('.')
                && !name.ends_with('.');
            (!ok).then(|| {
                (
                    "service-format",
                    format!("\u{201c}{shown}\u{201d} is not the name of a service, such as ec2.amazonaws.com."),
                )
            })
        }
        (Meaning::Federated(name), _) => {
            let provider = Identity::parse(name).is_some_and(|i| {
                matches!(i.form, IdentityForm::SamlProvider | IdentityForm::OidcProvider)
                    && is_account(&i.account)
            });
            let domain = !name.contains(':') && name.contains('.') && !name.contains(['*', ' ']);
            let anyone = name == "*" && kind != Kind::Trust;
            (!(provider || domain || anyone)).then(|| {
                (
                    "federated-format",
                    format!(
                        "\u{201c}{shown}\u{201d} is neither a domain name nor the ARN of a SAML or OIDC provider."
                    ),
                )
            })
        }
        (Meaning::CanonicalUser(_), _) if kind == Kind::Trust => Some((
            "trust-canonical-user",
            "Canonical user IDs belong to S3 and can't be trusted by a role.".into(),
        )),
        _ => None,
    }
}

fn malformed_identity(identity: &Identity) -> Option<(&'static str, String)> {
    let shown = shorten(&identity.arn);
    if identity.arn.contains(['*', '?']) {
        return Some((
            "principal-wildcard",
            format!(
                "\u{201c}{shown}\u{201d} has a wildcard, which IAM does not take in a principal. Trust the account and add a condition on aws:PrincipalArn."
            ),
        ));
    }
    if identity.arn.contains(":group/") {
        return Some((
            "principal-group",
            format!(
                "\u{201c}{shown}\u{201d} is a group. Groups can't be principals: trust the account and give the group a policy."
            ),
        ));
    }
    if !is_account(&identity.account) {
        return Some((
            "principal-format",
            format!("\u{201c}{shown}\u{201d} does not name an account: its ID has 12 digits."),
        ));
    }
    match identity.form {
        IdentityForm::Other | IdentityForm::SamlProvider | IdentityForm::OidcProvider => Some((
            "principal-format",
            format!(
                "\u{201c}{shown}\u{201d} can't be a principal. Write the ARN of a role, user or session."
            ),
        )),
        _ => None,
    }
}

/// SAML and OIDC providers come with actions of their own, and only they do.
fn mismatched(value: &PrincipalValue, place: Place<'_>) -> Option<String> {
    let wanted = match &value.meaning {
        Meaning::Federated(name) if name.contains(":saml-provider/") => "sts:AssumeRoleWithSAML",
        Meaning::Federated(_) => "sts:AssumeRoleWithWebIdentity",
        _ => "sts:AssumeRole",
    };
    const ASSUME: [&str; 3] =
        ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];
    let mut assumes = place
        .statement
        .actions()
        .filter(|a| ASSUME.iter().any(|k| k.eq_ignore_ascii_case(a)))
        .peekable();
    assumes.peek()?;
    if assumes.any(|a| a.eq_ignore_ascii_case(wanted)) {
        return None;
    }
    Some(format!("\u{201c}{}\u{201d} can assume a role only by {wanted}.", shorten(&value.raw)))
}

/// Services that run a customer's code and send no source: there is nothing to ask for.
const SOURCELESS: [&str; 4] = [
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "edgelambda.amazonaws.com",
    "pods.eks.amazonaws.com",
];

fn restrict(check: &mut Check<'_>, place: Place<'_>, value: &PrincipalValue, pointer: String) {
    let s = place.statement;
    let has = |key: &str| s.has_condition_key(key);
    match &value.meaning {
        Meaning::Everyone => {
            let narrowed = [
                "aws:PrincipalOrgID",
                "aws:PrincipalOrgPaths",
                "aws:PrincipalAccount",
                "aws:PrincipalArn",
            ];
            if !narrowed.into_iter().any(has) {
                check.report(
                    "trust-everyone",
                    Severity::Security,
                    pointer,
                    "Anyone with an AWS account can assume this role.".into(),
                );
                check.remedy("Name the account, or add a condition on aws:PrincipalOrgID or aws:PrincipalArn.", None);
            }
        }
        Meaning::Service(name) => {
            let arn = has("aws:SourceArn");
            let account = has("aws:SourceAccount");
            let organization = has("aws:SourceOrgID") || has("aws:SourceOrgPaths");
            let devops_agent = name == "aidevops.amazonaws.com";
            if !arn && !account && !organization && !SOURCELESS.contains(&name.as_str()) {
                let severity = if devops_agent { Severity::Error } else { Severity::Security };
                let who = if devops_agent {
                    "Any customer's agent space"
                } else {
                    "The service, acting for any customer,"
                };
                check.report(
                    "service-source-missing",
                    severity,
                    pointer,
                    format!("{who} could use this role: nothing says for whom {name} acts."),
                );
                check.remedy("Add conditions on aws:SourceAccount and aws:SourceArn.", None);
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
            }
        }
        Meaning::Account(_) | Meaning::Identity(_) => {
            let bound = [
                "sts:ExternalId",
                "aws:MultiFactorAuthPresent",
                "aws:PrincipalArn",
                "aws:PrincipalOrgID",
            ];
            if !bound.into_iter().any(has) {
                check.report(
                    "external-id-missing",
                    Severity::Suggestion,
                    pointer,
                    "The trust asks for no external ID and no MFA. A third party should send an external ID; people should sign in with MFA.".into(),
                );
            }
        }
        Meaning::Federated(name) => federated(check, place, name, pointer),
        _ => {}
    }
}

fn federated(check: &mut Check<'_>, place: Place<'_>, name: &str, pointer: String) {
    let host = name.split_once(":oidc-provider/").map_or(name, |(_, host)| host);
    if name.contains(":saml-provider/") {
        return;
    }
    let prefix = format!("{}:", host.to_lowercase());
    let keys = &place.statement.conditions;
    if host == "token.actions.githubusercontent.com" {
        if !keys.iter().any(|c| c.key == "token.actions.githubusercontent.com:sub") {
            check.report(
                "github-subject-missing",
                Severity::Security,
                pointer,
                "Any repository on GitHub could assume this role: there is no condition on token.actions.githubusercontent.com:sub.".into(),
            );
        }
    } else if !keys.iter().any(|c| c.key.starts_with(&prefix)) {
        check.report(
            "oidc-condition-missing",
            Severity::Security,
            pointer,
            format!("Any user of {} could assume this role: there is no condition on its subject or audience.", shorten(host)),
        );
    }
}

fn redundant_sessions(check: &mut Check<'_>, place: Place<'_>, element: &'static str) {
    let Some(principals) = &place.statement.principal else { return };
    let aws: Vec<&PrincipalValue> =
        principals.values.iter().filter(|v| v.kind == PrincipalKind::Aws).collect();
    for (i, value) in aws.iter().enumerate() {
        let Meaning::Identity(session) = &value.meaning else { continue };
        if !matches!(session.form, IdentityForm::Session { .. }) {
            continue;
        }
        let parent = aws.iter().find(|other| match &other.meaning {
            Meaning::Identity(role) => {
                matches!(role.form, IdentityForm::Role(_))
                    && role.account == session.account
                    && role.role_name() == session.role_name()
            }
            _ => false,
        });
        if let Some(parent) = parent {
            let pointer = check.pointer(place.index, &[element, "AWS"], Some(i));
            check.report(
                "principal-redundant",
                Severity::Suggestion,
                pointer,
                format!("This session is already covered by its role {}.", shorten(&parent.raw)),
            );
        }
    }
}
