//! The real binary, driven as a script drives it.

mod interrupted;
mod plans;
mod policy;
mod roles;
mod sources;
mod spaces;
mod support;
mod usage;
