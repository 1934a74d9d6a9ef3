//! Whether the desktop shows what is in the tray. It may begin to, or cease, at any time.

/// Why nobody would see an icon now, in a sentence.
#[cfg(target_os = "linux")]
pub(crate) fn absent() -> Option<String> {
    (!linux::watches() && !linux::embeds()).then(|| {
        "This desktop has no tray at present. On GNOME, install and turn on the extension \
         AppIndicator and KStatusNotifierItem Support; elsewhere, add a tray to the panel."
            .into()
    })
}

#[cfg(not(target_os = "linux"))]
pub(crate) const fn absent() -> Option<String> {
    None
}

#[cfg(target_os = "linux")]
mod linux {
    use gtk::{gio, glib::prelude::*};
    use x11rb::{connection::Connection, protocol::xproto::ConnectionExt};

    /// Who icons register with: freedesktop.org's StatusNotifierItem, under the name all use.
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    /// The session bus is on this computer.
    const MILLISECONDS: i32 = 1_000;

    /// Whether the session bus has a watcher.
    pub(super) fn watches() -> bool {
        let Ok(bus) = gio::bus_get_sync(gio::BusType::Session, gio::Cancellable::NONE) else {
            return false;
        };
        let answer = bus.call_sync(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "NameHasOwner",
            Some(&(WATCHER,).to_variant()),
            None,
            gio::DBusCallFlags::NONE,
            MILLISECONDS,
            gio::Cancellable::NONE,
        );
        answer.is_ok_and(|answer| answer.get::<(bool,)>() == Some((true,)))
    }

    /// Whether a panel takes icons as windows, as older ones do: freedesktop.org's system tray
    /// protocol has it own a selection of the screen.
    pub(super) fn embeds() -> bool {
        owner_of_tray().is_some_and(|owner| owner != x11rb::NONE)
    }

    fn owner_of_tray() -> Option<u32> {
        let (display, screen) = x11rb::connect(None).ok()?;
        let name = format!("_NET_SYSTEM_TRAY_S{screen}");
        let atom = display.intern_atom(false, name.as_bytes()).ok()?.reply().ok()?.atom;
        let owner = display.get_selection_owner(atom).ok()?.reply().ok()?.owner;
        display.flush().ok()?;
        Some(owner)
    }
}
