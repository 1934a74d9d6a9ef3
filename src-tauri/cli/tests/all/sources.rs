//! `sources`: from nothing to Active and back.

use rolebridge_model::{ActivityColumn, ActivityQuery, FilterJoin};
use rolebridge_start::{ChosenClouds, SystemBrowser};
use rolebridge_workflows::{IdentityForOnce, Rolebridge, SystemClock};
use serde_json::Value;

use super::support::{Desk, ROLE, SPACE, WAY_IN, keys};

const NEW: &str = "333333333333";

fn statuses(desk: &Desk) -> Vec<(String, String)> {
    let list = desk.json(0, &["sources", "list", "--space", SPACE]);
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let sources = list["sources"].as_array().unwrap().iter();
    sources.map(|s| (text(&s["account"]), text(&s["status"]))).collect()
}

fn add<'a>(account: &'a str, reach: &'a str) -> Vec<&'a str> {
    vec!["sources", "add", "--space", SPACE, "--account", account, "--reach", reach, "--yes"]
}

#[test]
fn an_account_is_added_verified_and_removed() {
    let desk = Desk::new();
    let args = [&add(NEW, WAY_IN)[..], &["--label", "Staging"]].concat();
    let ran = desk.pretend(&args);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("creates: iam:CreateRole in account 333333333333"), "{}", ran.out);
    assert!(ran.out.ends_with("Account 333333333333: Active.\n"), "{}", ran.out);
    assert!(ran.err.starts_with("[1/5] Create role DevOpsAgentRole-SecondaryAccount: done\n"));
    assert!(statuses(&desk).contains(&(NEW.into(), "active".into())));

    let verified = desk.json(0, &["sources", "verify", "--space", SPACE, "--account", NEW]);
    let source = &verified["sources"][0];
    assert_eq!(source["status"], "active");
    assert_eq!(source["name"], "Staging");
    assert_eq!(source["template"], "devops-agent");
    assert_eq!(keys(&source["checks"][0]), ["kind", "outcome", "summary", "remedy"]);

    // Everything is as it should be, so that adding again changes nothing.
    let again = desk.json(0, &add(NEW, WAY_IN));
    let states: Vec<&str> = again["plan"]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["unchanged", "unchanged", "unchanged", "unchanged", "unchanged", "done"]);

    let remove =
        ["sources", "remove", "--space", SPACE, "--account", NEW, "--delete-role", ROLE, "--yes"];
    let removed = desk.json(0, &remove);
    assert_eq!(removed["plan"]["state"], "done");
    assert!(!statuses(&desk).iter().any(|(account, _)| account == NEW));
    // The role is gone too: the plan would make it anew.
    let plan =
        desk.json(0, &["sources", "plan", "--space", SPACE, "--account", NEW, "--reach", WAY_IN]);
    assert_eq!(plan["plan"]["steps"][0]["change"], "create");
}

#[test]
fn nothing_is_changed_without_a_yes() {
    let desk = Desk::new();
    let before = statuses(&desk);
    let args = add(NEW, WAY_IN);
    let ran = desk.pretend(&args[..args.len() - 1]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("Add account 333333333333 to the agent space\n"));
    assert_eq!(ran.err, "Nothing was changed.\nAdd --yes to carry out the plan.\n");
    let remove =
        desk.pretend(&["sources", "remove", "--space", SPACE, "--account", "222222222222"]);
    assert_eq!(remove.code, 1);
    assert_eq!(statuses(&desk), before);
    assert_eq!(desk.json(0, &["plans", "list"])["plans"], serde_json::json!([]));
}

#[test]
fn the_keys_of_the_json_are_a_promise() {
    let desk = Desk::new();
    let list = desk.json(0, &["sources", "list", "--space", SPACE]);
    assert_eq!(
        keys(&list["sources"][0]),
        [
            "account",
            "name",
            "alias",
            "role",
            "external_id",
            "template",
            "generation",
            "status",
            "reason",
            "association",
            "reach",
            "last_checked",
            "added_by",
            "added_at"
        ]
    );
    let added = desk.pretend(&[&["--json"], &add(NEW, WAY_IN)[..]].concat());
    let value = added.json();
    assert_eq!(keys(&value), ["plan", "source"]);
    assert_eq!(keys(&value["plan"]), ["id", "kind", "title", "state", "created_at", "steps"]);
    assert_eq!(
        keys(&value["plan"]["steps"][0]),
        [
            "title", "call", "account", "access", "change", "before", "after", "warning", "state",
            "message", "remedy", "code"
        ]
    );
    let step = &added.asides()[0]["step"];
    assert_eq!(keys(step), ["number", "of", "title", "state", "message", "remedy", "code"]);
}

#[test]
fn verification_finds_what_needs_a_person() {
    let desk = Desk::new();
    let ran = desk.pretend(&["sources", "verify", "--space", SPACE, "--all"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("aws:SourceAccount names 777777777777"), "{}", ran.out);
    assert!(ran.out.contains("888888888888: "), "{}", ran.out);
}

#[test]
fn a_role_made_by_hand_is_connected_without_a_way_in() {
    let desk = Desk::new();
    // The role stays when its source is removed.
    desk.json(0, &add(NEW, WAY_IN));
    desk.json(0, &["sources", "remove", "--space", SPACE, "--account", NEW, "--yes"]);
    let value = desk.json(0, &add(NEW, "none"));
    let calls: Vec<&str> = value["plan"]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["call"].as_str().unwrap())
        .collect();
    assert_eq!(calls, ["aidevops:AssociateService", "aidevops:ValidateAwsAssociations"]);
    assert_eq!(value["source"]["status"], "active");
    assert_eq!(value["source"]["reach"], "none");
}

#[test]
fn a_drifted_role_is_brought_back_to_its_template() {
    let desk = Desk::new();
    let account = ["--space", SPACE, "--account", "777777777777"];
    desk.json(1, &[&["sources", "verify"], &account[..]].concat());
    let value = desk.json(0, &[&["sources", "update"], &account[..], &["--yes"]].concat());
    assert_eq!(value["source"]["status"], "active");
}

#[test]
fn all_drifted_roles_are_repaired_as_one_plan() {
    let desk = Desk::new();
    let repair = ["sources", "repair", "--space", SPACE];
    let shown = desk.pretend(&[&repair[..], &["--all"]].concat());
    assert_eq!(shown.code, 1);
    assert!(shown.out.contains("666666666666") && shown.out.contains("777777777777"));
    assert!(!shown.out.contains("222222222222"), "it is right: {}", shown.out);
    // The role of 888888888888 is gone, which no repair brings back.
    let value = desk.json(1, &[&repair[..], &["--all", "--yes"]].concat());
    assert_eq!(keys(&value), ["plan", "sources", "left_out"]);
    assert_eq!(value["left_out"][0]["account"], "888888888888");
    assert_eq!(value["plan"]["state"], "done");
    let network = [&repair[..], &["--account", "777777777777", "--yes"]].concat();
    let again = desk.json(0, &network);
    assert_eq!(again["plan"], Value::Null);
    assert_eq!(desk.pretend(&repair).code, 2, "it has to be said which");
}

#[test]
fn an_unsafe_role_is_active_only_with_a_persons_word() {
    let desk = Desk::new();
    let of = ["--space", "c84e17b2-3a9d-4f60-8e25-91d7f0a6b3ce", "--account", "666666666666"];
    let accept = [&["sources", "accept"], &of[..]].concat();
    assert_eq!(desk.pretend(&accept).code, 1, "nothing was found yet");
    let found = desk.json(1, &[&["sources", "verify"], &of[..]].concat());
    assert_eq!(found["sources"][0]["status"], "unsafe");
    assert_eq!(desk.json(0, &accept)["source"]["status"], "active");
    assert_eq!(
        desk.json(0, &[&["sources", "verify"], &of[..]].concat())["sources"][0]["status"],
        "active"
    );
    let back = desk.json(0, &[&accept[..], &["--revoke"]].concat());
    assert_eq!(back["source"]["status"], "unsafe");
}

#[test]
fn every_run_of_verify_writes_a_line_per_source() {
    let desk = Desk::new();
    for run in 1..=2 {
        desk.json(1, &["sources", "verify", "--space", SPACE, "--all"]);
        let lines = actions(&desk).iter().filter(|a| *a == "Verify").count();
        assert_eq!(lines, 5 * run, "after run {run}");
    }
}

#[test]
fn aws_denies_creating_the_role() {
    let desk = Desk::new();
    let ran = desk.pretend(&[&["--json"], &add("210987654321", WAY_IN)[..]].concat());
    assert_eq!(ran.code, 3);
    assert_eq!(ran.json()["plan"]["state"], "failed");
    assert_eq!(ran.json()["source"], Value::Null);
    let error = ran.error();
    assert_eq!(error["code"], "step_failed");
    assert_eq!(ran.json()["plan"]["steps"][0]["code"], "denied");
    assert!(
        error["message"].as_str().unwrap().contains("explicit deny in a service control policy")
    );
    assert!(error["remedy"].as_str().unwrap().contains("plans resume"));
}

#[test]
fn an_account_that_lets_nobody_in_is_denied_before_there_is_a_plan() {
    let desk = Desk::new();
    let ran = desk.pretend(&[&["--json"], &add("345678901234", WAY_IN)[..]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert_eq!(ran.error()["code"], "denied");
}

#[test]
fn a_way_into_another_account_is_refused() {
    let ran = Desk::new().pretend(&add(NEW, "profile:payments-admin"));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("leads to account 222222222222"), "{}", ran.err);
}

#[test]
fn an_external_id_that_would_be_dropped_is_refused() {
    let args =
        [&add(NEW, WAY_IN)[..], &["--template", "devops-agent-preview", "--external-id", "mine"]];
    let ran = Desk::new().pretend(&args.concat());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--reach-external-id"), "{}", ran.err);
}

#[test]
fn the_wrong_role_name_deletes_nothing() {
    let desk = Desk::new();
    let args = ["sources", "remove", "--space", SPACE, "--account", "222222222222", "--yes"];
    let ran = desk.pretend(&[&args[..], &["--delete-role", "Other"]].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--delete-role"), "{}", ran.err);
    assert!(statuses(&desk).iter().any(|(account, _)| account == "222222222222"));
}

#[test]
fn what_is_not_there_is_a_refusal() {
    let desk = Desk::new();
    let space = desk.pretend(&["sources", "list", "--space", "nowhere"]);
    assert_eq!(space.code, 1);
    assert!(space.err.contains("rolebridge --sandbox spaces list"), "{}", space.err);
    let source = desk.pretend(&["sources", "verify", "--space", SPACE, "--account", NEW]);
    assert_eq!(source.code, 1);
}

/// What was done, by the log the desktop app reads.
fn actions(desk: &Desk) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let app = runtime.block_on(Rolebridge::open_once(
        &desk.home(),
        Box::new(ChosenClouds),
        Box::new(SystemBrowser),
        SystemClock::shared(),
        &IdentityForOnce { sandbox: true, ..IdentityForOnce::default() },
    ));
    let log = app.unwrap().session().unwrap().activity(&ActivityQuery {
        tokens: Vec::new(),
        join: FilterJoin::And,
        sort: ActivityColumn::At,
        descending: false,
        page: 1,
        page_size: 100,
    });
    log.unwrap().rows.into_iter().map(|line| line.action).collect()
}

/// The desktop app reads the same journal and the same log.
#[test]
fn the_app_sees_what_was_done() {
    let desk = Desk::new();
    desk.json(0, &add(NEW, WAY_IN));
    let actions = actions(&desk);
    for action in ["iam:CreateRole", "aidevops:AssociateService", "Verify"] {
        assert!(actions.iter().any(|a| a == action), "{action} is not in {actions:?}");
    }
}
