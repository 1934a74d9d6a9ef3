//! How an [`AwsCloud`] is made: as the environment says, or with something replaced for tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_sts::config::SharedHttpClient;
use aws_smithy_runtime_api::client::http::HttpClient;
use rolebridge_model::Region;

use super::clients::{CALL_LIMIT, Clients, Settings};
use super::transport::Http;
use super::{AwsCloud, federation, profiles};
use crate::KeyRing;

/// Tries of a call, the first included, within its time limit.
const ATTEMPTS: u32 = 4;

/// The longest a person may take to sign in; the AWS CLI waits as long.
const SIGN_IN_LIMIT: Duration = Duration::from_secs(600);

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
        let files = self.files.map(|(config, credentials)| {
            profiles::files_at(config.as_deref(), credentials.as_deref())
        });
        AwsCloud {
            clients: Clients::new(Settings {
                region: self.region,
                http: self.http.map(Http::from).unwrap_or_default(),
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
