//! Which identity is in use, what is known of the others, and how one signs in to them.

mod check;
mod keys;
mod sign_in;

use rolebridge_model::{Caller, Identity, IdentityRef, Plan, Region};
use serde::{Deserialize, Serialize};

pub(crate) use self::check::Checked;
pub use self::check::{CheckIdentities, IdentityRow, IdentityState, IdentityStatus};
pub use self::keys::{KeptKey, KeptKeys, KeyForm, KeyFormStart};
pub use self::sign_in::SignInRequest;

/// The identity in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Connection {
    /// The identity.
    pub identity: Identity,
    /// Who AWS says it is; nothing until AWS was asked.
    pub caller: Option<Caller>,
    /// Whether the sandbox answers, not AWS.
    pub sandbox: bool,
}

/// What the app shows first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AppState {
    /// Version of Rolebridge.
    pub version: String,
    /// The identity in use; nothing if one has yet to be chosen.
    pub connection: Option<Connection>,
    /// Plans that were begun and not finished.
    pub unfinished: Vec<Plan>,
}

/// Which identity to use from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ConnectRequest {
    /// The identity.
    pub identity: IdentityRef,
    /// Region to use where the identity has none.
    pub region: Option<Region>,
}
