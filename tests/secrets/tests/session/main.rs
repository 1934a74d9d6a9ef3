//! A day with Rolebridge on an AWS whose every secret is known: the command line, then the back end
//! as the window talks to it. Afterwards no secret may be anywhere but where it was asked for.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test, which Clippy doesn't take for one

mod aws;
mod bridge;
mod office;

use rolebridge_secrets::Search;
use serde_json::{Value, json};

use crate::{aws::KnownAws, bridge::Bridge, office::Office};

const CODE: &str = "735194";
const MFA: &str = "arn:aws:iam::111111111111:mfa/ada";

/// Entries and what AWS does for them.
const ENTRIES: [(&str, &str, &[&str]); 6] = [
    ("Prod admin", "Good", &[]),
    ("Deep", "Good", &["--via", "arn:aws:iam::333333333333:role/First"]),
    ("Second factor", "Good", &["--mfa-serial", MFA]),
    ("Angry", "Angry", &[]),
    ("Garbled", "Garbled", &[]),
    ("No console", "NoConsole", &[]),
];

fn keep_entries(office: &Office) {
    for (name, role, more) in ENTRIES {
        let role = format!("arn:aws:iam::222222222222:role/{role}");
        let args = ["roles", "add", "--name", name, "--role", &role, "--source-profile", "base"];
        office.says_nothing(&[&args[..], more].concat());
    }
}

/// Every command that has to do with credentials, going well and going wrong.
fn work_at_the_command_line(office: &Office) {
    for json in [&[][..], &["--json"]] {
        for args in [
            &["credentials", "prod"][..],
            &["credentials", "deep"],
            &["roles", "credentials", "second", "--mfa-code", CODE],
            &["roles", "env", "prod", "--shell", "bash"],
            &["roles", "env", "prod", "--shell", "fish"],
            &["roles", "env", "prod", "--shell", "powershell"],
            &["roles", "open", "--way", "console", "--print-url", "prod"],
        ] {
            // Its standard output is what was asked for.
            let ran = office.run(&[json, args].concat());
            assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
            office.keep_said(args, ran.err);
        }
        office.says_nothing(&[json, &["roles", "open", "--way", "console", "prod"]].concat());
        for args in [
            &["credentials", "angry"][..],
            &["credentials", "garbled"],
            &["credentials", "second", "--no-cache", "--mfa-code", "000000"],
            &["credentials", "second", "--no-cache", "--mfa-code", "x735194"],
            &["roles", "open", "--way", "console", "--print-url", "no console"],
            &["roles", "exec", "angry", "--", "true"],
        ] {
            let ran = office.run(&[json, args].concat());
            assert!(ran.code == 1 || ran.code == 3, "{args:?}: {}", ran.err);
            office.keep_said(args, ran.err + &ran.out);
        }
    }
    let exec = ["roles", "exec", "prod", "--", "/bin/sh", "-c", "test -n \"$AWS_SESSION_TOKEN\""];
    office.says_nothing(&exec);
    office.says_nothing(&["roles", "list"]);
    office.says_nothing(&["export", "--format", "csv"]);
}

/// What the screens ask, with the answers they get.
fn work_in_the_window(office: &Office, bridge: &Bridge) {
    let identity = json!({"kind": "profile", "name": "base"});
    bridge.ask("start", Value::Null);
    bridge.ask("connect", json!({"identity": identity, "region": null}));
    for command in ["list_identities", "list_profiles", "get_preferences", "list_spaces"] {
        bridge.may_fail(command, Value::Null);
    }
    let query = json!({"search": "", "group": null, "favourites": false, "order": "name",
        "page": 1, "page_size": 100});
    let entries = bridge.ask("list_switch_entries", query);
    let id_of = |name: &str| {
        let rows = entries["rows"].as_array().unwrap();
        let row = rows.iter().find(|r| r["entry"]["name"] == name);
        row.unwrap_or_else(|| panic!("{name} is not listed"))["entry"]["id"].clone()
    };
    bridge.may_fail("list_launch_choices", Value::Null);
    for way in ["console", "switchRole", "terminal", "copy"] {
        bridge.ask("launch", json!({"id": id_of("Prod admin"), "way": way}));
    }
    let copied = std::fs::read_to_string(office.observed().join("clipboard.txt")).unwrap();
    assert!(copied.contains("AWS_SECRET_ACCESS_KEY"), "nothing was copied");
    bridge.ask("clear_copied", Value::Null);
    for entry in ["Deep", "Second factor", "Angry", "Garbled", "No console"] {
        for way in ["console", "copy"] {
            bridge.may_fail("launch", json!({"id": id_of(entry), "way": way}));
        }
    }
    let sessions = bridge.ask("list_sessions", Value::Null);
    assert!(sessions.as_array().is_some_and(|s| !s.is_empty()), "nothing is kept: {sessions}");
    for session in sessions.as_array().unwrap() {
        bridge.may_fail("renew_session", session["entry"].clone());
        bridge.may_fail("end_session", session["entry"].clone());
    }

    // Files with secrets of their own: the configuration, and one of access keys.
    for dialect in ["auto", "aws"] {
        for file in office.files_with_keys() {
            let request = json!({"path": file, "dialect": dialect});
            let seen = bridge.may_fail("preview_import", request.clone());
            if let Some(token) = seen.and_then(|s| s["token"].as_str().map(str::to_owned)) {
                bridge.may_fail("run_import", json!({"request": request, "token": token}));
            }
        }
    }
    for layout in ["block", "profiles"] {
        let request = json!({"layout": layout, "entries": null});
        let seen = bridge.ask("preview_publish", request.clone());
        bridge.ask("publish", json!({"request": request, "token": seen["token"]}));
    }
    for format in ["aws-config", "aesr", "csv", "team"] {
        bridge.ask("preview_export", json!({ "format": format }));
    }
    let everything = json!({"tokens": [], "join": "and", "sort": "at", "descending": true,
        "page": 1, "page_size": 100});
    bridge.ask("list_activity", everything.clone());
    bridge.ask("export_activity", everything);
}

#[test]
fn no_secret_is_anywhere_but_where_it_was_asked_for() {
    let aws = KnownAws::start();
    let office = Office::new(&aws);
    keep_entries(&office);
    work_at_the_command_line(&office);
    let bridge = Bridge::start(&office);
    work_in_the_window(&office, &bridge);
    let said = bridge.end();

    let mut search = Search::default();
    search.for_secret("the MFA code", CODE);
    for (label, secret) in aws.secrets() {
        search.for_secret(label, secret);
    }
    search.folder(&office.home()).unwrap();
    search.folder(&office.recorded()).unwrap();
    search.folder(&office.home_of_user()).unwrap();
    search.folder(&office.keychain()).unwrap();
    search.text("what the bridge said", said);
    for (args, said) in office.said() {
        search.text(format!("what `rolebridge {}` said", args.join(" ")), said);
    }
    // What is searched is what was worked with: the database, the record, the log, the output.
    for known in [
        "Prod admin",
        "\"command\":\"list_switch_entries\"",
        "\"kind\":\"answer\"",
        "could not be assumed",
        "Signed in to the console",
    ] {
        assert!(search.covers(known), "{known} is nowhere");
    }
    // And the secrets are those that were in use.
    assert!(aws.secrets().len() > 15, "{}", aws.secrets().len());
    assert!(office.opened().contains("SigninToken="), "no console was opened");
    let found: Vec<String> = search.found().iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// The message of a panic may hold what was being worked on.
#[test]
fn a_crash_tells_its_place_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let ran = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "child_that_panics"])
        .env("SECRETS_TEST_HOME", folder.path())
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap();
    assert!(!ran.status.success());
    let mut search = Search::default();
    search.for_secret("the secret", "wJalrXUtnFEMI/K7MDENG");
    search.folder(folder.path()).unwrap();
    search.text("standard error", ran.stderr);
    search.text("standard output", ran.stdout);
    assert!(search.covers("tests/session/main.rs") && search.covers("a panic"));
    assert_eq!(search.found(), []);
}

#[test]
#[ignore = "run as a child"]
fn child_that_panics() {
    let home = std::path::PathBuf::from(std::env::var_os("SECRETS_TEST_HOME").unwrap());
    let log = rolebridge_start::start_log(&home);
    let key = "wJalrXUtnFEMI/K7MDENG".to_owned();
    let _ = std::thread::spawn(move || panic!("key {key}")).join();
    // What is buffered is written now.
    drop(log);
    std::process::exit(101);
}
