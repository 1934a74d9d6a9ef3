//! Closing the window, as the button in its frame does.

use rolebridge_e2e::{Ending, NativeWindow, World};

const QUICK: &str = "Rolebridge quick switcher";

#[test]
fn closing_the_window_ends_the_app() {
    let world = World::new("closing");
    let app = world.start_alone();
    NativeWindow::titled("Rolebridge").close();
    app.ended();
}

#[test]
fn a_quick_switcher_out_of_sight_does_not_keep_the_app_alive() {
    let world = World::new("closing-quick");
    let app = world.start_alone();
    let main = NativeWindow::titled("Rolebridge");
    world.start_again(&["--quick"]);
    let quick = NativeWindow::titled(QUICK);
    // Whoever turns to another window is done with it.
    quick.take_keyboard();
    main.take_keyboard();
    quick.gone();
    main.close();
    app.ended();
}

#[test]
fn nor_does_one_in_sight() {
    let world = World::new("closing-quick-shown");
    let app = world.start_alone();
    let main = NativeWindow::titled("Rolebridge");
    world.start_again(&["--quick"]);
    let _quick = NativeWindow::titled(QUICK);
    main.close();
    app.ended();
}

/// Closed and opened again at once: the first is still on its way out when the second asks for it.
#[test]
fn a_start_while_the_last_one_is_ending_shows_a_window() {
    let world = World::new("closing-ending");
    let first = world.start_alone();
    let window = NativeWindow::titled("Rolebridge");
    let ending = Ending::after(|| {
        window.close();
        first.ended();
    });
    let second = world.start_alone();
    NativeWindow::titled("Rolebridge").close();
    assert!(ending.was_asked());
    second.ended();
}
