//! What stands in for AWS in tests: [`Ministack`], an implementation of IAM and STS that is
//! independent of ours, and [`FakeAws`], an endpoint that answers what a test tells it to.
#![allow(clippy::unwrap_used, clippy::expect_used)] // of use to tests only

mod chain;
mod fake;
mod ministack;
mod reply;

pub use chain::ChainOfThree;
pub use fake::{Asked, FakeAws};
pub use ministack::{Ministack, root_of};
pub use reply::{Reply, SessionGiven};
