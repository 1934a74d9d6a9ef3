//! The sign-in token of the console, made of a session's credentials (IAM User Guide, "Enabling
//! custom identity broker access to the AWS console"). It is no service of the SDK, so the request
//! is put together here; it is posted, so that no address holds a secret.

use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rolebridge_model::Partition;
use zeroize::Zeroizing;

use super::clients::Settings;
use super::transport;
use crate::{Cause, CloudError, Secret, SessionCredentials};

const OPERATION: &str = "getSigninToken";
/// More than any answer that can be meant.
const MOST: usize = 64 << 10;

/// Where the sign-in token is asked for, if not at the partition's own host: as for every service,
/// `AWS_ENDPOINT_URL_SIGNIN` or `AWS_ENDPOINT_URL`.
pub(crate) fn endpoint_of_environment() -> Option<String> {
    ["AWS_ENDPOINT_URL_SIGNIN", "AWS_ENDPOINT_URL"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|url| !url.trim().is_empty())
}

/// Asks for the token.
pub(crate) async fn sign_in_token(
    settings: &Settings,
    partition: Partition,
    credentials: &SessionCredentials,
) -> Result<Secret, CloudError> {
    let host = match &settings.sign_in {
        Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
        None => format!("https://{}", partition.signin_host()),
    };
    let failed = |cause| CloudError::new(OPERATION, &host, cause);
    if !may_hold_secrets(&host) {
        return Err(failed(Cause::Invalid {
            message: "credentials are sent by https, or to this computer only".into(),
            fields: Vec::new(),
        }));
    }
    let unreachable =
        |message: String| failed(Cause::Unreachable { endpoint: host.clone(), message });
    let connector = transport::connector().map_err(unreachable)?;
    let body = form(credentials);
    let request = http_request(&host, body.expose()).map_err(unreachable)?;
    let answered = tokio::time::timeout(settings.call_limit, async {
        let mut response = connector.call(request).await?;
        let status = response.status().as_u16();
        let body = std::mem::replace(response.body_mut(), SdkBody::taken());
        Ok::<_, ConnectorError>((status, read(body).await))
    })
    .await
    .map_err(|_| failed(Cause::Timeout { seconds: settings.call_limit.as_secs() }))?;
    let (status, text) = answered.map_err(|e| unreachable(super::translate::chain_text(&e)))?;
    match (status, text.as_ref().and_then(|text| token(text))) {
        (200, Some(token)) => Ok(token),
        (200, None) => Err(failed(Cause::Other {
            code: "UnexpectedResponse".into(),
            message: "the answer holds no sign-in token".into(),
        })),
        (429, _) => Err(failed(Cause::Throttled { message: "HTTP status 429".into() })),
        (500.., _) => Err(failed(Cause::Internal { message: format!("HTTP status {status}") })),
        // The page gives no reason, only the status.
        _ => Err(failed(Cause::SignInRefused { message: format!("HTTP status {status}") })),
    }
}

/// Whether credentials may go there.
pub(crate) fn may_hold_secrets(url: &str) -> bool {
    url.starts_with("https://") || stays_here(url)
}

/// Whether an address is one of this computer.
pub(crate) fn stays_here(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return false;
    }
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.rsplit_once(':').map_or(authority, |(host, _)| host),
    };
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// `SessionDuration` is left out: with it, credentials from a role's session are refused, and
/// without, the console lasts as long as they do.
fn form(credentials: &SessionCredentials) -> Secret {
    // None of the three values holds anything JSON would escape: AWS's alphabet is base64's.
    let session = Secret::written(format_args!(
        r#"{{"sessionId":"{}","sessionKey":"{}","sessionToken":"{}"}}"#,
        credentials.access_key_id,
        credentials.secret_access_key.expose(),
        credentials.session_token.expose(),
    ));
    Secret::written(format_args!(
        "Action=getSigninToken&Session={}",
        utf8_percent_encode(session.expose(), NON_ALPHANUMERIC)
    ))
}

fn http_request(host: &str, body: &str) -> Result<HttpRequest, String> {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("POST").map_err(|e| e.to_string())?;
    request.set_uri(format!("{host}/federation")).map_err(|e| e.to_string())?;
    let headers = request.headers_mut();
    headers.insert("content-type", "application/x-www-form-urlencoded");
    headers.insert("content-length", body.len().to_string());
    headers.insert("accept", "application/json");
    Ok(request)
}

async fn read(body: SdkBody) -> Option<Zeroizing<String>> {
    let bytes = aws_smithy_types::byte_stream::ByteStream::new(body).collect().await.ok()?;
    let bytes = Zeroizing::new(bytes.into_bytes().to_vec());
    if bytes.len() > MOST {
        return None;
    }
    std::str::from_utf8(&bytes).ok().map(|text| Zeroizing::new(text.to_owned()))
}

/// `{"SigninToken":"..."}`
fn token(text: &str) -> Option<Secret> {
    #[derive(serde::Deserialize)]
    struct Answer {
        #[serde(rename = "SigninToken")]
        token: String,
    }
    let answer: Answer = serde_json::from_str(text).ok()?;
    (!answer.token.is_empty()).then(|| Secret::new(answer.token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_go_by_https_or_stay_here() {
        for ok in [
            "https://signin.aws.amazon.com",
            "http://127.0.0.1:5133",
            "http://[::1]:80/x",
            "http://localhost",
        ] {
            assert!(may_hold_secrets(ok), "{ok}");
        }
        for bad in [
            "http://signin.aws.amazon.com",
            "http://127.0.0.1.evil.example",
            "http://localhost@evil.example",
            "http://127.0.0.1:80@evil.example",
            "ftp://localhost",
            "127.0.0.1",
        ] {
            assert!(!may_hold_secrets(bad), "{bad}");
        }
    }

    #[test]
    fn only_an_answer_with_a_token_is_one() {
        assert_eq!(token(r#"{"SigninToken":"abc"}"#).unwrap().expose(), "abc");
        for bad in [r#"{"SigninToken":""}"#, "{}", "<html>", ""] {
            assert!(token(bad).is_none(), "{bad}");
        }
    }
}
