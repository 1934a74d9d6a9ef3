//! What a session is known by: everything that decides its credentials, hashed, so that neither a
//! name nor an external ID can be read from it.

use rolebridge_cloud::{AssumeChain, AssumeRole, Origin};
use rolebridge_model::PermissionSet;
use sha2::{Digest, Sha256};

use crate::session_plan::{From, Own};

/// The name of a session, in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SessionKey(String);

impl SessionKey {
    /// The key of what comes of an identity.
    pub(crate) fn of(from: &From, origin: &Origin) -> Self {
        match from {
            From::Roles(chain) => Self::of_roles(chain, origin),
            From::Identity(own) => Self::of_own(own, origin),
        }
    }

    fn of_own(own: &Own, origin: &Origin) -> Self {
        let Own { identity, region, set: PermissionSet { partition, account, name } } = own;
        let mut parts = Parts(Sha256::new());
        parts.add("rolebridge-own-1");
        parts.add(&identity.to_string());
        parts.add(origin.stamp.expose());
        parts.optional(region.as_ref());
        parts.add(partition.as_str());
        parts.add(account.as_str());
        parts.add(name.as_str());
        parts.finish()
    }

    fn of_roles(chain: &AssumeChain, origin: &Origin) -> Self {
        // No field is left out by mistake: a new one does not compile.
        let AssumeChain { base, region, through, target } = chain;
        let mut parts = Parts(Sha256::new());
        parts.add("rolebridge-session-1");
        parts.add(&base.to_string());
        parts.add(origin.stamp.expose());
        parts.optional(region.as_ref());
        parts.count(through.len());
        for role in through {
            parts.role(role);
        }
        parts.role(target);
        parts.finish()
    }

    /// One that was read back.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let digits = |t: &str| t.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        (text.len() == 64 && digits(text)).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Values one after the other, each with its length, so that no two lists of values hash alike.
struct Parts(Sha256);

impl Parts {
    fn finish(self) -> SessionKey {
        let digest = self.0.finalize();
        SessionKey(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_be_bytes());
    }

    fn add(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text);
    }

    fn optional(&mut self, value: Option<impl ToString>) {
        match value {
            None => self.count(0),
            Some(value) => {
                self.count(1);
                self.add(&value.to_string());
            }
        }
    }

    fn role(&mut self, role: &AssumeRole) {
        let AssumeRole { role, external_id, session_name, duration, mfa, tags, source_identity } =
            role;
        self.add(&role.to_string());
        self.optional(external_id.as_ref());
        self.optional(session_name.as_ref());
        self.optional(duration.map(|d| d.seconds()));
        self.optional(mfa.as_ref());
        self.count(tags.len());
        for tag in tags {
            self.add(tag.key.as_str());
            self.add(tag.value.as_str());
            self.count(tag.transitive.into());
        }
        self.optional(source_identity.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use rolebridge_cloud::Secret;
    use rolebridge_model::{
        ExternalId, IdentityRef, MfaSerial, Partition, ProfileName, Region, RoleArn,
        SessionDuration, SessionName, SessionTag, SourceIdentity, TagKey, TagValue,
    };

    use super::*;

    fn role(name: &str) -> AssumeRole {
        let arn = format!("arn:aws:iam::222222222222:role/{name}");
        AssumeRole::plain(RoleArn::parse(&arn).unwrap())
    }

    fn tag(key: &str, value: &str, transitive: bool) -> SessionTag {
        SessionTag {
            key: TagKey::parse(key).unwrap(),
            value: TagValue::parse(value).unwrap(),
            transitive,
        }
    }

    fn chain() -> AssumeChain {
        AssumeChain {
            base: IdentityRef::Environment,
            region: None,
            through: vec![role("Hub")],
            target: role("Admin"),
        }
    }

    fn key(chain: &AssumeChain, stamp: &str) -> SessionKey {
        SessionKey::of(&From::Roles(chain.clone()), &origin(stamp))
    }

    fn origin(stamp: &str) -> Origin {
        Origin { stamp: Secret::new(stamp.into()), ..Origin::default() }
    }

    #[test]
    fn an_identity_s_own_credentials_have_keys_of_their_own() {
        let profile = |name: &str| IdentityRef::Profile { name: name.parse().unwrap() };
        let own = || Own {
            identity: profile("dev"),
            region: None,
            set: PermissionSet {
                partition: Partition::Aws,
                account: "222222222222".parse().unwrap(),
                name: "Admin".parse().unwrap(),
            },
        };
        type Change = fn(&mut Own);
        let changes: Vec<(&str, Change)> = vec![
            ("nothing", |_| {}),
            ("another profile", |o| {
                o.identity = IdentityRef::Profile { name: "prod".parse().unwrap() };
            }),
            ("the Region of STS", |o| o.region = Region::parse("eu-west-1").ok()),
            ("the partition", |o| o.set.partition = Partition::AwsCn),
            ("the account", |o| o.set.account = "333333333333".parse().unwrap()),
            ("the permission set", |o| o.set.name = "ReadOnly".parse().unwrap()),
        ];
        let mut seen = HashMap::new();
        for (what, change) in changes {
            let mut changed = own();
            change(&mut changed);
            let key = SessionKey::of(&From::Identity(changed), &origin("s"));
            if let Some(other) = seen.insert(key, what) {
                panic!("{what} and {other} have the same key");
            }
        }
        // What the profile says counts, and a role with the same words is something else.
        let repointed = SessionKey::of(&From::Identity(own()), &origin("t"));
        let assumed = AssumeChain { base: profile("dev"), through: Vec::new(), ..chain() };
        assert!(!seen.contains_key(&repointed) && !seen.contains_key(&key(&assumed, "s")));
    }

    #[test]
    fn whatever_decides_the_credentials_makes_another_key() {
        type Change = fn(&mut AssumeChain);
        let changes: Vec<(&str, Change)> = vec![
            ("nothing", |_| {}),
            ("another identity", |c| {
                c.base = IdentityRef::Profile { name: ProfileName::parse("dev").unwrap() };
            }),
            ("the Region of STS", |c| c.region = Region::parse("eu-west-1").ok()),
            ("another role", |c| c.target = role("admin")),
            ("a hop more", |c| c.through.push(role("Spoke"))),
            ("no hop", |c| c.through.clear()),
            ("the hop's external ID", |c| {
                c.through[0].external_id = ExternalId::parse("ext-1").ok();
            }),
            ("the external ID", |c| c.target.external_id = ExternalId::parse("ext-1").ok()),
            ("another external ID", |c| c.target.external_id = ExternalId::parse("ext-2").ok()),
            ("the session name", |c| c.target.session_name = SessionName::parse("ada").ok()),
            ("the duration", |c| c.target.duration = SessionDuration::from_seconds(900).ok()),
            ("the MFA device", |c| c.target.mfa = MfaSerial::parse("GAHT12345678").ok()),
            ("a tag", |c| c.target.tags = vec![tag("Team", "a", false)]),
            ("the tag's value", |c| c.target.tags = vec![tag("Team", "b", false)]),
            ("a transitive tag", |c| c.target.tags = vec![tag("Team", "a", true)]),
            ("a tag on the way", |c| c.through[0].tags = vec![tag("Team", "a", true)]),
            ("two tags", |c| c.target.tags = vec![tag("Team", "a", false), tag("b", "", false)]),
            ("the source identity", |c| {
                c.target.source_identity = SourceIdentity::parse("ada").ok();
            }),
        ];
        let mut seen = HashMap::new();
        for (what, change) in changes {
            let mut changed = chain();
            change(&mut changed);
            if let Some(other) = seen.insert(key(&changed, "s"), what) {
                panic!("{what} and {other} have the same key");
            }
        }
        // What the identity is made of counts as well, and nothing else does.
        assert!(!seen.contains_key(&key(&chain(), "t")));
        assert!(seen.contains_key(&key(&chain(), "s")));
    }

    #[test]
    fn a_key_tells_nothing_and_reads_back() {
        let mut chain = chain();
        chain.target.external_id = ExternalId::parse("s3cr3t").ok();
        let key = key(&chain, "AKIAEXAMPLE");
        assert_eq!(SessionKey::read(key.as_str()), Some(key.clone()));
        assert!(!key.as_str().contains("s3cr3t") && key.as_str().len() == 64);
        for bad in ["", "xyz", &"A".repeat(64), &"g".repeat(64)] {
            assert_eq!(SessionKey::read(bad), None, "{bad}");
        }
    }
}
