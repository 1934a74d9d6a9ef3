//! What the sandbox enforces, seen through the port.

mod agent;
mod iam;
mod persistence;
mod seed;
mod sts;
mod support;
