//! AWS takes up to two minutes to know a changed role everywhere. That is shown as such.

use rolebridge_model::*;
use rolebridge_workflows::Clock as _;
use rolebridge_workflows::progress::Event;
use rolebridge_workflows::update::UpdateRequest;
use tokio_util::sync::CancellationToken;

use crate::common::*;

/// The statuses a source goes through while something is under way.
async fn watched<T>(
    desk: &mut Desk,
    id: SourceId,
    work: impl Future<Output = T>,
) -> (T, Vec<SourceStatus>) {
    let mut seen = Vec::new();
    desk.told();
    tokio::pin!(work);
    let done = loop {
        tokio::select! {
            biased;
            event = desk.events.recv() => {
                if let Ok(Event::Sources { .. }) = event
                    && let Ok(record) = desk.store.source(id)
                    && seen.last() != Some(&record.source.status)
                {
                    seen.push(record.source.status);
                }
            }
            done = &mut work => break done,
        }
    };
    seen.push(desk.store.source(id).unwrap().source.status);
    seen.dedup();
    (done, seen)
}

#[tokio::test]
async fn a_role_aws_does_not_know_yet_is_propagating_and_then_active_and_never_failed() {
    // However long it takes and however the looks fall: two minutes are AWS's to use.
    for validation in [1, 3, 7, 20] {
        for propagation in [5, 31, 60, 90, 100, 105, 110, 114, 119] {
            let mut desk = Desk::with(settings(propagation, validation)).await;
            let draft = desk.draft(STAGING, |_| {});
            let role = desk.session.plan_role(draft).await.unwrap();
            desk.run(&role).await;
            let plan = desk.session.plan_connection(draft).await.unwrap();
            let session = desk.session.clone();
            let never = CancellationToken::new();
            // The first source added after the seed's gets the next number.
            let id = SourceId(
                desk.store
                    .sources_of(&production())
                    .unwrap()
                    .iter()
                    .chain(&desk.store.sources_of(&platform_eu()).unwrap())
                    .map(|s| s.id.0)
                    .max()
                    .unwrap()
                    + 1,
            );
            let (done, seen) =
                watched(&mut desk, id, session.run_plan_to_end(plan.id, &never)).await;
            let what = format!("propagation {propagation}, validation {validation}: {seen:?}");
            assert_eq!(done.unwrap().state, PlanState::Done);
            assert_eq!(desk.source_of(&production(), STAGING).id, id);
            assert_eq!(seen.last(), Some(&SourceStatus::Active), "{what}");
            assert!(!seen.contains(&SourceStatus::Failed), "{what}");
            if propagation > 31 {
                assert!(seen.contains(&SourceStatus::Propagating), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn a_trust_mended_moments_ago_is_propagating_too() {
    let mut desk = Desk::with(settings(100, 3)).await;
    desk.verify(NETWORK).await;
    desk.time.pass(3600);
    let source = desk.source_of(&production(), NETWORK).id;
    let request = UpdateRequest { source, template: template("devops-agent"), inline_policy: None };
    let plan = desk.session.plan_update(&request).await.unwrap();
    let (session, never) = (desk.session.clone(), CancellationToken::new());
    let (done, seen) = watched(&mut desk, source, session.run_plan_to_end(plan.id, &never)).await;
    assert_eq!(done.unwrap().state, PlanState::Done);
    assert!(seen.contains(&SourceStatus::Propagating), "{seen:?}");
    assert!(!seen[1..].contains(&SourceStatus::Failed), "{seen:?}");
    assert_eq!(seen.last(), Some(&SourceStatus::Active), "{seen:?}");
}

#[tokio::test]
async fn a_wrong_document_is_not_waited_for_however_fresh() {
    let desk = Desk::with(settings(0, 3)).await;
    desk.add(STAGING, |_| {}).await;
    let wrong = documented_trust(&production()).to_string().replacen(PRIMARY, STAGING, 1);
    desk.meddle_with_trust(STAGING, ROLE, &wrong).await;
    let begun = desk.time.now();
    let verified = desk.verify(STAGING).await;
    assert_eq!(verified.status, SourceStatus::Failed);
    let took = verified.at.duration_since(begun).as_secs();
    assert!(took < 30, "{took} seconds");
}

#[tokio::test]
async fn right_documents_that_aws_refuses_for_long_fail_with_something_to_look_at() {
    let desk = Desk::with(settings(0, 3)).await;
    desk.time.pass(3600);
    // As under a service control policy that we can't see.
    desk.cloud.list_as(|all| {
        for a in all.iter_mut().filter(|a| a.status == AssociationStatus::Valid) {
            a.status = AssociationStatus::Invalid;
        }
    });
    let verified = desk.verify(PAYMENTS).await;
    assert_eq!(verified.status, SourceStatus::Failed);
    let validation = check(&verified, CheckKind::Validation);
    assert!(validation.remedy.as_ref().unwrap().contains("service control policy"));
}

#[tokio::test]
async fn a_new_role_that_never_becomes_valid_is_failed_or_propagating_in_the_end_not_active() {
    let desk = Desk::with(settings(3600, 3)).await;
    let source = desk.add(STAGING, |_| {}).await;
    assert!(matches!(source.status, SourceStatus::Failed | SourceStatus::Propagating));
    desk.time.pass(300);
    assert_eq!(desk.verify(STAGING).await.status, SourceStatus::Failed);
    desk.time.pass(3600);
    assert_eq!(desk.verify(STAGING).await.status, SourceStatus::Active);
}

#[tokio::test]
async fn stopping_a_wait_keeps_what_is_known() {
    let desk = Desk::with(settings(100, 3)).await;
    let draft = desk.draft(STAGING, |_| {});
    let role = desk.session.plan_role(draft).await.unwrap();
    desk.run(&role).await;
    let plan = desk.session.plan_connection(draft).await.unwrap();
    let cancel = CancellationToken::new();
    let stop = async {
        desk.time.sleep(std::time::Duration::from_secs(20)).await;
        cancel.cancel();
    };
    let begun = desk.time.now();
    let (done, ()) = tokio::join!(desk.session.run_plan_to_end(plan.id, &cancel), stop);
    assert!(desk.time.now().duration_since(begun).as_secs() <= 40);
    assert!(matches!(done.unwrap().state, PlanState::Done | PlanState::Cancelled));
    let status = desk.source_of(&production(), STAGING).status;
    assert!(matches!(status, SourceStatus::Propagating | SourceStatus::Validating), "{status:?}");
}
