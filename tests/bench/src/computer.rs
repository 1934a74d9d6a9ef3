//! A computer for one run: a home folder, XDG folders and a data folder of its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::error::{At, BenchError};

/// Folders of their own. They go when the folder they are in goes.
pub(crate) struct Computer {
    folder: PathBuf,
}

impl Computer {
    /// Makes one in a folder that does not exist, with a copy of a data folder.
    pub(crate) fn new(folder: PathBuf, data: &Path) -> Result<Self, BenchError> {
        for part in ["home", "data", "config", "cache", "state"] {
            let path = folder.join(part);
            fs::create_dir_all(&path).at(path)?;
        }
        copy(data, &folder.join("rolebridge"))?;
        Ok(Self { folder })
    }

    /// Its data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("rolebridge")
    }

    /// Where what is printed is kept.
    pub(crate) fn errors(&self) -> PathBuf {
        self.folder.join("errors.txt")
    }

    /// Sets the environment, and the time from which is measured: call it last.
    pub(crate) fn furnish(&self, command: &mut Command) {
        for (name, _) in env::vars_os() {
            // AWS must not be found, and each program uses its default renderer.
            let text = name.to_string_lossy();
            if text.starts_with("AWS_") || text.starts_with("WEBKIT_") {
                command.env_remove(name);
            }
        }
        let t0 = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        command
            .current_dir(self.folder.join("home"))
            .env("HOME", self.folder.join("home"))
            .env("XDG_DATA_HOME", self.folder.join("data"))
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("XDG_CACHE_HOME", self.folder.join("cache"))
            .env("XDG_STATE_HOME", self.folder.join("state"))
            .env("ROLEBRIDGE_HOME", self.data())
            .env("NO_AT_BRIDGE", "1")
            .env("ROLEBRIDGE_T0_NS", t0.to_string());
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), BenchError> {
    fs::create_dir_all(to).at(to)?;
    for entry in fs::read_dir(from).at(from)? {
        let entry = entry.at(from)?;
        let target = to.join(entry.file_name());
        if entry.file_type().at(entry.path())?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).at(target)?;
        }
    }
    Ok(())
}
