//! The app is killed in the middle of a plan, and goes on from there at its next start.

use std::{fs::File, time::Duration};

use rolebridge_e2e::{App, Delays, World, button, heading, item, link, row, text};

use crate::journey::{
    ROLE, SPACE, begin_add, connect, create_role, fill_account, let_rolebridge_do_it, preview,
};

const ACCOUNT: &str = "567890123456";

#[test]
fn killed_while_making_the_role() {
    let world = World::new("killed-making-the-role");
    let app = world.start();
    begin_add(&app);
    fill_account(&app, ACCOUNT);
    let_rolebridge_do_it(&app, "OrganizationAccountAccessRole");
    preview(&app);
    app.see(&item(&format!("Create role {ROLE}")));
    // Whoever holds the sandbox's lock keeps AWS from answering.
    let lock = File::options().write(true).open(world.sandbox_folder().join("cloud.lock"));
    let lock = lock.expect("the sandbox's lock");
    lock.lock().expect("the sandbox's lock");
    create_role(&app);
    app.see(&text("In progress").within(item(&format!("Create role {ROLE}"))));
    app.kill();
    lock.unlock().expect("the sandbox's lock");
    assert!(world.console(ACCOUNT).role(ROLE).is_none(), "the role was made after all");

    let app = world.start();
    resume(&app, &format!("Create role {ROLE} in account {ACCOUNT}"), "0 of 3 steps done");
    assert!(world.console(ACCOUNT).role(ROLE).is_some());

    // The draft waits where it was, and goes on with the role that is there now.
    app.click(&button(&format!("Back to {SPACE}")));
    app.click(&button(&format!("Continue Secondary source in progress: {ACCOUNT}")));
    app.see(&text("The role is ready"));
    connect(&app);
    app.see(&text(&format!("Account {ACCOUNT} is connected to {SPACE}.")));
}

#[test]
fn killed_while_verifying() {
    let slow = Delays { validation: Duration::from_secs(12), ..Delays::SHORT };
    let world = World::with_delays("killed-verifying", slow);
    let app = world.start();
    begin_add(&app);
    fill_account(&app, ACCOUNT);
    let_rolebridge_do_it(&app, "OrganizationAccountAccessRole");
    preview(&app);
    create_role(&app);
    app.see(&text("The role is ready"));
    app.click(&button("Next"));
    app.click(&button("Add"));
    let connecting = format!("Connect account {ACCOUNT} as a secondary source");
    app.see(&text("Done").within(item(&connecting)));
    app.see(&text("In progress").within(item("Verify the connection")));
    app.picture("add-3-connecting");
    app.kill();

    let app = world.start();
    resume(&app, &format!("Connect account {ACCOUNT} to the agent space"), "1 of 2 steps done");
    app.click(&button(&format!("Back to {SPACE}")));
    app.see(&heading("Secondary sources"));
    app.see(&text("Active").within(row(ACCOUNT)));
    assert_eq!(app.count(&row(ACCOUNT)), 1, "connected twice");
}

/// Finds the plan that was interrupted and runs it to its end.
fn resume(app: &App, plan: &str, done: &str) {
    app.see(&text(&format!("{plan} was interrupted")));
    app.picture("interrupted");
    app.click(&link("Resume or discard"));
    app.see(&text(&format!("Interrupted: {done}")));
    app.picture("resume");
    app.click(&button("Resume"));
    app.see(&text("Done: "));
}
