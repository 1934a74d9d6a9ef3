//! Verifying many: what is told of it, what it asks of AWS, and that one never stops the others.

use std::sync::Arc;

use rolebridge_cloud::{Cause, Cloud as _, CreateAssociation};
use rolebridge_model::*;
use rolebridge_workflows::progress::{Event, JobProgress, JobState};
use rolebridge_workflows::sources::Selection;
use rolebridge_workflows::{Clock as _, Session};

use crate::common::*;

fn query() -> SourceQuery {
    SourceQuery {
        space: production(),
        tokens: Vec::new(),
        join: FilterJoin::And,
        sort: SourceColumn::Account,
        descending: false,
        page: 1,
        page_size: 100,
    }
}

fn statuses(session: &Session) -> Vec<(String, SourceStatus)> {
    let page = session.list_sources(&query()).unwrap();
    page.rows.into_iter().map(|s| (s.account.to_string(), s.status)).collect()
}

fn adds_up(reports: &[JobProgress], total: u32) {
    assert!(reports.iter().all(|r| r.total == total && r.done <= total && r.attention <= r.done));
    assert!(reports.is_sorted_by_key(|r| r.done) && reports.is_sorted_by_key(|r| r.attention));
    assert!(reports.iter().all(|r| !r.now.is_empty() && !r.title.is_empty()));
    let ends = reports.iter().filter(|r| r.state != JobState::Running).count();
    assert_eq!(ends, 1, "it ends once");
}

#[tokio::test]
async fn all_sources_of_a_space_end_where_each_of_them_stands() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    session.refresh_spaces().await.unwrap();
    let mut events = app.app.events();
    let job = app.app.verify_sources(&Selection::All { space: production() }).unwrap();
    let reports = reports(&mut events, job).await;
    adds_up(&reports, 5);
    let last = reports.last().unwrap();
    assert_eq!((last.state, last.done, last.attention), (JobState::Finished, 5, 3));
    assert_eq!(reports.len(), 7, "the start, each of them, the end");
    let wanted = [
        (PAYMENTS, SourceStatus::Active),
        (DATA, SourceStatus::Active),
        (DEV, SourceStatus::Drifted),
        (NETWORK, SourceStatus::Failed),
        (SHARED, SourceStatus::Failed),
    ];
    assert_eq!(statuses(&session), wanted.map(|(a, s)| (a.to_owned(), s)));
}

#[tokio::test]
async fn one_that_can_not_be_verified_does_not_stop_the_others() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    session.refresh_spaces().await.unwrap();
    let mut ids = session.selected(&Selection::All { space: production() }).unwrap();
    ids.insert(0, SourceId(4711)); // removed a moment ago
    let unreachable = Cause::Timeout { seconds: 30 };
    app.sandbox().sandbox.fail_always("iam:GetRole", Some(&account(DATA)), unreachable);
    let mut events = app.app.events();
    let job = app.app.verify_sources(&Selection::These { ids }).unwrap();
    let reports = reports(&mut events, job).await;
    adds_up(&reports, 6);
    assert_eq!(reports.last().unwrap().done, 6);
    assert!(statuses(&session).iter().all(|(_, s)| *s != SourceStatus::Validating));
    assert_eq!(statuses(&session)[0], (PAYMENTS.to_owned(), SourceStatus::Active));
}

#[tokio::test]
async fn verifying_nothing_ends_at_once() {
    let app = App::start(false).await;
    let mut events = app.app.events();
    let job = app.app.verify_sources(&Selection::These { ids: Vec::new() }).unwrap();
    assert_eq!(reports(&mut events, job).await.last().unwrap().state, JobState::Finished);
}

/// Connects 200 more accounts, of which AWS is made to say `status` once it has validated.
async fn two_hundred(app: &App, status: AssociationStatus) -> Arc<Session> {
    let session = app.app.session().unwrap();
    let cloud = app.sandbox();
    for n in 0..200 {
        let new = CreateAssociation {
            kind: AssociationKind::Source,
            role: arn(&format!("9{n:011}"), "Agent"),
            external_id: None,
            client_token: format!("token-{n}"),
        };
        cloud.sandbox.associate(&ada(), &production(), &new).await.unwrap();
    }
    app.time.pass(3600);
    session.refresh_spaces().await.unwrap();
    cloud.list_as(move |all| {
        for a in all.iter_mut().filter(|a| a.account.as_str().starts_with('9')) {
            if a.status != AssociationStatus::Unknown {
                a.status = status;
            }
        }
    });
    cloud.forget();
    session
}

#[tokio::test]
async fn two_hundred_sources_do_not_ask_devops_agent_two_hundred_times() {
    for status in [AssociationStatus::Valid, AssociationStatus::Invalid] {
        let app = App::start(false).await;
        let session = two_hundred(&app, status).await;
        let mut events = app.app.events();
        let begun = app.time.now();
        let job = app.app.verify_sources(&Selection::All { space: production() }).unwrap();
        let reports = reports(&mut events, job).await;
        adds_up(&reports, 205);
        assert_eq!(reports.last().unwrap().done, 205);
        let cloud = app.sandbox();
        let (asked, listed) = (
            cloud.count("aidevops:ValidateAwsAssociations"),
            cloud.count("aidevops:ListAssociations"),
        );
        let took = app.time.now().duration_since(begun).as_secs();
        assert!(asked <= 5, "validated {asked} times in {took} s");
        assert!(listed <= 15, "listed {listed} times in {took} s");
        assert!(took < 60, "{took} seconds");
        let wanted = if status == AssociationStatus::Valid {
            SourceStatus::Active
        } else {
            SourceStatus::Failed
        };
        let page = session.list_sources(&SourceQuery { descending: true, ..query() }).unwrap();
        assert!(page.rows.iter().all(|s| s.status == wanted), "{status:?}");
    }
}

#[tokio::test]
async fn stopping_a_job_ends_it_soon_and_keeps_what_was_verified() {
    let app = App::start(false).await;
    two_hundred(&app, AssociationStatus::Valid).await;
    // AWS takes its time, so that all of them wait.
    let slow = rolebridge_workflows::sandbox::SandboxSettings {
        propagation_seconds: 10,
        validation_seconds: 600,
    };
    app.app.save_sandbox_settings(&slow).unwrap();
    let mut events = app.app.events();
    let begun = app.time.now();
    let job = app.app.verify_sources(&Selection::All { space: production() }).unwrap();
    let (button, time) = (app.app.clone(), app.time.clone());
    let stop = async {
        time.sleep(std::time::Duration::from_secs(20)).await;
        button.cancel(job.0);
    };
    let (reports, ()) = tokio::join!(reports(&mut events, job), stop);
    adds_up(&reports, 205);
    let last = reports.last().unwrap();
    assert_eq!(last.state, JobState::Cancelled);
    assert!(app.time.now().duration_since(begun).as_secs() <= 40);
    app.app.cancel(job.0); // no error afterwards
}

#[tokio::test]
async fn every_source_that_was_verified_is_told_of() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    session.refresh_spaces().await.unwrap();
    let mut events = app.app.events();
    let job = app.app.verify_sources(&Selection::All { space: production() }).unwrap();
    let (mut sources, mut lines) = (0, 0);
    loop {
        match events.recv().await.unwrap() {
            Event::Sources { space } if space == production() => sources += 1,
            Event::Activity => lines += 1,
            Event::Job { job: j } if j.id == job && j.state != JobState::Running => break,
            _ => {}
        }
    }
    assert!(sources >= 5);
    assert_eq!(lines, 5);
}

#[tokio::test]
async fn each_run_of_verify_all_writes_a_line_per_source() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    session.refresh_spaces().await.unwrap();
    for run in 1..=3 {
        let mut events = app.app.events();
        let job = app.app.verify_sources(&Selection::All { space: production() }).unwrap();
        reports(&mut events, job).await;
        let log = session.activity(&whole_log()).unwrap().rows;
        let verified = log.iter().filter(|l| l.action == "Verify").count();
        assert_eq!(verified, 5 * run, "after run {run}");
    }
}

/// A finding is no failure of the verification.
#[tokio::test]
async fn the_log_tells_a_finding_from_a_failure() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    session.refresh_spaces().await.unwrap();
    let mut events = app.app.events();
    let job = app.app.verify_sources(&Selection::All { space: production() }).unwrap();
    reports(&mut events, job).await;
    let log = session.activity(&whole_log()).unwrap().rows;
    let result = |of: &str| {
        let line = log.iter().find(|l| l.account == Some(account(of))).unwrap();
        line.result
    };
    assert_eq!(result(PAYMENTS), ActivityResult::Succeeded);
    assert_eq!(result(DEV), ActivityResult::Finding);
    assert_eq!(result(NETWORK), ActivityResult::Failed);
    assert_eq!(result(SHARED), ActivityResult::Failed);
}
