//! Switch entries: the exact address, and what can't be switched to.

use rolebridge_e2e::{
    App, World, button, checkbox, dialog, field, heading, item, link, radio, row, text,
};

use crate::journey::{ROLE, open_space};

#[test]
fn an_entry_opens_the_exact_address() {
    let world = World::new("switch");
    let app = world.start();
    app.click(&link("Switch roles"));
    app.see(&heading("Switch roles"));
    app.picture("switch-empty");
    add_entry(&app, "222222222222", "team/dev+ops", "Payments & prod");
    app.see(&text("Payments & prod was saved"));
    app.picture("switch");
    app.click(&button("Switch to Payments & prod"));
    app.see(&text("Switching to Payments & prod"));
    app.until("the browser", || (!world.opened().is_empty()).then_some(()));
    assert_eq!(
        world.opened(),
        ["https://signin.aws.amazon.com/switchrole?account=222222222222\
          &roleName=team/dev%2Bops&displayName=Payments%20%26%20prod&color=83d4e8"]
    );
}

#[test]
fn a_role_of_devops_agent_is_refused_with_its_reason() {
    let world = World::new("switch-refused");
    let app = world.start();
    open_space(&app);
    app.click(&checkbox("Select 222222222222"));
    app.click(&button("Verify"));
    app.see(&text("just now").within(row("222222222222")));
    app.click(&link("Switch roles"));
    app.see(&heading("Switch roles"));
    add_entry(&app, "222222222222", ROLE, "Agent");
    let entry = item("Agent");
    app.see(&text("Only the AWS DevOps Agent service may assume this role.").within(entry.clone()));
    app.see(&text("Switch to a role that trusts your account instead").within(entry));
    assert!(!app.is_usable(&button("Switch to Agent")));
    app.picture("switch-refused");
    assert!(world.opened().is_empty());
}

pub(crate) fn add_entry(app: &App, account: &str, role: &str, name: &str) {
    app.click(&button("Add entry").last());
    let asked = dialog("Add switch entry");
    app.fill(&field("Account ID").within(asked.clone()), account);
    app.fill(&field("Role name or ARN").within(asked.clone()), role);
    app.fill(&field("Display name").within(asked.clone()), name);
    app.click(&radio("Blue").within(asked.clone()));
    app.picture("switch-add");
    app.click(&button("Add").within(asked.clone()));
    app.see_no(&asked);
}
