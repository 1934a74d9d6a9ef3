//! Systems whose keychain Rolebridge does not know.

use super::Backend;
use crate::KeychainError;

/// There is none.
pub(crate) fn connect() -> Result<Box<dyn Backend>, KeychainError> {
    Err(KeychainError::None { why: "Rolebridge knows none on this system".into() })
}
