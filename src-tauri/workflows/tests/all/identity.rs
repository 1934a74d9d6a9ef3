//! Which identity is in use, and work that goes on in the background.

use rolebridge_cloud::Cause;
use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::identity::ConnectRequest;
use rolebridge_workflows::onboard::OpenDraft;
use rolebridge_workflows::sandbox::SandboxSettings;

use crate::common::*;

fn profile(name: &str) -> ConnectRequest {
    let identity = IdentityRef::Profile { name: ProfileName::parse(name).unwrap() };
    ConnectRequest { identity, region: None }
}

/// A plan for a role in an account that is not connected.
async fn role_plan(app: &App) -> Plan {
    let session = app.app.session().unwrap();
    session.refresh_spaces().await.unwrap();
    let mut draft = session.open_draft(&OpenDraft { space: production(), draft: None }).unwrap();
    draft.form.account = STAGING.into();
    draft.form.method = Method::Automatic;
    session.save_draft(draft.clone()).unwrap();
    session.plan_role(draft.id).await.unwrap()
}

#[tokio::test]
async fn without_any_aws_configuration_the_sandbox_is_taken_and_with_it_one_is_asked_for() {
    let app = App::start(false).await;
    assert_eq!(app.identity(), IdentityRef::Sandbox);
    assert!(app.app.state().unwrap().connection.unwrap().sandbox);

    let app = App::start(true).await;
    assert!(app.app.state().unwrap().connection.is_none());
    assert!(matches!(app.app.session(), Err(Error::NotConnected)));
    let offered = app.app.identities().await.unwrap();
    let sandboxes = offered.iter().filter(|i| i.reference == IdentityRef::Sandbox).count();
    assert_eq!(sandboxes, 1);
    assert_eq!(offered.last().unwrap().reference, IdentityRef::Sandbox);
}

#[tokio::test]
async fn an_identity_chosen_once_is_remembered() {
    let app = App::start(true).await;
    let state = app.app.connect(profile("payments-admin")).await.unwrap();
    let connection = state.connection.unwrap();
    assert_eq!(connection.caller.unwrap().account.as_str(), PAYMENTS);
    assert!(!connection.sandbox);
    let app = app.restart().await;
    assert_eq!(app.identity(), profile("payments-admin").identity);
}

#[tokio::test]
async fn one_that_aws_refuses_leaves_the_former_in_use() {
    let app = App::start(true).await;
    app.app.connect(profile("payments-admin")).await.unwrap();
    let expired = || Cause::ExpiredCredentials { message: "The security token has expired".into() };
    app.world.aws.sandbox.fail_next("sts:GetCallerIdentity", expired());
    let error = app.app.connect(profile("audit-readonly")).await.unwrap_err();
    assert!(error.to_string().contains("expired"), "{error}");
    assert!(error.remedy().unwrap().contains("Sign in again"));
    assert_eq!(app.identity(), profile("payments-admin").identity);
    assert_eq!(app.app.session().unwrap().caller().await.unwrap().account.as_str(), PAYMENTS);
    let app = app.restart().await;
    assert_eq!(app.identity(), profile("payments-admin").identity);
}

#[tokio::test]
async fn a_refused_identity_leaves_the_sandbox_in_use_with_its_controls() {
    let app = App::start(false).await;
    let invalid = Cause::InvalidCredentials { message: "InvalidClientTokenId".into() };
    app.world.aws.sandbox.fail_next("sts:GetCallerIdentity", invalid);
    app.app.connect(profile("payments-admin")).await.unwrap_err();
    assert_eq!(app.identity(), IdentityRef::Sandbox);
    let settings = SandboxSettings { propagation_seconds: 1, validation_seconds: 2 };
    app.app.save_sandbox_settings(&settings).unwrap();
    assert_eq!(app.app.sandbox_settings().unwrap(), settings);
    let slow = SandboxSettings { propagation_seconds: 601, validation_seconds: 600 };
    let Err(Error::Invalid(faults)) = app.app.save_sandbox_settings(&slow) else { panic!() };
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].field, "propagation_seconds");
    assert_eq!(app.app.sandbox_settings().unwrap(), settings);
    app.app.reset_sandbox().await.unwrap();
}

#[tokio::test]
async fn a_refused_identity_on_first_use_leaves_none_and_nothing_remembered() {
    let app = App::start(true).await;
    let invalid = Cause::InvalidCredentials { message: "InvalidClientTokenId".into() };
    app.world.aws.sandbox.fail_next("sts:GetCallerIdentity", invalid);
    app.app.connect(profile("payments-admin")).await.unwrap_err();
    assert!(app.app.state().unwrap().connection.is_none());
    assert!(matches!(app.app.sandbox_settings(), Err(Error::Refused { .. })));
    let app = app.restart().await;
    assert!(app.app.state().unwrap().connection.is_none());
}

#[tokio::test]
async fn a_profile_that_is_gone_is_refused_with_something_to_do() {
    let app = App::start(true).await;
    let error = app.app.connect(profile("long-gone")).await.unwrap_err();
    assert!(error.to_string().contains("long-gone") && error.remedy().is_some());
    assert!(app.app.state().unwrap().connection.is_none());
}

#[tokio::test]
async fn a_plan_runs_in_the_background_and_a_second_start_is_refused() {
    let app = App::start(false).await;
    let plan = role_plan(&app).await;
    let mut events = app.app.events();
    assert_eq!(app.app.run_plan(plan.id).unwrap().state, PlanState::Running);
    assert!(matches!(app.app.run_plan(plan.id), Err(Error::Store(_))));
    assert!(matches!(app.app.reset_sandbox().await, Err(Error::Refused { .. })));
    assert_eq!(ended(&mut events, plan.id).await.state, PlanState::Done);
    tokio::task::yield_now().await;
    app.app.reset_sandbox().await.unwrap();
    assert!(app.app.state().unwrap().unfinished.is_empty());
    assert!(app.app.session().unwrap().plan(plan.id).is_err());
}

#[tokio::test]
async fn a_plan_cancelled_while_it_runs_is_offered_at_the_next_start() {
    let app = App::start(false).await;
    let plan = role_plan(&app).await;
    let mut events = app.app.events();
    let button = app.app.clone();
    app.sandbox().once("iam:AttachRolePolicy", move || button.cancel_plan(plan.id));
    app.app.run_plan(plan.id).unwrap();
    assert_eq!(ended(&mut events, plan.id).await.state, PlanState::Cancelled);
    tokio::task::yield_now().await;

    let app = app.restart().await;
    let unfinished = app.app.state().unwrap().unfinished;
    assert_eq!((unfinished.len(), unfinished[0].id), (1, plan.id));
    let mut events = app.app.events();
    app.app.run_plan(plan.id).unwrap();
    assert_eq!(ended(&mut events, plan.id).await.state, PlanState::Done);
    assert_eq!(app.sandbox().changes(), ["iam:PutRolePolicy"]);
}
