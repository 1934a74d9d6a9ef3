//! Credentials of a role on the way to an account, had when first needed and refreshed by the SDK.

use std::sync::Arc;
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use rolebridge_model::{Hop, SessionDuration};

use super::clients::Session;
use super::time::timestamp;

/// Credentials of an assumed role.
///
/// The SDK's `AssumeRoleProvider` switches off the cache of the credentials it starts from, so that
/// a chain would be walked anew for every account at its end; it also hides which role of the chain
/// was refused, and knows no pace.
#[derive(Debug)]
pub(crate) struct HopProvider {
    pub(crate) from: Arc<Session>,
    pub(crate) hop: Hop,
}

impl HopProvider {
    async fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let (answer, asked) =
            self.from.assume(&self.hop).await.map_err(CredentialsError::provider_error)?;
        let assumed = answer
            .credentials
            .ok_or_else(|| CredentialsError::unhandled("AssumeRole returned no credentials"))?;
        let ends = timestamp(&assumed.expiration)
            .ok_or_else(|| CredentialsError::unhandled("AssumeRole returned no usable expiry"))?;
        // The SDK looks at this computer's clock, too, to know when to have new ones.
        let ends = asked.ends_here(ends, SessionDuration::CHAINED.seconds());
        Ok(Credentials::builder()
            .access_key_id(assumed.access_key_id)
            .secret_access_key(assumed.secret_access_key)
            .session_token(assumed.session_token)
            .expiry(SystemTime::from(ends))
            .account_id(self.hop.role.account().as_str())
            .provider_name("rolebridge")
            .build())
    }
}

impl ProvideCredentials for HopProvider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}
