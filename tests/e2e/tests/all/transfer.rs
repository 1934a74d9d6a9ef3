//! Import with its progress, and publishing into a file that belongs to somebody else.

use std::{fmt::Write, fs};

use rolebridge_e2e::{NativeWindow, World, button, dialog, field, heading, link, text};

#[test]
fn five_thousand_profiles_are_imported_with_a_progress_bar() {
    let world = World::new("transfer-import");
    let mut config = String::new();
    for i in 0..5_000_u64 {
        let account = 100_000_000_000 + i;
        let role = format!("role_arn = arn:aws:iam::{account}:role/Admin");
        writeln!(config, "[profile p{i}]\n{role}\nsource_profile = me\n").expect("memory");
    }
    let path = world.sandbox_folder().join("profiles.ini");
    fs::write(&path, config).expect("a file");
    let app = world.start();
    app.click(&link("Import and export"));
    app.see(&heading("Import and export"));
    app.fill(&field("File"), path.to_str().expect("a plain path"));
    app.click(&button("Preview"));
    app.see(&button("Import 5000 entries"));
    app.picture("transfer-import");
    app.watch_progress();
    app.click(&button("Import 5000 entries"));
    app.see(&text("5000 added, 0 updated, 0 already there, 0 skipped."));
    let seen = app.progress_seen();
    assert!(seen.iter().any(|percent| (0.0..=100.0).contains(percent)), "{seen:?}");
    app.click(&button("Show switch roles").last());
    app.see(&heading("Switch roles"));
}

#[test]
fn a_file_is_chosen_in_the_system_s_dialog() {
    let world = World::new("transfer-dialog");
    let path = world.sandbox_folder().join("roles.csv");
    fs::write(&path, "name,role\nprod,arn:aws:iam::222222222222:role/Admin\n").expect("a file");
    let app = world.start();
    app.click(&link("Import and export"));
    app.see(&heading("Import and export"));
    app.click(&button("Choose file"));
    NativeWindow::titled("Choose a file").cancel();
    assert_eq!(app.value(&field("File")), "");
    app.click(&button("Choose file"));
    NativeWindow::titled("Choose a file").choose(path.to_str().expect("a plain path"));
    app.see(&button("Import 1 entry"));
    assert_eq!(app.value(&field("File")), path.to_str().expect("a plain path"));
}

#[test]
fn a_file_dropped_on_the_window_is_previewed() {
    let world = World::new("transfer-drop");
    let path = world.sandbox_folder().join("team roles.csv");
    fs::write(&path, "name,role\nprod,arn:aws:iam::222222222222:role/Admin\n").expect("a file");
    let app = world.start();
    app.see(&heading("Agent spaces"));
    // As file managers write the address.
    let address = path.to_str().expect("a plain path").replace(' ', "%20");
    NativeWindow::titled("Rolebridge").receive(&address);
    app.see(&heading("Import and export"));
    app.see(&button("Import 1 entry"));
    assert_eq!(app.value(&field("File")), path.to_str().expect("a plain path"));
    app.picture("transfer-drop");
}

#[test]
fn a_config_full_of_comments_keeps_every_byte() {
    let before = "# mine\r\n[default]\r\nregion=eu-west-1\r\n\r\n; keep  \r\n[profile own]\r\n\
        strange_key   =  value # with more\r\ns3 =\r\n  max = 3\r\n[services x]\n# no CR here\n\
        aws_secret_access_key = hush/hush\t";
    let world = World::new("transfer-publish");
    let folder = world.sandbox_folder().join("aws");
    fs::create_dir_all(&folder).expect("a folder");
    let config = folder.join("config");
    fs::write(&config, before).expect("a file");
    let roles = world.sandbox_folder().join("roles.csv");
    fs::write(&roles, "name,role\nprod,arn:aws:iam::222222222222:role/Admin\n").expect("a file");

    let app = world.start();
    app.click(&link("Import and export"));
    app.fill(&field("File"), roles.to_str().expect("a plain path"));
    app.click(&button("Preview"));
    app.click(&button("Import 1 entry"));
    app.see(&text("1 added, 0 updated, 0 already there, 0 skipped."));

    app.click(&button("Publish to AWS config"));
    app.click(&button("Preview changes"));
    app.see(&text("credentials prod").part());
    app.picture("transfer-publish");
    assert_eq!(fs::read_to_string(&config).expect("the file"), before);
    app.click(&button("Publish"));
    app.click(&button("Publish").within(dialog("Publish 1 profile?")));
    app.see(&text("1 profile published in").part());
    let after = fs::read_to_string(&config).expect("the file");
    assert!(after.starts_with(before), "{after:?}");
    assert_eq!(after.matches("[profile prod]").count(), 1);

    app.click(&button("Preview removing all"));
    app.click(&button("Remove"));
    app.click(&button("Remove").within(dialog("Remove all published profiles?")));
    app.see(&text("All profiles were removed").part());
    assert_eq!(fs::read_to_string(&config).expect("the file"), before);
}
