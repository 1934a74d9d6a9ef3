//! What goes wrong between us and AWS, each as the cause and with the remedy a person gets. The
//! endpoint is a fake that answers what AWS answers, as no emulator has limits, a wrong clock or a
//! page that hangs.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test, which Clippy doesn't take for one

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use rolebridge_cloud::{
    AssumeChain, AssumeRole, AwsCloud, AwsCloudBuilder, Cause, Cloud, CloudError, MfaCode,
    SessionCredentials,
};
use rolebridge_model::{Access, IdentityRef, Partition, RoleArn, Timestamp};
use rolebridge_peers::{Asked, FakeAws, Reply, SessionGiven};

const ROLE: &str = "arn:aws:iam::222222222222:role/Target";

fn builder(endpoint: &str) -> AwsCloudBuilder {
    AwsCloud::builder()
        .endpoint_url(endpoint)
        .sign_in_endpoint(endpoint)
        .static_credentials("AKIABASE", "base-secret")
        .region("us-east-1".parse().unwrap())
        .config_files(Some(Path::new("/nobody/has/this")), None)
}

fn chain(mfa: Option<&str>) -> AssumeChain {
    AssumeChain {
        base: IdentityRef::Environment,
        region: None,
        through: Vec::new(),
        target: AssumeRole {
            mfa: mfa.and_then(|m| m.parse().ok()),
            ..AssumeRole::plain(RoleArn::parse(ROLE).unwrap())
        },
    }
}

fn usual(asked: &Asked) -> Reply {
    asked.usual(&SessionGiven::marked("USUAL"), "signin-token")
}

async fn credentials(endpoint: &str) -> Result<SessionCredentials, CloudError> {
    builder(endpoint).build().assume_chain(&chain(None), None).await
}

/// Answers in turn, the last one for ever.
fn in_turn(replies: Vec<Reply>) -> FakeAws {
    let mut left = replies.into_iter().peekable();
    FakeAws::start(move |asked| {
        let now = left.next();
        let Some(reply) = now else { return usual(asked) };
        if left.peek().is_none() {
            left = vec![reply.clone()].into_iter().peekable();
        }
        reply
    })
}

fn name_of(cause: &Cause) -> String {
    format!("{cause:?}").split(' ').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn each_refusal_of_sts_is_told_with_what_to_do() {
    let table = [
        (
            403,
            "AccessDenied",
            "User: u is not authorized to perform: sts:AssumeRole on resource: r",
            "AssumeRoleDenied",
            "external ID or MFA",
        ),
        (
            403,
            "AccessDenied",
            "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
            "AssumeRoleDenied",
            "code the device shows now",
        ),
        (
            403,
            "AccessDenied",
            "User: u is not authorized to perform: sts:TagSession on resource: r",
            "AssumeRoleDenied",
            "session tags out",
        ),
        (
            403,
            "AccessDenied",
            "User: u is not authorized to perform: sts:SetSourceIdentity on \
            resource: r",
            "AssumeRoleDenied",
            "source identity out",
        ),
        (
            400,
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set \
            for this role.",
            "Invalid",
            "shorter duration",
        ),
        (
            400,
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit \
            for roles assumed by role chaining.",
            "Invalid",
            "an hour or less",
        ),
        (
            403,
            "ExpiredToken",
            "The security token included in the request is expired",
            "ExpiredCredentials",
            "Sign in again",
        ),
        (
            403,
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
            "InvalidCredentials",
            "access key",
        ),
        (
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the \
            signature you provided.",
            "InvalidCredentials",
            "access key",
        ),
        (
            403,
            "RegionDisabledException",
            "STS is not activated in this region for account: 1",
            "RegionDisabled",
            "Enable the Region",
        ),
        (
            400,
            "PackedPolicyTooLarge",
            "Packed size of session tags consumes 120% of allotted space.",
            "Quota",
            "no longer needed",
        ),
    ];
    for (status, code, message, wanted, remedy) in table {
        let aws = FakeAws::start(move |_| Reply::error(status, code, message));
        let failed = credentials(&aws.url).await.unwrap_err();
        assert_eq!(name_of(&failed.cause), wanted, "{message}: {failed:?}");
        assert_eq!(failed.target, ROLE);
        let told = failed.cause.remedy().unwrap_or_default();
        assert!(told.contains(remedy), "{message}: {told}");
        assert_eq!(aws.asked().len(), 1, "{message}: a refusal is final");
    }
}

/// The SDK reads AWS's time from the answer and signs again; only where that does not help is it
/// the person's to know.
#[tokio::test]
async fn a_wrong_clock_is_corrected_or_told() {
    let message = "Signature expired: 20200101T000000Z is now earlier than 20990101T000000Z \
                   (20990101T001500Z - 15 min.)";
    let late = || {
        Reply::error(403, "SignatureDoesNotMatch", message)
            .with("date", "Thu, 01 Jan 2099 00:15:00 GMT")
    };
    let mut first = true;
    let aws = FakeAws::start(move |asked| match std::mem::take(&mut first) {
        true => late(),
        false => usual(asked),
    });
    assert_eq!(credentials(&aws.url).await.unwrap().access_key_id, "ASIAUSUAL");
    let signed: Vec<String> = aws.asked().iter().map(|a| a.headers["x-amz-date"].clone()).collect();
    assert_eq!(signed.len(), 2);
    assert!(!signed[0].starts_with("20990101") && signed[1].starts_with("20990101"), "{signed:?}");

    for reply in [late(), Reply::error(403, "RequestTimeTooSkewed", "The difference is too large.")]
    {
        let aws = in_turn(vec![reply]);
        let failed = credentials(&aws.url).await.unwrap_err();
        assert_eq!(name_of(&failed.cause), "ClockSkew", "{failed:?}");
        assert!(failed.cause.remedy().unwrap().contains("date, time"));
    }
}

/// The SDK signs with AWS's time where this computer's is wrong, so that nothing else shows it. Who
/// keeps credentials looks at this computer's clock all the same.
#[tokio::test]
async fn credentials_end_by_this_computer_s_clock() {
    let hour = 3600;
    // How far AWS is ahead of us.
    for off in [-1800, 0, 2 * hour] {
        let aws = FakeAws::start(move |asked| {
            let there = Timestamp::now() + SignedDuration::from_secs(off);
            let lasts = Duration::from_secs(u64::try_from(hour + off).unwrap());
            let session = SessionGiven { lasts, ..SessionGiven::marked("USUAL") };
            let date = there.strftime("%a, %d %b %Y %H:%M:%S GMT");
            asked.usual(&session, "").with("date", date.to_string())
        });
        let before = Timestamp::now();
        let ends = credentials(&aws.url).await.unwrap().expires_at;
        let after = Timestamp::now();
        let hour = SignedDuration::from_secs(hour);
        // An answer's time is cut to the second.
        let cut = SignedDuration::from_secs(10);
        assert!(before + hour - cut <= ends && ends <= after + hour + cut, "{off}: {ends}");
    }
}

/// Of all calls, not only those for credentials.
#[tokio::test]
async fn two_refusals_for_too_many_calls_are_waited_out() {
    let mut refusals = 2;
    let aws = FakeAws::start(move |asked| {
        if refusals > 0 {
            refusals -= 1;
            return Reply::error(400, "Throttling", "Rate exceeded");
        }
        usual(asked)
    });
    let cloud = builder(&aws.url).build();
    let caller = cloud.caller(&Access::base(IdentityRef::Environment)).await.unwrap();
    assert_eq!(caller.account.as_str(), "111111111111");
    assert_eq!(aws.asked().len(), 3);
}

#[tokio::test]
async fn throttling_passes_or_is_told() {
    let limit = || Reply::error(400, "Throttling", "Rate exceeded");
    let mut refusals = 2;
    let aws = FakeAws::start(move |asked| {
        if refusals > 0 {
            refusals -= 1;
            return limit();
        }
        usual(asked)
    });
    assert_eq!(credentials(&aws.url).await.unwrap().access_key_id, "ASIAUSUAL");
    assert_eq!(aws.asked().len(), 3);

    let aws = in_turn(vec![limit()]);
    let failed = credentials(&aws.url).await.unwrap_err();
    assert_eq!(failed.cause, Cause::Throttled { message: "Rate exceeded".into() });
    assert_eq!(aws.asked().len(), 4, "four tries and no more");
}

#[tokio::test]
async fn an_mfa_code_that_was_refused_is_asked_for_once() {
    let aws = FakeAws::start(|asked| match asked.field("TokenCode") {
        "123456" => usual(asked),
        "" => Reply::error(
            403,
            "AccessDenied",
            "User: u is not authorized to perform: sts:AssumeRole",
        ),
        _ => Reply::error(
            403,
            "AccessDenied",
            "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
        ),
    });
    let cloud = builder(&aws.url).build();
    let mfa = chain(Some("arn:aws:iam::111111111111:mfa/ada"));
    let code = |digits: &str| MfaCode::parse(digits).unwrap();
    cloud.assume_chain(&mfa, Some(&code("123456"))).await.unwrap();
    let wrong = cloud.assume_chain(&mfa, Some(&code("654321"))).await.unwrap_err();
    let without = cloud.assume_chain(&chain(None), None).await.unwrap_err();
    for failed in [&wrong, &without] {
        assert_eq!(name_of(&failed.cause), "AssumeRoleDenied");
    }
    assert_ne!(wrong.cause.remedy(), without.cause.remedy());
    assert!(!format!("{wrong:?}").contains("654321"));
    // A code is good for one call: sending it twice would lock the device out for a while.
    assert_eq!(aws.asked().len(), 3);
}

#[tokio::test]
async fn nobody_there_and_nobody_answering() {
    // Bound and closed again, so that nothing listens there.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nowhere = format!("http://127.0.0.1:{port}");
    let failed = credentials(&nowhere).await.unwrap_err();
    assert!(
        matches!(&failed.cause, Cause::Unreachable { endpoint, .. } if *endpoint == nowhere),
        "{failed:?}"
    );
    assert!(failed.cause.remedy().unwrap().contains("endpoint"));

    let aws = FakeAws::start(|_| Reply::Never);
    let cloud = builder(&aws.url).call_limit(Duration::from_secs(2)).build();
    let begin = Instant::now();
    let failed = cloud.assume_chain(&chain(None), None).await.unwrap_err();
    assert_eq!(failed.cause, Cause::Timeout { seconds: 2 });
    assert!(begin.elapsed() >= Duration::from_secs(2));
    assert!(!aws.asked().is_empty(), "it was asked and hung");
}

/// What the console's sign-in page may answer, and hang, and be away.
#[tokio::test]
async fn the_sign_in_page_has_troubles_of_its_own() {
    let session = || async {
        let aws = FakeAws::start(usual);
        credentials(&aws.url).await.unwrap()
    };
    let session = session().await;
    let with = |reply: Reply| FakeAws::start(move |_| reply.clone());
    let table = [
        (Reply::sign_in_token("signin-token"), ""),
        (Reply::page(400, "Bad Request"), "SignInRefused"),
        (Reply::page(302, "elsewhere").with("location", "https://example.com/"), "SignInRefused"),
        (Reply::page(200, "Sign in"), "Other"),
        (Reply::sign_in_token(""), "Other"),
        (Reply::page(200, &"x".repeat(100_000)), "Other"),
        (Reply::page(429, "Slow down"), "Throttled"),
        (Reply::page(503, "Sorry"), "Internal"),
    ];
    for (reply, wanted) in table {
        let page = with(reply.clone());
        let answered = builder(&page.url).build().sign_in_token(Partition::Aws, &session).await;
        match answered {
            Ok(token) => assert_eq!((wanted, token.expose()), ("", "signin-token")),
            Err(failed) => {
                assert_eq!(name_of(&failed.cause), wanted, "{reply:?}: {failed:?}");
                let told = format!("{failed:?} {failed}");
                assert!(!told.contains("USUAL"), "{told}");
            }
        }
        let asked = page.asked();
        assert_eq!((asked.len(), asked[0].path.as_str()), (1, "/federation"), "{reply:?}");
        assert!(asked[0].field("Session").contains(session.session_token.expose()));
    }

    let page = FakeAws::start(|_| Reply::Never);
    let cloud = builder(&page.url).call_limit(Duration::from_secs(2)).build();
    let failed = cloud.sign_in_token(Partition::Aws, &session).await.unwrap_err();
    assert_eq!(failed.cause, Cause::Timeout { seconds: 2 });
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let cloud = builder(&format!("http://127.0.0.1:{port}")).build();
    let failed = cloud.sign_in_token(Partition::Aws, &session).await.unwrap_err();
    assert_eq!(name_of(&failed.cause), "Unreachable", "{failed:?}");
    // Only this computer may be told by http.
    let cloud = builder("http://sign-in.example").build();
    let failed = cloud.sign_in_token(Partition::Aws, &session).await.unwrap_err();
    assert_eq!(name_of(&failed.cause), "Invalid", "{failed:?}");
}
