//! Waiting for what is to come.

use std::{
    thread,
    time::{Duration, Instant},
};

/// How long a person would wait on a busy machine before calling it broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);
const PAUSE: Duration = Duration::from_millis(50);

/// Waits until something is so, and fails with `what` if it never is.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < until, "Waited {}s for {what}.", PATIENCE.as_secs());
        thread::sleep(PAUSE);
    }
}
