//! Verification: each thing that can be the matter, with the status it leads to, why, and what to do.

use rolebridge_cloud::{Cause, Cloud as _};
use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::acceptance::AcceptExposure;
use rolebridge_workflows::documents::DocumentFinding;
use rolebridge_workflows::sources::SourceSettings;
use rolebridge_workflows::update::UpdateRequest;
use tokio_util::sync::CancellationToken;

use crate::common::*;

/// The check that says why, with its remedy. Every check that isn't fine says what to do.
fn why(verified: &Verification, kind: CheckKind, outcome: Outcome) -> &Check {
    for c in &verified.checks {
        assert!(is_for_people(&c.summary), "{c:?}");
        if matches!(c.outcome, Outcome::Failed) {
            assert!(c.remedy.is_some() || c.kind == CheckKind::Validation, "no remedy: {c:?}");
        }
    }
    let found = verified.checks.iter().find(|c| c.kind == kind && c.outcome == outcome);
    found.unwrap_or_else(|| panic!("no {outcome:?} {kind:?} in {:#?}", verified.checks))
}

#[tokio::test]
async fn a_source_made_by_the_book_is_active() {
    let desk = Desk::new().await;
    let verified = desk.verify(PAYMENTS).await;
    assert_eq!(verified.status, SourceStatus::Active);
    let outcomes: Vec<_> = verified.checks.iter().map(|c| (c.kind, c.outcome)).collect();
    assert_eq!(
        outcomes,
        [
            (CheckKind::Reach, Outcome::Passed),
            (CheckKind::Role, Outcome::Passed),
            (CheckKind::Trust, Outcome::Passed),
            (CheckKind::ManagedPolicy, Outcome::Passed),
            (CheckKind::InlinePolicy, Outcome::Passed),
            (CheckKind::Assumption, Outcome::Passed),
            (CheckKind::Protection, Outcome::Passed),
            (CheckKind::Association, Outcome::Passed),
            (CheckKind::Validation, Outcome::Passed),
        ]
    );
    let source = desk.source_of(&production(), PAYMENTS);
    assert_eq!(source.status_reason, None);
    assert_eq!(source.template, Some(template("devops-agent")), "recognised");
    assert_eq!(source.alias.as_deref(), Some("acme-payments"));
    let detail = desk.session.source(source.id).unwrap();
    assert_eq!(detail.verification, Some(verified));
    assert_eq!(json(&detail.found.unwrap().trust), json(&detail.expected.unwrap().trust));
}

#[tokio::test]
async fn a_preview_source_that_works_is_active_and_recognised() {
    let desk = Desk::new().await;
    assert_eq!(desk.verify(DATA).await.status, SourceStatus::Active);
    let source = desk.source_of(&production(), DATA);
    assert_eq!(source.generation, Some(Generation::Preview));
}

#[tokio::test]
async fn a_trust_that_names_the_secondary_as_source_account_fails_and_says_so() {
    let desk = Desk::new().await;
    let verified = desk.verify(NETWORK).await;
    assert_eq!(verified.status, SourceStatus::Failed);
    let trust = why(&verified, CheckKind::Trust, Outcome::Failed);
    assert!(trust.summary.contains("aws:SourceAccount"), "{}", trust.summary);
    assert!(trust.summary.contains(NETWORK) || trust.summary.contains(PRIMARY));
    assert_eq!(json(trust.expected.as_ref().unwrap()), documented_trust(&production()));
    assert!(trust.found.as_ref().unwrap().contains(NETWORK));
    why(&verified, CheckKind::Validation, Outcome::Failed);
    let source = desk.source_of(&production(), NETWORK);
    assert_eq!(source.status_reason.as_ref(), Some(&trust.summary));
}

#[tokio::test]
async fn a_deleted_role_fails_and_says_so() {
    let desk = Desk::new().await;
    let verified = desk.verify(SHARED).await;
    assert_eq!(verified.status, SourceStatus::Failed);
    let role = why(&verified, CheckKind::Role, Outcome::Failed);
    assert!(role.summary.contains(ROLE) && role.summary.contains(SHARED));
    assert!(role.remedy.as_ref().unwrap().contains("Add"));
}

#[tokio::test]
async fn a_role_that_works_and_differs_has_drifted() {
    let desk = Desk::new().await;
    let verified = desk.verify(DEV).await;
    assert_eq!(verified.status, SourceStatus::Drifted);
    let inline = why(&verified, CheckKind::InlinePolicy, Outcome::Warning);
    assert!(inline.summary.contains("missing") && inline.remedy.is_some());
    assert_eq!(json(inline.expected.as_ref().unwrap()), documented_inline(DEV));
    let extra = why(&verified, CheckKind::ManagedPolicy, Outcome::Warning);
    assert!(extra.summary.contains("AmazonS3ReadOnlyAccess") && extra.remedy.is_some());
}

#[tokio::test]
async fn a_trust_in_a_deleted_primary_role_fails_and_names_the_id_left_behind() {
    let desk = Desk::new().await;
    let verified = desk.verify_in(&platform_eu(), SHARED).await;
    assert_eq!(verified.status, SourceStatus::Failed);
    let trust = why(&verified, CheckKind::Trust, Outcome::Failed);
    assert!(trust.summary.contains("AROA"), "{}", trust.summary);
}

#[tokio::test]
async fn a_suspended_account_fails_and_says_that_nobody_got_in() {
    let desk = Desk::new().await;
    let verified = desk.verify_in(&platform_eu(), "456789012345").await;
    assert_eq!(verified.status, SourceStatus::Failed);
    let reach = why(&verified, CheckKind::Reach, Outcome::Skipped);
    assert!(reach.summary.contains("could not be assumed") && reach.remedy.is_some());
    assert!(desk.source_of(&platform_eu(), "456789012345").status_reason.is_some());
}

#[tokio::test]
async fn one_disassociated_elsewhere_is_disconnected() {
    let desk = Desk::new().await;
    let id = desk.association(&production(), PAYMENTS).await.unwrap().id;
    desk.aws().disassociate(&ada(), &production(), &id).await.unwrap();
    let verified = desk.verify(PAYMENTS).await;
    assert_eq!(verified.status, SourceStatus::Disconnected);
    assert!(why(&verified, CheckKind::Association, Outcome::Failed).remedy.is_some());
    assert!(desk.source_of(&production(), PAYMENTS).status_reason.is_some());
    // Told again, it stays so, and only once.
    desk.session.refresh_sources(&production()).await.unwrap();
    assert_eq!(desk.source_of(&production(), PAYMENTS).status, SourceStatus::Disconnected);
}

#[tokio::test]
async fn one_removed_and_added_elsewhere_with_another_role_is_the_same_source() {
    let desk = Desk::new().await;
    let before = desk.source_of(&production(), PAYMENTS);
    let id = before.association.clone().unwrap();
    desk.aws().disassociate(&ada(), &production(), &id).await.unwrap();
    let new = rolebridge_cloud::CreateAssociation {
        kind: AssociationKind::Source,
        role: arn(PAYMENTS, "Developer"),
        external_id: None,
        client_token: "elsewhere".into(),
    };
    desk.aws().associate(&ada(), &production(), &new).await.unwrap();
    for _ in 0..2 {
        desk.session.refresh_sources(&production()).await.unwrap();
        let source = desk.source_of(&production(), PAYMENTS);
        assert_eq!((source.id, source.role), (before.id, arn(PAYMENTS, "Developer")));
        assert_ne!(source.association, Some(id.clone()));
    }
    assert_eq!(desk.verify(PAYMENTS).await.status, SourceStatus::Failed);
}

#[tokio::test]
async fn one_moved_to_another_role_elsewhere_is_judged_by_that_role() {
    let desk = Desk::new().await;
    let id = desk.association(&production(), PAYMENTS).await.unwrap().id;
    let update = rolebridge_cloud::UpdateAssociation {
        id,
        kind: AssociationKind::Source,
        role: arn(PAYMENTS, "Developer"),
        external_id: None,
        elevated_role: None,
    };
    desk.aws().update_association(&ada(), &production(), &update).await.unwrap();
    let verified = desk.verify(PAYMENTS).await;
    assert_eq!(desk.source_of(&production(), PAYMENTS).role, arn(PAYMENTS, "Developer"));
    assert_eq!(verified.status, SourceStatus::Failed);
    let role = check(&verified, CheckKind::Role);
    assert!(role.summary.contains("Developer"), "another role was looked at: {}", role.summary);
}

#[tokio::test]
async fn when_aws_can_not_be_asked_nothing_is_claimed() {
    let unreachable = || Cause::Unreachable {
        endpoint: "cp.aidevops.us-east-1.api.aws".into(),
        message: "no route to host".into(),
    };
    for operation in ["aidevops:ValidateAwsAssociations", "aidevops:ListAssociations"] {
        let desk = Desk::new().await;
        desk.aws().fail_always(operation, None, unreachable());
        let verified = desk.verify(PAYMENTS).await;
        assert_eq!(verified.status, SourceStatus::Unknown);
        let skipped = why(&verified, CheckKind::Validation, Outcome::Skipped);
        assert!(skipped.summary.contains("cp.aidevops.us-east-1.api.aws"), "{skipped:?}");
        assert!(skipped.remedy.is_some());
        let source = desk.source_of(&production(), PAYMENTS);
        assert!(source.status_reason.unwrap().contains("can't be reached"));
        assert!(source.association.is_some(), "not knowing is not disconnecting");
    }
}

#[tokio::test]
async fn a_role_that_can_not_be_read_is_no_reason_to_doubt_aws() {
    let desk = Desk::new().await;
    let denied = Cause::AccessDenied { message: "no".into() };
    desk.aws().fail_always("iam:GetRole", None, denied);
    let verified = desk.verify(PAYMENTS).await;
    assert_eq!(verified.status, SourceStatus::Active);
    let skipped = why(&verified, CheckKind::Reach, Outcome::Skipped);
    assert!(skipped.summary.contains("iam:GetRole") && skipped.remedy.is_some());
}

#[tokio::test]
async fn confirmation_is_waited_for_by_a_person_not_by_us() {
    let desk = Desk::new().await;
    desk.cloud.list_as(|all| {
        for a in all.iter_mut() {
            a.status = AssociationStatus::PendingConfirmation;
        }
    });
    let begun = rolebridge_workflows::Clock::now(&desk.time);
    let verified = desk.verify(PAYMENTS).await;
    assert_eq!(verified.status, SourceStatus::PendingConfirmation);
    assert!(verified.at.duration_since(begun).as_secs() < 15);
    assert!(desk.source_of(&production(), PAYMENTS).status_reason.is_some());
}

#[tokio::test]
async fn validation_that_does_not_end_is_said_to_go_on() {
    let desk = Desk::with(settings(10, 3600)).await;
    let begun = rolebridge_workflows::Clock::now(&desk.time);
    let verified = desk.verify(PAYMENTS).await;
    assert_eq!(verified.status, SourceStatus::Validating);
    assert!(verified.at.duration_since(begun).as_secs() <= 180, "patience has an end");
    assert!(why(&verified, CheckKind::Validation, Outcome::Waiting).remedy.is_some());
}

#[tokio::test]
async fn what_aws_said_moments_ago_is_not_waited_for_again() {
    let desk = Desk::new().await;
    desk.meddle_with_trust(DATA, PREVIEW_ROLE, &trusting_us(false)).await;
    desk.time.pass(600);
    assert_eq!(desk.verify(DATA).await.status, SourceStatus::Unsafe);
    for pause in [0, 1] {
        desk.time.pass(pause);
        let begun = rolebridge_workflows::Clock::now(&desk.time);
        let again = desk.verify(DATA).await;
        assert_eq!(again.status, SourceStatus::Unsafe);
        let took = again.at.duration_since(begun).as_secs();
        assert!(took < 2, "{took} seconds, {pause} after the last time");
    }
}

#[tokio::test]
async fn settings_saved_while_a_verification_waits_are_kept() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let session = desk.session.clone();
    desk.cloud.once("aidevops:ListAssociations", move || {
        let settings = SourceSettings {
            source,
            label: "Payments".into(),
            reach: ReachChoice::Profile,
            reach_role: String::new(),
            reach_external_id: String::new(),
            reach_profile: "payments-admin".into(),
        };
        session.save_source_settings(&settings).unwrap();
    });
    desk.verify(PAYMENTS).await;
    let kept = desk.source_of(&production(), PAYMENTS);
    assert_eq!(kept.label.as_ref().map(AccountLabel::as_str), Some("Payments"));
    assert!(matches!(kept.reach, Reach::Profile { .. }));
}

#[tokio::test]
async fn a_verification_begun_before_an_update_does_not_undo_what_the_update_says() {
    let desk = Desk::with(settings(10, 30)).await;
    desk.verify(DATA).await;
    desk.time.pass(3600);
    let source = desk.source_of(&production(), DATA).id;
    let update = async {
        let request =
            UpdateRequest { source, template: template("devops-agent"), inline_policy: None };
        let plan = desk.session.plan_update(&request).await.unwrap();
        desk.run(&plan).await
    };
    let never = CancellationToken::new();
    let (verified, plan) = tokio::join!(desk.session.verify_one(source, &never), update);
    verified.unwrap();
    assert_eq!(plan.state, PlanState::Done);
    let kept = desk.source_of(&production(), DATA);
    assert_eq!(kept.template, Some(template("devops-agent")));
    assert_eq!(kept.generation, Some(Generation::Ga));
    assert_eq!(kept.external_id, None);
}

#[tokio::test]
async fn a_source_removed_while_its_verification_waits_stays_removed() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let store = desk.store.clone();
    desk.cloud.once("aidevops:ListAssociations", move || store.remove_source(source).unwrap());
    let never = CancellationToken::new();
    let error = desk.session.verify_one(source, &never).await.unwrap_err();
    assert!(error.to_string().contains("source"), "{error}");
    assert!(desk.store.source(source).is_err());
}

/// Trusts the whole primary account; with the right external ID only, unless `guarded` is false.
fn trusting_us(guarded: bool) -> String {
    let open = trusting(&format!("arn:aws:iam::{PRIMARY}:root"));
    if !guarded {
        return open;
    }
    let condition = format!(
        r#""Condition":{{"StringEquals":{{"sts:ExternalId":"{}"}}}},"Action""#,
        production().arn()
    );
    open.replace(r#""Action""#, &condition)
}

fn outcomes(verified: &Verification) -> [Option<Outcome>; 2] {
    [CheckKind::Assumption, CheckKind::Protection]
        .map(|kind| verified.checks.iter().find(|c| c.kind == kind).map(|c| c.outcome))
}

#[tokio::test]
async fn a_role_only_the_service_may_assume_is_proven_from_its_policy_and_not_tried() {
    let desk = Desk::new().await;
    let verified = desk.verify(PAYMENTS).await;
    for kind in [CheckKind::Assumption, CheckKind::Protection] {
        let c = why(&verified, kind, Outcome::Passed);
        assert!(c.summary.contains("proven from the policy, not by a live call"), "{}", c.summary);
    }
    assert_eq!(desk.cloud.count("sts:AssumeRole"), 0);
    // The preview trusts the primary role, which is not the identity in use.
    let verified = desk.verify(DATA).await;
    assert_eq!(outcomes(&verified), [Some(Outcome::Passed); 2]);
    let c = why(&verified, CheckKind::Protection, Outcome::Passed);
    assert!(c.summary.contains("not by a live call"), "{}", c.summary);
    assert_eq!(desk.cloud.count("sts:AssumeRole"), 0);
}

#[tokio::test]
async fn where_the_role_trusts_us_it_is_assumed_with_without_and_with_a_wrong_external_id() {
    let desk = Desk::new().await;
    desk.meddle_with_trust(DATA, PREVIEW_ROLE, &trusting_us(true)).await;
    desk.time.pass(600);
    let verified = desk.verify(DATA).await;
    assert_eq!(outcomes(&verified), [Some(Outcome::Passed); 2]);
    assert_eq!(desk.cloud.count("sts:AssumeRole"), 3);
    assert!(why(&verified, CheckKind::Assumption, Outcome::Passed).summary.contains(ADA));
    assert_ne!(verified.status, SourceStatus::Unsafe);
}

#[tokio::test]
async fn a_role_that_can_be_assumed_without_the_external_id_is_unsafe_until_a_person_says_otherwise()
 {
    let desk = Desk::new().await;
    desk.meddle_with_trust(DATA, PREVIEW_ROLE, &trusting_us(false)).await;
    desk.time.pass(600);
    let verified = desk.verify(DATA).await;
    assert_eq!(verified.status, SourceStatus::Unsafe);
    let finding = why(&verified, CheckKind::Protection, Outcome::Failed);
    assert!(finding.summary.contains("without an external ID"), "{}", finding.summary);
    assert!(finding.remedy.is_some());
    let line = desk.log().pop().unwrap();
    assert_eq!((line.action.as_str(), line.result), ("Verify", ActivityResult::Finding));
    desk.session.refresh_sources(&production()).await.unwrap();
    let status = || desk.source_of(&production(), DATA).status;
    assert_eq!(status(), SourceStatus::Unsafe, "asking AWS again does not make it safe");

    let source = desk.source_of(&production(), DATA).id;
    let say = |accepted| desk.session.accept_exposure(&AcceptExposure { source, accepted });
    say(true).unwrap();
    assert_eq!(status(), SourceStatus::Active);
    let accepted = desk.session.source(source).unwrap().accepted.unwrap();
    assert_eq!(accepted.by, ADA);
    let line = desk.log().pop().unwrap();
    assert_eq!((line.action.as_str(), line.who.as_str()), ("Accept exposure", ADA));
    assert_eq!(desk.verify(DATA).await.status, SourceStatus::Active);

    say(false).unwrap();
    assert_eq!(status(), SourceStatus::Unsafe);
    assert_eq!(desk.session.source(source).unwrap().accepted, None);
    assert_eq!(desk.log().pop().unwrap().action, "Take back acceptance");
    assert_eq!(desk.verify(DATA).await.status, SourceStatus::Unsafe);

    // The word was given for one trust policy; another has to be looked at anew.
    say(true).unwrap();
    let wider = trusting_us(false).replace(":root\"", ":root\",\"222222222222\"");
    let wider =
        wider.replace("\"AWS\":\"", "\"AWS\":[\"").replace("222222222222\"", "222222222222\"]");
    desk.meddle_with_trust(DATA, PREVIEW_ROLE, &wider).await;
    desk.time.pass(600);
    assert_eq!(desk.verify(DATA).await.status, SourceStatus::Unsafe);
}

#[tokio::test]
async fn there_is_nothing_to_accept_where_nothing_was_found() {
    let desk = Desk::new().await;
    let source = desk.source_of(&production(), PAYMENTS).id;
    let accept = AcceptExposure { source, accepted: true };
    for _ in 0..2 {
        let error = desk.session.accept_exposure(&accept).unwrap_err();
        assert!(matches!(error, Error::Refused { .. }), "{error}");
        desk.verify(PAYMENTS).await;
    }
    assert_eq!(desk.session.source(source).unwrap().accepted, None);
}

#[tokio::test]
async fn a_condition_added_moments_ago_is_waited_for_before_the_role_is_called_unsafe() {
    let desk = Desk::with(settings(60, 3)).await;
    desk.meddle_with_trust(DATA, PREVIEW_ROLE, &trusting_us(false)).await;
    desk.time.pass(600);
    assert_eq!(desk.verify(DATA).await.status, SourceStatus::Unsafe);
    // STS goes by the old policy for a minute.
    desk.meddle_with_trust(DATA, PREVIEW_ROLE, &trusting_us(true)).await;
    let begun = rolebridge_workflows::Clock::now(&desk.time);
    let verified = desk.verify(DATA).await;
    assert_eq!(outcomes(&verified), [Some(Outcome::Passed); 2], "{:#?}", verified.checks);
    assert_ne!(verified.status, SourceStatus::Unsafe);
    assert!((50..=120).contains(&verified.at.duration_since(begun).as_secs()));
}

#[tokio::test]
async fn an_identity_without_permission_of_its_own_is_no_fault_of_the_role() {
    let desk = Desk::new().await;
    desk.meddle_with_trust(DATA, PREVIEW_ROLE, &trusting_us(true)).await;
    desk.time.pass(600);
    let role = arn(DATA, PREVIEW_ROLE).to_string();
    let denied = Cause::AssumeRoleDenied { role, message: "not authorized".into() };
    let mut source = desk.source_of(&production(), DATA);
    source.reach = Reach::Profile { name: ProfileName::parse("data-platform-admin").unwrap() };
    desk.store.update_source(&source).unwrap();
    desk.aws().fail_always("sts:AssumeRole", Some(&account(DATA)), denied);
    let verified = desk.verify(DATA).await;
    assert_eq!(outcomes(&verified), [Some(Outcome::Skipped), Some(Outcome::Passed)]);
    let c = check(&verified, CheckKind::Protection);
    assert!(c.summary.contains("not by a live call"), "{}", c.summary);
}

#[tokio::test]
async fn a_service_trust_without_its_conditions_lets_any_agent_space_in_and_is_unsafe() {
    let desk = Desk::new().await;
    let open = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"aidevops.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    desk.meddle_with_trust(PAYMENTS, ROLE, open).await;
    desk.time.pass(600);
    let verified = desk.verify(PAYMENTS).await;
    assert_eq!(verified.status, SourceStatus::Unsafe);
    let finding = why(&verified, CheckKind::Protection, Outcome::Failed);
    assert!(finding.summary.contains("any other account"), "{}", finding.summary);
}

#[tokio::test]
async fn the_seed_has_a_role_that_is_unsafe() {
    let desk = Desk::new().await;
    let verified = desk.verify_in(&platform_eu(), DEV).await;
    assert_eq!(verified.status, SourceStatus::Unsafe, "{:#?}", verified.checks);
    // What the checks find in its documents comes with what to do.
    let detail = desk.session.source(verified.source).unwrap();
    let trust = detail.findings.iter().find(|f| f.inline.is_none()).unwrap();
    let says = |f: &&DocumentFinding| {
        f.fix.as_ref().is_some_and(|x| x.sentence.contains("sts:ExternalId"))
    };
    assert!(trust.findings.iter().any(|f| says(&f)), "{trust:?}");
}
