//! Opening an entry, each way.

use rolebridge_cloud::{Cloud, NewRole};
use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::identity::ConnectRequest;
use rolebridge_workflows::launch::*;
use rolebridge_workflows::preferences::Preferences;
use rolebridge_workflows::progress::Event;
use rolebridge_workflows::switch::{SessionForm, SwitchForm};
use rolebridge_workflows::ways::Way;
use tokio::sync::broadcast::Receiver;

use crate::common::*;

const WAY_IN: &str = "OrganizationAccountAccessRole";

fn entry(app: &App, name: &str) -> SwitchEntryId {
    entry_of(app, name, WAY_IN)
}

fn entry_of(app: &App, name: &str, role: &str) -> SwitchEntryId {
    let form = SwitchForm {
        name: name.into(),
        account: PAYMENTS.into(),
        role: role.into(),
        colour: "f2b0a9".into(),
        region: "eu-west-1".into(),
        ..SwitchForm::default()
    };
    app.app.session().unwrap().save_switch_entry(&form).unwrap()
}

fn by(id: SwitchEntryId, way: LaunchWay) -> LaunchRequest {
    LaunchRequest { id, way: Some(way), target: None }
}

fn set(app: &App, opening: OpeningRoles) {
    app.app.save_preferences(&Preferences { opening, ..Preferences::default() }).unwrap();
}

fn held(app: &App) -> String {
    app.used.clipboard.lock().unwrap().clone()
}

fn all_activity() -> ActivityQuery {
    ActivityQuery {
        tokens: Vec::new(),
        join: FilterJoin::And,
        sort: ActivityColumn::At,
        descending: true,
        page: 1,
        page_size: 25,
    }
}

/// The next thing said of the clipboard.
async fn of_clipboard(events: &mut Receiver<Event>) -> (Copied, Option<CopyEnd>) {
    loop {
        if let Event::Clipboard { copied, end } = events.recv().await.unwrap() {
            return (copied, end);
        }
    }
}

/// AWS, by a profile of an administrator.
async fn on_aws() -> App {
    let app = App::start(true).await;
    let name = ProfileName::parse("payments-admin").unwrap();
    let request = ConnectRequest { identity: IdentityRef::Profile { name }, region: None };
    app.app.connect(request).await.unwrap();
    let way_in = format!("arn:aws:iam::{PAYMENTS}:role/{WAY_IN}");
    let way_in = Access::base(IdentityRef::Sandbox).through(RoleArn::parse(&way_in).unwrap(), None);
    let trust = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {{"AWS": "arn:aws:iam::{PAYMENTS}:root"}}}}]}}"#
    );
    let role = NewRole {
        path: RolePath::root(),
        name: RoleName::parse("Ops").unwrap(),
        trust,
        description: None,
        tags: Vec::new(),
    };
    app.world.aws.sandbox.create_role(&way_in, &role).await.unwrap();
    app.time.pass(60);
    app
}

#[tokio::test]
async fn what_can_work_hangs_on_the_identity_an_entry_begins_with() {
    let app = on_aws().await;
    let becomes = async |kind| {
        let facts = IdentityFacts { kind, ..IdentityFacts::default() };
        app.world.aws.portal.lock().unwrap().facts = vec![("payments-admin", facts)];
        app.app.identities().await.unwrap();
    };
    let session = app.app.session().unwrap();
    let named = |name: &str, duration: u32| {
        let form = SwitchForm {
            name: name.into(),
            account: PAYMENTS.into(),
            role: "Ops".into(),
            colour: "f2b0a9".into(),
            session: Some(SessionForm {
                profile: "payments-admin".into(),
                duration: Some(duration),
                ..SessionForm::default()
            }),
            ..SwitchForm::default()
        };
        session.save_switch_entry(&form).unwrap()
    };
    let (long, short) = (named("Two hours", 7200), named("An hour", 3600));
    let closed = |id| {
        let menu = app.app.launch_menu(id).unwrap();
        let is_closed = |o: &&LaunchOption| matches!(o.verdict, Way::Closed { .. });
        menu.options.iter().filter(is_closed).map(|o| o.way).collect::<Vec<_>>()
    };
    becomes(IdentityKind::AccessKey).await;
    assert_eq!(closed(long), []);
    becomes(IdentityKind::AssumedRole).await;
    assert_eq!(closed(long), [LaunchWay::Console, LaunchWay::Terminal, LaunchWay::Copy]);
    assert_eq!(closed(short), []);
    let page = app.app.launch_menu(short).unwrap().options[1].verdict.clone();
    assert!(
        matches!(&page, Way::Unknown { reason } if reason.contains("assumed role")),
        "{page:?}"
    );
    let refused = app.app.launch(&by(long, LaunchWay::Copy)).await.unwrap_err();
    assert!(refused.to_string().contains("role chaining"), "{refused}");
}

#[tokio::test]
async fn copied_exports_are_taken_out_of_the_clipboard_when_their_time_has_come() {
    let app = App::start(false).await;
    let mut events = app.app.events();
    let id = entry(&app, "Prod");
    set(
        &app,
        OpeningRoles {
            shell: Some(Shell::Fish),
            clear_clipboard_seconds: 45,
            ..OpeningRoles::default()
        },
    );
    let began = app.time.of_workflows().now();
    assert_eq!(app.app.launch(&by(id, LaunchWay::Copy)).await.unwrap(), LaunchWay::Copy);
    let text = held(&app);
    assert!(text.contains("set -gx AWS_SESSION_TOKEN 'SANDBOX"), "{text}");
    assert!(text.contains("set -gx AWS_REGION 'eu-west-1'\n"), "{text}");
    let (copied, end) = of_clipboard(&mut events).await;
    assert_eq!((copied.name.as_str(), copied.shell, end), ("Prod", Shell::Fish, None));
    assert_eq!(copied.clears_at.duration_since(began).as_secs(), 45);
    let (gone, end) = of_clipboard(&mut events).await;
    assert_eq!((gone.id, end), (copied.id, Some(CopyEnd::Cleared)));
    assert_eq!(held(&app), "");
    assert_eq!(app.time.of_workflows().now().duration_since(began).as_secs(), 45);
}

#[tokio::test]
async fn what_somebody_copied_since_stays() {
    let app = App::start(false).await;
    let mut events = app.app.events();
    let id = entry(&app, "Prod");
    app.app.launch(&by(id, LaunchWay::Copy)).await.unwrap();
    "a shopping list".clone_into(&mut app.used.clipboard.lock().unwrap());
    of_clipboard(&mut events).await;
    assert_eq!(of_clipboard(&mut events).await.1, Some(CopyEnd::Replaced));
    assert_eq!(held(&app), "a shopping list");
}

#[tokio::test]
async fn a_second_copy_has_a_time_of_its_own() {
    let app = App::start(false).await;
    let mut events = app.app.events();
    let id = entry(&app, "Prod");
    let began = app.time.of_workflows().now();
    app.app.launch(&by(id, LaunchWay::Copy)).await.unwrap();
    let first = held(&app);
    app.time.pass(30);
    app.app.launch(&by(id, LaunchWay::Copy)).await.unwrap();
    let ends: Vec<_> = [
        of_clipboard(&mut events).await,
        of_clipboard(&mut events).await,
        of_clipboard(&mut events).await,
    ]
    .into_iter()
    .map(|(copied, end)| (copied.id, end))
    .collect();
    assert_ne!(first, "");
    assert_ne!(ends[0].0, ends[1].0);
    assert_eq!(ends[2], (ends[1].0, Some(CopyEnd::Cleared)), "only the second is there to clear");
    assert_eq!(app.time.of_workflows().now().duration_since(began).as_secs(), 90);
    assert_eq!(held(&app), "");
}

#[tokio::test]
async fn clear_now_clears_once() {
    let app = App::start(false).await;
    let mut events = app.app.events();
    let id = entry(&app, "Prod");
    app.app.launch(&by(id, LaunchWay::Copy)).await.unwrap();
    app.app.clear_copy(None);
    assert_eq!(held(&app), "");
    of_clipboard(&mut events).await;
    assert_eq!(of_clipboard(&mut events).await.1, Some(CopyEnd::Cleared));
    // What is copied afterwards is nobody's business, now and when the time would have come.
    "a letter".clone_into(&mut app.used.clipboard.lock().unwrap());
    app.app.clear_copy(None);
    app.time.of_workflows().sleep(std::time::Duration::from_secs(120)).await;
    assert_eq!(held(&app), "a letter");
}

#[tokio::test]
async fn no_secret_is_in_an_answer_an_event_the_log_or_the_database() {
    let app = App::start(false).await;
    let mut events = app.app.events();
    let id = entry(&app, "Prod");
    let answer = app.app.launch(&by(id, LaunchWay::Copy)).await.unwrap();
    let text = held(&app);
    app.app.launch(&by(id, LaunchWay::Terminal)).await.unwrap();
    let secrets: Vec<&str> = text
        .lines()
        .filter(|l| l.contains("SECRET") || l.contains("TOKEN="))
        .filter_map(|l| l.split('\'').nth(1))
        .collect();
    assert_eq!(secrets.len(), 2, "{text}");
    let mut said = serde_json::to_string(&answer).unwrap();
    while let Ok(event) = events.try_recv() {
        said.push_str(&serde_json::to_string(&event).unwrap());
    }
    let session = app.app.session().unwrap();
    let log = session.activity(&all_activity()).unwrap();
    said.push_str(&serde_json::to_string(&log).unwrap());
    said.push_str(&format!("{:?}", app.used.terminals.lock().unwrap()));
    assert!(said.contains("Copied credentials of Prod"), "{said}");
    let mut bytes = Vec::new();
    contents(app.dir.path(), &mut bytes);
    for secret in secrets {
        assert!(!said.contains(secret));
        let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
        assert!(!found, "a file holds a secret");
    }
}

#[tokio::test]
async fn the_sandbox_has_no_console_and_says_what_works() {
    let app = App::start(false).await;
    let id = entry(&app, "Prod");
    let refused = app.app.launch(&by(id, LaunchWay::Console)).await.unwrap_err();
    assert_eq!(refused.to_string(), "The sandbox has no console to sign in to.");
    let remedy = refused.remedy().unwrap();
    assert!(remedy.contains("switch-role page") && remedy.contains("terminal"), "{remedy}");
    // A click takes what works.
    let click = LaunchRequest { id, way: None, target: None };
    assert_eq!(app.app.launch(&click).await.unwrap(), LaunchWay::SwitchRole);
    assert_eq!(app.opened.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_console_is_opened_signed_in_at_the_page_and_region_meant_which_are_remembered() {
    let app = on_aws().await;
    let id = entry_of(&app, "Prod", "Ops");
    set(&app, OpeningRoles { isolate: true, ..OpeningRoles::default() });
    let target = LaunchTarget { service: Some("s3".into()), region: "eu-north-1".into() };
    let request = LaunchRequest { target: Some(target), ..by(id, LaunchWay::Console) };
    app.app.launch(&request).await.unwrap();
    // And again, as remembered.
    app.app.launch(&by(id, LaunchWay::Console)).await.unwrap();
    let opened = app.opened.lock().unwrap().clone();
    assert_eq!(opened.len(), 2);
    for url in &opened {
        let (front, token) = url.split_once("&SigninToken=").unwrap();
        assert_eq!(
            front,
            "https://signin.aws.amazon.com/federation?Action=login&Issuer=Rolebridge&Destination=\
             https%3A%2F%2Feu%2Dnorth%2D1%2Econsole%2Eaws%2Eamazon%2Ecom%2Fs3%2Fhome%3Fregion%3D\
             eu%2Dnorth%2D1"
        );
        assert!(token.starts_with("SANDBOX"));
    }
    let profile = BrowserProfile::OfAccount {
        account: AccountId::parse(PAYMENTS).unwrap(),
        folder: app.dir.path().join("browsers"),
    };
    assert_eq!(app.used.windows.lock().unwrap()[0].profile, profile);
}

#[tokio::test]
async fn the_switch_role_page_leads_on_only_if_somebody_said_where_to() {
    let app = App::start(false).await;
    let id = entry(&app, "Prod");
    app.app.launch(&by(id, LaunchWay::SwitchRole)).await.unwrap();
    let target = LaunchTarget { service: Some("ec2".into()), region: String::new() };
    let request = LaunchRequest { target: Some(target), ..by(id, LaunchWay::SwitchRole) };
    app.app.launch(&request).await.unwrap();
    let opened = app.opened.lock().unwrap().clone();
    let page = format!(
        "https://signin.aws.amazon.com/switchrole?account={PAYMENTS}&roleName={WAY_IN}\
         &displayName=Prod&color=f2b0a9"
    );
    assert_eq!(opened[0], page);
    assert_eq!(
        opened[1],
        format!(
            "{page}&redirect_uri=https%3A%2F%2Feu%2Dwest%2D1%2Econsole%2Eaws%2Eamazon%2Ecom%2Fec2\
             %2Fhome%3Fregion%3Deu%2Dwest%2D1"
        )
    );
}

#[tokio::test]
async fn a_place_that_is_nowhere_is_an_error_of_its_field_and_nothing_is_remembered() {
    let app = App::start(false).await;
    let id = entry(&app, "Prod");
    for (service, region, field) in
        [("s3", "cn-north-1", "region"), ("s3", "somewhere", "region"), ("s4", "", "service")]
    {
        let target = LaunchTarget { service: Some(service.into()), region: region.into() };
        let request = LaunchRequest { target: Some(target), ..by(id, LaunchWay::SwitchRole) };
        match app.app.launch(&request).await {
            Err(Error::Invalid(faults)) => assert_eq!(faults[0].field, field),
            other => panic!("{service} {region}: {other:?}"),
        }
    }
    assert!(app.opened.lock().unwrap().is_empty());
    app.app.launch(&by(id, LaunchWay::SwitchRole)).await.unwrap();
    assert!(!app.opened.lock().unwrap()[0].contains("redirect_uri"));
}

#[tokio::test]
async fn a_terminal_runs_the_command_line_with_nothing_secret_in_its_arguments() {
    let app = App::start(false).await;
    let id = entry(&app, "Prod");
    app.app.launch(&by(id, LaunchWay::Terminal)).await.unwrap();
    let command = app.used.terminals.lock().unwrap().remove(0);
    let home = app.dir.path().to_string_lossy().into_owned();
    let wanted = [
        "/opt/rolebridge",
        "--home",
        &home,
        "--sandbox",
        "roles",
        "shell",
        "--stay",
        "--in-region",
        "eu-west-1",
        "--id",
        "1",
    ];
    assert_eq!(command.argv, wanted);
    assert_eq!(command.title, "Prod - Rolebridge");

    let app = on_aws().await;
    let id = entry_of(&app, "Prod", "Ops");
    app.app.launch(&by(id, LaunchWay::Terminal)).await.unwrap();
    let command = app.used.terminals.lock().unwrap().remove(0);
    assert_eq!(command.argv[3..5], ["--profile", "payments-admin"]);
    assert!(command.without.contains(&"AWS_ACCESS_KEY_ID"), "a key would come before the profile");
}

#[tokio::test]
async fn sessions_last_as_set_for_all_unless_the_entry_says() {
    let app = App::start(false).await;
    let mut events = app.app.events();
    let id = entry(&app, "Prod");
    let half = SessionDuration::from_seconds(1800).unwrap();
    set(&app, OpeningRoles { duration: Some(half), ..OpeningRoles::default() });
    let now = app.time.of_workflows().now();
    app.app.launch(&by(id, LaunchWay::Copy)).await.unwrap();
    let (copied, _) = of_clipboard(&mut events).await;
    assert_eq!(copied.expires_at.duration_since(now).as_secs(), 1800);
}

#[tokio::test]
async fn what_is_chosen_for_an_entry_is_what_its_click_does_and_goes_with_it() {
    let app = App::start(false).await;
    let id = entry(&app, "Prod");
    let launch = EntryLaunch { way: Some(LaunchWay::Terminal), ..EntryLaunch::default() };
    app.app.choose_launch(&ChooseLaunch { id, launch: launch.clone() }).unwrap();
    let click = LaunchRequest { id, way: None, target: None };
    assert_eq!(app.app.launch(&click).await.unwrap(), LaunchWay::Terminal);
    let missing = ChooseLaunch { id: SwitchEntryId(99), launch };
    assert!(matches!(app.app.choose_launch(&missing), Err(Error::Store(_))));
}
