//! Credentials of a chain of roles, and the console's sign-in token: what goes over the wire.

use rolebridge_cloud::{AssumeChain, AssumeRole, AwsCloud, Cause, Cloud, MfaCode};
use rolebridge_model::{IdentityRef, Partition, SessionDuration, SessionTag, TagKey, TagValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::replay::{assumed, client, cloud, region, role, xml_error};

const A: &str = "arn:aws:iam::222222222222:role/A";
const B: &str = "arn:aws:iam::333333333333:role/x/B";
const MFA: &str = "arn:aws:iam::111111111111:mfa/ada";

fn chain() -> AssumeChain {
    let tag = |key: &str, transitive| SessionTag {
        key: TagKey::parse(key).unwrap(),
        value: TagValue::parse("v").unwrap(),
        transitive,
    };
    AssumeChain {
        base: IdentityRef::Environment,
        region: None,
        through: vec![AssumeRole {
            external_id: "a-id".parse().ok(),
            session_name: "ada".parse().ok(),
            mfa: MFA.parse().ok(),
            tags: vec![tag("Plain", false), tag("Kept", true)],
            source_identity: "ada@corp".parse().ok(),
            ..AssumeRole::plain(role(A))
        }],
        target: AssumeRole {
            duration: SessionDuration::from_seconds(900).ok(),
            ..AssumeRole::plain(role(B))
        },
    }
}

#[tokio::test]
async fn every_parameter_goes_to_the_call_it_belongs_to() {
    let (cloud, wire) =
        cloud([assumed("222222222222", "A", "ASIAA"), assumed("333333333333", "B", "ASIAB")]);
    let code = MfaCode::parse("123456").unwrap();
    let got = cloud.assume_chain(&chain(), Some(&code)).await.unwrap();
    assert_eq!(got.access_key_id, "ASIAB");
    assert_eq!((got.secret_access_key.expose(), got.session_token.expose()), ("secret", "token"));
    // No session lasts longer than was asked for, whatever an answer says.
    let lasts = got.expires_at.duration_since(jiff::Timestamp::now()).as_secs();
    assert!((1..=900).contains(&lasts), "{lasts}");
    assert_eq!(got.session_arn, "arn:aws:sts::333333333333:assumed-role/B/rolebridge");

    let seen = wire.seen();
    let mut first: Vec<(String, String)> = seen[0].form().into_iter().collect();
    first.sort();
    let first: Vec<(&str, &str)> = first.iter().map(|(k, v)| (&**k, &**v)).collect();
    assert_eq!(
        first,
        [
            ("Action", "AssumeRole"),
            ("ExternalId", "a-id"),
            ("RoleArn", A),
            ("RoleSessionName", "ada"),
            ("SerialNumber", MFA),
            ("SourceIdentity", "ada@corp"),
            ("Tags.member.1.Key", "Plain"),
            ("Tags.member.1.Value", "v"),
            ("Tags.member.2.Key", "Kept"),
            ("Tags.member.2.Value", "v"),
            ("TokenCode", "123456"),
            ("TransitiveTagKeys.member.1", "Kept"),
            ("Version", "2011-06-15"),
        ]
    );
    assert!(seen[0].header("authorization").contains("Credential=AKIABASE/"));
    let second = seen[1].form();
    assert_eq!(second.len(), 5, "{second:?}");
    assert_eq!(second["DurationSeconds"], "900");
    assert_eq!(second["RoleSessionName"], "rolebridge");
    assert!(seen[1].header("authorization").contains("Credential=ASIAA/"));
    assert_eq!(seen[1].header("x-amz-security-token"), "token");
    assert_eq!(seen[0].host, "sts.eu-west-1.amazonaws.com");
}

#[tokio::test]
async fn the_region_named_is_the_one_asked_and_nothing_is_cached() {
    let (cloud, wire) =
        cloud([assumed("333333333333", "B", "ASIAB"), assumed("333333333333", "B", "ASIAC")]);
    let chain = AssumeChain { region: Some(region("cn-north-1")), through: Vec::new(), ..chain() };
    for key in ["ASIAB", "ASIAC"] {
        assert_eq!(cloud.assume_chain(&chain, None).await.unwrap().access_key_id, key);
    }
    assert_eq!(wire.seen()[0].host, "sts.cn-north-1.amazonaws.com.cn");
}

#[tokio::test]
async fn the_role_that_refuses_is_named_and_no_secret_is_told() {
    let (cloud, _wire) = cloud([
        assumed("222222222222", "A", "ASIAA"),
        xml_error(
            400,
            "ValidationError",
            "The requested DurationSeconds exceeds the \
                   MaxSessionDuration set for this role.",
        ),
        xml_error(
            403,
            "AccessDenied",
            "MultiFactorAuthentication failed with invalid MFA one time pass code.",
        ),
    ]);
    let code = MfaCode::parse("123456").unwrap();
    let long = cloud.assume_chain(&chain(), Some(&code)).await.unwrap_err();
    assert!(matches!(long.cause, Cause::Invalid { .. }), "{long:?}");
    assert_eq!(long.target, B);
    let wrong = cloud.assume_chain(&chain(), Some(&code)).await.unwrap_err();
    assert!(matches!(&wrong.cause, Cause::AssumeRoleDenied { role, .. } if role == A));
    assert!(!format!("{long:?}{wrong:?}").contains("123456"));
}

#[tokio::test]
async fn a_profile_that_asks_rolebridge_is_refused_before_it_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::write(&config, "[profile round]\ncredential_process = rolebridge credentials Prod\n")
        .unwrap();
    let (client, _wire) = client([]);
    let cloud = AwsCloud::builder().http_client(client).config_files(Some(&config), None).build();
    let base = IdentityRef::Profile { name: "round".parse().unwrap() };
    let refused = cloud.assume_chain(&AssumeChain { base, ..chain() }, None).await.unwrap_err();
    assert!(
        matches!(&refused.cause, Cause::NoCredentials { message } if message.contains("round")),
        "{refused:?}"
    );
}

/// A sign-in page that answers once and tells what it was asked.
async fn page(status: &str, body: &str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = Vec::new();
        let mut piece = [0; 4096];
        loop {
            let read = stream.read(&mut piece).await.unwrap();
            asked.extend_from_slice(&piece[..read]);
            let text = String::from_utf8_lossy(&asked).to_lowercase();
            let length = text.split("content-length: ").nth(1).and_then(|t| t.lines().next());
            let length = length.and_then(|l| l.trim().parse::<usize>().ok()).unwrap_or(0);
            let whole = text.find("\r\n\r\n").is_some_and(|head| asked.len() >= head + 4 + length);
            if whole || read == 0 {
                break;
            }
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(asked).unwrap()
    });
    (url, served)
}

#[tokio::test]
async fn the_sign_in_token_is_asked_for_with_the_credentials_in_the_body() {
    let (builder, _wire) = crate::replay::replay([assumed("333333333333", "B", "ASIAB")]);
    let (url, served) = page("200 OK", r#"{"SigninToken":"sign-in-1"}"#).await;
    let cloud = builder.sign_in_endpoint(&url).build();
    let chain = AssumeChain { through: Vec::new(), ..chain() };
    let credentials = cloud.assume_chain(&chain, None).await.unwrap();
    let token = cloud.sign_in_token(Partition::Aws, &credentials).await.unwrap();
    assert_eq!(token.expose(), "sign-in-1");
    let asked = served.await.unwrap();
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /federation HTTP/1.1\r\n"), "{head}");
    assert!(!head.contains("secret"), "{head}");
    let session = body.strip_prefix("Action=getSigninToken&Session=").unwrap();
    let session = percent_encoding::percent_decode_str(session).decode_utf8().unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&session).unwrap(),
        serde_json::json!({"sessionId": "ASIAB", "sessionKey": "secret", "sessionToken": "token"})
    );
}

#[tokio::test]
async fn what_the_sign_in_page_says_instead_is_told() {
    for (status, body, wanted) in [
        ("400 Bad Request", "", "SignInRefused"),
        ("503 Unavailable", "", "Internal"),
        ("200 OK", "<html>token</html>", "Other"),
    ] {
        let (builder, _wire) = crate::replay::replay([assumed("333333333333", "B", "ASIAB")]);
        let (url, _served) = page(status, body).await;
        let cloud = builder.sign_in_endpoint(&url).build();
        let chain = AssumeChain { through: Vec::new(), ..chain() };
        let credentials = cloud.assume_chain(&chain, None).await.unwrap();
        let failed = cloud.sign_in_token(Partition::Aws, &credentials).await.unwrap_err();
        assert!(format!("{:?}", failed.cause).starts_with(wanted), "{status}: {failed:?}");
    }
}
