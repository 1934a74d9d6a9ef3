//! One statement against a request.

use super::condition::{self, Truth};
use super::request::{Caller, CallerKind, PolicyKind, Request};
use crate::document::{Effect, Principals, Statement};
use crate::pattern::{Case, NoVariables};
use crate::principal::{IdentityForm, Meaning, PrincipalKind, PrincipalValue};

/// How a statement names the caller, from what is limited most to what is limited least. In one
/// account this decides what still limits a grant ("Policy evaluation logic", the part on
/// resource-based policies).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grip {
    /// The caller's account: its own policies have to allow too.
    Account,
    /// The role behind a session.
    Role,
    /// The user, the session, the service, the federated provider itself.
    Direct,
    /// `*`
    Everyone,
}

pub(crate) const GRIPS: usize = 4;

/// Whether a statement applies.
pub(crate) struct Match {
    pub(crate) truth: Truth,
    pub(crate) grip: Grip,
}

pub(crate) fn applies(statement: &Statement, request: &Request, kind: PolicyKind) -> Match {
    let miss = Match { truth: Truth::False, grip: Grip::Everyone };
    if !action(statement, request) {
        return miss;
    }
    let Some(grip) = principal(statement, request, kind) else { return miss };
    let truth = resource(statement, request, kind);
    if truth == Truth::False {
        return miss;
    }
    Match { truth: truth.min(condition::all(&statement.conditions, request)), grip }
}

pub(crate) fn action(statement: &Statement, request: &Request) -> bool {
    let listed = statement
        .action
        .values
        .iter()
        .any(|p| p.matches(&request.action, Case::Ignored, &NoVariables) == Some(true));
    listed != statement.action.negated
}

/// How the statement names the caller; `None` if it does not. Only policies on resources name
/// principals.
pub(crate) fn principal(
    statement: &Statement,
    request: &Request,
    kind: PolicyKind,
) -> Option<Grip> {
    match (&statement.principal, kind) {
        (
            Some(principals),
            PolicyKind::ResourcePolicy
            | PolicyKind::ResourceControlPolicy
            | PolicyKind::EndpointPolicy,
        ) => {
            if denies_the_bounded(statement, request) {
                return Some(Grip::Everyone);
            }
            named(principals, &request.principal)
        }
        // A resource policy without a principal grants to nobody.
        (None, PolicyKind::ResourcePolicy) => None,
        _ => Some(Grip::Everyone),
    }
}

/// "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a
/// permissions boundary policy attached" ("AWS JSON policy elements: NotPrincipal").
pub(crate) fn denies_the_bounded(statement: &Statement, request: &Request) -> bool {
    statement.effect == Effect::Deny
        && !request.permission_boundaries.is_empty()
        && request.principal.identity().is_some()
        && statement.principal.as_ref().is_some_and(|p| p.negated)
}

/// Whether the exceptions name the role behind the session that asks, but not the session.
pub(crate) fn spares_only_the_role(statement: &Statement, request: &Request) -> bool {
    statement.principal.as_ref().is_some_and(|p| {
        p.negated
            && p.values.iter().filter_map(|v| names(v, &request.principal)).max()
                == Some(Grip::Role)
            && named(p, &request.principal).is_some()
    })
}

fn named(principals: &Principals, caller: &Caller) -> Option<Grip> {
    let best = principals.values.iter().filter_map(|p| names(p, caller)).max();
    if !principals.negated {
        return best;
    }
    // What is among the exceptions stands for itself. An account does not stand for its users and
    // roles: AWS's example lists a user and the user's account, and denies everybody but that user.
    // Nor does a role stand for its sessions: "you must include both ARNs", the role's and the
    // session's ("How to Restrict Amazon S3 Bucket Access to a Specific IAM Role").
    let form = caller.identity().map(|i| &i.form);
    let spared = match best {
        None => false,
        Some(Grip::Account) => form == Some(&IdentityForm::Root),
        Some(Grip::Role) => !matches!(form, Some(IdentityForm::Session { .. })),
        Some(Grip::Direct | Grip::Everyone) => true,
    };
    (!spared).then_some(Grip::Everyone)
}

pub(crate) fn names(value: &PrincipalValue, caller: &Caller) -> Option<Grip> {
    match (&value.meaning, &caller.kind) {
        (Meaning::Everyone, CallerKind::Name) if value.kind == PrincipalKind::Service => {
            caller.is_service().then_some(Grip::Everyone)
        }
        (Meaning::Everyone, _) if value.kind == PrincipalKind::Service => None,
        (Meaning::Everyone, _) => Some(Grip::Everyone),
        (Meaning::Account(account), CallerKind::Identity(i)) => {
            (*account == i.account).then_some(Grip::Account)
        }
        (Meaning::Identity(named), CallerKind::Identity(i)) => {
            if named.account != i.account {
                return None;
            }
            if named.arn == i.arn {
                let role = matches!(i.form, IdentityForm::Role(_));
                return Some(if role { Grip::Role } else { Grip::Direct });
            }
            // A session's ARN has the role's name without the path; names are unique in an account.
            let behind = matches!(
                (&named.form, &i.form),
                (IdentityForm::Role(_), IdentityForm::Session { .. })
            ) && named.partition == i.partition
                && named.role_name() == i.role_name();
            behind.then_some(Grip::Role)
        }
        // "Service principals are unique and case-sensitive" (IAM API, CreateServiceLinkedRole).
        (Meaning::Service(name), CallerKind::Name) => {
            (name == caller.as_str()).then_some(Grip::Direct)
        }
        (Meaning::Federated(name) | Meaning::CanonicalUser(name), _) => {
            (name == caller.as_str()).then_some(Grip::Direct)
        }
        _ => None,
    }
}

pub(crate) fn resource(statement: &Statement, request: &Request, kind: PolicyKind) -> Truth {
    let Some(resources) = &statement.resource else {
        // Trust policies mean the role they are attached to; elsewhere a resource is required.
        return matches!(kind, PolicyKind::ResourcePolicy | PolicyKind::EndpointPolicy).into();
    };
    let mut listed = Truth::False;
    for pattern in &resources.values {
        listed = listed.max(pattern.matches(&request.resource.arn, Case::Exact, request).into());
        if listed == Truth::True {
            break;
        }
    }
    match (resources.negated, listed) {
        (false, t) => t,
        (true, Truth::True) => Truth::False,
        (true, Truth::Unknown) => Truth::Unknown,
        (true, Truth::False) => Truth::True,
    }
}
