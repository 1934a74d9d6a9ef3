//! `rolebridge team`, without AWS.

use std::path::PathBuf;

use super::support::{Desk, keys};

const TEAM: &str = r#"rolebridge_team = 1
title = "Platform team"
[[entries]]
name = "Production"
role = "arn:aws:iam::222222222222:role/Admin"
"#;

fn team(desk: &Desk) -> PathBuf {
    let folder = desk.home().parent().unwrap().join("platform");
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("rolebridge-team.toml");
    std::fs::write(&path, TEAM).unwrap();
    path
}

fn names(desk: &Desk) -> Vec<String> {
    let list = desk.run(&["--json", "roles", "list"]).json();
    let entries = list["entries"].as_array().unwrap();
    entries.iter().map(|e| e["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_team_file_is_added_listed_updated_and_removed() {
    let desk = Desk::empty();
    let path = team(&desk);
    let folder = path.parent().unwrap().to_str().unwrap();
    let dry = desk.run(&["--json", "team", "add", folder, "--dry-run"]).json();
    assert_eq!(
        keys(&dry),
        ["id", "name", "title", "path", "last_change", "difference", "left_out"]
    );
    assert!(dry["id"].is_null() && names(&desk).is_empty());
    assert_eq!(dry["difference"]["added"][0]["line"], 3);
    let added = desk.run(&["--json", "team", "add", folder]).json();
    assert_eq!((&added["name"], &added["id"]), (&"platform".into(), &1.into()));
    assert_eq!(names(&desk), ["Production"]);

    std::fs::write(&path, TEAM.replace("role/Admin", "role/Owner")).unwrap();
    let list = desk.run(&["--json", "team", "list"]).json();
    let file = &list["files"][0];
    assert_eq!(
        keys(file),
        [
            "id",
            "name",
            "title",
            "path",
            "entries",
            "taken_at",
            "last_change",
            "state",
            "message",
            "difference",
            "left_out"
        ]
    );
    assert_eq!((&file["state"], &file["title"]), (&"changed".into(), &"Platform team".into()));
    let list = desk.run(&["team", "list"]).out;
    assert!(list.contains("Platform team  /"), "{list}");
    let dry = desk.run(&["team", "update", "platform", "--dry-run"]);
    assert!(dry.out.contains("role/Owner"), "{}", dry.out);
    assert_eq!(desk.run(&["--json", "team", "update", "1"]).json()["updated"][0], 1);
    let list = desk.run(&["--json", "team", "list"]).json();
    assert_eq!(list["files"][0]["state"], "current");

    std::fs::write(&path, format!("{TEAM}credential_process = \"sh\"\n")).unwrap();
    let broken = desk.run(&["team", "update"]);
    assert_eq!(broken.code, 1);
    assert!(broken.out.contains("Line 6"), "{}", broken.out);
    assert_eq!(names(&desk), ["Production"]);
    let gone = desk.run(&["--json", "team", "remove", path.to_str().unwrap()]).json();
    assert_eq!(gone["removed"], 1);
    assert!(names(&desk).is_empty() && path.exists());
    assert_eq!(desk.run(&["team", "remove", "platform"]).code, 1);
}

#[test]
fn a_permission_set_is_had_by_the_reader_s_own_profile_or_told_with_its_line() {
    let desk = Desk::new();
    let path = team(&desk);
    let set = |name: &str, by: &str| {
        format!(
            "[[entries]]\nname = \"{name}\"\naccount = \"222222222222\"\n\
             permission_set = \"{name}\"\n{by}\n"
        )
    };
    let had = set("AdministratorAccess", "source = \"payments-admin\"");
    let missing = set("Unheard", "sso_start_url = \"https://rolebridge.awsapps.com/start\"");
    std::fs::write(&path, format!("{TEAM}{had}{missing}")).unwrap();
    let added = desk.pretend(&["team", "add", path.to_str().unwrap()]);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(added.out.starts_with("Platform team\n"), "{}", added.out);
    assert!(added.out.contains("line 11: left out Unheard: It is the permission set"), "{added:?}");
    for command in [["team", "list"], ["team", "update"]] {
        let said = desk.pretend(&command);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.out.contains("line 11: left out Unheard"), "{}", said.out);
    }
    let got = desk.json(0, &["credentials", "AdministratorAccess"]);
    assert!(got["AccessKeyId"].as_str().unwrap().starts_with("ASIA"), "{got}");

    let back = desk.pretend(&["export", "--format", "team"]);
    assert!(back.out.contains("permission_set = \"AdministratorAccess\""), "{}", back.out);
    assert!(back.out.contains("source = \"payments-admin\""), "{}", back.out);
}

#[test]
fn a_path_without_a_team_file_is_wrong_usage() {
    let desk = Desk::empty();
    let nowhere = desk.run(&["team", "add", "/nowhere/at/all"]);
    assert_eq!(nowhere.code, 2, "{nowhere:?}");
    let folder = desk.home().parent().unwrap().join("empty");
    std::fs::create_dir(&folder).unwrap();
    let empty = desk.run(&["team", "add", folder.to_str().unwrap()]);
    assert!(empty.err.contains("no team file"), "{}", empty.err);
}
