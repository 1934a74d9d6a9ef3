//! `spaces`.

use super::support::{Desk, keys};

#[test]
fn spaces_of_all_regions_are_listed() {
    let list = Desk::new().json(0, &["spaces", "list"]);
    assert_eq!(list["failed"], serde_json::json!([]));
    let spaces = list["spaces"].as_array().unwrap();
    assert_eq!(spaces.len(), 2);
    assert_eq!(
        keys(&spaces[0]),
        [
            "id",
            "name",
            "description",
            "account",
            "region",
            "arn",
            "sources",
            "active",
            "attention",
            "created_at",
            "updated_at"
        ]
    );
}

#[test]
fn a_space_is_made_with_its_role_and_association() {
    let desk = Desk::new();
    let args = ["spaces", "add", "--name", "try-out", "--region", "us-west-2", "--role", "TryOut"];
    let plan = desk.pretend(&args);
    assert_eq!(plan.code, 1);
    assert!(plan.err.contains("Nothing was changed."));
    let made = desk.json(0, &[&args[..], &["--yes"]].concat());
    assert_eq!(keys(&made), ["plan", "space"]);
    let id = made["space"]["id"].as_str().unwrap();
    let list = desk.json(0, &["spaces", "list"]);
    assert!(list["spaces"].as_array().unwrap().iter().any(|s| s["id"] == id));
    // A space made seconds ago can be added to.
    let source = ["sources", "add", "--space", id, "--account", "333333333333", "--yes"];
    let reach = ["--reach", super::support::WAY_IN];
    assert_eq!(desk.json(0, &[&source[..], &reach].concat())["source"]["status"], "active");
}

#[test]
fn a_region_has_to_be_named_and_to_have_the_service() {
    let desk = Desk::new();
    let none = desk.pretend(&["spaces", "add", "--name", "x", "--yes"]);
    assert_eq!((none.code, none.err.contains("--region")), (2, true));
    let without =
        desk.pretend(&["spaces", "add", "--name", "x", "--region", "eu-north-1", "--yes"]);
    assert_eq!(without.code, 2);
    assert!(without.err.contains("not offered in eu-north-1"), "{}", without.err);
}

#[test]
fn who_may_only_read_makes_no_space() {
    let ran = Desk::new().pretend(&[
        "--profile",
        "management-readonly",
        "spaces",
        "add",
        "--name",
        "x",
        "--region",
        "us-east-1",
        "--role",
        "Fresh",
        "--yes",
    ]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("AWS denied iam:CreateRole"), "{}", ran.err);
}

#[test]
fn a_space_is_removed_with_its_sources_only_when_told() {
    let desk = Desk::new();
    let args = ["spaces", "remove", "--space", super::support::SPACE];
    let refused = desk.pretend(&[&args[..], &["--yes"]].concat());
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("222222222222"), "{}", refused.err);
    let shown = desk.pretend(&[&args[..], &["--disconnect-sources"]].concat());
    assert_eq!(shown.code, 1);
    assert!(shown.out.contains("Disconnect account 222222222222"), "{}", shown.out);
    assert!(shown.out.contains("aidevops:DeleteAgentSpace"), "{}", shown.out);
    let removed = desk.json(0, &[&args[..], &["--disconnect-sources", "--yes"]].concat());
    assert_eq!(removed["plan"]["state"], "done");
    let left = desk.json(0, &["spaces", "list"]);
    assert_eq!(left["spaces"].as_array().unwrap().len(), 1);
    assert_eq!(desk.pretend(&[&args[..], &["--yes"]].concat()).code, 1, "it is not there");
}
