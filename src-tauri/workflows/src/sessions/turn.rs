//! One at a time: whoever wants credentials that somebody else is just having waits, in this process
//! and in others, and then finds them kept.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

use tokio::sync::{Mutex as Turnstile, OwnedMutexGuard};

use super::SessionKey;

/// How long another process is waited for. A chain of roles takes seconds; whoever takes longer
/// hangs, and nobody has to hang with it.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is looked whether the other is done.
const LOOK: Duration = Duration::from_millis(10);

/// Who is at it.
#[derive(Debug, Default)]
pub(super) struct Turns {
    folder: Option<PathBuf>,
    here: Mutex<HashMap<SessionKey, Weak<Turnstile<()>>>>,
}

/// The sole right to have the credentials of a session. The operating system takes it back if the
/// process dies.
#[derive(Debug)]
pub(crate) struct Turn {
    _here: OwnedMutexGuard<()>,
    _file: Option<File>,
}

impl Turns {
    /// Turns among the processes that use a data folder.
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self { folder: Some(folder.join("locks")), here: Mutex::default() }
    }

    /// Waits for one's turn. `shared` is asked if another process has it: where nothing is kept that
    /// both could use, waiting would be of no use.
    pub(super) async fn take(&self, key: &SessionKey, shared: impl AsyncFnOnce() -> bool) -> Turn {
        let here = {
            let mut all = self.here.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|_, turnstile| turnstile.strong_count() > 0);
            let known = all.get(key).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let new = Arc::new(Turnstile::new(()));
                all.insert(key.clone(), Arc::downgrade(&new));
                new
            })
        };
        let here = here.lock_owned().await;
        let file = match self.open(key) {
            Some(file) if file.try_lock().is_ok() => Some(file),
            Some(file) if shared().await => wait(file).await,
            _ => None,
        };
        Turn { _here: here, _file: file }
    }

    /// The file that is locked. There are 256 at most, so nobody has to clear them away; two sessions
    /// that share one only wait a little longer.
    fn open(&self, key: &SessionKey) -> Option<File> {
        let folder = self.folder.as_ref()?;
        let name = format!("session-{}", key.as_str().get(..2)?);
        let opened = std::fs::create_dir_all(folder).and_then(|()| {
            OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(name))
        });
        opened
            .inspect_err(|error| tracing::warn!(%error, "sessions can't be had one at a time"))
            .ok()
    }
}

async fn wait(file: File) -> Option<File> {
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                tokio::time::sleep(LOOK).await;
            }
            Err(_) => return None,
        }
    }
}
