//! What the workflows do to AWS, asked of the sandbox.
#![allow(clippy::unwrap_used)] // clippy does not count helpers of integration tests as tests

mod colour;
mod common;

mod add;
mod crashes;
mod desk;
mod failures;
mod finding;
mod identities;
mod identity;
mod import;
mod import_sets;
mod launch;
mod many;
mod mapping;
mod propagation;
mod publish;
mod remove;
mod sessions;
mod spaces;
mod sync;
mod team;
mod update;
mod verify;
mod workbench;
