//! Files outside the data folder: read with a limit, replaced in one step or not at all. What
//! operating systems do differently about files is here and nowhere else.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use crate::Error;

/// No file of roles comes near it (as `rolebridge-dialects` has it).
const MOST: u64 = 32 << 20;

/// A path as it was typed: `~` is the user's own folder.
pub(crate) fn typed(path: &str) -> PathBuf {
    let rest = match path {
        "~" => Some(""),
        _ => path.strip_prefix("~/").or_else(|| path.strip_prefix("~\\")),
    };
    match (rest, dirs::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

/// A file's bytes; nothing if there is no such file.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::Local {
        message: format!("{} could not be read: {error}", path.display()),
        remedy: Some("Name a file with text that you may read.".into()),
    };
    let data = match std::fs::metadata(path) {
        Ok(data) => data,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failed(&e)),
    };
    if !data.is_file() {
        return Err(failed(&"it is no ordinary file."));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|e| failed(&e))?;
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(|e| failed(&e))?;
    if bytes.len() as u64 > MOST {
        return Err(failed(&"it is longer than 32 MB."));
    }
    Ok(Some(bytes))
}

/// The file itself, behind symbolic links; the path as it is if nothing is there yet.
pub(crate) fn real(path: &Path) -> io::Result<PathBuf> {
    match std::fs::canonicalize(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound && !path.is_symlink() => Ok(path.to_owned()),
        other => other,
    }
}

/// Why a file was not replaced.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReplaced {
    /// It is not what was expected any more.
    #[error("it was changed meanwhile")]
    Changed,
    /// It may not be written.
    #[error("it is read-only")]
    ReadOnly,
    /// What the disk said.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Replaces a file that has to hold `expected`, in one step: whoever reads it sees the old or the
/// new text, also after a crash. Its mode and owner stay; with `secret`, nobody else may read it
/// any more. A new file is the user's alone. Nothing is written if it changed.
pub(crate) fn replace(
    path: &Path,
    expected: Option<&[u8]>,
    new: &[u8],
    secret: bool,
) -> Result<(), NotReplaced> {
    let folder = path.parent().unwrap_or(Path::new("."));
    system::make_folder(folder)?;
    let data = expected.map(|_| std::fs::metadata(path)).transpose()?;
    if data.as_ref().is_some_and(|d| d.permissions().readonly()) {
        return Err(NotReplaced::ReadOnly);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.rolebridge-{}", uuid::Uuid::new_v4().simple()));
    let written = (|| {
        let mut file = system::create_private(&beside)?;
        file.write_all(new)?;
        if let Some(data) = &data {
            system::like(&file, data, secret)?;
        }
        file.sync_all()?;
        drop(file);
        if current(path)?.as_deref() != expected {
            return Err(NotReplaced::Changed);
        }
        Ok(std::fs::rename(&beside, path)?)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written?;
    system::settle(folder);
    Ok(())
}

fn current(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// How many backups of a file are kept.
const BACKUPS: usize = 5;

/// Puts a copy of what a file holds beside it, for the user alone, and keeps the last few of them.
pub(crate) fn back_up(path: &Path, bytes: &[u8], time: &str) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let prefix = format!("{}.rolebridge-", path.file_name().unwrap_or_default().to_string_lossy());
    let mut backup = folder.join(format!("{prefix}{time}"));
    for n in 2.. {
        match system::create_private(&backup) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                file.sync_all()?;
                break;
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                backup = folder.join(format!("{prefix}{time}-{n}"));
            }
            Err(e) => return Err(e),
        }
    }
    let mut all: Vec<(std::time::SystemTime, PathBuf)> = std::fs::read_dir(folder)?
        .filter_map(Result::ok)
        .filter(|f| f.file_name().to_string_lossy().starts_with(&prefix))
        .filter_map(|f| Some((f.metadata().ok()?.modified().ok()?, f.path())))
        .collect();
    all.sort();
    for (_, old) in all.iter().rev().skip(BACKUPS) {
        let _ = std::fs::remove_file(old);
    }
    Ok(backup)
}

#[cfg(unix)]
mod system {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};

    use super::{File, Metadata, OpenOptions, Path, io};

    pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }

    pub(super) fn create_private(path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
    }

    /// Owner and mode as the file had them. An owner that can't be given is the user.
    pub(super) fn like(file: &File, data: &Metadata, secret: bool) -> io::Result<()> {
        let now = file.metadata()?;
        if (now.uid(), now.gid()) != (data.uid(), data.gid()) {
            let _ = std::os::unix::fs::fchown(file, Some(data.uid()), Some(data.gid()));
        }
        let mode = data.mode() & if secret { 0o600 } else { 0o777 };
        file.set_permissions(std::fs::Permissions::from_mode(mode))
    }

    /// The name itself reaches the disk. A file system that can't do that is no worse than before.
    pub(super) fn settle(folder: &Path) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let _ = File::open(folder).and_then(|f| f.sync_all());
    }

    /// Whether others than the owner may read the file.
    pub(crate) fn is_open(path: &Path) -> bool {
        std::fs::metadata(path).is_ok_and(|d| d.mode() & 0o077 != 0)
    }
}

/// Files in a user's profile folder are private by inheritance; a renamed one keeps that.
#[cfg(not(unix))]
mod system {
    use super::{File, Metadata, OpenOptions, Path, io};

    pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)
    }

    pub(super) fn create_private(path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(path)
    }

    pub(super) fn like(_file: &File, _data: &Metadata, _secret: bool) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn settle(_folder: &Path) {}

    pub(crate) fn is_open(_path: &Path) -> bool {
        false
    }
}

pub(crate) use system::is_open;
