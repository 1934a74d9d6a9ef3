//! A team file's life: added, changed, broken, gone, and never more than read.

use std::path::{Path, PathBuf};
use std::process::Command;

use rolebridge_model::*;
use rolebridge_workflows::export::ExportFormat;
use rolebridge_workflows::import::{ImportAction, ImportFile};
use rolebridge_workflows::switch::{SwitchChange, SwitchChanges, SwitchForm, SwitchSelection};
use rolebridge_workflows::team::{
    AddTeamFile, TeamDifference, TeamFileStatus, TeamPath, TeamState, UpdateTeamFile,
};

use crate::common::*;
use crate::import_sets::configured;

const TEAM: &str = r#"rolebridge_team = 1
title = "Platform"

[[entries]]
name = "Production"
role = "arn:aws:iam::222222222222:role/team/Admin"
group = "Payments"
colour = "f2b0a9"

[[entries]]
name = "Looking"
account = "333333333333"
role = "ReadOnly"
source = "Production"
"#;

struct Team {
    desk: Desk,
    path: PathBuf,
}

impl Team {
    async fn new(text: &str) -> Self {
        let desk = Desk::new().await;
        let folder = desk.dir.path().join("platform");
        std::fs::create_dir(&folder).unwrap();
        let path = folder.canonicalize().unwrap().join("rolebridge-team.toml");
        std::fs::write(&path, text).unwrap();
        Self { desk, path }
    }

    async fn added(text: &str) -> (Self, TeamFileId) {
        let team = Self::new(text).await;
        let preview = team.desk.session.preview_team_file(&team.at()).unwrap();
        let (path, token) = (preview.path, preview.difference.token);
        let id = team.desk.session.add_team_file(&AddTeamFile { path, token }).unwrap();
        (team, id)
    }

    fn at(&self) -> TeamPath {
        TeamPath { path: self.path.display().to_string() }
    }

    fn write(&self, text: &str) {
        std::fs::write(&self.path, text).unwrap();
    }

    fn status(&self) -> TeamFileStatus {
        let mut all = self.desk.session.team_files().unwrap();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    fn changed(&self) -> TeamDifference {
        match self.status().state {
            TeamState::Changed { difference } => difference,
            other => panic!("{other:?}"),
        }
    }

    fn names(&self) -> Vec<String> {
        self.desk.store.switch_entries().unwrap().iter().map(|e| e.name.to_string()).collect()
    }
}

#[tokio::test]
async fn a_team_file_is_shown_then_added_and_its_entries_are_the_team_s() {
    let team = Team::new(TEAM).await;
    let session = &team.desk.session;
    for path in [team.at(), TeamPath { path: team.path.parent().unwrap().display().to_string() }] {
        let preview = session.preview_team_file(&path).unwrap();
        assert_eq!(preview.name, "platform", "by its folder");
        assert_eq!(preview.title.as_deref(), Some("Platform"));
        assert_eq!(preview.path, team.path.display().to_string());
        let added: Vec<_> =
            preview.difference.added.iter().map(|a| (a.line, a.name.as_str())).collect();
        assert_eq!(added, [(4, "Production"), (10, "Looking")]);
    }
    assert!(team.names().is_empty());
    let (path, token) = (team.at().path, "another".to_owned());
    let stale = session.add_team_file(&AddTeamFile { path, token }).unwrap_err();
    assert_eq!(stale.code(), FailureCode::Refused);

    let (team, id) = Team::added(TEAM).await;
    let session = &team.desk.session;
    assert_eq!(team.names(), ["Production", "Looking"]);
    let status = team.status();
    assert_eq!((status.id, status.entries, status.state), (id, 2, TeamState::Current));
    assert_eq!(status.title.as_deref(), Some("Platform"));
    assert_eq!(
        session.preview_team_file(&team.at()).unwrap_err().code(),
        FailureCode::InvalidInput
    );
    let entries = team.desk.store.switch_entries().unwrap();
    assert_eq!(
        Some(&entries[1].session.chain[0].role),
        entries[0].role.role(),
        "its source is followed"
    );
    let marks: Vec<_> =
        session.team_entries().unwrap().into_iter().map(|m| (m.entry, m.file)).collect();
    assert_eq!(marks, [(entries[0].id, "platform".into()), (entries[1].id, "platform".into())]);
    assert_eq!(team.desk.log()[0].detail, "2 added, 0 changed, 0 removed.");
    session.remove_team_file(id).unwrap();
    assert!(team.names().is_empty() && team.path.exists());
    assert!(session.remove_team_file(id).is_err());
}

#[tokio::test]
async fn an_entry_of_a_team_is_only_read_but_may_be_a_favourite() {
    let (team, _) = Team::added(TEAM).await;
    let session = &team.desk.session;
    let entry = team.desk.store.switch_entries().unwrap().remove(0);
    let form = SwitchForm {
        id: Some(entry.id),
        name: "Mine".into(),
        role: entry.role.to_string(),
        colour: "83d4e8".into(),
        ..SwitchForm::default()
    };
    let error = session.save_switch_entry(&form).unwrap_err();
    assert!(error.to_string().contains("rolebridge-team.toml"), "{error}");
    assert!(error.remedy().unwrap().contains("duplicate"));
    let all = || SwitchSelection::Some { ids: vec![entry.id] };
    for change in [SwitchChange::Remove, SwitchChange::Group { name: "Mine".into() }] {
        let refused = session.change_switch_entries(&SwitchChanges { of: all(), change });
        assert_eq!(refused.unwrap_err().code(), FailureCode::Refused);
    }
    let change = SwitchChange::Favourite { on: true };
    session.change_switch_entries(&SwitchChanges { of: all(), change }).unwrap();
    assert_eq!(team.status().state, TeamState::Current, "a favourite is each person's own");
    session.save_switch_entry(&SwitchForm { id: None, ..form }).unwrap();
    assert_eq!(team.names(), ["Production", "Looking", "Mine"]);

    // An import leaves the team's entries alone, and an update from the file the favourite.
    let text =
        "[Production]\nrole_arn = arn:aws:iam::222222222222:role/team/Admin\ncolor = 000000\n";
    let file = ImportFile { name: "/x".into(), bytes: text.into(), dialect: "aesr".into() };
    let preview = session.preview_import(&file).unwrap();
    assert!(matches!(preview.items[0].action, ImportAction::Add), "{preview:?}");
    team.write(&TEAM.replace("f2b0a9", "83d4e8"));
    let token = team.changed().token;
    session.update_team_file(&UpdateTeamFile { id: team.status().id, token }).unwrap();
    let now = team.desk.store.switch_entry(entry.id).unwrap();
    assert!(now.favourite && now.colour.as_str() == "83d4e8");
}

#[tokio::test]
async fn an_update_shows_what_is_new_changed_and_gone_before_it_is_taken() {
    let (team, id) = Team::added(TEAM).await;
    let before = team.desk.store.switch_entries().unwrap();
    let text = TEAM
        .replace("name = \"Production\"", "name = \"Prod\"")
        .replace("source = \"Production\"", "region = \"eu-central-1\"")
        + "[[entries]]\nname = \"New\"\nrole = \"arn:aws:iam::444444444444:role/A\"\n";
    team.write(&text);
    let difference = team.changed();
    let added: Vec<_> = difference.added.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(added, ["New"]);
    let fields = |i: usize| {
        let changes = difference.changed[i].changes.iter();
        changes.map(|c| (c.field.as_str(), c.to.as_deref())).collect::<Vec<_>>()
    };
    assert_eq!(fields(0), [("name", Some("Prod"))]);
    assert_eq!(fields(1), [("Region", Some("eu-central-1")), ("roles on the way", None)]);
    assert!(difference.removed.is_empty());
    assert_eq!(team.names(), ["Production", "Looking"], "nothing is taken yet");

    // Changed again after it was shown: refused.
    team.write(&text.replace("444444444444", "555555555555"));
    let update = UpdateTeamFile { id, token: difference.token.clone() };
    let error = team.desk.session.update_team_file(&update).unwrap_err();
    assert!(error.to_string().contains("since it was shown"), "{error}");
    team.write(&text);
    team.desk.session.update_team_file(&update).unwrap();
    assert_eq!(team.names(), ["Prod", "Looking", "New"]);
    assert_eq!(team.desk.store.switch_entries().unwrap()[0].id, before[0].id, "the same entry");
    assert_eq!(team.status().state, TeamState::Current);

    team.write("rolebridge_team = 1\n");
    let gone: Vec<_> = team.changed().removed.into_iter().map(|r| r.name).collect();
    assert_eq!(gone, ["Prod", "Looking", "New"]);
}

#[tokio::test]
async fn a_broken_or_missing_file_leaves_the_entries_taken_last() {
    let (team, id) = Team::added(TEAM).await;
    let broken = [
        (TEAM.replace("colour = \"f2b0a9\"", "colour = \"red!\""), "Line 8"),
        (TEAM.replace("colour = \"f2b0a9\"", "credential_process = \"/bin/true\""), "Line 8"),
        (TEAM.replace("group = ", "group  "), "Line 7"),
        (TEAM.replace("Looking", "Production"), "Line 11"),
    ];
    for (text, line) in broken {
        team.write(&text);
        let TeamState::Broken { message } = team.status().state else { panic!("{text}") };
        assert!(message.contains(line), "{message}");
        let update = UpdateTeamFile { id, token: String::new() };
        assert!(team.desk.session.update_team_file(&update).is_err());
        assert_eq!(team.names(), ["Production", "Looking"]);
    }
    std::fs::remove_file(&team.path).unwrap();
    let status = team.status();
    assert_eq!((status.state, status.last_change, status.title), (TeamState::Missing, None, None));
    assert_eq!(team.names(), ["Production", "Looking"]);
}

#[tokio::test]
async fn a_permission_set_no_profile_is_of_is_left_out_and_breaks_nothing() {
    const SETS: &str = r#"
[[entries]]
name = "Payments"
account = "222222222222"
permission_set = "AdministratorAccess"
sso_start_url = "https://rolebridge.awsapps.com/start"

[[entries]]
name = "Nobody's"
account = "222222222222"
permission_set = "Unheard"
sso_start_url = "https://rolebridge.awsapps.com/start"
"#;
    let team = Team::new(&format!("{TEAM}{SETS}")).await;
    let portal = "https://rolebridge.awsapps.com/start";
    let (account, set) = ("222222222222", "AdministratorAccess");
    configured(&team.desk.cloud, &[("payments-admin", portal, "us-east-1", None, account, set)]);
    let session = &team.desk.session;
    session.prepare_team_files(Some(team.at())).await;
    let preview = session.preview_team_file(&team.at()).unwrap();
    let left: Vec<_> = preview.left_out.iter().map(|l| (l.line, l.name.as_str())).collect();
    assert_eq!(left, [(22, "Nobody's")]);
    assert!(preview.left_out[0].reason.contains("https://rolebridge.awsapps.com/start"));
    let (path, token) = (preview.path, preview.difference.token);
    let id = session.add_team_file(&AddTeamFile { path, token }).unwrap();
    assert_eq!(team.names(), ["Production", "Looking", "Payments"]);
    let entry = team.desk.store.switch_entries().unwrap().remove(2);
    assert_eq!(entry.session.profile.unwrap().as_str(), "payments-admin");
    let status = team.status();
    assert_eq!((status.state, status.left_out), (TeamState::Current, preview.left_out));

    // A reader without the profile keeps what was taken, and hears of it.
    let text = team.desk.store.switch_entries().unwrap();
    let gone = SETS.replace("rolebridge.awsapps", "moved.awsapps");
    team.write(&format!("{}{gone}", TEAM.replace("Looking", "Reading")));
    let difference = team.changed();
    assert_eq!((difference.changed.len(), difference.removed.len()), (1, 0), "{difference:?}");
    session.update_team_file(&UpdateTeamFile { id, token: difference.token }).unwrap();
    assert_eq!(team.names(), ["Production", "Reading", "Payments"]);
    assert_eq!(team.desk.store.switch_entries().unwrap()[2], text[2]);
    let left: Vec<_> =
        team.status().left_out.into_iter().map(|l| l.reason.contains("stays.")).collect();
    assert_eq!(left, [true, false]);
    // What the file itself says no more goes.
    team.write(TEAM);
    assert_eq!(team.changed().removed.len(), 1);
}

#[tokio::test]
async fn no_key_of_a_team_file_runs_a_command_or_holds_a_secret() {
    let team = Team::new(TEAM).await;
    let marker = team.desk.dir.path().join("ran");
    for key in [
        "credential_process",
        "command",
        "exec",
        "mfa_process",
        "browser",
        "terminal",
        "script",
        "aws_secret_access_key",
        "session_token",
    ] {
        let line = format!("{key} = \"touch {}\"\n", marker.display());
        for text in [format!("{line}{TEAM}"), format!("{TEAM}{line}")] {
            team.write(&text);
            let error = team.desk.session.preview_team_file(&team.at()).unwrap_err();
            assert_eq!(error.code(), FailureCode::Refused, "{key}");
            assert!(error.to_string().contains("Line"), "{error}");
        }
    }
    // Nor does what is published of its entries: the profile names the entry, and nothing else.
    team.write(&TEAM.replace("\"Looking\"", "\"x; touch /tmp/x #\""));
    let preview = team.desk.session.preview_team_file(&team.at()).unwrap();
    let add = AddTeamFile { path: preview.path, token: preview.difference.token };
    team.desk.session.add_team_file(&add).unwrap();
    let text = team.desk.session.exported(ExportFormat::AwsConfig).unwrap().text;
    assert!(!text.contains("process") && !text.contains(';'), "{text}");
    assert!(!marker.exists());
}

#[tokio::test]
async fn a_folder_with_no_team_file_or_several_is_told() {
    let team = Team::new(TEAM).await;
    let folder = team.path.parent().unwrap();
    let at = TeamPath { path: folder.display().to_string() };
    std::fs::write(folder.join("other.json"), "{\"rolebridge_team\": 1}").unwrap();
    std::fs::write(folder.join("Cargo.toml"), "[package]\n").unwrap();
    let error = team.desk.session.preview_team_file(&at).unwrap_err();
    assert!(error.to_string().contains("other.json") && !error.to_string().contains("Cargo"));
    std::fs::remove_file(folder.join("other.json")).unwrap();
    std::fs::remove_file(&team.path).unwrap();
    let error = team.desk.session.preview_team_file(&at).unwrap_err();
    assert!(error.to_string().contains("no team file"), "{error}");
}

/// git as nobody has configured it.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.current_dir(folder).args(arguments).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    for (who, name) in [("AUTHOR", "Ada \u{1b}[31mLovelace"), ("COMMITTER", "CI")] {
        git.env(format!("GIT_{who}_NAME"), name).env(format!("GIT_{who}_EMAIL"), "a@example.com");
        git.env(format!("GIT_{who}_DATE"), "2026-03-01T10:00:00+01:00");
    }
    git.output().is_ok_and(|o| o.status.success())
}

#[tokio::test]
async fn the_last_commit_is_told_and_nothing_of_the_checkout_is_run() {
    let (team, _) = Team::added(TEAM).await;
    assert_eq!(team.status().last_change.unwrap().commit, None, "a plain folder has a time only");
    let folder = team.path.parent().unwrap();
    let marker = team.desk.dir.path().join("ran");
    assert!(git(folder, &["init", "-q"]), "git is needed for this test");
    assert!(git(folder, &["add", "."]) && git(folder, &["commit", "-qm", "Reviewed"]));
    // Whatever a checkout's configuration may name to be run.
    let run = format!("touch {}; false", marker.display());
    let settings = [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "gpg.program",
        "core.sshCommand",
        "diff.external",
        "filter.x.clean",
        "diff.x.textconv",
        "core.editor",
    ];
    for setting in settings {
        assert!(git(folder, &["config", setting, &run]));
    }
    assert!(git(folder, &["config", "log.showSignature", "true"]));
    std::fs::write(folder.join(".gitattributes"), "* filter=x diff=x\n").unwrap();
    let change = team.status().last_change.unwrap();
    assert_eq!(change.at.to_string(), "2026-03-01T09:00:00Z");
    let commit = change.commit.unwrap();
    assert_eq!((commit.author.as_str(), commit.changed_since), ("Ada [31mLovelace", false));
    assert!(commit.id.len() >= 7 && commit.id.bytes().all(|b| b.is_ascii_hexdigit()));
    team.write(&format!("{TEAM}\n"));
    assert!(team.status().last_change.unwrap().commit.unwrap().changed_since);
    assert!(!marker.exists(), "something of the checkout was run");
}
