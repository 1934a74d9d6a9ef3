//! Credentials in the clipboard: put there, and taken out again before they are forgotten there.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rolebridge_cloud::Secret;
use uuid::Uuid;

use super::{Cleared, Clipboard, Copied, CopyEnd};
use crate::{Error, Rolebridge, progress::Event};

/// What is in the clipboard because of us. A second copy takes the place of the first there, too.
#[derive(Default)]
pub(crate) struct Copies(Mutex<Option<(Copied, Secret)>>);

impl Copies {
    fn put(&self, copied: Copied, text: Secret) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((copied, text));
    }

    /// The copy meant, or whichever there is.
    fn take(&self, wanted: Option<Uuid>) -> Option<(Copied, Secret)> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.take_if(|(copied, _)| wanted.is_none_or(|w| w == copied.id))
    }
}

impl Rolebridge {
    /// Puts a text into the clipboard, to be taken out when its time has come.
    pub(super) fn copy(self: &Arc<Self>, text: Secret, copied: Copied) -> Result<(), Error> {
        self.clipboard()?.put(&text).map_err(|reason| Error::Local {
            message: format!("The credentials could not be copied. {reason}"),
            remedy: Some("Open a terminal instead.".into()),
        })?;
        let app = Arc::downgrade(self);
        let (id, clock) = (copied.id, self.clock.clone());
        let left = copied.clears_at.duration_since(clock.now());
        let left = Duration::try_from(left).unwrap_or_default();
        self.copies.put(copied.clone(), text);
        self.tell(Event::Clipboard { copied, end: None });
        tokio::spawn(async move {
            clock.sleep(left).await;
            if let Some(app) = app.upgrade() {
                app.clear_copy(Some(id));
            }
        });
        Ok(())
    }

    /// Takes copied credentials out of the clipboard, if they are still what it holds. Nothing to
    /// take out is no error.
    pub fn clear_copy(&self, id: Option<Uuid>) {
        let Some((copied, text)) = self.copies.take(id) else { return };
        let Ok(clipboard) = self.clipboard() else { return };
        let end = match clipboard.clear(&text) {
            Ok(Cleared::Gone) => CopyEnd::Cleared,
            Ok(Cleared::SomethingElse) => CopyEnd::Replaced,
            Err(reason) => {
                tracing::warn!(reason, "the clipboard could not be cleared");
                CopyEnd::Failed
            }
        };
        self.tell(Event::Clipboard { copied, end: Some(end) });
    }

    fn clipboard(&self) -> Result<&dyn Clipboard, Error> {
        self.desktop.clipboard.as_deref().ok_or_else(|| {
            Error::refused("There is no clipboard to copy to.", "Print the commands instead.")
        })
    }
}
