//! Permission sets of IAM Identity Center in files: which become entries, by which profile, and what
//! a repeated import makes of them.

use rolebridge_model::*;
use rolebridge_workflows::export::ExportFormat;
use rolebridge_workflows::import::{ImportAction, ImportFile, ImportPreview};
use tokio_util::sync::CancellationToken;

use crate::common::*;

const AWS: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 222222222222
sso_role_name = AdministratorAccess
region = eu-west-1
[profile old-way]
sso_start_url = https://d-1.awsapps.com/start
sso_region = us-gov-west-1
sso_account_id = 333333333333
sso_role_name = Ops
[profile from-dev]
role_arn = arn:aws:iam::444444444444:role/Hub
source_profile = dev
[profile short]
sso_session = corp
sso_account_id = 12345
sso_role_name = Ops
[profile long]
sso_session = corp
sso_account_id = 222222222222
sso_role_name = ThisNameOfAPermissionSetIsTooLong
[profile only-signs-in]
sso_session = corp
[sso-session corp]
sso_region = cn-north-1
sso_start_url = https://start.home.awsapps.cn/directory/d-1
";

const GRANTED: &str = "\
[profile team/dev]
granted_sso_start_url = https://d-1.awsapps.com/start
granted_sso_region = eu-west-1
granted_sso_account_id = 222222222222
granted_sso_role_name = Ops
granted_color = red
credential_process = granted credential-process --profile team/dev
";

const AWS_SSO: &str = "\
SSOConfig:
  Main:
    SSORegion: us-east-1
    StartUrl: https://d-1.awsapps.com/start#/
    Accounts:
      222222222222:
        Name: payments
        Roles:
          AdministratorAccess:
            Tags:
              Color: red
          Elsewhere:
          Named:
            Profile: audit-readonly
";

fn file(dialect: &str, text: &str) -> ImportFile {
    ImportFile { name: "here".into(), bytes: text.into(), dialect: dialect.into() }
}

/// Name, what it leads to in words, partition, profile, Region.
fn lines(desk: &Desk, file: &ImportFile) -> Vec<String> {
    let preview = import(desk, file);
    assert!(preview.items.iter().all(|i| i.not_kept.is_empty()), "{:?}", preview.items);
    let entries = desk.session.chosen_entries(&Default::default()).unwrap();
    let line = |e: &SwitchEntry| {
        let session = e.session.profile.as_ref().map(|p| p.to_string()).unwrap_or_default();
        let region = e.region.as_ref().map(|r| r.to_string()).unwrap_or_default();
        format!("{}: {}, {} {session} {region}", e.name, e.role.in_words(), e.role.partition())
    };
    entries.iter().map(line).collect()
}

fn import(desk: &Desk, file: &ImportFile) -> ImportPreview {
    desk.session.import(file, &CancellationToken::new(), |_, _| ()).unwrap().unwrap()
}

#[tokio::test]
async fn profiles_of_permission_sets_become_entries_by_themselves() {
    let desk = Desk::new().await;
    let preview = desk.session.preview_import(&file("aws", AWS)).unwrap();
    let skipped: Vec<_> =
        preview.skipped.iter().map(|s| (s.name.as_str(), s.reason.as_str())).collect();
    let names: Vec<_> = skipped.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["short", "long", "only-signs-in"]);
    for ((_, reason), wanted) in
        skipped.iter().zip(["12345 has not 12 digits", "at most 32", "a way to sign in"])
    {
        assert!(reason.contains(wanted), "{reason}");
    }
    assert_eq!(
        lines(&desk, &file("aws", AWS)),
        [
            "dev: permission set AdministratorAccess of account 222222222222, aws-cn dev eu-west-1",
            "old-way: permission set Ops of account 333333333333, aws-us-gov old-way ",
            "from-dev: arn:aws:iam::444444444444:role/Hub, aws dev ",
        ]
    );
    let desk = Desk::new().await;
    assert_eq!(
        lines(&desk, &file("granted", GRANTED)),
        ["team/dev: permission set Ops of account 222222222222, aws team/dev "]
    );
    let colour = desk.session.chosen_entries(&Default::default()).unwrap()[0].colour.to_string();
    assert_ne!(colour, "d5dbdb", "granted's colour is kept");
}

#[tokio::test]
async fn a_repeated_import_finds_permission_sets_again() {
    let desk = Desk::new().await;
    import(&desk, &file("aws", AWS));
    let again = import(&desk, &file("aws", AWS));
    assert!(again.items.iter().all(|i| matches!(i.action, ImportAction::Same { .. })));
    // Another permission set for the same profile is a change of that entry, not another entry.
    let changed = AWS.replace("AdministratorAccess", "ReadOnly");
    let third = import(&desk, &file("aws", &changed));
    let ImportAction::Update { changes, .. } = &third.items[0].action else {
        panic!("{:?}", third.items[0])
    };
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].field, "role");
    let to = changes[0].to.as_deref();
    assert_eq!(to, Some("permission set ReadOnly of account 222222222222"));
    assert_eq!(desk.session.chosen_entries(&Default::default()).unwrap().len(), 3);
}

#[tokio::test]
async fn roles_of_aws_sso_cli_are_entries_where_a_profile_here_has_them() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    let all = session.profiles().await.unwrap();
    let center = |label: &str, start_url: &str| {
        let facts = all.iter().find(|i| i.label == label).unwrap().facts.clone();
        let sign_in = SignInWay::IdentityCenter {
            start_url: start_url.into(),
            region: "us-east-1".parse().unwrap(),
            session: None,
            scopes: vec![],
        };
        IdentityFacts { sign_in: Some(sign_in), ..facts }
    };
    let file = file("aws-sso", AWS_SSO);
    let told = async |start_url: &str| {
        app.sandbox().portal.lock().unwrap().facts =
            vec![("payments-admin", center("payments-admin", start_url))];
        session.prepare_import(&file).await;
        session.preview_import(&file).unwrap()
    };
    // The profile of another portal is another's, whatever its account.
    let other = told("https://d-2.awsapps.com/start").await;
    let names: Vec<_> = other.items.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["audit-readonly"], "a profile that the file names is taken by its name");
    let preview = told("https://d-1.awsapps.com/start/").await;
    assert_eq!(preview.skipped.len(), 1);
    let reason = &preview.skipped[0].reason;
    assert!(reason.contains("permission set Elsewhere of account 222222222222"), "{reason}");
    let by: Vec<_> = preview.items.iter().flat_map(|i| &i.settings).collect();
    let profiles: Vec<_> =
        by.iter().filter(|s| s.field == "profile").map(|s| s.value.as_str()).collect();
    assert_eq!(profiles, ["payments-admin", "audit-readonly"]);
}

#[tokio::test]
async fn formats_of_roles_leave_permission_sets_out_and_say_so() {
    let desk = Desk::new().await;
    import(&desk, &file("aws", AWS));
    for format in [ExportFormat::AwsConfig, ExportFormat::Aesr, ExportFormat::Csv] {
        let exported = desk.session.exported(format).unwrap();
        assert_eq!(exported.entries, 1, "{format:?}");
        let left: Vec<_> = exported
            .losses
            .iter()
            .filter(|l| l.reason.contains("permission set"))
            .map(|l| l.entry.as_str())
            .collect();
        assert_eq!(left, ["dev", "old-way"], "{format:?}");
        assert!(!exported.text.contains("AWSReservedSSO"), "{}", exported.text);
    }
}
