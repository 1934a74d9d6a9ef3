//! Who an identity is; why it gives no credentials; and keys that are kept for it.

use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_types::os_shim_internal::Env;
use rolebridge_model::{Access, AccessKeyId, IdentityRef, MfaSerial, Region, SignInWay, Timestamp};

use super::answered::Asked;
use super::clients::{Clients, Session, no_credentials};
use super::sign_in::token_cache;
use super::time::timestamp;
use super::translate::{Call, of_credentials};
use super::{profiles, sts};
use crate::{
    Cause, CloudError, KeptSignIn, KeyRing, KeyRingError, MfaCode, Secret, SessionCredentials, Who,
};

const CREDENTIALS: &str = "credentials";
const SESSION_TOKEN: &str = "sts:GetSessionToken";
/// How long a session of a user lasts if nothing else is asked for (STS API, `GetSessionToken`), and
/// the longest of any role or permission set.
const SESSION_SECONDS: u32 = 43_200;
/// The longest a provider may take. A program may well ask a person for something.
const SECONDS: u64 = 120;

/// Who it is.
pub(crate) async fn who(clients: &Clients, identity: &IdentityRef) -> Result<Who, CloudError> {
    let (session, credentials) = had(clients, identity, None).await?;
    let expires_at = credentials.expiry().and_then(|at| Timestamp::try_from(at).ok());
    let caller = sts::caller(&session.with(credentials)).await?;
    Ok(Who { caller, expires_at })
}

/// Its own credentials, and whose they are.
pub(crate) async fn own_credentials(
    clients: &Clients,
    identity: &IdentityRef,
    region: Option<&Region>,
) -> Result<SessionCredentials, CloudError> {
    let (session, credentials) = had(clients, identity, region).await?;
    let failed = |message: &str| no_credentials(&Access::base(identity.clone()), message);
    let token = credentials.session_token().ok_or_else(|| {
        failed("it has an access key that never ends, and only those of a session are handed on")
    })?;
    let ends = credentials.expiry().and_then(|at| Timestamp::try_from(at).ok());
    let ends = ends.ok_or_else(|| failed("its credentials don't say when they end"))?;
    let asked = Asked::now();
    let caller = sts::caller_asked(&session.with(credentials.clone()), &asked).await?;
    Ok(SessionCredentials {
        access_key_id: credentials.access_key_id().to_owned(),
        secret_access_key: Secret::new(credentials.secret_access_key().to_owned()),
        session_token: Secret::new(token.to_owned()),
        expires_at: asked.ends_here(ends, SESSION_SECONDS),
        session_arn: caller.arn,
    })
}

/// Credentials are had once, so that a program is run once and an MFA device asked once.
async fn had(
    clients: &Clients,
    identity: &IdentityRef,
    region: Option<&Region>,
) -> Result<(Session, Credentials), CloudError> {
    clients.no_circle(identity).await?;
    let session = clients.base_in(identity, region).await?;
    let name = identity.to_string();
    let call =
        Call { operation: CREDENTIALS, target: &name, endpoint: None, limit_seconds: SECONDS };
    let provider = session
        .provider()
        .ok_or_else(|| no_credentials(&Access::base(identity.clone()), "there are none"))?;
    let had = tokio::time::timeout(Duration::from_secs(SECONDS), provider.provide_credentials())
        .await
        .map_err(|_| CloudError::new(CREDENTIALS, identity, Cause::Timeout { seconds: SECONDS }))?;
    let credentials = had.map_err(|error| of_credentials(&call, &error))?;
    Ok((session, credentials))
}

/// A session of a kept key.
pub(crate) async fn session_token(
    clients: &Clients,
    identity: &IdentityRef,
    device: &MfaSerial,
    code: &MfaCode,
) -> Result<SessionCredentials, CloudError> {
    let failed = |message: String| {
        CloudError::new(SESSION_TOKEN, identity, Cause::NoCredentials { message })
    };
    let (IdentityRef::Key { access_key }, Some(ring)) = (identity, &clients.settings().keys) else {
        return Err(failed("it is no access key that Rolebridge keeps".into()));
    };
    let secret = ring.long_term(access_key).await.map_err(|e| failed(e.to_string()))?;
    let session = clients.base_in(identity, None).await?.with(Credentials::new(
        access_key.as_str(),
        secret.expose(),
        None,
        None,
        "rolebridge",
    ));
    let sts = session.sts().await;
    let asked = Asked::now();
    let answer = sts
        .get_session_token()
        .serial_number(device.as_str())
        .token_code(code.expose())
        .customize()
        .interceptor(asked.clone())
        .send()
        .await
        .map_err(|e| sts.failure(SESSION_TOKEN, identity, &e))?;
    let lacking = || sts::unexpected(SESSION_TOKEN, identity, "the answer holds no credentials");
    let got = answer.credentials.ok_or_else(lacking)?;
    Ok(SessionCredentials {
        access_key_id: got.access_key_id,
        secret_access_key: Secret::new(got.secret_access_key),
        session_token: Secret::new(got.session_token),
        expires_at: timestamp(&got.expiration)
            .map(|ends| asked.ends_here(ends, SESSION_SECONDS))
            .ok_or_else(lacking)?,
        session_arn: device.to_string(),
    })
}

/// Credentials of a kept key. It asks nobody: where a person is needed, it says so.
pub(crate) struct OfRing {
    pub(crate) ring: Option<Arc<dyn KeyRing>>,
    pub(crate) key: AccessKeyId,
}

impl std::fmt::Debug for OfRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OfRing").field("key", &self.key).finish_non_exhaustive()
    }
}

impl OfRing {
    async fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let identity = IdentityRef::Key { access_key: self.key.clone() };
        let had = match &self.ring {
            Some(ring) => ring.credentials(&self.key).await,
            None => Err(KeyRingError::Unavailable("there is no keychain here".into())),
        };
        let had = had.map_err(|error| {
            let cause = match error {
                KeyRingError::SignInNeeded => {
                    Cause::SignInNeeded { identity: identity.clone().into(), expired: false }
                }
                other => Cause::NoCredentials { message: other.to_string() },
            };
            CredentialsError::provider_error(CloudError::new(CREDENTIALS, &identity, cause))
        })?;
        Ok(Credentials::new(
            had.access_key_id,
            had.secret_access_key.expose(),
            had.session_token.as_ref().map(|t| t.expose().to_owned()),
            had.expires_at.map(std::time::SystemTime::from),
            "rolebridge",
        ))
    }
}

impl ProvideCredentials for OfRing {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}

/// Makes of a failure for want of credentials what a person can do about it: whoever signs in by
/// Identity Center can do so from here, and `aws login` is a command.
pub(crate) async fn explain(
    clients: &Clients,
    identity: &IdentityRef,
    error: CloudError,
) -> CloudError {
    let message = match &error.cause {
        Cause::NoCredentials { message } | Cause::ExpiredCredentials { message } => message.clone(),
        // A token that was revoked: the portal's own answer (SSO API, GetRoleCredentials).
        Cause::Other { code, message } if code == "UnauthorizedException" => message.clone(),
        _ => return error,
    };
    let cause = match clients.sign_in_way(identity).await {
        Some(SignInWay::Command { command }) => Cause::CommandNeeded {
            identity: identity.clone().into(),
            command: command.into(),
            message,
        },
        Some(way @ SignInWay::IdentityCenter { .. }) => {
            let kept = match clients.settings().home() {
                Some(home) => token_cache::read(&home, &way, Timestamp::now()),
                None => KeptSignIn::None,
            };
            let expired = match kept {
                KeptSignIn::None => false,
                KeptSignIn::Expired(_) => true,
                // It ran out on AWS's side, or could not be renewed.
                KeptSignIn::Until { at, .. } if at <= Timestamp::now() => true,
                KeptSignIn::Until { .. } if message.contains("Unauthorized") => true,
                KeptSignIn::Until { .. } => return error,
            };
            Cause::SignInNeeded { identity: identity.clone().into(), expired }
        }
        _ => return error,
    };
    CloudError { cause, ..error }
}

/// How one signs in to an identity, read anew.
pub(crate) async fn sign_in_way(clients: &Clients, identity: &IdentityRef) -> Option<SignInWay> {
    let IdentityRef::Profile { .. } = identity else { return None };
    let files = clients.settings().files.as_ref();
    let all = profiles::identities(files, &Env::real()).await;
    all.into_iter().find(|i| i.reference == *identity)?.facts.sign_in
}
