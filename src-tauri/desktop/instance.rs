//! One app for each data folder: a second start hands its arguments to the one that runs.

use std::{path::Path, process::ExitCode};

use tauri::{AppHandle, Wry, plugin::TauriPlugin};

use crate::{quick, shell};

/// The argument that asks for the quick switcher.
const QUICK: &str = "--quick";

/// Whether these arguments ask for the quick switcher.
pub(crate) fn wants_quick<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> bool {
    arguments.into_iter().skip(1).any(|a| a.as_ref() == QUICK)
}

/// The plugin that finds the app that runs, where it can tell data folders apart. `home` is the
/// folder if it is another one than usual.
pub(crate) fn alone(home: Option<&Path>) -> Option<TauriPlugin<Wry>> {
    let plugin =
        tauri_plugin_single_instance::Builder::new().callback(|app: &AppHandle, arguments, _| {
            if wants_quick(arguments) {
                quick::show(app);
            } else {
                shell::show_main(app);
            }
        });
    match home {
        None => Some(plugin.build()),
        Some(home) => named(plugin, home).map(tauri_plugin_single_instance::Builder::build),
    }
}

type Builder = tauri_plugin_single_instance::Builder<Wry>;

/// Another data folder is another app, with a name of its own on the session bus.
#[cfg(target_os = "linux")]
fn named(plugin: Builder, home: &Path) -> Option<Builder> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    home.canonicalize().unwrap_or_else(|_| home.to_owned()).hash(&mut hasher);
    Some(plugin.dbus_id(format!("dev.rolebridge.desktop.h{:016x}", hasher.finish())))
}

/// Elsewhere the name can't be chosen, so other data folders are not watched over.
#[cfg(not(target_os = "linux"))]
fn named(_: Builder, _: &Path) -> Option<Builder> {
    None
}

/// Counts the starts in which the app that ran ended before it took the arguments.
const ANEW: &str = "ROLEBRIDGE_STARTED_ANEW";
/// One ends at a time; more than this is another trouble.
const MOST_STARTS: u32 = 5;

/// Whether a start failed because the app that ran could not be handed the arguments: it was just
/// ending, as when somebody closes the window and opens it again.
pub(crate) fn was_just_ending(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

/// Starts this program again, with the same arguments: the toolkit can't be started twice in one.
/// Nothing if that was tried often enough, or can't be.
pub(crate) fn start_anew() -> Option<ExitCode> {
    let starts = std::env::var(ANEW).ok().and_then(|n| n.parse().ok()).unwrap_or(0_u32);
    if starts >= MOST_STARTS {
        return None;
    }
    let mut command = std::process::Command::new(std::env::current_exe().ok()?);
    command.args(std::env::args_os().skip(1)).env(ANEW, (starts + 1).to_string());
    become_it(command)
}

/// This process becomes the new one, so that whoever waits for it waits for that.
#[cfg(unix)]
fn become_it(mut command: std::process::Command) -> Option<ExitCode> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    tracing::error!(%error, "the app could not be started anew");
    None
}

#[cfg(not(unix))]
fn become_it(mut command: std::process::Command) -> Option<ExitCode> {
    command.spawn().ok().map(|_| ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::wants_quick;

    #[test]
    fn only_the_argument_asks_for_the_quick_switcher() {
        assert!(wants_quick(["rolebridge-desktop", "--quick"]));
        assert!(wants_quick(["rolebridge-desktop", "--other", "--quick"]));
        assert!(!wants_quick(["--quick"]));
        assert!(!wants_quick(["rolebridge-desktop", "--quicker"]));
        assert!(!wants_quick(["rolebridge-desktop"]));
    }
}
