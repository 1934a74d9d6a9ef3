//! Removing sources, with and without their roles.

use rolebridge_cloud::{Cause, Cloud as _};
use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::remove::{RemoveRequest, RoleDeletion};

use crate::common::*;

fn only(sources: &[SourceId]) -> RemoveRequest {
    RemoveRequest { sources: sources.to_vec(), delete_roles: Vec::new() }
}

fn with_role(source: SourceId, typed: &str) -> RemoveRequest {
    RemoveRequest {
        sources: vec![source],
        delete_roles: vec![RoleDeletion { source, typed_name: typed.into() }],
    }
}

fn connected(role: RoleArn) -> rolebridge_cloud::CreateAssociation {
    rolebridge_cloud::CreateAssociation {
        kind: AssociationKind::Source,
        role,
        external_id: None,
        client_token: "elsewhere".into(),
    }
}

#[tokio::test]
async fn removing_disconnects_and_leaves_the_role() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let before = desk.role(PAYMENTS, ROLE).await;
    let plan = desk.session.plan_remove(&only(&[source])).await.unwrap();
    assert_eq!(calls_of(&plan), ["aidevops:DisassociateService"]);
    let done = desk.run(&plan).await;
    assert_eq!(done.state, PlanState::Done);
    assert!(desk.association(&production(), PAYMENTS).await.is_none());
    assert!(desk.store.source(source).is_err());
    assert_eq!(desk.role(PAYMENTS, ROLE).await, before);
    assert_eq!(desk.cloud.changes(), ["aidevops:DisassociateService"]);
    desk.session.refresh_sources(&production()).await.unwrap();
    assert!(desk.store.source(source).is_err(), "it does not come back");
}

#[tokio::test]
async fn with_its_name_typed_the_role_goes_too_in_iam_s_order() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let typed = format!(" {ROLE} ");
    let plan = desk.session.plan_remove(&with_role(source, &typed)).await.unwrap();
    assert_eq!(
        calls_of(&plan),
        [
            "aidevops:DisassociateService",
            "iam:DeleteRolePolicy",
            "iam:DetachRolePolicy",
            "iam:DeleteRole"
        ]
    );
    assert!(plan.steps[3].warning.as_ref().unwrap().contains("can't be brought back"));
    assert!(plan.steps[1..].iter().all(|s| s.account.as_str() == PAYMENTS));
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    assert!(desk.role(PAYMENTS, ROLE).await.is_none());
    assert!(desk.role(PAYMENTS, "Developer").await.is_some());
}

#[tokio::test]
async fn a_name_typed_wrong_changes_nothing_not_even_the_connection() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let before = picture(&desk.aws_dir());
    for typed in ["", "devopsagentrole-secondaryaccount", "DevOpsAgentRole", "*"] {
        let error = desk.session.plan_remove(&with_role(source, typed)).await.unwrap_err();
        let Error::Invalid(fields) = error else { panic!("{typed}: {error}") };
        assert_eq!(fields[0].field, format!("delete_roles.{}", source.0));
        assert!(fields[0].message.contains(ROLE));
    }
    assert_eq!(picture(&desk.aws_dir()), before);
    assert!(desk.session.unfinished_plans().unwrap().is_empty());
    assert!(desk.store.source(source).is_ok());
}

#[tokio::test]
async fn a_role_another_space_uses_is_not_deleted() {
    let desk = Desk::new().await;
    let new = connected(arn(PAYMENTS, ROLE));
    desk.aws().associate(&ada(), &platform_eu(), &new).await.unwrap();
    desk.session.refresh_sources(&platform_eu()).await.unwrap();
    let source = desk.source_of(&production(), PAYMENTS).id;
    let error = desk.session.plan_remove(&with_role(source, ROLE)).await.unwrap_err();
    assert!(matches!(error, Error::Refused { .. }), "{error}");
    assert!(error.to_string().contains(platform_eu().id.as_str()) && error.remedy().is_some());
    // Without the role it can be removed.
    assert!(desk.session.plan_remove(&only(&[source])).await.is_ok());
}

#[tokio::test]
async fn a_role_of_two_sources_that_both_go_is_deleted_once_both_are_disconnected() {
    let desk = Desk::new().await;
    let new = connected(arn(PAYMENTS, ROLE));
    desk.aws().associate(&ada(), &platform_eu(), &new).await.unwrap();
    desk.session.refresh_sources(&platform_eu()).await.unwrap();
    let here = desk.source_of(&production(), PAYMENTS).id;
    let there = desk.source_of(&platform_eu(), PAYMENTS).id;
    let request = RemoveRequest {
        sources: vec![here, there],
        delete_roles: [here, there]
            .map(|source| RoleDeletion { source, typed_name: ROLE.into() })
            .into(),
    };
    // The second space can't be reached: its source stays, and so must its role.
    let plan = desk.session.plan_remove(&request).await.unwrap();
    let (cloud, aws) = (desk.cloud.clone(), desk.cloud.sandbox.clone());
    desk.cloud.once("aidevops:DisassociateService", move || {
        let aws = aws.clone();
        cloud.once("aidevops:DisassociateService", move || {
            let denied = Cause::AccessDenied { message: "no".into() };
            aws.fail_next("aidevops:DisassociateService", denied);
        });
    });
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    assert!(desk.association(&platform_eu(), PAYMENTS).await.is_some());
    assert!(desk.role(PAYMENTS, ROLE).await.is_some(), "a connected role was deleted");

    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    assert!(desk.association(&platform_eu(), PAYMENTS).await.is_none());
    assert!(desk.role(PAYMENTS, ROLE).await.is_none());
}

#[tokio::test]
async fn where_one_of_several_fails_the_others_are_removed_all_the_same() {
    let desk = Desk::new().await;
    let ids = [PAYMENTS, NETWORK, DEV].map(|a| desk.source_of(&production(), a).id);
    let request = RemoveRequest {
        sources: ids.to_vec(),
        delete_roles: ids.map(|source| RoleDeletion { source, typed_name: ROLE.into() }).into(),
    };
    let plan = desk.session.plan_remove(&request).await.unwrap();
    let denied = || Cause::AccessDenied { message: "not in this account".into() };
    desk.aws().fail_always("iam:DeleteRole", Some(&account(NETWORK)), denied());
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    let failed: Vec<_> = ended.steps.iter().filter(|s| s.state == StepState::Failed).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!((failed[0].call.as_str(), failed[0].account.as_str()), ("iam:DeleteRole", NETWORK));
    for a in [PAYMENTS, DEV] {
        assert!(desk.role(a, ROLE).await.is_none(), "{a}");
        assert!(desk.association(&production(), a).await.is_none());
    }
    assert!(desk.role(NETWORK, ROLE).await.is_some());
    assert!(desk.association(&production(), NETWORK).await.is_none());

    desk.aws().clear_failures();
    desk.cloud.forget();
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    assert_eq!(desk.cloud.changes(), ["iam:DeleteRole"]);
}

#[tokio::test]
async fn a_source_that_stays_connected_keeps_its_role() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let plan = desk.session.plan_remove(&with_role(source, ROLE)).await.unwrap();
    let denied = Cause::AccessDenied { message: "no".into() };
    desk.aws().fail_always("aidevops:DisassociateService", None, denied);
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    assert_eq!(ended.steps[0].state, StepState::Failed);
    assert!(ended.steps[0].remedy.is_some());
    assert!(ended.steps[1..].iter().all(|s| s.state == StepState::Waiting));
    assert!(desk.role(PAYMENTS, ROLE).await.is_some());
    assert!(desk.store.source(source).is_ok());
}

#[tokio::test]
async fn a_policy_put_on_the_role_meanwhile_keeps_it_from_being_deleted() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let plan = desk.session.plan_remove(&with_role(source, ROLE)).await.unwrap();
    let policy = inline("SomebodyNeedsThis", &allowing("s3:GetObject"));
    desk.aws().put_inline_policy(&into(PAYMENTS), &role_name(ROLE), &policy).await.unwrap();
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    let last = ended.steps.last().unwrap();
    assert!(last.message.as_ref().unwrap().contains("policies the plan did not show"));
    assert!(last.remedy.is_some());
    let role = desk.role(PAYMENTS, ROLE).await.unwrap();
    assert_eq!(role.inline.len(), 1);
}

#[tokio::test]
async fn one_disconnected_elsewhere_and_one_whose_role_is_gone_can_be_taken_off_the_list() {
    let desk = Desk::new().await;
    let id = desk.association(&production(), PAYMENTS).await.unwrap().id;
    desk.aws().disassociate(&ada(), &production(), &id).await.unwrap();
    desk.verify(PAYMENTS).await;
    let disconnected = desk.source_of(&production(), PAYMENTS).id;
    let gone = desk.source_of(&production(), SHARED).id;
    let request = RemoveRequest {
        sources: vec![disconnected, gone],
        delete_roles: vec![RoleDeletion { source: gone, typed_name: ROLE.into() }],
    };
    let plan = desk.session.plan_remove(&request).await.unwrap();
    assert_eq!(plan.steps.len(), 2);
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    let left = desk.store.sources_of(&production()).unwrap();
    assert!(left.iter().all(|s| s.id != disconnected && s.id != gone));
}

#[tokio::test]
async fn a_role_of_a_source_that_is_not_removed_is_a_mistake_of_that_field() {
    let desk = Desk::new().await;
    let [one, other] = [PAYMENTS, DEV].map(|a| desk.source_of(&production(), a).id);
    let request = RemoveRequest {
        sources: vec![one],
        delete_roles: vec![RoleDeletion { source: other, typed_name: ROLE.into() }],
    };
    let error = desk.session.plan_remove(&request).await.unwrap_err();
    let Error::Invalid(fields) = error else { panic!("{error}") };
    assert_eq!(fields[0].field, format!("delete_roles.{}", other.0));
}
