//! Add, with the role made by hand in the IAM console.

use std::process::Command;

use rolebridge_e2e::{World, button, checkbox, command_line, heading, radio, region, text};

use crate::journey::{ROLE, begin_add, connect, copy, fill_account, open_space};

const ACCOUNT: &str = "567890123456";
const INLINE: &str = "Inline policy AllowCreateServiceLinkedRoles";

#[test]
fn guide_me_copies_what_policy_render_prints_and_ends_active() {
    let world = World::new("guide-me");
    let app = world.start();
    begin_add(&app);
    fill_account(&app, ACCOUNT);
    app.click(&radio("Guide me"));
    app.see(&heading("IAM console steps"));

    copy(&app, "trust policy", "Trust policy");
    let trust = app.pasted();
    assert_eq!(trust, rendered("trust"));
    copy(&app, "inline policy AllowCreateServiceLinkedRoles", INLINE);
    let inline = app.pasted();
    assert_eq!(inline, rendered("inline"));
    app.picture_from(&radio("Guide me"), "add-2-guide-me");

    app.click(&button("Open in console: Sign in to account 567890123456"));
    app.until("the browser", || (world.opened().len() == 1).then_some(()));
    assert_eq!(world.opened(), ["https://console.aws.amazon.com/iam/home#/roles/create"]);

    app.click(&checkbox("1. Sign in to account 567890123456"));
    app.click(&checkbox("2. Paste the trust policy"));
    app.see(&heading("IAM console steps (2/5)"));
    app.close();

    let app = world.start();
    open_space(&app);
    app.picture_from(&heading("Primary source"), "space-with-a-draft");
    app.click(&button("Continue Secondary source in progress: 567890123456"));
    app.see(&heading("IAM console steps (2/5)"));
    assert!(app.is_on(&checkbox("1. Sign in")));
    assert!(app.is_on(&checkbox("2. Paste the trust policy")));
    assert!(!app.is_on(&checkbox("3. Attach AIDevOpsAgentAccessPolicy")));

    // What was copied makes a role that works.
    let managed = "arn:aws:iam::aws:policy/AIDevOpsAgentAccessPolicy";
    app.see(&text(managed).within(region("Managed policy")));
    let inline = ("AllowCreateServiceLinkedRoles", inline.as_str());
    world.console(ACCOUNT).make_role(ROLE, &trust, managed, inline);
    connect(&app);
    app.see(&text("Account 567890123456 is connected to production-operations."));
}

/// What the command line prints for the same variables.
fn rendered(document: &str) -> String {
    let output = Command::new(command_line())
        .args(["policy", "render", "--template", "devops-agent", "--document", document])
        .args(["--var", "primary_account=111111111111"])
        .args(["--var", &format!("secondary_account={ACCOUNT}")])
        .args(["--var", "region=us-east-1"])
        .args(["--var", "agent_space_id=5f2c9a31-7d04-4e8b-9c16-0b8e4d7a2f63"])
        .args(["--var", &format!("role_name={ROLE}")])
        .output()
        .expect("the rolebridge command to start");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "rolebridge policy render: {said}");
    String::from_utf8(output.stdout).expect("text").trim_end_matches('\n').to_owned()
}
