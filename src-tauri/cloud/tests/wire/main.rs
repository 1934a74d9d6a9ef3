//! What `AwsCloud` says on the wire, and what it makes of the answers.
#![allow(clippy::unwrap_used)] // helpers of tests, which Clippy doesn't take for tests

mod chains;
mod devops_agent;
mod devops_agent_errors;
mod endpoints;
mod hops;
mod iam;
mod replay;
mod sign_in;
mod uxc;
mod who;
