//! What the user keeps: drafts, switch entries, the log.

use std::path::Path;

use rolebridge_cloud::Cause;
use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::onboard::OpenDraft;
use rolebridge_workflows::remove::RemoveRequest;
use rolebridge_workflows::switch::{
    HopForm, SessionForm, SwitchChange, SwitchChanges, SwitchForm, SwitchMove, SwitchOrder,
    SwitchQuery, SwitchRow, SwitchSelection, TagForm,
};
use rolebridge_workflows::ways::Way;

use crate::common::*;

fn entry(name: &str, account: &str, role: &str) -> SwitchForm {
    SwitchForm {
        name: name.into(),
        account: account.into(),
        role: role.into(),
        colour: "f2b0a9".into(),
        ..SwitchForm::default()
    }
}

/// As people put them.
fn rows(desk: &Desk, search: &str) -> Vec<SwitchRow> {
    let query = SwitchQuery {
        search: search.into(),
        order: SwitchOrder::Manual,
        page_size: 100,
        ..SwitchQuery::default()
    };
    desk.session.switch_entries(&query).unwrap().rows
}

fn names(desk: &Desk, search: &str) -> Vec<String> {
    rows(desk, search).into_iter().map(|r| r.entry.name.to_string()).collect()
}

/// Why the console can't switch, and what works instead.
fn impossible(desk: &Desk, form: &SwitchForm) -> (String, String) {
    let id = desk.session.save_switch_entry(form).unwrap();
    let row = rows(desk, "").into_iter().find(|r| r.entry.id == id).unwrap();
    let SwitchVerdict::Impossible { reason, instead } = row.verdict else {
        panic!("{} is taken for possible", row.entry.role);
    };
    let error = desk.session.switch_url(id).unwrap_err();
    assert!(matches!(error, Error::Refused { .. }));
    assert_eq!((error.to_string(), error.remedy()), (reason.clone(), Some(instead.clone())));
    let warned = desk.session.check_switch_form(form).unwrap().warnings;
    assert!(warned.len() == 1 && warned[0].message.contains(&reason));
    (reason, instead)
}

#[tokio::test]
async fn a_draft_is_found_again_as_it_was_typed_right_or_wrong() {
    let desk = Desk::new().await;
    let open = OpenDraft { space: production(), draft: None };
    let mut draft = desk.session.open_draft(&open).unwrap();
    assert!(desk.session.drafts(&production()).unwrap().is_empty(), "nothing was typed yet");
    draft.form.account = " 33333 ".into();
    draft.form.role_name = "my r\u{f4}le \u{1f600}".into();
    draft.form.description = "\"quotes\"\n'and' \\ lines; DROP TABLE drafts".into();
    draft.step = 1;
    draft.ticked = vec!["trust".into(), "inline-0".into()];
    desk.session.save_draft(draft.clone()).unwrap();
    let desk = desk.reopen();
    let found = desk.session.drafts(&production()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0].form, found[0].step), (&draft.form, 1));
    assert_eq!(found[0].ticked, draft.ticked);
    assert!(desk.session.drafts(&platform_eu()).unwrap().is_empty());
    desk.session.discard_draft(draft.id).unwrap();
    let desk = desk.reopen();
    assert!(desk.session.drafts(&production()).unwrap().is_empty());
    let gone = OpenDraft { space: production(), draft: Some(draft.id) };
    assert!(desk.session.open_draft(&gone).is_err());
}

#[tokio::test]
async fn what_is_typed_into_a_discarded_draft_does_not_bring_it_back() {
    let desk = Desk::new().await;
    let id = desk.draft(STAGING, |_| {});
    let mut draft = desk.store.draft(id).unwrap();
    desk.session.discard_draft(id).unwrap();
    draft.form.label = "late".into();
    desk.session.save_draft(draft).unwrap();
    assert!(desk.store.draft(id).is_err());
    assert!(desk.session.drafts(&production()).unwrap().is_empty());
}

#[tokio::test]
async fn a_plan_made_from_a_draft_does_not_outlive_a_change_of_its_fields() {
    let desk = Desk::new().await;
    let id = desk.draft(STAGING, |_| {});
    desk.session.plan_role(id).await.unwrap();
    let mut draft = desk.store.draft(id).unwrap();
    assert!(draft.plan.is_some());
    draft.form.role_name = "Another".into();
    desk.session.save_draft(draft).unwrap();
    assert_eq!(desk.store.draft(id).unwrap().plan, None);
}

#[tokio::test]
async fn switch_entries_keep_their_order_and_everything_about_them() {
    let desk = Desk::new().await;
    let mut ids = Vec::new();
    for (name, account) in [("Payments", PAYMENTS), ("Staging", STAGING), ("Data", DATA)] {
        let form = SwitchForm {
            region: "eu-central-1".into(),
            ..entry(name, account, "OrganizationAccountAccessRole")
        };
        ids.push(desk.session.save_switch_entry(&form).unwrap());
    }
    desk.session.move_switch_entry(&SwitchMove { id: ids[2], to: 0 }).unwrap();
    let changed = SwitchForm { id: Some(ids[0]), ..entry("Payments!", PAYMENTS, "Developer") };
    assert_eq!(desk.session.save_switch_entry(&changed).unwrap(), ids[0]);
    let desk = desk.reopen();
    assert_eq!(names(&desk, ""), ["Data", "Payments!", "Staging"]);
    assert_eq!(names(&desk, "organization STAG"), ["Staging"]);
    assert_eq!(names(&desk, STAGING), ["Staging"]);
    assert_eq!(names(&desk, "eu-central data"), ["Data"]);
    assert!(names(&desk, "data nothing").is_empty());
    let second = SwitchSelection::Some { ids: vec![ids[1]] };
    let remove = SwitchChanges { of: second, change: SwitchChange::Remove };
    assert_eq!(desk.session.change_switch_entries(&remove).unwrap(), 1);
    assert_eq!(names(&desk.reopen(), ""), ["Data", "Payments!"]);
}

#[tokio::test]
async fn a_form_that_says_nothing_of_the_session_keeps_it() {
    let desk = Desk::new().await;
    let session = SessionForm {
        profile: "payments-admin".into(),
        chain: vec![HopForm {
            role: format!("arn:aws:iam::{STAGING}:role/Hop"),
            external_id: "hop-id".into(),
        }],
        session_name: "{user}@{host}".into(),
        duration: Some(900),
        mfa: "arn:aws:iam::111111111111:mfa/ada".into(),
        tags: vec![TagForm { key: "Team".into(), value: "ops".into(), transitive: true }],
        source_identity: "ada".into(),
    };
    let full = SwitchForm {
        session: Some(session.clone()),
        group: Some("Payments".into()),
        favourite: Some(true),
        notes: Some("ask Ada".into()),
        ..entry("Full", PAYMENTS, "Developer")
    };
    let id = desk.session.save_switch_entry(&full).unwrap();
    let kept = desk.store.switch_entry(id).unwrap();
    let of_an_older_screen = SwitchForm { id: Some(id), ..entry("Full!", PAYMENTS, "Developer") };
    desk.session.save_switch_entry(&of_an_older_screen).unwrap();
    let found = desk.store.switch_entry(id).unwrap();
    assert_eq!(found, SwitchEntry { name: DisplayName::parse("Full!").unwrap(), ..kept });
    assert_eq!((found.session.chain.len(), found.favourite), (1, true));
    let emptied = SwitchForm {
        id: Some(id),
        session: Some(SessionForm::default()),
        group: Some(String::new()),
        favourite: Some(false),
        notes: Some(String::new()),
        ..entry("Full", PAYMENTS, "Developer")
    };
    desk.session.save_switch_entry(&emptied).unwrap();
    let found = desk.store.switch_entry(id).unwrap();
    assert_eq!(found.session, SessionSettings::default());
    assert!(found.group.is_none() && found.notes.is_none() && !found.favourite);

    let tag = |key: &str| TagForm { key: key.into(), ..TagForm::default() };
    let fields = |session: SessionForm| {
        let form = SwitchForm { session: Some(session), ..entry("x", PAYMENTS, "Developer") };
        let check = desk.session.check_switch_form(&form).unwrap();
        check.errors.into_iter().map(|e| e.field).collect::<Vec<_>>()
    };
    assert_eq!(fields(SessionForm { duration: Some(3601), ..session.clone() }), ["duration"]);
    assert_eq!(fields(SessionForm { duration: Some(60), ..session.clone() }), ["duration"]);
    assert_eq!(fields(SessionForm { tags: vec![tag("a"), tag("A")], ..session.clone() }), ["tags"]);
    assert_eq!(fields(SessionForm { tags: vec![tag("aws:x")], ..session.clone() }), ["tags.0"]);
    let chain = vec![HopForm { role: "Hop".into(), external_id: "x".into() }];
    assert_eq!(
        fields(SessionForm { chain, mfa: "short".into(), ..session }),
        ["chain.0", "chain_external_id.0", "mfa"]
    );
}

#[tokio::test]
async fn an_entry_opens_exactly_the_console_s_switch_page() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    let form = entry("Prod & pay", PAYMENTS, "/team/dev+ops");
    let id = session.save_switch_entry(&form).unwrap();
    app.app.open_switch_entry(id).unwrap();
    assert_eq!(
        *app.opened.lock().unwrap(),
        ["https://signin.aws.amazon.com/switchrole?account=222222222222\
          &roleName=team/dev%2Bops&displayName=Prod%20%26%20pay&color=f2b0a9"]
    );
    let log = session.activity(&whole_log()).unwrap().rows;
    let line = log.last().unwrap();
    assert_eq!((line.action.as_str(), line.result), ("Switch role", ActivityResult::Succeeded));
    assert_eq!(line.account, Some(account(PAYMENTS)));
    assert!(line.detail.contains("Prod & pay"));
}

#[tokio::test]
async fn a_role_of_devops_agent_is_no_switch_target_before_and_after_it_was_looked_at() {
    let desk = Desk::new().await;
    desk.add(STAGING, |_| {}).await;
    desk.verify(PAYMENTS).await;
    for account in [STAGING, PAYMENTS] {
        let (reason, instead) = impossible(&desk, &entry("Agent", account, ROLE));
        assert!(reason.contains("DevOps Agent"));
        assert!(instead.contains("OrganizationAccountAccessRole"));
    }
}

#[tokio::test]
async fn a_connected_role_that_was_never_read_is_not_called_switchable() {
    let desk = Desk::new().await;
    let form = entry("Agent", PAYMENTS, ROLE);
    let id = desk.session.save_switch_entry(&form).unwrap();
    let row = || rows(&desk, "").remove(0);
    let SwitchVerdict::Unknown { reason } = row().verdict else { panic!("{:?}", row().verdict) };
    assert!(reason.contains("Verify"), "{reason}");
    assert!(matches!(row().ways.cli, Way::Unknown { .. }));
    let warned = desk.session.check_switch_form(&form).unwrap().warnings;
    assert!(warned.len() == 1 && warned[0].message == reason);
    // The user may know better than Rolebridge.
    assert!(desk.session.switch_url(id).is_ok());
    desk.verify(PAYMENTS).await;
    assert!(matches!(row().verdict, SwitchVerdict::Impossible { .. }));
    assert!(matches!(row().ways.cli, Way::Closed { .. }));
}

#[tokio::test]
async fn the_primary_role_of_a_space_is_no_switch_target_either() {
    let desk = Desk::new().await;
    let form = entry("Primary", PRIMARY, "DevOpsAgentRole-AgentSpace");
    assert!(impossible(&desk, &form).0.contains("DevOps Agent"));
    let form = entry("Primary", PRIMARY, "service-role/DevOpsAgentRole-AgentSpace-3xj2396z");
    assert!(impossible(&desk, &form).0.contains("DevOps Agent"));
}

#[tokio::test]
async fn a_preview_role_asks_for_an_external_id_whether_or_not_the_entry_names_it() {
    let desk = Desk::new().await;
    desk.verify(DATA).await;
    let (reason, instead) = impossible(&desk, &entry("Data", DATA, PREVIEW_ROLE));
    assert!(reason.contains("external ID") || reason.contains("DevOps Agent"), "{reason}");
    assert!(!instead.is_empty());
}

#[tokio::test]
async fn what_the_console_can_not_send_or_hold_is_said_with_what_works_instead() {
    let desk = Desk::new().await;
    let asks = SwitchForm {
        external_id: "partner-4711".into(),
        ..entry("Partner", STAGING, "PartnerAccess")
    };
    let (reason, instead) = impossible(&desk, &asks);
    assert!(reason.contains("external ID") && instead.contains("AWS CLI"));

    let path = "a".repeat(40);
    let (reason, instead) =
        impossible(&desk, &entry("Long", STAGING, &format!("{path}/{}", "b".repeat(24))));
    assert!(reason.contains("64") && reason.contains("65") && instead.contains("AWS CLI"));
    let fits = entry("Fits", STAGING, &format!("{path}/{}", "b".repeat(23)));
    let id = desk.session.save_switch_entry(&fits).unwrap();
    assert!(desk.session.switch_url(id).is_ok());
}

#[tokio::test]
async fn the_log_says_who_did_what_to_which_account_with_which_result() {
    let desk = Desk::new().await;
    let source = desk.add(STAGING, |_| {}).await;
    let denied = Cause::AccessDenied { message: "no".into() };
    desk.aws().fail_next("aidevops:DisassociateService", denied);
    let request = RemoveRequest { sources: vec![source.id], delete_roles: Vec::new() };
    let plan = desk.session.plan_remove(&request).await.unwrap();
    desk.run(&plan).await;
    desk.run(&plan).await;

    let desk = desk.reopen();
    let log = desk.log();
    let lines: Vec<_> = log.iter().map(|l| (l.action.as_str(), l.result)).collect();
    use ActivityResult::{Failed, Succeeded};
    assert_eq!(
        lines,
        [
            ("iam:CreateRole", Succeeded),
            ("iam:AttachRolePolicy", Succeeded),
            ("iam:PutRolePolicy", Succeeded),
            ("aidevops:AssociateService", Succeeded),
            ("Verify", Succeeded),
            ("aidevops:DisassociateService", Failed),
            ("aidevops:DisassociateService", Succeeded),
        ]
    );
    for line in &log {
        assert_eq!(line.who, ADA, "{line:?}");
        assert_eq!(line.account, Some(account(STAGING)), "{line:?}");
        assert!(!line.detail.is_empty() && is_for_people(&line.detail));
    }
    assert!(
        log.iter().filter(|l| l.result == Succeeded).all(|l| l.subject == source.role.to_string())
    );
}

#[tokio::test]
async fn the_log_is_exported_whole_quoted_counted_and_never_over_a_file_that_is_there() {
    let desk = Desk::new().await;
    desk.add(STAGING, |_| {}).await;
    let line = rolebridge_store::NewActivity {
        at: rolebridge_workflows::Clock::now(&desk.time),
        who: "someone, \"quoted\"".into(),
        action: "Use identity".into(),
        account: None,
        subject: "a, b".into(),
        result: ActivityResult::Failed,
        detail: "first\nsecond".into(),
    };
    desk.store.add_activity(&line).unwrap();
    let folder = desk.dir.path().join("out").join("deep");
    let first = desk.session.export_activity(&whole_log(), Some(&folder)).unwrap();
    let before = std::fs::read(&first.path).unwrap();
    let second = desk.session.export_activity(&whole_log(), Some(&folder)).unwrap();
    assert_ne!(first.path, second.path);
    assert_eq!(std::fs::read(&first.path).unwrap(), before);
    assert_eq!(
        files(&folder),
        ["rolebridge-activity-2027-01-15-2.csv", "rolebridge-activity-2027-01-15.csv"]
    );
    assert_eq!(first.rows, 6);

    let mut reader = csv::Reader::from_path(&first.path).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    let heading: Vec<_> = reader.headers().unwrap().iter().collect();
    assert_eq!(heading, ["time", "who", "action", "account", "subject", "result", "detail"]);
    let quoted = rows.iter().find(|r| &r[2] == "Use identity").unwrap();
    assert_eq!((&quoted[1], &quoted[4]), ("someone, \"quoted\"", "a, b"));
    assert_eq!((&quoted[3], &quoted[5], &quoted[6]), ("", "failed", "first\nsecond"));
    let created = rows.iter().find(|r| &r[2] == "iam:CreateRole").unwrap();
    assert_eq!((&created[3], &created[5]), (STAGING, "succeeded"));

    // Only what matches, however few fit on a page.
    let query = ActivityQuery {
        tokens: vec![FilterToken {
            column: Some(ActivityColumn::Action),
            operator: FilterOperator::Contains,
            value: "iam:".into(),
        }],
        page_size: 25,
        ..whole_log()
    };
    assert_eq!(desk.session.export_activity(&query, Some(&folder)).unwrap().rows, 3);
}

#[tokio::test]
async fn a_value_that_a_spreadsheet_would_run_is_exported_as_text() {
    let desk = Desk::new().await;
    for (subject, detail) in [("=1+1", "+2"), ("@SUM(A1)", "-3"), ("fine", "a=b")] {
        let line = rolebridge_store::NewActivity {
            at: rolebridge_workflows::Clock::now(&desk.time),
            who: ADA.into(),
            action: "Use identity".into(),
            account: None,
            subject: subject.into(),
            result: ActivityResult::Succeeded,
            detail: detail.into(),
        };
        desk.store.add_activity(&line).unwrap();
    }
    let file = desk.session.export_activity(&whole_log(), Some(desk.dir.path())).unwrap();
    let mut reader = csv::Reader::from_path(&file.path).unwrap();
    for row in reader.records().map(Result::unwrap) {
        for field in &row {
            assert!(!field.starts_with(['=', '+', '-', '@']), "{field}");
        }
        assert!(!row[4].is_empty());
    }
}

#[tokio::test]
async fn an_export_that_can_not_be_written_says_where() {
    let desk = Desk::new().await;
    let file = desk.dir.path().join("taken");
    std::fs::write(&file, "mine").unwrap();
    let error = desk.session.export_activity(&whole_log(), Some(Path::new(&file))).unwrap_err();
    assert!(matches!(error, Error::Local { .. }), "{error}");
    assert!(error.to_string().contains("taken") && error.remedy().is_some());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}
