//! The port: one trait, answered by AWS or by the sandbox.

use async_trait::async_trait;
use rolebridge_model::{
    Access, AccountColour, AgentSpace, AgentSpaceDescription, AgentSpaceName, Association,
    AssociationId, AssociationKind, Caller, ExternalId, Identity, IdentityRef, MfaSerial,
    Partition, PermissionSet, PolicyArn, PolicyName, Region, RoleArn, RoleDescription, RoleName,
    RolePath, SignInWay, SpaceRef, Tag, Timestamp,
};

use crate::{
    AssumeChain, Cause, CloudError, KeptSignIn, MfaCode, Secret, SessionCredentials, SignInDesk,
    Who,
};

/// A role to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRole {
    /// Its path.
    pub path: RolePath,
    /// Its name.
    pub name: RoleName,
    /// Its trust policy, as JSON text.
    pub trust: String,
    /// Its description.
    pub description: Option<RoleDescription>,
    /// Its tags; at most 50.
    pub tags: Vec<Tag>,
}

/// An inline policy of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlinePolicy {
    /// Its name.
    pub name: PolicyName,
    /// The document, decoded.
    pub document: String,
}

/// A role as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSnapshot {
    /// Its ARN, with its path.
    pub arn: RoleArn,
    /// Its unique id, `AROA...`.
    pub unique_id: String,
    /// Its trust policy, decoded.
    pub trust: String,
    /// Its description.
    pub description: Option<String>,
    /// Longest session it allows, in seconds.
    pub max_session_seconds: u32,
    /// Its permissions boundary.
    pub permissions_boundary: Option<PolicyArn>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Managed policies attached, in AWS's order.
    pub attached: Vec<PolicyArn>,
    /// Inline policies, in AWS's order.
    pub inline: Vec<InlinePolicy>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An agent space to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateAgentSpace {
    /// Its name.
    pub name: AgentSpaceName,
    /// What it is for.
    pub description: Option<AgentSpaceDescription>,
    /// Makes a repeated request harmless; AWS keeps it for eight hours. At most 64 characters.
    pub client_token: String,
}

/// An account to connect to an agent space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateAssociation {
    /// Primary (`monitor`) or secondary (`source`).
    pub kind: AssociationKind,
    /// The role to assume; its account is the account connected.
    pub role: RoleArn,
    /// External ID to present; only for a source.
    pub external_id: Option<ExternalId>,
    /// Makes a repeated request harmless.
    pub client_token: String,
}

/// What an association becomes. AWS replaces the configuration as a whole, so this carries all of
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateAssociation {
    /// The association.
    pub id: AssociationId,
    /// Primary or secondary, as it was.
    pub kind: AssociationKind,
    /// The role to assume.
    pub role: RoleArn,
    /// External ID to present.
    pub external_id: Option<ExternalId>,
    /// Role for elevated actions, kept from what was read.
    pub elevated_role: Option<RoleArn>,
}

/// What the credentials of an identity are made of.
#[derive(Debug)]
pub struct Origin {
    /// The Region it is configured for.
    pub region: Option<Region>,
    /// Differs where the identity would lead to other credentials. It may hold what is in the
    /// configuration, so it is treated as a secret.
    pub stamp: Secret,
    /// The permission set of Identity Center it is of, where its configuration names one.
    pub permission_set: Option<PermissionSet>,
}

impl Default for Origin {
    fn default() -> Self {
        Self { region: None, stamp: Secret::new(String::new()), permission_set: None }
    }
}

/// Everything we ask of AWS. Each call names whose permissions it uses; every call has a time
/// limit; none prompts.
///
/// IAM calls act in the account the `access` leads to. DevOps Agent calls act in the account and
/// Region of the space, with the identity's own credentials.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// The identities this cloud offers: AWS profiles, or the sandbox and its pretended profiles.
    async fn identities(&self) -> Result<Vec<Identity>, CloudError>;

    /// The environment's credentials, if it has some. Profiles are not read for it.
    async fn environment(&self) -> Result<Option<Identity>, CloudError> {
        let all = self.identities().await?;
        Ok(all.into_iter().find(|i| i.reference == IdentityRef::Environment))
    }

    /// What an identity's credentials are made of, or nothing if it leads to none. AWS is not asked,
    /// and no program is run.
    async fn origin(&self, identity: &IdentityRef) -> Result<Option<Origin>, CloudError> {
        let all = self.identities().await?;
        let found = all.into_iter().find(|i| i.reference == *identity);
        let stamp = Secret::new(identity.to_string());
        Ok(found.map(|i| Origin {
            region: i.region,
            stamp,
            permission_set: i.facts.permission_set,
        }))
    }

    /// Who AWS says we are (`sts:GetCallerIdentity`, needs no permission).
    async fn caller(&self, access: &Access) -> Result<Caller, CloudError>;

    /// Who an identity is and until when, had anew (`sts:GetCallerIdentity`). A program its profile
    /// names is run.
    async fn who(&self, identity: &IdentityRef) -> Result<Who, CloudError> {
        let caller = self.caller(&Access::base(identity.clone())).await?;
        Ok(Who { caller, expires_at: None })
    }

    /// What this computer keeps of a sign-in. Nobody is asked.
    fn kept_sign_in(&self, way: &SignInWay) -> KeptSignIn {
        let _ = way;
        KeptSignIn::None
    }

    /// Signs in to IAM Identity Center in the browser and keeps the token where every AWS tool
    /// looks for it; the answer is when it ends. `with_code` compares a code instead of waiting for
    /// the browser to come back here. Dropping it ends the waiting.
    async fn sign_in(
        &self,
        identity: &IdentityRef,
        with_code: bool,
        desk: &dyn SignInDesk,
    ) -> Result<Timestamp, CloudError> {
        let _ = (with_code, desk);
        let message = format!("{identity} has no sign-in");
        Err(CloudError::new("sign in", identity, Cause::SignInFailed { message }))
    }

    /// A session of an access key that proves the MFA device (`sts:GetSessionToken`), for as long as
    /// AWS gives one: twelve hours.
    async fn session_token(
        &self,
        identity: &IdentityRef,
        device: &MfaSerial,
        code: &MfaCode,
    ) -> Result<SessionCredentials, CloudError> {
        let _ = (device, code);
        let message = format!("{identity} has no MFA device");
        Err(CloudError::new("sts:GetSessionToken", identity, Cause::SignInFailed { message }))
    }

    /// The account's alias, if it has one (`iam:ListAccountAliases`).
    async fn account_alias(&self, access: &Access) -> Result<Option<String>, CloudError>;

    /// A role with all its documents, or nothing if there is none (`iam:GetRole`,
    /// `ListAttachedRolePolicies`, `ListRolePolicies`, `GetRolePolicy`).
    async fn read_role(
        &self,
        access: &Access,
        name: &RoleName,
    ) -> Result<Option<RoleSnapshot>, CloudError>;

    /// Whether the managed policy exists (`iam:GetPolicy`).
    async fn policy_exists(&self, access: &Access, policy: &PolicyArn) -> Result<bool, CloudError>;

    /// `iam:CreateRole`.
    async fn create_role(&self, access: &Access, role: &NewRole) -> Result<RoleArn, CloudError>;

    /// `iam:UpdateAssumeRolePolicy`.
    async fn set_trust(
        &self,
        access: &Access,
        role: &RoleName,
        trust: &str,
    ) -> Result<(), CloudError>;

    /// `iam:AttachRolePolicy`; harmless if attached already.
    async fn attach_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError>;

    /// `iam:DetachRolePolicy`; a policy that is not attached is no error.
    async fn detach_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError>;

    /// `iam:PutRolePolicy`; replaces a policy of the same name.
    async fn put_inline_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &InlinePolicy,
    ) -> Result<(), CloudError>;

    /// `iam:DeleteRolePolicy`; a missing policy is no error.
    async fn delete_inline_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyName,
    ) -> Result<(), CloudError>;

    /// `iam:TagRole`; other tags stay.
    async fn tag_role(
        &self,
        access: &Access,
        role: &RoleName,
        tags: &[Tag],
    ) -> Result<(), CloudError>;

    /// `iam:DeleteRole`; a missing role is no error. Policies have to be gone before.
    async fn delete_role(&self, access: &Access, role: &RoleName) -> Result<(), CloudError>;

    /// Tries to assume the last role of `access` and says who one is then (`sts:AssumeRole`). No
    /// credentials are returned and no cached session is used.
    async fn try_assume(&self, access: &Access) -> Result<Caller, CloudError>;

    /// Assumes roles one after the other (`sts:AssumeRole` for each, `TagSession` and
    /// `SetSourceIdentity` where asked) and returns the last one's credentials. Nothing is cached,
    /// and `code` goes with the roles that name an MFA device.
    async fn assume_chain(
        &self,
        chain: &AssumeChain,
        code: Option<&MfaCode>,
    ) -> Result<SessionCredentials, CloudError>;

    /// An identity's own credentials, had anew, and whose they are (`sts:GetCallerIdentity`, made with
    /// these very credentials). Only those of a session are handed on: what does not end by itself
    /// is refused. `region` is that of the STS to ask; nothing takes the identity's own. A program
    /// its profile names is run.
    async fn own_credentials(
        &self,
        identity: &IdentityRef,
        region: Option<&Region>,
    ) -> Result<SessionCredentials, CloudError>;

    /// A token that signs a browser in to the console as the session, for fifteen minutes
    /// (`getSigninToken` of the partition's sign-in page).
    async fn sign_in_token(
        &self,
        partition: Partition,
        credentials: &SessionCredentials,
    ) -> Result<Secret, CloudError>;

    /// The colour the console shows for the account of the credentials
    /// (`uxc:GetAccountCustomizations`). `region` is that of the partition's endpoint, `base` the
    /// identity they began with, whose own endpoint or proxy counts.
    async fn account_colour(
        &self,
        base: &IdentityRef,
        region: &Region,
        credentials: &SessionCredentials,
    ) -> Result<AccountColour, CloudError>;

    /// Sets it, for everybody in the account (`uxc:UpdateAccountCustomizations`); the account's other
    /// customizations stay.
    async fn set_account_colour(
        &self,
        base: &IdentityRef,
        region: &Region,
        credentials: &SessionCredentials,
        colour: AccountColour,
    ) -> Result<(), CloudError>;

    /// All agent spaces of the identity's account in a Region (`aidevops:ListAgentSpaces`, every
    /// page). `account` is the identity's account.
    async fn list_agent_spaces(
        &self,
        access: &Access,
        region: &Region,
    ) -> Result<Vec<AgentSpace>, CloudError>;

    /// One agent space, or nothing (`aidevops:GetAgentSpace`).
    async fn get_agent_space(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<Option<AgentSpace>, CloudError>;

    /// `aidevops:CreateAgentSpace`.
    async fn create_agent_space(
        &self,
        access: &Access,
        region: &Region,
        new: &CreateAgentSpace,
    ) -> Result<AgentSpace, CloudError>;

    /// `aidevops:DeleteAgentSpace`, with all the space remembers; idempotent. The roles it used
    /// stay.
    async fn delete_agent_space(&self, access: &Access, space: &SpaceRef)
    -> Result<(), CloudError>;

    /// The AWS associations of a space, every page; other services' are left out
    /// (`aidevops:ListAssociations`).
    async fn list_associations(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<Vec<Association>, CloudError>;

    /// One association, or nothing (`aidevops:GetAssociation`).
    async fn get_association(
        &self,
        access: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<Option<Association>, CloudError>;

    /// `aidevops:AssociateService` with service id `aws`.
    async fn associate(
        &self,
        access: &Access,
        space: &SpaceRef,
        new: &CreateAssociation,
    ) -> Result<Association, CloudError>;

    /// `aidevops:UpdateAssociation`.
    async fn update_association(
        &self,
        access: &Access,
        space: &SpaceRef,
        update: &UpdateAssociation,
    ) -> Result<Association, CloudError>;

    /// `aidevops:DisassociateService`; idempotent.
    async fn disassociate(
        &self,
        access: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<(), CloudError>;

    /// `aidevops:ValidateAwsAssociations`: starts validation of all AWS associations of the space.
    async fn validate_associations(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<(), CloudError>;
}
