//! `Principal` and `NotPrincipal`: their form and whether they fit the actions. Whether a trust says
//! enough about whom it means is asked in `trust`.

use super::arn::is_partition;
use super::{Check, Kind, Place, Severity, is_allow, trust};
use crate::Document;
use crate::catalogue;
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
            check.remedy("Name accounts, roles, users or services under Principal.", None);
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
        let document = check.without_element(place.index, element);
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
                "Trust policies don't support NotPrincipal.".into(),
            );
            check.remedy("Name whom you mean under Principal.", None);
        } else if is_allow(place) {
            check.report(
                "not-principal-allow",
                Severity::Security,
                pointer,
                "NotPrincipal with Allow grants to everybody else, people without an account too."
                    .into(),
            );
            check.remedy("Name whom you mean under Principal.", None);
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
            if let Some(better) = better(value) {
                let document = check.with_entry(place.index, keys, entry, Some(&better));
                check.remedy(format!("Write {better}."), document);
            }
        } else if check.kind == Kind::Trust {
            if let Some(wanted) = mismatched(value, place) {
                check.report(
                    "trust-action-mismatch",
                    Severity::Error,
                    pointer.clone(),
                    format!(
                        "\u{201c}{}\u{201d} can assume a role only by {wanted}.",
                        shorten(&value.raw)
                    ),
                );
                let document = with_assume(check, place, wanted);
                check.remedy(format!("Use {wanted}."), document);
            }
            if is_allow(place) && !principals.negated {
                trust::check(check, place, value, pointer);
            }
        }
    }
    redundant(check, place, element);
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
        (Meaning::Account(_), _) => {
            Identity::parse(&value.raw).and_then(|root| malformed_identity(&root))
        }
        // "Restricting access to an Amazon S3 origin": the one user that is in no account.
        (Meaning::Identity(identity), _)
            if kind == Kind::Resource
                && identity.account == "cloudfront"
                && identity.form == IdentityForm::User =>
        {
            None
        }
        (Meaning::Identity(identity), _) => malformed_identity(identity),
        (Meaning::Service(name), _) => {
            let known = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
            let label = |l: &str| !l.is_empty() && l.bytes().all(known);
            let ok = name.contains('.') && name.split('.').all(label);
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
                    && !name.contains(['*', '?'])
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
    if !is_partition(&identity.partition) {
        return Some((
            "principal-format",
            format!(
                "\u{201c}{}\u{201d} in \u{201c}{shown}\u{201d} is not a partition. Use aws, aws-cn, aws-us-gov or aws-eusc.",
                shorten(&identity.partition)
            ),
        ));
    }
    if identity.arn.split(':').nth(3).is_some_and(|region| !region.is_empty()) {
        return Some((
            "principal-format",
            format!(
                "IAM is not divided into Regions: leave the Region out of \u{201c}{shown}\u{201d}."
            ),
        ));
    }
    if !is_account(&identity.account) {
        return Some((
            "principal-format",
            format!("\u{201c}{shown}\u{201d} does not name an account: its ID has 12 digits."),
        ));
    }
    if !is_name(identity.arn.rsplit([':', '/']).next().unwrap_or_default()) {
        return Some((
            "principal-format",
            format!(
                "The name in \u{201c}{shown}\u{201d} has characters IAM does not take: it takes letters, digits and _+=,.@- only."
            ),
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

/// The names of users, roles and sessions (IAM and STS API references).
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
}

/// SAML and OIDC providers come with actions of their own, and only they do.
fn mismatched(value: &PrincipalValue, place: Place<'_>) -> Option<&'static str> {
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
    Some(wanted)
}

/// The document with the right action in place of a wrong one, if the statement is for one kind of
/// principal only.
fn with_assume(check: &Check<'_>, place: Place<'_>, wanted: &str) -> Option<Document> {
    let principals = place.statement.principal.as_ref()?;
    if !principals.values.iter().all(|v| mismatched(v, place) == Some(wanted)) {
        return None;
    }
    let assume = place.statement.actions().position(|a| {
        a.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("sts:AssumeRole"))
    })?;
    check.with_entry(place.index, &["Action"], assume, Some(wanted))
}

/// How a principal was meant, where its text leaves no doubt.
fn better(value: &PrincipalValue) -> Option<String> {
    if value.kind == PrincipalKind::Service {
        let name = value.raw.to_ascii_lowercase();
        return catalogue::has_service(&name).then(|| format!("{name}.amazonaws.com"));
    }
    if value.kind != PrincipalKind::Aws {
        return None;
    }
    let digits: String = value.raw.chars().filter(|c| *c != '-' && *c != ' ').collect();
    if is_account(&digits) {
        return Some(digits);
    }
    // A session's ARN is of STS, a role's or user's of IAM.
    let parts: Vec<&str> = value.raw.splitn(6, ':').collect();
    let ["arn", partition, service, "", account, name] = parts[..] else { return None };
    if !is_account(account) {
        return None;
    }
    let wanted = if name.starts_with("assumed-role/") && name.matches('/').count() == 2 {
        "sts"
    } else if ["role/", "user/"].iter().any(|p| name.starts_with(p)) || name == "root" {
        "iam"
    } else {
        return None;
    };
    (service != wanted).then(|| format!("arn:{partition}:{wanted}::{account}:{name}"))
}

/// The same principal twice, and sessions of a role that is there itself.
fn redundant(check: &mut Check<'_>, place: Place<'_>, element: &'static str) {
    let Some(principals) = &place.statement.principal else { return };
    let aws: Vec<&PrincipalValue> =
        principals.values.iter().filter(|v| v.kind == PrincipalKind::Aws).collect();
    for (i, value) in aws.iter().enumerate() {
        let twin = aws[..i].iter().find(|other| match (&other.meaning, &value.meaning) {
            (Meaning::Nothing(_), _) => false,
            (a, b) => a == b,
        });
        let parent = || {
            let Meaning::Identity(session) = &value.meaning else { return None };
            if !matches!(session.form, IdentityForm::Session { .. }) {
                return None;
            }
            aws.iter().find(|other| match &other.meaning {
                Meaning::Identity(role) => {
                    matches!(role.form, IdentityForm::Role(_))
                        && role.account == session.account
                        && role.partition == session.partition
                        && role.role_name() == session.role_name()
                }
                _ => false,
            })
        };
        let sentence = match (twin, parent()) {
            (Some(twin), _) => {
                format!("This is already named by \u{201c}{}\u{201d}.", shorten(&twin.raw))
            }
            (None, Some(parent)) => {
                format!("This session is already covered by its role {}.", shorten(&parent.raw))
            }
            _ => continue,
        };
        let keys = [element, "AWS"];
        let pointer = check.pointer(place.index, &keys, Some(i));
        check.report("principal-redundant", Severity::Suggestion, pointer, sentence);
        let document = check.with_entry(place.index, &keys, i, None);
        check.remedy("Leave it out.", document);
    }
}
