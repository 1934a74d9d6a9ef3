//! The Tauri shell: windows, events, and the commands of the wire, each a few lines that hand over
//! to a workflow.

pub mod commands;
mod handlers;
mod prompt;
mod shell;
mod timing;
mod web_view;

pub use handlers::dispatch;
pub use shell::{build, run};
