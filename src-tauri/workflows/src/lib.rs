//! What a user does, one module each: connect an identity, open an agent space, onboard, verify,
//! update and remove secondary sources, switch roles, import, export and publish entries, read the
//! log. Order, resumption and cancellation are decided here and nowhere else.

pub mod acceptance;
pub mod activity;
mod app;
mod clock;
mod connection;
pub mod credentials;
pub mod dialogs;
pub mod documents;
mod error;
pub mod export;
mod files;
pub mod form;
mod guide;
pub mod identity;
pub mod import;
pub mod launch;
mod mapping;
pub mod onboard;
mod plan;
pub mod preferences;
pub mod progress;
pub mod prompt;
pub mod publish;
pub mod quick_access;
pub mod remove;
mod role;
pub mod sandbox;
mod secret_read;
mod session;
pub mod session_plan;
pub mod sessions;
pub mod sources;
pub mod spaces;
pub mod switch;
mod sync;
pub mod team;
pub mod update;
pub mod verify;
pub mod ways;
pub mod workbench;

pub use app::{Clouds, IdentityForOnce, Pretended, Rolebridge, default_home, sandbox_identity};
pub use clock::{Clock, SystemClock};
pub use error::Error;
pub use launch::{Browser, Desktop};
pub use session::Session;
