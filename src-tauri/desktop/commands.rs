//! The commands of the wire, one file per screen. They need no window, so that a test host can
//! offer them too.

mod activity;
mod app;
mod exchange;
mod identities;
mod launch;
mod plans;
mod quick;
mod sessions;
mod sources;
mod spaces;
mod switch;
mod team;
mod wizard;
mod workbench;

pub use activity::*;
pub use app::*;
pub use exchange::*;
pub use identities::*;
pub use launch::*;
pub use plans::*;
pub use quick::*;
pub use sessions::*;
pub use sources::*;
pub use spaces::*;
pub use switch::*;
pub use team::*;
pub use wizard::*;
pub use workbench::*;

use std::sync::Arc;

use rolebridge_contract::Failure;
use rolebridge_workflows::Rolebridge;

/// What every command is given.
pub type App = Arc<Rolebridge>;
/// What every command answers.
pub type Answer<T> = Result<T, Failure>;
