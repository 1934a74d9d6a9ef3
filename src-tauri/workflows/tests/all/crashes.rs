//! A kill at every call a plan makes, before and after AWS carried it out. The process is played by
//! a future that is dropped and by objects opened anew on the same folders.

use rolebridge_model::*;
use rolebridge_workflows::remove::{RemoveRequest, RoleDeletion};
use rolebridge_workflows::spaces::SpaceForm;
use rolebridge_workflows::update::UpdateRequest;
use tokio_util::sync::CancellationToken;

use crate::common::*;

/// What carrying out a plan came to in AWS.
#[derive(Debug, PartialEq)]
struct Outcome {
    aws: serde_json::Value,
    statuses: Vec<(String, AssociationStatus)>,
}

async fn outcome(desk: &Desk) -> Outcome {
    desk.time.pass(600);
    use rolebridge_cloud::Cloud as _;
    let all = desk.aws().list_associations(&ada(), &production()).await.unwrap();
    Outcome {
        aws: picture(&desk.aws_dir()),
        statuses: all.into_iter().map(|a| (a.account.to_string(), a.status)).collect(),
    }
}

/// Calls that AWS makes harmless to repeat, by a token or by what they mean, and which therefore
/// are made again without a look.
const REPEATABLE: [&str; 2] = ["aidevops:CreateAgentSpace", "aidevops:DisassociateService"];

/// Proposes the same plan at a fresh desk for each way to die, dies, comes back and goes on.
async fn survives_everything(propose: impl AsyncFn(&Desk) -> Plan) {
    let desk = Desk::new().await;
    let plan = propose(&desk).await;
    desk.cloud.forget();
    let done = desk.run(&plan).await;
    assert_eq!(done.state, PlanState::Done, "{:#?}", done.steps);
    let calls = desk.cloud.calls();
    let needed = desk.cloud.carried_out();
    assert!(needed.len() > 1);
    let undisturbed = outcome(&desk).await;

    for number in 0..calls.len() {
        let read = !calls[number].changes;
        for kill in [Kill::Before(number), Kill::After(number)] {
            let after_a_look = number > 0 && !calls[number - 1].changes;
            if read && (after_a_look || kill == Kill::After(number)) {
                continue; // the same to AWS as dying before the next call
            }
            let what = format!("{kill:?} {}", calls[number].operation);
            let desk = Desk::new().await;
            let plan = propose(&desk).await;
            desk.cloud.kill(kill);
            let never = CancellationToken::new();
            let ended = tokio::select! {
                biased;
                () = desk.cloud.dead() => None,
                ended = desk.session.run_plan_to_end(plan.id, &never) => Some(ended),
            };
            assert!(ended.is_none(), "{what}: it was not reached");
            let mut made = desk.cloud.carried_out();

            let desk = desk.reopen();
            let found = desk.session.unfinished_plans().unwrap();
            assert_eq!(found.len(), 1, "{what}");
            assert_eq!((found[0].id, found[0].state), (plan.id, PlanState::Interrupted), "{what}");
            let done = desk.run(&plan).await;
            assert_eq!(done.state, PlanState::Done, "{what}: {:#?}", done.steps);
            assert!(desk.session.unfinished_plans().unwrap().is_empty(), "{what}");

            for call in desk.cloud.carried_out() {
                let again = REPEATABLE.contains(&call.0.as_str()) && made.contains(&call);
                if !again {
                    made.push(call);
                }
            }
            let names = |calls: &[(String, String)]| -> Vec<String> {
                calls.iter().map(|c| c.0.clone()).collect()
            };
            assert_eq!(names(&made), names(&needed), "{what}: more or other changes than needed");
            assert_eq!(outcome(&desk).await, undisturbed, "{what}");
        }
    }
}

#[tokio::test]
async fn making_a_role() {
    survives_everything(async |desk| {
        desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap()
    })
    .await;
}

#[tokio::test]
async fn taking_over_a_role_that_serves_something_else() {
    survives_everything(async |desk| {
        desk.session.plan_role(desk.draft(AUDIT, |_| {})).await.unwrap()
    })
    .await;
}

#[tokio::test]
async fn adding_a_source_in_one_plan() {
    survives_everything(async |desk| {
        let draft = desk.draft(STAGING, |_| {});
        let form = desk.store.draft(draft).unwrap().form;
        let input = rolebridge_workflows::onboard::SourceFormIn { space: production(), form };
        desk.session.plan_source(&input).await.unwrap()
    })
    .await;
}

#[tokio::test]
async fn moving_a_source_from_preview_to_ga() {
    survives_everything(async |desk| {
        let source = desk.source_of(&production(), DATA).id;
        desk.verify(DATA).await;
        let template = template("devops-agent");
        let request = UpdateRequest { source, template, inline_policy: None };
        desk.session.plan_update(&request).await.unwrap()
    })
    .await;
}

#[tokio::test]
async fn removing_a_source_with_its_role() {
    survives_everything(async |desk| {
        let source = desk.source_of(&production(), PAYMENTS).id;
        let request = RemoveRequest {
            sources: vec![source],
            delete_roles: vec![RoleDeletion { source, typed_name: ROLE.into() }],
        };
        desk.session.plan_remove(&request).await.unwrap()
    })
    .await;
}

#[tokio::test]
async fn creating_an_agent_space() {
    survives_everything(async |desk| {
        let form = SpaceForm {
            region: "eu-west-1".into(),
            name: "night-watch".into(),
            description: String::new(),
            role_name: "DevOpsAgentRole-NightWatch".into(),
        };
        desk.session.plan_space(&form).await.unwrap()
    })
    .await;
}

#[tokio::test]
async fn a_trust_set_just_before_a_crash_still_counts_as_changed_moments_ago() {
    let desk = Desk::with(settings(100, 3)).await;
    desk.meddle_with_trust(PAYMENTS, ROLE, &trusting(PRIMARY)).await;
    desk.time.pass(3600);
    assert_eq!(desk.verify(PAYMENTS).await.status, SourceStatus::Failed);
    let source = desk.source_of(&production(), PAYMENTS).id;
    let request = UpdateRequest { source, template: template("devops-agent"), inline_policy: None };
    let plan = desk.session.plan_update(&request).await.unwrap();
    let place = {
        let there = plan.steps.iter().position(|s| s.call == "iam:UpdateAssumeRolePolicy").unwrap();
        let changes = plan.steps.iter().filter(|s| s.change == Change::Modify).count();
        assert_eq!(changes, 2, "the trust and the tags");
        there + 1 // each step before it looks once, and so does it itself
    };
    desk.cloud.kill(Kill::After(place));
    tokio::select! {
        biased;
        () = desk.cloud.dead() => {}
        _ = desk.try_run(&plan) => panic!("it was not reached"),
    }
    assert_eq!(desk.cloud.changes(), ["iam:UpdateAssumeRolePolicy"]);
    let desk = desk.reopen();
    let done = desk.run(&plan).await;
    assert_eq!(done.state, PlanState::Done);
    assert_eq!(done.steps.last().unwrap().message.as_deref(), Some("Active."));
}

#[tokio::test]
async fn an_answer_that_never_came_counts_as_a_change_too() {
    let desk = Desk::with(settings(100, 3)).await;
    desk.meddle_with_trust(PAYMENTS, ROLE, &trusting(PRIMARY)).await;
    desk.time.pass(3600);
    desk.verify(PAYMENTS).await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let request = UpdateRequest { source, template: template("devops-agent"), inline_policy: None };
    let plan = desk.session.plan_update(&request).await.unwrap();
    // AWS sets the trust, and its answer is lost.
    let wanted = plan.steps.iter().find(|s| s.call == "iam:UpdateAssumeRolePolicy").unwrap();
    let timeout = rolebridge_cloud::Cause::Timeout { seconds: 30 };
    desk.aws().fail_next("iam:UpdateAssumeRolePolicy", timeout);
    assert_eq!(desk.run(&plan).await.state, PlanState::Failed);
    desk.meddle_with_trust(PAYMENTS, ROLE, wanted.after.as_ref().unwrap()).await;
    let done = desk.run(&plan).await;
    assert_eq!(done.steps.last().unwrap().message.as_deref(), Some("Active."));
}

#[tokio::test]
async fn a_space_made_just_before_a_crash_is_not_made_again_the_next_day() {
    let desk = Desk::new().await;
    let form = SpaceForm {
        region: "eu-west-1".into(),
        name: "night-watch".into(),
        description: String::new(),
        role_name: "DevOpsAgentRole-NightWatch".into(),
    };
    let plan = desk.session.plan_space(&form).await.unwrap();
    let calls = {
        let probe = Desk::new().await;
        let plan = probe.session.plan_space(&form).await.unwrap();
        probe.cloud.forget();
        probe.run(&plan).await;
        probe.cloud.calls()
    };
    let create = calls.iter().position(|c| c.operation == "aidevops:CreateAgentSpace").unwrap();
    desk.cloud.kill(Kill::After(create));
    tokio::select! {
        biased;
        () = desk.cloud.dead() => {}
        _ = desk.try_run(&plan) => panic!("it was not reached"),
    }
    // AWS forgets client tokens after eight hours.
    desk.time.pass(24 * 3600);
    let desk = desk.reopen();
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    use rolebridge_cloud::Cloud as _;
    let region = Region::parse("eu-west-1").unwrap();
    let spaces = desk.aws().list_agent_spaces(&ada(), &region).await.unwrap();
    assert_eq!(spaces.len(), 1);
}
