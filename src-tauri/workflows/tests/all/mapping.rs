//! What each dialect says of a role reaches the entry whole, and comes out again.

use rolebridge_model::*;
use rolebridge_workflows::export::ExportFormat;
use rolebridge_workflows::import::{ImportAction, ImportFile, ImportPreview};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::common::*;

const AWS: &str = "\
[profile me]
region = eu-west-1
[profile org]
role_arn = arn:aws:iam::111111111111:role/Org
source_profile = me
mfa_serial = arn:aws:iam::111111111111:mfa/ada
[profile hub]
role_arn = arn:aws:iam::222222222222:role/Hub
source_profile = org
external_id = hub-id
[profile prod]
role_arn = arn:aws:iam::333333333333:role/team/Prod
source_profile = hub
external_id = prod-id
role_session_name = ada
duration_seconds = 1800
region = eu-central-1
[profile machine]
role_arn = arn:aws:iam::333333333333:role/M
credential_source = Ec2InstanceMetadata
[profile round]
role_arn = arn:aws:iam::333333333333:role/R
source_profile = trip
[profile trip]
role_arn = arn:aws:iam::333333333333:role/T
source_profile = round
[profile keyed]
role_arn = arn:aws:iam::222222222222:role/Keyed
source_profile = me
aws_access_key_id = AKIDEXAMPLE
aws_secret_access_key = not-read
[profile from-keys]
role_arn = arn:aws:iam::333333333333:role/K
source_profile = keyed
";

const VAULT: &str = "\
[profile me]
region = eu-west-1
[profile hub]
role_arn = arn:aws:iam::222222222222:role/Hub
source_profile = me
session_tags = team=ops, room=7
transitive_session_tags = team
source_identity = ada
[profile prod]
role_arn = arn:aws:iam::333333333333:role/Prod
source_profile = hub
mfa_serial = arn:aws:iam::111111111111:mfa/ada
session_tags = why=fire
";

const AESR: &str = "\
[company]
aws_account_id = 111111111111
[prod]
role_arn = arn:aws:iam::333333333333:role/Prod
source_profile = company
";

const ROLE_SWITCH: &str = "\
[company]
aws_account_id = 111111111111
role_name = Base
[passes]
target_role_name = Prod
[profile prod]
aws_account_id = 333333333333
role_name = Prod
group = Payments
[profile lower]
aws_account_id = 444444444444
source_profile = passes
";

const GRANTED: &str = "\
[profile prod]
granted_color = blue
granted_description = Looking, not touching
role_arn = arn:aws:iam::333333333333:role/Prod
source_profile = me
";

const AWS_SSO: &str = "\
SSOConfig:
  Main:
    SSORegion: us-east-1
    StartUrl: https://d-1.awsapps.com/start
    Accounts:
      111111111111:
        Name: Sign-in
        Roles:
          Base: { Profile: base }
      333333333333:
        Name: Production
        Roles:
          Prod:
            Profile: prod
            Via: arn:aws:iam::111111111111:role/Base
            SourceIdentity: ada
            ExternalId: prod-id
          Lost:
            Profile: lost
            Via: arn:aws:iam::999999999999:role/Nobody
";

const CSV: &str = "\
name,role,source,mfa_serial,duration_seconds,session_name,session_tags,transitive_tags,source_identity,group,description,external_id
prod,arn:aws:iam::333333333333:role/Prod,hub,,900,ada,team=ops; why=fire,team,ada,Payments,Careful,prod-id
hub,arn:aws:iam::222222222222:role/Hub,me,GAHT12345678,,,,,,,,
";

const TEAM: &str = "\
rolebridge_team = 1
[[entries]]
name = \"hub\"
role = \"arn:aws:iam::222222222222:role/Hub\"
source = \"me\"
[[entries]]
name = \"prod\"
role = \"arn:aws:iam::333333333333:role/Prod\"
source = \"hub\"
group = \"Payments\"
description = \"Careful\"
mfa_serial = \"arn:aws:iam::111111111111:mfa/ada\"
duration_seconds = 3600
session_name = \"ada\"
session_tags = { team = \"ops\" }
transitive_tags = [\"team\"]
source_identity = \"ada\"
labels = { tier = \"1\" }
";

fn file(dialect: &str, text: &str) -> ImportFile {
    ImportFile {
        name: format!("/team/{dialect}"),
        bytes: text.as_bytes().into(),
        dialect: dialect.into(),
    }
}

fn import(desk: &Desk, file: &ImportFile) -> ImportPreview {
    desk.session.import(file, &CancellationToken::new(), |_, _| ()).unwrap().unwrap()
}

fn hop(account: &str, role: &str, external_id: Option<&str>) -> Value {
    json!({"role": format!("arn:aws:iam::{account}:role/{role}"), "external_id": external_id})
}

fn tag(key: &str, value: &str, transitive: bool) -> Value {
    json!({"key": key, "value": value, "transitive": transitive})
}

/// What an entry is expected to be: what is not named has its default.
fn expected(settings: Value) -> (SessionSettings, Option<String>, Option<String>, Option<String>) {
    let mut session = settings;
    let map = session.as_object_mut().unwrap();
    let mut take = |key: &str| map.remove(key).map(|v| v.as_str().unwrap().to_owned());
    let (external_id, group, notes) = (take("external_id"), take("group"), take("notes"));
    (serde_json::from_value(session).unwrap(), external_id, group, notes)
}

#[tokio::test]
async fn what_a_file_says_of_a_role_is_kept() {
    let ada = "arn:aws:iam::111111111111:mfa/ada";
    let table: Vec<(&str, &str, &str, Value, &[&str])> = vec![
        (
            "aws",
            AWS,
            "prod",
            json!({"external_id": "prod-id", "profile": "me", "session_name": "ada",
                   "duration": 1800, "mfa": ada,
                   "chain": [hop("111111111111", "Org", None),
                             hop("222222222222", "Hub", Some("hub-id"))]}),
            &[],
        ),
        ("aws", AWS, "machine", json!({}), &["credential source"]),
        ("aws", AWS, "round", json!({}), &["source"]),
        ("aws", AWS, "from-keys", json!({}), &["source"]),
        (
            "aws-vault",
            VAULT,
            "prod",
            json!({"profile": "me", "mfa": ada, "source_identity": "ada",
                   "chain": [hop("222222222222", "Hub", None)],
                   "tags": [tag("why", "fire", false), tag("team", "ops", true)]}),
            &[],
        ),
        ("aesr", AESR, "prod", json!({"profile": "company"}), &[]),
        ("role-switch", ROLE_SWITCH, "prod", json!({"group": "Payments"}), &[]),
        ("role-switch", ROLE_SWITCH, "lower", json!({}), &["source"]),
        (
            "granted",
            GRANTED,
            "prod",
            json!({"profile": "me", "notes": "Looking, not touching"}),
            &[],
        ),
        (
            "aws-sso",
            AWS_SSO,
            "prod",
            json!({"external_id": "prod-id", "profile": "base", "source_identity": "ada",
                   "group": "Main", "notes": "Production"}),
            &[],
        ),
        ("aws-sso", AWS_SSO, "lost", json!({"group": "Main", "notes": "Production"}), &["source"]),
        (
            "csv",
            CSV,
            "prod",
            json!({"external_id": "prod-id", "profile": "me", "duration": 900,
                   "session_name": "ada", "mfa": "GAHT12345678", "source_identity": "ada",
                   "chain": [hop("222222222222", "Hub", None)], "group": "Payments",
                   "notes": "Careful",
                   "tags": [tag("team", "ops", true), tag("why", "fire", false)]}),
            &[],
        ),
        (
            "team",
            TEAM,
            "prod",
            json!({"profile": "me", "duration": 3600, "session_name": "ada", "mfa": ada,
                   "source_identity": "ada", "chain": [hop("222222222222", "Hub", None)],
                   "group": "Payments", "notes": "Careful",
                   "tags": [tag("team", "ops", true)]}),
            &["labels"],
        ),
    ];
    for (dialect, text, name, settings, not_kept) in table {
        let desk = Desk::new().await;
        let preview = import(&desk, &file(dialect, text));
        let entries = desk.store.switch_entries().unwrap();
        let entry = entries.iter().find(|e| e.name.as_str() == name).unwrap();
        let of = |v: Option<String>| v;
        let found = (
            entry.session.clone(),
            of(entry.external_id.as_ref().map(ToString::to_string)),
            of(entry.group.as_ref().map(ToString::to_string)),
            of(entry.notes.as_ref().map(ToString::to_string)),
        );
        assert_eq!(found, expected(settings), "{dialect} {name}");
        let item = preview.items.iter().find(|i| i.name == name).unwrap();
        assert_eq!(item.not_kept, not_kept, "{dialect} {name}");
        let again = import(&desk, &file(dialect, text));
        let same = again.items.iter().all(|i| matches!(i.action, ImportAction::Same { .. }));
        assert!(same, "{dialect}: repeated");
    }
}

/// An entry with everything a switch entry has.
fn full() -> SwitchEntry {
    let session = json!({
        "profile": "me", "session_name": "ada", "duration": 1800,
        "mfa": "arn:aws:iam::111111111111:mfa/ada", "source_identity": "ada",
        "chain": [hop("111111111111", "Org", Some("org-id")), hop("222222222222", "Hub", None)],
        "tags": [tag("team", "ops", true), tag("why", "fire", false)],
    });
    SwitchEntry {
        id: SwitchEntryId(0),
        name: DisplayName::parse("prod").unwrap(),
        role: RoleArn::parse("arn:aws:iam::333333333333:role/team/Prod").unwrap().into(),
        colour: Colour::parse("f2b0a9").unwrap(),
        region: Some(Region::parse("eu-central-1").unwrap()),
        external_id: Some(ExternalId::parse("prod-id").unwrap()),
        session: serde_json::from_value(session).unwrap(),
        group: Some(GroupName::parse("Payments").unwrap()),
        favourite: false,
        notes: Some(Notes::parse("Careful").unwrap()),
    }
}

/// The fields a dialect can't hold, cleared.
type Without = fn(&mut SwitchEntry);

#[tokio::test]
async fn an_entry_comes_back_as_far_as_the_dialect_goes() {
    let grey = |e: &mut SwitchEntry| e.colour = Colour::parse("d5dbdb").unwrap();
    let aws: Without = |e| {
        e.session.tags = SessionTags::default();
        e.session.source_identity = None;
        e.group = None;
        e.notes = None;
    };
    let aesr: Without = |e| {
        e.session = SessionSettings::default();
        e.external_id = None;
        e.group = None;
        e.notes = None;
    };
    let table: [(ExportFormat, &str, u32, &[&str], Without); 4] = [
        (ExportFormat::Csv, "csv", 2, &[], |_| ()),
        (ExportFormat::Team, "team", 2, &[], |_| ()),
        (
            ExportFormat::AwsConfig,
            "aws",
            2,
            &[
                "colour",
                "description",
                "group",
                "session tags",
                "source identity",
                "transitive tags",
            ],
            aws,
        ),
        (
            ExportFormat::Aesr,
            "aesr",
            0,
            &[
                "MFA device",
                "description",
                "duration",
                "external ID",
                "group",
                "session name",
                "session tags",
                "source",
                "source identity",
                "transitive tags",
            ],
            aesr,
        ),
    ];
    for (format, dialect, steps, lost, without) in table {
        let desk = Desk::new().await;
        desk.store.add_switch_entry(&full()).unwrap();
        let exported = desk.session.exported(format).unwrap();
        assert_eq!(exported.entries, 1);
        assert_eq!(exported.notes.len(), usize::from(steps > 0), "{:?}", exported.notes);
        let of_entry = exported.losses.iter().filter(|l| l.entry == "prod");
        let mut found: Vec<&str> =
            of_entry.filter_map(|l| Some(l.reason.split_once(" is not in the file")?.0)).collect();
        found.sort_unstable();
        assert_eq!(found, lost, "{format:?}");

        let other = Desk::new().await;
        import(&other, &file(dialect, &exported.text));
        let mut entries = other.store.switch_entries().unwrap();
        assert_eq!(entries.len(), 1 + steps as usize, "{format:?}");
        let at = entries.iter().position(|e| e.name.as_str() == "prod").unwrap();
        let mut wanted = full();
        without(&mut wanted);
        if format == ExportFormat::AwsConfig {
            grey(&mut wanted);
        }
        wanted.id = entries[at].id;
        assert_eq!(entries.remove(at), wanted, "{format:?}\n{}", exported.text);

        // Where it came from, it is found again, and what the file does not say stays.
        let preview = import(&desk, &file(dialect, &exported.text));
        let same = preview.items.iter().find(|i| i.name == "prod").unwrap();
        assert!(matches!(same.action, ImportAction::Same { .. }), "{format:?}: {same:?}");
    }
}

#[tokio::test]
async fn entries_share_the_roles_on_their_way_and_a_profile_is_not_taken_for_an_entry() {
    let desk = Desk::new().await;
    let mut first = full();
    desk.store.add_switch_entry(&first).unwrap();
    first.name = DisplayName::parse("prod 2").unwrap();
    first.role = RoleArn::parse("arn:aws:iam::444444444444:role/Prod").unwrap().into();
    desk.store.add_switch_entry(&first).unwrap();
    // The role on the way is an entry already.
    let mut hub = full();
    hub.name = DisplayName::parse("org").unwrap();
    hub.role = hub.session.chain[0].role.clone().into();
    hub.external_id = hub.session.chain[0].external_id.clone();
    hub.session.chain.clear();
    desk.store.add_switch_entry(&hub).unwrap();
    let mut named = full();
    named.name = DisplayName::parse("other").unwrap();
    named.session = serde_json::from_value(json!({"profile": "prod"})).unwrap();
    desk.store.add_switch_entry(&named).unwrap();
    let exported = desk.session.exported(ExportFormat::AwsConfig).unwrap();
    assert_eq!(exported.text.matches("[profile").count(), 5, "{}", exported.text);
    assert!(exported.text.contains("source_profile = org\n"), "{}", exported.text);
    assert_eq!(exported.text.matches("mfa_serial").count(), 1, "only the first call has a code");
    let lost = |l: &rolebridge_workflows::export::ExportLoss| {
        l.entry == "other" && l.reason.contains("has the name of the profile")
    };
    assert!(exported.losses.iter().any(lost), "{:?}", exported.losses);
}
