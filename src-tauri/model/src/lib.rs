//! Values that can only be built valid: identifiers, ARNs, partitions, and the entities and
//! statuses made of them. Parsing happens at the edge; inside, nothing is a raw string.

mod account_colour;
mod activity;
mod arn;
mod caller;
mod check;
mod console;
mod console_service;
mod draft;
mod identity;
mod ids;
mod partition;
mod plan;
mod rule;
mod secret;
mod session;
mod source;
mod space;
mod switch;
mod switch_target;
mod team;

pub use account_colour::*;
pub use activity::*;
pub use arn::*;
pub use caller::*;
pub use check::*;
pub use console::*;
pub use console_service::*;
pub use draft::*;
pub use identity::*;
pub use ids::*;
pub use partition::*;
pub use plan::*;
pub use rule::*;
pub use secret::*;
pub use session::*;
pub use source::*;
pub use space::*;
pub use switch::*;
pub use switch_target::*;
pub use team::TeamFileId;

pub use jiff::Timestamp;
