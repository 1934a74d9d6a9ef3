//! The wire between the front end and the back end: every command with its request and its
//! answer, the one error type, and the TypeScript made of them.

mod commands;
mod failure;
#[cfg(test)]
mod typescript;

pub use failure::Failure;

/// The types of the wire, for hosts that hand them on.
pub mod types {
    pub use rolebridge_model::*;
    pub use rolebridge_workflows::{
        acceptance::*, activity::*, dialogs::*, documents::*, export::*, form::*, identity::*,
        import::*, launch::*, onboard::*, preferences::*, progress::*, publish::*, quick_access::*,
        remove::*, sandbox::*, sessions::*, sources::*, spaces::*, switch::*, team::*, update::*,
        ways::*, workbench::*,
    };
}
