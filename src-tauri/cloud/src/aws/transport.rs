//! How requests leave: the HTTP client, and what happens to each request on its way.

use std::sync::{Arc, OnceLock};

use aws_sdk_sts::config::SharedHttpClient;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, ConnectorBuilder};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextMut, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_types::endpoint_config::EndpointUrl;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Names the file of the authorities to trust, as for the AWS CLI. The Rust SDK doesn't know it.
const CA_BUNDLE: &str = "AWS_CA_BUNDLE";

/// The HTTP client of a cloud, made when something is first sent: reading a bundle of authorities
/// takes longer than finding credentials that are kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Http(Arc<OnceLock<Result<SharedHttpClient, String>>>);

impl From<SharedHttpClient> for Http {
    fn from(client: SharedHttpClient) -> Self {
        Self(Arc::new(OnceLock::from(Ok(client))))
    }
}

impl Http {
    /// # Errors
    /// As [`http_client`].
    pub(crate) fn client(&self) -> Result<&SharedHttpClient, &String> {
        self.0.get_or_init(http_client).as_ref()
    }
}

/// One HTTP client for everything, so that connections are shared. It is the SDK's own default,
/// proxies included, but for the authorities it trusts, and that those are read when TLS is spoken
/// for the first time: reading them takes longer than a call to this computer.
///
/// # Errors
/// A sentence, if `AWS_CA_BUNDLE` names something unusable. Trusting other authorities instead would
/// not be what was asked for.
fn http_client() -> Result<SharedHttpClient, String> {
    let context = tls()?;
    let secure = Builder::new().build_with_connector_fn(move |settings, components| {
        let mut connector =
            ConnectorBuilder::default().tls_provider(Provider::Rustls(CryptoMode::AwsLc));
        connector.set_tls_context(context.clone());
        connector.set_connector_settings(settings.cloned());
        if let Some(components) = components {
            connector.set_sleep_impl(components.sleep_impl());
        }
        connector.set_proxy_config(Some(ProxyConfig::from_env()));
        connector.build()
    });
    let plain = Builder::new().build_with_connector_fn(|settings, components| {
        let mut connector = ConnectorBuilder::default();
        connector.set_connector_settings(settings.cloned());
        if let Some(components) = components {
            connector.set_sleep_impl(components.sleep_impl());
        }
        connector.set_proxy_config(Some(ProxyConfig::from_env()));
        connector.build_http()
    });
    // A proxy may speak TLS where the endpoint does not.
    let always_secure = PROXIES.into_iter().any(|name| {
        std::env::var(name).is_ok_and(|proxy| proxy.to_ascii_lowercase().starts_with("https"))
    });
    Ok(SharedHttpClient::new(ByScheme { plain, secure, always_secure }))
}

/// Where proxies are named.
const PROXIES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// A client for addresses with TLS and one for those without. Each keeps its own connections.
#[derive(Debug, Clone)]
struct ByScheme {
    plain: SharedHttpClient,
    secure: SharedHttpClient,
    always_secure: bool,
}

impl HttpClient for ByScheme {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(OfRequest {
            clients: self.clone(),
            settings: settings.clone(),
            components: components.clone(),
        })
    }
}

/// Asks for a connector when the address is known.
#[derive(Debug)]
struct OfRequest {
    clients: ByScheme,
    settings: HttpConnectorSettings,
    components: RuntimeComponents,
}

impl HttpConnector for OfRequest {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let ByScheme { plain, secure, always_secure } = &self.clients;
        let without_tls = request.uri().starts_with("http://") && !always_secure;
        let client = if without_tls { plain } else { secure };
        client.http_connector(&self.settings, &self.components).call(request)
    }
}

/// The same for one request that is none of the SDK's.
///
/// # Errors
/// As [`http_client`].
pub(crate) fn connector() -> Result<impl HttpConnector, String> {
    let mut connector =
        ConnectorBuilder::default().tls_provider(Provider::Rustls(CryptoMode::AwsLc));
    connector.set_tls_context(tls()?);
    connector.set_proxy_config(Some(ProxyConfig::from_env()));
    Ok(connector.build())
}

fn tls() -> Result<TlsContext, String> {
    let trust = match std::env::var_os(CA_BUNDLE).filter(|path| !path.is_empty()) {
        Some(path) => {
            let path = std::path::PathBuf::from(path);
            let pem = std::fs::read(&path)
                .map_err(|e| format!("{CA_BUNDLE} names {}: {e}", path.display()))?;
            check_bundle(&pem).map_err(|e| format!("{CA_BUNDLE} names {}: {e}", path.display()))?;
            TrustStore::empty().with_pem_certificate(pem)
        }
        None => TrustStore::default(),
    };
    TlsContext::builder().with_trust_store(trust).build().map_err(|e| e.to_string())
}

/// The connector panics on a certificate it can't read, so it only gets those that can be.
fn check_bundle(pem: &[u8]) -> Result<(), String> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|e| format!("not a PEM file: {e}"))?;
        roots.add(certificate).map_err(|e| format!("a certificate can't be used: {e}"))?;
    }
    if roots.is_empty() {
        return Err("there is no certificate in it".to_owned());
    }
    Ok(())
}

/// Where a client's requests went, for messages. A client dials one endpoint only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dialled(Arc<OnceLock<String>>);

impl Dialled {
    /// Scheme, host and port; nothing before the first request.
    pub(crate) fn endpoint(&self) -> Option<String> {
        self.0.get().cloned()
    }
}

#[dyn_dispatch_hint]
impl Intercept for Dialled {
    fn name(&self) -> &'static str {
        "RolebridgeDialled"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.get_or_init(|| origin_of(context.request().uri()).to_owned());
        Ok(())
    }
}

/// Scheme, host and port of a URL, without path, query and credentials.
fn origin_of(uri: &str) -> String {
    let bare = super::translate::without_userinfo(uri);
    let authority = bare.find("://").map_or(0, |i| i + 3);
    let end = bare[authority..].find(['/', '?', '#']).map_or(bare.len(), |i| authority + i);
    bare[..end].to_owned()
}

/// Control-plane calls of DevOps Agent go to `cp.` in front of the endpoint's host. In front of a
/// custom endpoint (`cp.127.0.0.1`) that names no host at all, so there the prefix is taken off.
#[derive(Debug)]
pub(crate) struct NoPrefixOnCustomEndpoint;

#[dyn_dispatch_hint]
impl Intercept for NoPrefixOnCustomEndpoint {
    fn name(&self) -> &'static str {
        "RolebridgeNoPrefixOnCustomEndpoint"
    }

    fn modify_before_serialization(
        &self,
        _context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // The SDK leaves the endpoint in force here, whether it came from the environment, a profile
        // or a builder; without a custom one there is none.
        if cfg.load::<EndpointUrl>().is_some() {
            cfg.interceptor_state().unset::<EndpointPrefix>();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_shown_without_path_and_password() {
        assert_eq!(
            origin_of("https://me:pw@proxy.corp:8443/v1/x?token=1"),
            "https://proxy.corp:8443"
        );
        assert_eq!(
            origin_of("https://sts.eu-west-1.amazonaws.com/"),
            "https://sts.eu-west-1.amazonaws.com"
        );
        assert_eq!(origin_of("http://127.0.0.1:1"), "http://127.0.0.1:1");
    }

    /// Self-signed, and good for nothing but being read.
    const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIBnTCCAUKgAwIBAgIUJbtnHiNGp2RV3IZBa04JQ7b3I+EwCgYIKoZIzj0EAwIw\n\
GjEYMBYGA1UEAwwPUm9sZWJyaWRnZSB0ZXN0MCAXDTI2MTEyMjAzMTUwOVoYDzIx\n\
MjYxMDI5MDMxNTA5WjAaMRgwFgYDVQQDDA9Sb2xlYnJpZGdlIHRlc3QwWTATBgcq\n\
hkjOPQIBBggqhkjOPQMBBwNCAATfVxdcq2LKqNroJHBH0BqEmqOoUq+s0YKuHNQF\n\
3VhV8A1e279nhSlWUigIzW1f513UBauUYCSsvkeLlRcJl+Bto2QwYjAdBgNVHQ4E\n\
FgQULwDANjmi8jA039CtS82iNagP1T4wHwYDVR0jBBgwFoAULwDANjmi8jA039Ct\n\
S82iNagP1T4wDwYDVR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqG\n\
SM49BAMCA0kAMEYCIQCTAwLlK619VPhezJId7580QAGPB4LE0ry98BMyIgddmQIh\n\
AIsSaLfzzBZjPwrkeWBSsKKRMo8oCU+wj02xd8JuLmY4\n\
-----END CERTIFICATE-----\n\
";

    #[test]
    fn a_bundle_of_several_certificates_is_fine() {
        let twice = format!("# Corporate\n{CERTIFICATE}\n{CERTIFICATE}");
        assert_eq!(check_bundle(twice.as_bytes()), Ok(()));
        assert!(check_bundle(&CERTIFICATE.as_bytes()[..400]).is_err());
    }

    #[test]
    fn a_bundle_that_holds_no_certificate_is_refused() {
        assert!(check_bundle(b"").is_err());
        assert!(check_bundle(b"hello").is_err());
        let garbage = b"-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
        assert!(check_bundle(garbage).is_err());
    }
}
