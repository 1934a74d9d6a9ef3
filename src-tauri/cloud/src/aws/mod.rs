//! `AwsCloud`: the port, answered by AWS through its SDK.

mod answered;
mod base;
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

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_sdk_sts::config::SharedHttpClient;
use aws_smithy_runtime_api::client::http::HttpClient;
use aws_types::os_shim_internal::Env;
use rolebridge_model::{
    Access, AccountColour, AgentSpace, Association, AssociationId, Caller, Identity, IdentityRef,
    MfaSerial, Partition, PolicyArn, PolicyName, Region, RoleArn, RoleName, SignInWay, SpaceRef,
    Tag, Timestamp,
};

use self::clients::{CALL_LIMIT, Clients, Session, Settings};
pub(crate) use self::federation::stays_here;
pub use self::profiles::aws_is_configured;
use crate::{
    AssumeChain, Cause, Cloud, CloudError, CreateAgentSpace, CreateAssociation, InlinePolicy,
    KeptSignIn, KeyRing, MfaCode, NewRole, Origin, RoleSnapshot, Secret, SessionCredentials,
    SignInDesk, UpdateAssociation, Who,
};

/// Tries of a call, the first included, within its time limit.
const ATTEMPTS: u32 = 4;

/// The longest a person may take to sign in; the AWS CLI waits as long.
const SIGN_IN_LIMIT: Duration = Duration::from_secs(600);

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

/// Makes an [`AwsCloud`].
#[derive(Default)]
pub struct AwsCloudBuilder {
    region: Option<Region>,
    http: Option<SharedHttpClient>,
    credentials: Option<Credentials>,
    endpoint: Option<String>,
    files: Option<(Option<PathBuf>, Option<PathBuf>)>,
    max_attempts: Option<u32>,
    sign_in: Option<String>,
    keys: Option<Arc<dyn KeyRing>>,
    home: Option<PathBuf>,
    sign_in_limit: Option<Duration>,
    call_limit: Option<Duration>,
}

impl std::fmt::Debug for AwsCloudBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AwsCloudBuilder").finish_non_exhaustive()
    }
}

impl AwsCloudBuilder {
    /// The Region of IAM and STS.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Sends requests through this client, such as one that replays recorded answers.
    #[must_use]
    pub fn http_client(mut self, client: impl HttpClient + 'static) -> Self {
        self.http = Some(SharedHttpClient::new(client));
        self
    }

    /// Uses one access key for every identity.
    #[must_use]
    pub fn static_credentials(mut self, access_key_id: &str, secret_access_key: &str) -> Self {
        self.credentials = Some(Credentials::new(
            access_key_id,
            secret_access_key,
            None,
            None,
            "rolebridge-static",
        ));
        self
    }

    /// Sends all calls to this endpoint.
    #[must_use]
    pub fn endpoint_url(mut self, url: &str) -> Self {
        self.endpoint = Some(url.to_owned());
        self
    }

    /// Reads profiles from these files only.
    #[must_use]
    pub fn config_files(mut self, config: Option<&Path>, credentials: Option<&Path>) -> Self {
        self.files = Some((config.map(Path::to_path_buf), credentials.map(Path::to_path_buf)));
        self
    }

    /// Asks for the console's sign-in token there instead of at the partition's host.
    #[must_use]
    pub fn sign_in_endpoint(mut self, url: &str) -> Self {
        self.sign_in = Some(url.to_owned());
        self
    }

    /// Has the access keys that Rolebridge keeps from here.
    #[must_use]
    pub fn key_ring(mut self, keys: Arc<dyn KeyRing>) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Keeps the tokens of sign-ins below this folder instead of the user's own.
    #[must_use]
    pub fn home_folder(mut self, home: &Path) -> Self {
        self.home = Some(home.to_owned());
        self
    }

    /// The longest a person may take to sign in; ten minutes, unless said.
    #[must_use]
    pub const fn sign_in_limit(mut self, limit: Duration) -> Self {
        self.sign_in_limit = Some(limit);
        self
    }

    /// Tries of a call, the first included.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// The longest a call may take, retries and credentials included.
    #[must_use]
    pub const fn call_limit(mut self, limit: Duration) -> Self {
        self.call_limit = Some(limit);
        self
    }

    /// The cloud.
    #[must_use]
    pub fn build(self) -> AwsCloud {
        let http = match self.http {
            Some(client) => Ok(client),
            None => transport::http_client(),
        };
        let files = self.files.map(|(config, credentials)| {
            profiles::files_at(config.as_deref(), credentials.as_deref())
        });
        AwsCloud {
            clients: Clients::new(Settings {
                region: self.region,
                http,
                files,
                static_credentials: self.credentials,
                endpoint: self.endpoint,
                max_attempts: self.max_attempts.unwrap_or(ATTEMPTS),
                call_limit: self.call_limit.unwrap_or(CALL_LIMIT),
                sign_in: self.sign_in.or_else(federation::endpoint_of_environment),
                keys: self.keys,
                home: self.home,
                sign_in_limit: self.sign_in_limit.unwrap_or(SIGN_IN_LIMIT),
            }),
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
