//! Where statements stand: their policy, what to call it, their number.

use super::Explainer;
use crate::decide::Reason;
use crate::decide::condition::Truth;
use crate::decide::logic::Standing;
use crate::decide::request::{Policy, PolicyKind};
use crate::decide::statement::applies;
use crate::document::{Effect, Statement};
use crate::json::shorten;

/// A statement and where it stands.
pub(super) struct Place<'r> {
    pub(super) kind: PolicyKind,
    pub(super) policy: String,
    pub(super) index: usize,
    pub(super) statement: &'r Statement,
}

impl Place<'_> {
    pub(super) fn reason(&self, reason: String) -> Reason {
        Reason {
            policy: self.policy.clone(),
            kind: Some(self.kind),
            statement: Some(self.index),
            sid: self.statement.sid().filter(|s| !s.is_empty()).map(str::to_owned),
            reason,
        }
    }

    /// What to call the statement in a sentence.
    pub(super) fn title(&self) -> String {
        match self.statement.sid().filter(|s| !s.is_empty()) {
            Some(sid) => format!("Statement {} ({})", self.index + 1, shorten(sid)),
            None => format!("Statement {}", self.index + 1),
        }
    }
}

/// In the order in which they stop a request.
pub(super) const KINDS: [PolicyKind; 7] = [
    PolicyKind::ServiceControlPolicy,
    PolicyKind::ResourceControlPolicy,
    PolicyKind::EndpointPolicy,
    PolicyKind::IdentityPolicy,
    PolicyKind::ResourcePolicy,
    PolicyKind::PermissionBoundary,
    PolicyKind::SessionPolicy,
];

impl<'r> Explainer<'r> {
    pub(super) fn is_assume(&self) -> bool {
        self.weighed.decides_alone
            && self.request.action.get(..4).is_some_and(|a| a.eq_ignore_ascii_case("sts:"))
    }

    pub(super) fn label(&self, kind: PolicyKind) -> &'static str {
        match kind {
            PolicyKind::IdentityPolicy => "identity policy",
            PolicyKind::ResourcePolicy if self.is_assume() => "trust policy",
            PolicyKind::ResourcePolicy => "resource policy",
            PolicyKind::PermissionBoundary => "permissions boundary",
            PolicyKind::SessionPolicy => "session policy",
            PolicyKind::ServiceControlPolicy => "service control policy",
            PolicyKind::ResourceControlPolicy => "resource control policy",
            PolicyKind::EndpointPolicy => "VPC endpoint policy",
        }
    }

    /// The policies of a kind; control policies with their level.
    pub(super) fn policies(&self, kind: PolicyKind) -> Vec<(Option<usize>, &'r [Policy])> {
        let r = self.request;
        let levels = |l: &'r [Vec<Policy>]| {
            l.iter().enumerate().map(|(i, p)| (Some(i), p.as_slice())).collect()
        };
        match kind {
            PolicyKind::IdentityPolicy => vec![(None, &r.identity_policies)],
            PolicyKind::ResourcePolicy => vec![(None, &r.resource_policy)],
            PolicyKind::PermissionBoundary => vec![(None, &r.permission_boundaries)],
            PolicyKind::SessionPolicy => vec![(None, &r.session_policies)],
            PolicyKind::EndpointPolicy => vec![(None, &r.endpoint_policies)],
            PolicyKind::ServiceControlPolicy if self.weighed.standing == Standing::Outsider => {
                vec![]
            }
            PolicyKind::ServiceControlPolicy => levels(&r.service_control_policies),
            PolicyKind::ResourceControlPolicy => levels(&r.resource_control_policies),
        }
    }

    fn name(
        &self,
        kind: PolicyKind,
        level: Option<usize>,
        index: usize,
        count: usize,
        policy: &Policy,
    ) -> String {
        if let Some(name) = &policy.name {
            return name.clone();
        }
        let mut name = self.label(kind).to_owned();
        if let Some(level) = level {
            name.push_str(&format!(" of level {}", level + 1));
        }
        if count > 1 {
            name.push_str(&format!(" {}", index + 1));
        }
        name
    }

    /// Every statement of a kind that passes.
    pub(super) fn places(
        &self,
        kind: PolicyKind,
        passes: impl Fn(&Statement) -> bool,
    ) -> Vec<Place<'r>> {
        let mut out = Vec::new();
        for (level, policies) in self.policies(kind) {
            for (i, policy) in policies.iter().enumerate() {
                for (index, statement) in policy.document.statements().iter().enumerate() {
                    if passes(statement) {
                        let policy = self.name(kind, level, i, policies.len(), policy);
                        out.push(Place { kind, policy, index, statement });
                    }
                }
            }
        }
        out
    }

    pub(super) fn applying(
        &self,
        kind: PolicyKind,
        effect: Effect,
        truth: Truth,
    ) -> Vec<Place<'r>> {
        self.places(kind, |s| s.effect == effect && applies(s, self.request, kind).truth == truth)
    }
}
