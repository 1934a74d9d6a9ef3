//! Who an identity is and until when; keys that are kept elsewhere.

use std::sync::Arc;

use async_trait::async_trait;
use rolebridge_cloud::{
    AwsCloud, Cause, Cloud, KeyCredentials, KeyRing, KeyRingError, MfaCode, Secret,
};
use rolebridge_model::{AccessKeyId, IdentityRef, MfaSerial};

use crate::replay::{Answer, Wire, caller_is, client, ok};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const DEVICE: &str = "arn:aws:iam::111111111111:mfa/me";

/// A keychain with one key in it, signed in to or not.
struct Ring {
    asks_for_code: bool,
    session: Option<&'static str>,
}

#[async_trait]
impl KeyRing for Ring {
    async fn credentials(&self, key: &AccessKeyId) -> Result<KeyCredentials, KeyRingError> {
        if key.as_str() != KEY {
            return Err(KeyRingError::Missing);
        }
        match self.session {
            None if self.asks_for_code => Err(KeyRingError::SignInNeeded),
            session => Ok(KeyCredentials {
                access_key_id: session.unwrap_or(KEY).to_owned(),
                secret_access_key: Secret::new("s3cr3t".into()),
                session_token: session.map(|_| Secret::new("t0ken".into())),
                expires_at: session.map(|_| "2099-01-01T00:00:00Z".parse().unwrap()),
            }),
        }
    }

    async fn long_term(&self, _: &AccessKeyId) -> Result<Secret, KeyRingError> {
        Ok(Secret::new("s3cr3t".into()))
    }
}

fn key(id: &str) -> IdentityRef {
    IdentityRef::Key { access_key: id.parse().unwrap() }
}

fn cloud(answers: Vec<Answer>, ring: Ring) -> (AwsCloud, Wire) {
    let (client, wire) = client(answers);
    let builder = AwsCloud::builder().http_client(client).max_attempts(1);
    let region = "eu-west-1".parse().unwrap();
    (builder.region(region).key_ring(Arc::new(ring)).build(), wire)
}

#[tokio::test]
async fn a_kept_key_signs_and_says_until_when() {
    for (session, signs_as, until) in
        [(None, KEY, None), (Some("ASIAOFSESSION"), "ASIAOFSESSION", Some("2099-01-01T00:00:00Z"))]
    {
        let (cloud, replay) = cloud(
            vec![caller_is("111111111111")],
            Ring { asks_for_code: session.is_some(), session },
        );
        let who = cloud.who(&key(KEY)).await.unwrap();
        assert_eq!(who.caller.account.as_str(), "111111111111");
        assert_eq!(who.expires_at.map(|t| t.to_string()).as_deref(), until);
        let seen = replay.seen();
        assert!(seen[0].header("authorization").contains(&format!("Credential={signs_as}/")));
        assert_eq!(seen[0].host, "sts.eu-west-1.amazonaws.com");
    }
}

#[tokio::test]
async fn a_key_that_asks_for_a_code_says_so_and_one_that_is_gone_too() {
    let (cloud, replay) = cloud(vec![], Ring { asks_for_code: true, session: None });
    let needed = cloud.who(&key(KEY)).await.unwrap_err();
    let Cause::SignInNeeded { identity, expired: false } = needed.cause else {
        panic!("{needed:?}")
    };
    assert_eq!(*identity, key(KEY));
    let gone = cloud.who(&key("AKIAGONEGONEGONE")).await.unwrap_err();
    assert!(matches!(gone.cause, Cause::NoCredentials { .. }), "{gone:?}");
    assert!(gone.cause.to_string().contains("not in the keychain"), "{gone}");
    assert!(replay.seen().is_empty());
}

#[tokio::test]
async fn a_code_of_the_device_gives_a_session_of_the_key() {
    let answer =
        ok("<GetSessionTokenResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetSessionTokenResult><Credentials><AccessKeyId>ASIANEW</AccessKeyId>\
         <SecretAccessKey>s3cr3t2</SecretAccessKey><SessionToken>t0ken2</SessionToken>\
         <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></GetSessionTokenResult>\
         </GetSessionTokenResponse>");
    let (cloud, replay) = cloud(vec![answer], Ring { asks_for_code: true, session: None });
    let device = MfaSerial::parse(DEVICE).unwrap();
    let code = MfaCode::parse("123456").unwrap();
    let session = cloud.session_token(&key(KEY), &device, &code).await.unwrap();
    assert_eq!(session.access_key_id, "ASIANEW");
    assert_eq!(session.session_token.expose(), "t0ken2");
    let seen = replay.seen();
    let form = seen[0].form();
    assert_eq!((&*form["Action"], &*form["SerialNumber"]), ("GetSessionToken", DEVICE));
    assert_eq!(form["TokenCode"], "123456");
    assert!(seen[0].header("authorization").contains(&format!("Credential={KEY}/")));

    let other = IdentityRef::Profile { name: "p".parse().unwrap() };
    cloud.session_token(&other, &device, &code).await.unwrap_err();
}

/// A program may ask a person for something, so it is run once.
#[cfg(unix)]
#[tokio::test]
async fn a_program_is_run_once_and_its_expiry_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (config, ran) = (folder.path().join("config"), folder.path().join("ran"));
    let program = folder.path().join("program.sh");
    std::fs::write(
        &program,
        format!(
            "echo x >> {}\necho '{{\"Version\":1,\"AccessKeyId\":\"ASIAP\",\"SecretAccessKey\":\"s\",\
             \"SessionToken\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\"}}'\n",
            ran.display()
        ),
    )
    .unwrap();
    let text = format!("[profile p]\ncredential_process = sh {}\n", program.display());
    std::fs::write(&config, text).unwrap();
    let (client, _wire) = client(vec![caller_is("111111111111")]);
    let cloud = AwsCloud::builder().http_client(client).config_files(Some(&config), None).build();
    assert!(cloud.identities().await.unwrap()[0].facts.runs_program);
    assert!(!ran.exists(), "listing runs nothing");
    let profile = IdentityRef::Profile { name: "p".parse().unwrap() };
    let who = cloud.who(&profile).await.unwrap();
    assert_eq!(who.expires_at.unwrap().to_string(), "2099-01-01T00:00:00Z");
    assert_eq!(std::fs::read_to_string(&ran).unwrap(), "x\n");
}
