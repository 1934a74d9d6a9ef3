//! What is set in the app, and what the command line makes of it.

use rolebridge_model::SessionDuration;
use rolebridge_peers::{FakeAws, SessionGiven};
use rolebridge_start::{ChosenClouds, SystemBrowser};
use rolebridge_workflows::{
    Rolebridge, SystemClock,
    launch::{BrowserChoice, OpeningRoles},
};

use super::office::Office;

const ROLE: &str = "arn:aws:iam::222222222222:role/Target";

/// As the app saves it.
async fn set(office: &Office, opening: OpeningRoles) {
    let home = office.desk.home();
    let clouds = Box::new(ChosenClouds);
    let app = Rolebridge::open(&home, clouds, Box::new(SystemBrowser), SystemClock::shared());
    let app = app.await.unwrap();
    let mut preferences = app.preferences().unwrap();
    preferences.opening = opening;
    app.save_preferences(&preferences).unwrap();
}

#[tokio::test]
async fn region_and_duration_of_all_entries_count_here_too() {
    let aws = FakeAws::start(|asked| asked.usual(&SessionGiven::marked("SET"), ""));
    let office = Office::at(&aws.url);
    office.add("Usual", "ada", ROLE, &[]);
    office.add("Own", "ada", ROLE, &["--region", "us-west-2", "--duration", "900"]);
    office.add("Through", "ada", ROLE, &["--via", "arn:aws:iam::333333333333:role/Hub"]);
    let env = |entry: &str, more: &[&str]| {
        let ran = office.run(&[&["--json", "roles", "env", entry], more].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let lasts = aws.asked().last().unwrap().field("DurationSeconds").to_owned();
        (ran.json()["set"]["AWS_REGION"].as_str().map(str::to_owned), lasts)
    };
    let said = |region: Option<&str>, lasts: &str| (region.map(str::to_owned), lasts.to_owned());
    assert_eq!(env("usual", &[]), said(None, ""));
    // What is set counts from the next run on. An hour and more can't be had by way of another role.
    let duration = Some(SessionDuration::from_seconds(7200).unwrap());
    set(
        &office,
        OpeningRoles { region: "eu-central-1".into(), duration, ..OpeningRoles::default() },
    )
    .await;
    assert_eq!(env("usual", &[]), said(Some("eu-central-1"), "7200"));
    assert_eq!(env("own", &[]), said(Some("us-west-2"), "900"));
    assert_eq!(env("through", &[]), said(Some("eu-central-1"), ""));
    assert_eq!(env("own", &["--region", "eu-west-3"]), said(Some("eu-west-3"), "900"));
    let ran = office.run(&["publish", "--dry-run"]);
    assert!(ran.out.contains("+ region = eu-central-1\n"), "{ran:?}");
}

/// The console opens in the browser that is set, with the profile that is set.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_browser_that_is_set_is_the_one_that_opens() {
    use std::os::unix::fs::PermissionsExt;

    let office = Office::at("http://127.0.0.1:9");
    office.add("Usual", "ada", ROLE, &[]);
    let folder = office.folder.path();
    let (browser, told) = (folder.join("firefox"), folder.join("told"));
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{0}.new'; mv '{0}.new' '{0}'\n",
        told.display()
    );
    std::fs::write(&browser, script).unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let choice = BrowserChoice {
        browser: Some("firefox".into()),
        profile: Some("Work".into()),
        private: false,
    };
    set(&office, OpeningRoles { browser: choice, ..OpeningRoles::default() }).await;
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let ran = office.run_with(&["roles", "open", "usual"], &[("PATH", &path)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let begun = std::time::Instant::now();
    while !told.exists() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(60), "no browser was started");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let told = std::fs::read_to_string(told).unwrap();
    assert!(told.contains("Work\n") && told.contains("switchrole?account=222222222222"), "{told}");
}
