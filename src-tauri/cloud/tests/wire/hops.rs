//! Assumed roles: in order, once, and with the right one blamed.

use std::time::Duration;

use rolebridge_cloud::{AwsCloud, Cause, Cloud};
use rolebridge_model::{Access, IdentityRef};

use crate::replay::{
    Seen, assumed, base, caller_is, client, cloud, json_error, role, space, xml_error,
};

const A: &str = "arn:aws:iam::222222222222:role/A";
const B: &str = "arn:aws:iam::333333333333:role/x/B";
const C: &str = "arn:aws:iam::444444444444:role/C";

fn through(first: &str, second: &str) -> Access {
    base().through(role(first), None).through(role(second), Some("ext-1".parse().unwrap()))
}

/// Which key signed, and what was asked.
fn told(request: &Seen) -> (String, String) {
    let form = request.form();
    let key = request
        .header("authorization")
        .split("Credential=")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let what = form.get("RoleArn").unwrap_or(&form["Action"]).clone();
    (key, what)
}

#[tokio::test]
async fn roles_are_assumed_in_order_and_once() {
    let (cloud, wire) = cloud([
        assumed("222222222222", "A", "ASIAA"),
        assumed("333333333333", "B", "ASIAB"),
        caller_is("333333333333"),
        caller_is("333333333333"),
    ]);
    let access = through(A, B);
    let caller = cloud.caller(&access).await.unwrap();
    assert_eq!(caller.account.as_str(), "333333333333");
    cloud.caller(&access).await.unwrap();
    let seen = wire.seen();
    let asked: Vec<(String, String)> = seen.iter().map(told).collect();
    let expected = [
        ("AKIABASE", A),
        ("ASIAA", B),
        ("ASIAB", "GetCallerIdentity"),
        ("ASIAB", "GetCallerIdentity"),
    ]
    .map(|(k, w)| (k.to_owned(), w.to_owned()));
    assert_eq!(asked, expected);
    assert!(!seen[0].form().contains_key("ExternalId"));
    assert_eq!(seen[1].form()["ExternalId"], "ext-1");
    assert_eq!(seen[1].form()["RoleSessionName"], "rolebridge");
    assert_eq!(seen[1].header("x-amz-security-token"), "token");
    assert!(seen.iter().all(|s| s.host == "sts.eu-west-1.amazonaws.com"));

    // A second account behind the same first role costs one call more, not two.
    wire.forget();
    wire.add(assumed("444444444444", "C", "ASIAC"));
    wire.add(caller_is("444444444444"));
    cloud.caller(&through(A, C)).await.unwrap();
    let asked: Vec<(String, String)> = wire.seen().iter().map(told).collect();
    assert_eq!(asked[0], ("ASIAA".to_owned(), C.to_owned()));
    assert_eq!(asked.len(), 2);
}

#[tokio::test]
async fn trying_assumes_anew_every_time() {
    let (cloud, wire) = cloud([
        assumed("222222222222", "A", "ASIAA"),
        assumed("333333333333", "B", "ASIAB"),
        assumed("222222222222", "A", "ASIAA2"),
        assumed("333333333333", "B", "ASIAB2"),
    ]);
    let access = through(A, B);
    for _ in 0..2 {
        let caller = cloud.try_assume(&access).await.unwrap();
        assert_eq!(caller.account.as_str(), "333333333333");
        assert_eq!(caller.arn, "arn:aws:sts::333333333333:assumed-role/B/rolebridge");
        assert_eq!(caller.user_id, "AROAEXAMPLE:rolebridge");
    }
    assert_eq!(told(&wire.seen()[3]), ("ASIAA2".to_owned(), B.to_owned()));
}

#[tokio::test]
async fn the_role_that_was_refused_is_named() {
    let denied = || {
        xml_error(
            403,
            "AccessDenied",
            "User: x is not authorized to perform: sts:AssumeRole on resource: y",
        )
    };
    for refused_at in 0..2 {
        let mut answers = vec![];
        if refused_at == 1 {
            answers.push(assumed("222222222222", "A", "ASIAA"));
        }
        answers.push(denied());
        let (cloud, wire) = cloud(answers);
        let error = cloud.read_role(&through(A, B), &"R".parse().unwrap()).await.unwrap_err();
        let name = [A, B][refused_at];
        assert!(
            matches!(&error.cause, Cause::AssumeRoleDenied { role, .. } if role == name),
            "{error:?}"
        );
        assert_eq!(error.operation, "sts:AssumeRole");
        assert_eq!(error.target, name);
        assert_eq!(error.request_id.as_deref(), Some("rq-1"));
        // The next call tries again.
        wire.add(denied());
        cloud.caller(&through(A, B)).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_denied_try_and_other_troubles_of_assume_role() {
    let (cloud, _wire) = cloud([
        xml_error(403, "AccessDenied", "no"),
        xml_error(403, "RegionDisabledException", "STS is not activated"),
        xml_error(403, "ExpiredToken", "old"),
        xml_error(400, "ValidationError", "The requested DurationSeconds exceeds"),
    ]);
    let access = base().through(role(A), None);
    let mut causes = vec![];
    for _ in 0..4 {
        causes.push(cloud.try_assume(&access).await.unwrap_err().cause);
    }
    assert!(matches!(causes[0], Cause::AssumeRoleDenied { .. }));
    assert!(matches!(causes[1], Cause::RegionDisabled { .. }));
    assert!(matches!(causes[2], Cause::ExpiredCredentials { .. }));
    assert!(matches!(causes[3], Cause::Invalid { .. }));
}

#[tokio::test]
async fn a_space_reached_over_a_role_needs_no_caller() {
    let (cloud, wire) = cloud([
        assumed("222222222222", "A", "ASIAA"),
        json_error(404, "ResourceNotFoundException", "{}"),
    ]);
    let access = base().through(role(A), None);
    let found = cloud.get_agent_space(&access, &space()).await.unwrap();
    assert_eq!(found, None);
    assert!(wire.seen()[1].header("authorization").contains("Credential=ASIAA/"));
}

#[tokio::test]
async fn a_profile_whose_own_role_is_refused_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::write(
        &config,
        format!(
            "[profile keys]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n\
             [profile member]\nrole_arn = {A}\nsource_profile = keys\n"
        ),
    )
    .unwrap();
    let (client, wire) = client([xml_error(
        403,
        "AccessDenied",
        "User: arn:aws:iam::111111111111:user/me is not authorized to perform: sts:AssumeRole on \
         resource: arn:aws:iam::222222222222:role/A",
    )]);
    let cloud = AwsCloud::builder()
        .http_client(client)
        .config_files(Some(&config), None)
        .max_attempts(1)
        .build();
    let member = Access::base(IdentityRef::Profile { name: "member".parse().unwrap() });
    let error = cloud.account_alias(&member).await.unwrap_err();
    assert!(matches!(&error.cause, Cause::AssumeRoleDenied { role, .. } if role == A), "{error:?}");
    assert_eq!(told(&wire.only()), ("AKIAPROFILE".to_owned(), A.to_owned()));
}

#[tokio::test]
async fn a_profile_that_is_not_there_says_so_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::write(&config, "[profile other]\nregion = eu-west-1\n").unwrap();
    let cloud = AwsCloud::builder().config_files(Some(&config), None).max_attempts(1).build();
    let missing = Access::base(IdentityRef::Profile { name: "gone".parse().unwrap() });
    for _ in 0..2 {
        let error = cloud.caller(&missing).await.unwrap_err();
        assert!(
            matches!(&error.cause, Cause::Misconfigured { message } if message.contains("gone")),
            "{error:?}"
        );
    }
    let sandbox = cloud.caller(&Access::base(IdentityRef::Sandbox)).await;
    assert!(matches!(sandbox.unwrap_err().cause, Cause::NoCredentials { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_never_answered_ends() {
    let cloud = AwsCloud::builder()
        .http_client(aws_smithy_http_client::test_util::NeverClient::new())
        .static_credentials("AKIABASE", "secret")
        .build();
    let start = tokio::time::Instant::now();
    let error = cloud.caller(&base()).await.unwrap_err();
    assert_eq!(error.cause, Cause::Timeout { seconds: 20 });
    assert!(start.elapsed() < Duration::from_secs(25));
    // The wait for a role on the way counts.
    let error = cloud.caller(&through(A, B)).await.unwrap_err();
    assert_eq!(error.cause, Cause::Timeout { seconds: 20 });
}
