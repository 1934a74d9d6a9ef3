//! The port: each call is one look at, or one change of, the state.

use async_trait::async_trait;
use rolebridge_cloud::{
    AssumeChain, Cause, Cloud, CloudError, CreateAgentSpace, CreateAssociation, InlinePolicy,
    MfaCode, NewRole, RoleSnapshot, Secret, SessionCredentials, UpdateAssociation,
};
use rolebridge_model::{
    Access, AccountColour, AgentSpace, Association, AssociationId, Caller, Identity, IdentityFacts,
    IdentityKind, IdentityRef, Partition, PermissionSet, PolicyArn, PolicyName, Region, RoleArn,
    RoleName, SpaceRef, Tag,
};
use uuid::Uuid;

use crate::SandboxCloud;
use crate::errors::invalid;
use crate::state::PrincipalRef;

#[async_trait]
impl Cloud for SandboxCloud {
    async fn identities(&self) -> Result<Vec<Identity>, CloudError> {
        self.read(|world| {
            let sandbox = Identity {
                reference: IdentityRef::Sandbox,
                label: "Sandbox".into(),
                detail: format!(
                    "administrator of {}, the management account of a pretended organization",
                    world.state.organization.management
                ),
                region: Region::parse("us-east-1").ok(),
                facts: facts(IdentityKind::Sandbox),
            };
            let profiles = world.state.profiles.iter().map(|p| Identity {
                reference: IdentityRef::Profile { name: p.name.clone() },
                label: p.name.to_string(),
                detail: p.detail.clone(),
                region: p.region.clone(),
                facts: match &p.principal {
                    PrincipalRef::User { .. } => facts(IdentityKind::AccessKey),
                    PrincipalRef::Session { account, role, session } => IdentityFacts {
                        permission_set: PermissionSet::of_session(&format!(
                            "arn:aws:sts::{account}:assumed-role/{role}/{session}"
                        )),
                        ..facts(IdentityKind::IdentityCenter)
                    },
                },
            });
            Ok(std::iter::once(sandbox).chain(profiles).collect())
        })
    }

    async fn caller(&self, access: &Access) -> Result<Caller, CloudError> {
        self.read(|world| {
            let session = world.session(access)?;
            let action = "sts:GetCallerIdentity";
            match world.faults.take(action, &session.account) {
                Some(cause) => Err(CloudError::new(action, &session.arn, cause)),
                None => Ok(session.caller()),
            }
        })
    }

    async fn account_alias(&self, access: &Access) -> Result<Option<String>, CloudError> {
        self.read(|world| world.account_alias(access))
    }

    async fn read_role(
        &self,
        access: &Access,
        name: &RoleName,
    ) -> Result<Option<RoleSnapshot>, CloudError> {
        self.read(|world| world.read_role(access, name))
    }

    async fn policy_exists(&self, access: &Access, policy: &PolicyArn) -> Result<bool, CloudError> {
        self.read(|world| world.policy_exists(access, policy))
    }

    async fn create_role(&self, access: &Access, role: &NewRole) -> Result<RoleArn, CloudError> {
        self.write(|world| world.create_role(access, role))
    }

    async fn set_trust(
        &self,
        access: &Access,
        role: &RoleName,
        trust: &str,
    ) -> Result<(), CloudError> {
        self.write(|world| world.set_trust(access, role, trust))
    }

    async fn attach_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError> {
        self.write(|world| world.attach_policy(access, role, policy))
    }

    async fn detach_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError> {
        self.write(|world| world.detach_policy(access, role, policy))
    }

    async fn put_inline_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &InlinePolicy,
    ) -> Result<(), CloudError> {
        self.write(|world| world.put_inline_policy(access, role, policy))
    }

    async fn delete_inline_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyName,
    ) -> Result<(), CloudError> {
        self.write(|world| world.delete_inline_policy(access, role, policy))
    }

    async fn tag_role(
        &self,
        access: &Access,
        role: &RoleName,
        tags: &[Tag],
    ) -> Result<(), CloudError> {
        self.write(|world| world.tag_role(access, role, tags))
    }

    async fn delete_role(&self, access: &Access, role: &RoleName) -> Result<(), CloudError> {
        self.write(|world| world.delete_role(access, role))
    }

    async fn try_assume(&self, access: &Access) -> Result<Caller, CloudError> {
        if access.hops.is_empty() {
            return Err(CloudError::new(
                "sts:AssumeRole",
                access,
                invalid("There is no role to assume."),
            ));
        }
        self.read(|world| Ok(world.session(access)?.caller()))
    }

    async fn assume_chain(
        &self,
        chain: &AssumeChain,
        code: Option<&MfaCode>,
    ) -> Result<SessionCredentials, CloudError> {
        self.read(|world| world.assume_chain(chain, code))
    }

    async fn own_credentials(
        &self,
        identity: &IdentityRef,
        _region: Option<&Region>,
    ) -> Result<SessionCredentials, CloudError> {
        self.read(|world| world.own_credentials(identity))
    }

    async fn sign_in_token(
        &self,
        _partition: Partition,
        _credentials: &SessionCredentials,
    ) -> Result<Secret, CloudError> {
        Ok(Secret::new(format!("SANDBOX{}", Uuid::new_v4().simple())))
    }

    async fn account_colour(
        &self,
        _base: &IdentityRef,
        region: &Region,
        credentials: &SessionCredentials,
    ) -> Result<AccountColour, CloudError> {
        self.read(|world| world.account_colour(region, credentials))
    }

    async fn set_account_colour(
        &self,
        _base: &IdentityRef,
        region: &Region,
        credentials: &SessionCredentials,
        colour: AccountColour,
    ) -> Result<(), CloudError> {
        self.write(|world| world.set_account_colour(region, credentials, colour))
    }

    async fn list_agent_spaces(
        &self,
        access: &Access,
        region: &Region,
    ) -> Result<Vec<AgentSpace>, CloudError> {
        self.read(|world| world.list_agent_spaces(access, region))
    }

    async fn get_agent_space(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<Option<AgentSpace>, CloudError> {
        self.read(|world| world.get_agent_space(access, space))
    }

    async fn create_agent_space(
        &self,
        access: &Access,
        region: &Region,
        new: &CreateAgentSpace,
    ) -> Result<AgentSpace, CloudError> {
        self.write(|world| world.create_agent_space(access, region, new))
    }

    async fn delete_agent_space(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<(), CloudError> {
        self.write(|world| world.delete_agent_space(access, space))
    }

    async fn list_associations(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<Vec<Association>, CloudError> {
        self.read(|world| world.list_associations(access, space))
    }

    async fn get_association(
        &self,
        access: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<Option<Association>, CloudError> {
        self.read(|world| world.get_association(access, space, id))
    }

    async fn associate(
        &self,
        access: &Access,
        space: &SpaceRef,
        new: &CreateAssociation,
    ) -> Result<Association, CloudError> {
        self.write(|world| world.associate(access, space, new))
    }

    async fn update_association(
        &self,
        access: &Access,
        space: &SpaceRef,
        update: &UpdateAssociation,
    ) -> Result<Association, CloudError> {
        self.write(|world| world.update_association(access, space, update))
    }

    async fn disassociate(
        &self,
        access: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<(), CloudError> {
        self.write(|world| world.disassociate(access, space, id))
    }

    async fn validate_associations(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<(), CloudError> {
        self.write(|world| world.validate_associations(access, space))
    }
}

/// The file could not be read or written: for the caller, the cloud is out of order.
pub(crate) fn out_of_order(error: &crate::SandboxError) -> CloudError {
    CloudError::new("sandbox", "the sandbox", Cause::Internal { message: error.to_string() })
}

fn facts(kind: IdentityKind) -> IdentityFacts {
    IdentityFacts { kind, partition: Some(Partition::Aws), ..IdentityFacts::default() }
}
