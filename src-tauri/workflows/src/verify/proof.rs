//! Who gets in by a trust policy, decided from its text. Pure.

use rolebridge_model::{Check, CheckKind, ExternalId, Outcome, RoleArn, Source};
use rolebridge_policy::{
    Caller, Context, Decision, Document, Effect, Policy, Request, Statement, Target, Verdict,
    decide,
};

use super::check;

const ASSUME_ROLE: &str = "sts:AssumeRole";
const EXTERNAL_ID: &str = "sts:ExternalId";
const DEVOPS_AGENT: &str = "aidevops.amazonaws.com";
/// How a check says that nobody tried.
const PROVEN: &str = "proven from the policy, not by a live call";

/// What a trust policy is asked about.
pub(super) struct Trust<'a> {
    pub(super) role: &'a RoleArn,
    pub(super) document: &'a Document,
    /// The external ID that has to be presented, where the source has one.
    pub(super) external_id: Option<&'a ExternalId>,
}

/// What is presented along with the request to assume a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presented {
    /// The right external ID, where there is one.
    Right,
    /// None.
    Nothing,
    /// One that differs.
    Wrong,
}

impl Trust<'_> {
    /// Whether only AWS services are trusted.
    pub(super) fn only_services(&self) -> bool {
        self.allows().all(Statement::trusts_only_services)
    }

    fn allows(&self) -> impl Iterator<Item = &Statement> {
        self.document.statements().iter().filter(|s| s.effect() == Effect::Allow)
    }

    /// The external ID to present.
    pub(super) fn presented(&self, what: Presented) -> Option<ExternalId> {
        match what {
            Presented::Right => self.external_id.cloned(),
            Presented::Nothing => None,
            Presented::Wrong => self.external_id.and_then(changed),
        }
    }

    /// Whether a principal gets in, as far as the trust policy goes: its own permissions are taken
    /// for granted. What else the conditions ask for is unknown for the right external ID, so that
    /// nobody is called locked out who may get in; for the others it is taken to be absent, but for
    /// MFA, so that nobody is called exposed who has another lock.
    pub(super) fn lets_in(&self, principal: &str, what: Presented) -> Decision {
        self.verdict(principal, what).decision
    }

    fn verdict(&self, principal: &str, what: Presented) -> Verdict {
        let mut request = self.request(principal);
        if let Some(id) = self.presented(what) {
            request.context.set(EXTERNAL_ID, vec![id.to_string()]);
        }
        if what == Presented::Right {
            request.known_context = false;
            // One that is not sent is known to be absent.
            if self.external_id.is_none() {
                request.context.set(EXTERNAL_ID, Vec::new());
            }
        } else {
            request.context.set("aws:MultiFactorAuthPresent", vec!["true".into()]);
        }
        decide(&request)
    }

    fn request(&self, principal: &str) -> Request {
        let target = Target::new(&self.role.to_string());
        // An account stands for all in it but its root user, who can't assume roles.
        let account = principal.strip_suffix(":root").and_then(|p| p.rsplit(':').next());
        let account = account.or_else(|| is_account(principal).then_some(principal));
        let caller = match account {
            Some(account) => format!("arn:{}:iam::{account}:user/anybody", self.role.partition()),
            None => principal.to_owned(),
        };
        let mut request = Request::new(ASSUME_ROLE, Caller::parse(&caller), target);
        request.resource_policy = vec![Policy::named("trust policy", self.document.clone())];
        let everything = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}"#;
        request.identity_policies = Document::parse(everything)
            .map(|d| Policy::named("own permissions", d))
            .into_iter()
            .collect();
        request
    }

    /// The principals that can be asked about: accounts, users, roles, sessions. A unique id left
    /// by a deleted principal is none, and a wildcard is anybody.
    fn principals(&self) -> Vec<String> {
        let mut found: Vec<String> = self
            .allows()
            .filter(|s| !s.trusts_only_services())
            .flat_map(Statement::principals)
            .filter_map(|p| match p {
                "*" => Some(format!("arn:{}:iam::{}:root", self.role.partition(), stranger(&[]))),
                p if p.starts_with("arn:") && !p.contains("-provider/") => Some(p.to_owned()),
                p if is_account(p) => Some(p.to_owned()),
                _ => None,
            })
            .collect();
        found.dedup();
        found
    }

    /// What can be said of the trusted principals without trying.
    pub(super) fn of_principals(&self) -> Vec<Check> {
        let principals = self.principals();
        let Some(first) = principals.first() else { return Vec::new() };
        let right = self.verdict(first, Presented::Right);
        let with = if self.external_id.is_some() { " with the external ID" } else { "" };
        let mut checks = vec![assumption(
            &right,
            format!("{first} gets in{with}: {PROVEN}."),
            format!("{first} does not get in{with}"),
        )];
        if self.external_id.is_some() {
            checks.push(self.protection_by_policy(&principals));
        }
        checks
    }

    /// Whether any of the principals gets in without the right external ID.
    pub(super) fn protection_by_policy(&self, principals: &[String]) -> Check {
        for (what, how) in [
            (Presented::Nothing, "without an external ID"),
            (Presented::Wrong, "with a wrong external ID"),
        ] {
            let exposed = |p: &&String| self.lets_in(p, what) == Decision::Allowed;
            if let Some(principal) = principals.iter().find(exposed) {
                return unprotected(format!("{principal} can assume the role {how}: {PROVEN}."));
            }
        }
        check(
            CheckKind::Protection,
            Outcome::Passed,
            format!("Nobody gets in without the right external ID: {PROVEN}."),
        )
    }

    /// What can be said of AWS DevOps Agent, which alone can try: this agent space's requests have
    /// to get in, and those of somebody else's must not (IAM User Guide, "The confused deputy
    /// problem").
    pub(super) fn of_service(&self, source: &Source) -> Vec<Check> {
        let own = &source.space;
        let as_agent_of = |account: &str, arn: &str| {
            let mut request = self.request(DEVOPS_AGENT);
            request.context =
                Context::default().with("aws:SourceAccount", account).with("aws:SourceArn", arn);
            if let Some(id) = self.external_id {
                request.context.set(EXTERNAL_ID, vec![id.to_string()]);
            }
            decide(&request)
        };
        let right = as_agent_of(own.account.as_str(), &own.arn());
        let stranger = stranger(&[own.account.as_str(), source.account.as_str()]);
        let theirs = own.arn().replace(own.account.as_str(), stranger);
        let mut checks = vec![assumption(
            &right,
            format!("AWS DevOps Agent gets in for this agent space: {PROVEN}."),
            "AWS DevOps Agent does not get in for this agent space".into(),
        )];
        checks.push(if as_agent_of(stranger, &theirs).decision == Decision::Allowed {
            unprotected(format!("Agent spaces of any other account can use the role: {PROVEN}."))
        } else {
            check(
                CheckKind::Protection,
                Outcome::Passed,
                format!("No agent space of another account gets in: {PROVEN}."),
            )
        });
        checks
    }
}

fn assumption(verdict: &Verdict, passed: String, failed: String) -> Check {
    let because = verdict.because.iter().map(|r| r.reason.as_str()).collect::<Vec<_>>().join(" ");
    match verdict.decision {
        Decision::Allowed => check(CheckKind::Assumption, Outcome::Passed, passed),
        Decision::Unknown => check(
            CheckKind::Assumption,
            Outcome::Skipped,
            format!(
                "Whether the role can be assumed hangs on what Rolebridge can't know. {because}"
            ),
        ),
        _ => {
            let mut c = check(
                CheckKind::Assumption,
                Outcome::Failed,
                format!("{failed}: {PROVEN}. {because}"),
            );
            c.remedy = Some("Choose Update to replace the trust policy.".into());
            c
        }
    }
}

/// The finding that others get in.
pub(super) fn unprotected(summary: String) -> Check {
    let mut c = check(CheckKind::Protection, Outcome::Failed, summary);
    c.remedy = Some(
        "Choose Update to bring the trust policy to the template's. If it is meant to be so, say so: \
         accept it in the source's details."
            .into(),
    );
    c
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// An account that has nothing to do with any of these.
fn stranger(involved: &[&str]) -> &'static str {
    let candidates = ["999999999999", "888888888880", "777777777770"];
    candidates.into_iter().find(|c| !involved.contains(c)).unwrap_or("999999999999")
}

/// The external ID with another ending, valid in form.
fn changed(right: &ExternalId) -> Option<ExternalId> {
    let mut text = right.to_string();
    let last = text.pop()?;
    text.push(if last == 'x' { 'y' } else { 'x' });
    ExternalId::parse(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "arn:aws:iam::222222222222:role/R";
    const VENDOR: &str = "arn:aws:iam::333333333333:root";

    fn trust(conditions: &str) -> Document {
        Document::parse(&format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"{VENDOR}"}},
               "Action":"sts:AssumeRole"{conditions}}}}}"#
        ))
        .unwrap()
    }

    #[test]
    fn who_gets_in_with_which_external_id() {
        use Decision::{Allowed, Unknown};
        // The condition, then whether one gets in with the right ID, without, with a wrong one.
        let table = [
            ("", [Some(Allowed), Some(Allowed), Some(Allowed)]),
            (
                r#","Condition":{"StringEquals":{"sts:ExternalId":"right-id"}}"#,
                [Some(Allowed), None, None],
            ),
            (
                r#","Condition":{"StringEqualsIfExists":{"sts:ExternalId":"right-id"}}"#,
                [Some(Allowed), Some(Allowed), None],
            ),
            (
                r#","Condition":{"StringLike":{"sts:ExternalId":"right-*"}}"#,
                [Some(Allowed), None, Some(Allowed)],
            ),
            (r#","Condition":{"StringEquals":{"sts:ExternalId":"another"}}"#, [None, None, None]),
            (
                r#","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#,
                [Some(Unknown), Some(Allowed), Some(Allowed)],
            ),
            (
                r#","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#,
                [Some(Unknown), None, None],
            ),
        ];
        let (role, id) = (RoleArn::parse(ROLE).unwrap(), ExternalId::parse("right-id").unwrap());
        for (condition, wanted) in table {
            let document = trust(condition);
            let trust = Trust { role: &role, document: &document, external_id: Some(&id) };
            let found = [Presented::Right, Presented::Nothing, Presented::Wrong].map(|what| {
                let decision = trust.lets_in(VENDOR, what);
                matches!(decision, Allowed | Unknown).then_some(decision)
            });
            assert_eq!(found, wanted, "{condition}");
        }
    }

    #[test]
    fn a_wrong_external_id_is_one_and_differs() {
        for right in ["ab", "ax", "arn:aws:aidevops:us-east-1:111111111111:agentspace/x"] {
            let right = ExternalId::parse(right).unwrap();
            let wrong = changed(&right).unwrap();
            assert_ne!(wrong, right);
            assert_eq!(wrong.as_str().len(), right.as_str().len());
        }
    }

    #[test]
    fn what_is_proven_says_so_and_anybody_is_a_stranger() {
        let role = RoleArn::parse(ROLE).unwrap();
        let id = ExternalId::parse("right-id").unwrap();
        for (document, outcome) in [
            (
                trust(r#","Condition":{"StringEquals":{"sts:ExternalId":"right-id"}}"#),
                Outcome::Passed,
            ),
            (trust(""), Outcome::Failed),
            (Document::parse(&trust("").compact().replace(VENDOR, "*")).unwrap(), Outcome::Failed),
        ] {
            let trust = Trust { role: &role, document: &document, external_id: Some(&id) };
            let checks = trust.of_principals();
            assert_eq!(checks.len(), 2);
            assert!(checks.iter().all(|c| c.summary.contains(PROVEN)), "{checks:?}");
            assert_eq!(checks[0].outcome, Outcome::Passed);
            assert_eq!((checks[1].kind, checks[1].outcome), (CheckKind::Protection, outcome));
        }
        // Nobody is left to ask about.
        let orphan = trust("").compact().replace(VENDOR, "AROAQ7ZK3MHEXW2DPLT4V");
        let document = Document::parse(&orphan).unwrap();
        let trust = Trust { role: &role, document: &document, external_id: Some(&id) };
        assert_eq!(trust.of_principals(), []);
    }
}
