//! The system's keychain: the port everything else uses, its implementation on each platform, and
//! one that keeps secrets in memory. There is no implementation that writes a file: without a
//! keychain nothing is kept.

mod error;
mod memory;
#[cfg(any(windows, test))]
mod parts;
mod platform;
mod system;
mod worker;

use rolebridge_model::Secret;

pub use error::KeychainError;
pub use memory::MemoryKeychain;
pub use system::SystemKeychain;

/// Whether a locked keychain may ask the user for its password. Only the Secret Service of Linux
/// can be told; elsewhere the system decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlock {
    /// Ask, and wait a minute for the answer.
    Ask,
    /// Never ask: a locked keychain is an error.
    Never,
}

/// Secrets by service and account. Both are shown to whoever looks at the keychain, so neither may
/// tell anything that has to be hidden. Every call blocks, for a limited time.
pub trait Keychain: Send + Sync {
    /// Whether it answers at once, so that it may be asked where nothing may block.
    fn answers_at_once(&self) -> bool {
        false
    }

    /// Begins to connect, so that the first call need not wait for it. Asks nobody and blocks
    /// nothing; what goes wrong is told by that call.
    fn prepare(&self) {}

    /// Whether there is a keychain.
    ///
    /// # Errors
    /// Why there is none.
    fn check(&self) -> Result<(), KeychainError>;

    /// A secret, or nothing if there is none of that name.
    ///
    /// # Errors
    /// What stands in the way.
    fn get(
        &self,
        service: &str,
        account: &str,
        unlock: Unlock,
    ) -> Result<Option<Secret>, KeychainError>;

    /// Keeps a secret, in place of one of the same name.
    ///
    /// # Errors
    /// What stands in the way; nothing is kept then.
    fn set(
        &self,
        service: &str,
        account: &str,
        secret: &Secret,
        unlock: Unlock,
    ) -> Result<(), KeychainError>;

    /// Forgets a secret. One that is not there is no error.
    ///
    /// # Errors
    /// What stands in the way.
    fn delete(&self, service: &str, account: &str, unlock: Unlock) -> Result<(), KeychainError>;
}
