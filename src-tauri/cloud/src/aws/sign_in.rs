//! Signing in to IAM Identity Center: in the browser by an authorization code with PKCE (RFC 7636),
//! or by a code that is compared (RFC 8628), where the browser can't come back here or the profile
//! is of the older form, for which AWS has nothing else. The token is kept where every AWS tool
//! finds it.
//!
//! Sources: IAM Identity Center OIDC API, `RegisterClient`, `StartDeviceAuthorization`,
//! `CreateToken`; AWS CLI User Guide, "Configuring IAM Identity Center authentication".

mod landing;
pub(crate) mod token_cache;

use std::time::Duration;

use aws_sdk_ssooidc::error::ProvideErrorMetadata;
use aws_sdk_ssooidc::operation::create_token::CreateTokenOutput;
use aws_sdk_ssooidc::operation::register_client::RegisterClientOutput;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rolebridge_model::{IdentityRef, Partition, Region, SignInWay, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::landing::Landing;
use self::token_cache::Token;
use super::clients::{Clients, Line, Settings};
use super::transport::Dialled;
use super::{base, federation};
use crate::{Cause, CloudError, Secret, SignInDesk, SignInPage};

const REGISTER: &str = "sso-oidc:RegisterClient";
const DEVICE: &str = "sso-oidc:StartDeviceAuthorization";
const TOKEN: &str = "sso-oidc:CreateToken";
const SIGN_IN: &str = "sign in";

/// What a query may hold as it is.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

type Client = Line<aws_sdk_ssooidc::Client>;

/// A sign-in under way.
struct SignIn<'a> {
    client: Client,
    identity: &'a IdentityRef,
    start_url: &'a str,
    region: &'a Region,
    scopes: &'a [String],
    session: Option<&'a str>,
    desk: &'a dyn SignInDesk,
}

/// What a sign-in ends with.
struct SignedIn {
    client: RegisterClientOutput,
    token: CreateTokenOutput,
}

pub(crate) async fn sign_in(
    clients: &Clients,
    identity: &IdentityRef,
    with_code: bool,
    desk: &dyn SignInDesk,
) -> Result<Timestamp, CloudError> {
    let settings = clients.settings();
    let way = clients.sign_in_way(identity).await;
    let no_way = || failed(identity, "it is not signed in to by IAM Identity Center");
    let way = way.ok_or_else(no_way)?;
    let SignInWay::IdentityCenter { start_url, region, session, scopes } = &way else {
        return Err(no_way());
    };
    if let Err(message) = settings.http.client() {
        return Err(failed(identity, message));
    }
    let home = settings.home().ok_or_else(|| failed(identity, "there is no home folder"))?;
    let sign_in = SignIn {
        client: client(settings, identity, region).await,
        identity,
        start_url,
        region,
        scopes,
        session: session.as_deref(),
        desk,
    };
    let limit = settings.sign_in_limit;
    let signed_in = tokio::time::timeout(limit, sign_in.run(with_code))
        .await
        .map_err(|_| failed(identity, format!("nobody signed in within {}", spoken(limit))))??;
    let SignedIn { client, token } = signed_in;
    let access_token = token.access_token.map(Secret::new);
    let refresh_token = token.refresh_token.map(Secret::new);
    let client_secret = client.client_secret.map(Secret::new);
    let lacking = || failed(identity, "AWS gave no token");
    let seconds = Timestamp::now().as_second() + i64::from(token.expires_in);
    let expires_at = Timestamp::from_second(seconds).map_err(|_| lacking())?;
    let token = Token {
        start_url,
        region: region.as_str(),
        access_token: access_token.as_ref().ok_or_else(lacking)?.expose(),
        expires_at,
        client_id: client.client_id.as_deref(),
        client_secret: client_secret.as_ref().map(Secret::expose),
        registration_expires_at: Timestamp::from_second(client.client_secret_expires_at).ok(),
        refresh_token: refresh_token.as_ref().map(Secret::expose),
    };
    let kept = token_cache::write(&home, &way, &token);
    kept.map_err(|e| failed(identity, format!("the token could not be kept: {e}")))?;
    clients.forget_all().await;
    Ok(expires_at)
}

async fn client(settings: &Settings, identity: &IdentityRef, region: &Region) -> Client {
    let settings = Settings { region: Some(region.clone()), ..settings.clone() };
    let config = base::config(&settings, identity).await;
    let dialled = Dialled::default();
    let config =
        aws_sdk_ssooidc::config::Builder::from(&config).interceptor(dialled.clone()).build();
    Line::new(aws_sdk_ssooidc::Client::from_conf(config), dialled, settings.call_limit)
}

impl SignIn<'_> {
    async fn run(&self, with_code: bool) -> Result<SignedIn, CloudError> {
        // The older form has no scopes, and without them only a compared code is accepted.
        if with_code || self.session.is_none() {
            return self.by_code().await;
        }
        let Ok(landing) = Landing::open().await else { return self.by_code().await };
        match self.register(true).await {
            Ok(client) => self.by_browser(&landing, client).await,
            // An instance that knows no authorization codes yet says so here.
            Err(error) if matches!(error.cause, Cause::Other { .. } | Cause::Invalid { .. }) => {
                self.by_code().await
            }
            Err(error) => Err(error),
        }
    }

    async fn register(&self, for_browser: bool) -> Result<RegisterClientOutput, CloudError> {
        let mut request =
            self.client.register_client().client_name("Rolebridge").client_type("public");
        if self.session.is_some() {
            request = request.set_scopes(Some(self.scopes.to_vec()));
        }
        if for_browser {
            request = request
                .grant_types("authorization_code")
                .grant_types("refresh_token")
                .redirect_uris(Landing::registered())
                .issuer_url(self.start_url);
        }
        request.send().await.map_err(|e| self.client.failure(REGISTER, self.start_url, &e))
    }

    async fn by_browser(
        &self,
        landing: &Landing,
        client: RegisterClientOutput,
    ) -> Result<SignedIn, CloudError> {
        let state = Uuid::new_v4().simple().to_string();
        // 96 characters of the 128 allowed, of 366 random bits.
        let verifier = Secret::new((0..3).map(|_| Uuid::new_v4().simple().to_string()).collect());
        let id = client.client_id.clone().unwrap_or_default();
        let address = landing.address();
        let value = |text: &str| utf8_percent_encode(text, VALUE).to_string();
        let page = format!(
            "{}/authorize?response_type=code&client_id={}&redirect_uri={}&state={state}\
             &code_challenge_method=S256&scopes={}&code_challenge={}",
            self.endpoint(),
            value(&id),
            value(&address),
            value(&self.scopes.join(" ")),
            challenge(verifier.expose()),
        );
        self.open(page)?;
        let code = landing.wait(&state).await.map_err(|why| failed(self.identity, why))?;
        let token = self
            .client
            .create_token()
            .grant_type("authorization_code")
            .client_id(id)
            .client_secret(client.client_secret.clone().unwrap_or_default())
            .redirect_uri(address)
            .code(code.expose())
            .code_verifier(verifier.expose())
            .send()
            .await
            .map_err(|e| self.client.failure(TOKEN, self.start_url, &e))?;
        Ok(SignedIn { client, token })
    }

    async fn by_code(&self) -> Result<SignedIn, CloudError> {
        let client = self.register(false).await?;
        let (id, secret) = (
            client.client_id.clone().unwrap_or_default(),
            client.client_secret.clone().unwrap_or_default(),
        );
        let begun = self
            .client
            .start_device_authorization()
            .client_id(&id)
            .client_secret(&secret)
            .start_url(self.start_url)
            .send()
            .await
            .map_err(|e| self.client.failure(DEVICE, self.start_url, &e))?;
        self.desk.show_code(begun.user_code().unwrap_or_default());
        let page = begun.verification_uri_complete.or(begun.verification_uri);
        self.open(page.unwrap_or_default())?;
        let device_code = Secret::new(begun.device_code.unwrap_or_default());
        let mut seconds = u64::try_from(begun.interval).unwrap_or(0).max(1);
        loop {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            let answer = self
                .client
                .create_token()
                .grant_type("urn:ietf:params:oauth:grant-type:device_code")
                .client_id(&id)
                .client_secret(&secret)
                .device_code(device_code.expose())
                .send()
                .await;
            let error = match answer {
                Ok(token) => return Ok(SignedIn { client, token }),
                Err(error) => error,
            };
            match error.code() {
                Some("AuthorizationPendingException") => {}
                // RFC 8628, section 3.5.
                Some("SlowDownException") => seconds += 5,
                Some("ExpiredTokenException") => {
                    return Err(failed(self.identity, "the code ran out before anybody signed in"));
                }
                _ => return Err(self.client.failure(TOKEN, self.start_url, &error)),
            }
        }
    }

    /// Where the service was found: the partition's own host, or what the configuration puts in its
    /// place.
    fn endpoint(&self) -> String {
        let own = format!("https://{}", Partition::oidc_host(self.region));
        self.client.endpoint().unwrap_or(own)
    }

    fn open(&self, page: String) -> Result<(), CloudError> {
        let own = Partition::oidc_host(self.region);
        let device = Partition::device_sign_in_host(self.region);
        let endpoint = self.endpoint();
        let start = host(self.start_url);
        // A custom endpoint is the configuration's own word for where to go.
        let hosts = [own.as_str(), &device, start, host(&endpoint)];
        let Some(page) = SignInPage::on(page, &hosts) else {
            return Err(failed(
                self.identity,
                "the sign-in page is on none of the hosts it may be on, so it was not opened",
            ));
        };
        self.desk.open(&page).map_err(|why| failed(self.identity, why))
    }
}

/// Host and port of an address that credentials may go to; of others nothing.
fn host(url: &str) -> &str {
    if !federation::may_hold_secrets(url) {
        return "";
    }
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// RFC 7636, section 4.2: the SHA-256 of the verifier, in base64 for addresses.
fn challenge(verifier: &str) -> String {
    let hash = Sha256::digest(verifier.as_bytes());
    let text = aws_smithy_types::base64::encode(hash);
    text.replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned()
}

fn spoken(limit: Duration) -> String {
    match limit.as_secs() {
        seconds if seconds < 120 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds / 60),
    }
}

fn failed(identity: &IdentityRef, message: impl ToString) -> CloudError {
    CloudError::new(SIGN_IN, identity, Cause::SignInFailed { message: message.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_one_of_the_standard() {
        // RFC 7636, appendix B.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn an_address_of_plain_http_is_no_place_to_sign_in() {
        assert_eq!(host("https://d-1.awsapps.com/start#/"), "d-1.awsapps.com");
        assert_eq!(host("http://127.0.0.1:4566"), "127.0.0.1:4566");
        assert_eq!(host("http://d-1.awsapps.com/start"), "");
    }
}
