//! The app without a driver: its windows are worked as the desktop works them.

use std::process::Child;

use crate::{processes, wait::until};

/// The app, started as a desktop starts it. Dropped, it ends with everything it started.
pub struct Alone {
    child: Child,
}

impl Alone {
    pub(crate) fn of(child: Child) -> Self {
        Self { child }
    }

    /// Waits until it has ended.
    pub fn ended(mut self) {
        let status = until("the app to end", || self.child.try_wait().expect("a process"));
        assert!(status.success(), "The app ended with {status}.");
    }

    /// Whether it goes on.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("a process").is_none()
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // Ended, it left nobody whose parent it is, and its number may be another's by now.
        if self.runs() {
            let family = processes::family(self.child.id());
            family.iter().for_each(|process| process.kill());
            let _ = self.child.wait();
        }
    }
}
