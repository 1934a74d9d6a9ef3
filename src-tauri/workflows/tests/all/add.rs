//! Adding a secondary source: the role, then the connection.

use rolebridge_cloud::{Cloud as _, NewRole};
use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::onboard::OpenDraft;

use crate::common::*;

#[tokio::test]
async fn a_new_role_is_made_in_iam_s_order_with_the_documented_documents() {
    let desk = Desk::new().await;
    let draft = desk.draft(STAGING, |f| f.description = "Looks into staging".into());
    let plan = desk.session.plan_role(draft).await.unwrap();

    assert_eq!(calls_of(&plan), ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"]);
    assert!(plan.steps.iter().all(|s| s.change == Change::Create && s.before.is_none()));
    assert!(plan.steps.iter().all(|s| s.account.as_str() == STAGING && s.access == into(STAGING)));
    assert!(plan.steps.iter().all(|s| s.warning.is_none()));
    assert_eq!(json(plan.steps[0].after.as_ref().unwrap()), documented_trust(&production()));
    assert_eq!(json(plan.steps[2].after.as_ref().unwrap()), documented_inline(STAGING));
    assert_eq!((plan.state, plan.by.as_str()), (PlanState::Proposed, ADA));
    assert_eq!(desk.cloud.changes(), [""; 0], "planning changes nothing");
    assert!(desk.role(STAGING, ROLE).await.is_none());

    let done = desk.run(&plan).await;
    assert_eq!(done.state, PlanState::Done);
    assert_eq!(states(&done), [StepState::Done; 3]);
    assert_eq!(
        desk.cloud.changes(),
        ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"]
    );
    let role = desk.role(STAGING, ROLE).await.unwrap();
    assert_eq!(json(&role.trust), documented_trust(&production()));
    assert_eq!(role.attached, [policy(AGENT_POLICY)]);
    assert_eq!(role.inline.len(), 1);
    assert_eq!(role.inline[0].name.as_str(), INLINE);
    assert_eq!(json(&role.inline[0].document), documented_inline(STAGING));
    assert_eq!(role.description.as_deref(), Some("Looks into staging"));
    let tag = |key: &str| role.tags.iter().find(|t| t.key == key).unwrap().value.clone();
    assert_eq!(tag("rolebridge:template"), "devops-agent@1");
    assert_eq!(tag("rolebridge:agent-space"), production().arn());
}

#[tokio::test]
async fn without_a_description_the_role_gets_the_template_s() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap();
    desk.run(&plan).await;
    let text = desk.role(STAGING, ROLE).await.unwrap().description.unwrap();
    assert!(text.contains(production().id.as_str()) && text.contains(PRIMARY), "{text}");
}

#[tokio::test]
async fn role_then_connection_end_active_and_remembered() {
    let mut desk = Desk::new().await;
    let draft = desk.draft(STAGING, |f| f.label = "Staging".into());
    let role = desk.session.plan_role(draft).await.unwrap();
    desk.run(&role).await;
    let plan = desk.session.plan_connection(draft).await.unwrap();
    assert_eq!(calls_of(&plan), ["aidevops:AssociateService", "aidevops:ValidateAwsAssociations"]);
    assert_eq!(desk.session.drafts(&production()).unwrap()[0].plan, Some(plan.id));
    desk.told();

    let done = desk.run(&plan).await;
    assert_eq!(states(&done), [StepState::Done; 2]);
    assert_eq!(done.steps[1].message.as_deref(), Some("Active."));
    let source = desk.source_of(&production(), STAGING);
    assert_eq!(done.sources, [source.id]);
    assert_eq!(source.status, SourceStatus::Active);
    assert_eq!(source.template, Some(template("devops-agent")));
    assert_eq!(source.generation, Some(Generation::Ga));
    assert_eq!(source.label.as_ref().map(AccountLabel::as_str), Some("Staging"));
    assert_eq!(source.alias.as_deref(), Some("acme-payments-staging"));
    assert_eq!(source.added_by.as_deref(), Some(ADA));
    assert!(source.added_at.is_some() && source.external_id.is_none());
    let association = desk.association(&production(), STAGING).await.unwrap();
    assert_eq!(source.association, Some(association.id));
    assert_eq!(association.status, AssociationStatus::Valid);
    assert_eq!(association.role, arn(STAGING, ROLE));
    assert!(desk.session.drafts(&production()).unwrap().is_empty(), "the draft has served");
}

#[tokio::test]
async fn planning_again_finds_all_as_it_should_be_and_running_that_changes_nothing() {
    let desk = Desk::new().await;
    desk.add(STAGING, |_| {}).await;
    let before = picture(&desk.aws_dir());
    desk.cloud.forget();

    let draft = desk.draft(STAGING, |_| {});
    for again in [
        desk.session.plan_role(draft).await.unwrap(),
        desk.session.plan_connection(draft).await.unwrap(),
    ] {
        let changes: Vec<_> = again.steps.iter().map(|s| s.change).collect();
        assert!(changes.iter().all(|c| matches!(c, Change::Matches | Change::Read)), "{changes:?}");
        assert!(again.steps.iter().all(|s| s.warning.is_none()));
        let done = desk.run(&again).await;
        assert_eq!(done.state, PlanState::Done);
        let unchanged = done.steps.iter().filter(|s| s.change == Change::Matches);
        assert!(unchanged.clone().count() > 0);
        assert!(unchanged.clone().all(|s| s.state == StepState::Unchanged));
    }
    assert_eq!(desk.cloud.changes(), [""; 0]);
    assert_eq!(picture(&desk.aws_dir()), before);
    assert_eq!(desk.source_of(&production(), STAGING).status, SourceStatus::Active);
}

#[tokio::test]
async fn a_role_that_serves_something_else_is_shown_beside_what_it_would_become() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(AUDIT, |_| {})).await.unwrap();
    let step = &plan.steps[0];
    assert_eq!((step.call.as_str(), step.change), ("iam:UpdateAssumeRolePolicy", Change::Modify));
    assert!(step.before.as_ref().unwrap().contains("lambda.amazonaws.com"));
    assert_eq!(json(step.after.as_ref().unwrap()), documented_trust(&production()));
    let warning = step.warning.as_ref().unwrap();
    assert!(warning.contains("will lose access") && warning.contains("lambda"), "{warning}");

    desk.run(&plan).await;
    let role = desk.role(AUDIT, ROLE).await.unwrap();
    assert_eq!(json(&role.trust), documented_trust(&production()));
    // What the template does not speak of stays.
    assert!(role.attached.contains(&policy("arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess")));
    assert!(role.tags.iter().any(|t| t.key == "owner" && t.value == "audit"));
    assert_eq!(
        role.description.as_deref(),
        Some("Chat bot of the audit team, not what its name says")
    );
}

#[tokio::test]
async fn a_trust_changed_after_the_plan_was_shown_is_not_written_over() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(AUDIT, |_| {})).await.unwrap();
    desk.meddle_with_trust(AUDIT, ROLE, &trusting(PRIMARY)).await;
    let before = picture(&desk.aws_dir());

    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    assert_eq!(ended.steps[0].state, StepState::Failed);
    assert!(ended.steps[1..].iter().all(|s| s.state == StepState::Waiting));
    assert!(ended.steps[0].message.as_ref().unwrap().contains("changed by somebody else"));
    assert!(ended.steps[0].remedy.as_ref().unwrap().contains("Make the plan again"));
    assert_eq!(picture(&desk.aws_dir()), before);
    assert_eq!(desk.cloud.changes(), [""; 0]);
}

#[tokio::test]
async fn an_inline_policy_changed_after_the_plan_was_shown_is_not_written_over() {
    for there_before in [true, false] {
        let desk = Desk::new().await;
        let put = |action: &'static str| {
            let access = into(AUDIT);
            let aws = desk.cloud.sandbox.clone();
            async move {
                let policy = inline(INLINE, &allowing(action));
                aws.put_inline_policy(&access, &role_name(ROLE), &policy).await.unwrap();
            }
        };
        if there_before {
            put("s3:GetObject").await;
        }
        let plan = desk.session.plan_role(desk.draft(AUDIT, |_| {})).await.unwrap();
        put("s3:ListBucket").await;

        let ended = desk.run(&plan).await;
        assert_eq!(ended.state, PlanState::Failed);
        assert_eq!(ended.steps[2].state, StepState::Failed);
        let role = desk.role(AUDIT, ROLE).await.unwrap();
        assert!(role.inline[0].document.contains("s3:ListBucket"));
    }
}

#[tokio::test]
async fn a_role_somebody_made_meanwhile_for_something_else_is_left_alone() {
    let desk = Desk::new().await;
    let plan = desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap();
    let other = NewRole {
        path: RolePath::root(),
        name: role_name(ROLE),
        trust: trusting(PRIMARY),
        description: None,
        tags: Vec::new(),
    };
    desk.aws().create_role(&into(STAGING), &other).await.unwrap();
    let before = picture(&desk.aws_dir());

    let ended = desk.run(&plan).await;
    assert_eq!((ended.state, ended.steps[0].state), (PlanState::Failed, StepState::Failed));
    assert!(ended.steps[0].message.as_ref().unwrap().contains("another trust policy"));
    assert!(ended.steps[0].remedy.is_some());
    assert_eq!(picture(&desk.aws_dir()), before);
}

#[tokio::test]
async fn a_profile_of_another_account_is_refused_at_its_field() {
    let desk = Desk::new().await;
    let draft = desk.draft(STAGING, |f| {
        f.reach = ReachChoice::Profile;
        f.reach_profile = "payments-admin".into();
    });
    let Error::Invalid(fields) = desk.session.plan_role(draft).await.unwrap_err() else {
        panic!("not refused at a field");
    };
    assert_eq!(fields.len(), 1);
    assert_eq!(fields[0].field, "reach_profile");
    assert!(fields[0].message.contains(PAYMENTS) && fields[0].message.contains(STAGING));
    assert_eq!(desk.cloud.changes(), [""; 0]);
}

#[tokio::test]
async fn an_account_with_another_role_is_moved_not_connected_twice() {
    let desk = Desk::new().await;
    let before = desk.association(&production(), PAYMENTS).await.unwrap();
    let draft = desk.draft(PAYMENTS, |f| f.role_name = "DevOpsAgent2".into());
    let role = desk.session.plan_role(draft).await.unwrap();
    desk.run(&role).await;
    let plan = desk.session.plan_connection(draft).await.unwrap();
    assert_eq!(plan.steps[0].call, "aidevops:UpdateAssociation");
    assert_eq!(plan.steps[0].change, Change::Modify);
    assert!(plan.steps[0].before.as_ref().unwrap().contains(ROLE));
    assert!(plan.steps[0].after.as_ref().unwrap().contains("DevOpsAgent2"));
    let done = desk.run(&plan).await;
    assert_eq!(done.state, PlanState::Done);
    let after = desk.association(&production(), PAYMENTS).await.unwrap();
    assert_eq!((after.id, after.role), (before.id, arn(PAYMENTS, "DevOpsAgent2")));
    let source = desk.source_of(&production(), PAYMENTS);
    assert_eq!((source.role, source.status), (arn(PAYMENTS, "DevOpsAgent2"), SourceStatus::Active));
}

#[tokio::test]
async fn an_account_disconnected_elsewhere_can_be_added_again_with_another_role() {
    let desk = Desk::new().await;
    let old = desk.association(&production(), PAYMENTS).await.unwrap();
    desk.aws().disassociate(&ada(), &production(), &old.id).await.unwrap();
    assert_eq!(desk.verify(PAYMENTS).await.status, SourceStatus::Disconnected);

    let draft = desk.draft(PAYMENTS, |f| f.role_name = "DevOpsAgent2".into());
    let role = desk.session.plan_role(draft).await.unwrap();
    desk.run(&role).await;
    let plan = desk.session.plan_connection(draft).await.unwrap();
    let done = desk.run(&plan).await;
    assert_eq!(done.state, PlanState::Done, "{:#?}", done.steps);
    assert_eq!(done.steps[1].message.as_deref(), Some("Active."));
    let all = desk.store.sources_of(&production()).unwrap();
    let mine: Vec<_> = all.iter().filter(|s| s.account.as_str() == PAYMENTS).collect();
    let now = mine.iter().find(|s| s.role == arn(PAYMENTS, "DevOpsAgent2")).unwrap();
    assert_eq!(now.status, SourceStatus::Active);
    assert_eq!(done.sources, [now.id]);
}

#[tokio::test]
async fn a_guided_source_is_verified_without_entering_the_account() {
    let desk = Desk::new().await;
    let automatic = desk.session.plan_role(desk.draft(STAGING, |_| {})).await.unwrap();
    desk.run(&automatic).await; // stands for the person in the console
    desk.time.pass(600);
    desk.cloud.forget();
    let draft = desk.draft(STAGING, |f| f.method = Method::Guide);
    assert!(matches!(desk.session.plan_role(draft).await, Err(Error::Invalid(_))));
    let plan = desk.session.plan_connection(draft).await.unwrap();
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    assert_eq!(desk.cloud.count("iam:GetRole"), 0);
    let source = desk.source_of(&production(), STAGING);
    assert_eq!((source.status, source.reach), (SourceStatus::Active, Reach::None));
}

#[tokio::test]
async fn what_is_typed_while_aws_is_asked_stays_typed() {
    let desk = Desk::new().await;
    let id = desk.draft(STAGING, |_| {});
    for operation in ["iam:GetRole", "aidevops:ListAssociations"] {
        let session = desk.session.clone();
        desk.cloud.once(operation, move || {
            let open = OpenDraft { space: production(), draft: Some(id) };
            let mut draft = session.open_draft(&open).unwrap();
            draft.form.label = format!("typed during {operation}");
            session.save_draft(draft).unwrap();
        });
    }
    let role = desk.session.plan_role(id).await.unwrap();
    let draft = desk.store.draft(id).unwrap();
    assert_eq!(draft.form.label, "typed during iam:GetRole");
    assert_eq!(draft.plan, Some(role.id));
    let connection = desk.session.plan_connection(id).await.unwrap();
    let draft = desk.store.draft(id).unwrap();
    assert_eq!(draft.form.label, "typed during aidevops:ListAssociations");
    assert_eq!(draft.plan, Some(connection.id));
}

#[tokio::test]
async fn a_draft_discarded_while_aws_is_asked_does_not_come_back() {
    let desk = Desk::new().await;
    let id = desk.draft(STAGING, |_| {});
    let session = desk.session.clone();
    desk.cloud.once("iam:GetRole", move || session.discard_draft(id).unwrap());
    let _ = desk.session.plan_role(id).await;
    assert!(desk.session.drafts(&production()).unwrap().is_empty());
}

#[tokio::test]
async fn a_preview_role_can_be_added_and_trusts_the_primary_role_with_the_space_as_external_id() {
    let desk = Desk::new().await;
    let source = desk
        .add(STAGING, |f| {
            f.template = "devops-agent-preview".into();
            f.role_name = PREVIEW_ROLE.into();
            f.inline_policy_name = String::new();
        })
        .await;
    let role = desk.role(STAGING, PREVIEW_ROLE).await.unwrap();
    assert_eq!(
        json(&role.trust)["Statement"][0],
        serde_json::json!({
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111111111111:role/DevOpsAgentRole-AgentSpace"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": production().arn()}}
        })
    );
    assert_eq!(role.attached, [policy(PREVIEW_POLICY)]);
    assert_eq!(role.inline[0].name.as_str(), "AIDevOpsAdditionalPermissions");
    assert_eq!(source.generation, Some(Generation::Preview));
    assert_eq!(source.template, Some(template("devops-agent-preview")));
}
