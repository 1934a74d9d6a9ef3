//! Identities and the ways to reach an account from one.

use serde::{Deserialize, Serialize};

use crate::{ExternalId, ProfileName, Region, RoleArn, RoleName};

/// Names a way to get base credentials. It holds no credentials itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum IdentityRef {
    /// The embedded organization that stands in for AWS.
    Sandbox,
    /// A profile of the shared AWS configuration files.
    Profile {
        /// Its name.
        name: ProfileName,
    },
    /// Credentials in the environment, or whatever else the SDK's default chain finds.
    Environment,
}

impl std::fmt::Display for IdentityRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sandbox => f.write_str("the sandbox"),
            Self::Profile { name } => write!(f, "profile {name}"),
            Self::Environment => f.write_str("the environment's credentials"),
        }
    }
}

/// An identity as it is offered for choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Identity {
    /// What chooses it.
    pub reference: IdentityRef,
    /// Its name for people.
    pub label: String,
    /// What kind of profile it is and where it leads, in a few words.
    pub detail: String,
    /// The Region it is configured for.
    pub region: Option<Region>,
}

/// How to get into a secondary account from the current identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Reach {
    /// Assume a role of that name in the account.
    AssumeRole {
        /// Name of the role, often `OrganizationAccountAccessRole`.
        role: RoleName,
        /// External ID, where that role's trust policy asks for one.
        external_id: Option<ExternalId>,
    },
    /// Use an AWS profile whose credentials belong to the account.
    Profile {
        /// Its name.
        name: ProfileName,
    },
    /// The account can't be reached; its role is made by hand and not read back.
    None,
}

/// One role assumed on the way to an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct Hop {
    /// The role to assume.
    pub role: RoleArn,
    /// External ID to present.
    pub external_id: Option<ExternalId>,
}

/// Whose permissions a call uses: base credentials and the roles assumed one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct Access {
    /// Where the chain starts.
    pub base: IdentityRef,
    /// Roles assumed in order; empty means the base credentials themselves.
    pub hops: Vec<Hop>,
}

impl Access {
    /// The base credentials themselves.
    #[must_use]
    pub const fn base(base: IdentityRef) -> Self {
        Self { base, hops: Vec::new() }
    }

    /// One role further.
    #[must_use]
    pub fn through(mut self, role: RoleArn, external_id: Option<ExternalId>) -> Self {
        self.hops.push(Hop { role, external_id });
        self
    }
}

impl std::fmt::Display for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.base)?;
        for hop in &self.hops {
            write!(f, " \u{2192} {}", hop.role)?;
        }
        Ok(())
    }
}
