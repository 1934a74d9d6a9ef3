//! The Tauri shell: windows, events, and the commands of the wire, each a few lines that hand over
//! to a workflow.

mod access;
mod clipboard;
pub mod commands;
mod dialogs;
mod handlers;
mod instance;
mod notify;
mod prompt;
mod quick;
mod shell;
mod shortcut;
mod timing;
mod tray;
mod web_view;

pub use handlers::dispatch;
pub use shell::{build, run};
