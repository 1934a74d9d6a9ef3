//! AssumeRole: both sides, conditions, durations, propagation.

use rolebridge_cloud::{AssumeChain, AssumeRole, Cause, Cloud, MfaCode};
use rolebridge_model::*;
use rolebridge_sandbox::SandboxCloud;

use crate::support::*;

fn denied(cause: &Cause) -> &str {
    match cause {
        Cause::AssumeRoleDenied { message, .. } => message,
        other => panic!("{other:?}"),
    }
}

fn id(text: &str) -> Option<ExternalId> {
    Some(ExternalId::parse(text).unwrap())
}

#[tokio::test]
async fn both_sides_have_to_agree() {
    let (cloud, time) = sandbox();
    let caller = cloud.try_assume(&into(PAYMENTS)).await.unwrap();
    assert_eq!(
        caller.arn,
        "arn:aws:sts::222222222222:assumed-role/OrganizationAccountAccessRole/rolebridge"
    );
    assert!(caller.user_id.starts_with("AROA") && caller.user_id.ends_with(":rolebridge"));

    // The trust names another account only.
    let audit = ada().through(
        RoleArn::parse("arn:aws:iam::222222222222:role/security/SecurityAudit").unwrap(),
        None,
    );
    let refused = cloud.try_assume(&audit).await.unwrap_err();
    assert_eq!(refused.operation, "sts:AssumeRole");
    assert_eq!(refused.target, "arn:aws:iam::222222222222:role/security/SecurityAudit");
    // Across accounts the text stops here.
    assert_eq!(
        denied(&refused.cause),
        "User: arn:aws:iam::111111111111:user/ada is not authorized to perform: sts:AssumeRole on \
         resource: arn:aws:iam::222222222222:role/security/SecurityAudit"
    );

    // The role trusts the account, but the caller's own policies do not allow it.
    let mut reader = profile("management-readonly");
    reader.hops = into(PAYMENTS).hops;
    denied(&cause(cloud.try_assume(&reader).await));

    // Nor does naming the caller make up for it across accounts.
    let sso = cloud.caller(&profile("management-readonly")).await.unwrap().arn;
    cloud.create_role(&into(STAGING), &new_role("Named", &trusting(&sso))).await.unwrap();
    time.pass(60);
    let named = profile("management-readonly").through(arn(STAGING, "Named"), None);
    denied(&cause(cloud.try_assume(&named).await));
}

#[tokio::test]
async fn within_an_account_the_text_says_which_policy_lacks() {
    let (cloud, time) = sandbox();
    cloud.create_role(&ada(), &new_role("R", &trusting(PAYMENTS))).await.unwrap();
    time.pass(60);
    let refused = cause(cloud.try_assume(&ada().through(arn(PRIMARY, "R"), None)).await);
    assert!(
        denied(&refused).ends_with("because no role trust policy allows the sts:AssumeRole action"),
        "{refused}"
    );
}

#[tokio::test]
async fn an_external_id_must_be_given_and_right() {
    let (cloud, _) = sandbox();
    let with = |id| ada().through(arn(STAGING, "PartnerAccess"), id);
    cloud.try_assume(&with(id("partner-4711"))).await.unwrap();
    for wrong in [None, id("partner-4712"), id("Partner-4711")] {
        denied(&cause(cloud.try_assume(&with(wrong)).await));
    }
    // One that nobody asks for does no harm.
    let access = ada().through(arn(STAGING, "OrganizationAccountAccessRole"), id("whatever"));
    cloud.try_assume(&access).await.unwrap();
}

#[tokio::test]
async fn nobody_has_mfa() {
    let (cloud, _) = sandbox();
    denied(&cause(cloud.try_assume(&ada().through(arn(STAGING, "BreakGlass"), None)).await));
}

#[tokio::test]
async fn only_the_service_assumes_a_devops_agent_role() {
    let (cloud, _) = sandbox();
    let role = arn(PAYMENTS, SECONDARY_ROLE);
    denied(&cause(cloud.try_assume(&ada().through(role, None)).await));
}

#[tokio::test]
async fn names_are_case_sensitive_when_assumed() {
    let (cloud, _) = sandbox();
    let role = arn(PAYMENTS, "organizationaccountaccessrole");
    denied(&cause(cloud.try_assume(&ada().through(role, None)).await));
}

#[tokio::test]
async fn service_control_policies_bind_members() {
    let (cloud, _) = sandbox();
    let sealed =
        cause(cloud.create_role(&into("210987654321"), &new_role("R", &trusting(PRIMARY))).await);
    assert!(matches!(sealed, Cause::AccessDenied { message }
        if message.ends_with("with an explicit deny in a service control policy")));
    cloud.account_alias(&into("210987654321")).await.unwrap();
}

#[tokio::test]
async fn durations_are_refused_not_cut() {
    let (cloud, _) = sandbox();
    let ask = |cloud: &SandboxCloud, from: Access, role: RoleArn, seconds| {
        cloud.assume_role(
            &from,
            &AssumeRole {
                session_name: Some(SessionName::parse("ada").unwrap()),
                duration: Some(SessionDuration::from_seconds(seconds).unwrap()),
                ..AssumeRole::plain(role)
            },
        )
    };
    let long = arn(PAYMENTS, "Developer"); // up to eight hours
    let short = arn(PAYMENTS, "OrganizationAccountAccessRole"); // up to one
    let caller = ask(&cloud, ada(), long.clone(), 28_800).unwrap();
    assert!(caller.arn.ends_with(":assumed-role/Developer/ada"));
    let message = |result| match cause(result) {
        Cause::Invalid { message, .. } => message,
        other => panic!("{other:?}"),
    };
    let over = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    assert_eq!(message(ask(&cloud, ada(), long.clone(), 28_801)), over);
    assert_eq!(message(ask(&cloud, ada(), short.clone(), 3601)), over);
    // From one role to the next: an hour, whatever the role allows.
    let from = ada().through(short, None);
    let chained = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
    assert_eq!(message(ask(&cloud, from, long, 3601)), chained);
}

#[tokio::test]
async fn a_new_role_is_readable_at_once_and_assumable_later() {
    let (cloud, time) = sandbox();
    let way = into(STAGING);
    cloud.create_role(&way, &new_role("R", &trusting(PRIMARY))).await.unwrap();
    assert!(cloud.read_role(&way, &name("R")).await.unwrap().is_some());
    let access = ada().through(arn(STAGING, "R"), None);
    let refused = cause(cloud.try_assume(&access).await);
    assert!(refused.may_be_propagation());
    time.pass(9);
    denied(&cause(cloud.try_assume(&access).await));
    time.pass(1);
    cloud.try_assume(&access).await.unwrap();
}

#[tokio::test]
async fn a_changed_trust_takes_its_time_and_the_old_one_holds_meanwhile() {
    let (cloud, time) = sandbox();
    let way = into(STAGING);
    let r = name("R");
    let access = ada().through(arn(STAGING, "R"), None);
    cloud.create_role(&way, &new_role("R", &trusting(PRIMARY))).await.unwrap();
    time.pass(60);
    cloud.set_trust(&way, &r, &trusting(PAYMENTS)).await.unwrap();
    time.pass(5);
    // Changed back before the first change was known: there is a moment at which it is.
    cloud.set_trust(&way, &r, &trusting(PRIMARY)).await.unwrap();
    time.pass(4);
    cloud.try_assume(&access).await.unwrap();
    time.pass(1);
    denied(&cause(cloud.try_assume(&access).await));
    time.pass(5);
    cloud.try_assume(&access).await.unwrap();
}

#[tokio::test]
async fn permissions_of_a_role_take_their_time_too() {
    let (cloud, time) = sandbox();
    let way = into("567890123456");
    let reader = ada().through(arn("567890123456", "ReadOnly"), None);
    let tag = [Tag { key: "k".into(), value: "v".into() }];
    let r = name("ReadOnly");
    cloud.put_inline_policy(&way, &r, &inline("I", &allow("iam:TagRole"))).await.unwrap();
    assert!(matches!(cause(cloud.tag_role(&reader, &r, &tag).await), Cause::AccessDenied { .. }));
    time.pass(10);
    cloud.tag_role(&reader, &r, &tag).await.unwrap();
}

#[tokio::test]
async fn there_must_be_a_role_to_try() {
    let (cloud, _) = sandbox();
    assert!(matches!(cause(cloud.try_assume(&ada()).await), Cause::Invalid { .. }));
}

fn role_chain(through: Vec<AssumeRole>, target: AssumeRole) -> AssumeChain {
    AssumeChain { base: ada().base, region: None, through, target }
}

#[tokio::test]
async fn credentials_of_a_chain_last_as_long_as_asked() {
    let (cloud, _) = sandbox();
    let target = AssumeRole {
        duration: Some(SessionDuration::from_seconds(900).unwrap()),
        ..AssumeRole::plain(arn(PAYMENTS, "Developer"))
    };
    let one = cloud.assume_chain(&role_chain(Vec::new(), target.clone()), None).await.unwrap();
    let other = cloud.assume_chain(&role_chain(Vec::new(), target), None).await.unwrap();
    assert!(one.session_arn.ends_with(":assumed-role/Developer/rolebridge"));
    assert_eq!(one.expires_at, other.expires_at);
    assert!(one.access_key_id.starts_with("ASIA") && one.access_key_id.len() == 20);
    assert_ne!(one.secret_access_key.expose(), other.secret_access_key.expose());
}

#[tokio::test]
async fn mfa_is_shown_by_the_user_s_own_device() {
    let (cloud, time) = sandbox();
    let trust = trusting_if(PRIMARY, r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#);
    cloud.create_role(&into(STAGING), &new_role("Careful", &trust)).await.unwrap();
    time.pass(60);
    let me = cloud.caller(&ada()).await.unwrap().arn;
    let own = me.replace(":user/", ":mfa/");
    let ask = |serial: &str, code: &str| {
        let target =
            AssumeRole { mfa: serial.parse().ok(), ..AssumeRole::plain(arn(STAGING, "Careful")) };
        (role_chain(Vec::new(), target), MfaCode::parse(code).ok())
    };
    for (serial, code, passes) in [
        (own.as_str(), "123456", true),
        (own.as_str(), "000000", false),
        (own.as_str(), "", false),
        ("arn:aws:iam::111111111111:mfa/somebody-else", "123456", false),
        ("", "123456", false),
    ] {
        let (chain, code) = ask(serial, code);
        let result = cloud.assume_chain(&chain, code.as_ref()).await;
        assert_eq!(result.is_ok(), passes, "{serial}: {result:?}");
    }
}

#[tokio::test]
async fn tags_and_source_identity_need_rights_of_their_own() {
    let (cloud, time) = sandbox();
    let way = into(STAGING);
    let all = r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},
        "Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"],
        "Condition":{"StringEquals":{"aws:RequestTag/Team":"ops"}}}}"#;
    cloud.create_role(&way, &new_role("Tagged", all)).await.unwrap();
    cloud.create_role(&way, &new_role("Plain", &trusting(PRIMARY))).await.unwrap();
    time.pass(60);
    let ask = |name: &str, team: &str| {
        let tag = SessionTag {
            key: TagKey::parse("Team").unwrap(),
            value: TagValue::parse(team).unwrap(),
            transitive: true,
        };
        let target = AssumeRole {
            tags: vec![tag],
            source_identity: "ada".parse().ok(),
            ..AssumeRole::plain(arn(STAGING, name))
        };
        role_chain(Vec::new(), target)
    };
    cloud.assume_chain(&ask("Tagged", "ops"), None).await.unwrap();
    denied(&cause(cloud.assume_chain(&ask("Tagged", "dev"), None).await));
    let refused = cause(cloud.assume_chain(&ask("Plain", "ops"), None).await);
    assert!(denied(&refused).contains("sts:TagSession"), "{refused:?}");
    let without = AssumeChain {
        target: AssumeRole { tags: Vec::new(), ..ask("Plain", "ops").target },
        ..ask("Plain", "ops")
    };
    let refused = cause(cloud.assume_chain(&without, None).await);
    assert!(denied(&refused).contains("sts:SetSourceIdentity"), "{refused:?}");
}
