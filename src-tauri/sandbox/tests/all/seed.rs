//! The organization as it arrives: what a tester counts on.

use rolebridge_cloud::{Cause, Cloud};
use rolebridge_model::*;
use rolebridge_policy::Document;

use crate::support::*;

#[tokio::test]
async fn the_sandbox_is_a_user_of_the_management_account() {
    let (cloud, _) = sandbox();
    let caller = cloud.caller(&ada()).await.unwrap();
    assert_eq!(caller.arn, "arn:aws:iam::111111111111:user/ada");
    assert!(caller.user_id.starts_with("AIDA") && caller.user_id.len() == 21);
    let alias = cloud.account_alias(&ada()).await.unwrap();
    assert_eq!(alias.as_deref(), Some("rolebridge-demo"));
}

#[tokio::test]
async fn profiles_lead_where_they_say() {
    let (cloud, _) = sandbox();
    let identities = cloud.identities().await.unwrap();
    assert_eq!(identities[0].reference, IdentityRef::Sandbox);
    assert_eq!(identities.len(), 6);
    for identity in &identities[1..] {
        let caller = cloud.caller(&Access::base(identity.reference.clone())).await.unwrap();
        assert!(caller.arn.contains(":assumed-role/AWSReservedSSO_"), "{}", caller.arn);
    }
    let unknown = cause(cloud.caller(&profile("nobody")).await);
    assert!(matches!(unknown, Cause::NoCredentials { message } if message.contains("nobody")));
    let none = cause(cloud.caller(&Access::base(IdentityRef::Environment)).await);
    assert!(matches!(none, Cause::NoCredentials { .. }));
}

#[tokio::test]
async fn associations_are_in_the_states_a_demo_needs() {
    use AssociationStatus::{Invalid, Valid};
    let (cloud, _) = sandbox();
    let found = statuses(&cloud, &production()).await;
    let wanted = [
        (PRIMARY, Valid),
        ("444444444444", Valid),   // preview generation
        (PAYMENTS, Valid),         // as its template asks
        ("888888888888", Invalid), // the role was deleted
        ("666666666666", Valid),   // drifted
        ("777777777777", Invalid), // aws:SourceAccount is its own account
    ];
    assert_eq!(found, wanted.map(|(a, s)| (a.to_owned(), s)));
    let found = statuses(&cloud, &platform_eu()).await;
    let wanted = [
        (PRIMARY, Valid),
        ("888888888888", Invalid), // its principal is orphaned
        ("456789012345", Invalid), // the account is suspended
        ("234567890123", Valid),
    ];
    assert_eq!(found, wanted.map(|(a, s)| (a.to_owned(), s)));
}

#[tokio::test]
async fn every_account_is_open_or_closed_for_its_own_reason() {
    let (cloud, _) = sandbox();
    let open = [
        PAYMENTS,
        STAGING,
        "444444444444",
        "555555555555",
        "666666666666",
        "777777777777",
        "888888888888",
        "234567890123",
        "567890123456",
        "210987654321",
    ];
    for account in open {
        let caller = cloud.try_assume(&into(account)).await.unwrap();
        assert_eq!(caller.account.as_str(), account);
    }
    for closed in ["345678901234", "456789012345", "999999999999"] {
        let denied = cause(cloud.try_assume(&into(closed)).await);
        assert!(matches!(denied, Cause::AssumeRoleDenied { .. }), "{closed}: {denied}");
    }
}

#[tokio::test]
async fn creating_a_role_is_denied_where_it_should_be() {
    let (cloud, _) = sandbox();
    let role = new_role(SECONDARY_ROLE, &trusting_agent(PRIMARY, &production()));
    let sealed = cause(cloud.create_role(&into("210987654321"), &role).await);
    assert_eq!(
        sealed.to_string(),
        "AWS denied it: User: arn:aws:sts::210987654321:assumed-role/OrganizationAccountAccessRole/rolebridge is not \
         authorized to perform: iam:CreateRole on resource: \
         arn:aws:iam::210987654321:role/DevOpsAgentRole-SecondaryAccount with an explicit deny in \
         a service control policy"
    );
    let reader = ada().through(arn("567890123456", "ReadOnly"), None);
    let reading = cause(cloud.create_role(&reader, &role).await);
    assert!(
        reading
            .to_string()
            .ends_with("because no identity-based policy allows the iam:CreateRole action"),
        "{reading}"
    );
    assert_eq!(cloud.read_role(&reader, &name(SECONDARY_ROLE)).await, Ok(None));
    let audit = cause(cloud.create_role(&profile("audit-readonly"), &role).await);
    assert!(matches!(audit, Cause::AccessDenied { .. }));
    let taken = cause(cloud.create_role(&into("555555555555"), &role).await);
    assert!(matches!(taken, Cause::AlreadyExists { message }
        if message == "Role with name DevOpsAgentRole-SecondaryAccount already exists."));
    for works in [into(STAGING), into("567890123456"), profile("invited-admin")] {
        cloud.create_role(&works, &role).await.unwrap();
    }
}

#[tokio::test]
async fn every_role_can_be_read_and_every_document_parses() {
    let (cloud, _) = sandbox();
    for (access, role) in [
        (ada(), "DevOpsAgentRole-AgentSpace"),
        (ada(), "DevOpsAgentRole-AgentSpace-3xj2396z"),
        (into(PAYMENTS), SECONDARY_ROLE),
        (into("444444444444"), "DevOpsAgentCrossAccountRole"),
        (into("666666666666"), SECONDARY_ROLE),
        (into("777777777777"), SECONDARY_ROLE),
        (into("888888888888"), "DevOpsAgentCrossAccountRole"),
        (into("555555555555"), SECONDARY_ROLE),
        (into(PAYMENTS), "AWSServiceRoleForOrganizations"),
    ] {
        let found = cloud.read_role(&access, &name(role)).await.unwrap().unwrap();
        Document::parse(&found.trust).unwrap();
        for policy in &found.inline {
            Document::parse(&policy.document).unwrap();
        }
        for policy in &found.attached {
            assert!(cloud.policy_exists(&access, policy).await.unwrap(), "{policy}");
        }
    }
    let gone = cloud.read_role(&into("888888888888"), &name(SECONDARY_ROLE)).await;
    assert_eq!(gone, Ok(None));
}

#[tokio::test]
async fn the_good_source_is_what_its_template_makes() {
    let (cloud, _) = sandbox();
    let found = cloud.read_role(&into(PAYMENTS), &name(SECONDARY_ROLE)).await.unwrap().unwrap();
    let wanted = Document::parse(&trusting_agent(PRIMARY, &production())).unwrap();
    assert!(rolebridge_policy::equivalent(&Document::parse(&found.trust).unwrap(), &wanted));
    assert_eq!(found.attached, [policy(AGENT_POLICY)]);
    assert_eq!(found.inline.len(), 1);
}
