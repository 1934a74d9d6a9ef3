//! Puts the pieces together, once, for the app and for the command line: which cloud answers, how
//! a browser is opened, where the log goes.

mod browser;
mod clouds;
mod keys;
mod log;

pub use browser::SystemBrowser;
pub use clouds::ChosenClouds;
pub use keys::system_keychain;
pub use log::{LogGuard, start_log};
