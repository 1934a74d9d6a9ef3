//! What the sandbox enforces, seen through the port.
#![allow(clippy::unwrap_used)] // clippy does not count helpers of integration tests as tests

mod agent;
mod iam;
mod persistence;
mod seed;
mod sts;
mod support;
