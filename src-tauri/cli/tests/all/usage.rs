//! The command line itself: help, mistakes, and an environment without AWS.

use super::support::{Desk, SPACE, WAY_IN, keys};

#[test]
fn help_and_version_are_no_mistake() {
    let desk = Desk::empty();
    for args in [&["--help"][..], &["--version"], &["--json", "sources", "add", "--help"]] {
        let ran = desk.run(args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        assert!(!ran.out.is_empty());
    }
}

#[test]
fn wrong_usage_exits_with_two() {
    let desk = Desk::empty();
    for args in [
        &[][..],
        &["nonsense"],
        &["policy", "render"],
        &["policy", "render", "--template", "micetro", "--var", "nothing"],
        &["--sandbox", "sources", "list"],
        &["--sandbox", "sources", "verify", "--space", SPACE],
        &["--sandbox", "sources", "verify", "--space", SPACE, "--all", "--account", "222222222222"],
        &["--sandbox", "sources", "verify", "--space", SPACE, "--account", "22"],
        &["--sandbox", "sources", "add", "--space", SPACE, "--account", "1", "--reach", "somehow"],
        &["--region", "nowhere", "--sandbox", "spaces", "list"],
    ] {
        let ran = desk.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
    }
    let json = desk.run(&["--json", "policy", "render"]);
    assert_eq!(json.code, 2);
    assert_eq!(keys(&json.error()), ["code", "message", "remedy"]);
    assert_eq!(json.error()["code"], "usage");
}

#[test]
fn without_aws_the_sandbox_is_suggested() {
    let desk = Desk::empty();
    let ran = desk.run(&["spaces", "list"]);
    assert_eq!(ran.code, 2);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.err);
    assert!(lines[0].starts_with("There is no AWS configuration"));
    assert!(lines[1].contains("--sandbox"));
    let json = desk.run(&["--json", "spaces", "list"]);
    assert_eq!(json.error()["code"], "not_connected");
}

#[test]
fn a_profile_that_is_not_there_is_wrong_usage() {
    let desk = Desk::new();
    for ran in [
        desk.run(&["--profile", "nobody", "spaces", "list"]),
        desk.pretend(&["--profile", "nobody", "spaces", "list"]),
        desk.command(&["spaces", "list"]).env("AWS_PROFILE", "nobody").output().unwrap().into(),
    ] {
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("\u{201c}nobody\u{201d}"), "{}", ran.err);
    }
}

#[test]
fn the_sandbox_knows_nothing_of_the_profile_in_the_environment() {
    let desk = Desk::new();
    let ran = desk.command(&["--sandbox", "spaces", "list"]).env("AWS_PROFILE", "x").output();
    assert_eq!(ran.unwrap().status.code(), Some(0));
}

#[test]
fn every_wrong_value_is_named_at_once() {
    let desk = Desk::new();
    let ran = desk.pretend(&[
        "sources",
        "add",
        "--space",
        SPACE,
        "--account",
        "12",
        "--role",
        "a b",
        "--reach",
        WAY_IN,
    ]);
    assert_eq!(ran.code, 2);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines[0].contains("12 digits") && lines[0].contains("a space"), "{}", ran.err);
    assert_eq!(lines[1], "Correct --account and --role, then try again.");
}
