//! The keychain that access keys are kept in: one for the whole process.

use std::sync::{Arc, LazyLock};

use rolebridge_keychain::{Keychain, SystemKeychain};

static KEYCHAIN: LazyLock<Arc<dyn Keychain>> =
    LazyLock::new(|| Arc::new(SystemKeychain::default()));

/// The system's keychain. It is connected to when first used.
#[must_use]
pub fn system_keychain() -> Arc<dyn Keychain> {
    Arc::clone(&KEYCHAIN)
}
