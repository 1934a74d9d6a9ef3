//! Puts the pieces together, once, for the app and for the command line: which cloud answers, how
//! browsers and terminals are opened, where the log goes.

mod browser;
mod browsers;
mod clouds;
mod command;
mod dumps;
mod handoff;
mod log;
mod process;
mod terminals;

pub use browser::SystemBrowser;
pub use clouds::ChosenClouds;
pub use dumps::{keep_memory_private, leave_no_core_dump};
pub use handoff::handoffs_are_over;
pub use log::{LogGuard, start_log};
pub use terminals::SystemTerminals;
