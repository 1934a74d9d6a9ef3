//! `AwsCloud`: the port, answered by AWS through its SDK.

mod answered;
mod base;
mod builder;
mod clients;
mod devops_agent;
mod facts;
mod federation;
mod hop;
mod iam;
mod identity;
mod origin;
mod pace;
mod profiles;
mod sign_in;
mod sts;
mod time;
mod translate;
mod transport;
mod uxc;
mod whose;

use std::sync::Arc;

use async_trait::async_trait;
use aws_types::os_shim_internal::Env;
use rolebridge_model::{
    Access, AccountColour, AgentSpace, Association, AssociationId, Caller, Identity, IdentityRef,
    MfaSerial, Partition, PolicyArn, PolicyName, Region, RoleArn, RoleName, SignInWay, SpaceRef,
    Tag, Timestamp,
};

pub use self::builder::AwsCloudBuilder;
use self::clients::{Clients, Session};
pub(crate) use self::federation::stays_here;
pub use self::profiles::aws_is_configured;
use crate::{
    AssumeChain, Cause, Cloud, CloudError, CreateAgentSpace, CreateAssociation, InlinePolicy,
    KeptSignIn, MfaCode, NewRole, Origin, RoleSnapshot, Secret, SessionCredentials, SignInDesk,
    UpdateAssociation, Who,
};

/// AWS itself.
pub struct AwsCloud {
    clients: Clients,
}

impl std::fmt::Debug for AwsCloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AwsCloud").finish_non_exhaustive()
    }
}

impl AwsCloud {
    /// AWS as the environment and the shared configuration files describe it. `region` overrides
    /// the Region they name for IAM and STS; DevOps Agent calls always name their own.
    ///
    /// This calls nobody; credentials are looked for at the first use.
    #[must_use]
    pub fn new(region: Option<Region>) -> Self {
        let mut builder = Self::builder();
        if let Some(region) = region {
            builder = builder.region(region);
        }
        builder.build()
    }

    /// AWS with something replaced, for tests.
    #[must_use]
    pub fn builder() -> AwsCloudBuilder {
        AwsCloudBuilder::default()
    }

    async fn session(&self, access: &Access) -> Result<Arc<Session>, CloudError> {
        self.clients.session(access).await
    }

    /// Passes an answer on. If the credentials were at fault, the next call starts afresh.
    async fn settle<T>(
        &self,
        access: &Access,
        answer: Result<T, CloudError>,
    ) -> Result<T, CloudError> {
        if let Err(error) = &answer
            && matches!(
                error.cause,
                Cause::NoCredentials { .. }
                    | Cause::Misconfigured { .. }
                    | Cause::ExpiredCredentials { .. }
                    | Cause::InvalidCredentials { .. }
            )
        {
            self.clients.forget(&access.base).await;
        }
        match answer {
            Err(error) => Err(identity::explain(&self.clients, &access.base, error).await),
            done => done,
        }
    }
}

/// Gets the session of an access, makes the call and settles its answer.
macro_rules! with {
    ($self:ident, $access:ident, |$session:ident| $call:expr) => {{
        let $session = &*$self.session($access).await?;
        let answer = $call.await;
        $self.settle($access, answer).await
    }};
}

#[async_trait]
impl Cloud for AwsCloud {
    async fn identities(&self) -> Result<Vec<Identity>, CloudError> {
        let files = self.clients.settings().files.as_ref();
        Ok(profiles::identities(files, &Env::real()).await)
    }

    async fn environment(&self) -> Result<Option<Identity>, CloudError> {
        Ok(profiles::from_environment(&Env::real()))
    }

    async fn origin(&self, identity: &IdentityRef) -> Result<Option<Origin>, CloudError> {
        let files = self.clients.settings().files.as_ref();
        Ok(origin::origin(files, &Env::real(), identity).await)
    }

    async fn caller(&self, access: &Access) -> Result<Caller, CloudError> {
        with!(self, access, |s| sts::caller(s))
    }

    async fn who(&self, identity: &IdentityRef) -> Result<Who, CloudError> {
        let answer = identity::who(&self.clients, identity).await;
        self.settle(&Access::base(identity.clone()), answer).await
    }

    fn kept_sign_in(&self, way: &SignInWay) -> KeptSignIn {
        let home = self.clients.settings().home();
        home.map_or(KeptSignIn::None, |home| {
            sign_in::token_cache::read(&home, way, Timestamp::now())
        })
    }

    async fn sign_in(
        &self,
        identity: &IdentityRef,
        with_code: bool,
        desk: &dyn SignInDesk,
    ) -> Result<Timestamp, CloudError> {
        sign_in::sign_in(&self.clients, identity, with_code, desk).await
    }

    async fn session_token(
        &self,
        identity: &IdentityRef,
        device: &MfaSerial,
        code: &MfaCode,
    ) -> Result<SessionCredentials, CloudError> {
        identity::session_token(&self.clients, identity, device, code).await
    }

    async fn account_alias(&self, access: &Access) -> Result<Option<String>, CloudError> {
        with!(self, access, |s| iam::account_alias(s))
    }

    async fn read_role(
        &self,
        access: &Access,
        name: &RoleName,
    ) -> Result<Option<RoleSnapshot>, CloudError> {
        with!(self, access, |s| iam::read_role(s, name))
    }

    async fn policy_exists(&self, access: &Access, policy: &PolicyArn) -> Result<bool, CloudError> {
        with!(self, access, |s| iam::policy_exists(s, policy))
    }

    async fn create_role(&self, access: &Access, role: &NewRole) -> Result<RoleArn, CloudError> {
        with!(self, access, |s| iam::create_role(s, role))
    }

    async fn set_trust(
        &self,
        access: &Access,
        role: &RoleName,
        trust: &str,
    ) -> Result<(), CloudError> {
        with!(self, access, |s| iam::set_trust(s, role, trust))
    }

    async fn attach_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError> {
        with!(self, access, |s| iam::attach_policy(s, role, policy))
    }

    async fn detach_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError> {
        with!(self, access, |s| iam::detach_policy(s, role, policy))
    }

    async fn put_inline_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &InlinePolicy,
    ) -> Result<(), CloudError> {
        with!(self, access, |s| iam::put_inline_policy(s, role, policy))
    }

    async fn delete_inline_policy(
        &self,
        access: &Access,
        role: &RoleName,
        policy: &PolicyName,
    ) -> Result<(), CloudError> {
        with!(self, access, |s| iam::delete_inline_policy(s, role, policy))
    }

    async fn tag_role(
        &self,
        access: &Access,
        role: &RoleName,
        tags: &[Tag],
    ) -> Result<(), CloudError> {
        with!(self, access, |s| iam::tag_role(s, role, tags))
    }

    async fn delete_role(&self, access: &Access, role: &RoleName) -> Result<(), CloudError> {
        with!(self, access, |s| iam::delete_role(s, role))
    }

    async fn try_assume(&self, access: &Access) -> Result<Caller, CloudError> {
        let Some(last) = access.hops.last() else {
            return self.caller(access).await;
        };
        let session = self.clients.fresh_up_to_last(access).await?;
        let answer = sts::try_assume(&session, last).await;
        self.settle(access, answer).await
    }

    async fn assume_chain(
        &self,
        chain: &AssumeChain,
        code: Option<&MfaCode>,
    ) -> Result<SessionCredentials, CloudError> {
        let answer = sts::assume_chain(&self.clients, chain, code).await;
        self.settle(&Access::base(chain.base.clone()), answer).await
    }

    async fn own_credentials(
        &self,
        identity: &IdentityRef,
        region: Option<&Region>,
    ) -> Result<SessionCredentials, CloudError> {
        let answer = identity::own_credentials(&self.clients, identity, region).await;
        self.settle(&Access::base(identity.clone()), answer).await
    }

    async fn sign_in_token(
        &self,
        partition: Partition,
        credentials: &SessionCredentials,
    ) -> Result<Secret, CloudError> {
        federation::sign_in_token(self.clients.settings(), partition, credentials).await
    }

    async fn account_colour(
        &self,
        base: &IdentityRef,
        region: &Region,
        credentials: &SessionCredentials,
    ) -> Result<AccountColour, CloudError> {
        uxc::account_colour(&self.clients, base, region, credentials).await
    }

    async fn set_account_colour(
        &self,
        base: &IdentityRef,
        region: &Region,
        credentials: &SessionCredentials,
        colour: AccountColour,
    ) -> Result<(), CloudError> {
        uxc::set_account_colour(&self.clients, base, region, credentials, colour).await
    }

    async fn list_agent_spaces(
        &self,
        access: &Access,
        region: &Region,
    ) -> Result<Vec<AgentSpace>, CloudError> {
        with!(self, access, |s| devops_agent::list_agent_spaces(s, region))
    }

    async fn get_agent_space(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<Option<AgentSpace>, CloudError> {
        with!(self, access, |s| devops_agent::get_agent_space(s, space))
    }

    async fn create_agent_space(
        &self,
        access: &Access,
        region: &Region,
        new: &CreateAgentSpace,
    ) -> Result<AgentSpace, CloudError> {
        with!(self, access, |s| devops_agent::create_agent_space(s, region, new))
    }

    async fn delete_agent_space(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<(), CloudError> {
        with!(self, access, |s| devops_agent::delete_agent_space(s, space))
    }

    async fn list_associations(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<Vec<Association>, CloudError> {
        with!(self, access, |s| devops_agent::list_associations(s, space))
    }

    async fn get_association(
        &self,
        access: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<Option<Association>, CloudError> {
        with!(self, access, |s| devops_agent::get_association(s, space, id))
    }

    async fn associate(
        &self,
        access: &Access,
        space: &SpaceRef,
        new: &CreateAssociation,
    ) -> Result<Association, CloudError> {
        with!(self, access, |s| devops_agent::associate(s, space, new))
    }

    async fn update_association(
        &self,
        access: &Access,
        space: &SpaceRef,
        update: &UpdateAssociation,
    ) -> Result<Association, CloudError> {
        with!(self, access, |s| devops_agent::update_association(s, space, update))
    }

    async fn disassociate(
        &self,
        access: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<(), CloudError> {
        with!(self, access, |s| devops_agent::disassociate(s, space, id))
    }

    async fn validate_associations(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<(), CloudError> {
        with!(self, access, |s| devops_agent::validate_associations(s, space))
    }
}
