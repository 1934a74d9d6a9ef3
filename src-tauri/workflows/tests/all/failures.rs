//! What goes wrong, what is said about it, and how one goes on.

use std::sync::Arc;

use rolebridge_cloud::Cause;
use rolebridge_model::*;
use rolebridge_workflows::Error;
use tokio_util::sync::CancellationToken;

use crate::common::*;

fn denied() -> Cause {
    Cause::AccessDenied { message: "User: ada is not authorized to perform this".into() }
}

#[tokio::test]
async fn a_control_policy_that_forbids_roles_is_named_with_call_target_and_remedy() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(LOGS, |_| {})).await.unwrap();
    let before = picture(&desk.aws_dir());
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    assert!(ended.state.resumable());
    assert_eq!(states(&ended), [StepState::Failed, StepState::Waiting, StepState::Waiting]);
    let message = ended.steps[0].message.as_ref().unwrap();
    for part in ["iam:CreateRole", &arn(LOGS, ROLE).to_string(), "service control policy"] {
        assert!(message.contains(part), "{part} is not in: {message}");
    }
    assert!(is_for_people(message), "{message}");
    assert!(ended.steps[0].remedy.as_ref().unwrap().contains("control policy of the organization"));
    assert_eq!(picture(&desk.aws_dir()), before);
    assert_eq!(desk.session.unfinished_plans().unwrap(), [ended]);
}

#[tokio::test]
async fn once_the_cause_is_gone_the_plan_goes_on_from_the_step_that_failed() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap();
    desk.aws().fail_always("iam:AttachRolePolicy", Some(&account(STAGING)), denied());
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    assert_eq!(states(&ended), [StepState::Done, StepState::Failed, StepState::Waiting]);
    let message = ended.steps[1].message.as_ref().unwrap();
    assert!(message.contains("iam:AttachRolePolicy") && message.contains(ROLE), "{message}");
    assert!(ended.steps[1].remedy.is_some());

    desk.aws().clear_failures();
    desk.cloud.forget();
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Done);
    assert_eq!(states(&ended), [StepState::Done; 3]);
    assert!(ended.steps.iter().all(|s| s.message.is_none() && s.remedy.is_none()));
    assert_eq!(desk.cloud.changes(), ["iam:AttachRolePolicy", "iam:PutRolePolicy"]);
    assert!(desk.session.unfinished_plans().unwrap().is_empty());
}

#[tokio::test]
async fn whatever_step_aws_refuses_the_plan_can_be_finished_later() {
    let steps = ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"];
    for (i, operation) in steps.into_iter().enumerate() {
        for cause in [
            denied(),
            Cause::Throttled { message: "Rate exceeded".into() },
            Cause::Quota { message: "Cannot exceed quota".into() },
            Cause::Timeout { seconds: 30 },
        ] {
            let desk = Desk::new().await;
            let plan = desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap();
            desk.aws().fail_next(operation, cause.clone());
            let ended = desk.run(&plan).await;
            assert_eq!(ended.state, PlanState::Failed);
            assert_eq!(ended.steps[i].state, StepState::Failed);
            let (message, remedy) = (&ended.steps[i].message, &ended.steps[i].remedy);
            assert!(message.as_ref().is_some_and(|m| m.contains(operation)), "{message:?}");
            assert!(remedy.is_some(), "no remedy for {cause:?}");
            assert_eq!(desk.run(&plan).await.state, PlanState::Done);
        }
    }
}

#[tokio::test]
async fn a_connection_aws_refuses_leaves_the_draft_to_try_again() {
    let desk = Desk::new().await;
    let draft = desk.draft(STAGING, |_| {});
    let role = desk.session.plan_role(draft).await.unwrap();
    desk.run(&role).await;
    let plan = desk.session.plan_connection(draft).await.unwrap();
    desk.aws().fail_always("aidevops:AssociateService", None, denied());
    let ended = desk.run(&plan).await;
    assert_eq!(states(&ended), [StepState::Failed, StepState::Waiting]);
    assert!(ended.steps[0].message.as_ref().unwrap().contains("aidevops:AssociateService"));
    assert!(desk.store.draft(draft).is_ok());
    assert!(
        desk.store.sources_of(&production()).unwrap().iter().all(|s| s.account.as_str() != STAGING)
    );
    desk.aws().clear_failures();
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    assert!(desk.store.draft(draft).is_err());
}

#[tokio::test]
async fn an_account_nobody_gets_into_says_so_before_any_plan() {
    let desk = Desk::new().await;
    for gone in ["456789012345", "345678901234", "999999999999"] {
        let error = desk.session.plan_role(desk.draft(gone, |_| {})).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("OrganizationAccountAccessRole could not be assumed"), "{text}");
        assert!(text.contains(gone) && is_for_people(&text), "{text}");
        assert!(error.remedy().unwrap().contains("trust policy"));
    }
    assert!(desk.session.unfinished_plans().unwrap().is_empty());
}

#[tokio::test]
async fn cancelling_stops_after_the_step_under_way_and_can_be_gone_on_from() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap();
    let cancel = CancellationToken::new();
    let button = cancel.clone();
    desk.cloud.once("iam:AttachRolePolicy", move || button.cancel());
    let ended = desk.session.run_plan_to_end(plan.id, &cancel).await.unwrap();
    assert_eq!(ended.state, PlanState::Cancelled);
    assert!(ended.state.resumable());
    assert_eq!(states(&ended), [StepState::Done, StepState::Done, StepState::Waiting]);
    assert_eq!(desk.role(STAGING, ROLE).await.unwrap().attached.len(), 1);
    assert!(desk.role(STAGING, ROLE).await.unwrap().inline.is_empty());

    let desk = desk.reopen();
    assert_eq!(desk.session.unfinished_plans().unwrap()[0].state, PlanState::Cancelled);
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    assert_eq!(desk.cloud.changes(), ["iam:PutRolePolicy"]);
}

#[tokio::test]
async fn cancelling_before_the_start_does_nothing() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap();
    let cancel = CancellationToken::new();
    cancel.cancel();
    let ended = desk.session.run_plan_to_end(plan.id, &cancel).await.unwrap();
    assert_eq!(ended.state, PlanState::Cancelled);
    assert_eq!(desk.cloud.changes(), [""; 0]);
}

#[tokio::test]
async fn a_plan_is_carried_out_once_at_a_time_and_never_again_when_done() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap();
    let (session, store) = (desk.session.clone(), desk.store.clone());
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let (id, list) = (plan.id, seen.clone());
    desk.cloud.once("iam:CreateRole", move || {
        let refused = session.discard_plan(id).unwrap_err();
        list.lock().unwrap().push(refused.to_string());
        list.lock().unwrap().push(store.claim(id).unwrap_err().to_string());
        assert_eq!(session.plan(id).unwrap().state, PlanState::Running);
        assert!(session.unfinished_plans().unwrap().is_empty(), "it is running, not unfinished");
    });
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    assert_eq!(seen.lock().unwrap().len(), 2);

    let error = desk.try_run(&plan).await.unwrap_err();
    assert!(matches!(error, Error::Refused { .. }), "{error}");
    desk.session.discard_plan(plan.id).unwrap();
    assert!(desk.session.plan(plan.id).is_err());
    assert!(desk.role(STAGING, ROLE).await.is_some(), "what it did stays done");
}

#[tokio::test]
async fn a_plan_whose_role_vanished_says_so_and_does_not_hang() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(AUDIT, |_| {})).await.unwrap();
    let access = into(AUDIT);
    let cloudwatch = policy("arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess");
    use rolebridge_cloud::Cloud as _;
    desk.aws().detach_policy(&access, &role_name(ROLE), &cloudwatch).await.unwrap();
    desk.aws().delete_role(&access, &role_name(ROLE)).await.unwrap();
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    assert!(ended.steps[0].message.as_ref().unwrap().contains("not there any more"));
    assert!(ended.steps[0].remedy.is_some());
    assert!(desk.role(AUDIT, ROLE).await.is_none(), "it is not brought back unasked");
}
