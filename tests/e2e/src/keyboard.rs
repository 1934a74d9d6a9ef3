//! The keyboard of the screen, for shortcuts that work in every program: what a test types by the
//! driver goes to a page and nowhere else.

use x11rb::{
    CURRENT_TIME,
    connection::Connection,
    protocol::{
        xproto::{ConnectionExt as _, KEY_PRESS_EVENT, KEY_RELEASE_EVENT},
        xtest::ConnectionExt as _,
    },
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

    /// The key of a letter or digit that needs no other key held.
    #[must_use]
    pub fn of(letter: char) -> Self {
        assert!(letter.is_ascii_digit() || letter.is_ascii_lowercase(), "no plain key: {letter}");
        Self(u32::from(letter))
    }
}

/// Presses keys one after the other, then lets them go.
pub fn press(keys: &[Key]) {
    let (screen, number) = x11rb::connect(None).expect("a display");
    let setup = screen.setup();
    let root = setup.roots[number].root;
    let (first, last) = (setup.min_keycode, setup.max_keycode);
    let map = screen.get_keyboard_mapping(first, last - first + 1).expect("a display");
    let map = map.reply().expect("the keys of the keyboard");
    let per_key = usize::from(map.keysyms_per_keycode);
    let code = |Key(wanted): &Key| {
        let row = map.keysyms.chunks(per_key).position(|row| row.contains(wanted));
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
