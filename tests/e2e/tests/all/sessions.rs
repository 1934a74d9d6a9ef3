//! Sessions that need a person: the code of an MFA device is asked for outside the web view, and a
//! session that ended is had again in its place.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use rolebridge_e2e::{
    App, NativeWindow, World, button, dialog, field, heading, link, menu, radio, text,
};
use rolebridge_peers::{Asked, FakeAws, Reply, SessionGiven};
use rolebridge_secrets::Search;

const DEVICE: &str = "arn:aws:iam::111111111111:mfa/ada";
pub(crate) const QUESTION: &str = "MFA code";
const BASE_SECRET: &str = "baseSecretOfAda/0123456789abcdefghijklmn";

/// AWS, which takes one code and no other. Each session it gives lasts so long.
pub(crate) struct Aws {
    fake: FakeAws,
    given: Arc<Mutex<Vec<SessionGiven>>>,
}

impl Aws {
    pub(crate) fn taking(code: &'static str, lasts: Duration) -> Self {
        let given: Arc<Mutex<Vec<SessionGiven>>> = Arc::default();
        let kept = Arc::clone(&given);
        let fake = FakeAws::start(move |asked| {
            if asked.action() != "AssumeRole" {
                return other(asked);
            }
            if asked.field("SerialNumber") != DEVICE || asked.field("TokenCode") != code {
                let why = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
                return Reply::error(403, "AccessDenied", why);
            }
            let mut given = kept.lock().expect("what was given");
            let mark = format!("GIVEN{}", given.len());
            let session = SessionGiven { lasts, ..SessionGiven::marked(&mark) };
            given.push(session.clone());
            asked.usual(&session, "unused")
        });
        Self { fake, given }
    }

    fn profile(&self) -> String {
        format!(
            "[profile ada]\nregion = eu-central-1\nendpoint_url = {}\n\
             aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {BASE_SECRET}\n",
            self.fake.url
        )
    }

    fn codes(&self) -> Vec<String> {
        let code = |asked: &Asked| {
            (asked.action() == "AssumeRole").then(|| asked.field("TokenCode").to_owned())
        };
        self.fake.asked().iter().filter_map(code).collect()
    }

    fn given(&self) -> Vec<SessionGiven> {
        self.given.lock().expect("what was given").clone()
    }
}

/// What is asked for besides: who calls, and which agent spaces there are.
fn other(asked: &Asked) -> Reply {
    if !asked.action().is_empty() {
        return asked.usual(&SessionGiven::marked("UNUSED"), "unused");
    }
    let body = r#"{"agentSpaces":[]}"#.to_owned();
    Reply::Answer { status: 200, kind: "application/json", headers: Vec::new(), body }
}

/// The app connected as a user, with an entry that asks for a code.
pub(crate) fn with_entry(world: &World, aws: &Aws) -> App {
    world.put_aws_config(&aws.profile());
    let app = world.start();
    app.click(&radio("ada"));
    app.click(&button("Connect"));
    app.click(&link("Switch roles"));
    app.see(&heading("Switch roles"));
    app.click(&button("Add entry").last());
    let asked = dialog("Add switch entry");
    app.fill(&field("Account ID").within(asked.clone()), "222222222222");
    app.fill(&field("Role name or ARN").within(asked.clone()), "Admin");
    app.fill(&field("Display name").within(asked.clone()), "Ledger production");
    app.click(&button("Session").part().within(asked.clone()));
    app.fill(&field("MFA device - optional").within(asked.clone()), DEVICE);
    app.click(&button("Add").within(asked.clone()));
    app.see_no(&asked);
    app
}

pub(crate) fn copy_exports(app: &App) {
    app.click(&button("More ways to use Ledger production"));
    app.click(&menu("Copy exports"));
}

#[test]
fn a_code_is_asked_for_outside_the_web_view_and_giving_up_changes_nothing() {
    let world = World::untouched("mfa");
    let aws = Aws::taking("271828", Duration::from_secs(3600));
    let app = with_entry(&world, &aws);

    copy_exports(&app);
    NativeWindow::titled(QUESTION).cancel();
    app.see(&text("Cancelled. Nothing was changed."));
    app.picture("mfa-cancelled");
    assert_eq!(aws.codes(), Vec::<String>::new());
    assert!(app.is_usable(&button("More ways to use Ledger production")));

    copy_exports(&app);
    NativeWindow::titled(QUESTION).answer("000000");
    app.see(&text("invalid MFA one time pass code").part());

    copy_exports(&app);
    // What can be no code is asked for again at once, not sent.
    NativeWindow::titled(QUESTION).answer("12");
    NativeWindow::titled(QUESTION).answer("271828");
    app.see(&text("were copied"));
    app.see_no(&text("invalid MFA one time pass code").part());
    app.picture("mfa-copied");
    assert_eq!(aws.codes(), ["000000", "271828"]);
    let [session] = aws.given().try_into().expect("one session");
    let held = arboard::Clipboard::new().expect("a clipboard").get_text().expect("a text");
    assert!(held.contains(&session.token), "the clipboard holds something else");

    // While the session runs nobody is asked again.
    copy_exports(&app);
    app.see(&text("were copied"));
    assert_eq!(aws.codes().len(), 2);
    app.click(&button("Clear now"));
    app.see(&text("The clipboard was cleared"));
    app.close();
    nothing_left_behind(&world, &aws);
}

#[test]
fn a_session_that_ended_is_shown_as_such_and_renewed_in_its_place() {
    let world = World::untouched("session-ended");
    let aws = Aws::taking("314159", Duration::from_secs(12));
    let app = with_entry(&world, &aws);
    copy_exports(&app);
    NativeWindow::titled(QUESTION).answer("314159");
    app.see(&text("less than a minute left"));

    let dismiss = button("Take the session of Ledger production off the list");
    app.see(&dismiss);
    app.picture("session-ended");
    app.click(&button("Renew the session of Ledger production"));
    NativeWindow::titled(QUESTION).cancel();
    app.see(&text("Cancelled. Nothing was changed."));
    app.see(&dismiss);
    assert_eq!(aws.codes().len(), 1);

    app.click(&button("Renew the session of Ledger production"));
    NativeWindow::titled(QUESTION).answer("314159");
    app.see(&button("End the session of Ledger production"));
    app.see_no(&text("Cancelled. Nothing was changed."));
    assert_eq!(aws.codes().len(), 2);
    app.click(&dismiss);
    app.see_no(&heading("Sessions"));
    app.close();
    nothing_left_behind(&world, &aws);
}

/// No secret is in anything the app wrote: its database and log, what the web view keeps, what was
/// printed.
fn nothing_left_behind(world: &World, aws: &Aws) {
    let mut search = Search::default();
    search.for_secret("the user's key", BASE_SECRET);
    for (i, session) in aws.given().into_iter().enumerate() {
        search.for_secret(format!("the secret of session {i}"), session.secret);
        search.for_secret(format!("the token of session {i}"), session.token);
    }
    for place in world.written() {
        search.folder(&place).expect("a folder that can be read");
    }
    let printed = std::fs::read(world.printed()).expect("what was printed");
    search.text("what was printed", printed);
    // The database, and the web view's own storage: without them nothing was searched.
    assert!(search.covers("Ledger production"));
    let storage = |place: &Path| place.join("dev.rolebridge.desktop").is_dir();
    assert!(world.written().iter().any(|place| storage(place)), "no storage of the web view");
    let found: Vec<_> = search.found().iter().map(ToString::to_string).collect();
    assert_eq!(found, Vec::<String>::new());
}
