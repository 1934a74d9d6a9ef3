//! The ways through the app that several tests go.

use rolebridge_e2e::{App, button, field, heading, link, list, radio, region, text};

/// A space of the sandbox.
pub(crate) const SPACE: &str = "production-operations";
/// The role name the wizard suggests.
pub(crate) const ROLE: &str = "DevOpsAgentRole-SecondaryAccount";

/// Opens the agent space from the list.
pub(crate) fn open_space(app: &App) {
    app.click(&link(SPACE));
    app.see(&heading(SPACE));
    app.see(&heading("Secondary sources"));
}

/// Opens the Add wizard of the agent space.
pub(crate) fn begin_add(app: &App) {
    open_space(app);
    app.click(&button("Add"));
    app.see(&heading("Account and role"));
}

/// Fills in the first step and goes on to the second.
pub(crate) fn fill_account(app: &App, account: &str) {
    app.fill(&field("Account ID"), account);
    app.click(&button("Next"));
    app.see(&radio("Guide me"));
}

/// Chooses that Rolebridge makes the role, through a role in the account.
pub(crate) fn let_rolebridge_do_it(app: &App, through: &str) {
    app.click(&radio("Do it for me"));
    app.click(&radio("Assume a role in the account"));
    app.fill(&field("Role to assume"), through);
}

/// Asks for the plan that makes the role.
pub(crate) fn preview(app: &App) {
    app.click(&button("Preview changes"));
    app.see(&list("Steps"));
}

/// Runs that plan.
pub(crate) fn create_role(app: &App) {
    // The wizard's own step is called the same and stands further up.
    app.see(&list("Steps"));
    app.click(&button("Create the role").last());
}

/// Connects what the wizard holds and waits for the outcome.
pub(crate) fn connect(app: &App) {
    app.click(&button("Next"));
    app.see(&heading("Review and connect"));
    app.click(&button("Add"));
    app.see(&heading("What was checked"));
}

/// Waits until something has been copied.
pub(crate) fn copy(app: &App, what: &str, from: &str) {
    app.click(&button(&format!("Copy {what}")).within(region(from)));
    app.see(&text("Copied").within(region(from)));
}
