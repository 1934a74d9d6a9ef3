//! The Tauri shell: windows, events, and the commands of the wire, each a few lines that hand over
//! to a workflow.

mod clipboard;
pub mod commands;
mod dialogs;
mod handlers;
mod prompt;
mod shell;
mod timing;
mod web_view;

pub use handlers::dispatch;
pub use shell::{build, run};
