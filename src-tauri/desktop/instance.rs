//! One app for each data folder: a second start hands its arguments to the one that runs.

use std::path::Path;

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
