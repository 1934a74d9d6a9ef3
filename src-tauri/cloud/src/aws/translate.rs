//! Turns what the SDK reports into a cause a person can act on. Nothing else looks at AWS's error
//! codes.

use std::error::Error;
use std::io::ErrorKind;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;

use crate::{Cause, CloudError};

/// The call that assumes a role: a denial of it says something else than a denial of other calls.
pub(crate) const ASSUME_ROLE: &str = "sts:AssumeRole";

/// Which call failed, and where it went.
pub(crate) struct Call<'a> {
    pub(crate) operation: &'a str,
    pub(crate) target: &'a str,
    /// The endpoint dialled, if the call got that far. Without credentials in it.
    pub(crate) endpoint: Option<String>,
    /// The call's time limit.
    pub(crate) limit_seconds: u64,
}

/// The one translation.
pub(crate) fn translate<E>(call: &Call<'_>, error: &SdkError<E, HttpResponse>) -> CloudError
where
    E: Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    // A role on the way could not be assumed: that failure is the one to show, whole.
    if let Some(inner) = find::<CloudError>(error) {
        return inner.clone();
    }
    if let Some(credentials) = find::<CredentialsError>(error) {
        return of_credentials(call, credentials);
    }
    let cause = match error {
        SdkError::ServiceError(answer) => of_answer(
            call,
            answer.err().code(),
            answer.err().message(),
            answer.raw().status().as_u16(),
        ),
        SdkError::TimeoutError(_) => Cause::Timeout { seconds: call.limit_seconds },
        SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
            Some(connector) => unreachable_endpoint(call.endpoint.clone(), connector),
            None => unexpected("Dispatch", error),
        },
        SdkError::ResponseError(answer) => match answer.raw().status().as_u16() {
            status if status >= 500 => Cause::Internal { message: format!("HTTP status {status}") },
            _ => unexpected("UnexpectedResponse", error),
        },
        SdkError::ConstructionFailure(_) => unexpected("InvalidRequest", error),
        _ => unexpected("Unknown", error),
    };
    let mut translated = CloudError::new(call.operation, call.target, cause);
    translated.request_id = error.request_id().or_else(|| error.meta().request_id()).map(Box::from);
    translated
}

/// What AWS answered, by its code; without one (a proxy's page, an empty body) by HTTP status.
fn of_answer(call: &Call<'_>, code: Option<&str>, message: Option<&str>, status: u16) -> Cause {
    let code = code.unwrap_or_default();
    let message = clean(message.filter(|m| !m.is_empty()).unwrap_or(code));
    // IAM's modelled errors carry the suffix in the SDK but not on the wire.
    let plain = code.strip_suffix("Exception").unwrap_or(code);
    match plain {
        "AccessDenied" | "UnauthorizedOperation" | "NotAuthorized" => denied(call, message),
        // The SDK has tried again with AWS's own time by then, where an answer named it.
        "RequestExpired" | "RequestTimeTooSkewed" => Cause::ClockSkew { message },
        "SignatureDoesNotMatch" | "InvalidSignature" if of_another_time(&message) => {
            Cause::ClockSkew { message }
        }
        "ExpiredToken" | "TokenRefreshRequired" => Cause::ExpiredCredentials { message },
        "InvalidClientTokenId"
        | "UnrecognizedClient"
        | "SignatureDoesNotMatch"
        | "InvalidSignature"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "InvalidAccessKeyId"
        | "OptInRequired" => Cause::InvalidCredentials { message },
        "RegionDisabled" => Cause::RegionDisabled { message },
        "NoSuchEntity" | "ResourceNotFound" => Cause::NotFound { message },
        "EntityAlreadyExists" => Cause::AlreadyExists { message },
        "MalformedPolicyDocument" if message.contains("Invalid principal in policy") => {
            Cause::InvalidPrincipal { message }
        }
        "MalformedPolicyDocument" => Cause::MalformedPolicy { message },
        "LimitExceeded" | "ServiceQuotaExceeded" | "PackedPolicyTooLarge" => {
            Cause::Quota { message }
        }
        "Throttling"
        | "Throttled"
        | "RequestThrottled"
        | "TooManyRequests"
        | "RequestLimitExceeded"
        | "SlowDown" => Cause::Throttled { message },
        _ if message.contains("Rate exceeded") => Cause::Throttled { message },
        "Validation"
        | "ValidationError"
        | "InvalidParameter"
        | "InvalidParameterValue"
        | "InvalidInput"
        | "PolicyNotAttachable"
        | "ContentSizeExceeded" => Cause::Invalid { message, fields: Vec::new() },
        "Conflict"
        | "ConcurrentModification"
        | "DeleteConflict"
        | "EntityTemporarilyUnmodifiable" => Cause::Conflict { message },
        "UnmodifiableEntity" => Cause::Unmodifiable { message },
        "InternalServer" | "InternalFailure" | "InternalError" | "ServiceFailure"
        | "ServiceUnavailable" => Cause::Internal { message },
        "" => of_status(call, status),
        _ if status >= 500 => Cause::Internal { message },
        _ => Cause::Other { code: code.to_owned(), message },
    }
}

/// What AWS says of a good signature that is too old or of the future, under the code of a wrong
/// one (third party: public reports of both sentences; no page of AWS lists them).
fn of_another_time(message: &str) -> bool {
    message.starts_with("Signature expired") || message.starts_with("Signature not yet current")
}

fn of_status(call: &Call<'_>, status: u16) -> Cause {
    let message = format!("HTTP status {status}");
    match status {
        401 | 403 => denied(call, message),
        402 => Cause::Quota { message },
        404 => Cause::NotFound { message },
        429 => Cause::Throttled { message },
        500.. => Cause::Internal { message },
        // A success or a redirection that the SDK can't read: something between us and AWS answers.
        _ => Cause::Other { code: "UnexpectedResponse".to_owned(), message },
    }
}

fn denied(call: &Call<'_>, message: String) -> Cause {
    if call.operation == ASSUME_ROLE {
        Cause::AssumeRoleDenied { role: call.target.to_owned(), message }
    } else {
        Cause::AccessDenied { message }
    }
}

/// The base credentials could not be had. A profile may itself assume a role, so this can be a
/// denial, too.
pub(crate) fn of_credentials(call: &Call<'_>, error: &CredentialsError) -> CloudError {
    if let Some(inner) = find::<CloudError>(error) {
        return inner.clone();
    }
    if let Some(inner) = find::<SdkError<AssumeRoleError, HttpResponse>>(error) {
        let role = inner
            .meta()
            .message()
            .and_then(|m| m.split("on resource: ").nth(1))
            .and_then(|rest| rest.split_whitespace().next())
            .unwrap_or("the role of the profile");
        let inner_call = Call {
            operation: ASSUME_ROLE,
            target: role,
            endpoint: Some("AWS STS".to_owned()),
            limit_seconds: call.limit_seconds,
        };
        return translate(&inner_call, inner);
    }
    let message = without_wrapping(&chain_text(error));
    let no_file = find::<std::io::Error>(error).is_some_and(|e| e.kind() == ErrorKind::NotFound);
    let cause = match error {
        CredentialsError::InvalidConfiguration(_) => Cause::Misconfigured { message },
        CredentialsError::CredentialsNotLoaded(_)
            if message.contains("could not find source profile") =>
        {
            Cause::Misconfigured { message }
        }
        CredentialsError::CredentialsNotLoaded(_) => Cause::NoCredentials { message },
        CredentialsError::ProviderTimedOut(details) => {
            Cause::Timeout { seconds: details.timeout_duration().as_secs() }
        }
        // The types of the SSO and sign-in providers' errors are private, so only their text tells
        // a session that has run out from one that was never there.
        _ if message.to_ascii_lowercase().contains("expired") => {
            Cause::ExpiredCredentials { message }
        }
        _ => match find::<ConnectorError>(error) {
            Some(connector) => {
                unreachable_endpoint(Some("the sign-in service".to_owned()), connector)
            }
            // The SDK names no file: it is that of `web_identity_token_file`. Others are told apart
            // by whoever knows how the identity signs in.
            None if no_file && message.starts_with("No such file") => {
                let message = "the file with the web identity token is not there".to_owned();
                Cause::Misconfigured { message }
            }
            None if no_file => {
                let message = "nothing of a sign-in is kept on this computer".to_owned();
                Cause::NoCredentials { message }
            }
            None => Cause::NoCredentials { message },
        },
    };
    CloudError::new(call.operation, call.target, cause)
}

/// What the SDK says around a reason, which tells nobody more.
fn without_wrapping(message: &str) -> String {
    const WRAPPING: [&str; 6] = [
        "the credentials provider was not properly configured: ",
        "the credential provider was not enabled: ",
        "an error occurred while loading credentials: ",
        "ProfileFile provider could not be built: ",
        "unexpected credentials error: ",
        "Error retrieving credentials: ",
    ];
    let mut rest = message;
    while let Some(inner) = WRAPPING.iter().find_map(|w| rest.strip_prefix(w)) {
        rest = inner;
    }
    rest.to_owned()
}

fn unreachable_endpoint(endpoint: Option<String>, error: &ConnectorError) -> Cause {
    Cause::Unreachable {
        endpoint: endpoint.unwrap_or_else(|| "AWS".to_owned()),
        message: chain_text(error),
    }
}

fn unexpected(code: &str, error: &(dyn Error + 'static)) -> Cause {
    Cause::Other { code: code.to_owned(), message: chain_text(error) }
}

/// The first error of a type among an error and its sources.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    chain(error).find_map(|e| e.downcast_ref())
}

/// An error and its sources, outermost first.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |e| {
        let e: &'a (dyn Error + 'static) = *e;
        e.source()
    })
}

/// The texts of an error and its sources. Only their `Display` texts: `Debug` may show values
/// that are none of a log's business.
pub(crate) fn chain_text(error: &(dyn Error + 'static)) -> String {
    let mut parts: Vec<String> = Vec::new();
    for e in chain(error) {
        let text = clean(&e.to_string());
        // Many errors repeat their source.
        if !text.is_empty() && !parts.last().is_some_and(|last| last.contains(&text)) {
            parts.push(text);
        }
    }
    clean(&parts.join(": "))
}

/// Cuts what may hold a secret. For a wrong signature AWS repeats the signed request, security
/// token and all; for an endpoint that is no address the SDK prints the request, in which there may
/// be the code of an MFA device; a proxy's or endpoint's URL may carry a password.
fn clean(message: &str) -> String {
    const LONGEST: usize = 2000;
    let mut cut = message;
    for marker in [
        "The Canonical String",
        "The String-to-Sign",
        "x-amz-security-token",
        "Authorization header:",
        " to request `Request {",
    ] {
        if let Some(i) = cut.find(marker) {
            cut = &cut[..i];
        }
    }
    let text = without_userinfo(cut.trim_end());
    match text.char_indices().nth(LONGEST) {
        Some((i, _)) => format!("{}\u{2026}", &text[..i]),
        None => text,
    }
}

/// Removes `user:password@` from every URL in a text.
pub(crate) fn without_userinfo(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(i) = rest.find("://") {
        let (head, tail) = rest.split_at(i + 3);
        out.push_str(head);
        let authority_end = tail
            .find(|c: char| c == '/' || c == '?' || c == '#' || c.is_whitespace())
            .unwrap_or(tail.len());
        let host_start = tail[..authority_end].rfind('@').map_or(0, |at| at + 1);
        rest = &tail[host_start..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(operation: &str, code: &str, message: &str, status: u16) -> Cause {
        let call = Call {
            operation,
            target: "arn:aws:iam::222222222222:role/R",
            endpoint: None,
            limit_seconds: 20,
        };
        of_answer(&call, Some(code), Some(message), status)
    }

    #[test]
    fn codes_become_causes() {
        let m = || "m".to_owned();
        let invalid = || Cause::Invalid { message: m(), fields: vec![] };
        for (code, expected) in [
            ("AccessDenied", Cause::AccessDenied { message: m() }),
            ("AccessDeniedException", Cause::AccessDenied { message: m() }),
            ("ExpiredToken", Cause::ExpiredCredentials { message: m() }),
            ("ExpiredTokenException", Cause::ExpiredCredentials { message: m() }),
            ("InvalidClientTokenId", Cause::InvalidCredentials { message: m() }),
            ("UnrecognizedClientException", Cause::InvalidCredentials { message: m() }),
            ("SignatureDoesNotMatch", Cause::InvalidCredentials { message: m() }),
            ("RequestTimeTooSkewed", Cause::ClockSkew { message: m() }),
            ("RequestExpired", Cause::ClockSkew { message: m() }),
            ("RegionDisabledException", Cause::RegionDisabled { message: m() }),
            ("NoSuchEntity", Cause::NotFound { message: m() }),
            ("EntityAlreadyExists", Cause::AlreadyExists { message: m() }),
            ("MalformedPolicyDocument", Cause::MalformedPolicy { message: m() }),
            ("LimitExceeded", Cause::Quota { message: m() }),
            ("ServiceQuotaExceededException", Cause::Quota { message: m() }),
            ("ValidationError", invalid()),
            ("InvalidInput", invalid()),
            ("PolicyNotAttachable", invalid()),
            ("Throttling", Cause::Throttled { message: m() }),
            ("TooManyRequestsException", Cause::Throttled { message: m() }),
            ("ConcurrentModification", Cause::Conflict { message: m() }),
            ("DeleteConflict", Cause::Conflict { message: m() }),
            ("EntityTemporarilyUnmodifiable", Cause::Conflict { message: m() }),
            ("UnmodifiableEntity", Cause::Unmodifiable { message: m() }),
            ("ServiceFailure", Cause::Internal { message: m() }),
            ("Brandnew", Cause::Other { code: "Brandnew".to_owned(), message: m() }),
        ] {
            assert_eq!(cause("iam:CreateRole", code, "m", 400), expected, "{code}");
        }
    }

    #[test]
    fn a_request_that_is_printed_is_cut_out() {
        let printed =
            "failed to apply endpoint `x y` to request `Request { body: TokenCode=123456 }`";
        let error = CredentialsError::provider_error(std::io::Error::other(printed));
        let text = chain_text(&error);
        assert!(text.ends_with("failed to apply endpoint `x y`"), "{text}");
    }

    #[test]
    fn what_the_configuration_lacks_is_told_without_the_sdk_s_own_layers() {
        let call =
            Call { operation: "credentials", target: "ada", endpoint: None, limit_seconds: 20 };
        let cause = |error: CredentialsError| of_credentials(&call, &error).cause;
        let wrong = CredentialsError::invalid_configuration("no key");
        assert_eq!(cause(wrong), Cause::Misconfigured { message: "no key".into() });
        let missing = || std::io::Error::from(ErrorKind::NotFound);
        assert!(matches!(
            cause(CredentialsError::provider_error(missing())),
            Cause::NoCredentials { message } if !message.contains("os error")
        ));
        let program = CredentialsError::provider_error("it ended with 3");
        assert_eq!(cause(program), Cause::NoCredentials { message: "it ended with 3".into() });
    }

    #[test]
    fn the_same_code_can_have_two_causes() {
        assert!(matches!(
            cause(ASSUME_ROLE, "AccessDenied", "no", 403),
            Cause::AssumeRoleDenied { role, .. } if role == "arn:aws:iam::222222222222:role/R"
        ));
        assert!(matches!(
            cause(
                "iam:CreateRole",
                "MalformedPolicyDocument",
                "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111111111111:role/Gone\"",
                400
            ),
            Cause::InvalidPrincipal { .. }
        ));
        for early_or_late in ["Signature expired: 20261122T080000Z", "Signature not yet current: 2"]
        {
            assert!(matches!(
                cause("iam:GetRole", "SignatureDoesNotMatch", early_or_late, 403),
                Cause::ClockSkew { .. }
            ));
        }
        assert!(matches!(
            cause("iam:GetRole", "Whatever", "Rate exceeded", 400),
            Cause::Throttled { .. }
        ));
        assert!(matches!(cause("iam:GetRole", "", "", 403), Cause::AccessDenied { .. }));
        assert!(matches!(
            cause("iam:GetRole", "", "", 302),
            Cause::Other { message, .. } if message == "HTTP status 302"
        ));
    }

    #[test]
    fn a_repeated_request_is_cut_from_the_message() {
        let message = "The request signature we calculated does not match. The Canonical String \
                       for this request should have been 'POST\nx-amz-security-token:FwoGZXIv'";
        let Cause::InvalidCredentials { message } =
            cause("sts:GetCallerIdentity", "SignatureDoesNotMatch", message, 403)
        else {
            panic!("another cause");
        };
        assert_eq!(message, "The request signature we calculated does not match.");
    }

    #[test]
    fn urls_lose_their_passwords() {
        assert_eq!(
            without_userinfo("proxy http://me:pw@proxy.corp:8080/x and https://a@b refused"),
            "proxy http://proxy.corp:8080/x and https://b refused"
        );
        assert_eq!(without_userinfo("https://b/a@c"), "https://b/a@c");
    }

    #[test]
    fn long_messages_are_cut_on_a_character() {
        let text = clean(&"\u{e9}".repeat(3000));
        assert_eq!(text.chars().count(), 2001);
    }
}
