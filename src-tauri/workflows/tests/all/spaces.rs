//! Agent spaces: listed, opened, created.

use rolebridge_cloud::{Cause, Cloud as _};
use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::remove::{DeleteSpace, RemoveSpaceRequest};
use rolebridge_workflows::spaces::SpaceForm;

use crate::common::*;

fn form() -> SpaceForm {
    SpaceForm {
        region: "eu-west-1".into(),
        name: "night-watch".into(),
        description: "Looks while we sleep".into(),
        role_name: "DevOpsAgentRole-NightWatch".into(),
    }
}

#[tokio::test]
async fn the_seeded_spaces_are_listed_with_their_counts() {
    let desk = Desk::new().await;
    let list = desk.session.spaces().await.unwrap();
    let names: Vec<_> = list.spaces.iter().map(|s| s.space.name.as_str()).collect();
    assert_eq!(names, ["platform-eu", "production-operations"]);
    assert_eq!(list.spaces[1].sources, 5);
    assert!(list.refreshed_at.is_some());
    let opened = desk.session.space(&production()).await.unwrap();
    assert_eq!(opened.primary.unwrap().role, arn(PRIMARY, "DevOpsAgentRole-AgentSpace"));
}

#[tokio::test]
async fn a_region_that_does_not_answer_does_not_hide_the_others_nor_forget_its_own() {
    let desk = Desk::new().await;
    let cause = Cause::Timeout { seconds: 30 };
    desk.aws().fail_next("aidevops:ListAgentSpaces", cause);
    let refresh = desk.session.refresh_spaces().await.unwrap();
    assert_eq!(refresh.failed.len(), 1);
    assert!(refresh.failed[0].message.contains("aidevops:ListAgentSpaces"));
    assert!(refresh.failed[0].remedy.is_some());
    assert_eq!(desk.session.spaces().await.unwrap().spaces.len(), 2);
}

#[tokio::test]
async fn a_space_is_made_with_its_role_and_its_primary_source_as_one_plan() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_space(&form()).await.unwrap();
    assert_eq!(
        calls_of(&plan),
        [
            "iam:CreateRole",
            "iam:AttachRolePolicy",
            "iam:PutRolePolicy",
            "aidevops:CreateAgentSpace",
            "aidevops:AssociateService",
        ]
    );
    assert_eq!(desk.cloud.changes(), [""; 0]);
    let done = desk.run(&plan).await;
    assert_eq!(done.state, PlanState::Done, "{:#?}", done.steps);
    let space = done.space.unwrap();
    desk.time.pass(60);
    let opened = desk.session.space(&space).await.unwrap();
    assert_eq!(opened.summary.space.name.as_str(), "night-watch");
    assert_eq!(opened.primary.unwrap().role, arn(PRIMARY, "DevOpsAgentRole-NightWatch"));
    let role = desk.role(PRIMARY, "DevOpsAgentRole-NightWatch").await.unwrap();
    let mut wanted = documented_trust(&space);
    wanted["Statement"][0]["Condition"]["ArnLike"]["aws:SourceArn"] =
        "arn:aws:aidevops:eu-west-1:111111111111:agentspace/*".into();
    assert_eq!(json(&role.trust), wanted);
    assert_eq!(role.attached, [policy(AGENT_POLICY)]);
    assert_eq!(json(&role.inline[0].document), documented_inline(PRIMARY));
    let all = desk.aws().list_associations(&ada(), &space).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].kind, all[0].status), (AssociationKind::Monitor, AssociationStatus::Valid));

    // It takes sources at once.
    let draft = desk
        .session
        .open_draft(&rolebridge_workflows::onboard::OpenDraft { space, draft: None })
        .unwrap();
    assert!(!draft.form.role_name.is_empty());
}

#[tokio::test]
async fn a_denied_space_leaves_the_role_and_can_be_finished_with_one_space() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_space(&form()).await.unwrap();
    let denied = || Cause::AccessDenied { message: "no".into() };
    desk.aws().fail_next("aidevops:CreateAgentSpace", denied());
    assert_eq!(desk.run(&plan).await.state, PlanState::Failed);
    desk.aws().fail_next("aidevops:AssociateService", denied());
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    assert!(ended.space.is_some());
    let desk = desk.reopen();
    let done = desk.run(&plan).await;
    assert_eq!((done.state, &done.space), (PlanState::Done, &ended.space));
    let region = Region::parse("eu-west-1").unwrap();
    assert_eq!(desk.aws().list_agent_spaces(&ada(), &region).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_name_in_use_is_warned_of_and_a_region_without_the_service_refused() {
    let desk = Desk::new().await;
    let known =
        SpaceForm { region: "us-east-1".into(), name: "production-operations".into(), ..form() };
    let check = desk.session.check_space_form(&known).await.unwrap();
    assert!(check.errors.is_empty());
    assert_eq!(check.warnings[0].field, "name");
    let nowhere = SpaceForm { region: "eu-north-1".into(), ..form() };
    let error = desk.session.plan_space(&nowhere).await.unwrap_err();
    let Error::Invalid(fields) = error else { panic!("{error}") };
    assert_eq!(fields[0].field, "region");
}

fn removal(disconnect_sources: bool) -> RemoveSpaceRequest {
    RemoveSpaceRequest { space: production(), disconnect_sources }
}

#[tokio::test]
async fn a_space_with_sources_is_deleted_only_if_they_are_to_go_too() {
    let desk = Desk::new().await;
    let error = desk.session.plan_remove_space(&removal(false)).await.unwrap_err();
    assert!(matches!(error, Error::Refused { .. }) && error.to_string().contains(PAYMENTS));
    assert!(error.remedy().is_some());
    let draft = desk.draft(STAGING, |_| {});
    let plan = desk.session.plan_remove_space(&removal(true)).await.unwrap();
    let calls = calls_of(&plan);
    assert_eq!(calls[..5], ["aidevops:DisassociateService"; 5]);
    assert_eq!(calls[5..], ["aidevops:DeleteAgentSpace"]);
    assert!(plan.steps[5].warning.as_ref().unwrap().contains("can't be brought back"));

    let denied = Cause::AccessDenied { message: "no".into() };
    desk.aws().fail_next("aidevops:DisassociateService", denied);
    assert_eq!(desk.run(&plan).await.state, PlanState::Failed);
    assert!(!desk.cloud.changes().contains(&"aidevops:DeleteAgentSpace"), "sources were left");
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    assert_eq!(desk.aws().get_agent_space(&ada(), &production()).await, Ok(None));
    assert!(desk.store.space(&production()).unwrap().is_none());
    assert!(desk.store.draft(draft).is_err());
    assert!(desk.role(PAYMENTS, ROLE).await.is_some());
    let log = desk.log();
    let line = log.last().unwrap();
    assert_eq!(line.action, "aidevops:DeleteAgentSpace");
    assert_eq!(line.subject, production().arn());
}

#[tokio::test]
async fn a_space_is_deleted_only_if_its_name_is_typed() {
    let desk = Desk::new().await;
    let ask = |typed: &str, disconnect_sources| {
        let request =
            DeleteSpace { space: production(), disconnect_sources, typed_name: typed.into() };
        let session = desk.session.clone();
        async move { session.plan_delete_space(&request).await }
    };
    for typed in ["", "Production-operations", "production"] {
        let Err(Error::Invalid(faults)) = ask(typed, true).await else { panic!("{typed}") };
        assert_eq!(faults[0].field, "typed_name");
    }
    let kept = ask("production-operations", false).await;
    assert!(matches!(kept, Err(Error::Refused { .. })), "sources are connected");
    let plan = ask(" production-operations ", true).await.unwrap();
    assert_eq!(plan.kind, PlanKind::RemoveSpace);
    assert_eq!(plan.steps.len(), 6);
}

#[tokio::test]
async fn a_source_connected_after_the_plan_was_shown_keeps_the_space() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_remove_space(&removal(true)).await.unwrap();
    let new = rolebridge_cloud::CreateAssociation {
        kind: AssociationKind::Source,
        role: arn(STAGING, "Agent"),
        external_id: None,
        client_token: "elsewhere".into(),
    };
    desk.aws().associate(&ada(), &production(), &new).await.unwrap();
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    let last = ended.steps.last().unwrap();
    assert!(last.message.as_ref().unwrap().contains(STAGING));
    assert_eq!(last.code, Some(FailureCode::Refused));
    assert!(desk.aws().get_agent_space(&ada(), &production()).await.unwrap().is_some());
}
