//! Ctrl-C and worse: what was begun can be finished.
#![cfg(unix)]

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command},
    time::Duration,
};

use rolebridge_cloud::{Cloud, NewRole, RoleSnapshot};
use rolebridge_model::{Access, IdentityRef, PolicyArn, RoleName};
use rolebridge_sandbox::{SandboxCloud, Settings};

use super::support::{Desk, SPACE, WAY_IN};

const NEW: &str = "333333333333";
const WAITING: &str = "waiting for AWS";

/// Begins adding an account and returns when it waits for AWS, with what is left of standard error.
fn waiting(desk: &Desk, more: &[&str]) -> (Child, BufReader<impl Read + use<>>) {
    let add = ["--sandbox", "sources", "add", "--space", SPACE, "--account", NEW, "--yes"];
    let args = [&add[..], &["--reach", WAY_IN], more].concat();
    let mut child = desk.command(&args).spawn().unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains(WAITING) {
        line.clear();
        assert_ne!(err.read_line(&mut line).unwrap(), 0, "it ended without waiting");
    }
    (child, err)
}

fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

fn rest(mut err: impl Read) -> String {
    let mut text = String::new();
    err.read_to_string(&mut text).unwrap();
    text
}

fn code(child: Child) -> Option<i32> {
    child.wait_with_output().unwrap().status.code()
}

fn unfinished(desk: &Desk) -> Vec<(String, String)> {
    let list = desk.json(0, &["plans", "list"]);
    let plans = list["plans"].as_array().unwrap().iter();
    plans.map(|p| (p["id"].as_str().unwrap().into(), p["state"].as_str().unwrap().into())).collect()
}

#[test]
fn ctrl_c_while_aws_validates_leaves_a_connected_source() {
    let desk = Desk::empty();
    desk.sandbox(Duration::from_secs(60));
    let (child, err) = waiting(&desk, &[]);
    signal(&child, "INT");
    let said = rest(err);
    assert_eq!(code(child), Some(4), "{said}");
    // The step that ends may be told before the word about the signal: two tasks say them.
    assert!(said.contains("Stopping after this step."), "{said}");
    assert!(said.contains("Every step of the plan is done"), "{said}");
    assert_eq!(unfinished(&desk), []);
}

#[test]
fn a_killed_command_is_resumed() {
    let desk = Desk::empty();
    // Long enough to be killed in, however slow the computer is.
    let sandbox = desk.sandbox(Duration::from_secs(600));
    let (mut child, _err) = waiting(&desk, &[]);
    child.kill().unwrap();
    child.wait().unwrap();
    let quick = Settings { validation: Duration::from_secs(1), ..sandbox.settings() };
    sandbox.set_settings(quick).unwrap();
    let plans = unfinished(&desk);
    assert_eq!(plans.len(), 1);
    assert_eq!(plans[0].1, "interrupted");
    let resumed = desk.json(0, &["plans", "resume", &plans[0].0]);
    assert_eq!(resumed["plan"]["state"], "done");
    assert_eq!(unfinished(&desk), []);
    let list = desk.json(0, &["sources", "list", "--space", SPACE]);
    let sources = list["sources"].as_array().unwrap();
    assert!(sources.iter().any(|s| s["account"] == NEW && s["status"] == "active"));
}

/// The preview's trust names the primary role. While that is missing, creating the secondary role
/// is tried again and again: time enough to press Ctrl-C between two steps.
#[test]
fn ctrl_c_stops_after_the_step_and_says_how_to_go_on() {
    let desk = Desk::empty();
    let cloud = desk.sandbox(Duration::from_secs(1));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let primary = runtime.block_on(remove(&cloud, "DevOpsAgentRole-AgentSpace"));
    let (child, err) = waiting(&desk, &["--template", "devops-agent-preview"]);
    signal(&child, "INT");
    let said = rest(err);
    assert_eq!(code(child), Some(4), "{said}");
    let plans = unfinished(&desk);
    assert_eq!(plans.len(), 1);
    let how = format!("Go on with: rolebridge --sandbox plans resume {}", plans[0].0);
    assert_eq!(said.lines().last(), Some(how.as_str()), "{said}");
    assert!(said.contains("Stopped after 0 of "), "{said}");

    runtime.block_on(put_back(&cloud, &primary));
    let resumed = desk.json(0, &["plans", "resume", &plans[0].0]);
    assert_eq!(resumed["plan"]["state"], "done");
}

async fn remove(cloud: &SandboxCloud, name: &str) -> RoleSnapshot {
    let (access, name) = (Access::base(IdentityRef::Sandbox), RoleName::parse(name).unwrap());
    let role = cloud.read_role(&access, &name).await.unwrap().unwrap();
    for policy in &role.attached {
        cloud.detach_policy(&access, &name, policy).await.unwrap();
    }
    for policy in &role.inline {
        cloud.delete_inline_policy(&access, &name, &policy.name).await.unwrap();
    }
    cloud.delete_role(&access, &name).await.unwrap();
    role
}

async fn put_back(cloud: &SandboxCloud, role: &RoleSnapshot) {
    let (access, name) = (Access::base(IdentityRef::Sandbox), role.arn.name());
    let new = NewRole {
        path: role.arn.path().clone(),
        name: name.clone(),
        trust: role.trust.clone(),
        description: None,
        tags: Vec::new(),
    };
    cloud.create_role(&access, &new).await.unwrap();
    for policy in &role.attached {
        cloud.attach_policy(&access, name, policy).await.unwrap();
    }
    for policy in &role.inline {
        cloud.put_inline_policy(&access, name, policy).await.unwrap();
    }
    // It may assume the secondary roles it knew; here it has to assume a new one.
    let all = PolicyArn::parse("arn:aws:iam::aws:policy/AdministratorAccess").unwrap();
    cloud.attach_policy(&access, name, &all).await.unwrap();
}
