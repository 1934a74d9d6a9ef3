//! What differs by platform: one module each.

#[cfg(target_os = "linux")]
#[path = "platform/linux.rs"]
mod of_system;
#[cfg(target_os = "macos")]
#[path = "platform/macos.rs"]
mod of_system;
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
#[path = "platform/other.rs"]
mod of_system;
#[cfg(windows)]
#[path = "platform/windows.rs"]
mod of_system;

use crate::{KeychainError, Unlock};

pub(crate) use of_system::connect;

/// Connects, or says why there is no keychain.
pub(crate) type Connect = fn() -> Result<Box<dyn Backend>, KeychainError>;

/// A keychain as a platform has it. Calls come from one thread and may block.
pub(crate) trait Backend {
    /// A secret, or nothing.
    fn get(
        &mut self,
        service: &str,
        account: &str,
        unlock: Unlock,
    ) -> Result<Option<Vec<u8>>, KeychainError>;

    /// Keeps a secret in place of one of the same name.
    fn set(
        &mut self,
        service: &str,
        account: &str,
        secret: &[u8],
        unlock: Unlock,
    ) -> Result<(), KeychainError>;

    /// Forgets a secret, if it is there.
    fn delete(&mut self, service: &str, account: &str, unlock: Unlock)
    -> Result<(), KeychainError>;
}
