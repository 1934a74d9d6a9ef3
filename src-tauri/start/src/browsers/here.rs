//! Where browsers are, on each system.

use std::path::PathBuf;

use super::{Family, Known};

/// The program of a browser, if it is there.
pub(super) fn program(known: &Known) -> Option<PathBuf> {
    system::program(known)
}

/// What the system calls its default browser.
pub(super) fn default_browser() -> Option<String> {
    system::default_browser()
}

/// Whether the system means this browser by a name.
pub(super) fn is_called(known: &Known, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    known.linux.iter().any(|program| name == *program)
        || name == known.id
        || (!known.windows.is_empty() && name == known.windows)
}

/// The folder a browser keeps its profiles in, if it has any.
pub(super) fn data(known: &Known) -> Option<PathBuf> {
    let below = known.data[system::COLUMN];
    let base = match known.family {
        _ if below.is_empty() => return None,
        Family::Chromium => system::chromium_data()?,
        Family::Firefox => system::firefox_data()?,
        Family::Plain => return None,
    };
    Some(below.split('/').fold(base, |path, part| path.join(part)))
}

#[cfg(not(any(windows, target_os = "macos")))]
mod system {
    use std::{path::PathBuf, process::Command};

    use super::Known;

    pub(super) const COLUMN: usize = 0;

    pub(super) fn program(known: &Known) -> Option<PathBuf> {
        known.linux.iter().find_map(|name| crate::process::on_path(name))
    }

    /// What `xdg-settings` says: the name of a desktop file, most often that of the program.
    pub(super) fn default_browser() -> Option<String> {
        let asked = Command::new("xdg-settings").args(["get", "default-web-browser"]).output();
        let said = String::from_utf8(asked.ok()?.stdout).ok()?;
        let name = said.trim().strip_suffix(".desktop")?;
        Some(name.to_owned())
    }

    pub(super) fn chromium_data() -> Option<PathBuf> {
        dirs::config_dir()
    }

    pub(super) fn firefox_data() -> Option<PathBuf> {
        dirs::home_dir()
    }
}

#[cfg(target_os = "macos")]
mod system {
    use std::path::{Path, PathBuf};

    use super::Known;

    pub(super) const COLUMN: usize = 1;

    pub(super) fn program(known: &Known) -> Option<PathBuf> {
        let own = dirs::home_dir().map(|home| home.join("Applications"));
        let system = [Path::new("/Applications"), Path::new("/System/Applications")];
        system
            .into_iter()
            .map(Path::to_owned)
            .chain(own)
            .map(|folder| folder.join(known.macos))
            .find(|program| program.is_file())
    }

    /// Launch Services keeps it to itself; asking takes a framework.
    pub(super) fn default_browser() -> Option<String> {
        None
    }

    pub(super) fn chromium_data() -> Option<PathBuf> {
        dirs::config_dir()
    }

    pub(super) fn firefox_data() -> Option<PathBuf> {
        dirs::config_dir()
    }
}

#[cfg(windows)]
mod system {
    use std::path::PathBuf;

    use winreg::{
        RegKey,
        enums::{HKEY_CLASSES_ROOT, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE},
    };

    use super::Known;

    pub(super) const COLUMN: usize = 2;

    /// App Paths (Windows documentation, "Application registration").
    pub(super) fn program(known: &Known) -> Option<PathBuf> {
        if known.windows.is_empty() {
            return None;
        }
        let below =
            format!(r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\{}", known.windows);
        [HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE].into_iter().find_map(|hive| {
            let key = RegKey::predef(hive).open_subkey(&below).ok()?;
            let path: String = key.get_value("").ok()?;
            Some(PathBuf::from(path.trim_matches('"'))).filter(|path| path.is_file())
        })
    }

    /// The program that is registered for https.
    pub(super) fn default_browser() -> Option<String> {
        const CHOICE: &str =
            r"SOFTWARE\Microsoft\Windows\Shell\Associations\UrlAssociations\https\UserChoice";
        let choice = RegKey::predef(HKEY_CURRENT_USER).open_subkey(CHOICE).ok()?;
        let class: String = choice.get_value("ProgId").ok()?;
        let command = RegKey::predef(HKEY_CLASSES_ROOT)
            .open_subkey(format!(r"{class}\shell\open\command"))
            .ok()?;
        let line: String = command.get_value("").ok()?;
        let program = match line.strip_prefix('"') {
            Some(rest) => rest.split('"').next()?,
            None => line.split(' ').next()?,
        };
        Some(program.rsplit('\\').next()?.to_owned())
    }

    pub(super) fn chromium_data() -> Option<PathBuf> {
        dirs::data_local_dir()
    }

    pub(super) fn firefox_data() -> Option<PathBuf> {
        dirs::config_dir()
    }
}
