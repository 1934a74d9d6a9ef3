//! The system's clipboard, by `arboard`. On X11 and Wayland whoever copied serves what was copied,
//! so the one handle lives as long as the app.

use std::sync::{Mutex, MutexGuard, PoisonError};

use arboard::{Error, Set};
use rolebridge_cloud::Secret;
use rolebridge_workflows::launch::{Cleared, Clipboard};

/// The clipboard, opened when first needed: a window without a display server is no reason not to
/// start.
#[derive(Default)]
pub(crate) struct SystemClipboard(Mutex<Option<arboard::Clipboard>>);

type Held<'a> = MutexGuard<'a, Option<arboard::Clipboard>>;

impl SystemClipboard {
    fn with<T>(
        &self,
        act: impl FnOnce(&mut arboard::Clipboard) -> Result<T, Error>,
    ) -> Result<T, String> {
        let mut held: Held<'_> = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let clipboard = match &mut *held {
            Some(clipboard) => clipboard,
            none => none.insert(arboard::Clipboard::new().map_err(|e| e.to_string())?),
        };
        act(clipboard).map_err(|e| e.to_string())
    }
}

impl Clipboard for SystemClipboard {
    fn put(&self, text: &Secret) -> Result<(), String> {
        self.with(|clipboard| kept_out_of_histories(clipboard.set()).text(text.expose()))
    }

    fn clear(&self, text: &Secret) -> Result<Cleared, String> {
        self.with(|clipboard| match clipboard.get_text() {
            Ok(now) => match Secret::new(now).expose() == text.expose() {
                true => clipboard.clear().map(|()| Cleared::Gone),
                false => Ok(Cleared::SomethingElse),
            },
            // Something else that is no text is something else.
            Err(Error::ContentNotAvailable | Error::ConversionFailure) => {
                Ok(Cleared::SomethingElse)
            }
            Err(error) => Err(error),
        })
    }
}

#[cfg(target_os = "linux")]
fn kept_out_of_histories(set: Set<'_>) -> Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(target_os = "macos")]
fn kept_out_of_histories(set: Set<'_>) -> Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(windows)]
fn kept_out_of_histories(set: Set<'_>) -> Set<'_> {
    use arboard::SetExtWindows;
    set.exclude_from_history().exclude_from_cloud().exclude_from_monitoring()
}
