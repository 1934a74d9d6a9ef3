//! The real app in its real window, worked by hand: what the end-to-end tests stand on.
//!
//! A [`World`] is a computer nobody has used yet; starting the app in it gives an [`App`], which
//! finds things by role and name and waits for what a person would wait for. Whatever goes wrong,
//! the app is ended, and a picture and the page's source are left in `tests/results/`.

// A test that can't go on says so and ends.
#![allow(clippy::expect_used)]

mod alone;
mod app;
mod carry;
mod console;
mod driver;
mod ending;
mod find;
mod keyboard;
mod native;
mod panel;
mod pictures;
mod processes;
mod tools;
mod wait;
mod wire;
mod world;

pub use alone::Alone;
pub use app::App;
pub use console::Console;
pub use ending::Ending;
pub use find::{
    Target, button, cell, checkbox, dialog, field, group, heading, item, link, list, menu, radio,
    region, row, text,
};
pub use keyboard::{Key, press};
pub use native::NativeWindow;
pub use panel::{Line, Notice, Panel};
pub use tools::command_line;
pub use wait::until;
pub use world::{Delays, World};
