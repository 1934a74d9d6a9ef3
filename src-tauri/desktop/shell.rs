//! The app's life: the core opens while the system's toolkit starts, then the window is made.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use rolebridge_start::{ChosenClouds, SystemBrowser, SystemTerminals, start_log};
use rolebridge_workflows::{Desktop, Rolebridge, SystemClock, default_home};
use tauri::{AppHandle, DragDropEvent, Emitter, Manager, RunEvent, Runtime, WindowEvent};
use tauri_plugin_dialog::Dialog;

use crate::{
    access::Access, clipboard::SystemClipboard, dialogs::WindowDialogs, handlers, instance, prompt,
    quick, web_view,
};

/// Name of the event the front end listens to.
pub(crate) const EVENT: &str = "rolebridge-event";
/// The label of the main window.
const MAIN: &str = "main";

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
    rolebridge_start::leave_no_core_dump();
    web_view::prepare();
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if let StartError::Window(cause) = &error
                && instance::was_just_ending(cause)
                && let Some(exit) = instance::start_anew()
            {
                return exit;
            }
            tracing::error!(%error, "the app could not start");
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), StartError> {
    let named = std::env::var_os("ROLEBRIDGE_HOME").map(PathBuf::from);
    let alone = instance::alone(named.as_deref());
    let home = named.or_else(default_home).ok_or(StartError::NoHome)?;
    let _log = start_log(&home);
    let opening = tauri::async_runtime::spawn(async move {
        Rolebridge::open(&home, Box::new(ChosenClouds), this_computer(), SystemClock::shared())
            .await
    });
    let mut builder = tauri::Builder::default();
    if let Some(alone) = alone {
        builder = builder.plugin(alone);
    }
    builder = builder.plugin(tauri_plugin_dialog::init());
    builder = builder.plugin(
        tauri_plugin_window_state::Builder::default().with_denylist(&[quick::LABEL]).build(),
    );
    let app = build(builder.on_window_event(window_event), tauri::generate_context!())?;
    let core = tauri::async_runtime::block_on(opening)??;
    core.ask_with(Box::new(prompt::Window));
    {
        let _runtime = tauri::async_runtime::handle().inner().enter();
        core.watch_sessions();
    }
    app.manage(core.clone());
    let access = Access::new(app.handle(), instance::wants_quick(std::env::args()));
    app.manage(access.clone());
    core.set_quick_access(access);
    app.run(move |_, event| {
        if let RunEvent::Exit = event {
            // The timer that would do it ends with us, and what is in the clipboard might not.
            core.clear_copy(None);
        }
    });
    Ok(())
}

/// Shows the main window, wherever it is.
pub(crate) fn show_main(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

fn window_event(window: &tauri::Window, event: &WindowEvent) {
    let app = window.app_handle();
    match (window.label(), event) {
        (MAIN, WindowEvent::CloseRequested { api, .. })
            if app.state::<Arc<Access>>().keeps_running() =>
        {
            api.prevent_close();
            let _ = window.hide();
        }
        // The quick switcher alone, out of sight, is no reason to go on.
        (MAIN, WindowEvent::Destroyed) => app.exit(0),
        // Whoever turns to another window is done with it, unless that asks for the code it needs.
        (quick::LABEL, WindowEvent::Focused(false)) if !prompt::is_asking() => {
            let _ = window.hide();
        }
        (quick::LABEL, WindowEvent::CloseRequested { api, .. }) => {
            api.prevent_close();
            let _ = window.hide();
        }
        _ => {}
    }
}

/// What of this computer the app uses.
fn this_computer() -> Desktop {
    Desktop {
        browser: Box::new(SystemBrowser),
        terminals: Some(Box::new(SystemTerminals)),
        clipboard: Some(Box::new(SystemClipboard::default())),
    }
}

/// Puts the commands and the events of the core around a window, with whatever runtime. The core is
/// asked for when the app runs: it has to be managed by then.
///
/// # Errors
/// What Tauri said.
pub fn build<R: Runtime>(
    builder: tauri::Builder<R>,
    context: tauri::Context<R>,
) -> tauri::Result<tauri::App<R>> {
    builder
        .invoke_handler(handlers::handler())
        .on_window_event(|window, event| {
            // The web view is told only where the file is.
            if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event
                && let [path] = paths.as_slice()
            {
                window.state::<Arc<Rolebridge>>().file_dropped(path);
            }
        })
        .setup(|app| {
            let handle = app.handle().clone();
            let core = handle.state::<Arc<Rolebridge>>();
            if handle.try_state::<Dialog<R>>().is_some() {
                core.set_dialogs(Box::new(WindowDialogs(handle.clone())));
            }
            let mut events = core.events();
            let handle = handle.clone();
            tauri::async_runtime::spawn(async move {
                use tokio::sync::broadcast::error::RecvError;
                loop {
                    match events.recv().await {
                        Ok(event) => {
                            if event.is_for_quick_switcher() {
                                let _ = handle.emit_to(quick::LABEL, EVENT, &event);
                            }
                            let _ = handle.emit_to(MAIN, EVENT, event);
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
