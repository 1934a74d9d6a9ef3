//! The account's colour in the AWS console.

use rolebridge_cloud::{Cloud as _, NewRole};
use rolebridge_model::*;
use rolebridge_workflows::launch::SetAccountColour;
use rolebridge_workflows::switch::SwitchForm;

use crate::common::*;

const WAY_IN: &str = "OrganizationAccountAccessRole";
const READ: &str = AccountColour::READ;
const WRITE: &str = AccountColour::WRITE;

fn entry(app: &App, role: &str, colour: &str) -> SwitchEntryId {
    let form = SwitchForm {
        name: format!("{role} {colour}"),
        account: PAYMENTS.into(),
        role: role.into(),
        colour: colour.into(),
        ..SwitchForm::default()
    };
    app.app.session().unwrap().save_switch_entry(&form).unwrap()
}

fn log(app: &App) -> Vec<Activity> {
    let all = app.app.session().unwrap().activity(&whole_log()).unwrap().rows;
    all.into_iter().filter(|line| line.action == WRITE).collect()
}

async fn now(app: &App, id: SwitchEntryId) -> AccountColour {
    app.app.account_colour(id).await.unwrap().now
}

#[tokio::test]
async fn it_is_read_and_shown_before_anything_is_set() {
    let app = App::start(false).await;
    let id = entry(&app, WAY_IN, "f2b0a9");
    let offer = app.app.account_colour(id).await.unwrap();
    assert_eq!((offer.now, offer.nearest), (AccountColour::None, Some(AccountColour::Red)));
    assert_eq!((offer.account, offer.role), (account(PAYMENTS), arn(PAYMENTS, WAY_IN).into()));
    assert_eq!(offer.all.len(), 10);
    assert!([READ, WRITE].iter().all(|call| offer.permissions.iter().any(|p| p == call)));
    assert_eq!(app.sandbox().count(WRITE), 0);
    assert!(log(&app).is_empty());

    let grey = app.app.account_colour(entry(&app, WAY_IN, "808080")).await.unwrap();
    assert_eq!(grey.nearest, None);
}

#[tokio::test]
async fn what_was_confirmed_is_set_and_taken_away_again_and_both_are_logged() {
    let app = App::start(false).await;
    let id = entry(&app, WAY_IN, "f2b0a9");
    let steps =
        [(AccountColour::None, AccountColour::Red), (AccountColour::Red, AccountColour::None)];
    for (before, colour) in steps {
        app.app.set_account_colour(&SetAccountColour { id, before, colour }).await.unwrap();
        assert_eq!(now(&app, id).await, colour);
    }
    let log = log(&app);
    let said: Vec<_> = log.iter().map(|line| line.detail.as_str()).collect();
    assert_eq!(
        said,
        [
            "The colour of account 222222222222 in the AWS console was no colour, now it is red.",
            "The colour of account 222222222222 in the AWS console was red, now it is no colour.",
        ]
    );
    for line in log {
        assert_eq!(line.result, ActivityResult::Succeeded);
        assert_eq!(line.account, Some(account(PAYMENTS)));
        assert_eq!(line.subject, arn(PAYMENTS, WAY_IN).to_string());
    }
}

#[tokio::test]
async fn a_colour_that_is_there_already_is_not_set_again() {
    let app = App::start(false).await;
    let id = entry(&app, WAY_IN, "f2b0a9");
    let set = SetAccountColour { id, before: AccountColour::None, colour: AccountColour::Teal };
    app.app.set_account_colour(&set).await.unwrap();
    // The same click again, and somebody else's who saw the account before.
    app.app.set_account_colour(&set).await.unwrap();
    assert_eq!(app.sandbox().count(WRITE), 1);
    assert_eq!(log(&app).len(), 1);
}

#[tokio::test]
async fn what_somebody_changed_meanwhile_is_not_overwritten() {
    let app = App::start(false).await;
    let id = entry(&app, WAY_IN, "f2b0a9");
    let shown = now(&app, id).await;
    let theirs = SetAccountColour { id, before: shown, colour: AccountColour::DarkBlue };
    app.app.set_account_colour(&theirs).await.unwrap();
    let mine = SetAccountColour { id, before: shown, colour: AccountColour::Red };
    let refused = app.app.set_account_colour(&mine).await.unwrap_err();
    assert_eq!(refused.code(), FailureCode::Refused);
    assert!(refused.to_string().contains("it was no colour, now it is dark blue"), "{refused}");
    assert_eq!(now(&app, id).await, AccountColour::DarkBlue);
}

#[tokio::test]
async fn a_role_that_may_only_look_is_told_which_action_it_lacks() {
    let app = App::start(false).await;
    let id = entry(&app, "Developer", "efda95");
    let before = now(&app, id).await;
    let set = SetAccountColour { id, before, colour: AccountColour::Yellow };
    let denied = app.app.set_account_colour(&set).await.unwrap_err();
    assert_eq!(denied.code(), FailureCode::Denied);
    let text = denied.to_string();
    assert!(text.starts_with(&format!("AWS denied {WRITE} on account {PAYMENTS}.")), "{text}");
    let remedy = denied.remedy().unwrap();
    assert!(remedy.contains("uxc:PutAccountColor"), "{remedy}");
    assert_eq!(now(&app, id).await, AccountColour::None);
    let log = log(&app);
    assert_eq!((log.len(), log[0].result), (1, ActivityResult::Failed));
    assert_eq!(log[0].detail, text);
}

#[tokio::test]
async fn a_role_that_may_not_even_look_changes_nothing() {
    let app = App::start(false).await;
    let trust = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {{"AWS": "arn:aws:iam::{PRIMARY}:root"}}}}]}}"#
    );
    let bare = NewRole {
        path: RolePath::root(),
        name: role_name("Bare"),
        trust,
        description: None,
        tags: Vec::new(),
    };
    app.sandbox().sandbox.create_role(&into(PAYMENTS), &bare).await.unwrap();
    app.time.pass(60);
    let id = entry(&app, "Bare", "f2b0a9");
    let denied = app.app.account_colour(id).await.unwrap_err();
    assert!(denied.to_string().starts_with(&format!("AWS denied {READ} on")), "{denied}");
    let set = SetAccountColour { id, before: AccountColour::None, colour: AccountColour::Red };
    assert_eq!(app.app.set_account_colour(&set).await.unwrap_err().code(), FailureCode::Denied);
    assert_eq!(app.sandbox().count(WRITE), 0);
    assert!(log(&app).is_empty(), "nothing was tried");
}

#[tokio::test]
async fn a_partition_without_colours_is_refused_before_aws_is_asked() {
    let app = App::start(false).await;
    let form = SwitchForm {
        name: "Sovereign".into(),
        role: "arn:aws-eusc:iam::222222222222:role/Admin".into(),
        colour: "f2b0a9".into(),
        ..SwitchForm::default()
    };
    let id = app.app.session().unwrap().save_switch_entry(&form).unwrap();
    app.sandbox().forget();
    let refused = app.app.account_colour(id).await.unwrap_err();
    assert!(refused.to_string().contains("aws-eusc"), "{refused}");
    assert_eq!(app.sandbox().calls(), []);
}
