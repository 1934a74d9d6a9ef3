//! Credentials and the console's sign-in with AWS as it answers: MiniStack where it decides, an
//! endpoint that answers as told where something is wrong.

use rolebridge_peers::{Asked, ChainOfThree as Way, FakeAws, Ministack, Reply, SessionGiven};

use super::office::{Office, profile};

const ROLE: &str = "arn:aws:iam::222222222222:role/Target";
const MFA: &str = "arn:aws:iam::111111111111:mfa/ada";

fn usual(asked: &Asked) -> Reply {
    asked.usual(&SessionGiven::marked("CLI"), "signin-token")
}

#[tokio::test]
async fn a_chain_of_three_gives_credentials_that_work() {
    let folder = tempfile::tempdir().unwrap();
    let peer = Ministack::start(folder.path());
    let way = Way::made_in(&peer).await;
    let office = Office::with(&way.profile("operator", &peer.url));
    let second = format!("{},{}", Way::SECOND, Way::EXTERNAL_ID);
    let through = ["--via", Way::FIRST, "--via", &second];
    office.add("Deep", "operator", Way::THIRD, &through);
    office.add("No id", "operator", Way::THIRD, &["--via", Way::FIRST, "--via", Way::SECOND]);
    let wrong = format!("{},Corp:team-3", Way::SECOND);
    office.add("Wrong id", "operator", Way::THIRD, &["--via", Way::FIRST, "--via", &wrong]);
    office.add("Second factor", "operator", Way::WITH_MFA, &through);

    let got = office.run(&["credentials", "deep"]);
    assert_eq!((got.code, got.err.as_str()), (0, ""), "{got:?}");
    assert!(got.json()["AccessKeyId"].as_str().unwrap().starts_with("ASIA"));

    for (entry, blamed) in
        [("no id", "Second"), ("wrong id", "Second"), ("second factor", "WithMfa")]
    {
        let ran = office.run(&["credentials", entry]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{ran:?}");
        assert!(ran.err.contains(&format!("{blamed} could not be assumed")), "{}", ran.err);
        assert!(ran.err.contains("external ID or MFA"), "{}", ran.err);
    }
}

#[test]
fn each_trouble_is_told_in_a_sentence_with_what_to_do() {
    let late = Reply::error(403, "SignatureDoesNotMatch", "Signature expired: 2020 is now earlier")
        .with("date", "Thu, 01 Jan 2099 00:15:00 GMT");
    let table = [
        (
            Reply::error(
                403,
                "ExpiredToken",
                "The security token included in the request is expired",
            ),
            "credentials",
            "Sign in again",
        ),
        (
            Reply::error(403, "InvalidClientTokenId", "The security token is invalid."),
            "credentials",
            "access key of the profile",
        ),
        (late, "aws", "date, time"),
        (Reply::error(400, "Throttling", "Rate exceeded"), "aws", "Wait a moment"),
        (
            Reply::error(
                400,
                "ValidationError",
                "The requested DurationSeconds exceeds the \
                MaxSessionDuration set for this role.",
            ),
            "aws",
            "shorter duration",
        ),
        (Reply::error(403, "AccessDenied", "no"), "denied", "trust policy names your identity"),
        (Reply::page(502, "Proxy"), "aws", "Try again"),
        (Reply::page(200, "Wi-Fi sign-in"), "aws", ""),
    ];
    for (reply, code, remedy) in table {
        let told = reply.clone();
        let aws = FakeAws::start(move |_| reply.clone());
        let office = Office::at(&aws.url);
        office.add("Target", "ada", ROLE, &[]);
        let ran = office.run(&["--json", "credentials", "target"]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{told:?}: {ran:?}");
        let error = ran.error();
        assert_eq!(error["code"], code, "{told:?}: {error}");
        assert!(error["message"].as_str().unwrap().contains(ROLE), "{error}");
        assert!(error["remedy"].as_str().unwrap_or_default().contains(remedy), "{told:?}: {error}");
    }
}

#[test]
fn an_mfa_code_goes_once_and_is_refused_with_what_to_do() {
    let aws = FakeAws::start(|asked| match (asked.action(), asked.field("TokenCode")) {
        ("AssumeRole", "654321") => Reply::error(
            403,
            "AccessDenied",
            "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
        ),
        _ => usual(asked),
    });
    let office = Office::at(&aws.url);
    office.add("Target", "ada", ROLE, &["--mfa-serial", MFA]);
    let right = office.run(&["credentials", "target", "--mfa-code", "123456"]);
    assert_eq!(right.json()["AccessKeyId"], "ASIACLI", "{right:?}");
    let wrong = office.run(&["credentials", "target", "--mfa-code", "654321"]);
    assert_eq!(wrong.code, 3, "{wrong:?}");
    assert!(wrong.err.contains("code the device shows now"), "{}", wrong.err);
    let nobody = office.run(&["credentials", "target"]);
    assert_eq!(nobody.code, 1, "{nobody:?}");
    assert!(nobody.err.contains("--mfa-code"), "{}", nobody.err);
    let with_code = aws.asked().iter().filter(|a| a.field("TokenCode") == "654321").count();
    assert_eq!(with_code, 1);
    // Another's device is refused before anybody is asked.
    let others = "arn:aws:iam::222222222222:mfa/bob";
    office.add("Not mine", "ada", ROLE, &["--mfa-serial", others]);
    let ran = office.run(&["credentials", "not mine", "--mfa-code", "123456"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("of account 222222222222"), "{}", ran.err);
}

/// Inside of `roles exec` it is the role that asks for the next one.
#[test]
fn a_denial_inside_of_another_entry_s_environment_says_so() {
    let aws = FakeAws::start(|_| Reply::error(403, "AccessDenied", "no"));
    let office = Office::at(&aws.url);
    let args = ["roles", "add", "--name", "Bare", "--role", ROLE];
    assert_eq!(office.run(&args).code, 0);
    office.add("Target", "ada", ROLE, &[]);
    let inside = [
        ("ROLEBRIDGE_ENTRY", "Hub"),
        ("AWS_ACCESS_KEY_ID", "ASIAHUB"),
        ("AWS_SECRET_ACCESS_KEY", "s"),
        ("AWS_SESSION_TOKEN", "t"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", aws.url.as_str()),
    ];
    let bare = office.run_with(&["credentials", "bare"], &inside);
    assert_eq!(bare.code, 3, "{bare:?}");
    assert!(bare.err.contains("the credentials of Hub"), "{}", bare.err);
    let with_profile = office.run_with(&["credentials", "target"], &inside);
    assert!(!with_profile.err.contains("Hub"), "{}", with_profile.err);
    let outside = office.run_with(&["credentials", "bare"], &inside[1..]);
    assert!(!outside.err.contains("Hub"), "{}", outside.err);
}

#[test]
fn nobody_at_the_endpoint() {
    // Bound and closed again, so that nothing listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let office = Office::at(&format!("http://127.0.0.1:{port}"));
    office.add("Target", "ada", ROLE, &[]);
    let ran = office.run(&["--json", "credentials", "target"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let error = ran.error();
    assert_eq!(error["code"], "unreachable");
    assert!(error["message"].as_str().unwrap().contains(&format!("127.0.0.1:{port}")), "{error}");
}

#[test]
fn the_sign_in_page_refuses() {
    let open = ["roles", "open", "--way", "console", "--print-url", "target"];
    for (page, code) in [
        (Reply::page(400, "Bad Request"), "denied"),
        (Reply::page(200, "Sign in"), "aws"),
        (Reply::page(503, "Sorry"), "aws"),
    ] {
        let reply = page.clone();
        let aws = FakeAws::start(move |asked| match asked.action() {
            "getSigninToken" => reply.clone(),
            _ => usual(asked),
        });
        let office = Office::at(&aws.url);
        office.add("Target", "ada", ROLE, &[]);
        let ran = office
            .run_with(&[&["--json"], &open[..]].concat(), &[("AWS_ENDPOINT_URL_SIGNIN", &aws.url)]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{page:?}: {ran:?}");
        assert_eq!(ran.error()["code"], code, "{page:?}: {ran:?}");
        assert!(!ran.err.contains("CLI+key") && !ran.err.contains("token/CLI"), "{}", ran.err);
    }
    let aws = FakeAws::start(usual);
    let office = Office::at(&aws.url);
    office.add("Target", "ada", ROLE, &["--region", "eu-west-1"]);
    let ran = office.run_with(&open, &[("AWS_ENDPOINT_URL_SIGNIN", &aws.url)]);
    let address = "https://signin.aws.amazon.com/federation?Action=login&Issuer=Rolebridge&\
                   Destination=https%3A%2F%2F";
    assert!(ran.out.starts_with(address), "{ran:?}");
    assert!(ran.out.trim_end().ends_with("&SigninToken=signin%2Dtoken"), "{ran:?}");
}

/// Without an endpoint of one's own, the host is the partition's: seen by the proxy on the way.
#[test]
fn the_sign_in_page_is_the_one_of_the_partition() {
    let aws = FakeAws::start(usual);
    let proxy = FakeAws::start(|_| Reply::page(502, "closed"));
    let table = [
        ("aws", "eu-west-1", "signin.aws.amazon.com:443"),
        ("aws-cn", "cn-north-1", "signin.amazonaws.cn:443"),
        ("aws-us-gov", "us-gov-west-1", "signin.amazonaws-us-gov.com:443"),
        ("aws-eusc", "eusc-de-east-1", "eusc-de-east-1.signin.amazonaws-eusc.eu:443"),
    ];
    let config: String = table.iter().map(|(p, region, _)| profile(p, region, &aws.url)).collect();
    let office = Office::with(&config);
    for (partition, region, _) in table {
        let role = format!("arn:{partition}:iam::222222222222:role/Target");
        office.add(&format!("in {partition}."), partition, &role, &["--region", region]);
    }
    for (partition, _, host) in table {
        let entry = format!("in {partition}.");
        let open = ["roles", "open", "--way", "console", "--print-url", &entry];
        let ran = office.run_with(&open, &[("HTTPS_PROXY", &proxy.url)]);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.err.contains(host.trim_end_matches(":443")), "{}", ran.err);
        let asked = proxy.asked().pop().unwrap();
        assert_eq!(asked.method, "CONNECT");
        assert_eq!(asked.connect_to.as_deref(), Some(host), "{partition}");
    }
}
