//! The shortcut that works in every program.

use std::sync::{Mutex, PoisonError};

use rolebridge_workflows::quick_access::{Shortcut, System};
use tauri::{AppHandle, Manager};
use tauri_plugin_global_shortcut::{Error, GlobalShortcut, GlobalShortcutExt, ShortcutState};

use crate::quick;

/// The shortcut as it is taken, and what stood in the way.
pub(crate) struct Taken {
    app: AppHandle,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    shortcut: Option<String>,
    trouble: Option<String>,
}

impl Taken {
    pub(crate) fn none(app: AppHandle) -> Self {
        Self { app, now: Mutex::default() }
    }

    /// Why there is none although one is wanted, or could be none.
    pub(crate) fn trouble(&self) -> Option<String> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.trouble.clone().or_else(unsupported)
    }

    /// Takes a shortcut in place of the one before; nothing gives it up.
    pub(crate) fn set(&self, shortcut: Option<&Shortcut>) -> Result<(), String> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.trouble = None;
        if let Some(before) = now.shortcut.take() {
            let _ = self.app.global_shortcut().unregister(before.as_str());
        }
        let Some(shortcut) = shortcut else { return Ok(()) };
        let taken = match unsupported() {
            Some(reason) => Err(reason),
            None => self.take(shortcut),
        };
        match &taken {
            Ok(()) => now.shortcut = Some(shortcut.to_string()),
            Err(reason) => now.trouble = Some(reason.clone()),
        }
        taken
    }

    fn take(&self, shortcut: &Shortcut) -> Result<(), String> {
        self.begin().map_err(|e| e.to_string())?;
        let keys = shortcut.to_string();
        let shown = self.app.global_shortcut().on_shortcut(keys.as_str(), |app, _, event| {
            if event.state == ShortcutState::Pressed {
                quick::show(app);
            }
        });
        shown.map_err(|error| refusal(&shortcut.named(System::HERE), &error))
    }

    /// The plugin begins to listen to keys, for which it keeps a thread: only once it has to. On
    /// macOS that is for the main thread to do.
    fn begin(&self) -> tauri::Result<()> {
        if self.app.try_state::<GlobalShortcut<tauri::Wry>>().is_some() {
            return Ok(());
        }
        let (done, began) = std::sync::mpsc::channel();
        let app = self.app.clone();
        self.app.run_on_main_thread(move || {
            let plugin = tauri_plugin_global_shortcut::Builder::new().build();
            let _ = done.send(app.plugin(plugin));
        })?;
        began.recv().unwrap_or(Ok(()))
    }
}

fn refusal(shortcut: &str, error: &Error) -> String {
    let why = match error {
        Error::GlobalHotkey(text) if text.to_lowercase().contains("already") => {
            "another program has it".to_owned()
        }
        other => other.to_string(),
    };
    format!("{shortcut} could not be taken: {why}. Choose another one, or {}.", by_hand())
}

/// What to do where a program can't take a shortcut for itself.
fn by_hand() -> String {
    let program = std::env::var_os("APPIMAGE")
        .map(Into::into)
        .or_else(|| std::env::current_exe().ok())
        .map_or_else(|| "rolebridge-desktop".into(), |path| path.display().to_string());
    format!("bind one to the command `{program} --quick` in the settings of your desktop")
}

/// Why this desktop gives no program a shortcut, where it does not. X11 gives them to all; Wayland
/// gives none, and grabs through its X11 server would work only above X11 windows.
#[cfg(target_os = "linux")]
fn unsupported() -> Option<String> {
    let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let wayland = set("WAYLAND_DISPLAY")
        || std::env::var("XDG_SESSION_TYPE").is_ok_and(|kind| kind == "wayland");
    (wayland || !set("DISPLAY")).then(|| {
        format!("On this desktop (Wayland) a program can't take a shortcut: {}.", by_hand())
    })
}

#[cfg(not(target_os = "linux"))]
const fn unsupported() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_we_accept_is_one_the_plugin_reads() {
        let letters = ('A'..='Z').chain('0'..='9').map(String::from);
        let functions = (1..=24).map(|n| format!("F{n}"));
        let named = Shortcut::NAMED.iter().map(ToString::to_string);
        for key in letters.chain(functions).chain(named) {
            let ours = Shortcut::parse(&format!("Ctrl+Alt+Shift+Super+{key}"), System::HERE);
            let text = ours.unwrap().to_string();
            let theirs = text.parse::<tauri_plugin_global_shortcut::Shortcut>();
            assert!(theirs.is_ok(), "{text}: {theirs:?}");
        }
    }
}
