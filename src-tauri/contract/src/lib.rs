//! The wire between the front end and the back end: every command with its request and its
//! answer, the one error type, and the TypeScript made of them.

mod commands;
mod failure;
#[cfg(test)]
mod typescript;

pub use failure::{Failure, FieldProblem};
