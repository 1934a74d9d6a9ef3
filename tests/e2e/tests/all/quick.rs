//! The quick switcher, the shortcut and the tray, on a real screen.

use std::time::{Duration, Instant};

use rolebridge_e2e::{App, Key, World, field, heading, link, press, text};

use crate::switch::add_entry;

const QUICK: &str = "Rolebridge quick switcher";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

fn with_entries(app: &App) {
    app.click(&link("Switch roles"));
    app.see(&heading("Switch roles"));
    add_entry(app, "222222222222", "Admin", "Ledger");
    add_entry(app, "333333333333", "team/dev+ops", "Payments & prod");
}

#[test]
fn a_second_start_shows_the_quick_switcher_of_the_first() {
    let world = World::new("quick");
    let app = world.start();
    with_entries(&app);
    assert_eq!(app.windows(), 1, "The quick switcher is made before anybody asked for it.");

    world.start_again(&["--quick"]);
    app.go_to_window(QUICK);
    app.see_window(true);
    app.see(&field("Find a role"));
    app.picture("quick");
    app.type_keys("prod pay");
    app.see_no(&text("Ledger"));
    app.type_keys(ENTER);
    app.until("the browser", || (!world.opened().is_empty()).then_some(()));
    assert_eq!(
        world.opened(),
        ["https://signin.aws.amazon.com/switchrole?account=333333333333\
          &roleName=team/dev%2Bops&displayName=Payments%20%26%20prod&color=83d4e8"]
    );
    app.see_window(false);

    // Out of sight it is there, and it begins anew.
    world.start_again(&["--quick"]);
    app.see_window(true);
    app.see(&text("Ledger"));
    assert_eq!(app.value(&field("Find a role")), "");
    app.type_keys(ESCAPE);
    app.see_window(false);
    assert_eq!(world.opened().len(), 1);
}

#[test]
fn the_shortcut_shows_the_quick_switcher() {
    let world = World::new("quick-shortcut");
    let app = world.start();
    with_entries(&app);
    app.click(&link("Settings").last());
    app.see(&heading("Quick switcher and tray"));
    assert_eq!(app.value(&field("Shortcut")), "Ctrl+Alt+Space");
    let mut pressed: Option<Instant> = None;
    app.until("the shortcut to be taken", || {
        if app.windows() == 2 {
            return Some(());
        }
        // Pressed again while the window is being made, it would begin anew under what is typed.
        if pressed.is_none_or(|at| at.elapsed() > Duration::from_secs(3)) {
            press(&[Key::CONTROL, Key::ALT, Key::SPACE]);
            pressed = Some(Instant::now());
        }
        None
    });
    app.go_to_window(QUICK);
    app.see_window(true);
    // The window is there before its page.
    app.see(&field("Find a role"));
    app.see(&text("Payments & prod"));
    app.type_keys("ledger");
    app.see_no(&text("Payments & prod"));
    app.type_keys(ESCAPE);
    app.see_window(false);
}
