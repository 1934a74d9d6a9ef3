//! The quick switcher's window: small, above all others, made when it is first asked for, and from
//! then on only hidden and shown.

use std::sync::atomic::{AtomicBool, Ordering};

use rolebridge_workflows::progress::Event;
use tauri::{
    AppHandle, Emitter, LogicalSize, Manager, PhysicalPosition, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, webview::PageLoadEvent,
};

/// Its label, which its capability names too.
pub(crate) const LABEL: &str = "quick";
const PAGE: &str = "quick.html";
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 540.0;

/// Set while the window is being made: pressing the shortcut again must not make a second one.
static MAKING: AtomicBool = AtomicBool::new(false);

/// Shows the quick switcher, from whatever thread. A window may not be made on the main thread
/// while that handles an event, so it is made on another one.
pub(crate) fn show(app: &AppHandle) {
    let app = app.clone();
    std::thread::spawn(move || match app.get_webview_window(LABEL) {
        Some(window) => raise(&window),
        None => {
            if !MAKING.swap(true, Ordering::AcqRel) {
                if let Err(error) = make(&app) {
                    tracing::error!(%error, "the quick switcher could not be opened");
                }
                MAKING.store(false, Ordering::Release);
            }
        }
    });
}

/// Puts it away.
pub(crate) fn hide(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.hide();
    }
}

fn make(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(PAGE.into()))
        .title("Rolebridge quick switcher")
        .inner_size(WIDTH, HEIGHT)
        .decorations(false)
        .resizable(false)
        .maximizable(false)
        .minimizable(false)
        .always_on_top(true)
        .visible_on_all_workspaces(true)
        .skip_taskbar(true)
        .disable_drag_drop_handler()
        .visible(false)
        // Shown with its content, not before: no white flash.
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished {
                raise(&window);
            }
        })
        .build()?;
    Ok(())
}

/// Shows the window in front, where the pointer is, and tells its page.
fn raise(window: &WebviewWindow) {
    place(window);
    let _ = window.show();
    let _ = window.set_focus();
    let _ = window.emit_to(LABEL, crate::shell::EVENT, Event::QuickShown);
}

/// In the upper half of the screen that has the pointer. Where a desktop tells neither, it places
/// the window itself.
fn place(window: &WebviewWindow) {
    let found = window
        .cursor_position()
        .and_then(|at| window.monitor_from_point(at.x, at.y))
        .ok()
        .flatten()
        .or_else(|| window.primary_monitor().ok().flatten());
    let Some(monitor) = found else {
        let _ = window.center();
        return;
    };
    // Asked before it was ever shown, a window does not know its size yet.
    let size = LogicalSize::new(WIDTH, HEIGHT).to_physical::<u32>(monitor.scale_factor());
    let spare = |whole: u32, part: u32| i32::try_from(whole.saturating_sub(part)).unwrap_or(0);
    let corner = monitor.position();
    let x = corner.x + spare(monitor.size().width, size.width) / 2;
    let y = corner.y + spare(monitor.size().height, size.height) / 3;
    let _ = window.set_position(PhysicalPosition::new(x, y));
}
