//! The login keychain of macOS.

use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring_core::{Entry, Error, api::CredentialStoreApi};

use super::Backend;
use crate::{KeychainError, Unlock};

struct Login(Arc<Store>);

/// The login keychain.
pub(crate) fn connect() -> Result<Box<dyn Backend>, KeychainError> {
    let store = Store::new().map_err(|e| KeychainError::None { why: e.to_string() })?;
    Ok(Box::new(Login(store)))
}

impl Login {
    fn entry(&self, service: &str, account: &str) -> Result<Entry, KeychainError> {
        self.0.build(service, account, None).map_err(told)
    }
}

impl Backend for Login {
    fn get(
        &mut self,
        service: &str,
        account: &str,
        _: Unlock,
    ) -> Result<Option<Vec<u8>>, KeychainError> {
        match self.entry(service, account)?.get_secret() {
            Ok(secret) => Ok(Some(secret)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(told(error)),
        }
    }

    fn set(
        &mut self,
        service: &str,
        account: &str,
        secret: &[u8],
        _: Unlock,
    ) -> Result<(), KeychainError> {
        self.entry(service, account)?.set_secret(secret).map_err(told)
    }

    fn delete(&mut self, service: &str, account: &str, _: Unlock) -> Result<(), KeychainError> {
        match self.entry(service, account)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(told(error)),
        }
    }
}

fn told(error: Error) -> KeychainError {
    match error {
        Error::NoStorageAccess(why) => KeychainError::Refused { why: why.to_string() },
        other => KeychainError::Failed { why: other.to_string() },
    }
}
