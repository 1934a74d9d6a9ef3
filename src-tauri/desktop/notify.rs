//! Notifications of the desktop.

/// Tells the user something, wherever they are. What the desktop does not show is in the log; it
/// is no failure.
pub(crate) fn tell(title: String, text: String) {
    // A notification server may take its time.
    std::thread::spawn(move || {
        let shown = notify_rust::Notification::new()
            .appname("Rolebridge")
            .icon("rolebridge-desktop")
            .summary(&title)
            .body(&escaped(&text))
            .show();
        if let Err(error) = shown {
            tracing::warn!(%error, "a notification was not shown");
        }
    });
}

/// The servers of Linux read the body as markup.
#[cfg(target_os = "linux")]
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(not(target_os = "linux"))]
fn escaped(text: &str) -> &str {
    text
}
