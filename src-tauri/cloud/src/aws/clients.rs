//! Sessions: for each access, credentials that are had once and refreshed by the SDK, and the
//! clients that use them.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::{AppName, BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_runtime::fs_util;
use aws_sdk_sts::config::retry::RetryPartition;
use aws_sdk_sts::operation::assume_role::AssumeRoleOutput;
use aws_sdk_sts::types::Tag;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::os_shim_internal::Env;
use rolebridge_model::{Access, AccountId, Hop, IdentityRef, Region, SignInWay};
use tokio::sync::OnceCell;

use super::answered::{Asked, Throttles};
use super::base;
use super::hop::HopProvider;
use super::pace::{Family, Pace};
use super::translate::{ASSUME_ROLE, Call, translate};
use super::transport::{Dialled, Http, NoPrefixOnCustomEndpoint};
use super::whose::Whose;
use crate::{AssumeRole, Cause, CloudError, KeyRing, MfaCode};

/// The longest a call may take, retries and credentials included.
pub(crate) const CALL_LIMIT: Duration = Duration::from_secs(20);
/// The longest a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// How our sessions are called in the CloudTrail of the accounts we enter.
const SESSION_NAME: &str = "rolebridge";
/// Sessions kept. Each holds clients and credentials; with ten thousand sources, keeping all would
/// cost more than assuming a role again.
const SESSIONS_KEPT: usize = 256;

/// What all sessions are made with.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) region: Option<Region>,
    pub(crate) http: Http,
    pub(crate) files: Option<EnvConfigFiles>,
    pub(crate) static_credentials: Option<Credentials>,
    pub(crate) endpoint: Option<String>,
    pub(crate) max_attempts: u32,
    /// Where the console's sign-in token is asked for, if not at the partition's host.
    pub(crate) sign_in: Option<String>,
    /// Access keys that Rolebridge keeps.
    pub(crate) keys: Option<Arc<dyn KeyRing>>,
    /// The user's folder, if not the system's word for it.
    pub(crate) home: Option<PathBuf>,
    /// The longest a person may take to sign in.
    pub(crate) sign_in_limit: Duration,
    /// The longest a call may take, [`CALL_LIMIT`] but in tests.
    pub(crate) call_limit: Duration,
}

impl Settings {
    /// The folder in which AWS tools keep theirs.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        let system = || fs_util::home_dir(&Env::real(), fs_util::Os::real()).map(PathBuf::from);
        self.home.clone().or_else(system)
    }

    pub(crate) fn timeouts(&self) -> TimeoutConfig {
        TimeoutConfig::builder().operation_timeout(self.call_limit).connect_timeout(CONNECT).build()
    }

    /// Standard, whose pauses (up to 1, 2 and 4 seconds) fit into a call's limit. The SDK's adaptive
    /// mode does not: after a refusal for too many calls it begins at half a token a second, and a
    /// retry takes five. That the calls after it come more slowly is up to [`Pace`], which knows
    /// whose quota they take from.
    pub(crate) fn retries(&self) -> RetryConfig {
        RetryConfig::standard().with_max_attempts(self.max_attempts)
    }

    pub(crate) fn app_name() -> Option<AppName> {
        AppName::new("rolebridge").ok()
    }

    pub(crate) fn behaviour() -> BehaviorVersion {
        BehaviorVersion::latest()
    }

    pub(crate) fn identity_cache(&self) -> aws_sdk_sts::config::SharedIdentityCache {
        identity_cache(self.call_limit)
    }
}

fn identity_cache(call_limit: Duration) -> aws_sdk_sts::config::SharedIdentityCache {
    // The default of five seconds is short for a session that is refreshed over two hops. The
    // call's own limit ends the wait.
    IdentityCache::lazy().load_timeout(call_limit + Duration::from_secs(1)).build()
}

/// A client and where it dials.
pub(crate) struct Line<C> {
    client: C,
    dialled: Dialled,
    limit: Duration,
}

impl<C> Deref for Line<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.client
    }
}

impl<C> Line<C> {
    pub(crate) const fn new(client: C, dialled: Dialled, limit: Duration) -> Self {
        Self { client, dialled, limit }
    }

    /// Where it dialled, once it did.
    pub(crate) fn endpoint(&self) -> Option<String> {
        self.dialled.endpoint()
    }

    /// What a failed call of this client means.
    pub(crate) fn failure<E>(
        &self,
        operation: &str,
        target: impl fmt::Display,
        error: &SdkError<E, HttpResponse>,
    ) -> CloudError
    where
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let target = target.to_string();
        let call = Call {
            operation,
            target: &target,
            endpoint: self.dialled.endpoint(),
            limit_seconds: self.limit.as_secs(),
        };
        let translated = translate(&call, error);
        tracing::debug!(operation, target, cause = %translated.cause, request = ?translated.request_id, "call failed");
        translated
    }
}

/// Credentials, and clients that use them.
pub(crate) struct Session {
    config: SdkConfig,
    pace: Arc<Pace>,
    limit: Duration,
    whose: Arc<Whose>,
    iam: Line<aws_sdk_iam::Client>,
    sts: Line<aws_sdk_sts::Client>,
    devops_agent: Mutex<HashMap<Region, Arc<Line<aws_sdk_devopsagent::Client>>>>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("whose", &self.whose).finish_non_exhaustive()
    }
}

impl Session {
    fn new(
        config: SdkConfig,
        pace: Arc<Pace>,
        base: IdentityRef,
        account: Option<AccountId>,
    ) -> Self {
        let limit = config.timeout_config().and_then(TimeoutConfig::operation_timeout);
        let limit = limit.unwrap_or(CALL_LIMIT);
        let whose = Arc::new(Whose { base, account: OnceCell::new_with(account) });
        let throttles =
            |family| Throttles { pace: Arc::clone(&pace), whose: Arc::clone(&whose), family };
        // By default all clients of a service share what is left to them of retries, so that one
        // throttled account would leave none to all others. Each client keeps to its own.
        let dialled = Dialled::default();
        let iam = aws_sdk_iam::config::Builder::from(&config)
            .retry_partition(RetryPartition::custom("iam").build())
            .interceptor(dialled.clone())
            .interceptor(throttles(Family::Iam))
            .build();
        let iam = Line { client: aws_sdk_iam::Client::from_conf(iam), dialled, limit };
        let dialled = Dialled::default();
        let sts = aws_sdk_sts::config::Builder::from(&config)
            .retry_partition(RetryPartition::custom("sts").build())
            .interceptor(dialled.clone())
            .interceptor(throttles(Family::Sts))
            .build();
        let sts = Line { client: aws_sdk_sts::Client::from_conf(sts), dialled, limit };
        Self { config, pace, limit, whose, iam, sts, devops_agent: Mutex::default() }
    }

    /// A session one role further. Its credentials are had when first needed.
    fn through(self: &Arc<Self>, hop: &Hop) -> Self {
        let provider = SharedCredentialsProvider::new(HopProvider {
            from: Arc::clone(self),
            hop: hop.clone(),
        });
        let config = self
            .config
            .to_builder()
            .credentials_provider(provider)
            .identity_cache(identity_cache(self.limit))
            .build();
        Self::new(
            config,
            Arc::clone(&self.pace),
            self.whose.base.clone(),
            Some(hop.role.account().clone()),
        )
    }

    /// Whose session it is, for the message about a call that acts on nothing in particular.
    pub(crate) fn whose(&self) -> String {
        match self.whose.account.get() {
            Some(account) => format!("account {account}"),
            None => self.whose.base.to_string(),
        }
    }

    /// IAM, when it is our turn.
    pub(crate) async fn iam(&self) -> &Line<aws_sdk_iam::Client> {
        self.pace.turn(self.whose.quota(), Family::Iam).await;
        &self.iam
    }

    /// STS, when it is our turn.
    pub(crate) async fn sts(&self) -> &Line<aws_sdk_sts::Client> {
        self.pace.turn(self.whose.quota(), Family::Sts).await;
        &self.sts
    }

    /// DevOps Agent in a Region, when it is our turn.
    pub(crate) async fn devops_agent(
        &self,
        region: &Region,
    ) -> Arc<Line<aws_sdk_devopsagent::Client>> {
        self.pace.turn(self.whose.quota(), Family::DevOpsAgent).await;
        let mut clients = self.devops_agent.lock().unwrap_or_else(PoisonError::into_inner);
        let client = clients.entry(region.clone()).or_insert_with(|| {
            let dialled = Dialled::default();
            let config = aws_sdk_devopsagent::config::Builder::from(&self.config)
                .region(aws_config::Region::new(region.to_string()))
                .retry_partition(RetryPartition::custom("aidevops").build())
                .interceptor(NoPrefixOnCustomEndpoint)
                .interceptor(dialled.clone())
                .interceptor(Throttles {
                    pace: Arc::clone(&self.pace),
                    whose: Arc::clone(&self.whose),
                    family: Family::DevOpsAgent,
                })
                .build();
            let client = aws_sdk_devopsagent::Client::from_conf(config);
            Arc::new(Line { client, dialled, limit: self.limit })
        });
        Arc::clone(client)
    }

    /// What its clients are made with.
    pub(crate) const fn config(&self) -> &SdkConfig {
        &self.config
    }

    /// The account the credentials belong to; AWS is asked once.
    pub(crate) async fn account(&self) -> Result<&AccountId, CloudError> {
        self.whose
            .account
            .get_or_try_init(|| async { super::sts::caller(self).await.map(|c| c.account) })
            .await
    }

    /// Keeps the account AWS named.
    pub(crate) fn learn_account(&self, account: &AccountId) {
        // It never changes, so the first answer is as good as any.
        let _ = self.whose.account.set(account.clone());
    }

    /// Where its credentials come from.
    pub(crate) fn provider(&self) -> Option<SharedCredentialsProvider> {
        self.config.credentials_provider()
    }

    /// The same with other credentials.
    pub(crate) fn with(&self, credentials: Credentials) -> Self {
        let config = self
            .config
            .to_builder()
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .identity_cache(identity_cache(self.limit))
            .build();
        Self::new(config, Arc::clone(&self.pace), self.whose.base.clone(), None)
    }

    /// Assumes a role with everything that can be asked for.
    pub(crate) async fn assume_role(
        &self,
        ask: &AssumeRole,
        code: Option<&MfaCode>,
    ) -> Result<(AssumeRoleOutput, Asked), CloudError> {
        let sts = self.sts().await;
        let mut request = sts
            .assume_role()
            .role_arn(ask.role.to_string())
            .role_session_name(ask.session_name.as_ref().map_or(SESSION_NAME, |n| n.as_str()))
            .set_external_id(ask.external_id.as_ref().map(ToString::to_string))
            .set_duration_seconds(ask.duration.and_then(|d| i32::try_from(d.seconds()).ok()))
            .set_source_identity(ask.source_identity.as_ref().map(ToString::to_string));
        if let Some(serial) = &ask.mfa {
            request = request
                .serial_number(serial.as_str())
                .set_token_code(code.map(|c| c.expose().to_owned()));
        }
        for tag in &ask.tags {
            let built = Tag::builder().key(tag.key.as_str()).value(tag.value.as_str()).build();
            let built = built.map_err(|e| {
                let message = e.to_string();
                let cause = Cause::Invalid { message, fields: Vec::new() };
                CloudError::new(ASSUME_ROLE, &ask.role, cause)
            })?;
            request = request.tags(built);
            if tag.transitive {
                request = request.transitive_tag_keys(tag.key.as_str());
            }
        }
        let asked = Asked::now();
        let answer = request.customize().interceptor(asked.clone()).send().await;
        Ok((answer.map_err(|e| sts.failure(ASSUME_ROLE, &ask.role, &e))?, asked))
    }

    /// Assumes a role with this session's credentials.
    pub(crate) async fn assume(&self, hop: &Hop) -> Result<(AssumeRoleOutput, Asked), CloudError> {
        let sts = self.sts().await;
        let asked = Asked::now();
        let answer = sts
            .assume_role()
            .role_arn(hop.role.to_string())
            .role_session_name(SESSION_NAME)
            .set_external_id(hop.external_id.as_ref().map(ToString::to_string))
            .customize()
            .interceptor(asked.clone())
            .send()
            .await;
        Ok((answer.map_err(|e| sts.failure(ASSUME_ROLE, &hop.role, &e))?, asked))
    }
}

#[derive(Default)]
struct Kept {
    sessions: HashMap<Access, (u64, Arc<Session>)>,
    clock: u64,
}

/// The sessions in use.
pub(crate) struct Clients {
    settings: Settings,
    pace: Arc<Pace>,
    kept: tokio::sync::Mutex<Kept>,
}

impl Clients {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, pace: Arc::default(), kept: tokio::sync::Mutex::default() }
    }

    pub(crate) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The session of an access, made if there is none. Making one calls nobody.
    pub(crate) async fn session(&self, access: &Access) -> Result<Arc<Session>, CloudError> {
        let mut kept = self.kept.lock().await;
        kept.clock += 1;
        let now = kept.clock;
        let mut session: Option<Arc<Session>> = None;
        for hops in 0..=access.hops.len() {
            let step = Access { base: access.base.clone(), hops: access.hops[..hops].to_vec() };
            if let Some((used, found)) = kept.sessions.get_mut(&step) {
                *used = now;
                session = Some(Arc::clone(found));
                continue;
            }
            let made = Arc::new(match (session, hops.checked_sub(1)) {
                (Some(from), Some(last)) => from.through(&access.hops[last]),
                _ => self.base(&access.base).await?,
            });
            kept.sessions.insert(step, (now, Arc::clone(&made)));
            session = Some(made);
        }
        while kept.sessions.len() > SESSIONS_KEPT {
            let oldest = kept
                .sessions
                .iter()
                .min_by_key(|(_, (used, _))| *used)
                .map(|(access, _)| access.clone());
            let Some(oldest) = oldest else { break };
            kept.sessions.remove(&oldest);
        }
        session.ok_or_else(|| no_credentials(access, "there is no such identity"))
    }

    /// A session from which the last role of an access can be assumed, with every role before it
    /// assumed anew.
    pub(crate) async fn fresh_up_to_last(
        &self,
        access: &Access,
    ) -> Result<Arc<Session>, CloudError> {
        let mut session = self.session(&Access::base(access.base.clone())).await?;
        let before_last = access.hops.len().saturating_sub(1);
        for hop in &access.hops[..before_last] {
            session = Arc::new(session.through(hop));
        }
        Ok(session)
    }

    /// Drops what was made from an identity, so that the next call reads its configuration again:
    /// after signing in or correcting a profile nobody should have to restart.
    pub(crate) async fn forget(&self, base: &IdentityRef) {
        let mut kept = self.kept.lock().await;
        kept.sessions.retain(|access, _| access.base != *base);
    }

    /// Drops all: one sign-in may stand behind many identities.
    pub(crate) async fn forget_all(&self) {
        self.kept.lock().await.sessions.clear();
    }

    /// How one signs in to an identity.
    pub(crate) async fn sign_in_way(&self, identity: &IdentityRef) -> Option<SignInWay> {
        super::identity::sign_in_way(self, identity).await
    }

    /// Refuses an identity whose credentials would be asked of Rolebridge itself.
    pub(crate) async fn no_circle(&self, base: &IdentityRef) -> Result<(), CloudError> {
        let name = match base {
            _ if self.settings.static_credentials.is_some() => return Ok(()),
            IdentityRef::Profile { name } => Some(name.as_str()),
            // A key in the environment comes before any profile.
            IdentityRef::Environment if std::env::var_os("AWS_ACCESS_KEY_ID").is_none() => None,
            IdentityRef::Environment | IdentityRef::Sandbox | IdentityRef::Key { .. } => {
                return Ok(());
            }
        };
        let files = self.settings.files.as_ref();
        match super::profiles::asks_rolebridge(files, &Env::real(), name).await {
            None => Ok(()),
            Some(profile) => Err(no_credentials(
                &Access::base(base.clone()),
                &format!(
                    "the profile {profile} has its credentials from Rolebridge itself. Name \
                     another profile in the entry"
                ),
            )),
        }
    }

    async fn base(&self, base: &IdentityRef) -> Result<Session, CloudError> {
        self.begin(&self.settings, base).await
    }

    /// The base credentials for a call or two, with another Region's STS if one is named. Not kept.
    pub(crate) async fn base_in(
        &self,
        base: &IdentityRef,
        region: Option<&Region>,
    ) -> Result<Session, CloudError> {
        let settings = Settings {
            region: region.or(self.settings.region.as_ref()).cloned(),
            ..self.settings.clone()
        };
        self.begin(&settings, base).await
    }

    async fn begin(&self, settings: &Settings, base: &IdentityRef) -> Result<Session, CloudError> {
        if let Err(message) = self.settings.http.client() {
            let cause = Cause::Unreachable { endpoint: "AWS".to_owned(), message: message.clone() };
            return Err(CloudError::new("connect", base, cause));
        }
        if *base == IdentityRef::Sandbox {
            let access = Access::base(IdentityRef::Sandbox);
            return Err(no_credentials(&access, "the sandbox is not AWS"));
        }
        let config = base::config(settings, base).await;
        Ok(Session::new(config, Arc::clone(&self.pace), base.clone(), None))
    }
}

pub(crate) fn no_credentials(access: &Access, message: &str) -> CloudError {
    let cause = Cause::NoCredentials { message: message.to_owned() };
    CloudError::new("credentials", access, cause)
}
