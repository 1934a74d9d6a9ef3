//! What kind of credentials an identity has, as far as its configuration and AWS tell.
//!
//! Sources: IAM User Guide, "IAM identifiers" (the ARNs of callers), "Compare AWS STS credentials".

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use rolebridge_model::{
    Caller, Identity, IdentityFacts, IdentityKind, IdentityRef, PermissionSet, SignInWay,
};

use crate::mapping::{KnownProfile, SignedIn};

/// The credentials one begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Of the account's root user.
    Root,
    /// Of an IAM user.
    LongTerm,
    /// Of an IAM user's session (`GetSessionToken`).
    UserSession,
    /// Of a federated user (`GetFederationToken`).
    FederatedUser,
    /// Of a role people sign in to the console with, as Identity Center's.
    SignedInRole,
    /// Of a role that was assumed with other credentials, or is a machine's.
    AssumedRole,
    /// Of a role's session, come by in whichever way.
    RoleSession,
    /// Not known: nothing speaks against anything.
    #[default]
    Unknown,
}

impl Credentials {
    /// Of an identity, of which AWS may have been asked who it is.
    #[must_use]
    pub fn of(facts: &IdentityFacts, caller: Option<&Caller>) -> Self {
        use IdentityKind::{
            AccessKey, AssumedRole, ConsoleSignIn, Container, IdentityCenter, KeptKey,
            TemporaryKey, WebIdentity,
        };
        // A kept key with a device is only ever used by way of a session.
        let by_code = matches!(facts.sign_in, Some(SignInWay::Mfa { .. }));
        let Some(Caller { arn, .. }) = caller else {
            return match facts.kind {
                KeptKey if by_code => Self::UserSession,
                AccessKey | KeptKey => Self::LongTerm,
                IdentityCenter => Self::SignedInRole,
                AssumedRole | WebIdentity | Container => Self::AssumedRole,
                _ => Self::Unknown,
            };
        };
        if arn.ends_with(":root") {
            return Self::Root;
        }
        if arn.contains(":federated-user/") {
            return Self::FederatedUser;
        }
        if arn.contains(":user/") {
            return match facts.kind {
                TemporaryKey | ConsoleSignIn => Self::UserSession,
                KeptKey if by_code => Self::UserSession,
                _ => Self::LongTerm,
            };
        }
        match facts.kind {
            _ if !arn.contains(":assumed-role/") => Self::Unknown,
            _ if arn.contains(":assumed-role/AWSReservedSSO_") => Self::SignedInRole,
            IdentityCenter | ConsoleSignIn => Self::SignedInRole,
            AssumedRole | WebIdentity | Container => Self::AssumedRole,
            _ => Self::RoleSession,
        }
    }

    /// Whether it is the session of a role.
    pub(super) const fn of_a_role(self) -> bool {
        matches!(self, Self::SignedInRole | Self::AssumedRole | Self::RoleSession)
    }
}

/// What is known of identities since the start.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<HashMap<IdentityRef, (IdentityFacts, Option<Caller>)>>);

impl Known {
    /// Notes what the configuration says. What AWS said of a profile that was changed since counts
    /// no more.
    pub(crate) fn configured(&self, identities: &[Identity]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for identity in identities {
            match known.get_mut(&identity.reference) {
                Some((facts, _)) if *facts == identity.facts => {}
                _ => {
                    let facts = identity.facts.clone();
                    known.insert(identity.reference.clone(), (facts, None));
                }
            }
        }
    }

    /// Notes who AWS says an identity is.
    pub(crate) fn asked(&self, identity: &IdentityRef, caller: &Caller) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(identity.clone()).or_default().1 = Some(caller.clone());
    }

    /// The permission set its configuration names, if it names one.
    pub(crate) fn permission_set(&self, identity: &IdentityRef) -> Option<PermissionSet> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(identity)?.0.permission_set.clone()
    }

    /// The profiles.
    pub(crate) fn profiles(&self) -> Vec<KnownProfile> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let profile = |(identity, (facts, _)): (&IdentityRef, &(IdentityFacts, _))| {
            let IdentityRef::Profile { name } = identity else { return None };
            let of = match (&facts.sign_in, &facts.permission_set) {
                (Some(SignInWay::IdentityCenter { start_url, region, session, .. }), Some(set)) => {
                    Some(SignedIn {
                        portal: start_url.clone(),
                        region: region.clone(),
                        session: session.clone(),
                        set: set.clone(),
                    })
                }
                _ => None,
            };
            Some(KnownProfile { name: name.clone(), of })
        };
        let mut all: Vec<_> = known.iter().filter_map(profile).collect();
        // Of several that are of the same, the first by name is taken each time.
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// The kind of its credentials.
    pub(crate) fn of(&self, identity: &IdentityRef) -> Credentials {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .get(identity)
            .map_or(Credentials::Unknown, |(facts, caller)| Credentials::of(facts, caller.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_identity_s_credentials_are() {
        use Credentials::*;
        use IdentityKind as Kind;
        let user = "arn:aws:iam::111111111111:user/team/ada";
        let root = "arn:aws-cn:iam::111111111111:root";
        let federated = "arn:aws:sts::111111111111:federated-user/ada";
        let role = "arn:aws:sts::111111111111:assumed-role/Ops/ada";
        let center = "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Ops_0123456789abcdef/a";
        let table = [
            (Kind::AccessKey, false, "", LongTerm),
            (Kind::KeptKey, false, "", LongTerm),
            (Kind::KeptKey, true, "", UserSession),
            (Kind::TemporaryKey, false, "", Unknown),
            (Kind::AssumedRole, false, "", AssumedRole),
            (Kind::IdentityCenter, false, "", SignedInRole),
            (Kind::Container, false, "", AssumedRole),
            (Kind::Program, false, "", Unknown),
            (Kind::ConsoleSignIn, false, "", Unknown),
            (Kind::AccessKey, false, root, Root),
            (Kind::ConsoleSignIn, false, root, Root),
            (Kind::AccessKey, false, user, LongTerm),
            (Kind::Environment, false, user, LongTerm),
            (Kind::TemporaryKey, false, user, UserSession),
            (Kind::KeptKey, true, user, UserSession),
            (Kind::TemporaryKey, false, federated, FederatedUser),
            (Kind::Environment, false, role, RoleSession),
            (Kind::AssumedRole, false, role, AssumedRole),
            (Kind::ConsoleSignIn, false, role, SignedInRole),
            (Kind::Program, false, center, SignedInRole),
            (Kind::Program, false, "something new", Unknown),
        ];
        for (kind, by_code, arn, wanted) in table {
            let device = "arn:aws:iam::111111111111:mfa/ada".parse();
            let sign_in = device.ok().filter(|_| by_code).map(|device| SignInWay::Mfa { device });
            let facts = IdentityFacts { kind, sign_in, ..IdentityFacts::default() };
            let caller = (!arn.is_empty()).then(|| Caller {
                account: "111111111111".parse().unwrap(),
                arn: arn.to_owned(),
                user_id: String::new(),
            });
            assert_eq!(Credentials::of(&facts, caller.as_ref()), wanted, "{kind:?} {arn}");
        }
    }

    #[test]
    fn what_aws_said_counts_until_the_configuration_changes() {
        let identity = |kind| Identity {
            reference: IdentityRef::Environment,
            label: String::new(),
            detail: String::new(),
            region: None,
            facts: IdentityFacts { kind, ..IdentityFacts::default() },
        };
        let known = Known::default();
        let of = || known.of(&IdentityRef::Environment);
        assert_eq!(of(), Credentials::Unknown);
        known.configured(&[identity(IdentityKind::AccessKey)]);
        assert_eq!(of(), Credentials::LongTerm);
        let root = Caller {
            account: "111111111111".parse().unwrap(),
            arn: "arn:aws:iam::111111111111:root".into(),
            user_id: String::new(),
        };
        known.asked(&IdentityRef::Environment, &root);
        known.configured(&[identity(IdentityKind::AccessKey)]);
        assert_eq!(of(), Credentials::Root);
        known.configured(&[identity(IdentityKind::IdentityCenter)]);
        assert_eq!(of(), Credentials::SignedInRole);
    }
}
