//! Base credentials and Region: where the chain of an access starts.

use aws_config::SdkConfig;
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::SharedCredentialsProvider;
use rolebridge_model::IdentityRef;

use super::clients::Settings;
use super::identity::OfRing;

/// The Region where nothing names one. IAM is global, and DevOps Agent calls always name theirs, so
/// it only chooses which STS is asked.
const FALLBACK_REGION: &str = "us-east-1";

/// The SDK's configuration for an identity. It reads the environment and the shared files and calls
/// nobody; credentials are had when first needed.
pub(crate) async fn config(settings: &Settings, base: &IdentityRef) -> SdkConfig {
    let profile = match base {
        IdentityRef::Profile { name } => Some(name.as_str()),
        IdentityRef::Sandbox | IdentityRef::Environment | IdentityRef::Key { .. } => None,
    };
    let mut loader = aws_config::defaults(Settings::behaviour())
        .timeout_config(settings.timeouts())
        .retry_config(settings.retries())
        .identity_cache(settings.identity_cache());
    if let Some(name) = Settings::app_name() {
        loader = loader.app_name(name);
    }
    if let Ok(http) = settings.http.client() {
        loader = loader.http_client(http.clone());
    }
    if let Some(files) = &settings.files {
        loader = loader.profile_files(files.clone());
    }
    if let Some(endpoint) = &settings.endpoint {
        loader = loader.endpoint_url(endpoint);
    }

    let region = region(settings, profile);
    if let Some(credentials) = &settings.static_credentials {
        loader = loader.credentials_provider(credentials.clone());
    } else if let IdentityRef::Key { access_key } = base {
        let ring = OfRing { ring: settings.keys.clone(), key: access_key.clone() };
        loader = loader.credentials_provider(SharedCredentialsProvider::new(ring));
    } else if let Some(name) = profile {
        // The default chain looks into the environment first; whoever picked a profile means it.
        let mut provider_config = ProviderConfig::without_region()
            .with_region(region.region().await)
            .with_behavior_version(Some(Settings::behaviour()))
            .with_retry_config(settings.retries())
            .with_timeout_config(settings.timeouts());
        if let Ok(http) = settings.http.client() {
            provider_config = provider_config.with_http_client(http.clone());
        }
        let mut provider = ProfileFileCredentialsProvider::builder()
            .configure(&provider_config)
            .profile_name(name);
        if let Some(files) = &settings.files {
            provider = provider.profile_files(files.clone());
        }
        loader = loader.credentials_provider(SharedCredentialsProvider::new(provider.build()));
    }
    if let Some(name) = profile {
        loader = loader.profile_name(name);
    }
    loader.region(region).load().await
}

/// The environment's Region, the profile's, or the fallback. The SDK's own chain ends by asking the
/// instance metadata service, which off EC2 means waiting for nothing.
fn region(settings: &Settings, profile: Option<&str>) -> RegionProviderChain {
    if let Some(region) = &settings.region {
        return RegionProviderChain::first_try(aws_config::Region::new(region.to_string()));
    }
    let mut from_profile = ProfileFileRegionProvider::builder();
    if let Some(name) = profile {
        from_profile = from_profile.profile_name(name);
    }
    if let Some(files) = &settings.files {
        from_profile = from_profile.profile_files(files.clone());
    }
    RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new())
        .or_else(from_profile.build())
        .or_else(aws_config::Region::new(FALLBACK_REGION))
}
