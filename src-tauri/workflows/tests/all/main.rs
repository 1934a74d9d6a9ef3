//! What the workflows do to AWS, asked of the sandbox.

mod common;

mod add;
mod crashes;
mod failures;
mod propagation;
mod remove;
mod spaces;
mod update;
mod verify;
