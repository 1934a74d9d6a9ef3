//! What the app asks and shows when it is started for the first time.

use rolebridge_e2e::{World, button, heading, link, radio, row};

#[test]
fn without_aws_it_lands_on_the_sandbox() {
    let world = World::untouched("first-start-sandbox");
    let app = world.start();
    app.see(&heading("Agent spaces"));
    app.see(&button("Sandbox: nothing here is real AWS"));
    app.see(&button("Connect real AWS"));
    app.see(&link("production-operations"));
    app.see(&row("platform-eu").part());
    app.picture("spaces");
}

#[test]
fn with_aws_profiles_it_asks_once_which_identity_to_use() {
    let world = World::untouched("first-start-profiles");
    world.put_aws_config(PROFILES);
    let app = world.start();
    app.see(&heading("Which identity do you want to use?"));
    app.see(&radio("operations"));
    app.see(&radio("Sandbox"));
    app.picture("first-start");
    app.click(&radio("Sandbox"));
    app.click(&button("Connect"));
    app.see(&link("production-operations"));
    app.close();

    let app = world.start();
    app.see(&link("production-operations"));
    assert!(!app.shows(&heading("Which identity do you want to use?")));
}

const PROFILES: &str = "
[profile operations]
region = eu-central-1
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

[profile audit]
aws_access_key_id = AKIAI44QH8DHBEXAMPLE
aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY
";
