//! What a user does, one module each: connect an identity, open an agent space, onboard, verify,
//! update and remove secondary sources, switch roles, read the log. Order, resumption and
//! cancellation are decided here and nowhere else.

pub mod activity;
pub mod documents;
pub mod form;
pub mod identity;
pub mod onboard;
pub mod preferences;
pub mod progress;
pub mod remove;
pub mod sandbox;
pub mod sources;
pub mod spaces;
pub mod switch;
pub mod update;
pub mod verify;
