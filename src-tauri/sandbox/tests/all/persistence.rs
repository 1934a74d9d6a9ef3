//! The file: what is written stays, what was half written does not count.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rolebridge_cloud::{Cause, Cloud, Playground, PlaygroundSettings};
use rolebridge_model::*;
use rolebridge_sandbox::{SandboxCloud, SandboxError, Settings};

use crate::support::*;

#[tokio::test]
async fn what_was_done_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let time = Time::new();
    let open = || SandboxCloud::open_with_clock(dir.path(), SETTINGS, time.clock()).unwrap();
    let role = new_role(SECONDARY_ROLE, &trusting_agent(PRIMARY, &production()));
    let look = async |cloud: &SandboxCloud| {
        let way = into(STAGING);
        (
            cloud.read_role(&way, &name(SECONDARY_ROLE)).await.unwrap().unwrap(),
            cloud.list_associations(&ada(), &production()).await.unwrap(),
            cloud.caller(&ada()).await.unwrap(),
        )
    };
    let first = open();
    first.create_role(&into(STAGING), &role).await.unwrap();
    first
        .attach_policy(&into(STAGING), &name(SECONDARY_ROLE), &policy(AGENT_POLICY))
        .await
        .unwrap();
    first.validate_associations(&ada(), &production()).await.unwrap();
    let seen = look(&first).await;
    drop(first);
    let second = open();
    assert_eq!(look(&second).await, seen);
    // What was under way goes on.
    time.pass(3);
    assert_eq!(status_of(&second, &production(), PAYMENTS).await, AssociationStatus::Valid);
}

#[tokio::test]
async fn a_write_that_was_cut_off_does_not_count() {
    let dir = tempfile::tempdir().unwrap();
    let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    cloud.create_role(&into(STAGING), &new_role("R", &trusting(PRIMARY))).await.unwrap();
    drop(cloud);
    let file = fs::read(dir.path().join("cloud.json")).unwrap();
    fs::write(dir.path().join("cloud.json.new"), &file[..file.len() / 2]).unwrap();
    let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    assert!(cloud.read_role(&into(STAGING), &name("R")).await.unwrap().is_some());
    cloud.delete_role(&into(STAGING), &name("R")).await.unwrap();
    assert!(!dir.path().join("cloud.json.new").exists());
}

#[tokio::test]
async fn what_failed_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    let before = fs::read(dir.path().join("cloud.json")).unwrap();
    let refused = cloud.create_role(&into(STAGING), &new_role("R", "{")).await;
    assert!(refused.is_err());
    // Nor is what changes nothing.
    cloud.delete_role(&into(STAGING), &name("R")).await.unwrap();
    assert_eq!(fs::read(dir.path().join("cloud.json")).unwrap(), before);
}

#[cfg(unix)]
#[tokio::test]
async fn what_cannot_be_written_did_not_happen() {
    let dir = tempfile::tempdir().unwrap();
    let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    // A folder in the way of the new file stops even root.
    fs::create_dir(dir.path().join("cloud.json.new")).unwrap();
    let made = cloud.create_role(&into(STAGING), &new_role("R", &trusting(PRIMARY))).await;
    assert!(matches!(cause(made), Cause::Internal { .. }));
    assert_eq!(cloud.read_role(&into(STAGING), &name("R")).await, Ok(None));
}

#[tokio::test]
async fn two_that_share_a_folder_see_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let window = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    let command = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    window.create_role(&into(STAGING), &new_role("A", &trusting(PRIMARY))).await.unwrap();
    command.create_role(&into(STAGING), &new_role("B", &trusting(PRIMARY))).await.unwrap();
    for (cloud, role) in [(&window, "B"), (&command, "A")] {
        assert!(cloud.read_role(&into(STAGING), &name(role)).await.unwrap().is_some());
    }
}

#[test]
fn a_damaged_or_newer_file_is_refused_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("cloud.json");
    for (text, newer) in [("{", false), (r#"{"format":1}"#, false), (r#"{"format":2}"#, true)] {
        fs::write(&file, text).unwrap();
        let error = SandboxCloud::open(dir.path(), SETTINGS).err().unwrap();
        assert_eq!(matches!(error, SandboxError::Newer { .. }), newer, "{error}");
        assert_eq!(matches!(error, SandboxError::Damaged { .. }), !newer, "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[tokio::test]
async fn settings_last_and_act_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    cloud.create_role(&into(STAGING), &new_role("R", &trusting(PRIMARY))).await.unwrap();
    let access = ada().through(arn(STAGING, "R"), None);
    assert!(cloud.try_assume(&access).await.is_err());
    let quick = Settings { propagation: Duration::ZERO, validation: Duration::ZERO };
    cloud.set_settings(quick).unwrap();
    cloud.try_assume(&access).await.unwrap();
    drop(cloud);
    let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    assert_eq!(cloud.settings(), quick);
}

#[tokio::test]
async fn reset_begins_anew_and_keeps_the_settings() {
    let dir = tempfile::tempdir().unwrap();
    let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    let controls: &dyn Playground = &cloud;
    let settings = PlaygroundSettings { propagation_seconds: 7, validation_seconds: 1 };
    controls.set_settings(settings).unwrap();
    cloud.create_role(&into(STAGING), &new_role("R", &trusting(PRIMARY))).await.unwrap();
    controls.reset().unwrap();
    assert_eq!(controls.settings(), settings);
    drop(cloud);
    let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
    assert_eq!(cloud.read_role(&into(STAGING), &name("R")).await, Ok(None));
    assert_eq!(cloud.settings().propagation, Duration::from_secs(7));
}

/// Where the child of the next test writes.
const DIR: &str = "ROLEBRIDGE_TEST_SANDBOX";

#[tokio::test]
#[ignore = "runs as the child of a_kill_at_any_moment_leaves_a_whole_state"]
async fn writes_until_it_is_killed() {
    let dir = std::env::var(DIR).unwrap();
    let cloud = SandboxCloud::open(Path::new(&dir), SETTINGS).unwrap();
    for i in 0.. {
        let role = new_role(&format!("R{i}"), &trusting(PRIMARY));
        cloud.create_role(&into(STAGING), &role).await.unwrap();
        // Says so only once it is written.
        fs::write(Path::new(&dir).join("last"), i.to_string()).unwrap();
    }
}

#[tokio::test]
async fn a_kill_at_any_moment_leaves_a_whole_state() {
    for round in 0..8 {
        let dir = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "persistence::writes_until_it_is_killed"])
            .env(DIR, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let written = || {
            let text = fs::read_to_string(dir.path().join("last")).unwrap_or_default();
            text.parse::<u32>().ok()
        };
        while written().is_none() {
            assert_eq!(child.try_wait().unwrap(), None, "the child has ended");
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(20 + round * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        let cloud = SandboxCloud::open(dir.path(), SETTINGS).unwrap();
        // The note itself may be cut off; what it says is then unknown.
        for i in 0..=written().unwrap_or_default() {
            let role = cloud.read_role(&into(STAGING), &name(&format!("R{i}"))).await.unwrap();
            assert!(role.is_some(), "R{i} was lost");
        }
        cloud.delete_role(&into(STAGING), &name("R0")).await.unwrap();
    }
}
