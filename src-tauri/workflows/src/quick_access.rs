//! What Rolebridge does on the desktop outside its own window: a shortcut that works everywhere, a
//! place in the tray, notifications. Here is decided what; how it is done is the shell's.

mod expiry;
mod menu;
mod shortcut;
mod watch;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Error, Rolebridge, form::FieldMessage, launch::LaunchRequest, progress::Event};

pub use menu::{MenuCommand, MenuEntry, MenuItem, menu};
pub use shortcut::{Shortcut, ShortcutFault, System};

/// The desktop as the shell has it. A host without a window has none.
pub trait QuickAccess: Send + Sync {
    /// Why there can be no shortcut that works everywhere; nothing if there can.
    fn shortcut_trouble(&self) -> Option<String>;

    /// Why there can be no place in the tray; nothing if there can.
    fn tray_trouble(&self) -> Option<String>;

    /// Takes a shortcut for the quick switcher, in place of the one before; nothing gives it up.
    ///
    /// # Errors
    /// Why the desktop did not give it, in a sentence. The one before is given up then too.
    fn set_shortcut(&self, shortcut: Option<&Shortcut>) -> Result<(), String>;

    /// Takes a place in the tray with the next menu, or gives it up.
    fn set_tray(&self, wanted: bool);

    /// Shows this menu in the tray, if there is a place.
    fn draw_menu(&self, items: &[MenuItem]);

    /// Tells the user something, wherever they are.
    fn tell(&self, title: &str, text: &str);

    /// Puts the quick switcher away.
    fn hide_quick(&self);

    /// The main window shows its first screen: what could wait may begin.
    fn main_is_ready(&self);
}

/// What the user wants of the desktop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct QuickAccessSettings {
    /// Whether a shortcut opens the quick switcher.
    pub shortcut_on: bool,
    /// The shortcut, such as `Ctrl+Alt+Space`.
    pub shortcut: String,
    /// Whether Rolebridge has a place in the tray.
    pub tray: bool,
    /// Whether closing the window leaves Rolebridge in the tray.
    pub close_to_tray: bool,
    /// Whether a session that ends soon and can't be renewed is told of.
    pub tell_expiry: bool,
}

impl Default for QuickAccessSettings {
    fn default() -> Self {
        Self {
            shortcut_on: true,
            shortcut: System::HERE.usual_shortcut().into(),
            tray: true,
            close_to_tray: false,
            tell_expiry: true,
        }
    }
}

/// The settings, and what the desktop has to say to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct QuickAccessState {
    /// As they are saved.
    pub settings: QuickAccessSettings,
    /// The shortcut to begin with.
    pub usual_shortcut: String,
    /// Why the shortcut does not work at present, in a sentence with what to do.
    pub shortcut_trouble: Option<String>,
    /// Why there is no place in the tray at present, in a sentence.
    pub tray_trouble: Option<String>,
}

const SETTINGS: &str = "quick-access";
const NO_WINDOW: &str = "Rolebridge runs without a window here.";

impl Rolebridge {
    /// What the user wants of the desktop.
    ///
    /// # Errors
    /// What the database said.
    pub fn quick_access_settings(&self) -> Result<QuickAccessSettings, Error> {
        Ok(self.store.setting(SETTINGS)?.unwrap_or_default())
    }

    /// The settings, and what the desktop has to say to them.
    ///
    /// # Errors
    /// What the database said.
    pub fn quick_access_state(&self) -> Result<QuickAccessState, Error> {
        let (shortcut_trouble, tray_trouble) = match self.quick_access() {
            Some(access) => (access.shortcut_trouble(), access.tray_trouble()),
            None => (Some(NO_WINDOW.into()), Some(NO_WINDOW.into())),
        };
        Ok(QuickAccessState {
            settings: self.quick_access_settings()?,
            usual_shortcut: System::HERE.usual_shortcut().into(),
            shortcut_trouble,
            tray_trouble,
        })
    }

    /// Takes over what the user wants of the desktop. A shortcut that the desktop does not give is
    /// not kept, and the one before is taken again.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the shortcut at fault; what the database said.
    pub fn save_quick_access(&self, settings: &QuickAccessSettings) -> Result<(), Error> {
        let before = self.quick_access_settings()?;
        let shortcut = match Shortcut::parse(&settings.shortcut, System::HERE) {
            Err(fault) if settings.shortcut_on => return Err(Error::field("shortcut", fault)),
            // Turned off, it need not be one that works.
            read => read.ok(),
        };
        let text = match &shortcut {
            Some(shortcut) => shortcut.named(System::HERE),
            None => before.shortcut.clone(),
        };
        let settings = QuickAccessSettings { shortcut: text, ..settings.clone() };
        if let Some(access) = self.quick_access() {
            if (settings.shortcut_on, &settings.shortcut) != (before.shortcut_on, &before.shortcut)
                && let Err(reason) =
                    access.set_shortcut(shortcut.as_ref().filter(|_| settings.shortcut_on))
            {
                // It was given once; if it is not any more, the state of the desktop says so.
                let _ = access.set_shortcut(wanted(&before).as_ref());
                return Err(Error::Invalid(vec![FieldMessage::new("shortcut", reason)]));
            }
            access.set_tray(settings.tray);
        }
        self.store.set_setting(SETTINGS, &settings)?;
        let _ = self.events.send(Event::QuickAccess);
        Ok(())
    }

    /// Puts the quick switcher away.
    pub fn hide_quick(&self) {
        if let Some(access) = self.quick_access() {
            access.hide_quick();
        }
    }

    /// The main window shows its first screen.
    pub fn main_is_ready(&self) {
        if let Some(access) = self.quick_access() {
            access.main_is_ready();
        }
    }

    /// Carries out what was chosen in the menu of the tray, as far as it needs no window.
    ///
    /// # Errors
    /// As what was chosen.
    pub async fn choose_in_menu(self: &Arc<Self>, command: MenuCommand) -> Result<(), Error> {
        match command {
            MenuCommand::Open(id) => {
                self.launch(&LaunchRequest { id, way: None, target: None }).await.map(drop)
            }
            MenuCommand::Renew(entry) => self.renew_session(entry).await,
            MenuCommand::End(entry) => self.session()?.end_session(entry).await.map(drop),
            MenuCommand::Quick | MenuCommand::Main | MenuCommand::Quit => Ok(()),
        }
    }

    /// Takes the shortcut and the place in the tray that the settings ask for.
    ///
    /// # Errors
    /// What the database said. A desktop that refuses says so in [`Rolebridge::quick_access_state`].
    pub fn take_quick_access(&self) -> Result<(), Error> {
        let settings = self.quick_access_settings()?;
        if let Some(access) = self.quick_access() {
            if let Some(shortcut) = wanted(&settings)
                && let Err(reason) = access.set_shortcut(Some(&shortcut))
            {
                tracing::warn!(reason, "no shortcut for the quick switcher");
            }
            access.set_tray(settings.tray);
        }
        Ok(())
    }
}

fn wanted(settings: &QuickAccessSettings) -> Option<Shortcut> {
    let shortcut = Shortcut::parse(&settings.shortcut, System::HERE).ok();
    shortcut.filter(|_| settings.shortcut_on)
}
