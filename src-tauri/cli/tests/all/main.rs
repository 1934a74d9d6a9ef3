//! The real binary, driven as a script drives it.
#![allow(clippy::unwrap_used, clippy::expect_used)] // clippy does not count helpers of integration tests as tests

mod aws;
mod colour;
mod completed;
mod exchange;
mod interrupted;
mod kept;
mod office;
mod permission_sets;
mod plans;
mod policy;
mod published;
mod roles;
mod sessions;
mod settings;
mod sources;
mod spaces;
mod support;
mod team;
mod usage;
