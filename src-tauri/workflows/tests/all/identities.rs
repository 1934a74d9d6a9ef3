//! Who identities are, signing in, and access keys in the keychain.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rolebridge_cloud::{Cause, KeptSignIn, KeyRing, KeyRingError};
use rolebridge_keychain::{Keychain, KeychainError, MemoryKeychain, Unlock};
use rolebridge_model::*;
use rolebridge_workflows::credentials::MfaPrompt;
use rolebridge_workflows::identity::*;
use rolebridge_workflows::launch::Browser;
use rolebridge_workflows::progress::{Event, JobState};
use rolebridge_workflows::prompt::{MfaWindow, Prompt, Question};
use rolebridge_workflows::{Error, IdentityForOnce, Rolebridge};

use crate::common::*;

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const DEVICE: &str = "arn:aws:iam::111111111111:mfa/ada";

/// A person with answers ready; without one more, they press Cancel.
#[derive(Clone, Default)]
struct Person {
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    asked: Arc<Mutex<Vec<Question>>>,
}

impl Person {
    fn with(answers: &[&'static str]) -> Self {
        let person = Self::default();
        person.answers.lock().unwrap().extend(answers);
        person
    }

    fn asked(&self) -> Vec<Question> {
        self.asked.lock().unwrap().clone()
    }
}

#[async_trait]
impl Prompt for Person {
    async fn ask(&self, question: &Question) -> Result<Option<Secret>, String> {
        self.asked.lock().unwrap().push(question.clone());
        let answer = self.answers.lock().unwrap().pop_front();
        Ok(answer.map(|a| Secret::new(a.to_owned())))
    }
}

struct Desk {
    app: App,
    keychain: Arc<MemoryKeychain>,
    person: Person,
}

async fn desk(answers: &[&'static str]) -> Desk {
    let keychain = Arc::new(MemoryKeychain::default());
    let app = App::with_keychain(keychain.clone()).await;
    let person = Person::with(answers);
    app.app.ask_with(Box::new(person.clone()));
    Desk { app, keychain, person }
}

fn form(mfa: &str) -> KeyForm {
    KeyForm {
        label: "Break glass".into(),
        access_key: KEY.into(),
        mfa: mfa.into(),
        region: "eu-west-1".into(),
    }
}

fn key() -> IdentityRef {
    IdentityRef::Key { access_key: KEY.parse().unwrap() }
}

fn profile(name: &str) -> IdentityRef {
    IdentityRef::Profile { name: name.parse().unwrap() }
}

async fn row(app: &App, identity: &IdentityRef) -> IdentityRow {
    let rows = app.app.identity_rows().await.unwrap();
    rows.into_iter().find(|r| r.identity.reference == *identity).unwrap()
}

fn center(start_url: &str) -> IdentityFacts {
    IdentityFacts {
        kind: IdentityKind::IdentityCenter,
        sign_in: Some(SignInWay::IdentityCenter {
            start_url: start_url.into(),
            region: "eu-west-1".parse().unwrap(),
            session: Some("corp".into()),
            scopes: vec![],
        }),
        ..IdentityFacts::default()
    }
}

#[tokio::test]
async fn a_key_is_typed_once_kept_in_the_keychain_and_forgotten() {
    let Desk { app, keychain, person } = desk(&["", "has space in it!!!!!", SECRET]).await;
    assert_eq!(app.app.keep_key(&form("")).await.unwrap(), key());
    let asked = person.asked();
    assert!(asked.iter().all(|q| q.hidden && q.explanation.contains(KEY)));
    let problems: Vec<bool> = asked.iter().map(|q| q.problem.is_some()).collect();
    assert_eq!(problems, [false, true, true]);
    assert_eq!(keychain.len(), 1);

    let kept = row(&app, &key()).await;
    assert_eq!(kept.identity.label, "Break glass");
    assert_eq!(kept.identity.facts.kind, IdentityKind::KeptKey);
    assert_eq!(kept.identity.region.as_ref().map(Region::as_str), Some("eu-west-1"));
    assert_eq!(kept.status.state, IdentityState::NotTried);
    assert!(!serde_json::to_string(&kept).unwrap().contains(SECRET));
    for file in std::fs::read_dir(app.dir.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes());
            assert!(!found, "{}", path.display());
        }
    }
    let twice = app.app.check_key_form(&form("")).unwrap();
    assert_eq!(twice.errors[0].field, "access_key");
    assert!(twice.errors[0].message.contains("Break glass"));

    app.app.remove_key(&KEY.parse().unwrap()).await.unwrap();
    assert!(keychain.is_empty());
    let rows = app.app.identity_rows().await.unwrap();
    assert!(rows.iter().all(|r| r.identity.reference != key()));
}

#[tokio::test]
async fn without_a_keychain_nothing_is_typed_and_nothing_kept() {
    let Desk { app, keychain, person } = desk(&[SECRET]).await;
    assert_eq!(app.app.start_key_form().await, KeyFormStart { problem: None, remedy: None });
    keychain.fail_with(Some(KeychainError::None { why: "no service".into() }));
    let start = app.app.start_key_form().await;
    assert!(start.problem.unwrap().contains("no service") && start.remedy.is_some());
    let refused = app.app.keep_key(&form("")).await.unwrap_err();
    assert!(matches!(refused, Error::Keychain(_)) && refused.remedy().is_some());
    assert!(person.asked().is_empty());
    keychain.fail_with(None);
    assert!(keychain.is_empty());
    assert!(app.app.identity_rows().await.unwrap().iter().all(|r| r.identity.reference != key()));
}

#[tokio::test]
async fn giving_up_keeps_nothing_and_is_no_failure() {
    let Desk { app, keychain, .. } = desk(&[]).await;
    let error = app.app.keep_key(&form("")).await.unwrap_err();
    assert_eq!(error.code(), FailureCode::Cancelled);
    assert!(keychain.is_empty());
    let App { app: alone, .. } = App::start(true).await;
    assert!(matches!(alone.keep_key(&form("")).await, Err(Error::Refused { .. })));
}

#[tokio::test]
async fn a_form_says_what_is_wrong_with_its_fields() {
    let Desk { app, .. } = desk(&[]).await;
    let with = |change: fn(&mut KeyForm)| {
        let mut form = form("");
        change(&mut form);
        form
    };
    for (what, form, field) in [
        ("nothing", with(|f| f.label = " ".into()), Some("label")),
        ("no key", with(|f| f.access_key = String::new()), Some("access_key")),
        (
            "a temporary key",
            with(|f| f.access_key = "ASIAIOSFODNN7EXAMPLE".into()),
            Some("access_key"),
        ),
        ("the secret", with(|f| f.access_key = SECRET.into()), Some("access_key")),
        ("no Region", with(|f| f.region = String::new()), Some("region")),
        ("no device", with(|f| f.mfa = "x".into()), Some("mfa")),
        (
            "another partition's device",
            with(|f| f.mfa = "arn:aws-cn:iam::111111111111:mfa/a".into()),
            Some("mfa"),
        ),
        ("spaces around it", with(|f| f.access_key = format!(" {KEY} ")), None),
        ("a device", with(|f| f.mfa = DEVICE.into()), None),
    ] {
        let check = app.app.check_key_form(&form).unwrap();
        let fields: Vec<&str> = check.errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, field.into_iter().collect::<Vec<_>>(), "{what}");
    }
}

#[tokio::test]
async fn a_key_with_a_device_is_signed_in_to_by_a_code() {
    let Desk { app, keychain, person } = desk(&[SECRET, "12345", "123456"]).await;
    app.app.keep_key(&form(DEVICE)).await.unwrap();
    let ring = KeptKeys::new(keychain.clone(), Unlock::Never);
    let id: AccessKeyId = KEY.parse().unwrap();
    assert_eq!(ring.credentials(&id).await.unwrap_err(), KeyRingError::SignInNeeded);
    assert_eq!(ring.long_term(&id).await.unwrap().expose(), SECRET);

    let mut events = app.app.events();
    let request = SignInRequest { identity: key(), with_code: false };
    let job = app.app.sign_in(request).await.unwrap();
    let told = reports(&mut events, job).await;
    assert_eq!(told.last().unwrap().state, JobState::Finished);
    let codes: Vec<Question> = person.asked().split_off(1);
    assert_eq!(codes.len(), 2);
    assert!(codes[0].explanation.contains(DEVICE) && codes[0].explanation.contains("Break glass"));
    assert!(codes[1].problem.as_ref().unwrap().contains("six digits"));
    let calls = app.world.aws.calls();
    let call = calls.iter().find(|c| c.operation == "sts:GetSessionToken").unwrap();
    assert_eq!(call.of, format!("access key {KEY} {DEVICE} 123456"));
    let had = ring.credentials(&id).await.unwrap();
    assert_eq!(had.access_key_id, "ASIASESSION");
    assert_eq!(had.session_token.unwrap().expose(), "s3cr3t-token");

    let (past, future) = (r#""2020-01-01T00:00:00Z""#, r#""2100-01-01T00:00:00Z""#);
    for (what, at, ends, good) in [
        ("over", past, past, false),
        ("running", past, future, true),
        ("of an earlier version", "null", future, true),
        ("begun before the clock was set back", future, future, false),
    ] {
        let text = format!(
            r#"{{"access_key_id":"ASIA","secret":"s","token":"t","at":{at},"expires_at":{ends}}}"#
        );
        let text = Secret::new(text);
        keychain.set("Rolebridge access key session", KEY, &text, Unlock::Never).unwrap();
        assert_eq!(ring.credentials(&id).await.is_ok(), good, "{what}");
    }
}

/// Says how it was asked for a secret; all it has is one key.
#[derive(Default)]
struct Listening(Mutex<Vec<Unlock>>);

impl Keychain for Listening {
    fn check(&self) -> Result<(), KeychainError> {
        Ok(())
    }
    fn get(&self, _: &str, _: &str, unlock: Unlock) -> Result<Option<Secret>, KeychainError> {
        self.0.lock().unwrap().push(unlock);
        Ok(Some(Secret::new(format!(r#"{{"secret":"{SECRET}","mfa":null}}"#))))
    }
    fn set(&self, _: &str, _: &str, _: &Secret, _: Unlock) -> Result<(), KeychainError> {
        Ok(())
    }
    fn delete(&self, _: &str, _: &str, _: Unlock) -> Result<(), KeychainError> {
        Ok(())
    }
}

#[tokio::test]
async fn aws_has_its_keys_from_the_one_keychain_and_a_program_unlocks_nothing() {
    for (unattended, unlock) in [(false, Unlock::Ask), (true, Unlock::Never)] {
        let keychain = Arc::new(Listening::default());
        let App { world, time, dir, used, .. } = App::with_keychain(keychain.clone()).await;
        let wanted = IdentityForOnce { unattended, ..IdentityForOnce::default() };
        let desktop: Box<dyn Browser> = Box::new(used);
        let clouds = Box::new(world.clone());
        Rolebridge::open_once(dir.path(), clouds, desktop, time.of_workflows(), &wanted)
            .await
            .unwrap();
        let ring = world.ring.lock().unwrap().clone().unwrap();
        let had = ring.credentials(&KEY.parse().unwrap()).await.unwrap();
        assert_eq!(had.secret_access_key.expose(), SECRET);
        assert_eq!(*keychain.0.lock().unwrap(), [unlock]);
    }
}

#[tokio::test]
async fn a_code_is_asked_for_until_it_is_one_or_the_person_gives_up() {
    let device = MfaSerial::parse(DEVICE).unwrap();
    let person = Person::with(&["", "abcdef", " 654321 "]);
    let window = MfaWindow { prompt: &person, asking: "Prod admin" };
    assert_eq!(window.code(&device).await.unwrap().expose(), "654321");
    let asked = person.asked();
    assert!(asked[0].explanation.contains("Prod admin") && asked[0].explanation.contains(DEVICE));
    assert!(asked[1].problem.is_some() && !asked[1].hidden);
    let gave_up = window.code(&device).await.unwrap_err();
    assert!(matches!(gave_up, Error::Cancelled));
}

#[tokio::test]
async fn nobody_is_asked_before_a_person_wants_it_and_one_that_fails_stops_no_other() {
    let Desk { app, .. } = desk(&[]).await;
    let aws = &app.world.aws;
    let program = IdentityFacts { runs_program: true, ..IdentityFacts::default() };
    aws.portal.lock().unwrap().facts.push(("payments-admin", program));
    let rows = app.app.identity_rows().await.unwrap();
    assert!(rows.iter().all(|r| r.status.state == IdentityState::NotTried));
    assert!(aws.calls().is_empty());

    let refused = Cause::InvalidCredentials { message: "The security token is invalid".into() };
    aws.sandbox.fail_next("sts:GetCallerIdentity", refused);
    let mut events = app.app.events();
    let job = app.app.check_identities(CheckIdentities::All).await.unwrap();
    let told = reports(&mut events, job).await;
    let last = told.last().unwrap();
    assert_eq!((last.state, last.attention), (JobState::Finished, 1));
    assert_eq!((last.done, last.total), (u32::try_from(rows.len()).unwrap() - 1, last.done));
    assert!(last.now.contains("runs a program"), "{}", last.now);

    let rows = app.app.identity_rows().await.unwrap();
    let count = |state| rows.iter().filter(|r| r.status.state == state).count();
    assert_eq!(count(IdentityState::Wrong), 1);
    assert_eq!(count(IdentityState::NotTried), 1);
    let wrong = rows.iter().find(|r| r.status.state == IdentityState::Wrong).unwrap();
    assert!(wrong.status.message.as_ref().unwrap().contains("security token is invalid"));
    assert!(wrong.status.remedy.is_some() && wrong.status.checked_at.is_some());

    // A person who names it means it.
    let these = CheckIdentities::These { identities: vec![profile("payments-admin")] };
    let job = app.app.check_identities(these).await.unwrap();
    reports(&mut events, job).await;
    let payments = row(&app, &profile("payments-admin")).await;
    assert_eq!(payments.status.caller.unwrap().account.as_str(), PAYMENTS);
}

#[tokio::test]
async fn checking_can_be_stopped() {
    let Desk { app, .. } = desk(&[]).await;
    let button = app.app.clone();
    let (tell, told) = std::sync::mpsc::channel();
    let id = Arc::new(Mutex::new(None));
    let of = Arc::clone(&id);
    app.world.aws.once("sts:GetCallerIdentity", move || {
        // The job's id is known before anybody is asked: the hook waits for it.
        told.recv().unwrap();
        let job: rolebridge_workflows::progress::JobId = of.lock().unwrap().take().unwrap();
        button.cancel(job.0);
    });
    let mut events = app.app.events();
    let job = app.app.check_identities(CheckIdentities::All).await.unwrap();
    *id.lock().unwrap() = Some(job);
    tell.send(()).unwrap();
    let told = reports(&mut events, job).await;
    assert_eq!(told.last().unwrap().state, JobState::Cancelled);
}

#[tokio::test]
async fn signing_in_again_in_place_makes_the_identity_usable() {
    let Desk { app, .. } = desk(&[]).await;
    let who = profile("payments-admin");
    let portal = &app.world.aws.portal;
    portal.lock().unwrap().facts.push(("payments-admin", center("https://sign.in/start")));
    portal.lock().unwrap().kept =
        Some(KeptSignIn::Expired("2020-01-01T00:00:00Z".parse().unwrap()));
    let before = row(&app, &who).await;
    assert_eq!(before.status.state, IdentityState::Expired);
    assert!(before.status.message.is_some() && before.status.remedy.is_some());

    let until: Timestamp = "2099-01-01T00:00:00Z".parse().unwrap();
    portal.lock().unwrap().sign_in = Some(Ok(until));
    let mut events = app.app.events();
    let request = SignInRequest { identity: who.clone(), with_code: true };
    let job = app.app.sign_in(request).await.unwrap();
    let told = reports(&mut events, job).await;
    assert_eq!(told.last().unwrap().state, JobState::Finished);
    assert!(told.iter().any(|j| j.now.contains("ABCD-EFGH")));
    assert!(!format!("{told:?}").contains("s3cr3t"));
    assert_eq!(*app.opened.lock().unwrap(), ["https://sign.in/s3cr3t"]);
    let after = row(&app, &who).await;
    assert_eq!((after.status.state, after.status.until), (IdentityState::SignedIn, Some(until)));
    assert_eq!(after.status.caller.unwrap().account.as_str(), PAYMENTS);
}

#[tokio::test]
async fn a_sign_in_that_fails_or_is_stopped_says_so() {
    let Desk { app, .. } = desk(&[]).await;
    let who = profile("payments-admin");
    let portal = &app.world.aws.portal;
    portal.lock().unwrap().facts.push(("payments-admin", center("https://sign.in/start")));
    let request = SignInRequest { identity: who, with_code: false };

    let refused = Cause::SignInFailed { message: "the sign-in page said: access_denied".into() };
    portal.lock().unwrap().sign_in = Some(Err(refused));
    let mut events = app.app.events();
    let job = app.app.sign_in(request.clone()).await.unwrap();
    let last = reports(&mut events, job).await.pop().unwrap();
    assert_eq!(last.state, JobState::Failed);
    assert!(last.now.contains("access_denied"), "{}", last.now);

    let job = app.app.sign_in(request).await.unwrap();
    // Once the browser is open, nobody signs in.
    let opened = async {
        loop {
            match events.recv().await.unwrap() {
                Event::Job { job: j } if j.id == job => break,
                _ => {}
            }
        }
    };
    opened.await;
    app.app.cancel(job.0);
    let last = reports(&mut events, job).await.pop().unwrap();
    assert_eq!(last.state, JobState::Cancelled);
}

#[tokio::test]
async fn what_can_t_be_signed_in_to_from_here_says_what_to_do() {
    let Desk { app, .. } = desk(&[]).await;
    let command = SignInWay::Command { command: "aws login --profile x".into() };
    let facts = IdentityFacts { sign_in: Some(command), ..IdentityFacts::default() };
    app.world.aws.portal.lock().unwrap().facts.push(("payments-admin", facts));
    for (name, wanted) in [
        ("payments-admin", "aws login --profile x"),
        ("audit-readonly", "Check it"),
        ("gone", "Choose"),
    ] {
        let request = SignInRequest { identity: profile(name), with_code: false };
        let error = app.app.sign_in(request).await.unwrap_err();
        assert!(error.remedy().unwrap().contains(wanted), "{name}: {error}");
    }
}
