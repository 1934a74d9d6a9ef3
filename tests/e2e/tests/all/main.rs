//! The app in its real window, from end to end: what a person sees and does.

mod automatic;
mod first_start;
mod guide;
mod journey;
mod killed;
mod refusals;
mod remove;
mod switch;
