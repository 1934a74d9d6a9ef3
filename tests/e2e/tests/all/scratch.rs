//! scratch
use rolebridge_e2e::*;
use crate::journey::*;
#[test]
fn scratch() {
    let world = World::new("scratch");
    let app = world.start();
    app.click(&link(SPACE));
    for account in ["222222222222", "444444444444", "666666666666", "777777777777", "888888888888"] {
        app.see(&heading("Secondary sources"));
        app.click(&checkbox(&format!("Select {account}")));
        app.click(&button("Remove"));
        app.click(&button("Next").within(dialog("Remove secondary source")));
        app.see(&item(&format!("Disconnect account {account} from the agent space")));
        app.click(&button("Remove"));
        let at = std::time::Instant::now();
        while at.elapsed().as_secs() < 6 && !app.shows(&text("Done: 1 of 1")) {}
        println!("{account} done shown: {} {:?}", app.shows(&text("Done: 1 of 1")), at.elapsed());
        if !app.shows(&text("Done: 1 of 1")) {
            println!("   {}", app.text(&text("of 1 step").last()));
            app.click(&link("Settings"));
            app.see(&heading("Appearance"));
            app.click(&link("Agent spaces"));
            app.click(&link(SPACE));
        } else {
            app.click(&link(SPACE));
        }
        app.see(&heading("Secondary sources"));
        println!("   row gone: {}", !app.shows(&row(account)));
    }
}
