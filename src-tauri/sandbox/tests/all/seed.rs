//! The organization as it arrives: what a tester counts on.

use rolebridge_cloud::{Cause, Cloud};
use rolebridge_model::*;
use rolebridge_policy::{Document, Templates, Variables, equivalent};
use rolebridge_sandbox::SandboxCloud;

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
        ("666666666666", Valid), // its trust lacks the external ID
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
    let bounded = ada().through(arn("666666666666", "DeployAutomation"), None);
    let bounded = cause(cloud.create_role(&bounded, &new_role("R", &trusting(PRIMARY))).await);
    assert!(
        bounded
            .to_string()
            .ends_with("because no permissions boundary allows the iam:CreateRole action"),
        "{bounded}"
    );
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

/// Whether a role is what a template makes of these values.
async fn follows(
    cloud: &SandboxCloud,
    account: &str,
    role: &str,
    id: &str,
    space: &SpaceRef,
) -> bool {
    let way = if account == PRIMARY { ada() } else { into(account) };
    let found = cloud.read_role(&way, &name(role)).await.unwrap().unwrap();
    let template = Templates::builtin().get(&TemplateId::parse(id).unwrap()).unwrap();
    let values = [
        ("primary_account", PRIMARY),
        ("secondary_account", account),
        ("region", space.region.as_str()),
        ("agent_space_id", space.id.as_str()),
    ];
    let values = values
        .into_iter()
        .filter(|(name, _)| template.variable(name).is_some())
        .fold(Variables::new(), |all, (name, value)| all.with(name, value));
    let wanted = template.render(&values).unwrap();
    let same = |a: &str, b: &Document| equivalent(&Document::parse(a).unwrap(), b);
    let managed: Vec<PolicyArn> = wanted.managed.clone();
    same(&found.trust, wanted.trust.as_ref().unwrap())
        && found.attached == managed
        && found.inline.len() == wanted.inline.len()
        && found
            .inline
            .iter()
            .zip(&wanted.inline)
            .all(|(a, b)| a.name == b.0 && same(&a.document, &b.1))
}

#[tokio::test]
async fn sources_follow_their_templates_or_differ_on_purpose() {
    let (cloud, _) = sandbox();
    let (us, eu) = (production(), platform_eu());
    let preview = "DevOpsAgentCrossAccountRole";
    for (account, role, template, space, wanted) in [
        (PAYMENTS, SECONDARY_ROLE, "devops-agent", &us, true),
        ("234567890123", SECONDARY_ROLE, "devops-agent", &eu, true),
        ("444444444444", preview, "devops-agent-preview", &us, true),
        ("444444444444", preview, "devops-agent", &us, false),
        ("666666666666", SECONDARY_ROLE, "devops-agent", &us, false),
        ("777777777777", SECONDARY_ROLE, "devops-agent", &us, false),
        ("888888888888", preview, "devops-agent-preview", &eu, false),
        ("666666666666", preview, "devops-agent-preview", &eu, false),
        ("555555555555", SECONDARY_ROLE, "devops-agent", &us, false),
    ] {
        let found = follows(&cloud, account, role, template, space).await;
        assert_eq!(found, wanted, "{account} {template}");
    }
}
