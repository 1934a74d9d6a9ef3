//! The quick switcher, the tray, and the shortcut.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// How the app is reached from outside its window.
///
/// # Errors
/// As the workflow.
pub async fn get_quick_access(app: &App, (): ()) -> Answer<QuickAccessState> {
    Ok(app.quick_access_state()?)
}

/// Changes how the app is reached from outside its window.
///
/// # Errors
/// As the workflow.
pub async fn save_quick_access(app: &App, settings: QuickAccessSettings) -> Answer<()> {
    Ok(app.save_quick_access(&settings)?)
}

/// Puts the quick switcher away.
///
/// # Errors
/// Never.
pub async fn hide_quick(app: &App, (): ()) -> Answer<()> {
    app.hide_quick();
    Ok(())
}
