//! Whether a request is allowed: gathers the policies that apply and the condition keys of the
//! request, and lets `rolebridge-policy` decide.

use rolebridge_model::{AccountId, ExternalId, RoleArn, SpaceRef, Timestamp};
use rolebridge_policy::{
    Caller, Context, Decision, Document, Policy, PolicyKind, Request, Target, decide, decision,
};

use crate::documents::shown;
use crate::errors::Denial;
use crate::session::{Named, Session};
use crate::state::{RoleContent, State};

/// What AWS DevOps Agent is called in a trust policy.
pub(crate) const SERVICE: &str = "aidevops.amazonaws.com";
pub(crate) const ASSUME_ROLE: &str = "sts:AssumeRole";

/// What is to be done to what.
pub(crate) struct Question<'a> {
    pub(crate) action: &'a str,
    pub(crate) resource: &'a str,
    /// The account that owns the resource.
    pub(crate) account: &'a AccountId,
    /// Keys this action has; those every request has are added.
    pub(crate) context: Context,
}

/// Whether a session may call an API of its own account.
pub(crate) fn call(
    state: &State,
    now: Timestamp,
    session: &Session,
    question: Question<'_>,
) -> Result<(), Denial> {
    let request = request(state, now, session, question);
    if decision(&request) == Decision::Allowed {
        return Ok(());
    }
    Err(why(&request))
}

/// Whether a session may assume a role whose trust is known to STS as `content`, or do what goes
/// with it: tag the session, set its source identity.
pub(crate) fn assume(
    state: &State,
    now: Timestamp,
    session: &Session,
    role: &RoleArn,
    content: &RoleContent,
    action: &str,
    context: Context,
) -> Result<(), Denial> {
    let question =
        Question { action, resource: &role.to_string(), account: role.account(), context };
    let mut request = request(state, now, session, question);
    request.resource_policy = trust(state, content);
    if decision(&request) == Decision::Allowed {
        return Ok(());
    }
    // Across accounts STS does not tell which side it was.
    if session.account != *role.account() {
        return Err(Denial::Unsaid);
    }
    Err(why(&request))
}

/// Whether AWS DevOps Agent may assume a role for an agent space.
pub(crate) fn service(
    state: &State,
    now: Timestamp,
    space: &SpaceRef,
    role: &RoleArn,
    content: &RoleContent,
    external_id: Option<&ExternalId>,
) -> bool {
    let target = Target::new(&role.to_string());
    let mut request = Request::new(ASSUME_ROLE, Caller::parse(SERVICE), target);
    let context = Context::default()
        .with("aws:SourceAccount", space.account.as_str())
        .with("aws:SourceArn", &space.arn());
    request.context = common(with_external_id(context, external_id), state, now);
    request.resource_policy = trust(state, content);
    decision(&request) == Decision::Allowed
}

fn request(state: &State, now: Timestamp, session: &Session, question: Question<'_>) -> Request {
    let target =
        Target { arn: question.resource.to_owned(), account: Some(question.account.to_string()) };
    let mut request = Request::new(question.action, Caller::parse(&session.arn), target);
    let mut context = common(question.context, state, now)
        .with("aws:PrincipalOrgID", &state.organization.id)
        .with("aws:userid", &session.user_id);
    if let Some(role) = &session.role {
        // The session's ARN lacks the role's path.
        context.set("aws:PrincipalArn", vec![role.to_string()]);
        // Nobody signs in with MFA here. Temporary credentials say so; a user's access key, which
        // is what the sandbox's user has, says nothing.
        context.set("aws:MultiFactorAuthPresent", vec!["false".into()]);
    }
    for tag in &session.tags {
        context.set(&format!("aws:PrincipalTag/{}", tag.key), vec![tag.value.to_string()]);
    }
    if let Some(identity) = &session.source_identity {
        context.set("aws:SourceIdentity", vec![identity.to_string()]);
    }
    request.context = context;
    request.identity_policies = policies(session.policies.iter().map(Named::parts));
    request.permission_boundaries = policies(session.boundary.iter().map(Named::parts));
    request.service_control_policies = state
        .control_policies(&session.account)
        .unwrap_or_default()
        .into_iter()
        .map(policies)
        .collect();
    request
}

/// What every request carries.
fn common(context: Context, state: &State, now: Timestamp) -> Context {
    context
        .with("aws:CurrentTime", &format!("{now:.0}"))
        .with("aws:EpochTime", &now.as_second().to_string())
        .with("aws:SecureTransport", "true")
        .with("aws:ResourceOrgID", &state.organization.id)
}

pub(crate) fn with_external_id(context: Context, id: Option<&ExternalId>) -> Context {
    match id {
        Some(id) => context.with("sts:ExternalId", id.as_str()),
        None => context,
    }
}

fn trust(state: &State, content: &RoleContent) -> Vec<Policy> {
    policies([("trust policy", shown(state, &content.trust).as_str())])
}

/// What is stored was read before it was stored, so that nothing is left out here.
fn policies<'a>(named: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Policy> {
    named
        .into_iter()
        .filter_map(|(name, text)| Some(Policy::named(name, Document::parse(text).ok()?)))
        .collect()
}

/// Which kind of policy AWS names.
fn why(request: &Request) -> Denial {
    let verdict = decide(request);
    let kind = verdict.because.first().and_then(|r| r.kind);
    match (verdict.decision, kind) {
        (Decision::ExplicitlyDenied, Some(kind)) => Denial::Explicit(kind),
        (_, Some(kind)) => Denial::Implicit(kind),
        (_, None) => Denial::Implicit(PolicyKind::IdentityPolicy),
    }
}
