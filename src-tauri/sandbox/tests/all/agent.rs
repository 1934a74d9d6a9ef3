//! AWS DevOps Agent: spaces, associations, validation.

use AssociationStatus::{Invalid, Unknown, Valid};
use rolebridge_cloud::{Cause, Cloud, CreateAgentSpace, CreateAssociation, UpdateAssociation};
use rolebridge_model::*;

use crate::support::*;

fn new_space(name: &str, token: &str) -> CreateAgentSpace {
    CreateAgentSpace {
        name: AgentSpaceName::parse(name).unwrap(),
        description: None,
        client_token: token.to_owned(),
    }
}

fn source(role: RoleArn, token: &str) -> CreateAssociation {
    CreateAssociation {
        kind: AssociationKind::Source,
        role,
        external_id: None,
        client_token: token.to_owned(),
    }
}

#[tokio::test]
async fn spaces_live_in_one_region_and_one_account() {
    let (cloud, _) = sandbox();
    let here = cloud.list_agent_spaces(&ada(), &region("us-east-1")).await.unwrap();
    assert_eq!(here.len(), 1);
    assert_eq!(here[0].space, production());
    for r in devops_agent_regions() {
        let count = cloud.list_agent_spaces(&ada(), &r.id).await.unwrap().len();
        let wanted = usize::from(["us-east-1", "eu-central-1"].contains(&r.id.as_str()));
        assert_eq!(count, wanted, "{}", r.id);
    }
    let elsewhere = cloud.list_agent_spaces(&profile("payments-admin"), &region("us-east-1")).await;
    assert_eq!(elsewhere, Ok(vec![]));
    assert_eq!(cloud.get_agent_space(&profile("payments-admin"), &production()).await, Ok(None));
    let nowhere = cause(cloud.list_agent_spaces(&ada(), &region("us-east-2")).await);
    assert!(matches!(nowhere, Cause::Unreachable { endpoint, .. }
        if endpoint == "cp.aidevops.us-east-2.api.aws"));
    let mut moved = production();
    moved.region = region("us-west-2");
    assert_eq!(cloud.get_agent_space(&ada(), &moved).await, Ok(None));
    assert!(matches!(cause(cloud.list_associations(&ada(), &moved).await), Cause::NotFound { .. }));
}

#[tokio::test]
async fn a_client_token_makes_a_repeated_request_harmless() {
    let (cloud, time) = sandbox();
    let r = region("eu-west-1");
    let make = |name: &'static str, token: &'static str| {
        let (cloud, r) = (&cloud, &r);
        async move { cloud.create_agent_space(&ada(), r, &new_space(name, token)).await }
    };
    let first = make("a", "t1").await.unwrap();
    assert_eq!(make("a", "t1").await.unwrap(), first);
    // Names need not differ, tokens do.
    assert_ne!(make("a", "t2").await.unwrap().space, first.space);
    assert!(matches!(cause(make("b", "t1").await), Cause::Conflict { .. }));
    assert!(matches!(cause(make("b", "").await), Cause::Invalid { .. }));
    time.pass(8 * 60 * 60);
    assert_ne!(make("a", "t1").await.unwrap().space, first.space);
    assert_eq!(cloud.list_agent_spaces(&ada(), &r).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_region_holds_a_hundred_spaces() {
    let (cloud, _) = sandbox();
    let r = region("eu-west-1");
    for i in 0..100 {
        let new = new_space("s", &format!("t{i}"));
        cloud.create_agent_space(&ada(), &r, &new).await.unwrap();
    }
    let new = new_space("s", "one more");
    let bad_token = cause(cloud.create_agent_space(&ada(), &r, &new).await);
    assert!(matches!(bad_token, Cause::Invalid { .. }), "a token has no spaces");
    let full = cause(cloud.create_agent_space(&ada(), &r, &new_space("s", "more")).await);
    assert!(matches!(full, Cause::Quota { .. }));
    cloud.create_agent_space(&ada(), &region("eu-west-2"), &new_space("s", "more")).await.unwrap();
}

#[tokio::test]
async fn adding_a_source_goes_from_unsaid_to_valid() {
    let (cloud, time) = sandbox();
    let way = into(STAGING);
    let role = new_role(SECONDARY_ROLE, &trusting_agent(PRIMARY, &production()));
    let role = cloud.create_role(&way, &role).await.unwrap();
    time.pass(10);
    let made = cloud.associate(&ada(), &production(), &source(role.clone(), "t")).await.unwrap();
    assert_eq!((made.status, made.account.as_str()), (Unknown, STAGING));
    let again = cloud.associate(&ada(), &production(), &source(role, "t")).await.unwrap();
    assert_eq!(again, made);
    time.pass(2);
    assert_eq!(status_of(&cloud, &production(), STAGING).await, Unknown);
    time.pass(1);
    assert_eq!(status_of(&cloud, &production(), STAGING).await, Valid);
    let one = cloud.get_association(&ada(), &production(), &made.id).await.unwrap().unwrap();
    assert_eq!(one.status, Valid);
}

#[tokio::test]
async fn a_role_that_has_not_spread_is_invalid_until_validated_again() {
    let (cloud, time) = sandbox();
    let role = new_role(SECONDARY_ROLE, &trusting_agent(PRIMARY, &production()));
    let role = cloud.create_role(&into(STAGING), &role).await.unwrap();
    cloud.associate(&ada(), &production(), &source(role, "t")).await.unwrap();
    // Looked at late, but decided when it was due.
    time.pass(60);
    assert_eq!(status_of(&cloud, &production(), STAGING).await, Invalid);
    cloud.validate_associations(&ada(), &production()).await.unwrap();
    assert_eq!(status_of(&cloud, &production(), STAGING).await, Unknown);
    time.pass(3);
    assert_eq!(status_of(&cloud, &production(), STAGING).await, Valid);
}

#[tokio::test]
async fn repairing_the_trust_repairs_the_source() {
    let (cloud, time) = sandbox();
    let hub = "777777777777";
    assert_eq!(status_of(&cloud, &production(), hub).await, Invalid);
    let trust = trusting_agent(PRIMARY, &production());
    cloud.set_trust(&into(hub), &name(SECONDARY_ROLE), &trust).await.unwrap();
    time.pass(10);
    cloud.validate_associations(&ada(), &production()).await.unwrap();
    time.pass(3);
    assert_eq!(status_of(&cloud, &production(), hub).await, Valid);
}

#[tokio::test]
async fn a_trust_for_another_space_or_without_the_service_is_invalid() {
    let (cloud, time) = sandbox();
    for (i, trust) in
        [trusting_agent(PRIMARY, &platform_eu()), trusting(PRIMARY)].iter().enumerate()
    {
        let role =
            cloud.create_role(&into(STAGING), &new_role(&format!("R{i}"), trust)).await.unwrap();
        time.pass(10);
        cloud.associate(&ada(), &production(), &source(role, &format!("t{i}"))).await.unwrap();
        time.pass(3);
        assert_eq!(status_of(&cloud, &production(), STAGING).await, Invalid);
    }
}

#[tokio::test]
async fn a_preview_source_needs_the_primary_role_and_the_external_id() {
    let (cloud, time) = sandbox();
    let data = "444444444444";
    let validate = async || {
        cloud.validate_associations(&ada(), &production()).await.unwrap();
        time.pass(3);
        status_of(&cloud, &production(), data).await
    };
    assert_eq!(validate().await, Valid);
    // The primary role loses the permission to assume it.
    let may = PolicyName::parse("DevOpsAgentCrossAccountAccess").unwrap();
    let primary = name("DevOpsAgentRole-AgentSpace");
    cloud.delete_inline_policy(&ada(), &primary, &may).await.unwrap();
    time.pass(10);
    assert_eq!(validate().await, Invalid);
    cloud
        .put_inline_policy(&ada(), &primary, &inline("X", &allow("sts:AssumeRole")))
        .await
        .unwrap();
    time.pass(10);
    assert_eq!(validate().await, Valid);
    // The association presents another external ID.
    let found = cloud.list_associations(&ada(), &production()).await.unwrap();
    let found = found.into_iter().find(|a| a.account.as_str() == data).unwrap();
    let update = UpdateAssociation {
        id: found.id,
        kind: found.kind,
        role: found.role,
        external_id: Some(ExternalId::parse("other").unwrap()),
        elevated_role: None,
    };
    cloud.update_association(&ada(), &production(), &update).await.unwrap();
    assert_eq!(validate().await, Invalid);
}

#[tokio::test]
async fn associating_an_account_again_overwrites_its_association() {
    let (cloud, time) = sandbox();
    let before = cloud.list_associations(&ada(), &production()).await.unwrap();
    let old = before.iter().find(|a| a.account.as_str() == PAYMENTS).unwrap();
    time.pass(5);
    let made = cloud
        .associate(&ada(), &production(), &source(arn(PAYMENTS, "Developer"), "t"))
        .await
        .unwrap();
    assert_eq!((&made.id, made.created_at), (&old.id, old.created_at));
    assert_ne!((&made.role, made.updated_at), (&old.role, old.updated_at));
    let after = cloud.list_associations(&ada(), &production()).await.unwrap();
    assert_eq!(after.len(), before.len());
}

#[tokio::test]
async fn updates_replace_the_configuration() {
    let (cloud, _) = sandbox();
    let all = cloud.list_associations(&ada(), &production()).await.unwrap();
    let old = all.iter().find(|a| a.account.as_str() == PAYMENTS).unwrap();
    let mut update = UpdateAssociation {
        id: old.id.clone(),
        kind: old.kind,
        role: arn(PAYMENTS, "Developer"),
        external_id: None,
        elevated_role: Some(arn(PAYMENTS, "DevOpsAgent-ElevatedAction-1")),
    };
    let new = cloud.update_association(&ada(), &production(), &update).await.unwrap();
    assert_eq!((&new.role, &new.elevated_role), (&update.role, &update.elevated_role));
    assert_eq!(new.status, Unknown);
    update.role = arn("666666666666", SECONDARY_ROLE);
    let taken = cause(cloud.update_association(&ada(), &production(), &update).await);
    assert!(matches!(taken, Cause::Conflict { .. }));
    update.role = arn(STAGING, "R");
    update.id = AssociationId::parse("none").unwrap();
    let missing = cause(cloud.update_association(&ada(), &production(), &update).await);
    assert!(matches!(missing, Cause::NotFound { .. }));
}

#[tokio::test]
async fn disassociating_twice_is_once() {
    let (cloud, _) = sandbox();
    let all = cloud.list_associations(&ada(), &production()).await.unwrap();
    for _ in 0..2 {
        cloud.disassociate(&ada(), &production(), &all[2].id).await.unwrap();
    }
    let left = cloud.list_associations(&ada(), &production()).await.unwrap();
    assert_eq!(left.len(), all.len() - 1);
    assert_eq!(cloud.get_association(&ada(), &production(), &all[2].id).await, Ok(None));
    // The role stays.
    let role = cloud.read_role(&into(PAYMENTS), &name(SECONDARY_ROLE)).await.unwrap();
    assert!(role.is_some());
}

#[tokio::test]
async fn monitor_is_for_the_own_account_and_source_for_others() {
    let (cloud, _) = sandbox();
    let mut new = source(arn(STAGING, "R"), "t");
    new.kind = AssociationKind::Monitor;
    let refused = cause(cloud.associate(&ada(), &production(), &new).await);
    assert!(
        matches!(refused, Cause::Invalid { fields, .. } if fields[0].0 == "/configuration/aws/accountId")
    );
    let new = source(arn(PRIMARY, "R"), "t");
    let refused = cause(cloud.associate(&ada(), &production(), &new).await);
    assert!(
        matches!(refused, Cause::Invalid { fields, .. } if fields[0].0 == "/configuration/sourceAws/accountId")
    );
}

#[tokio::test]
async fn connecting_needs_pass_role_in_the_callers_own_account() {
    let (cloud, time) = sandbox();
    // AIDevOpsAgentFullAccess has everything but iam:PassRole.
    cloud.create_role(&ada(), &new_role("AgentAdmin", &trusting(PRIMARY))).await.unwrap();
    let admin = name("AgentAdmin");
    let full = policy("arn:aws:iam::aws:policy/AIDevOpsAgentFullAccess");
    cloud.attach_policy(&ada(), &admin, &full).await.unwrap();
    time.pass(10);
    let access = ada().through(arn(PRIMARY, "AgentAdmin"), None);
    let new = source(arn(STAGING, "R"), "t");
    let refused = cause(cloud.associate(&access, &production(), &new).await);
    assert!(matches!(refused, Cause::AccessDenied { message }
        if message.contains("iam:PassRole on resource: arn:aws:iam::111111111111:role/R")));
    let pass = r#"{"Version":"2012-10-17","Statement":[{"Sid":"PassRoleToDevOpsAgent","Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111111111111:role/*","Condition":{"StringEquals":{"iam:PassedToService":"aidevops.amazonaws.com"}}}]}"#;
    cloud.put_inline_policy(&ada(), &admin, &inline("Pass", pass)).await.unwrap();
    time.pass(10);
    cloud.associate(&access, &production(), &new).await.unwrap();
}

#[tokio::test]
async fn a_reader_may_look_but_not_touch() {
    let (cloud, _) = sandbox();
    let reader = profile("management-readonly");
    let all = cloud.list_associations(&reader, &production()).await.unwrap();
    assert_eq!(all.len(), 6);
    for refused in [
        cloud.disassociate(&reader, &production(), &all[0].id).await,
        cloud.validate_associations(&reader, &production()).await,
    ] {
        assert!(matches!(cause(refused), Cause::AccessDenied { message }
            if message.contains("because no identity-based policy allows the aidevops:")));
    }
    assert_eq!(cloud.list_associations(&reader, &production()).await.unwrap(), all);
}
