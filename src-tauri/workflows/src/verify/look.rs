//! Looking at the role itself: is it there, and does it carry what its template asks for?

use rolebridge_cloud::{Cause, RoleSnapshot};
use rolebridge_model::{
    Association, AssociationKind, Check, CheckKind, Outcome, PolicyName, Source, Timestamp,
};
use rolebridge_policy::{
    Caller, Comparison, Context, Decision, Document, Kind, Policy, Rendered, Request, Severity,
    Statement, Target, Template, check_document, decide,
};
use rolebridge_store::{FoundRole, StoredDocuments};

use super::check;
use crate::{
    Error, Session,
    documents::{self, RoleSpec},
    error::describe,
    role::{akin, counterpart, pretty},
};

/// What looking at a role came to.
pub(crate) struct Looked {
    pub(crate) checks: Vec<Check>,
    /// Whether the account let us look at all.
    pub(crate) was_read: bool,
    /// The role, if it is there.
    pub(crate) found: Option<FoundRole>,
    /// When AWS says the role was made.
    pub(crate) created_at: Option<Timestamp>,
    /// The template the role follows.
    pub(crate) template: Option<&'static Template>,
    /// The account's alias.
    pub(crate) alias: Option<String>,
}

impl Looked {
    fn not_read(checks: Vec<Check>) -> Self {
        Self { checks, was_read: false, found: None, created_at: None, template: None, alias: None }
    }

    /// What keeps the role from working. That others get in as well does not.
    pub(crate) fn first_failure(&self) -> Option<&Check> {
        let failed = |c: &&Check| c.outcome == Outcome::Failed && c.kind != CheckKind::Protection;
        self.checks.iter().find(failed)
    }
}

/// The association that connects a source.
pub(crate) fn association_of<'a>(
    all: &'a [Association],
    source: &Source,
) -> Option<&'a Association> {
    let sources = || all.iter().filter(|a| a.kind == AssociationKind::Source);
    sources()
        .find(|a| source.association.as_ref() == Some(&a.id))
        .or_else(|| sources().find(|a| a.account == source.account && a.role == source.role))
        .or_else(|| sources().find(|a| a.account == source.account))
}

impl Session {
    /// Reads the role of a source and compares it with its template.
    pub(super) async fn look(&self, source: &Source) -> Looked {
        let Some(access) = self.access(&source.reach, &source.account, source.role.partition())
        else {
            let mut skipped = check(
                CheckKind::Reach,
                Outcome::Skipped,
                "The role was not looked at: no way into the account is set.",
            );
            skipped.remedy = Some(
                "Set how to reach the account in the source's settings to have it compared.".into(),
            );
            return Looked::not_read(vec![skipped]);
        };
        let found = match self.cloud.read_role(&access, source.role.name()).await {
            Ok(found) => found,
            Err(error) => {
                let mut skipped = check(
                    CheckKind::Reach,
                    Outcome::Skipped,
                    format!("The role was not looked at. {}", describe(&error)),
                );
                skipped.remedy = error.cause.remedy().map(str::to_owned);
                return Looked::not_read(vec![skipped]);
            }
        };
        let alias = self.cloud.account_alias(&access).await.unwrap_or_else(|error| {
            // Nice to have: without the permission the account simply has no alias here.
            if !matches!(error.cause, Cause::AccessDenied { .. }) {
                tracing::warn!(reason = describe(&error), "the account alias could not be read");
            }
            None
        });
        let mut checks = vec![check(
            CheckKind::Reach,
            Outcome::Passed,
            format!("The account can be reached by {access}."),
        )];
        let Some(found) = found else {
            let mut missing = check(
                CheckKind::Role,
                Outcome::Failed,
                format!("There is no role {} in account {}.", source.role.name(), source.account),
            );
            missing.remedy = Some(
                "Create the role again with Add, or remove the source if it is no longer wanted. \
                 Names of roles are compared with regard to case."
                    .into(),
            );
            checks.push(missing);
            return Looked { alias, was_read: true, ..Looked::not_read(checks) };
        };
        checks.push(check(
            CheckKind::Role,
            Outcome::Passed,
            format!("The role {} is there.", found.arn),
        ));
        let template = source
            .template
            .as_ref()
            .and_then(|id| documents::template(id).ok())
            .or_else(|| documents::recognise(&found.attached));
        match template {
            None => checks.push(check(
                CheckKind::Trust,
                Outcome::Skipped,
                "The role follows none of the templates, so its documents were not compared.",
            )),
            Some(template) => match self.expected(source, template) {
                Ok(expected) => {
                    // Without it the policy is found by what it allows.
                    let own = self.own_inline_name(&found.arn).unwrap_or_default();
                    checks.extend(compare(&expected, &found, source, own.as_ref()));
                }
                Err(error) => checks.push(check(
                    CheckKind::Trust,
                    Outcome::Skipped,
                    format!("The documents were not compared. {error}"),
                )),
            },
        }
        Looked {
            checks,
            was_read: true,
            created_at: Some(found.created_at),
            found: Some(FoundRole { documents: stored(&found), at: self.clock.now() }),
            template,
            alias,
        }
    }

    /// What a source's role should carry by a template.
    pub(crate) fn expected(&self, source: &Source, template: &Template) -> Result<Rendered, Error> {
        let primary = self.primary_role(&source.space)?;
        documents::rendered(&RoleSpec {
            template,
            space: &source.space,
            primary_role: primary.as_ref(),
            account: &source.account,
            role: source.role.name(),
            external_id: source.external_id.as_ref(),
        })
    }
}

fn stored(found: &RoleSnapshot) -> StoredDocuments {
    StoredDocuments {
        trust: pretty(&found.trust),
        managed: found.attached.clone(),
        inline: found.inline.iter().map(|p| (p.name.clone(), pretty(&p.document))).collect(),
    }
}

fn compare(
    expected: &Rendered,
    found: &RoleSnapshot,
    source: &Source,
    own: Option<&PolicyName>,
) -> Vec<Check> {
    let mut checks = Vec::new();
    checks.extend(compare_trust(expected, &found.trust, source));
    for policy in &expected.managed {
        checks.push(if found.attached.contains(policy) {
            check(
                CheckKind::ManagedPolicy,
                Outcome::Passed,
                format!("{} is attached.", policy.name()),
            )
        } else {
            let mut c = check(
                CheckKind::ManagedPolicy,
                Outcome::Failed,
                format!("The managed policy {} is not attached.", policy.name()),
            );
            c.remedy = Some("Choose Update to attach it.".into());
            c
        });
    }
    let extra: Vec<&str> = found
        .attached
        .iter()
        .filter(|p| !expected.managed.contains(p))
        .map(rolebridge_model::PolicyArn::name)
        .collect();
    if !extra.is_empty() {
        let mut c = check(
            CheckKind::ManagedPolicy,
            Outcome::Warning,
            format!(
                "The role has managed policies the template does not ask for: {}.",
                extra.join(", ")
            ),
        );
        c.remedy = Some("Detach them in the IAM console if they are not meant.".into());
        checks.push(c);
    }
    for (name, wanted) in &expected.inline {
        checks.push(compare_inline(name, wanted, own, found));
    }
    checks
}

fn compare_trust(wanted: &Rendered, text: &str, source: &Source) -> Option<Check> {
    let expected = wanted.trust.as_ref()?;
    let mut c = match Document::parse(text) {
        Err(error) => check(
            CheckKind::Trust,
            Outcome::Failed,
            format!("The trust policy can't be read: {error}"),
        ),
        Ok(found) => {
            let comparison = Comparison::named(
                (expected, "the template's policy"),
                (&found, "the role's policy"),
            );
            if comparison.equivalent {
                let passed = "The trust policy is the template's.";
                return Some(check(CheckKind::Trust, Outcome::Passed, passed));
            }
            // Whether the preview's primary role gets in hangs on its own permissions too, so only a
            // trust in the service is decided.
            let by_service = expected.statements().iter().all(Statement::trusts_only_services);
            let refused = if by_service { refusal(&found, source) } else { faults(&found, source) };
            let mut c = match refused {
                // Trusting more than asked still works; trusting less does not.
                None if comparison.grants_less.is_empty() => check(
                    CheckKind::Trust,
                    Outcome::Warning,
                    format!(
                        "The trust policy lets more in than the template asks. {}",
                        sentences(&comparison.grants_more)
                    ),
                ),
                None => check(
                    CheckKind::Trust,
                    Outcome::Failed,
                    format!(
                        "The trust policy differs from the template's. {}",
                        sentences(&comparison.grants_less)
                    ),
                ),
                Some(reason) => check(
                    CheckKind::Trust,
                    Outcome::Failed,
                    format!("The trust policy keeps AWS DevOps Agent out. {reason}"),
                ),
            };
            c.found = Some(found.pretty());
            c
        }
    };
    c.remedy = Some("Choose Update to replace the trust policy.".into());
    c.expected = Some(expected.pretty());
    c.found.get_or_insert_with(|| text.to_owned());
    Some(c)
}

fn sentences(differences: &[rolebridge_policy::Difference]) -> String {
    differences.iter().map(|d| d.sentence.as_str()).collect::<Vec<_>>().join(" ")
}

/// Why a trust policy keeps the service of this agent space out, if it does: what is plainly wrong
/// with the document, or else how the decision on the service's request falls.
fn refusal(found: &Document, source: &Source) -> Option<String> {
    let mut request = Request::new(
        "sts:AssumeRole",
        Caller::parse(documents::SERVICE),
        Target::new(&source.role.to_string()),
    );
    request.context = Context::default()
        .with("aws:SourceAccount", source.space.account.as_str())
        .with("aws:SourceArn", &source.space.arn());
    if let Some(id) = &source.external_id {
        request.context.set("sts:ExternalId", vec![id.to_string()]);
    }
    request.resource_policy = vec![Policy::named("trust policy", found.clone())];
    let verdict = decide(&request);
    if verdict.decision == Decision::Allowed {
        return None;
    }
    faults(found, source).or_else(|| {
        Some(verdict.because.into_iter().map(|r| r.reason).collect::<Vec<_>>().join(" "))
    })
}

/// What is plainly wrong with a trust policy, whoever it is for.
fn faults(found: &Document, source: &Source) -> Option<String> {
    let plain: Vec<String> = check_document(found, Kind::Trust, Some(&source.account))
        .into_iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| f.sentence)
        .collect();
    (!plain.is_empty()).then(|| plain.join(" "))
}

fn compare_inline(
    name: &PolicyName,
    wanted: &Document,
    own: Option<&PolicyName>,
    found: &RoleSnapshot,
) -> Check {
    let present =
        counterpart(name, wanted, own, &found.inline).or_else(|| akin(wanted, &found.inline));
    let read = present.and_then(|p| Document::parse(&p.document).ok());
    // The name is the user's to choose: the same permissions under another name are as good.
    if let Some((p, d)) = present.zip(read.as_ref())
        && rolebridge_policy::equivalent(wanted, d)
    {
        return check(
            CheckKind::InlinePolicy,
            Outcome::Passed,
            format!("The inline policy {} is the template's.", p.name),
        );
    }
    let mut c = check(
        CheckKind::InlinePolicy,
        Outcome::Warning,
        match present {
            None => format!("The inline policy {name} is missing."),
            Some(p) => format!("The inline policy {} differs from the template's.", p.name),
        },
    );
    c.remedy = Some("Choose Update to put it.".into());
    c.expected = Some(wanted.pretty());
    c.found = read.as_ref().map(Document::pretty);
    c
}
