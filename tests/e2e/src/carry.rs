//! A file dragged from another program onto a window, by the protocol of X11 (XDND, version 5): the
//! other program is played here.

use x11rb::{
    COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME, NONE,
    connection::Connection,
    protocol::{
        Event,
        xproto::{
            Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask,
            PropMode, SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window,
            WindowClass,
        },
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

use crate::{native::atom, wait::until};

const VERSION: u32 = 5;

/// What the window said last, and whether it has read what is dragged.
#[derive(Default)]
struct Heard {
    accepted: bool,
    read: bool,
    finished: bool,
}

/// The program a file is dragged from.
pub(crate) struct Carrier<'a> {
    screen: &'a RustConnection,
    /// Its own window, never shown.
    own: Window,
    target: Window,
    /// What is dragged, as a list of addresses.
    list: String,
}

impl<'a> Carrier<'a> {
    /// Takes up a file by its address.
    pub(crate) fn with(screen: &'a RustConnection, target: Window, address: &str) -> Self {
        let root = screen.setup().roots.first().expect("a screen").root;
        let own = screen.generate_id().expect("an id");
        let (class, looks) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        let depth = COPY_DEPTH_FROM_PARENT;
        screen
            .create_window(depth, own, root, 0, 0, 1, 1, 0, class, COPY_FROM_PARENT, &looks)
            .expect("a display");
        let drag = atom(screen, "XdndSelection");
        screen.set_selection_owner(own, drag, CURRENT_TIME).expect("a display");
        Self { screen, own, target, list: format!("{address}\r\n") }
    }

    /// Drags it to the middle of the window and lets go once the window has said that it takes it.
    pub(crate) fn drop(self) {
        let aware = self.atom("XdndAware");
        let asked = self.screen.get_property(false, self.target, aware, AtomEnum::ATOM, 0, 1);
        let version = asked.expect("a display").reply().expect("the window");
        let version = version.value32().and_then(|mut all| all.next());
        assert!(version.is_some_and(|v| v >= VERSION), "The window takes no drags.");

        let kind = self.atom("text/uri-list");
        self.say("XdndEnter", [VERSION << 24, kind, NONE, NONE]);
        let mut heard = Heard::default();
        until("the window to take the file", || {
            self.say("XdndPosition", [0, self.middle(), CURRENT_TIME, self.atom("XdndActionCopy")]);
            self.listen(&mut heard);
            (heard.accepted && heard.read).then_some(())
        });
        self.say("XdndDrop", [0, CURRENT_TIME, 0, 0]);
        until("the window to have taken the file", || {
            self.listen(&mut heard);
            heard.finished.then_some(())
        });
    }

    fn listen(&self, heard: &mut Heard) {
        while let Some(event) = self.screen.poll_for_event().expect("a display") {
            match event {
                Event::SelectionRequest(request) => heard.read |= self.give(&request),
                Event::ClientMessage(message) if message.type_ == self.atom("XdndStatus") => {
                    heard.accepted = message.data.as_data32()[1] & 1 == 1;
                }
                Event::ClientMessage(message) if message.type_ == self.atom("XdndFinished") => {
                    heard.finished = true;
                }
                _ => {}
            }
        }
    }

    /// Gives what is asked for, if it is the list; answers whether it was.
    fn give(&self, request: &SelectionRequestEvent) -> bool {
        let kind = self.atom("text/uri-list");
        let is_list = request.target == kind;
        let mut property = NONE;
        if is_list {
            property = request.property;
            let (mode, list) = (PropMode::REPLACE, self.list.as_bytes());
            self.screen
                .change_property8(mode, request.requestor, property, kind, list)
                .expect("a display");
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property,
        };
        let sent = self.screen.send_event(false, request.requestor, EventMask::NO_EVENT, answer);
        sent.expect("a display");
        self.screen.flush().expect("a display");
        is_list
    }

    /// The middle of the window on the screen, as the protocol packs it.
    fn middle(&self) -> u32 {
        let size = self.screen.get_geometry(self.target).expect("a display").reply();
        let size = size.expect("the window");
        let (x, y) = (size.width.cast_signed() / 2, size.height.cast_signed() / 2);
        let root = self.screen.setup().roots.first().expect("a screen").root;
        let at = self.screen.translate_coordinates(self.target, root, x, y);
        let at = at.expect("a display").reply().expect("the window");
        u32::from(at.dst_x.cast_unsigned()) << 16 | u32::from(at.dst_y.cast_unsigned())
    }

    fn say(&self, what: &str, [a, b, c, d]: [u32; 4]) {
        let data = [self.own, a, b, c, d];
        let message = ClientMessageEvent::new(32, self.target, self.atom(what), data);
        let sent = self.screen.send_event(false, self.target, EventMask::NO_EVENT, message);
        sent.expect("a display").check().expect("the window to be there");
    }

    fn atom(&self, name: &str) -> Atom {
        atom(self.screen, name)
    }
}
