//! Pictures of the screens no other test comes by, and the theme.

use rolebridge_e2e::{World, button, checkbox, dialog, heading, link, region};

use crate::journey::{SPACE, open_space};

#[test]
fn the_other_screens_show_what_they_are_for() {
    let world = World::new("screens");
    let app = world.start();
    app.see(&link(SPACE));
    app.click(&button("Create agent space"));
    app.see(&heading("Create agent space"));
    app.picture("create-space");

    app.click(&link("Agent spaces").within(region("Side navigation")));
    open_space(&app);
    app.picture("space");
    app.click(&checkbox("Select 222222222222"));
    for (choice, picture) in [("Edit", "edit-source"), ("Update", "update-source")] {
        app.click(&button(choice));
        app.see(&dialog(choice));
        app.picture(picture);
        app.click(&button("Cancel").within(dialog(choice)));
        app.see_no(&dialog(choice));
    }

    let screens =
        [("Policy workbench", "workbench"), ("Activity", "activity"), ("Settings", "settings")];
    for (screen, picture) in screens {
        app.click(&link(screen).within(region("Side navigation")));
        app.see(&heading(screen));
        app.picture(picture);
    }
    app.click(&button("Connect real AWS").last());
    app.see(&heading("Which identity do you want to use?"));
    app.picture("connect");
}

#[test]
fn the_theme_is_kept() {
    let world = World::new("theme");
    let app = world.start();
    app.click(&link("Settings").within(region("Side navigation")));
    app.click(&button("Dark"));
    app.until("the dark", || app.is_dark().then_some(()));
    app.close();

    let app = world.start();
    app.see(&heading("Agent spaces"));
    app.until("the dark", || app.is_dark().then_some(()));
    app.click(&link("Settings").within(region("Side navigation")));
    app.click(&button("Light"));
    app.until("the light", || (!app.is_dark()).then_some(()));
}
