//! Bringing the role of a connected source to its template or to the next generation's.

use rolebridge_cloud::Cloud as _;
use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::update::{RepairRequest, UpdateRequest};

use crate::common::*;

fn request(source: SourceId, to: &str) -> UpdateRequest {
    UpdateRequest { source, template: template(to), inline_policy: None }
}

async fn plan(desk: &Desk, account: &str, to: &str) -> Plan {
    let source = desk.source_of(&production(), account).id;
    desk.session.plan_update(&request(source, to)).await.unwrap()
}

#[tokio::test]
async fn from_preview_to_ga_both_policies_are_right_and_nothing_of_the_old_is_left() {
    let desk = Desk::new().await;
    desk.verify(DATA).await;
    let plan = plan(&desk, DATA, "devops-agent").await;
    assert_eq!(
        calls_of(&plan),
        [
            "iam:AttachRolePolicy",
            "iam:PutRolePolicy",
            "iam:UpdateAssumeRolePolicy",
            "iam:TagRole",
            "iam:DetachRolePolicy",
            "iam:DeleteRolePolicy",
            "aidevops:UpdateAssociation",
            "aidevops:ValidateAwsAssociations",
        ],
        "permissions come before trust, and the old ones go last"
    );
    let trust = &plan.steps[2];
    assert!(trust.before.as_ref().unwrap().contains("sts:ExternalId"));
    assert_eq!(json(trust.after.as_ref().unwrap()), documented_trust(&production()));
    assert!(plan.steps[5].before.as_ref().unwrap().contains("support:CreateCase"));
    assert!(plan.steps[6].before.as_ref().unwrap().contains("external ID"));
    assert!(!plan.steps[6].after.as_ref().unwrap().contains("external ID"));

    let done = desk.run(&plan).await;
    assert_eq!(done.state, PlanState::Done);
    assert_eq!(done.steps.last().unwrap().message.as_deref(), Some("Active."));
    let role = desk.role(DATA, PREVIEW_ROLE).await.unwrap();
    assert_eq!(json(&role.trust), documented_trust(&production()));
    assert_eq!(role.attached, [policy(AGENT_POLICY)]);
    assert_eq!(role.inline.len(), 1);
    assert_eq!(json(&role.inline[0].document), documented_inline(DATA));
    let association = desk.association(&production(), DATA).await.unwrap();
    assert_eq!(association.external_id, None);
    let source = desk.source_of(&production(), DATA);
    assert_eq!(source.template, Some(template("devops-agent")));
    assert_eq!((source.generation, source.external_id), (Some(Generation::Ga), None));
    assert_eq!(source.status, SourceStatus::Active);
}

#[tokio::test]
async fn a_preview_inline_policy_under_another_name_goes_too() {
    let desk = Desk::new().await;
    let access = into(DATA);
    let role = role_name(PREVIEW_ROLE);
    let old = desk.role(DATA, PREVIEW_ROLE).await.unwrap().inline.remove(0);
    desk.aws().delete_inline_policy(&access, &role, &old.name).await.unwrap();
    let renamed = inline("OurNameForIt", &old.document);
    desk.aws().put_inline_policy(&access, &role, &renamed).await.unwrap();
    desk.verify(DATA).await;
    let plan = plan(&desk, DATA, "devops-agent").await;
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    let role = desk.role(DATA, PREVIEW_ROLE).await.unwrap();
    let names: Vec<_> = role.inline.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, [INLINE], "the preview's permissions are still there");
}

#[tokio::test]
async fn an_external_id_of_a_ga_source_is_kept() {
    let desk = Desk::new().await;
    desk.add(STAGING, |f| f.external_id = "rolebridge-1".into()).await;
    let wrong = documented_trust(&production()).to_string();
    desk.meddle_with_trust(STAGING, ROLE, &wrong).await;
    let plan = plan(&desk, STAGING, "devops-agent").await;
    assert_eq!(desk.run(&plan).await.state, PlanState::Done);
    let trust = json(&desk.role(STAGING, ROLE).await.unwrap().trust);
    let id = trust.pointer("/Statement/0/Condition/StringEquals/sts:ExternalId").unwrap();
    assert_eq!(id, "rolebridge-1");
    let association = desk.association(&production(), STAGING).await.unwrap();
    assert_eq!(association.external_id.as_ref().map(ExternalId::as_str), Some("rolebridge-1"));
}

#[tokio::test]
async fn what_a_failed_or_drifted_source_lacks_is_put_right() {
    for (account, extra) in [(NETWORK, false), (DEV, true)] {
        let desk = Desk::new().await;
        desk.verify(account).await;
        let plan = plan(&desk, account, "devops-agent").await;
        let done = desk.run(&plan).await;
        assert_eq!(done.state, PlanState::Done);
        let role = desk.role(account, ROLE).await.unwrap();
        assert_eq!(json(&role.trust), documented_trust(&production()));
        assert_eq!(json(&role.inline[0].document), documented_inline(account));
        // A policy somebody attached on purpose is told of, not taken away.
        let status = desk.source_of(&production(), account).status;
        assert_eq!(status, if extra { SourceStatus::Drifted } else { SourceStatus::Active });
    }
}

#[tokio::test]
async fn an_edited_inline_policy_is_shown_as_a_change_and_put() {
    let desk = Desk::new().await;
    desk.verify(PAYMENTS).await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let edited = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:CreateServiceLinkedRole","s3:GetObject"],"Resource":"*"}]}"#;
    let request =
        UpdateRequest { inline_policy: Some(edited.into()), ..request(source, "devops-agent") };
    let plan = desk.session.plan_update(&request).await.unwrap();
    let step = plan.steps.iter().find(|s| s.call == "iam:PutRolePolicy").unwrap();
    assert_eq!(step.change, Change::Modify);
    assert_eq!(json(step.before.as_ref().unwrap()), documented_inline(PAYMENTS));
    assert_eq!(json(step.after.as_ref().unwrap()), json(edited));
    desk.run(&plan).await;
    let role = desk.role(PAYMENTS, ROLE).await.unwrap();
    assert_eq!(role.inline.len(), 1);
    assert_eq!(json(&role.inline[0].document), json(edited));
}

#[tokio::test]
async fn an_inline_policy_edited_twice_does_not_leave_the_first_edit_behind() {
    let desk = Desk::new().await;
    let source = desk.add(STAGING, |f| f.inline_policy_name = "OurNameForIt".into()).await.id;
    for action in ["s3:GetObject", "s3:ListBucket"] {
        let inline_policy = Some(allowing(action));
        let request = UpdateRequest { inline_policy, ..request(source, "devops-agent") };
        let plan = desk.session.plan_update(&request).await.unwrap();
        desk.run(&plan).await;
        let role = desk.role(STAGING, ROLE).await.unwrap();
        assert_eq!(role.inline.len(), 1, "{action}: {:?}", role.inline);
        assert_eq!(role.inline[0].name.as_str(), "OurNameForIt");
        assert_eq!(json(&role.inline[0].document), json(&allowing(action)));
    }
}

/// Puts the role's one inline policy under a name of somebody's own, with this document.
async fn by_hand(desk: &Desk, document: &str) {
    let (access, role) = (into(PAYMENTS), role_name(ROLE));
    let old = PolicyName::parse(INLINE).unwrap();
    desk.aws().delete_inline_policy(&access, &role, &old).await.unwrap();
    desk.aws().put_inline_policy(&access, &role, &inline("MadeByHand", document)).await.unwrap();
    let other = inline("ReadsBuckets", &allowing("s3:GetObject"));
    desk.aws().put_inline_policy(&access, &role, &other).await.unwrap();
}

#[tokio::test]
async fn an_inline_policy_made_by_hand_under_another_name_stays_the_only_one() {
    let drifted = allowing("IAM:CreateServiceLinkedRole");
    for document in [documented_inline(PAYMENTS).to_string(), drifted] {
        for edited in [None, Some(allowing("s3:ListBucket"))] {
            let desk = Desk::new().await;
            by_hand(&desk, &document).await;
            let verified = desk.verify(PAYMENTS).await;
            let summary = &check(&verified, CheckKind::InlinePolicy).summary;
            assert!(summary.contains("MadeByHand"), "{summary}");
            let source = desk.source_of(&production(), PAYMENTS).id;
            let request =
                UpdateRequest { inline_policy: edited.clone(), ..request(source, "devops-agent") };
            let plan = desk.session.plan_update(&request).await.unwrap();
            assert_eq!(desk.run(&plan).await.state, PlanState::Done);
            let role = desk.role(PAYMENTS, ROLE).await.unwrap();
            let names: Vec<_> = role.inline.iter().map(|p| p.name.as_str()).collect();
            assert_eq!(names, ["MadeByHand", "ReadsBuckets"]);
            let wanted = edited.unwrap_or_else(|| documented_inline(PAYMENTS).to_string());
            assert_eq!(json(&role.inline[0].document), json(&wanted));
            assert_eq!(json(&role.inline[1].document), json(&allowing("s3:GetObject")));
        }
    }
}

#[tokio::test]
async fn repairing_all_leaves_out_what_is_right_and_what_can_not_be_repaired() {
    let desk = Desk::new().await;
    let id = |a| desk.source_of(&production(), a).id;
    let sources = [PAYMENTS, DATA, DEV, NETWORK, SHARED].map(id).to_vec();
    let repair = desk.session.plan_repair(&RepairRequest { sources }).await.unwrap();
    let plan = repair.plan.unwrap();
    assert_eq!(plan.sources, [id(DEV), id(NETWORK)]);
    assert_eq!(repair.right, [id(PAYMENTS), id(DATA)]);
    assert_eq!(repair.left_out.len(), 1);
    assert_eq!(repair.left_out[0].source, id(SHARED));
    assert!(repair.left_out[0].message.contains(ROLE));
    // One that fails does not stop the other.
    let denied = rolebridge_cloud::Cause::AccessDenied { message: "no".into() };
    desk.aws().fail_always("iam:PutRolePolicy", Some(&account(DEV)), denied);
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    let failed: Vec<_> = ended.steps.iter().filter(|s| s.state == StepState::Failed).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].code, Some(FailureCode::Denied));
    assert_eq!(desk.source_of(&production(), NETWORK).status, SourceStatus::Active);
}

#[tokio::test]
async fn an_inline_policy_that_is_none_is_refused_at_its_field() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    for text in ["", "not json", "{", "[]", r#"{"Version":"2012-10-17"}"#, "{\"Statement\": 7}"] {
        let request =
            UpdateRequest { inline_policy: Some(text.into()), ..request(source, "devops-agent") };
        match desk.session.plan_update(&request).await {
            Err(Error::Invalid(fields)) => {
                assert_eq!(fields.len(), 1);
                assert_eq!(fields[0].field, "inline_policy");
                assert!(is_for_people(&fields[0].message) && !fields[0].message.is_empty());
            }
            other => panic!("{text:?}: {other:?}"),
        }
    }
    assert_eq!(desk.cloud.changes(), [""; 0]);
}

#[tokio::test]
async fn a_role_changed_after_the_update_was_shown_is_not_written_over() {
    let desk = Desk::new().await;
    desk.verify(DATA).await;
    let plan = plan(&desk, DATA, "devops-agent").await;
    desk.meddle_with_trust(DATA, PREVIEW_ROLE, &trusting(PRIMARY)).await;
    let ended = desk.run(&plan).await;
    assert_eq!(ended.state, PlanState::Failed);
    let failed = ended.steps.iter().find(|s| s.state == StepState::Failed).unwrap();
    assert_eq!(failed.call, "iam:UpdateAssumeRolePolicy");
    assert_eq!(failed.code, Some(FailureCode::Refused), "AWS was not asked");
    let role = desk.role(DATA, PREVIEW_ROLE).await.unwrap();
    assert_eq!(json(&role.trust), json(&trusting(PRIMARY)));
    // The old permissions stay as long as the new trust is not there.
    assert!(role.attached.contains(&policy(PREVIEW_POLICY)));
}

#[tokio::test]
async fn there_is_no_way_back_to_the_preview_and_none_to_another_integration() {
    let desk = Desk::new().await;
    desk.verify(PAYMENTS).await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    for to in ["devops-agent-preview", "micetro", "devops-agent-primary"] {
        let error = desk.session.plan_update(&request(source, to)).await.unwrap_err();
        let Error::Invalid(fields) = error else { panic!("{to}: {error}") };
        assert_eq!(fields[0].field, "template");
    }
}

#[tokio::test]
async fn an_update_without_a_role_or_a_way_in_is_refused_with_a_remedy() {
    let desk = Desk::new().await;
    let gone = desk.source_of(&production(), SHARED).id;
    let error = desk.session.plan_update(&request(gone, "devops-agent")).await.unwrap_err();
    assert!(error.to_string().contains(ROLE) && error.remedy().is_some());

    let mut source = desk.source_of(&production(), PAYMENTS);
    source.reach = Reach::None;
    desk.store.update_source(&source).unwrap();
    let error = desk.session.plan_update(&request(source.id, "devops-agent")).await.unwrap_err();
    assert!(matches!(error, Error::Refused { .. }) && error.remedy().unwrap().contains("settings"));
}
