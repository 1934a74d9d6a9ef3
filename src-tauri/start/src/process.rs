//! Programs that are started and left alone.

use std::{
    ffi::OsStr,
    io,
    path::{Path, PathBuf},
    process::Command,
};

/// A program of the search path.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    in_folders(name, &std::env::var_os("PATH")?)
}

fn in_folders(name: &str, folders: &OsStr) -> Option<PathBuf> {
    // An empty part of the path means the folder one happens to be in: nothing is run from there.
    std::env::split_paths(folders)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(name))
        .find(|program| can_run(program))
}

#[cfg(unix)]
pub(crate) fn can_run(program: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    program.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
pub(crate) fn can_run(program: &Path) -> bool {
    program.is_file()
}

/// Starts a program that lives on by itself, also after this one has ended.
pub(crate) fn detached(command: &mut Command) -> io::Result<()> {
    #[cfg(unix)]
    {
        // A group of its own: Ctrl-C in our terminal is not meant for it.
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    let mut child = command.spawn()?;
    // Somebody has to ask how it ended, or its entry in the process table stays.
    std::thread::Builder::new().name("child".into()).spawn(move || child.wait())?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_what_can_be_run_is_found_and_only_in_named_folders() {
        let folder = tempfile::tempdir().unwrap();
        let path = std::env::join_paths([Path::new(""), Path::new("."), folder.path()]).unwrap();
        let program = folder.path().join("some-browser");
        std::fs::write(&program, "").unwrap();
        assert_eq!(in_folders("some-browser", &path), None);
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(in_folders("some-browser", &path), Some(program));
        assert_eq!(in_folders("Cargo.toml", &path), None);
    }
}
