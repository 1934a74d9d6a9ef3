//! What the sandbox remembers: an organization, its accounts with their IAM, and agent spaces.

use std::collections::BTreeMap;
use std::time::Duration;

use rolebridge_model::{
    AccountId, AgentSpace, Association, PolicyArn, PolicyName, ProfileName, Region, RoleArn,
    RoleDescription, RoleName, SpaceRef, Tag, Timestamp,
};
use serde::{Deserialize, Serialize};

/// Form of the file. A file with a higher number comes from a newer Rolebridge.
pub(crate) const FORMAT: u32 = 1;

/// How slow this cloud is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// How long a new or changed role takes until services and STS know it. AWS: up to two
    /// minutes.
    pub propagation: Duration,
    /// How long AWS DevOps Agent takes to validate an association.
    pub validation: Duration,
}

impl Default for Settings {
    /// Slow enough to be seen, quick enough to play.
    fn default() -> Self {
        Self { propagation: Duration::from_secs(10), validation: Duration::from_secs(3) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) format: u32,
    pub(crate) settings: Settings,
    pub(crate) organization: Organization,
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    /// Who one is as `IdentityRef::Sandbox`.
    pub(crate) operator: PrincipalRef,
    pub(crate) profiles: Vec<Profile>,
    pub(crate) spaces: Vec<Space>,
    /// Client tokens of the last hours.
    pub(crate) tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) management: AccountId,
    /// Names of the service control policies on the root.
    pub(crate) policies: Vec<String>,
    pub(crate) units: Vec<Unit>,
    /// The service control policies by name.
    pub(crate) control_policies: BTreeMap<String, String>,
}

/// An organizational unit, directly below the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unit {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) policies: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) alias: Option<String>,
    pub(crate) suspended: bool,
    /// The id of its organizational unit; nothing if it is directly below the root.
    pub(crate) unit: Option<String>,
    /// Names of the service control policies on the account itself.
    pub(crate) policies: Vec<String>,
    /// What the console shows for it.
    #[serde(default)]
    pub(crate) colour: rolebridge_model::AccountColour,
    pub(crate) users: Vec<User>,
    pub(crate) roles: Vec<Role>,
    /// Customer managed policies.
    pub(crate) managed: BTreeMap<PolicyArn, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) arn: String,
    pub(crate) id: String,
    pub(crate) attached: Vec<PolicyArn>,
    pub(crate) inline: Vec<Inline>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Inline {
    pub(crate) name: PolicyName,
    pub(crate) document: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) arn: RoleArn,
    pub(crate) id: String,
    pub(crate) description: Option<RoleDescription>,
    pub(crate) max_session_seconds: u32,
    pub(crate) tags: Vec<Tag>,
    pub(crate) created_at: Timestamp,
    /// As it was last written, which is what IAM's own calls read.
    pub(crate) current: RoleContent,
    /// What it was before, for those who do not know the change yet; oldest first.
    pub(crate) earlier: Vec<Earlier>,
}

/// The parts of a role that decide about access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RoleContent {
    pub(crate) trust: Trust,
    pub(crate) boundary: Option<PolicyArn>,
    pub(crate) attached: Vec<PolicyArn>,
    pub(crate) inline: Vec<Inline>,
}

/// A trust policy. IAM keeps the unique id behind each role and user it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trust {
    pub(crate) text: String,
    /// Unique ids by the ARN written in the text.
    pub(crate) principals: BTreeMap<String, String>,
}

/// What a role was until a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Earlier {
    pub(crate) until: Timestamp,
    pub(crate) content: RoleContent,
}

/// A user or a session of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum PrincipalRef {
    User { account: AccountId, name: String },
    Session { account: AccountId, role: RoleName, session: String },
}

/// A pretended AWS profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) name: ProfileName,
    pub(crate) detail: String,
    pub(crate) region: Option<Region>,
    pub(crate) principal: PrincipalRef,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Space {
    pub(crate) space: AgentSpace,
    pub(crate) links: Vec<Link>,
}

/// An association, and when its validation ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(crate) association: Association,
    pub(crate) due: Option<Timestamp>,
}

/// A request that must not be carried out twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Token {
    /// Account, Region, operation and the caller's token.
    pub(crate) key: String,
    /// What was asked, to notice a token that is used for something else.
    pub(crate) asked: String,
    /// Id of what was made.
    pub(crate) made: String,
    pub(crate) at: Timestamp,
}

impl State {
    pub(crate) fn role(&self, arn: &RoleArn) -> Option<&Role> {
        self.accounts.get(arn.account())?.roles.iter().find(|r| r.arn == *arn)
    }

    pub(crate) fn space(&self, space: &SpaceRef) -> Option<&Space> {
        self.spaces.iter().find(|s| s.space.space == *space)
    }

    pub(crate) fn space_mut(&mut self, space: &SpaceRef) -> Option<&mut Space> {
        self.spaces.iter_mut().find(|s| s.space.space == *space)
    }

    /// Whether the account is there and not suspended.
    pub(crate) fn is_open(&self, account: &AccountId) -> bool {
        self.accounts.get(account).is_some_and(|a| !a.suspended)
    }

    /// The unique id of the role or user an ARN names.
    pub(crate) fn unique_id(&self, arn: &str) -> Option<&str> {
        self.accounts.values().find_map(|a| a.unique_id(arn))
    }

    /// Whether a role or user has this unique id.
    pub(crate) fn has_unique_id(&self, id: &str) -> bool {
        self.accounts
            .values()
            .any(|a| a.roles.iter().any(|r| r.id == id) || a.users.iter().any(|u| u.id == id))
    }

    /// Names and texts of the service control policies over an account, per level, root first. None
    /// bind the management account.
    pub(crate) fn control_policies(&self, account: &AccountId) -> Option<Vec<Vec<(&str, &str)>>> {
        let organization = &self.organization;
        if *account == organization.management {
            return None;
        }
        let account = self.accounts.get(account)?;
        let unit =
            account.unit.as_ref().and_then(|id| organization.units.iter().find(|u| u.id == *id));
        let levels = std::iter::once(&organization.policies)
            .chain(unit.map(|u| &u.policies))
            .chain(std::iter::once(&account.policies));
        let level = |names: &Vec<String>| {
            names
                .iter()
                .filter_map(|n| organization.control_policies.get_key_value(n))
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect()
        };
        // Borrowed from `organization` and `account`, which both live in `self`.
        Some(levels.map(level).collect())
    }
}

impl Account {
    pub(crate) fn role(&self, name: &RoleName) -> Option<&Role> {
        self.roles.iter().find(|r| r.arn.name() == name)
    }

    pub(crate) fn role_mut(&mut self, name: &RoleName) -> Option<&mut Role> {
        self.roles.iter_mut().find(|r| r.arn.name() == name)
    }

    pub(crate) fn user(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|u| u.name == name)
    }

    fn unique_id(&self, arn: &str) -> Option<&str> {
        let role = self.roles.iter().find(|r| r.arn.to_string() == arn);
        let user = self.users.iter().find(|u| u.arn == arn);
        role.map(|r| r.id.as_str()).or_else(|| user.map(|u| u.id.as_str()))
    }
}

impl Role {
    /// What services and STS know of the role at a moment; nothing while they don't know it at all.
    pub(crate) fn effective(&self, at: Timestamp, propagation: Duration) -> Option<&RoleContent> {
        let known_until = before(at, propagation);
        if self.created_at > known_until {
            return None;
        }
        Some(
            self.earlier
                .iter()
                .find(|e| e.until > known_until)
                .map_or(&self.current, |e| &e.content),
        )
    }

    /// Changes the role, keeping what it was for as long as someone may still go by it.
    pub(crate) fn change(
        &mut self,
        now: Timestamp,
        propagation: Duration,
        edit: impl FnOnce(&mut RoleContent),
    ) {
        let content = self.current.clone();
        edit(&mut self.current);
        if content != self.current {
            let known_until = before(now, propagation);
            self.earlier.retain(|e| e.until > known_until);
            self.earlier.push(Earlier { until: now, content });
        }
    }

    /// Whether only AWS may change it.
    pub(crate) fn is_protected(&self) -> bool {
        ["/aws-service-role/", "/aws-reserved/"]
            .iter()
            .any(|p| self.arn.path().as_str().starts_with(p))
    }
}

/// A moment earlier.
pub(crate) fn before(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// A moment later.
pub(crate) fn after(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// A unique id in IAM's form: its prefix and 17 characters.
pub(crate) fn unique_id(prefix: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bits = uuid::Uuid::new_v4().as_u128();
    let mut id = String::from(prefix);
    for _ in 0..17 {
        id.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    id
}
