//! `roles colour`: the account's colour in the console is shown, and changed once that is confirmed.

use serde_json::{Value, json};

use super::support::{Desk, keys};

const OWNER: &str = "OrganizationAccountAccessRole";

fn desk() -> Desk {
    let desk = Desk::new();
    for (name, role, colour) in
        [("Owner", OWNER, "f2b0a9"), ("Reader", "Developer", "f2b0a9"), ("Grey", OWNER, "808080")]
    {
        let args = ["roles", "add", "--name", name, "--account", "222222222222", "--role", role];
        desk.json(0, &[&args[..], &["--colour", colour]].concat());
    }
    desk
}

fn now(desk: &Desk) -> Value {
    let shown = desk.json(0, &["roles", "colour", "Owner"]);
    assert_eq!(keys(&shown), ["account", "role", "now", "nearest", "wanted", "changed"]);
    assert_eq!((&shown["wanted"], &shown["changed"]), (&Value::Null, &json!(false)));
    shown["now"].clone()
}

#[test]
fn nothing_is_changed_without_yes() {
    let desk = desk();
    let ran = desk.pretend(&["roles", "colour", "Owner"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("no colour. Nearest to the entry's own: red"), "{}", ran.out);
    let ran = desk.pretend(&["roles", "colour", "Owner", "nearest"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("would be changed: no colour -> red."), "{}", ran.out);
    assert!(ran.err.contains("Nothing was changed.") && ran.err.contains("--yes"), "{}", ran.err);
    assert_eq!(now(&desk), "none");
}

#[test]
fn it_is_set_and_taken_away() {
    let desk = desk();
    for (wanted, ends_as) in [("nearest", "red"), ("DARKBLUE", "darkBlue"), ("none", "none")] {
        let set = desk.json(0, &["roles", "colour", "Owner", wanted, "--yes"]);
        assert_eq!((&set["wanted"], &set["changed"]), (&json!(ends_as), &json!(true)));
        assert_eq!(now(&desk), ends_as);
    }
    // As it is already: nothing to confirm.
    let set = desk.json(0, &["roles", "colour", "Owner", "none"]);
    assert_eq!(set["changed"], false);
}

#[test]
fn what_can_not_be_is_refused_and_what_may_not_be_is_denied() {
    let desk = desk();
    let ran = desk.pretend(&["roles", "colour", "Owner", "mauve", "--yes"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("darkBlue"), "{}", ran.err);
    let ran = desk.pretend(&["roles", "colour", "Grey", "nearest", "--yes"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("grey"), "{}", ran.err);
    let ran = desk.pretend(&["--json", "roles", "colour", "Reader", "red", "--yes"]);
    let error = ran.error();
    assert_eq!((ran.code, &error["code"]), (3, &json!("denied")));
    assert!(error["message"].as_str().unwrap().contains("uxc:UpdateAccountCustomizations"));
    assert_eq!(now(&desk), "none");
}
