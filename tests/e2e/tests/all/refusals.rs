//! What can't be done: each with its own sentence, and with nothing lost that was typed.

use rolebridge_e2e::{World, button, field, heading, item, menu, radio, text};

use crate::journey::{ROLE, begin_add, create_role, fill_account, let_rolebridge_do_it, preview};

#[test]
fn a_wrong_account_id_is_named_at_its_field() {
    let world = World::new("wrong-account-id");
    let app = world.start();
    begin_add(&app);
    let name = field("Account name - optional");
    app.fill(&name, "Mobile");
    for (wrong, sentence) in [
        ("12345", "12 digits"),
        ("111111111111", "This is the primary account, which the agent space covers already."),
    ] {
        app.fill(&field("Account ID"), wrong);
        app.click(&button("Next"));
        app.see(&text(sentence));
        assert_eq!(app.value(&field("Account ID")), wrong);
        assert_eq!(app.value(&name), "Mobile");
        assert!(!app.shows(&radio("Guide me")), "the wizard went on");
    }
    app.picture("refused-account-id");
    app.fill(&field("Account ID"), "567890123456");
    // The sentence goes when the field is right, and Next moves up under the hand.
    app.see_no(&text("This is the primary account"));
    app.click(&button("Next"));
    app.see(&radio("Guide me"));
}

#[test]
fn a_way_into_another_account_is_refused() {
    let world = World::new("way-into-another-account");
    let app = world.start();
    begin_add(&app);
    fill_account(&app, "567890123456");
    app.click(&radio("Do it for me"));
    app.click(&radio("Use an AWS profile"));
    app.click(&field("AWS profile"));
    app.click(&menu("payments-admin"));
    app.click(&button("Preview changes"));
    app.see(&text("This leads to account 222222222222, not to 567890123456."));
    app.picture_from(&text("How to reach the account"), "refused-profile");
}

#[test]
fn a_taken_role_name_is_shown_as_a_difference_first() {
    let account = "555555555555";
    let world = World::new("taken-role-name");
    let before = world.console(account).role(ROLE).expect("the taken role");
    let app = world.start();
    begin_add(&app);
    fill_account(&app, account);
    let_rolebridge_do_it(&app, "OrganizationAccountAccessRole");
    preview(&app);
    let step = item(&format!("Replace the trust policy of {ROLE}"));
    app.see(&step);
    app.see(&text("The role exists, and what uses it now will lose access.").within(step.clone()));
    app.click(&button("Show the change of step 1").part().within(step.clone()));
    app.see(&text("lambda.amazonaws.com").within(step.clone()));
    app.see(&text("aidevops.amazonaws.com").within(step.clone()));
    app.picture_from(&step, "taken-role-name");
    // Looking changes nothing, and giving up neither.
    app.click(&button("Discard"));
    app.see_no(&step);
    assert_eq!(world.console(account).role(ROLE).as_ref(), Some(&before));
    assert_eq!(app.value(&field("Role to assume")), "OrganizationAccountAccessRole");

    preview(&app);
    app.click(&button("Apply changes"));
    app.see(&text("The role is ready"));
    let after = world.console(account).role(ROLE).expect("the role");
    assert!(after.trust.contains("aidevops.amazonaws.com"), "{}", after.trust);
}

#[test]
fn an_account_that_lets_nobody_in_is_said_so() {
    let world = World::new("denied-way-in");
    let app = world.start();
    begin_add(&app);
    fill_account(&app, "345678901234");
    let_rolebridge_do_it(&app, "OrganizationAccountAccessRole");
    app.click(&button("Preview changes"));
    app.see(&text(
        "arn:aws:iam::345678901234:role/OrganizationAccountAccessRole could not be assumed.",
    ));
    app.see(&text("Check that the role exists, that its trust policy names your identity"));
    app.picture_from(&text("could not be assumed"), "denied-way-in");
    assert_eq!(app.value(&field("Role to assume")), "OrganizationAccountAccessRole");
}

#[test]
fn a_denied_call_stops_the_plan_with_its_reason() {
    let account = "210987654321";
    let world = World::new("denied-call");
    let app = world.start();
    begin_add(&app);
    fill_account(&app, account);
    let_rolebridge_do_it(&app, "OrganizationAccountAccessRole");
    preview(&app);
    create_role(&app);
    let step = item(&format!("Create role {ROLE}"));
    app.see(&text("AWS denied iam:CreateRole").within(step.clone()));
    app.see(&text("explicit deny in a service control policy").within(step.clone()));
    app.see(&text("Failed: 0 of 3 steps done"));
    app.picture_from(&heading(&format!("Create role {ROLE}")), "denied-call");
    assert!(world.console(account).role(ROLE).is_none());

    // The form is still as it was, and the wizard does not go on without a role.
    app.click(&button("Next"));
    app.see(&text("The role has not been created yet."));
    assert_eq!(app.value(&field("Role to assume")), "OrganizationAccountAccessRole");
    app.click(&button("Previous"));
    assert_eq!(app.value(&field("Account ID")), account);
    assert_eq!(app.value(&field("Name your role")), ROLE);
}
