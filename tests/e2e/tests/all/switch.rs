//! Switch entries: the exact address, and what can't be switched to.

use rolebridge_e2e::{
    App, World, button, checkbox, dialog, field, heading, link, menu, radio, region, row, text,
};

use crate::journey::{ROLE, open_space};

const ENTER: &str = "\u{e007}";

#[test]
fn an_entry_is_found_by_the_keyboard_and_opens_the_exact_address() {
    let world = World::new("switch");
    let app = world.start();
    app.click(&link("Switch roles"));
    app.see(&heading("Switch roles"));
    app.picture("switch-empty");
    add_entry(&app, "222222222222", "team/dev+ops", "Payments & prod");
    app.see(&text("Payments & prod was saved"));
    app.picture("switch");
    add_entry(&app, "333333333333", "Admin", "Ledger");
    app.see(&text("Ledger was saved"));
    // Nothing but the keyboard from here: to the search, a part of the role, a part of the account.
    app.type_keys("/");
    app.type_keys("ops 2222");
    app.see(&text("1 entry found"));
    app.type_keys(ENTER);
    app.see(&text("Switching to Payments & prod"));
    app.until("the browser", || (!world.opened().is_empty()).then_some(()));
    assert_eq!(
        world.opened(),
        ["https://signin.aws.amazon.com/switchrole?account=222222222222\
          &roleName=team/dev%2Bops&displayName=Payments%20%26%20prod&color=83d4e8"]
    );
}

#[test]
fn copied_exports_are_in_the_system_s_clipboard_until_they_are_taken_out() {
    let world = World::new("switch-copy");
    let app = world.start();
    app.click(&link("Switch roles"));
    app.see(&heading("Switch roles"));
    add_entry(&app, "222222222222", "OrganizationAccountAccessRole", "Prod");
    app.click(&button("More ways to use Prod"));
    app.picture("switch-menu");
    app.click(&menu("Copy exports"));
    app.see(&text("were copied"));
    app.picture("switch-copied");
    // Another program on the same display reads it, as a terminal would.
    let mut clipboard = arboard::Clipboard::new().unwrap();
    let held = clipboard.get_text().unwrap();
    assert!(held.contains("AWS_SESSION_TOKEN") && held.contains("'SANDBOX"), "{held}");
    assert!(held.contains("ROLEBRIDGE_ENTRY") && held.contains("'Prod'"), "{held}");
    app.click(&button("Clear now"));
    app.see(&text("The clipboard was cleared"));
    assert!(clipboard.get_text().is_err());
    // What somebody else copies afterwards is not ours to take away.
    app.click(&button("More ways to use Prod"));
    app.click(&menu("Copy exports"));
    app.see(&button("Clear now"));
    clipboard.set_text("a shopping list").unwrap();
    app.click(&button("Clear now"));
    app.see(&text("The clipboard holds something else"));
    assert_eq!(clipboard.get_text().unwrap(), "a shopping list");
    app.close();
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
    let entry = region("Entry Agent");
    app.see(&text("Only the AWS DevOps Agent service may assume this role.").within(entry.clone()));
    app.see(&text("Switch to a role that trusts your account instead").within(entry));
    app.see(&button("Open the console as Agent"));
    assert!(!app.is_usable(&button("Open the console as Agent")));
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
