//! The app in its real window, from end to end: what a person sees and does.

// A test that can't go on says so and ends.
#![allow(clippy::expect_used)]

mod automatic;
mod closing;
mod first_start;
mod guide;
mod journey;
mod killed;
mod quick;
mod refusals;
mod remove;
mod screens;
mod sessions;
mod switch;
mod transfer;
mod tray;
