//! The app's life: the core is built first, then the window around it.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use rolebridge_start::{ChosenClouds, SystemBrowser, start_log, system_keychain};
use rolebridge_workflows::{Rolebridge, SystemClock, default_home};
use tauri::{Emitter, Manager, Runtime};

use crate::{handlers, web_view};

/// Name of the event the front end listens to.
const EVENT: &str = "rolebridge-event";

/// Why the app can't start.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error("There is no folder to keep data in. Set ROLEBRIDGE_HOME to one.")]
    NoHome,
    #[error("{0}")]
    Core(#[from] rolebridge_workflows::Error),
    #[error("The window could not be opened: {0}")]
    Window(#[from] tauri::Error),
    #[error("No thread could be started: {0}")]
    Runtime(#[from] std::io::Error),
}

/// Runs the app until its window is closed.
#[allow(clippy::print_stderr)]
#[must_use]
pub fn run() -> ExitCode {
    web_view::prepare();
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the app could not start");
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), StartError> {
    let named = std::env::var_os("ROLEBRIDGE_HOME").map(PathBuf::from);
    // Another data folder is another app; only the usual one may run but once.
    let alone = named.is_none();
    let home = named.or_else(default_home).ok_or(StartError::NoHome)?;
    let _log = start_log(&home);
    let core = tauri::async_runtime::block_on(Rolebridge::open(
        &home,
        Box::new(ChosenClouds),
        Box::new(SystemBrowser),
        SystemClock::shared(),
    ))?;
    core.ask_with(Box::new(crate::prompt::Window));
    core.keep_keys_in(system_keychain());
    let mut builder = tauri::Builder::default();
    if alone {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }));
    }
    builder = builder.plugin(tauri_plugin_window_state::Builder::default().build());
    build(builder, core, tauri::generate_context!())?.run(|_, _| {});
    Ok(())
}

/// Puts the commands and the events of a core around a window, with whatever runtime.
///
/// # Errors
/// What Tauri said.
pub fn build<R: Runtime>(
    builder: tauri::Builder<R>,
    core: Arc<Rolebridge>,
    context: tauri::Context<R>,
) -> tauri::Result<tauri::App<R>> {
    builder
        .manage(core.clone())
        .invoke_handler(handlers::handler())
        .setup(move |app| {
            let handle = app.handle().clone();
            let mut events = core.events();
            tauri::async_runtime::spawn(async move {
                use tokio::sync::broadcast::error::RecvError;
                loop {
                    match events.recv().await {
                        Ok(event) => {
                            let _ = handle.emit_to("main", EVENT, event);
                        }
                        // A screen that missed some reads afresh with the next.
                        Err(RecvError::Lagged(_)) => {}
                        Err(RecvError::Closed) => break,
                    }
                }
            });
            Ok(())
        })
        .build(context)
}
