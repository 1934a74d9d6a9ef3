//! IAM documents, without I/O and without a clock: read them, measure and render them, compare
//! them, check them, make them from templates, decide requests with them and say why.

mod document;
mod error;
mod json;
mod operator;
mod parse;
mod pattern;
mod principal;
mod value;

pub use document::{Document, Effect, Statement, Version};
pub use error::ParseError;
