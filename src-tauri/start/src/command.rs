//! The `rolebridge` command of this computer: the one that was installed with what runs now, and the
//! one the search path leads to.

use std::path::{Path, PathBuf};

use rolebridge_workflows::publish::OwnCommand;

use crate::process::{can_run, on_path};

/// What it is called.
pub(crate) const NAME: &str = if cfg!(windows) { "rolebridge.exe" } else { "rolebridge" };

/// The one in the folder of the program that runs now, which may be itself.
pub(crate) fn beside() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?.parent()?.join(NAME);
    can_run(&program).then_some(program)
}

/// The one a shell would find.
pub(crate) fn on_search_path() -> Option<PathBuf> {
    on_path(NAME)
}

pub(crate) fn of_this_program() -> OwnCommand {
    let own = beside();
    let image = std::env::var_os("APPDIR").map(PathBuf::from);
    let passing = own.as_deref().and_then(|own| passing(own, image.as_deref()));
    OwnCommand { own, on_path: on_search_path(), passing }
}

/// What a program lies in, if that does not stay. An AppImage is mounted while it is open
/// and says where in `APPDIR`; macOS runs a downloaded app that was not moved yet from a place of its
/// own (App Translocation), or from the disk image it came in.
fn passing(program: &Path, image: Option<&Path>) -> Option<&'static str> {
    if image.is_some_and(|image| !image.as_os_str().is_empty() && program.starts_with(image)) {
        return Some("an AppImage");
    }
    if !cfg!(target_os = "macos") {
        return None;
    }
    let text = program.to_string_lossy();
    if text.contains("/AppTranslocation/") {
        return Some("a place macOS made for this run, as the app was not moved to Applications");
    }
    text.starts_with("/Volumes/").then_some("a disk image or another volume")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_that_is_open_is_gone_later() {
        let program = Path::new("/tmp/.mount_Role/usr/bin/rolebridge");
        assert_eq!(passing(program, Some(Path::new("/tmp/.mount_Role"))), Some("an AppImage"));
        for image in [None, Some(Path::new("")), Some(Path::new("/tmp/.mount_Other"))] {
            assert_eq!(passing(program, image), None, "{image:?}");
        }
    }
}
