//! `plans`: what failed can be gone on with, or forgotten.

use std::time::Duration;

use rolebridge_cloud::{Cloud as _, NewRole};
use rolebridge_model::{Access, IdentityRef, RoleName, RolePath};

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

/// Exit code 3 is kept for what AWS says.
#[test]
fn a_step_rolebridge_refuses_exits_1() {
    let desk = Desk::new();
    let add = ["spaces", "add", "--name", "x", "--region", "us-east-1", "--role", "Fresh", "--yes"];
    let denied = desk.pretend(&[&["--profile", "management-readonly"], &add[..]].concat());
    assert_eq!(denied.code, 3, "{denied:?}");
    // Meanwhile somebody makes the role, for something else.
    let role = NewRole {
        path: RolePath::root(),
        name: RoleName::parse("Fresh").unwrap(),
        trust: r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"sts:AssumeRole"}}"#.into(),
        description: None,
        tags: Vec::new(),
    };
    let cloud = desk.sandbox(Duration::from_secs(1));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(cloud.create_role(&Access::base(IdentityRef::Sandbox), &role)).unwrap();
    drop(cloud);
    let id = desk.json(0, &["plans", "list"])["plans"][0]["id"].as_str().unwrap().to_owned();
    let refused = desk.pretend(&["--json", "plans", "resume", &id]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert_eq!(refused.error()["code"], "step_failed");
    assert_eq!(refused.json()["plan"]["steps"][0]["code"], "refused");
}
