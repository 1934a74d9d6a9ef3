//! Trust in identity providers: OIDC ("Identity-provider controls for shared OIDC providers" in the
//! IAM User Guide) and SAML.

use super::trust::asks;
use super::{Check, Place, Severity};
use crate::json::shorten;
use crate::operator::Test;

/// Providers that many organizations share, and the claim that tells whose a token is. IAM refuses
/// to save a trust policy without a condition on it.
const SHARED: [(&str, &str); 15] = [
    ("agent.buildkite.com", "sub"),
    ("api.pulumi.com/oidc", "aud"),
    ("app.terraform.io", "sub"),
    ("cognito-identity.amazonaws.com", "aud"),
    ("gitlab.com", "sub"),
    ("oidc-configuration.audit-log.githubusercontent.com", "sub"),
    ("oidc.codefresh.io", "sub"),
    ("oidc.vercel.com", "aud"),
    ("proidc.upbound.io", "sub"),
    ("sandboxes.cloud", "aud"),
    ("scalr.io", "sub"),
    ("studio.datachain.ai/api", "sub"),
    ("token.actions.githubusercontent.com", "sub"),
    ("tokens.cloud.shisho.dev", "sub"),
    ("vstoken.actions.githubusercontent.com", "sub"),
];

const GITHUB: &str = "token.actions.githubusercontent.com";

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>, name: &str, pointer: String) {
    external_id(check, place);
    let s = place.statement;
    if name.contains(":saml-provider/") {
        if !s.conditions.iter().any(|c| c.key.starts_with("saml:")) {
            check.report(
                "saml-audience-missing",
                Severity::Suggestion,
                pointer,
                "The trust does not ask for whom the SAML assertion was made.".into(),
            );
            let document = check.with_condition(
                place.index,
                "StringEquals",
                "SAML:aud",
                "https://signin.aws.amazon.com/saml",
            );
            check.remedy("Add a condition on SAML:aud, as in the changed document.", document);
        }
        return;
    }
    let host = name.split_once(":oidc-provider/").map_or(name, |(_, host)| host);
    let host = host.trim_end_matches('/').to_lowercase();
    let prefix = format!("{host}:");
    if host == GITHUB {
        github(check, place);
    }
    let shared = SHARED.iter().find(|(h, _)| *h == host);
    if let Some((_, claim)) = shared {
        let key = format!("{host}:{claim}");
        if !asks(s, &key) {
            let code =
                if host == GITHUB { "github-subject-missing" } else { "oidc-condition-missing" };
            let whom = if host == GITHUB {
                "Any repository on GitHub"
            } else {
                "Any user of this shared provider"
            };
            check.report(
                code,
                Severity::Security,
                pointer,
                format!("{whom} could assume this role: there is no condition on {key}. IAM does not save such a trust any more."),
            );
            check.remedy(format!("Add a condition on {key} with what you mean."), None);
            return;
        }
    } else if !s.conditions.iter().any(|c| c.key.starts_with(&prefix)) {
        check.report(
            "oidc-condition-missing",
            Severity::Security,
            pointer,
            format!("Any user of {} could assume this role: there is no condition on its subject or audience.", shorten(&host)),
        );
        check.remedy(format!("Add conditions on {host}:sub and {host}:aud."), None);
        return;
    }
    if host == GITHUB && !s.has_condition_key(&format!("{host}:aud")) {
        check.report(
            "oidc-audience-missing",
            Severity::Suggestion,
            pointer,
            format!("The trust does not ask for whom the token was made: there is no condition on {host}:aud."),
        );
        let document = check.with_condition(
            place.index,
            "StringEquals",
            &format!("{host}:aud"),
            "sts.amazonaws.com",
        );
        check.remedy(format!("Add {host}:aud with sts.amazonaws.com."), document);
    }
}

/// Only AssumeRole has an external ID.
fn external_id(check: &mut Check<'_>, place: Place<'_>) {
    for condition in &place.statement.conditions {
        if condition.key != "sts:externalid" || !asks(place.statement, "sts:ExternalId") {
            continue;
        }
        let keys = ["Condition", &condition.operator_name, &condition.key_name];
        let pointer = check.pointer(place.index, &keys, None);
        check.report(
            "external-id-federated",
            Severity::Warning,
            pointer,
            "Sign-in by SAML or OIDC has no external ID, so that nobody gets in.".into(),
        );
        let (operator, key) = (condition.operator_name.clone(), condition.key_name.clone());
        let document = check.without_condition(place.index, &operator, Some(&key));
        check.remedy("Remove the condition.", document);
    }
}

/// `repo:OWNER/REPOSITORY:...`: wildcards in the owner let strangers in.
fn github(check: &mut Check<'_>, place: Place<'_>) {
    for condition in &place.statement.conditions {
        let subject = condition.key == format!("{GITHUB}:sub");
        if !subject || condition.operator.test != Test::StringLike || condition.operator.negated {
            continue;
        }
        let keys = ["Condition", condition.operator_name.as_str(), condition.key_name.as_str()];
        for (i, value) in condition.values.iter().enumerate() {
            let raw = value.raw.as_str();
            let pointer = check.pointer(place.index, &keys, Some(i));
            let wild = |text: &str| text.contains(['*', '?']);
            let rest = raw.strip_prefix("repo:");
            let (owner, after) =
                rest.unwrap_or("*").split_once('/').unwrap_or((rest.unwrap_or("*"), ""));
            let (repository, context) = after.split_once(':').unwrap_or((after, ""));
            // Subjects can be made of other claims than the repository's name.
            if !wild(raw) || (rest.is_none() && !raw.starts_with(['*', '?'])) {
                continue;
            }
            if wild(owner) {
                check.report(
                    "github-subject-wildcard",
                    Severity::Security,
                    pointer,
                    format!(
                        "\u{201c}{}\u{201d} also fits repositories of owners you don't know.",
                        shorten(raw)
                    ),
                );
                check.remedy("Name the owner and the repository: repo:OWNER/REPOSITORY:ref:refs/heads/BRANCH.", None);
            } else if wild(repository) {
                check.report(
                    "github-repository-wildcard",
                    Severity::Warning,
                    pointer,
                    format!("\u{201c}{}\u{201d} fits more than one repository of {owner}, future ones too.", shorten(raw)),
                );
                check.remedy("Name the repository.", None);
            } else if context == "*" {
                check.report(
                    "github-branch-wildcard",
                    Severity::Suggestion,
                    pointer,
                    format!("Every branch, tag and pull request of {owner}/{repository} can assume this role."),
                );
                check.remedy(
                    "Name the branch or the environment, if only some of them should.",
                    None,
                );
            }
        }
    }
}
