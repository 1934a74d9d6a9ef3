//! Pictures of the screens, light and dark.

use std::{fs, path::PathBuf};

use serde_json::json;

use crate::{App, Target, tools::workspace};

/// Does what Cloudscape's `applyMode` does, which the app's own theme setting calls, and waits
/// until that has been painted.
const SHOW_IN: &str = "
    const [dark, done] = arguments;
    document.body.classList.toggle('awsui-dark-mode', dark);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150)));
";
const IS_DARK: &str = "return document.body.classList.contains('awsui-dark-mode');";

impl App {
    /// Takes a picture of the screen, light and dark, whatever the theme.
    pub fn picture(&self, name: &str) {
        let folder = folder();
        let was_dark = self.is_dark();
        for (dark, suffix) in [(false, "light"), (true, "dark")] {
            self.show_in(dark);
            let png = self.session.picture().expect("a picture");
            fs::write(folder.join(format!("{name}-{suffix}.png")), png).expect("a picture kept");
        }
        self.show_in(was_dark);
    }

    /// Takes a picture with something at the top of it.
    pub fn picture_from(&self, target: &Target, name: &str) {
        self.see(target);
        self.scroll_to(target);
        self.picture(name);
    }

    /// Whether the app is dark now.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        self.session.execute(IS_DARK, &[]).expect("a page").as_bool().unwrap_or_default()
    }

    fn show_in(&self, dark: bool) {
        self.session.execute_async(SHOW_IN, &[json!(dark)]).expect("a page");
    }
}

fn folder() -> PathBuf {
    let folder = workspace().join("tests/screenshots");
    fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}
