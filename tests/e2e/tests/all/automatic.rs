//! Add, with Rolebridge making the role.

use rolebridge_e2e::{World, button, heading, item, row, text};

use crate::journey::{
    ROLE, begin_add, connect, create_role, fill_account, let_rolebridge_do_it, preview,
};

#[test]
fn do_it_for_me_ends_active() {
    let world = World::new("do-it-for-me");
    let app = world.start();
    begin_add(&app);
    app.picture("add-1-account-and-role");
    fill_account(&app, "567890123456");
    let_rolebridge_do_it(&app, "OrganizationAccountAccessRole");
    app.picture("add-2-do-it-for-me");
    preview(&app);
    app.see(&item(&format!("Create role {ROLE}")));
    app.see(&item("iam:CreateRole in account 567890123456"));
    app.see(&item("Attach managed policy AIDevOpsAgentAccessPolicy"));
    app.picture("add-2-plan");
    create_role(&app);
    app.see(&text("The role is ready"));
    app.picture("add-2-role-ready");
    connect(&app);
    app.see(&text("Account 567890123456 is connected to production-operations."));
    app.picture("add-3-active");

    app.click(&button("Go to the agent space"));
    app.see(&heading("Secondary sources"));
    app.see(&text("Active").within(row("567890123456")));
    app.see(&text("ada").within(row("567890123456")));
    app.click(&button("Details of account 567890123456"));
    app.see(&heading("What was checked"));
    app.picture("space-details");
}
