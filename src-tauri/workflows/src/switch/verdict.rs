//! Which ways lead to a switch entry's role, from what was read of it.

use rolebridge_model::{
    IdentityRef, PermissionSet, RoleArn, SessionDuration, SwitchEntry, SwitchTarget, SwitchVerdict,
};
use rolebridge_policy::{Document, Effect, Statement, TrustFamily};

use crate::{
    Error, Session,
    documents::{self, ExternalIdUse, external_id_use},
    session_plan::{ELSEWHERE_INSTEAD, elsewhere},
    ways::{self, Credentials, Situation, Trust, Way, Ways},
};

/// A role nobody connected is taken to be for people.
const UNCONNECTED: Trust = Trust::Principals { external_id: false, mfa: false };

impl Session {
    /// Whether the console can switch to an entry, and each way to its role.
    pub(crate) fn judged(&self, entry: &SwitchEntry) -> Result<(SwitchVerdict, Ways), Error> {
        let role = match &entry.role {
            SwitchTarget::Role(role) => role,
            SwitchTarget::PermissionSet(set) => return Ok(self.judged_set(entry, set)),
        };
        let trust = self.trust_of(role)?;
        let credentials = self.begins_with(entry);
        Ok(judge(entry, role, trust, self.is_a_preview_role(role)?, credentials))
    }

    /// The same of a permission set. That its profile was changed is known once it was read.
    fn judged_set(&self, entry: &SwitchEntry, set: &PermissionSet) -> (SwitchVerdict, Ways) {
        let profile = entry.session.profile.clone().map(|name| IdentityRef::Profile { name });
        let other = profile.and_then(|of| {
            let now = self.known.permission_set(&of).filter(|now| now != set)?;
            Some(elsewhere(entry, &of, set, &format!("the {now}")).to_string())
        });
        let verdict = match &other {
            Some(reason) => SwitchVerdict::Impossible {
                reason: reason.clone(),
                instead: ELSEWHERE_INSTEAD.into(),
            },
            None => SwitchVerdict::NotSwitched {
                reason: ways::NOT_SWITCHED_TO.into(),
                instead: ways::NOT_SWITCHED_TO_INSTEAD.into(),
            },
        };
        (verdict, Ways::to_a_permission_set(other))
    }

    /// The credentials an entry begins with, as far as they are known without asking.
    fn begins_with(&self, entry: &SwitchEntry) -> Credentials {
        match &entry.session.profile {
            Some(name) => self.known.of(&IdentityRef::Profile { name: name.clone() }),
            None => Credentials::of(&self.identity().facts, self.known_caller()),
        }
    }

    /// The same of many: only those that something is known of are looked up.
    pub(super) fn judged_all(
        &self,
        entries: &[SwitchEntry],
    ) -> Result<Vec<(SwitchVerdict, Ways)>, Error> {
        let roles: Vec<&RoleArn> = entries.iter().filter_map(|e| e.role.role()).collect();
        let connected = self.store.connected_roles(&roles)?;
        let with_spaces = self.store.accounts_with_spaces()?;
        let judged = entries.iter().map(|entry| match &entry.role {
            SwitchTarget::Role(role)
                if !connected.contains(&role.to_string())
                    && !with_spaces.contains(role.account()) =>
            {
                Ok(judge(entry, role, UNCONNECTED, false, self.begins_with(entry)))
            }
            _ => self.judged(entry),
        });
        judged.collect()
    }

    /// Who may assume a role, by the trust policy read last, or else by the template it was made
    /// from. A role nobody connected is taken to be for people.
    fn trust_of(&self, role: &RoleArn) -> Result<Trust, Error> {
        let mut unread = false;
        for source in self.store.sources_with_role(role)? {
            let found = self.store.source(source.id)?.found;
            if let Some(trust) = found.and_then(|f| Document::parse(&f.documents.trust).ok()) {
                let allows = || trust.statements().iter().filter(|s| s.effect() == Effect::Allow);
                if allows().all(Statement::trusts_only_services) {
                    return Ok(Trust::OnlyServices);
                }
                let asks = |key| {
                    allows().filter(|s| !s.trusts_only_services()).all(|s| s.has_condition_key(key))
                };
                return Ok(Trust::Principals {
                    external_id: asks("sts:ExternalId"),
                    mfa: asks("aws:MultiFactorAuthPresent"),
                });
            }
            let template = source.template.as_ref().and_then(|id| documents::template(id).ok());
            match template {
                Some(t) if t.trust_family() == TrustFamily::ServicePrincipal => {
                    return Ok(Trust::OnlyServices);
                }
                _ => unread = true,
            }
        }
        // Primary roles trust the service in both generations.
        for known in self.store.spaces(role.account())? {
            let primary = self.primary_role(&known.space.space)?;
            if primary.as_ref() == Some(role) {
                return Ok(Trust::OnlyServices);
            }
        }
        Ok(if unread { Trust::Unread } else { UNCONNECTED })
    }

    /// Whether an agent space presents its ARN as external ID to the role.
    fn is_a_preview_role(&self, role: &RoleArn) -> Result<bool, Error> {
        let sources = self.store.sources_with_role(role)?;
        Ok(sources.iter().any(|source| {
            let template = source.template.as_ref().and_then(|id| documents::template(id).ok());
            template.is_some_and(|t| external_id_use(t) == ExternalIdUse::FromSpace)
                || source.external_id.as_ref().is_some_and(|id| id.as_str() == source.space.arn())
        }))
    }
}

/// What is to be said of an entry whose role has this trust policy.
fn judge(
    entry: &SwitchEntry,
    role: &RoleArn,
    trust: Trust,
    preview: bool,
    credentials: Credentials,
) -> (SwitchVerdict, Ways) {
    let trust = match trust {
        Trust::Principals { external_id, mfa } => Trust::Principals {
            external_id: external_id || entry.external_id.is_some(),
            mfa: mfa || entry.session.mfa.is_some(),
        },
        other => other,
    };
    let ways = Situation {
        credentials,
        device: entry.session.mfa.is_some(),
        chained: !entry.session.chain.is_empty(),
        duration: entry.session.duration.map(SessionDuration::seconds),
        ..Situation::new(role, trust)
    }
    .ways();
    let of_an_account = "Switch to a role that trusts your account instead, such as \
                             OrganizationAccountAccessRole.";
    let impossible = |reason: String, instead: &str| SwitchVerdict::Impossible {
        reason,
        instead: instead.to_owned(),
    };
    let verdict = match &ways.console {
        _ if trust == Trust::OnlyServices => impossible(
            "Only the AWS DevOps Agent service may assume this role.".into(),
            of_an_account,
        ),
        _ if preview => impossible(
            "This role is AWS DevOps Agent's: it asks for an external ID, which the console can't \
                 send."
                .into(),
            of_an_account,
        ),
        Way::Open { .. } => SwitchVerdict::Possible,
        Way::Unknown { .. } if entry.external_id.is_some() => impossible(
            "The console can't send an external ID, and this role asks for one.".into(),
            "Assume the role with the AWS CLI and the external ID, or switch to a role without one.",
        ),
        Way::Unknown { reason } => SwitchVerdict::Unknown { reason: reason.clone() },
        Way::Closed { reason } => impossible(
            reason.clone(),
            match trust {
                _ if matches!(credentials, Credentials::Root | Credentials::FederatedUser) => {
                    "Use an identity that is an IAM user or a role."
                }
                Trust::Principals { external_id: true, .. } => {
                    "Assume the role with the AWS CLI and the external ID, or switch to a role \
                         without one."
                }
                _ => "Assume the role with the AWS CLI, which has no such limit.",
            },
        ),
    };
    (verdict, ways)
}
