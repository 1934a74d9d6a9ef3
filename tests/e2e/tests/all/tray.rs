//! What the desktop shows of the app outside its windows: the icon in the tray with its menu, and
//! notifications.

use std::time::Duration;

use rolebridge_e2e::{
    App, Line, NativeWindow, Panel, World, button, checkbox, heading, link, menu, text,
};

use crate::{
    sessions::{Aws, QUESTION, copy_exports, with_entry},
    switch::add_entry,
};

const QUICK: &str = "Rolebridge quick switcher";
const KEEP: &str = "Keep Rolebridge in the tray when its window is closed";
const NO_TRAY: &str = "This desktop has no tray at present";

fn settings(app: &App) {
    app.click(&link("Settings").last());
    app.see(&heading("Quick switcher and tray"));
}

fn texts(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn the_menu_has_what_is_at_hand_and_does_what_is_chosen() {
    let panel = Panel::show();
    let world = World::new("tray");
    let app = world.start();
    app.click(&link("Switch roles"));
    app.see(&heading("Switch roles"));
    add_entry(&app, "333333333333", "Admin", "Ledger");
    app.click(&button("Favourite Ledger"));
    add_entry(&app, "222222222222", "OrganizationAccountAccessRole", "Prod & more");
    app.type_keys("/");
    app.type_keys("prod");
    app.see(&text("1 entry found"));
    app.click(&button("More ways to use Prod & more"));
    app.click(&menu("Copy exports"));
    app.see(&text("were copied"));

    let lines = app.until("the session and the favourite in the tray", || {
        let lines = panel.menu();
        (lines.first()?.text == "Running sessions" && lines.get(3)?.text == "Favourites")
            .then_some(lines)
    });
    let session = &lines[1];
    assert!(session.text.starts_with("Prod & more, "), "{session:?}");
    assert!(session.text.ends_with(" left"), "{session:?}");
    assert_eq!(texts(&session.lines), ["Open", "Renew", "End session"]);
    assert_eq!(
        texts(&lines)[3..],
        ["Favourites", "Ledger", "", "Quick switcher", "Open Rolebridge", "", "Quit Rolebridge"]
    );

    panel.choose(&["Ledger"]);
    app.until("the browser", || (!world.opened().is_empty()).then_some(()));
    assert!(world.opened()[0].contains("account=333333333333"), "{:?}", world.opened());

    panel.choose(&["Prod & more, ", "End session"]);
    app.see_no(&button("End the session of Prod & more"));
    app.until("the session to go from the tray", || {
        (panel.texts().first()? == "Favourites").then_some(())
    });

    panel.choose(&["Quick switcher"]);
    let _quick = NativeWindow::titled(QUICK);
    app.ends_by(|| panel.choose(&["Quit Rolebridge"]));
}

#[test]
fn a_closed_window_is_left_in_the_tray_and_comes_back_from_it() {
    let panel = Panel::show();
    let world = World::new("tray-close");
    let app = world.start();
    app.see(&heading("Agent spaces"));
    settings(&app);
    assert!(!app.shows(&text(NO_TRAY).part()));
    app.click(&checkbox(KEEP));
    app.until("the setting to be saved", || app.is_on(&checkbox(KEEP)).then_some(()));
    // The icon is there before the window can hide behind it.
    let _ = panel.menu();

    let main = NativeWindow::titled("Rolebridge");
    main.close();
    main.gone();
    panel.choose(&["Open Rolebridge"]);
    let _main = NativeWindow::titled("Rolebridge");
    app.see(&heading("Quick switcher and tray"));
    app.ends_by(|| panel.choose(&["Quit Rolebridge"]));
}

#[test]
fn without_a_tray_the_setting_says_so_and_closing_ends_the_app() {
    let world = World::new("tray-none");
    let panel = Panel::show();
    let app = world.start();
    app.see(&heading("Agent spaces"));
    settings(&app);
    app.click(&checkbox(KEEP));
    app.until("the setting to be saved", || app.is_on(&checkbox(KEEP)).then_some(()));
    let _ = panel.menu();
    // The panel ends, as it does when it crashes or its extension is turned off.
    drop(panel);
    app.click(&link("Switch roles"));
    app.see(&heading("Switch roles"));
    settings(&app);
    app.see(&text(NO_TRAY).part());
    app.picture("settings-no-tray");
    app.ends_by(|| NativeWindow::titled("Rolebridge").close());
}

#[test]
fn a_session_that_ends_soon_and_needs_a_person_is_told_of() {
    let panel = Panel::show();
    let world = World::untouched("tray-notice");
    let aws = Aws::taking("161803", Duration::from_secs(290));
    let app = with_entry(&world, &aws);
    copy_exports(&app);
    NativeWindow::titled(QUESTION).answer("161803");
    app.see(&text("The session of Ledger production ends soon"));
    let notices = app.until("a notification", || {
        let notices = panel.notices();
        (!notices.is_empty()).then_some(notices)
    });
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0].title, "Ledger production ends soon");
    assert!(notices[0].text.contains("A new one needs your MFA device"), "{notices:?}");
    app.close();
}
