//! What an entry asks for, and what AWS would refuse, as a table.

use rolebridge_model::{Colour, DisplayName, SwitchEntryId};
use serde_json::{Value, json};

use super::*;

const TARGET: &str = "arn:aws:iam::333333333333:role/ops/Target";

fn entry(role: &str, region: &str, session: Value) -> SwitchEntry {
    SwitchEntry {
        id: SwitchEntryId(1),
        name: DisplayName::parse("Prod admin").unwrap(),
        role: SwitchTarget::parse(role).unwrap(),
        colour: Colour::parse("f2b0a9").unwrap(),
        region: Region::parse(region).ok(),
        external_id: "target-id".parse().ok(),
        session: serde_json::from_value(session).unwrap(),
        group: None,
        favourite: false,
        notes: None,
    }
}

fn base(region: &str, arn: &str) -> Base {
    Base {
        identity: IdentityRef::Environment,
        region: Region::parse(region).ok(),
        permission_set: None,
        caller: (!arn.is_empty()).then(|| Caller {
            account: "111111111111".parse().unwrap(),
            arn: arn.to_owned(),
            user_id: "AIDA".into(),
        }),
    }
}

fn parts() -> SessionNameParts {
    SessionNameParts { user: "ada".into(), host: "desk".into(), entry: "Prod admin".into() }
}

fn calls(plan: &SessionPlan) -> &AssumeChain {
    let From::Roles(chain) = &plan.from else { panic!("no role is assumed: {plan:?}") };
    chain
}

/// A call in one line: role, external ID, name, seconds, MFA, tags, source identity.
fn line(call: &AssumeRole) -> String {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    let tag =
        |t: &SessionTag| format!("{}={}{}", t.key, t.value, if t.transitive { "!" } else { "" });
    [
        call.role.name().to_string(),
        or_dash(call.external_id.as_ref().map(ToString::to_string)),
        or_dash(call.session_name.as_ref().map(ToString::to_string)),
        or_dash(call.duration.map(|d| d.seconds().to_string())),
        or_dash(call.mfa.as_ref().map(ToString::to_string)),
        call.tags.iter().map(tag).collect::<Vec<_>>().join(","),
        or_dash(call.source_identity.as_ref().map(ToString::to_string)),
    ]
    .join(" ")
}

fn hop(name: &str, external_id: Option<&str>) -> Value {
    json!({"role": format!("arn:aws:iam::222222222222:role/{name}"), "external_id": external_id})
}

#[test]
fn entries_become_calls_in_order() {
    let full = json!({
        "chain": [hop("One", Some("one-id")), hop("Two", None)],
        "session_name": "{user}@{host}-{entry}", "duration": 3600,
        "mfa": "arn:aws:iam::111111111111:mfa/ada", "source_identity": "ada",
        "tags": [{"key": "Team", "value": "ops", "transitive": true},
                 {"key": "Why", "value": "fire", "transitive": false}],
    });
    let mfa = "arn:aws:iam::111111111111:mfa/ada";
    let table = [
        ("one role", json!({}), vec!["Target target-id - - -  -".to_owned()]),
        (
            "a chain of three with everything",
            full.clone(),
            vec![
                format!("One one-id ada@desk-Prod-admin - {mfa} Team=ops! ada"),
                "Two - ada@desk-Prod-admin - -  -".into(),
                "Target target-id ada@desk-Prod-admin 3600 - Why=fire -".into(),
            ],
        ),
        (
            "everything at one role",
            {
                let mut one = full;
                one["chain"] = json!([]);
                one["duration"] = json!(43_200);
                one
            },
            vec![format!(
                "Target target-id ada@desk-Prod-admin 43200 {mfa} Why=fire,Team=ops! ada"
            )],
        ),
    ];
    for (what, session, wanted) in table {
        let plan = resolve(&entry(TARGET, "", session), &base("", ""), &parts()).unwrap();
        let calls: Vec<String> =
            calls(&plan).through.iter().chain([&calls(&plan).target]).map(line).collect();
        assert_eq!(calls, wanted, "{what}");
    }
}

#[test]
fn what_aws_would_refuse_is_refused_with_the_reason() {
    let user = "arn:aws:iam::111111111111:user/ada";
    let session = "arn:aws:sts::111111111111:assumed-role/Ops/ada";
    let root = "arn:aws:iam::111111111111:root";
    let federated = "arn:aws:sts::111111111111:federated-user/ada";
    let cn = "arn:aws-cn:iam::333333333333:role/Target";
    let gov = "arn:aws-us-gov:iam::333333333333:role/Target";
    let eusc = "arn:aws-eusc:iam::333333333333:role/Target";
    let two = json!({"duration": 7200});
    let mfa = json!({"mfa": "arn:aws:iam::111111111111:mfa/ada"});
    let chained = |more: Value| {
        let mut session = json!({"chain": [hop("One", None)]});
        session.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        session
    };
    let table: Vec<(&str, &str, Value, Base, Option<&str>)> = vec![
        ("two hours, a user", TARGET, two.clone(), base("", user), None),
        ("two hours, unknown", TARGET, two.clone(), base("", ""), None),
        ("two hours, a session", TARGET, two.clone(), base("", session), Some("role chaining")),
        ("two hours, a chain", TARGET, chained(two), base("", user), Some("role chaining")),
        ("one hour, a chain", TARGET, chained(json!({"duration": 3600})), base("", user), None),
        ("root", TARGET, json!({}), base("", root), Some("root user")),
        ("MFA of a user", TARGET, mfa.clone(), base("", user), None),
        ("MFA of a session", TARGET, mfa.clone(), base("", session), Some("MFA device")),
        ("a federated user", TARGET, json!({}), base("", federated), Some("federated user")),
        ("a hardware token", TARGET, json!({"mfa": "GAHT12345678"}), base("", user), None),
        (
            "MFA of another account",
            TARGET,
            json!({"mfa": "arn:aws:iam::222222222222:mfa/ada"}),
            base("", user),
            Some("of account 222222222222"),
        ),
        ("MFA of a user, through a chain", TARGET, chained(mfa.clone()), base("", user), None),
        (
            "MFA of a session, through a chain",
            TARGET,
            chained(mfa.clone()),
            base("", session),
            Some("MFA device"),
        ),
        (
            "an hour and a second, a chain",
            TARGET,
            chained(json!({"duration": 3601})),
            base("", ""),
            Some("role chaining"),
        ),
        ("twelve hours, a user", TARGET, json!({"duration": 43_200}), base("", user), None),
        ("one hour, a session", TARGET, json!({"duration": 3600}), base("", session), None),
        (
            "GovCloud with a chain",
            gov,
            json!({"chain": [{"role":
            "arn:aws-us-gov:iam::222222222222:role/One", "external_id": null}]}),
            base("us-gov-west-1", ""),
            None,
        ),
        ("the sovereign cloud", eusc, json!({}), base("eusc-de-east-1", ""), None),
        (
            "the sovereign cloud from Frankfurt",
            eusc,
            json!({}),
            base("eu-central-1", ""),
            Some("No Region"),
        ),
        (
            "the commercial one from China",
            TARGET,
            json!({}),
            base("cn-north-1", ""),
            Some("No Region"),
        ),
        (
            "a chain from China",
            TARGET,
            json!({"chain": [{"role": "arn:aws-cn:iam::222222222222:role/One", "external_id": null}]}),
            base("", ""),
            Some("partition aws"),
        ),
        (
            "a user of another partition",
            cn,
            json!({}),
            base("cn-north-1", user),
            Some("partition aws-cn"),
        ),
        ("China without a Region", cn, json!({}), base("", ""), Some("No Region")),
        ("China from Ireland", cn, json!({}), base("eu-west-1", ""), Some("No Region")),
        ("China from China", cn, json!({}), base("cn-north-1", ""), None),
        (
            "the target twice",
            TARGET,
            json!({"chain": [{"role": TARGET, "external_id": null}]}),
            base("", ""),
            Some("twice"),
        ),
        (
            "a hop twice",
            TARGET,
            json!({"chain": [hop("One", None), hop("Two", None), hop("One", None)]}),
            base("", ""),
            Some("role/One twice"),
        ),
    ];
    for (what, role, settings, base, refused) in table {
        match (resolve(&entry(role, "", settings), &base, &parts()), refused) {
            (Ok(_), None) => {}
            (Err(Error::Refused { message, remedy }), Some(wanted)) => {
                assert!(message.contains(wanted) && remedy.is_some(), "{what}: {message}");
            }
            (found, _) => panic!("{what}: {found:?}"),
        }
    }
}

#[test]
fn each_setting_goes_where_it_belongs() {
    let mfa = "arn:aws:iam::111111111111:mfa/ada";
    let tag =
        |key: &str, transitive: bool| json!({"key": key, "value": "v", "transitive": transitive});
    let chain = json!([hop("One", None), hop("Two", Some("two-id"))]);
    let table = [
        // The code goes once, with the first call: the device is the identity's.
        (
            "MFA",
            json!({"chain": chain, "mfa": mfa}),
            [
                format!("One - - - {mfa}  -"),
                "Two two-id - - -  -".into(),
                "Target target-id - - -  -".into(),
            ],
        ),
        // An hour on the way is AWS's own choice; the last session is the one wanted.
        (
            "duration",
            json!({"chain": chain, "duration": 900}),
            [
                "One - - - -  -".into(),
                "Two two-id - - -  -".into(),
                "Target target-id - 900 -  -".into(),
            ],
        ),
        // No role may set again what the first has handed on.
        (
            "source identity",
            json!({"chain": chain, "source_identity": "ada"}),
            [
                "One - - - -  ada".into(),
                "Two two-id - - -  -".into(),
                "Target target-id - - -  -".into(),
            ],
        ),
        (
            "transitive tags",
            json!({"chain": chain, "tags": [tag("A", true), tag("B", true)]}),
            [
                "One - - - - A=v!,B=v! -".into(),
                "Two two-id - - -  -".into(),
                "Target target-id - - -  -".into(),
            ],
        ),
        (
            "own tags",
            json!({"chain": chain, "tags": [tag("A", false)]}),
            [
                "One - - - -  -".into(),
                "Two two-id - - -  -".into(),
                "Target target-id - - - A=v -".into(),
            ],
        ),
        (
            "session name",
            json!({"chain": chain, "session_name": "x-{user}"}),
            [
                "One - x-ada - -  -".into(),
                "Two two-id x-ada - -  -".into(),
                "Target target-id x-ada - -  -".into(),
            ],
        ),
    ];
    for (what, session, wanted) in table {
        let plan = resolve(&entry(TARGET, "", session), &base("", ""), &parts()).unwrap();
        let calls: Vec<String> =
            calls(&plan).through.iter().chain([&calls(&plan).target]).map(line).collect();
        assert_eq!(calls, wanted, "{what}");
        assert_eq!(plan.mfa.is_some(), what == "MFA", "{what}");
    }
}

#[test]
fn a_session_name_that_comes_out_empty_is_refused() {
    let named = entry(TARGET, "", json!({"session_name": "{user}"}));
    let nobody = SessionNameParts { user: String::new(), ..parts() };
    let said = resolve(&named, &base("", ""), &nobody).unwrap_err().to_string();
    assert!(said.contains("{user}"), "{said}");
}

#[test]
fn sts_is_asked_in_the_identity_s_region_or_else_the_entry_s() {
    let of = |role: &str, entry_region: &str, base_region: &str| {
        let entry = entry(role, entry_region, json!({}));
        calls(&resolve(&entry, &base(base_region, ""), &parts()).unwrap()).region.clone()
    };
    let region = |r: &str| Some(Region::parse(r).unwrap());
    assert_eq!(of(TARGET, "eu-west-1", "us-west-2"), region("us-west-2"));
    assert_eq!(of(TARGET, "eu-west-1", ""), region("eu-west-1"));
    assert_eq!(of(TARGET, "", ""), None);
    for (role, entry_region, base_region, asked) in [
        ("arn:aws-us-gov:iam::333333333333:role/T", "us-gov-west-1", "us-west-2", "us-gov-west-1"),
        ("arn:aws-cn:iam::333333333333:role/T", "", "cn-northwest-1", "cn-northwest-1"),
        ("arn:aws-cn:iam::333333333333:role/T", "cn-north-1", "cn-northwest-1", "cn-northwest-1"),
        ("arn:aws-eusc:iam::333333333333:role/T", "eusc-de-east-1", "", "eusc-de-east-1"),
        (TARGET, "eu-west-1", "cn-north-1", "eu-west-1"),
    ] {
        assert_eq!(of(role, entry_region, base_region), region(asked), "{role}");
    }
}

#[test]
fn who_asks_matters_only_for_mfa_and_long_sessions() {
    let needs = |session| needs_caller(&entry(TARGET, "", session));
    assert!(!needs(json!({})) && !needs(json!({"duration": 3600})));
    assert!(needs(json!({"duration": 3601})) && needs(json!({"mfa": "GAHT12345678"})));
    assert!(!needs(json!({"duration": 3601, "chain": [hop("One", None)]})));
}

#[test]
fn a_permission_set_is_its_profile_s_own_or_refused() {
    let set = |account: &str, name: &str, partition: &str| PermissionSet {
        partition: Partition::parse(partition).unwrap(),
        account: account.parse().unwrap(),
        name: name.parse().unwrap(),
    };
    let admin = || set("333333333333", "Admin", "aws");
    let mfa = "arn:aws:iam::111111111111:mfa/ada";
    let more = |more: Value| {
        let mut session = json!({"profile": "dev"});
        session.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        session
    };
    let tag = json!([{"key": "A", "value": "", "transitive": false}]);
    // What the profile is of as far as is known, the session, its entry's Region, and why not.
    let table = [
        ("as it should be", Some(admin()), more(json!({})), "", None),
        ("not known what the profile is of", None, more(json!({})), "", None),
        ("no profile", None, json!({}), "", Some("names no profile")),
        (
            "another account",
            Some(set("444444444444", "Admin", "aws")),
            more(json!({})),
            "",
            Some("now leads to the permission set Admin of account 444444444444"),
        ),
        (
            "another permission set",
            Some(set("333333333333", "ReadOnly", "aws")),
            more(json!({})),
            "",
            Some("now leads to the permission set ReadOnly"),
        ),
        (
            "a chain",
            None,
            more(json!({"chain": [hop("One", None)]})),
            "",
            Some("no roles on the way"),
        ),
        ("a duration", None, more(json!({"duration": 900})), "", Some("no duration")),
        ("a session name", None, more(json!({"session_name": "x"})), "", Some("session name")),
        ("MFA", None, more(json!({"mfa": mfa})), "", Some("no MFA device")),
        ("tags", None, more(json!({"tags": tag})), "", Some("session tags")),
        ("who", None, more(json!({"source_identity": "ada"})), "", Some("source identity")),
    ];
    for (what, of_profile, session, region, refused) in table {
        let target = SwitchTarget::PermissionSet(admin()).to_string();
        let mut entry = entry(&target, region, session);
        entry.external_id = None;
        let base = Base { permission_set: of_profile, ..base("eu-west-1", "") };
        match (resolve(&entry, &base, &parts()), refused) {
            (Ok(plan), None) => {
                let own = Own {
                    identity: IdentityRef::Environment,
                    region: Region::parse("eu-west-1").ok(),
                    set: admin(),
                };
                assert_eq!(plan, SessionPlan { from: From::Identity(own), mfa: None }, "{what}");
            }
            (Err(error), Some(refused)) => {
                assert!(error.to_string().contains(refused), "{what}: {error}");
            }
            (answer, _) => panic!("{what}: {answer:?}"),
        }
        entry.external_id = "ext-1".parse().ok();
        assert!(resolve(&entry, &base, &parts()).is_err(), "{what}, with an external ID");
        assert!(!needs_caller(&entry), "{what}");
    }
}
