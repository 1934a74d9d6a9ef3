//! The policy engine beside the crate iam-rs: the same cases for both, measured by the program of
//! this crate and compared by its test.

mod cases;
mod organization;
mod peer;

pub use cases::{Case, CaseError, cases};
pub use organization::{Shape, organization};
pub use peer::{Inexpressible, Peer, PeerVerdict};
