//! Taking a secondary source away again.

use rolebridge_e2e::{App, World, button, checkbox, dialog, field, heading, item, link, row, text};

use crate::journey::{ROLE, SPACE, open_space};

const ACCOUNT: &str = "222222222222";

#[test]
fn removing_a_source_leaves_its_role() {
    let world = World::new("remove");
    let app = world.start();
    open_space(&app);
    ask_to_remove(&app, ACCOUNT);
    let asked = dialog("Remove secondary source");
    app.see(&text("The IAM role stays in the secondary account.").within(asked.clone()));
    let also = checkbox("Also delete the IAM role").within(asked.clone());
    assert!(!app.is_on(&also), "deleting the role is asked for unasked");
    app.picture("remove");
    app.click(&button("Next").within(asked));
    app.see(&item("Disconnect account 222222222222 from the agent space"));
    app.picture("remove-plan");
    app.click(&button("Remove"));
    app.see(&text("Done: 1 of 1 step done"));
    app.click(&button(&format!("Back to {SPACE}")));
    app.see(&row("444444444444"));
    app.see_no(&row(ACCOUNT));
    assert!(world.console(ACCOUNT).role(ROLE).is_some(), "the role is gone too");
}

#[test]
fn removing_a_source_with_its_role_wants_the_name_typed() {
    let world = World::new("remove-with-role");
    let app = world.start();
    open_space(&app);
    ask_to_remove(&app, ACCOUNT);
    let asked = dialog("Remove secondary source");
    let next = button("Next").within(asked.clone());
    app.click(&checkbox("Also delete the IAM role").within(asked.clone()));
    let name = field("Role name").within(asked.clone());
    app.see(&name);
    assert!(!app.is_usable(&next), "Next can be chosen without the name");
    app.fill(&name, "DevOpsAgentRole");
    app.click(&next);
    app.see(&text(&format!("Type the role's name exactly: {ROLE}")).within(asked.clone()));
    assert_eq!(app.value(&name), "DevOpsAgentRole");
    app.picture("remove-with-role");
    app.fill(&name, ROLE);
    app.click(&next);
    app.see(&heading("Remove 1 secondary source and delete its role"));
    app.see(&item(&format!("Delete role {ROLE}")));
    app.click(&button("Remove"));
    app.see(&text("Done: "));
    app.click(&button(&format!("Back to {SPACE}")));
    app.see(&row("444444444444"));
    app.see_no(&row(ACCOUNT));
    assert!(world.console(ACCOUNT).role(ROLE).is_none(), "the role is still there");
}

/// A plan of one step ends before the screen has heard that it began.
#[test]
fn plans_that_end_at_once_are_shown_as_done() {
    let world = World::new("remove-one-by-one");
    let app = world.start();
    for account in [ACCOUNT, "444444444444", "666666666666", "777777777777", "888888888888"] {
        app.click(&link(SPACE));
        ask_to_remove(&app, account);
        app.click(&button("Next").within(dialog("Remove secondary source")));
        app.see(&item(&format!("Disconnect account {account}")));
        app.click(&button("Remove"));
        app.see(&text("Done: 1 of 1 step done"));
    }
    app.click(&link(SPACE));
    app.see(&text("DevOps Agent sees the primary account only."));
    app.picture_from(&heading("Primary source"), "space-without-sources");
}

fn ask_to_remove(app: &App, account: &str) {
    app.see(&heading("Secondary sources"));
    app.click(&checkbox(&format!("Select {account}")));
    app.click(&button("Remove"));
}
