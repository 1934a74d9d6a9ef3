//! Import and export of switch entries.

use std::time::{Duration, Instant};

use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::export::{EntryChoice, ExportFormat, ExportRequest};
use rolebridge_workflows::import::{
    ImportAction, ImportCounts, ImportFile, ImportPreview, ImportRequest, ImportRun,
};
use rolebridge_workflows::progress::{Event, JobState};
use rolebridge_workflows::switch::{SwitchForm, SwitchQuery};
use tokio_util::sync::CancellationToken;

use crate::common::*;

const AESR: &str = "\
; the payments team
[prod]
role_arn = arn:aws:iam::222222222222:role/team/Admin
color = f2b0a9
region = eu-central-1

[prod-read]
aws_account_id = 222222222222
role_name = ReadOnly
image = https://example.com/eye.png

[by-alias]
aws_account_id = our-alias
role_name = ReadOnly
";

fn file(dialect: &str, text: &str) -> ImportFile {
    ImportFile {
        name: "/team/roles.ini".into(),
        bytes: text.as_bytes().into(),
        dialect: dialect.into(),
    }
}

fn counts(preview: &ImportPreview) -> (usize, usize, usize, usize) {
    let ImportCounts { added, updated, same, skipped } = ImportCounts::of(preview);
    (added, updated, same, skipped)
}

fn import(desk: &Desk, file: &ImportFile) -> ImportPreview {
    desk.session.import(file, &CancellationToken::new(), |_, _| ()).unwrap().unwrap()
}

fn entries(desk: &Desk) -> Vec<SwitchEntry> {
    desk.store.switch_entries().unwrap()
}

#[tokio::test]
async fn a_preview_says_what_becomes_of_each_line_and_changes_nothing() {
    let desk = Desk::new().await;
    let preview = desk.session.preview_import(&file("auto", AESR)).unwrap();
    assert_eq!(preview.dialect.dialect, "aesr");
    assert!(!preview.dialect.why.is_empty());
    assert_eq!(counts(&preview), (2, 0, 0, 1));
    let lines: Vec<_> = preview.items.iter().map(|i| (i.line, i.name.as_str())).collect();
    assert_eq!(lines, [(2, "prod"), (7, "prod-read")]);
    assert_eq!(preview.items[1].not_kept, ["picture"]);
    let skip = &preview.skipped[0];
    assert_eq!((skip.line, skip.name.as_str()), (12, "by-alias"));
    assert!(skip.reason.contains("our-alias"), "{}", skip.reason);
    assert!(entries(&desk).is_empty() && desk.log().is_empty());
}

#[tokio::test]
async fn an_account_that_can_t_be_told_is_a_line_with_a_reason_in_every_dialect() {
    // Dialect, text, line and name, and the account that is no entry's. Where the tool itself refuses
    // the file, so does the import, with the line.
    let sso = |account: &str, prefix: &str| {
        format!(
            "[profile p]\n{prefix}sso_start_url = https://d-1.awsapps.com/start\n\
             {prefix}sso_region = eu-west-1\n{prefix}sso_account_id = {account}\n\
             {prefix}sso_role_name = Ops\n"
        )
    };
    let arn = |account: &str| format!("[profile p]\nrole_arn = arn:aws:iam::{account}:role/R\n");
    let table = [
        ("aws", arn("12345") + "source_profile = me\n", 1, "p", "12345"),
        ("aws", sso("12345", ""), 1, "p", "12345"),
        ("aws", sso("acme-dev", ""), 1, "p", "acme-dev"),
        ("aws-vault", arn("1234567890123") + "source_profile = me\n", 1, "p", "1234567890123"),
        ("aws-vault", sso("12345", ""), 1, "p", "12345"),
        ("granted", sso("12345", "granted_"), 1, "p", "12345"),
        ("granted", sso("acme-dev", "granted_"), 1, "p", "acme-dev"),
        ("granted", arn("12345") + "source_profile = me\n", 1, "p", "12345"),
        ("aesr", "[p]\naws_account_id = acme\nrole_name = R\n".into(), 1, "p", "acme"),
        ("aesr", "[p]\naws_account_id = 12345\nrole_name = R\n".into(), 1, "p", "12345"),
        ("role-switch", "[profile p]\naws_account_id = acme\nrole_name = R\n".into(), 1, "p", "acme"),
        ("role-switch", "[profile p]\naws_account_id = 12345\nrole_name = R\n".into(), 1, "p", "12345"),
        (
            "aws-sso",
            "SSOConfig:\n  Main:\n    SSORegion: us-east-1\n    StartUrl: https://d-1.awsapps.com/start\n    \
             Accounts:\n      1234567890123:\n        Roles:\n          Ops:\n"
                .into(),
            6,
            "1234567890123",
            "1234567890123",
        ),
        ("csv", "name,account,role\np,acme,R\n".into(), 2, "p", "acme"),
        ("csv", "name,account,role\np,12345,R\n".into(), 2, "p", "12345"),
        ("csv", "name,account,role\np,,arn:aws:iam::12345:role/R\n".into(), 2, "p", "12345"),
    ];
    let desk = Desk::new().await;
    for (dialect, text, line, name, account) in table {
        let preview = desk.session.preview_import(&file(dialect, &text)).unwrap();
        assert!(preview.items.is_empty(), "{dialect}\n{text}{:?}", preview.items);
        let told: Vec<_> = preview.skipped.iter().filter(|s| s.reason.contains(account)).collect();
        let [skip] = told.as_slice() else { panic!("{dialect}\n{text}{:?}", preview.skipped) };
        assert_eq!((skip.line, skip.name.as_str()), (line, name), "{dialect}\n{text}{skip:?}");
        assert!(skip.reason.contains("digits"), "{dialect}\n{text}{}", skip.reason);
    }
    let team = |account: &str| {
        format!(
            "rolebridge_team = 1\n[[entries]]\nname = \"p\"\nrole = \"R\"\naccount = \"{account}\"\n"
        )
    };
    for account in ["acme", "12345"] {
        let refused = desk.session.preview_import(&file("team", &team(account))).unwrap_err();
        assert!(matches!(&refused, Error::File { line: Some(5), .. }), "{refused:?}");
        assert!(refused.to_string().contains("digits"), "{refused}");
    }
}

#[tokio::test]
async fn an_alias_is_the_account_the_file_or_a_source_says() {
    let desk = Desk::new().await;
    desk.add(STAGING, |_| ()).await;
    let text = "\
[company]
aws_account_id = 999999999999
aws_account_alias = acme-company
[one]
aws_account_id = acme-company
role_name = ReadOnly
[two]
aws_account_id = acme-payments-staging
role_name = path/Admin
[three]
aws_account_id = acme-unknown
role_name = Admin
[four]
role_arn = arn:aws:iam::1234567890:role/Admin
[five]
role_arn = arn:aws:iam::444444444444:role/Admin
source_profile = company
";
    let preview = desk.session.preview_import(&file("aesr", text)).unwrap();
    let roles: Vec<_> = preview.items.iter().map(|i| (i.line, i.role.to_string())).collect();
    assert_eq!(
        roles,
        [
            (4, "arn:aws:iam::999999999999:role/ReadOnly".to_owned()),
            (7, format!("arn:aws:iam::{STAGING}:role/path/Admin")),
            (15, "arn:aws:iam::444444444444:role/Admin".to_owned()),
        ]
    );
    let told: Vec<_> = preview.warnings.iter().map(|w| (w.line, w.notice.as_str())).collect();
    assert_eq!(told[0], (4, "Its account, the alias acme-company, is 999999999999."));
    let of = |line: u32| told.iter().filter(|(l, _)| *l == line).count();
    assert_eq!((of(4), of(7), of(10), of(13)), (1, 1, 1, 1), "{told:?}");
    let skipped: Vec<_> = preview.skipped.iter().map(|s| (s.line, s.reason.as_str())).collect();
    assert_eq!(skipped.iter().map(|(l, _)| *l).collect::<Vec<_>>(), [1, 10, 13]);
    assert!(skipped[1].1.contains("the alias acme-unknown"), "{skipped:?}");
    assert!(skipped[2].1.contains("1234567890 has not 12 digits"), "{skipped:?}");
}

#[tokio::test]
async fn ways_to_sign_in_say_where_they_are_found_instead() {
    let desk = Desk::new().await;
    let aws = "[profile a]\nsso_session = s\nsso_account_id = 111111111111\nsso_role_name = Ops\n\
               [profile b]\nlogin_session = x\n[sso-session s]\nsso_region = eu-west-1\n\
               sso_start_url = https://s.awsapps.com/start\n";
    let sso = "SSOConfig:\n  Main:\n    SSORegion: eu-west-1\n    StartUrl: https://s\n    \
               Accounts:\n      222222222222:\n        Roles:\n          Ops:\n";
    for (dialect, text, line, words) in [
        ("aws", aws, 5, ["a way to sign in, not a role", "by themselves"]),
        (
            "aws-sso",
            sso,
            8,
            ["permission set Ops of account 222222222222", "aws-sso setup profiles"],
        ),
    ] {
        let preview = desk.session.preview_import(&file(dialect, text)).unwrap();
        let skip = preview.skipped.iter().find(|s| s.line == line).unwrap();
        assert!(words.iter().all(|w| skip.reason.contains(w)), "{}", skip.reason);
    }
}

#[tokio::test]
async fn a_repeated_import_changes_nothing() {
    let desk = Desk::new().await;
    assert_eq!(counts(&import(&desk, &file("aesr", AESR))), (2, 0, 0, 1));
    let before = entries(&desk);
    assert_eq!(before[0].role.to_string(), "arn:aws:iam::222222222222:role/team/Admin");
    assert_eq!(before[0].colour.as_str(), "f2b0a9");
    assert_eq!(before[0].region.as_ref().map(Region::as_str), Some("eu-central-1"));
    assert_eq!(counts(&import(&desk, &file("aesr", AESR))), (0, 0, 2, 1));
    assert_eq!(entries(&desk), before);
    let log: Vec<_> = desk.log().into_iter().map(|l| (l.action, l.result, l.detail)).collect();
    let detail = "2 added, 0 updated, 0 already there, 1 skipped (AWS Extend Switch Roles).";
    assert_eq!(log[0], ("Import".into(), ActivityResult::Succeeded, detail.into()));
    assert_eq!(log[1].1, ActivityResult::Unchanged);
}

#[tokio::test]
async fn an_entry_is_found_again_by_name_or_role_and_a_persons_changes_stay() {
    let desk = Desk::new().await;
    import(&desk, &file("aesr", AESR));
    let mut mine = entries(&desk)[0].clone();
    mine.name = DisplayName::parse("Production!").unwrap();
    mine.colour = Colour::parse("83d4e8").unwrap();
    desk.store.update_switch_entry(&mine).unwrap();
    assert_eq!(counts(&import(&desk, &file("aesr", AESR))), (0, 0, 2, 1));
    assert_eq!(entries(&desk)[0], mine);

    // Another Region in the file: only that changes.
    let moved = AESR.replace("eu-central-1", "us-east-1");
    let preview = import(&desk, &file("aesr", &moved));
    let ImportAction::Update { changes, .. } = &preview.items[0].action else { panic!() };
    let fields: Vec<_> = changes.iter().map(|c| c.field.as_str()).collect();
    assert_eq!(fields, ["Region"]);
    mine.region = Some(Region::parse("us-east-1").unwrap());
    assert_eq!(entries(&desk)[0], mine);

    // Another role under the same name, and another name for the same role.
    let other = moved.replace("team/Admin", "Owner").replace("[prod-read]", "[prod-look]");
    let preview = import(&desk, &file("aesr", &other));
    assert_eq!(counts(&preview), (0, 2, 0, 1));
    let found = entries(&desk);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].role.name(), "Owner");
    assert_eq!((found[0].name.as_str(), found[1].name.as_str()), ("Production!", "prod-look"));

    // What goes from the file is told, and stays here.
    let less = "[prod-look]\naws_account_id = 222222222222\nrole_name = ReadOnly\n";
    let preview = import(&desk, &file("aesr", less));
    assert_eq!(preview.gone, ["Production!"]);
    assert_eq!(entries(&desk).len(), 2);
}

#[tokio::test]
async fn an_entry_made_by_hand_is_not_doubled_and_one_of_another_file_is_another() {
    let desk = Desk::new().await;
    let form = SwitchForm {
        name: "prod".into(),
        role: "arn:aws:iam::222222222222:role/team/Admin".into(),
        colour: "83d4e8".into(),
        ..SwitchForm::default()
    };
    desk.session.save_switch_entry(&form).unwrap();
    assert_eq!(counts(&import(&desk, &file("aesr", AESR))), (1, 1, 0, 1));
    assert_eq!(entries(&desk)[0].colour.as_str(), "f2b0a9", "the file names a colour");
    let elsewhere = ImportFile {
        name: "/other/roles.ini".into(),
        ..file("aesr", &AESR.replace("222222222222", "333333333333"))
    };
    assert_eq!(counts(&import(&desk, &elsewhere)), (2, 0, 0, 1));
}

#[tokio::test]
async fn what_can_not_be_read_is_refused_with_the_line() {
    let desk = Desk::new().await;
    let error = desk.session.preview_import(&file("aesr", "[a]\nnonsense\n")).unwrap_err();
    assert!(error.to_string().contains(":2: "), "{error}");
    assert_eq!(error.code(), FailureCode::Refused);
    // A file that no tool would read is its own fault, a dialect that there is not is the caller's.
    for (dialect, code) in
        [("auto", FailureCode::Refused), ("nothing-known", FailureCode::InvalidInput)]
    {
        let error = desk.session.preview_import(&file(dialect, "plain words\n")).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
}

#[tokio::test]
async fn names_that_do_not_fit_are_made_to_and_twins_are_told() {
    let desk = Desk::new().await;
    let long = "n".repeat(70);
    let text = format!(
        "name,role\n{long},arn:aws:iam::222222222222:role/A\nx,arn:aws:iam::222222222222:role/A\n\
         x,arn:aws:iam::222222222222:role/A\n"
    );
    let preview = import(&desk, &file("csv", &text));
    assert_eq!(counts(&preview), (2, 0, 0, 1));
    assert!(preview.skipped[0].reason.contains("Line 3"), "{:?}", preview.skipped);
    assert!(preview.warnings.iter().any(|w| w.line == 2 && w.notice.contains("64 characters")));
    assert_eq!(entries(&desk)[0].name.as_str().chars().count(), 64);
    assert_eq!(counts(&import(&desk, &file("csv", &text))), (0, 0, 2, 1));
}

fn many(n: usize) -> String {
    (0..n)
        .map(|i| {
            format!(
                "[account-{i}]\nrole_arn = arn:aws:iam::{:012}:role/Admin\ncolor = 83d4e8\n\n",
                100_000_000_000_usize + i
            )
        })
        .collect()
}

#[tokio::test]
async fn twenty_thousand_profiles_take_seconds_and_can_be_stopped() {
    let desk = Desk::new().await;
    let file = file("aesr", &many(20_000));
    let stop = CancellationToken::new();
    let stopped = desk.session.import(&file, &stop, |taken, _| {
        if taken >= 5_000 {
            stop.cancel();
        }
    });
    assert_eq!(stopped.unwrap(), None);
    assert!(entries(&desk).is_empty(), "all or nothing");
    let began = Instant::now();
    assert_eq!(counts(&import(&desk, &file)), (20_000, 0, 0, 0));
    assert_eq!(counts(&import(&desk, &file)), (0, 0, 20_000, 0));
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    assert_eq!(entries(&desk).len(), 20_000);
}

#[tokio::test]
async fn a_job_tells_how_far_it_is_and_does_what_was_shown_only() {
    let app = App::start(false).await;
    let path = app.dir.path().join("roles.ini");
    std::fs::write(&path, many(1_000)).unwrap();
    let request =
        ImportRequest { path: path.display().to_string(), dialect: "auto".into(), text: None };
    let preview = app.app.preview_import(&request).await.unwrap();
    let mut events = app.app.events();
    std::fs::write(&path, many(999)).unwrap();
    let run = ImportRun { request: request.clone(), token: preview.token, take: None };
    assert_eq!(app.app.run_import(&run).await.unwrap_err().code(), FailureCode::Refused);
    let token = app.app.preview_import(&request).await.unwrap().token;
    let job = app.app.run_import(&ImportRun { request, token, take: None }).await.unwrap();
    let told = reports(&mut events, job).await;
    let last = told.last().unwrap();
    assert_eq!((last.state, last.done, last.total), (JobState::Finished, 999, 999));
    assert_eq!(last.now, "999 added, 0 updated, 0 already there, 0 skipped.");
    assert!(told.iter().any(|j| j.done > 0 && j.done < j.total), "progress on the way");
    let page = app.app.session().unwrap().switch_entries(&SwitchQuery::default()).unwrap();
    assert_eq!((page.all, page.total), (999, 999));
    let _ = Event::SwitchEntries;
    let missing =
        ImportRequest { path: "/nowhere/at/all".into(), dialect: "auto".into(), text: None };
    let error = app.app.preview_import(&missing).await.unwrap_err();
    assert_eq!(error.code(), FailureCode::InvalidInput);
}

#[tokio::test]
async fn what_is_exported_is_imported_as_it_was() {
    let desk = Desk::new().await;
    import(&desk, &file("aesr", AESR));
    let mut with_id = entries(&desk)[1].clone();
    with_id.external_id = Some(ExternalId::parse("x-1").unwrap());
    desk.store.update_switch_entry(&with_id).unwrap();
    let before = entries(&desk);
    for (format, dialect, loses) in [
        (ExportFormat::Csv, "csv", false),
        (ExportFormat::Team, "team", false),
        (ExportFormat::Aesr, "aesr", true),
        (ExportFormat::AwsConfig, "aws", true),
    ] {
        let exported = desk.session.exported(format).unwrap();
        assert_eq!(exported.entries, 2);
        let lost = exported.losses.iter().any(|l| l.entry == "prod-read");
        assert_eq!(lost, loses, "{format:?}: {:?}", exported.losses);
        let preview = desk.session.preview_import(&file(dialect, &exported.text)).unwrap();
        assert_eq!(counts(&preview), (0, 0, 2, 0), "{format:?}: {preview:?}");
    }
    let folder = desk.dir.path().join("out");
    let request = ExportRequest { format: ExportFormat::Team, which: EntryChoice::All };
    let first = desk.session.export_entries(&request, Some(&folder)).unwrap();
    let second = desk.session.export_entries(&request, Some(&folder)).unwrap();
    assert_ne!(first.path, second.path, "nothing is written over");
    assert_eq!(entries(&desk), before);
}
