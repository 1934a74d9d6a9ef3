//! `plans`: what failed can be gone on with, or forgotten.

use super::support::{Desk, SPACE, WAY_IN};

fn failed(desk: &Desk) -> String {
    let add = ["sources", "add", "--space", SPACE, "--account", "210987654321", "--yes"];
    desk.json(3, &[&add[..], &["--reach", WAY_IN]].concat());
    let list = desk.json(0, &["plans", "list"]);
    assert_eq!(list["plans"].as_array().unwrap().len(), 1);
    assert_eq!(list["plans"][0]["state"], "failed");
    list["plans"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_failed_plan_fails_again_for_the_same_reason() {
    let desk = Desk::new();
    let id = failed(&desk);
    let ran = desk.pretend(&["plans", "resume", &id]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("service control policy"), "{}", ran.err);
}

#[test]
fn a_plan_is_forgotten() {
    let desk = Desk::new();
    let id = failed(&desk);
    assert_eq!(desk.pretend(&["plans", "discard", &id]).code, 0);
    assert_eq!(desk.json(0, &["plans", "list"])["plans"], serde_json::json!([]));
    let gone = desk.pretend(&["--json", "plans", "resume", &id]);
    assert_eq!((gone.code, gone.error()["code"].as_str()), (1, Some("not_found")));
}
