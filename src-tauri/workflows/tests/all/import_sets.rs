//! Permission sets of IAM Identity Center in files: which become entries, by which profile, and what
//! a repeated import makes of them.

use rolebridge_model::*;
use rolebridge_workflows::export::ExportFormat;
use rolebridge_workflows::import::{ImportAction, ImportFile, ImportPreview};
use rolebridge_workflows::switch::{SwitchChange, SwitchChanges, SwitchSelection};
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

/// A profile as its configuration names it: portal, Region, session, account, permission set.
pub(crate) type Configured<'a> =
    (&'static str, &'a str, &'a str, Option<&'a str>, &'a str, &'a str);

pub(crate) fn configured(cloud: &Double, profiles: &[Configured<'_>]) {
    let facts = profiles.iter().map(|(name, portal, region, session, account, set)| {
        let facts = IdentityFacts {
            kind: IdentityKind::IdentityCenter,
            permission_set: Some(PermissionSet {
                partition: Partition::of(&region.parse().unwrap()),
                account: account.parse().unwrap(),
                name: set.parse().unwrap(),
            }),
            sign_in: Some(SignInWay::IdentityCenter {
                start_url: (*portal).into(),
                region: region.parse().unwrap(),
                session: session.map(str::to_owned),
                scopes: vec![],
            }),
            ..IdentityFacts::default()
        };
        (*name, facts)
    });
    cloud.portal.lock().unwrap().facts = facts.collect();
}

const CORP: &str = "https://d-1.awsapps.com/start";

#[tokio::test]
async fn a_team_s_permission_set_is_had_by_whichever_profile_here_is_of_it() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    let (admin, other) = ("AdministratorAccess", "https://d-2.awsapps.com/start");
    configured(
        &app.sandbox(),
        &[
            ("payments-admin", &format!("{CORP}/#/"), "eu-west-1", Some("mine"), PAYMENTS, admin),
            ("data-platform-admin", CORP, "eu-west-1", None, DATA, admin),
            ("audit-readonly", other, "us-gov-west-1", Some("gov"), PAYMENTS, admin),
        ],
    );
    // What an entry says beside the permission set AdministratorAccess of account 222222222222, and
    // the profile and partition it comes to, or why it comes to none.
    let portal = format!("sso_start_url = \"{CORP}\"");
    let gov = format!("sso_start_url = \"{other}\"");
    let table = [
        (portal.clone(), Ok(("payments-admin", Partition::Aws))),
        (format!("{portal}\nsso_region = \"eu-west-1\""), Ok(("payments-admin", Partition::Aws))),
        // The Region to work in says nothing of Identity Center's.
        (format!("{gov}\nregion = \"eu-west-1\""), Ok(("audit-readonly", Partition::AwsUsGov))),
        (format!("{portal}\nsso_region = \"cn-north-1\""), Err(CORP)),
        ("sso_session = \"mine\"".into(), Ok(("payments-admin", Partition::Aws))),
        ("sso_session = \"theirs\"".into(), Ok(("payments-admin", Partition::Aws))),
        ("sso_session = \"unknown\"".into(), Err("sso-session unknown")),
        (
            "sso_start_url = \"https://d-3.awsapps.com/start\"".into(),
            Err("https://d-3.awsapps.com"),
        ),
        // The reader's profile of that name, if it is one; somebody else's name means nothing.
        ("source = \"audit-readonly\"".into(), Ok(("audit-readonly", Partition::AwsUsGov))),
        ("source = \"nowhere\"".into(), Ok(("nowhere", Partition::Aws))),
        (format!("{portal}\nsource = \"nowhere\""), Ok(("payments-admin", Partition::Aws))),
        (
            format!("{portal}\nsource = \"audit-readonly\""),
            Ok(("audit-readonly", Partition::AwsUsGov)),
        ),
        (
            format!("{portal}\nsource = \"data-platform-admin\""),
            Ok(("payments-admin", Partition::Aws)),
        ),
    ];
    for (says, wanted) in table {
        let text = format!(
            "rolebridge_team = 1\n[[sso_sessions]]\nname = \"theirs\"\n\
             sso_start_url = \"{CORP}\"\nsso_region = \"eu-west-1\"\n[[entries]]\nname = \"Pay\"\n\
             account = \"{PAYMENTS}\"\npermission_set = \"{admin}\"\n{says}\n"
        );
        let file = file("team", &text);
        session.prepare_import(&file).await;
        let preview = session.preview_import(&file).unwrap();
        match wanted {
            Ok((profile, partition)) => {
                let item = &preview.items[0];
                let set = item.role.permission_set().unwrap();
                let by = item.settings.iter().find(|s| s.field == "profile").unwrap();
                assert_eq!((by.value.as_str(), set.partition), (profile, partition), "{says}");
            }
            Err(why) => {
                assert!(preview.items.is_empty(), "{says}: {:?}", preview.items);
                let skip = &preview.skipped[0];
                assert_eq!((skip.line, skip.name.as_str()), (6, "Pay"), "{says}");
                assert!(skip.reason.contains(why), "{}", skip.reason);
                let set = format!("permission set {admin} of account {PAYMENTS}");
                assert!(skip.reason.contains(&set), "{}", skip.reason);
            }
        }
    }
}

#[tokio::test]
async fn a_role_begins_with_the_profile_of_the_permission_set_it_comes_from() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    configured(
        &app.sandbox(),
        &[("payments-admin", CORP, "eu-west-1", Some("mine"), PAYMENTS, "Admin")],
    );
    let text = |set: &str| {
        format!(
            "rolebridge_team = 1\n[[entries]]\nname = \"Pay\"\naccount = \"{PAYMENTS}\"\n\
             permission_set = \"{set}\"\nsso_session = \"mine\"\n[[entries]]\nname = \"Hub\"\n\
             role = \"arn:aws:iam::{DATA}:role/Hub\"\nsource = \"Pay\"\n[[entries]]\n\
             name = \"Far\"\nrole = \"arn:aws:iam::{STAGING}:role/Far\"\nsource = \"Hub\"\n"
        )
    };
    let had = file("team", &text("Admin"));
    session.prepare_import(&had).await;
    session.import(&had, &CancellationToken::new(), |_, _| ()).unwrap();
    let entries = session.chosen_entries(&Default::default()).unwrap();
    for entry in &entries {
        assert_eq!(entry.session.profile.as_ref().unwrap().as_str(), "payments-admin", "{entry:?}");
    }
    assert_eq!(
        entries[2].session.chain[0].role.to_string(),
        format!("arn:aws:iam::{DATA}:role/Hub")
    );
    // Where no profile has it, nothing that starts from it is taken with the identity in use.
    let preview = session.preview_import(&file("team", &text("Elsewhere"))).unwrap();
    let skipped: Vec<_> = preview.skipped.iter().map(|s| (s.line, s.name.as_str())).collect();
    assert_eq!(skipped, [(2, "Pay"), (7, "Hub"), (11, "Far")]);
    assert!(preview.items.is_empty());
}

#[tokio::test]
async fn a_team_file_of_permission_sets_reads_back_as_it_was() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    configured(
        &app.sandbox(),
        &[
            ("payments-admin", CORP, "eu-west-1", Some("mine"), PAYMENTS, "Admin"),
            ("data-platform-admin", CORP, "eu-west-1", None, DATA, "Admin"),
        ],
    );
    let mut config = String::new();
    for (profile, account) in
        [("payments-admin", PAYMENTS), ("data-platform-admin", DATA), ("unknown-here", AUDIT)]
    {
        config += &format!(
            "[profile {profile}]\nsso_start_url = {CORP}\nsso_region = eu-west-1\n\
             sso_account_id = {account}\nsso_role_name = Admin\nregion = eu-central-1\n"
        );
    }
    config += &format!(
        "[profile hub]\nrole_arn = arn:aws:iam::{STAGING}:role/Hub\nsource_profile = payments-admin\n"
    );
    session.import(&file("aws", &config), &CancellationToken::new(), |_, _| ()).unwrap();
    let before = session.chosen_entries(&Default::default()).unwrap();
    assert_eq!(before.len(), 4);

    session.prepare_export(ExportFormat::Team).await;
    let exported = session.exported(ExportFormat::Team).unwrap();
    assert_eq!(exported.entries, 4);
    let lost: Vec<_> =
        exported.losses.iter().map(|l| (l.entry.as_str(), &l.reason[..13])).collect();
    assert_eq!(lost, [("unknown-here", "access portal")], "{:?}", exported.losses);
    let text = &exported.text;
    // Nobody else has to call a profile as it is called here.
    assert!(!text.contains("source = \"data-platform-admin\""), "{text}");
    assert_eq!(text.matches("[[sso_sessions]]").count(), 1, "{text}");
    assert_eq!(text.matches("sso_session = \"mine\"").count(), 1, "{text}");
    assert_eq!(text.matches(CORP).count(), 2, "{text}");

    let all = SwitchSelection::Some { ids: before.iter().map(|e| e.id).collect() };
    let change = SwitchChange::Remove;
    session.change_switch_entries(&SwitchChanges { of: all, change }).unwrap();
    let back = file("team", text);
    let preview = session.import(&back, &CancellationToken::new(), |_, _| ()).unwrap().unwrap();
    assert!(preview.skipped.is_empty() && preview.warnings.is_empty(), "{preview:?}");
    let bare = |entries: Vec<SwitchEntry>| {
        let mut entries: Vec<_> =
            entries.into_iter().map(|e| SwitchEntry { id: SwitchEntryId(0), ..e }).collect();
        entries.sort_by(|a, b| a.name.as_str().cmp(b.name.as_str()));
        entries
    };
    assert_eq!(bare(session.chosen_entries(&Default::default()).unwrap()), bare(before), "{text}");
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
