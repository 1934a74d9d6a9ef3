//! What a form is told about its fields while it is being filled in.

use serde::{Deserialize, Serialize};

/// A sentence for a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct FieldMessage {
    /// Name of the field in its form.
    pub field: String,
    /// The sentence.
    pub message: String,
}

impl FieldMessage {
    pub(crate) fn new(field: &str, message: impl std::fmt::Display) -> Self {
        Self { field: field.to_owned(), message: message.to_string() }
    }
}

/// What is wrong with a form, and what is worth knowing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct FormCheck {
    /// These keep the form from being used.
    pub errors: Vec<FieldMessage>,
    /// These do not.
    pub warnings: Vec<FieldMessage>,
}
