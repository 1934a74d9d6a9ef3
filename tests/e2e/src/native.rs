//! Windows of the system: those that ask for a secret, which no driver sees, and the app's own as
//! the desktop sees it. No window manager runs in tests, so what one would do is done here.

use x11rb::{
    CURRENT_TIME,
    connection::Connection,
    errors::ReplyError,
    protocol::xproto::{
        Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, InputFocus, MapState,
        Window,
    },
    rust_connection::RustConnection,
};

use crate::{
    carry::Carrier,
    keyboard::{Key, press, type_text},
    wait::until,
};

/// A window on the screen.
pub struct NativeWindow {
    screen: RustConnection,
    id: Window,
    title: String,
}

impl NativeWindow {
    /// Waits until a window of this title is on the screen.
    #[must_use]
    pub fn titled(title: &str) -> Self {
        let screen = screen();
        let id = until(&format!("a window titled \u{201c}{title}\u{201d}"), || {
            shown(&screen).into_iter().find(|(_, found)| found == title).map(|(id, _)| id)
        });
        Self { screen, id, title: title.to_owned() }
    }

    /// The titles of the windows on the screen.
    #[must_use]
    pub fn titles() -> Vec<String> {
        shown(&screen()).into_iter().map(|(_, title)| title).collect()
    }

    /// Types a line into it. `Enter` follows.
    pub fn answer(self, text: &str) {
        self.take_keyboard();
        type_text(text);
        press(&[Key::ENTER]);
        self.gone();
    }

    /// Chooses a file in a dialog of the system, by its path. The dialog makes its field only once
    /// somebody types, and loses letters meanwhile: what it holds is asked of the clipboard.
    pub fn choose(self, path: &str) {
        self.take_keyboard();
        let mut clipboard = arboard::Clipboard::new().expect("a clipboard");
        until(&format!("the dialog to hold {path}"), || {
            press(&[Key::CONTROL, Key::A]);
            type_text(path);
            press(&[Key::CONTROL, Key::A]);
            press(&[Key::CONTROL, Key::C]);
            clipboard.get_text().is_ok_and(|held| held == path).then_some(())
        });
        press(&[Key::ENTER]);
        self.gone();
    }

    /// Presses Escape in it.
    pub fn cancel(self) {
        self.take_keyboard();
        press(&[Key::ESCAPE]);
        self.gone();
    }

    /// Asks it to close, as the button in its frame would.
    pub fn close(&self) {
        let protocols = self.atom("WM_PROTOCOLS");
        let delete = self.atom("WM_DELETE_WINDOW");
        let message =
            ClientMessageEvent::new(32, self.id, protocols, [delete, CURRENT_TIME, 0, 0, 0]);
        let sent = self.screen.send_event(false, self.id, EventMask::NO_EVENT, message);
        sent.expect("a display").check().expect("the window to be there");
    }

    /// Waits until it is not on the screen.
    pub fn gone(self) {
        until(&format!("the window \u{201c}{}\u{201d} to go", self.title), || {
            (!is_shown(&self.screen, self.id)).then_some(())
        });
    }

    /// Drags a file from another program onto its middle and lets go.
    /// `path` is what of its address comes after `file://`.
    pub fn receive(&self, path: &str) {
        Carrier::with(&self.screen, self.id, &format!("file://{path}")).drop();
    }

    /// Gives it the keyboard, as a window manager would.
    pub fn take_keyboard(&self) {
        until(&format!("\u{201c}{}\u{201d} to have the keyboard", self.title), || {
            let set = self.screen.set_input_focus(InputFocus::PARENT, self.id, CURRENT_TIME);
            set.expect("a display").check().ok()?;
            let focus = self.screen.get_input_focus().expect("a display").reply().ok()?.focus;
            self.is_within(focus).then_some(())
        });
    }

    /// Toolkits hand the keyboard on to a window inside their own.
    fn is_within(&self, mut inner: Window) -> bool {
        loop {
            if inner == self.id {
                return true;
            }
            let tree = self.screen.query_tree(inner).expect("a display").reply();
            match tree {
                Ok(tree) if tree.parent != x11rb::NONE => inner = tree.parent,
                _ => return false,
            }
        }
    }

    fn atom(&self, name: &str) -> Atom {
        atom(&self.screen, name)
    }
}

fn screen() -> RustConnection {
    x11rb::connect(None).expect("a display").0
}

pub(crate) fn atom(screen: &RustConnection, name: &str) -> Atom {
    let asked = screen.intern_atom(false, name.as_bytes()).expect("a display");
    asked.reply().expect("an atom").atom
}

/// The windows on the screen with their titles, those in front last.
fn shown(screen: &RustConnection) -> Vec<(Window, String)> {
    let name = atom(screen, "_NET_WM_NAME");
    let roots = screen.setup().roots.iter().map(|root| root.root);
    let windows = roots.flat_map(|root| {
        screen.query_tree(root).expect("a display").reply().expect("the windows").children
    });
    windows
        .filter(|window| is_shown(screen, *window))
        .filter_map(|window| Some((window, title(screen, window, name).ok()?)))
        .collect()
}

fn is_shown(screen: &RustConnection, window: Window) -> bool {
    let asked = screen.get_window_attributes(window).expect("a display").reply();
    asked.is_ok_and(|found| found.map_state == MapState::VIEWABLE)
}

fn title(screen: &RustConnection, window: Window, name: Atom) -> Result<String, ReplyError> {
    let asked = screen.get_property(false, window, name, AtomEnum::ANY, 0, 1024)?;
    Ok(String::from_utf8_lossy(&asked.reply()?.value).into_owned())
}
