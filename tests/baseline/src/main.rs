//! A bare Tauri window: one static page that says when it was drawn. What this costs, every Tauri
//! app costs.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

/// Prints the milliseconds since `ROLEBRIDGE_T0_NS` (nanoseconds since 1970), and in what page
/// engine.
#[tauri::command]
#[allow(clippy::print_stdout)]
fn ready() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    let t0 = std::env::var("ROLEBRIDGE_T0_NS").ok().and_then(|v| v.parse::<u128>().ok());
    println!("ready after {} ms", now.saturating_sub(t0.unwrap_or(now)) / 1_000_000);
    if let Ok(version) = tauri::webview_version() {
        println!("web view {version}");
    }
}

#[allow(clippy::print_stderr)]
fn main() -> ExitCode {
    let app = tauri::Builder::default().invoke_handler(tauri::generate_handler![ready]);
    match app.run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}
