//! Identities and the ways to reach an account from one.

use serde::{Deserialize, Serialize};

use crate::{
    AccessKeyId, ExternalId, MfaSerial, Partition, PermissionSet, ProfileName, Region, RoleArn,
    RoleName,
};

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
    /// An access key whose secret Rolebridge keeps in the keychain of the operating system.
    Key {
        /// Its ID, which is no secret.
        access_key: AccessKeyId,
    },
}

impl std::fmt::Display for IdentityRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sandbox => f.write_str("the sandbox"),
            Self::Profile { name } => write!(f, "profile {name}"),
            Self::Environment => f.write_str("the environment's credentials"),
            Self::Key { access_key } => write!(f, "access key {access_key}"),
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
    /// What else its configuration says. What was kept before there were any has none.
    #[serde(default)]
    #[ts(as = "Option<IdentityFacts>", optional)]
    pub facts: IdentityFacts,
}

/// What the configuration of an identity says without asking anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct IdentityFacts {
    /// Where its credentials come from.
    pub kind: IdentityKind,
    /// Its partition, where a role or a Region tells.
    pub partition: Option<Partition>,
    /// The permission set of Identity Center it is of, where it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub permission_set: Option<PermissionSet>,
    /// How one signs in, where one does.
    pub sign_in: Option<SignInWay>,
    /// Whether asking it runs a program of the configuration (`credential_process`).
    pub runs_program: bool,
    /// Where AWS STS is asked, if not at AWS's own endpoint.
    pub endpoint: Option<String>,
}

/// Where the credentials of an identity come from (AWS SDKs and Tools Reference Guide,
/// "Standardized credential providers").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum IdentityKind {
    /// A long-term access key in a file.
    AccessKey,
    /// A temporary access key in a file.
    TemporaryKey,
    /// A role assumed with another identity.
    AssumedRole,
    /// A role of IAM Identity Center.
    IdentityCenter,
    /// The console's sign-in (`aws login`).
    ConsoleSignIn,
    /// A program.
    Program,
    /// A role assumed with a web identity token.
    WebIdentity,
    /// A container's or an instance's own service.
    Container,
    /// Variables of the environment.
    Environment,
    /// An access key whose secret is in the keychain.
    KeptKey,
    /// The organization that stands in for AWS.
    Sandbox,
    /// Something is missing in the configuration.
    Incomplete,
    /// Not told.
    #[default]
    Other,
}

/// How one signs in to an identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SignInWay {
    /// IAM Identity Center, in the browser.
    IdentityCenter {
        /// The access portal.
        start_url: String,
        /// The Region of the instance.
        region: Region,
        /// The `sso-session`; nothing where the profile itself names the portal.
        session: Option<String>,
        /// What is asked for (`sso_registration_scopes`).
        scopes: Vec<String>,
    },
    /// A code of an MFA device.
    Mfa {
        /// The device.
        device: MfaSerial,
    },
    /// A command of the AWS CLI.
    Command {
        /// The command line.
        command: String,
    },
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
