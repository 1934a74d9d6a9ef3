//! What there has to be for a place in the tray.

/// Why there can be none, in a sentence. On Linux the tray is a library that is loaded when it is
/// first used, by a loader that ends the process if it is missing: so it is looked for before.
#[cfg(target_os = "linux")]
pub(crate) fn missing() -> Option<String> {
    static FOUND: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| {
        ["libayatana-appindicator3.so.1", "libappindicator3.so.1"].iter().any(|name| {
            // SAFETY: loading runs the library's initialisers, as its first use would.
            #[allow(unsafe_code)]
            unsafe { libloading::Library::new(name) }
                // Kept loaded: GTK types registered by it must not go away.
                .map(std::mem::forget)
                .is_ok()
        })
    });
    (!*FOUND).then(|| {
        "The library for it is missing. Install the package libayatana-appindicator3-1 \
         (libayatana-appindicator-gtk3 on Fedora), then start Rolebridge again."
            .into()
    })
}

#[cfg(not(target_os = "linux"))]
pub(crate) const fn missing() -> Option<String> {
    None
}
