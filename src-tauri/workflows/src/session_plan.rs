//! From a switch entry to the `AssumeRole` calls that give its credentials, or why there are none.
//! Pure: AWS is not asked, and what is known of the identity is passed in.
//!
//! Sources: STS API, `AssumeRole`; IAM User Guide, "Roles terms and concepts" (role chaining),
//! "Compare AWS STS credentials" (what a federated user's session may call),
//! "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles".

use std::collections::HashSet;

use rolebridge_cloud::{AssumeChain, AssumeRole};
use rolebridge_model::{
    Caller, IdentityRef, MfaSerial, Partition, Region, RoleArn, SessionDuration, SessionNameParts,
    SessionTag, SwitchEntry,
};

use crate::{Error, ways::session_duration};

/// Whose credentials begin, and what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The identity.
    pub identity: IdentityRef,
    /// Its Region.
    pub region: Option<Region>,
    /// Who AWS says it is, if AWS was asked.
    pub caller: Option<Caller>,
}

/// What has to be done for the credentials of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPlan {
    /// The calls.
    pub chain: AssumeChain,
    /// The device whose code has to be asked for first.
    pub mfa: Option<MfaSerial>,
}

/// Whether it has to be known who the identity is before the plan can be trusted. Only sessions
/// over an hour and MFA depend on it, so most credentials need no such call.
#[must_use]
pub fn needs_caller(entry: &SwitchEntry) -> bool {
    let long = entry.session.duration.is_some_and(|d| d > SessionDuration::CHAINED);
    entry.session.chain.is_empty() && long || entry.session.mfa.is_some()
}

/// Resolves an entry.
///
/// # Errors
/// [`Error::Refused`] with the reason, where AWS would refuse.
pub fn resolve(
    entry: &SwitchEntry,
    base: &Base,
    parts: &SessionNameParts,
) -> Result<SessionPlan, Error> {
    let settings = &entry.session;
    one_partition(entry, base)?;
    no_loop(entry)?;
    a_possible_caller(entry, base)?;
    if let Some(duration) = settings.duration {
        let of_a_session = base.caller.as_ref().is_some_and(is_session);
        let from_session = !settings.chain.is_empty() || of_a_session;
        session_duration(duration.seconds(), None, from_session).map_err(|reason| {
            Error::refused(
                reason,
                format!(
                    "Give {} a duration of an hour or less, or none, which leaves it to AWS.",
                    entry.name
                ),
            )
        })?;
    }
    let session_name = match &settings.session_name {
        None => None,
        Some(template) => Some(template.fill(parts).map_err(|e| {
            Error::refused(
                format!("The session name {template} of {} can't be used. {e}", entry.name),
                "Change the entry's session name.",
            )
        })?),
    };
    let region = sts_region(entry, base)?;

    let mut roles: Vec<AssumeRole> = settings
        .chain
        .iter()
        .map(|hop| AssumeRole {
            external_id: hop.external_id.clone(),
            session_name: session_name.clone(),
            ..AssumeRole::plain(hop.role.clone())
        })
        .collect();
    let mut target = AssumeRole {
        external_id: entry.external_id.clone(),
        session_name,
        duration: settings.duration,
        ..AssumeRole::plain(entry.role.clone())
    };
    // What is handed on is given at the start: a transitive tag, and the source identity, which no
    // later role may set. The rest is for the last session only.
    let (handed_on, own): (Vec<SessionTag>, Vec<SessionTag>) =
        settings.tags.as_slice().iter().cloned().partition(|t| t.transitive);
    target.tags = own;
    let first = roles.first_mut().unwrap_or(&mut target);
    first.tags.extend(handed_on);
    first.source_identity.clone_from(&settings.source_identity);
    // The device is the base identity's own, so its code can only go with the first call.
    first.mfa.clone_from(&settings.mfa);

    Ok(SessionPlan {
        chain: AssumeChain { base: base.identity.clone(), region, through: roles, target },
        mfa: settings.mfa.clone(),
    })
}

fn on_the_way(entry: &SwitchEntry) -> impl Iterator<Item = &RoleArn> {
    entry.session.chain.iter().map(|hop| &hop.role).chain([&entry.role])
}

/// No principal of one partition can assume a role of another.
fn one_partition(entry: &SwitchEntry, base: &Base) -> Result<(), Error> {
    let partition = entry.role.partition();
    let mixed = |other: Partition, what: String| {
        Error::refused(
            format!(
                "{} is in the partition {partition}, and {what} in {other}. A role can only be \
                 assumed from within its own partition.",
                entry.role
            ),
            format!("Choose an identity and roles of {partition}."),
        )
    };
    if let Some(role) = on_the_way(entry).find(|r| r.partition() != partition) {
        return Err(mixed(role.partition(), format!("{role} on the way to it")));
    }
    let of_caller = base.caller.as_ref().and_then(|c| c.arn.split(':').nth(1));
    match of_caller.and_then(|p| Partition::parse(p).ok()) {
        Some(other) if other != partition => Err(mixed(other, format!("{} is", base.identity))),
        _ => Ok(()),
    }
}

fn no_loop(entry: &SwitchEntry) -> Result<(), Error> {
    let mut seen = HashSet::new();
    match on_the_way(entry).find(|role| !seen.insert(*role)) {
        Some(twice) => Err(Error::refused(
            format!("The chain of {} comes to {twice} twice.", entry.name),
            "Take it out of the chain once.",
        )),
        None => Ok(()),
    }
}

fn a_possible_caller(entry: &SwitchEntry, base: &Base) -> Result<(), Error> {
    let Some(caller) = &base.caller else { return Ok(()) };
    if caller.arn.ends_with(":root") {
        return Err(Error::refused(
            format!(
                "{} is the root user of {}, who can't assume roles.",
                base.identity, caller.account
            ),
            "Use an identity that is an IAM user or a role.",
        ));
    }
    if caller.arn.contains(":federated-user/") {
        return Err(Error::refused(
            format!("{} is a federated user's session, which can't assume roles.", base.identity),
            "Use an identity that is an IAM user or a role.",
        ));
    }
    let Some(device) = &entry.session.mfa else { return Ok(()) };
    if is_session(caller) {
        return Err(Error::refused(
            format!(
                "{} asks for an MFA code, but {} is a session of a role. Only an IAM user has an \
                 MFA device to show.",
                entry.name, base.identity
            ),
            "Use the IAM user's profile, or take the MFA device out of the entry.",
        ));
    }
    // A virtual device's or key's ARN names its account; a hardware token's serial number does not.
    match device.as_str().strip_prefix("arn:").and_then(|arn| arn.split(':').nth(3)) {
        Some(account) if account != caller.account.as_str() => Err(Error::refused(
            format!(
                "The MFA device {device} is of account {account}, and {} of account {}. The code \
                 has to be of a device of the one who asks.",
                base.identity, caller.account
            ),
            "Name the MFA device of the identity the entry begins with.",
        )),
        _ => Ok(()),
    }
}

/// The Region whose STS is asked: the identity's, or else the entry's, if it is of the partition.
fn sts_region(entry: &SwitchEntry, base: &Base) -> Result<Option<Region>, Error> {
    let partition = entry.role.partition();
    let named = [&base.region, &entry.region];
    if let Some(region) = named.into_iter().flatten().find(|r| Partition::of(r) == partition) {
        return Ok(Some(region.clone()));
    }
    // Without any, the SDK has a Region of its own, of the commercial partition.
    if partition == Partition::Aws && base.region.is_none() {
        return Ok(None);
    }
    Err(Error::refused(
        format!("No Region of the partition {partition} is named to ask its AWS STS in."),
        "Give the profile or the entry a Region of that partition.",
    ))
}

fn is_session(caller: &Caller) -> bool {
    caller.arn.contains(":assumed-role/")
}

#[cfg(test)]
mod tests {
    use rolebridge_model::{Colour, DisplayName, SwitchEntryId};
    use serde_json::{Value, json};

    use super::*;

    const TARGET: &str = "arn:aws:iam::333333333333:role/ops/Target";

    fn entry(role: &str, region: &str, session: Value) -> SwitchEntry {
        SwitchEntry {
            id: SwitchEntryId(1),
            name: DisplayName::parse("Prod admin").unwrap(),
            role: RoleArn::parse(role).unwrap(),
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

    /// A call in one line: role, external ID, name, seconds, MFA, tags, source identity.
    fn line(call: &AssumeRole) -> String {
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        let tag = |t: &SessionTag| {
            format!("{}={}{}", t.key, t.value, if t.transitive { "!" } else { "" })
        };
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
                plan.chain.through.iter().chain([&plan.chain.target]).map(line).collect();
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
        let tag = |key: &str, transitive: bool| json!({"key": key, "value": "v", "transitive": transitive});
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
                plan.chain.through.iter().chain([&plan.chain.target]).map(line).collect();
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
            resolve(&entry, &base(base_region, ""), &parts()).unwrap().chain.region
        };
        let region = |r: &str| Some(Region::parse(r).unwrap());
        assert_eq!(of(TARGET, "eu-west-1", "us-west-2"), region("us-west-2"));
        assert_eq!(of(TARGET, "eu-west-1", ""), region("eu-west-1"));
        assert_eq!(of(TARGET, "", ""), None);
        for (role, entry_region, base_region, asked) in [
            (
                "arn:aws-us-gov:iam::333333333333:role/T",
                "us-gov-west-1",
                "us-west-2",
                "us-gov-west-1",
            ),
            ("arn:aws-cn:iam::333333333333:role/T", "", "cn-northwest-1", "cn-northwest-1"),
            (
                "arn:aws-cn:iam::333333333333:role/T",
                "cn-north-1",
                "cn-northwest-1",
                "cn-northwest-1",
            ),
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
}
