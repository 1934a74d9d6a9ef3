//! Keeps the sandbox in one file. It is replaced as a whole, so that a kill at any moment leaves
//! the old state or the new one, never half of either.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::SandboxError;
use crate::state::{FORMAT, State};

/// Where the state is kept.
#[derive(Debug)]
pub(crate) enum Place {
    Memory,
    File(Keeper),
}

/// A file and what it held when we last looked. The window and the command line may use one sandbox
/// at the same time, so each looks before it answers and locks before it writes.
#[derive(Debug)]
pub(crate) struct Keeper {
    dir: PathBuf,
    seen: Vec<u8>,
}

/// Held while the file is being changed; the system lets go of it if we are killed.
#[derive(Debug)]
pub(crate) struct Guard {
    _lock: Option<File>,
}

impl Place {
    pub(crate) fn in_dir(dir: &Path) -> Result<Self, SandboxError> {
        fs::create_dir_all(dir).map_err(|source| file_error(dir, source))?;
        Ok(Self::File(Keeper { dir: dir.to_owned(), seen: Vec::new() }))
    }

    /// Keeps others from writing until the guard is dropped.
    pub(crate) fn lock(&self) -> Result<Guard, SandboxError> {
        let Self::File(keeper) = self else {
            return Ok(Guard { _lock: None });
        };
        let path = keeper.dir.join("cloud.lock");
        let open = || {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        let file = open().map_err(|source| file_error(&path, source))?;
        Ok(Guard { _lock: Some(file) })
    }

    /// The state, if the file holds another than when we last looked.
    pub(crate) fn changed(&mut self) -> Result<Option<State>, SandboxError> {
        let Self::File(keeper) = self else {
            return Ok(None);
        };
        let path = keeper.file();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            // None yet; or someone removed it, and the next write puts it back.
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(file_error(&path, source)),
        };
        if bytes == keeper.seen {
            return Ok(None);
        }
        let state = read(&path, &bytes)?;
        keeper.seen = bytes;
        Ok(Some(state))
    }

    /// Writes the state beside the file, makes sure that it is on the disk, then puts it in the
    /// file's place.
    pub(crate) fn save(&mut self, state: &State) -> Result<(), SandboxError> {
        let Self::File(keeper) = self else {
            return Ok(());
        };
        let path = keeper.file();
        let bytes = serde_json::to_vec(state)
            .map_err(|e| SandboxError::Damaged { path: path.clone(), message: e.to_string() })?;
        let beside = keeper.dir.join("cloud.json.new");
        let write = || {
            let mut file = File::create(&beside)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            sync_dir(&keeper.dir)
        };
        write().map_err(|source| file_error(&path, source))?;
        keeper.seen = bytes;
        Ok(())
    }
}

impl Keeper {
    fn file(&self) -> PathBuf {
        self.dir.join("cloud.json")
    }
}

fn read(path: &Path, bytes: &[u8]) -> Result<State, SandboxError> {
    #[derive(serde::Deserialize)]
    struct Format {
        format: u32,
    }
    let damaged = |e: serde_json::Error| SandboxError::Damaged {
        path: path.to_owned(),
        message: e.to_string(),
    };
    let Format { format } = serde_json::from_slice(bytes).map_err(damaged)?;
    if format > FORMAT {
        return Err(SandboxError::Newer { path: path.to_owned() });
    }
    serde_json::from_slice(bytes).map_err(damaged)
}

/// A rename is on the disk only once its folder is. Only Unix can say so.
#[cfg(unix)]
fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
fn sync_dir(_: &Path) -> std::io::Result<()> {
    Ok(())
}

fn file_error(path: &Path, source: std::io::Error) -> SandboxError {
    SandboxError::File { path: path.to_owned(), source }
}
