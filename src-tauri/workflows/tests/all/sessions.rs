//! Credentials of switch entries: kept, had once, renewed, announced and ended.

mod permission_sets;

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use rolebridge_cloud::{Cause, MfaCode, SessionCredentials};
use rolebridge_keychain::KeychainError;
use rolebridge_model::*;
use rolebridge_workflows::credentials::{Asking, MfaPrompt};
use rolebridge_workflows::identity::ConnectRequest;
use rolebridge_workflows::progress::Event;
use rolebridge_workflows::sessions::{RunningSession, SessionState};
use rolebridge_workflows::switch::{SessionForm, SwitchForm, SwitchKind};
use rolebridge_workflows::{Error, Session};

use crate::common::*;

const MFA: &str = "arn:aws:iam::111111111111:mfa/ada";
const MINUTE: u64 = 60;

/// Shows a device, and counts how often.
#[derive(Default)]
struct Device(AtomicUsize);

#[async_trait]
impl MfaPrompt for Device {
    async fn code(&self, _: &MfaSerial) -> Result<MfaCode, Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(MfaCode::parse("123456").unwrap())
    }
}

fn save(app: &App, edit: impl FnOnce(&mut SwitchForm)) -> SwitchEntryId {
    let mut form = SwitchForm {
        name: "Prod developer".into(),
        account: "222222222222".into(),
        role: "Developer".into(),
        colour: "f2b0a9".into(),
        ..SwitchForm::default()
    };
    edit(&mut form);
    app.app.session().unwrap().save_switch_entry(&form).unwrap()
}

fn session_of(form: &mut SwitchForm) -> &mut SessionForm {
    form.session.get_or_insert_default()
}

async fn had(session: &Session, entry: SwitchEntryId, prompt: &Device) -> SessionCredentials {
    let entry = session.switch_entry(entry).unwrap();
    let asking = Asking { parts: SessionNameParts::default(), prompt };
    session.entry_credentials(&entry, &asking).await.unwrap()
}

/// The access key, which tells one session from another.
async fn key(app: &App, entry: SwitchEntryId) -> String {
    let session = app.app.session().unwrap();
    had(&session, entry, &Device::default()).await.access_key_id
}

fn asked(app: &App) -> usize {
    app.sandbox().count("sts:AssumeRole")
}

fn running(app: &App) -> Vec<RunningSession> {
    app.app.session().unwrap().running_sessions().unwrap()
}

#[tokio::test]
async fn credentials_are_kept_until_a_quarter_of_an_hour_before_they_end() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    let first = key(&app, entry).await;
    app.time.pass(44 * MINUTE);
    assert_eq!(key(&app, entry).await, first);
    assert_eq!(asked(&app), 1);
    app.time.pass(2 * MINUTE);
    let second = key(&app, entry).await;
    assert_ne!(second, first);
    // A short session has to be of use, too.
    let short = save(&app, |form| session_of(form).duration = Some(900));
    let third = key(&app, short).await;
    app.time.pass(11 * MINUTE);
    assert_eq!(key(&app, short).await, third);
    app.time.pass(MINUTE);
    assert_ne!(key(&app, short).await, third);
}

#[tokio::test]
async fn a_clock_that_was_set_back_tells_nothing_of_an_end() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    let first = key(&app, entry).await;
    app.time.set_back(MINUTE);
    assert!(running(&app).is_empty());
    let second = key(&app, entry).await;
    assert_ne!(second, first);
    assert_eq!(key(&app, entry).await, second);
    // Another process knows no more.
    app.time.set_back(MINUTE);
    let app = app.restart().await;
    assert!(running(&app).is_empty());
    assert_ne!(key(&app, entry).await, second);
}

/// Nobody looked between: only how long the computer has been on tells.
#[tokio::test]
async fn a_clock_that_was_ahead_and_is_right_again_tells_nothing_of_an_end_later_either() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    let first = key(&app, entry).await;
    app.time.set_back(20 * MINUTE);
    // By the clock the session is ten minutes old now; in truth it is half over.
    app.time.pass(30 * MINUTE);
    let app = app.restart().await;
    assert!(running(&app).is_empty());
    let second = key(&app, entry).await;
    assert_ne!(second, first);
    assert_eq!(key(&app, entry).await, second);
    let app = app.restart().await;
    assert_eq!(key(&app, entry).await, second);
}

#[tokio::test]
async fn a_console_opens_with_half_of_a_session_left() {
    // Minutes asked for, whether a code is needed, minutes after which the kept ones still do.
    for (asks, mfa, enough, too_old) in
        [(60, false, 29, 31), (30, false, 14, 16), (15, false, 7, 8), (60, true, 44, 46)]
    {
        let app = App::start(false).await;
        let entry = save(&app, |form| {
            form.role = "OrganizationAccountAccessRole".into();
            session_of(form).duration = Some(asks * 60);
            session_of(form).mfa = if mfa { MFA.into() } else { String::new() };
        });
        let session = app.app.session().unwrap();
        let entry = session.switch_entry(entry).unwrap();
        let prompt = Device::default();
        let asking = Asking { parts: SessionNameParts::default(), prompt: &prompt };
        session.entry_credentials(&entry, &asking).await.unwrap();
        app.time.pass(enough * MINUTE);
        session.console_sign_in(&entry, &asking).await.unwrap();
        assert_eq!(asked(&app), 1, "{asks} {mfa}");
        app.time.pass((too_old - enough) * MINUTE);
        session.console_sign_in(&entry, &asking).await.unwrap();
        assert_eq!(asked(&app), 2, "{asks} {mfa}");
        // The new ones are kept, for calls as well.
        session.entry_credentials(&entry, &asking).await.unwrap();
        assert_eq!(asked(&app), 2, "{asks} {mfa}");
    }
}

#[tokio::test]
async fn another_process_finds_them_in_the_keychain_and_nowhere_else() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    let session = app.app.session().unwrap();
    let credentials = had(&session, entry, &Device::default()).await;
    drop(session);
    let app = app.restart().await;
    assert_eq!(key(&app, entry).await, credentials.access_key_id);
    let kept = app.drawer().kept();
    assert_eq!(kept.len(), 1);
    let (name, text) = kept.first_key_value().unwrap();
    assert!(text.contains(credentials.secret_access_key.expose()));
    assert!(!name.contains("Developer") && !name.contains("222222222222"), "{name}");

    let told = serde_json::to_string(&running(&app)).unwrap().into_bytes();
    let mut files = told;
    contents(app.dir.path(), &mut files);
    for secret in [&credentials.secret_access_key, &credentials.session_token] {
        let secret = secret.expose().as_bytes();
        assert!(!files.windows(secret.len()).any(|w| w == secret));
    }
}

#[tokio::test]
async fn what_decides_the_credentials_makes_another_session_and_the_rest_does_not() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    let mut last = key(&app, entry).await;
    type Edit = fn(&mut SwitchForm);
    let edits: [(&str, bool, Edit); 6] = [
        ("colour", false, |f| f.colour = "83d4e8".into()),
        ("notes", false, |f| f.notes = Some("x".into())),
        ("name", false, |f| f.name = "Another".into()),
        ("duration", true, |f| session_of(f).duration = Some(1800)),
        ("session name", true, |f| session_of(f).session_name = "ada".into()),
        ("role", true, |f| f.role = "OrganizationAccountAccessRole".into()),
    ];
    for (what, another, edit) in edits {
        save(&app, |form| {
            form.id = Some(entry);
            edit(form);
        });
        let now = key(&app, entry).await;
        assert_eq!(now != last, another, "{what}");
        last = now;
    }
    // One row for the entry, whatever it was before.
    assert_eq!(running(&app).len(), 1);
}

#[tokio::test]
async fn without_a_keychain_they_last_as_long_as_the_process() {
    for error in [KeychainError::None { why: "no session bus".into() }, KeychainError::Locked] {
        let app = App::start(false).await;
        app.drawer().fail(Some(error));
        let entry = save(&app, |_| {});
        let first = key(&app, entry).await;
        assert_eq!(key(&app, entry).await, first);
        assert_eq!(running(&app).len(), 1);
        let app = app.restart().await;
        assert!(running(&app).is_empty());
        assert_ne!(key(&app, entry).await, first);
        // Once it works again it is used again.
        app.drawer().fail(None);
        app.app.renew_session(entry).await.unwrap();
        assert_eq!(app.drawer().kept().len(), 1);
    }
}

#[tokio::test]
async fn what_was_spoiled_in_the_keychain_is_as_good_as_absent() {
    type Change = fn(&str) -> String;
    let changes: [(&str, Change); 5] = [
        ("emptied", |_| String::new()),
        ("no JSON", |_| "hello".into()),
        ("cut short", |text| text[..text.len() / 2].into()),
        ("of another session", |text| text.replacen("\"key\":\"", "\"key\":\"0", 1)),
        ("of an earlier time", |text| text.replacen("\"expires_at\":\"2", "\"expires_at\":\"1", 1)),
    ];
    for (what, change) in changes {
        let app = App::start(false).await;
        let entry = save(&app, |_| {});
        let first = key(&app, entry).await;
        app.drawer().spoil(change);
        let app = app.restart().await;
        let second = key(&app, entry).await;
        assert_ne!(second, first, "{what}");
        let app = app.restart().await;
        assert_eq!(key(&app, entry).await, second, "{what}");
    }
}

#[tokio::test]
async fn a_code_is_asked_for_once_a_session() {
    let app = App::start(false).await;
    let entry = save(&app, |form| session_of(form).mfa = MFA.into());
    let device = Device::default();
    let session = app.app.session().unwrap();
    let first = had(&session, entry, &device).await.access_key_id;
    // Typing a code a quarter of an hour early would help nobody.
    app.time.pass(58 * MINUTE);
    assert_eq!(had(&session, entry, &device).await.access_key_id, first);
    assert_eq!(device.0.load(Ordering::SeqCst), 1);
    assert!(!running(&app)[0].can_renew);
    let refused = app.app.renew_session(entry).await.unwrap_err();
    assert!(refused.to_string().contains(MFA), "{refused}");
    app.time.pass(2 * MINUTE);
    had(&session, entry, &device).await;
    assert_eq!(device.0.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn those_who_ask_at_the_same_time_share_one_session() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    let (a, b, c) = tokio::join!(key(&app, entry), key(&app, entry), key(&app, entry));
    assert_eq!((&a, &a), (&b, &c));
    assert_eq!(asked(&app), 1);
}

#[tokio::test]
async fn new_ones_for_once_are_not_kept() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    let kept = key(&app, entry).await;
    let session = app.app.session().unwrap();
    let asking = Asking { parts: SessionNameParts::default(), prompt: &Device::default() };
    let entry_now = session.switch_entry(entry).unwrap();
    let once = session.new_entry_credentials(&entry_now, &asking).await.unwrap();
    assert_ne!(once.access_key_id, kept);
    assert_eq!(key(&app, entry).await, kept);
}

#[tokio::test]
async fn an_ended_session_is_forgotten_by_every_process() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    let other = app.another().await;
    let first = key(&app, entry).await;
    assert_eq!(key(&other, entry).await, first);

    let end = other.app.session().unwrap().end_session(entry).await.unwrap();
    let until = end.valid_until.unwrap();
    assert_eq!(until.duration_since(app.time.now()).as_secs(), 3600);
    assert!(end.message.contains("stay valid until 20"), "{}", end.message);
    assert!(app.drawer().kept().is_empty());
    assert!(running(&app).is_empty() && running(&other).is_empty());
    assert_ne!(key(&app, entry).await, first);

    other.app.session().unwrap().end_session(entry).await.unwrap();
    let nothing = other.app.session().unwrap().end_session(entry).await.unwrap();
    assert_eq!(nothing.valid_until, None);
}

/// The announcements among what happens until the clock says so.
async fn announced(app: &App, minutes: u64) -> Vec<(RunningSession, bool)> {
    let mut events = app.app.events();
    let end = app.time.now() + std::time::Duration::from_secs(minutes * MINUTE);
    let clock = app.time.of_workflows();
    while app.time.now() < end {
        clock.sleep(std::time::Duration::from_secs(30)).await;
    }
    let mut found = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::SessionExpiring { session, needs_mfa } = event {
            found.push((session, needs_mfa));
        }
    }
    found
}

#[tokio::test]
async fn a_session_is_renewed_ahead_of_its_end_for_as_long_as_it_is_of_use() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    app.app.watch_sessions();
    let first = key(&app, entry).await;
    assert_eq!(announced(&app, 11 * 60).await, []);
    let session = &running(&app)[0];
    assert_eq!(session.state, SessionState::Running);
    assert!(asked(&app) >= 14, "{}", asked(&app));
    assert_ne!(key(&app, entry).await, first);
    // Asked for just now, it is renewed for another day. Then nobody wants it any more.
    assert_eq!(announced(&app, 11 * 60).await, []);
    let ends = announced(&app, 3 * 60).await;
    assert_eq!(ends.len(), 1, "{ends:?}");
    assert!(!ends[0].1);
    assert_eq!(running(&app)[0].state, SessionState::Ended);
    assert!(app.drawer().kept().is_empty());
}

#[tokio::test]
async fn the_end_of_a_session_that_takes_a_person_is_announced_once() {
    let app = App::start(false).await;
    let entry = save(&app, |form| session_of(form).mfa = MFA.into());
    app.app.watch_sessions();
    key(&app, entry).await;
    assert_eq!(announced(&app, 54).await, []);
    let ends = announced(&app, 10).await;
    assert_eq!(ends.len(), 1, "{ends:?}");
    let (session, needs_mfa) = &ends[0];
    assert!(*needs_mfa && session.name.as_str() == "Prod developer", "{session:?}");
    assert_eq!(asked(&app), 1);
}

fn no_route() -> Cause {
    let message = "no route to host".to_owned();
    Cause::Unreachable { endpoint: "https://sts.amazonaws.com".into(), message }
}

#[tokio::test]
async fn a_renewal_that_fails_is_tried_again_and_told_if_it_fails_for_good() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    app.app.watch_sessions();
    key(&app, entry).await;
    for _ in 0..3 {
        app.sandbox().sandbox.fail_next("sts:AssumeRole", no_route());
    }
    assert_eq!(announced(&app, 80).await, []);
    assert_eq!(running(&app)[0].state, SessionState::Running);

    // A renewal is due at about 43 minutes, so one was had by then.
    app.sandbox().sandbox.fail_always("sts:AssumeRole", None, no_route());
    let ends = announced(&app, 60).await;
    assert_eq!(ends.len(), 1, "{ends:?}");
    let (session, needs_mfa) = &ends[0];
    assert!(!needs_mfa);
    assert!(
        matches!(&session.state, SessionState::Failed { reason } if reason.contains("no route")),
        "{session:?}"
    );
}

#[tokio::test]
async fn a_session_of_another_identity_is_not_renewed_and_says_so() {
    let app = App::start(false).await;
    let entry = save(&app, |_| {});
    app.app.watch_sessions();
    key(&app, entry).await;
    // The same identity, but another STS.
    let elsewhere =
        ConnectRequest { identity: IdentityRef::Sandbox, region: Region::parse("eu-west-1").ok() };
    app.app.connect(elsewhere).await.unwrap();
    let ends = announced(&app, 59).await;
    assert_eq!(ends.len(), 1, "{ends:?}");
    let state = &ends[0].0.state;
    assert!(
        matches!(state, SessionState::Failed { reason } if reason.contains("another identity")),
        "{state:?}"
    );
}

#[tokio::test]
async fn sessions_outlive_a_change_of_identity() {
    let app = App::start(true).await;
    app.app.connect(ConnectRequest { identity: IdentityRef::Sandbox, region: None }).await.unwrap();
    let entry = save(&app, |_| {});
    let first = key(&app, entry).await;
    let profile = IdentityRef::Profile { name: ProfileName::parse("payments-admin").unwrap() };
    app.app.connect(ConnectRequest { identity: profile, region: None }).await.unwrap();
    // AWS's entries and sessions are others than the sandbox's.
    assert!(running(&app).is_empty());
    app.app.connect(ConnectRequest { identity: IdentityRef::Sandbox, region: None }).await.unwrap();
    assert_eq!(key(&app, entry).await, first);
    app.app.reset_sandbox().await.unwrap();
    assert!(running(&app).is_empty());
}
