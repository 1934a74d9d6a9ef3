//! How the kinds of policy combine.

use super::Decision;
use super::condition::Truth;
use super::request::{CallerKind, Parts, Policy, PolicyKind, Request};
use super::statement::{GRIPS, Grip, applies};
use crate::document::Effect;
use crate::principal::{Identity, IdentityForm};

/// What one kind of policy says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layer {
    pub(super) deny: Truth,
    /// Whether it allows, by how closely it names the caller.
    allow: [Truth; GRIPS],
}

impl Layer {
    const SILENT: Self = Self { deny: Truth::False, allow: [Truth::False; GRIPS] };

    fn of<'p>(
        policies: impl IntoIterator<Item = &'p Policy>,
        request: &Request,
        kind: PolicyKind,
    ) -> Self {
        let mut layer = Self::SILENT;
        for policy in policies {
            for statement in policy.document.statements() {
                let found = applies(statement, request, kind);
                let slot = match statement.effect {
                    Effect::Deny => &mut layer.deny,
                    Effect::Allow => &mut layer.allow[found.grip as usize],
                };
                *slot = (*slot).max(found.truth);
            }
        }
        layer
    }

    pub(super) fn allow(&self) -> Truth {
        self.allow.into_iter().max().unwrap_or(Truth::False)
    }

    fn grip(&self, grip: Grip) -> Truth {
        self.allow[grip as usize]
    }
}

/// What kind of caller it is, for the rules that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A user, a role's session or a federated user: has policies of its own.
    Principal,
    /// The root user: has every permission in its account and no policies.
    Root,
    /// A service, an identity provider or nobody: only the resource's policy speaks of it.
    Outsider,
}

/// A request with each kind of policy weighed.
pub(super) struct Weighed<'r> {
    request: &'r Request,
    pub(super) standing: Standing,
    /// Whether the caller is a service-linked role.
    linked: bool,
    pub(super) same_account: bool,
    /// Whether the resource's own policy has to allow or leave it to the account.
    pub(super) decides_alone: bool,
    other_partition: bool,
    pub(super) identity: Layer,
    pub(super) resource: Layer,
    pub(super) boundary: Layer,
    pub(super) session: Layer,
    pub(super) endpoint: Layer,
    /// Denials of all levels, and the least permission of any level.
    pub(super) scp: (Truth, Truth),
    pub(super) rcp: (Truth, Truth),
}

/// Which kind of policy stops a request, if one does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Allowed,
    /// No policy gives or takes away this action.
    NeedsNoPermission,
    Denied,
    /// This kind does not allow.
    Lacking(PolicyKind),
    /// Root users can't assume roles.
    RootAssumes,
    /// AssumeRole has to be signed; only its SAML and web identity variants come without keys.
    NobodyAssumes,
    /// Principals don't act across partitions.
    OtherPartition,
}

impl<'r> Weighed<'r> {
    pub(super) fn new(request: &'r Request) -> Self {
        let standing = standing(request);
        let target = request.resource.parts();
        let linked = is_service_linked(request);
        let layer = |policies: &[Policy], kind| Layer::of(policies, request, kind);
        let scp = if standing == Standing::Outsider || linked {
            (Truth::False, Truth::True)
        } else {
            levels(&request.service_control_policies, request, PolicyKind::ServiceControlPolicy)
        };
        let rcp = if linked {
            (Truth::False, Truth::True)
        } else {
            levels(&request.resource_control_policies, request, PolicyKind::ResourceControlPolicy)
        };
        let mut weighed = Self {
            request,
            standing,
            linked,
            same_account: same_account(request, target),
            decides_alone: decides_alone(request, target),
            other_partition: other_partition(request, target),
            identity: layer(&request.identity_policies, PolicyKind::IdentityPolicy),
            resource: layer(&request.resource_policy, PolicyKind::ResourcePolicy),
            boundary: layer(&request.permission_boundaries, PolicyKind::PermissionBoundary),
            session: layer(&request.session_policies, PolicyKind::SessionPolicy),
            endpoint: layer(&request.endpoint_policies, PolicyKind::EndpointPolicy),
            scp,
            rcp,
        };
        for kind in &request.unread {
            if weighed.concerns(*kind) {
                weighed.leave_open(*kind);
            }
        }
        weighed
    }

    pub(super) fn decision(&self) -> Decision {
        let worst = self.outcome(false);
        let best = if self.open() { self.outcome(true) } else { worst };
        match (decision_of(worst), decision_of(best)) {
            (a, b) if a == b => a,
            // Denied either way; whether a Deny applies too is not known.
            (Decision::ExplicitlyDenied, Decision::ImplicitlyDenied) => Decision::ImplicitlyDenied,
            _ => Decision::Unknown,
        }
    }

    /// Whether anything weighed is unknown.
    fn open(&self) -> bool {
        let layers = [self.identity, self.resource, self.boundary, self.session, self.endpoint];
        let levels = [self.scp, self.rcp];
        layers.iter().any(|l| l.deny == Truth::Unknown || l.allow.contains(&Truth::Unknown))
            || levels.iter().any(|l| l.0 == Truth::Unknown || l.1 == Truth::Unknown)
    }

    /// What was not read may allow as well as deny.
    fn leave_open(&mut self, kind: PolicyKind) {
        let layer = match kind {
            PolicyKind::IdentityPolicy => &mut self.identity,
            PolicyKind::ResourcePolicy => &mut self.resource,
            PolicyKind::PermissionBoundary => &mut self.boundary,
            PolicyKind::SessionPolicy => &mut self.session,
            PolicyKind::EndpointPolicy => &mut self.endpoint,
            PolicyKind::ServiceControlPolicy | PolicyKind::ResourceControlPolicy => {
                let service = kind == PolicyKind::ServiceControlPolicy;
                let levels = if service { &mut self.scp } else { &mut self.rcp };
                *levels = (levels.0.max(Truth::Unknown), levels.1.max(Truth::Unknown));
                return;
            }
        };
        layer.deny = layer.deny.max(Truth::Unknown);
        layer.allow = layer.allow.map(|t| t.max(Truth::Unknown));
    }

    /// Whether a kind of policy takes part at all.
    pub(super) fn concerns(&self, kind: PolicyKind) -> bool {
        match kind {
            PolicyKind::ResourcePolicy | PolicyKind::EndpointPolicy => true,
            PolicyKind::ResourceControlPolicy => !self.linked,
            PolicyKind::ServiceControlPolicy => self.standing != Standing::Outsider && !self.linked,
            _ => self.standing != Standing::Outsider,
        }
    }

    /// The outcome if everything unknown turned out for the best or the worst.
    pub(super) fn outcome(&self, optimistic: bool) -> Outcome {
        let may = |t: Truth| t == Truth::True || (optimistic && t == Truth::Unknown);
        let must = |t: Truth| t == Truth::True || (!optimistic && t == Truth::Unknown);
        let r = self.request;
        if needs_no_permission(r, self.standing) {
            return Outcome::NeedsNoPermission;
        }
        let denials = [
            self.identity.deny,
            self.resource.deny,
            self.boundary.deny,
            self.session.deny,
            self.endpoint.deny,
            self.scp.0,
            self.rcp.0,
        ];
        if denials.into_iter().any(must) {
            return Outcome::Denied;
        }
        if self.standing == Standing::Root && r.action.eq_ignore_ascii_case("sts:AssumeRole") {
            return Outcome::RootAssumes;
        }
        if r.principal.kind == CallerKind::Anonymous
            && r.action.eq_ignore_ascii_case("sts:AssumeRole")
        {
            return Outcome::NobodyAssumes;
        }
        if self.other_partition {
            return Outcome::OtherPartition;
        }
        let limits = [
            (PolicyKind::ResourceControlPolicy, self.rcp.1),
            (PolicyKind::ServiceControlPolicy, self.scp.1),
            (PolicyKind::EndpointPolicy, given(&r.endpoint_policies, &self.endpoint)),
        ];
        if let Some((kind, _)) = limits.into_iter().find(|(_, t)| !may(*t)) {
            return Outcome::Lacking(kind);
        }
        if self.standing == Standing::Outsider {
            return if may(self.resource.allow()) {
                Outcome::Allowed
            } else {
                Outcome::Lacking(PolicyKind::ResourcePolicy)
            };
        }
        let identity = if self.standing == Standing::Root && r.identity_policies.is_empty() {
            Truth::True
        } else {
            self.identity.allow()
        };
        let session = given(&r.session_policies, &self.session);
        let own = [
            (PolicyKind::PermissionBoundary, given(&r.permission_boundaries, &self.boundary)),
            (PolicyKind::SessionPolicy, session),
        ];
        let limit = own.into_iter().find(|(_, t)| !may(*t)).map(|(kind, _)| kind);
        if self.same_account {
            // `*` matches the session itself: "Permissions boundaries and session policies do not
            // limit permissions granted using the aws:PrincipalArn condition key with a wildcard
            // in the Principal element" ("How AWS enforcement code logic evaluates requests").
            if may(self.resource.grip(Grip::Everyone)) {
                return Outcome::Allowed;
            }
            if may(self.resource.grip(Grip::Direct)) {
                // What a resource grants to a user is granted before a session is made of the
                // user; only a session named itself is beyond its session policy ("Session
                // policies").
                let is_user = r.principal.identity().is_some_and(|i| i.form == IdentityForm::User);
                return if is_user && !may(session) {
                    Outcome::Lacking(PolicyKind::SessionPolicy)
                } else {
                    Outcome::Allowed
                };
            }
            if may(self.resource.grip(Grip::Role)) {
                return limit.map_or(Outcome::Allowed, Outcome::Lacking);
            }
            if self.decides_alone && !may(self.resource.grip(Grip::Account)) {
                return Outcome::Lacking(PolicyKind::ResourcePolicy);
            }
        } else if !may(self.resource.allow()) {
            return Outcome::Lacking(PolicyKind::ResourcePolicy);
        }
        if !may(identity) {
            return Outcome::Lacking(PolicyKind::IdentityPolicy);
        }
        limit.map_or(Outcome::Allowed, Outcome::Lacking)
    }
}

/// Whether the caller's own policies allow the request, as far as is known.
pub(crate) fn own_side_may(request: &Request) -> bool {
    let identity = Layer::of(&request.identity_policies, request, PolicyKind::IdentityPolicy);
    let unread = request.unread.contains(&PolicyKind::IdentityPolicy);
    identity.deny != Truth::True && (unread || identity.allow() != Truth::False)
}

fn decision_of(outcome: Outcome) -> Decision {
    match outcome {
        Outcome::Allowed | Outcome::NeedsNoPermission => Decision::Allowed,
        Outcome::Denied => Decision::ExplicitlyDenied,
        _ => Decision::ImplicitlyDenied,
    }
}

/// A kind that is not there does not limit.
fn given(policies: &[Policy], layer: &Layer) -> Truth {
    if policies.is_empty() { Truth::True } else { layer.allow() }
}

/// Every level has to allow. A level of resource control policies without any Allow is one where
/// only `RCPFullAWSAccess` allows: AWS attaches it everywhere and it can't be detached.
fn levels(levels: &[Vec<Policy>], request: &Request, kind: PolicyKind) -> (Truth, Truth) {
    let mut result = (Truth::False, Truth::True);
    for level in levels {
        let layer = Layer::of(level, request, kind);
        result.0 = result.0.max(layer.deny);
        let implied = kind == PolicyKind::ResourceControlPolicy && !has_allow(level);
        if !implied {
            result.1 = result.1.min(layer.allow());
        }
    }
    result
}

fn has_allow(level: &[Policy]) -> bool {
    level.iter().any(|p| p.document.statements().iter().any(|s| s.effect == Effect::Allow))
}

/// Who one is may be asked by everybody with credentials ("GetCallerIdentity"); users and the root
/// user always get a session of their own ("Permissions for GetSessionToken").
fn needs_no_permission(request: &Request, standing: Standing) -> bool {
    let is = |action: &str| request.action.eq_ignore_ascii_case(action);
    let user = || {
        standing == Standing::Root
            || request.principal.identity().is_some_and(|i| i.form == IdentityForm::User)
    };
    (standing != Standing::Outsider && is("sts:GetCallerIdentity"))
        || (is("sts:GetSessionToken") && user())
}

fn standing(request: &Request) -> Standing {
    match &request.principal.kind {
        CallerKind::Anonymous | CallerKind::Name => Standing::Outsider,
        // Origin access identities have ARNs of an account that is none ("Give the origin access
        // identity permission", Amazon CloudFront Developer Guide).
        CallerKind::Identity(i) if i.account == "cloudfront" => Standing::Outsider,
        CallerKind::Identity(Identity { form, .. }) => match form {
            IdentityForm::Root => Standing::Root,
            IdentityForm::SamlProvider | IdentityForm::OidcProvider => Standing::Outsider,
            _ => Standing::Principal,
        },
    }
}

fn same_account(request: &Request, resource: Parts<'_>) -> bool {
    match (request.principal.identity(), resource.owner) {
        (Some(identity), Some(owner)) => identity.account == owner,
        // A resource without an account, such as `*`, is one's own.
        _ => true,
    }
}

/// Roles and KMS keys: nothing is granted that their own policy does not grant or leave to the
/// account ("Key policies in AWS KMS"; "How IAM roles differ from resource-based policies").
fn decides_alone(request: &Request, target: Parts<'_>) -> bool {
    let of = |service: &str| {
        request.action.get(..service.len()).is_some_and(|a| a.eq_ignore_ascii_case(service))
    };
    (target.service == "iam" && target.resource.starts_with("role/") && of("sts:"))
        || (target.service == "kms" && target.resource.starts_with("key/") && of("kms:"))
}

fn other_partition(request: &Request, resource: Parts<'_>) -> bool {
    match (request.principal.identity(), resource.partition) {
        (Some(identity), Some(partition)) => identity.partition != partition,
        _ => false,
    }
}

/// Service-linked roles are bound by neither kind of control policy. A session's ARN lacks the
/// path, but their names begin alike.
fn is_service_linked(request: &Request) -> bool {
    request.principal.identity().is_some_and(|i| match &i.form {
        IdentityForm::Role(path) => path.starts_with("aws-service-role/"),
        IdentityForm::Session { role, .. } => role.starts_with("AWSServiceRoleFor"),
        _ => false,
    })
}
