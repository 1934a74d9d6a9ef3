//! Chains of roles through `AwsCloud` against MiniStack: which role refuses, and that what comes of
//! a chain is good.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test, which Clippy doesn't take for one

use rolebridge_cloud::{AssumeChain, AssumeRole, AwsCloud, Cause, Cloud, MfaCode};
use rolebridge_model::{
    Access, IdentityRef, RoleArn, SessionDuration, SessionTag, TagKey, TagValue, Timestamp,
};
use rolebridge_peers::{ChainOfThree as Way, Ministack};

fn profile(name: &str) -> IdentityRef {
    IdentityRef::Profile { name: name.parse().unwrap() }
}

fn call(role: &str, external_id: Option<&str>) -> AssumeRole {
    AssumeRole {
        external_id: external_id.map(|id| id.parse().unwrap()),
        ..AssumeRole::plain(RoleArn::parse(role).unwrap())
    }
}

fn chain(base: &str, calls: &[(&str, Option<&str>)]) -> AssumeChain {
    let mut calls: Vec<AssumeRole> = calls.iter().map(|(role, id)| call(role, *id)).collect();
    let target = calls.pop().unwrap();
    AssumeChain { base: profile(base), region: None, through: calls, target }
}

const ID: Option<&str> = Some(Way::EXTERNAL_ID);

#[tokio::test]
async fn the_role_that_refuses_is_the_one_named() {
    let folder = tempfile::tempdir().unwrap();
    let peer = Ministack::start(folder.path());
    let way = Way::made_in(&peer).await;
    let file = folder.path().join("config");
    let other_secret = Way { key: way.key.clone(), secret: "x".repeat(40) };
    let unknown = Way { key: "AKIAUNKNOWN123456789".into(), secret: "x".repeat(40) };
    let config = [("operator", &way), ("wrong-secret", &other_secret), ("unknown", &unknown)]
        .map(|(name, keys)| keys.profile(name, &peer.url));
    std::fs::write(&file, config.concat()).unwrap();
    let cloud = AwsCloud::builder().config_files(Some(&file), None).max_attempts(1).build();

    let (first, second, third) = (Way::FIRST, Way::SECOND, Way::THIRD);
    let gone = "arn:aws:iam::333333333333:role/Gone";
    // Which role is blamed; none where the chain holds.
    type Hops = Vec<(&'static str, Option<&'static str>)>;
    let table: Vec<(&str, Hops, Option<&str>)> = vec![
        ("one", vec![(first, None)], None),
        ("two", vec![(first, None), (second, ID)], None),
        ("three", vec![(first, None), (second, ID), (third, None)], None),
        ("an external ID too many", vec![(first, ID), (second, ID), (third, ID)], None),
        ("no external ID", vec![(first, None), (second, None), (third, None)], Some(second)),
        (
            "another external ID",
            vec![(first, None), (second, Some("Corp:team-3")), (third, None)],
            Some(second),
        ),
        (
            "an external ID in another case",
            vec![(first, None), (second, Some("corp:team-2")), (third, None)],
            Some(second),
        ),
        ("the first left out", vec![(second, ID), (third, None)], Some(second)),
        ("the second left out", vec![(first, None), (third, None)], Some(third)),
        ("none on the way", vec![(third, None)], Some(third)),
        ("one that is gone", vec![(first, None), (gone, None), (third, None)], Some(gone)),
        (
            "one that may not be assumed",
            vec![(first, None), (second, ID), (Way::UNREACHED, None)],
            Some(Way::UNREACHED),
        ),
        (
            "one that asks for MFA",
            vec![(first, None), (second, ID), (Way::WITH_MFA, None)],
            Some(Way::WITH_MFA),
        ),
    ];
    for (what, calls, blamed) in table {
        match (cloud.assume_chain(&chain("operator", &calls), None).await, blamed) {
            (Ok(_), None) => {}
            (Err(error), Some(blamed)) => {
                assert!(
                    matches!(&error.cause, Cause::AssumeRoleDenied { role, .. } if role == blamed),
                    "{what}: {error:?}"
                );
                assert!(error.cause.remedy().is_some(), "{what}");
            }
            (found, _) => panic!("{what}: {found:?}"),
        }
    }
    for base in ["wrong-secret", "unknown"] {
        let refused = cloud.assume_chain(&chain(base, &[(first, None)]), None).await.unwrap_err();
        assert!(matches!(refused.cause, Cause::InvalidCredentials { .. }), "{base}: {refused:?}");
        assert_eq!(refused.target, first);
    }
}

#[tokio::test]
async fn the_credentials_of_a_chain_are_good() {
    let folder = tempfile::tempdir().unwrap();
    let peer = Ministack::start(folder.path());
    let way = Way::made_in(&peer).await;
    let file = folder.path().join("config");
    std::fs::write(&file, way.profile("operator", &peer.url)).unwrap();
    let cloud = AwsCloud::builder().config_files(Some(&file), None).build();
    let three = [(Way::FIRST, None), (Way::SECOND, ID), (Way::THIRD, None)];
    let mut long = chain("operator", &three);
    long.through[0].tags = vec![SessionTag {
        key: TagKey::parse("Team").unwrap(),
        value: TagValue::parse("ops + dev").unwrap(),
        transitive: true,
    }];
    long.target.session_name = "ada@desk".parse().ok();
    long.target.duration = SessionDuration::from_seconds(1800).ok();
    let got = cloud.assume_chain(&long, None).await.unwrap();
    assert_eq!(got.session_arn, "arn:aws:sts::444444444444:assumed-role/Third/ada@desk");
    let left = got.expires_at.as_second() - Timestamp::now().as_second();
    assert!((1700..=1800).contains(&left), "{left}");

    // MiniStack is wrong here, in two ways: it lets a chain last longer than an hour, which
    // `session_plan` refuses before anybody is asked, and it knows no MFA code, so that a role that
    // asks for one stays closed. `troubles` has what AWS answers.
    let mut too_long = chain("operator", &three);
    too_long.target.duration = SessionDuration::from_seconds(7200).ok();
    let given = cloud.assume_chain(&too_long, None).await;
    assert!(given.is_ok(), "MiniStack has AWS's limit by now: {given:?}");
    let mut with_code = chain("operator", &[(Way::FIRST, None), (Way::SECOND, ID)]);
    with_code.target = AssumeRole {
        mfa: "arn:aws:iam::111111111111:mfa/ada".parse().ok(),
        ..call(Way::WITH_MFA, None)
    };
    let code = MfaCode::parse("123456").unwrap();
    let refused = cloud.assume_chain(&with_code, Some(&code)).await;
    assert!(refused.is_err(), "MiniStack knows MFA by now");

    // Another cloud that has nothing but these.
    let session = format!(
        "[profile session]\naws_access_key_id = {}\naws_secret_access_key = {}\n\
         aws_session_token = {}\nregion = us-east-1\nendpoint_url = {}\n",
        got.access_key_id,
        got.secret_access_key.expose(),
        got.session_token.expose(),
        peer.url
    );
    std::fs::write(&file, session).unwrap();
    let theirs = AwsCloud::builder().config_files(Some(&file), None).build();
    let caller = theirs.caller(&Access::base(profile("session"))).await.unwrap();
    assert_eq!(caller.arn, got.session_arn);
}
