//! The keyboard of the screen, for shortcuts that work in every program: what a test types by the
//! driver goes to a page and nowhere else.

use x11rb::{
    CURRENT_TIME,
    connection::Connection,
    protocol::{
        xproto::{ConnectionExt as _, KEY_PRESS_EVENT, KEY_RELEASE_EVENT},
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

/// A key by its X11 keysym.
#[derive(Debug, Clone, Copy)]
pub struct Key(u32);

impl Key {
    /// Left Ctrl.
    pub const CONTROL: Self = Self(0xffe3);
    /// Left Alt.
    pub const ALT: Self = Self(0xffe9);
    /// The space bar.
    pub const SPACE: Self = Self(0x20);
    /// Enter.
    pub const ENTER: Self = Self(0xff0d);
    /// Escape.
    pub const ESCAPE: Self = Self(0xff1b);
    pub(crate) const A: Self = Self(0x61);
    pub(crate) const C: Self = Self(0x63);
    const SHIFT: Self = Self(0xffe1);
}

/// Types a text of ASCII, a letter after the other.
pub(crate) fn type_text(text: &str) {
    for letter in text.chars() {
        assert!(letter.is_ascii_graphic() || letter == ' ', "no key types {letter:?}");
        let key = Key(u32::from(letter));
        if is_shifted(key) { press(&[Key::SHIFT, key]) } else { press(&[key]) }
    }
}

/// Whether a key stands for this only while Shift is held.
fn is_shifted(Key(wanted): Key) -> bool {
    let (screen, _) = x11rb::connect(None).expect("a display");
    let (map, per_key) = keys_of(&screen);
    let column = |row: &[u32]| row.iter().position(|symbol| *symbol == wanted);
    map.chunks(per_key).find_map(column).is_some_and(|column| column % 2 == 1)
}

/// What the keys stand for, row by row, and how long a row is.
fn keys_of(screen: &RustConnection) -> (Vec<u32>, usize) {
    let (first, last) = (screen.setup().min_keycode, screen.setup().max_keycode);
    let map = screen.get_keyboard_mapping(first, last - first + 1).expect("a display");
    let map = map.reply().expect("the keys of the keyboard");
    (map.keysyms, usize::from(map.keysyms_per_keycode))
}

/// Presses keys one after the other, then lets them go.
pub fn press(keys: &[Key]) {
    let (screen, number) = x11rb::connect(None).expect("a display");
    let setup = screen.setup();
    let (root, first) = (setup.roots[number].root, setup.min_keycode);
    let (map, per_key) = keys_of(&screen);
    let code = |Key(wanted): &Key| {
        let row = map.chunks(per_key).position(|row| row.contains(wanted));
        first + u8::try_from(row.expect("the key to be on the keyboard")).expect("a key code")
    };
    let codes: Vec<u8> = keys.iter().map(code).collect();
    let pressed = codes.iter().map(|c| (KEY_PRESS_EVENT, *c));
    let let_go = codes.iter().rev().map(|c| (KEY_RELEASE_EVENT, *c));
    for (what, code) in pressed.chain(let_go) {
        screen.xtest_fake_input(what, code, CURRENT_TIME, root, 0, 0, 0).expect("a display");
    }
    screen.get_input_focus().expect("a display").reply().expect("the keys to have arrived");
}
