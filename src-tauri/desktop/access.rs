//! What the app is reached by from outside its window, put together: the quick switcher, its
//! shortcut, the tray, notifications. Nothing of it is begun before the first screen is shown.

use std::sync::{Arc, Once};

use rolebridge_workflows::{
    Error, Rolebridge,
    quick_access::{MenuCommand, MenuItem, QuickAccess, Shortcut},
};
use tauri::{AppHandle, Manager};

use crate::{notify, quick, shell, shortcut, tray};

/// The desktop, by the app that runs on it.
pub(crate) struct Access {
    app: AppHandle,
    shortcut: shortcut::Taken,
    tray: tray::Tray,
    begun: Once,
    /// Whether the app was started for the quick switcher.
    quick_first: bool,
}

impl Access {
    pub(crate) fn new(app: &AppHandle, quick_first: bool) -> Arc<Self> {
        Arc::new(Self {
            app: app.clone(),
            shortcut: shortcut::Taken::none(app.clone()),
            tray: tray::Tray::new(app.clone(), carry_out),
            begun: Once::new(),
            quick_first,
        })
    }

    /// Whether closing the main window is to leave the app in the tray.
    pub(crate) fn keeps_running(&self) -> bool {
        let core = self.app.state::<Arc<Rolebridge>>();
        self.tray.is_there() && core.quick_access_settings().is_ok_and(|s| s.close_to_tray)
    }
}

impl QuickAccess for Access {
    fn shortcut_trouble(&self) -> Option<String> {
        self.shortcut.trouble()
    }

    fn tray_trouble(&self) -> Option<String> {
        tray::trouble()
    }

    fn set_shortcut(&self, shortcut: Option<&Shortcut>) -> Result<(), String> {
        self.shortcut.set(shortcut)
    }

    fn set_tray(&self, wanted: bool) {
        self.tray.want(wanted);
    }

    fn draw_menu(&self, items: &[MenuItem]) {
        self.tray.draw(items);
    }

    fn tell(&self, title: &str, text: &str) {
        notify::tell(title.to_owned(), text.to_owned());
    }

    fn hide_quick(&self) {
        quick::hide(&self.app);
    }

    fn main_is_ready(&self) {
        self.begun.call_once(|| {
            let core = self.app.state::<Arc<Rolebridge>>().inner().clone();
            let app = self.quick_first.then(|| self.app.clone());
            // The answer to the page does not wait for it.
            tauri::async_runtime::spawn(async move {
                if let Some(app) = app {
                    quick::show(&app);
                }
                if let Err(error) = core.take_quick_access() {
                    tracing::warn!(%error, "the settings of the tray and the shortcut do not read");
                }
                core.watch_quick_access().await;
            });
        });
    }
}

/// What a line of the tray's menu does.
fn carry_out(app: &AppHandle, command: MenuCommand) {
    match command {
        MenuCommand::Quick => quick::show(app),
        MenuCommand::Main => shell::show_main(app),
        MenuCommand::Quit => app.exit(0),
        other => {
            let core = app.state::<Arc<Rolebridge>>().inner().clone();
            tauri::async_runtime::spawn(async move {
                let error = core.choose_in_menu(other).await.err();
                if let Some(error) = error.filter(|e| !matches!(e, Error::Cancelled)) {
                    let remedy = error.remedy().unwrap_or_default();
                    notify::tell("Rolebridge could not do it".into(), format!("{error} {remedy}"));
                }
            });
        }
    }
}
