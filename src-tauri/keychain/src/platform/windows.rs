//! Credential Manager of Windows. A credential holds 2,560 bytes at most
//! (`CRED_MAX_CREDENTIAL_BLOB_SIZE`), which a session token can exceed, so a secret is kept in parts.
//! They stay on this computer: the default would let them roam with the user's profile.

use std::{collections::HashMap, sync::Arc};

use keyring_core::{Entry, Error, api::CredentialStoreApi};
use windows_native_keyring_store::Store;

use super::Backend;
use crate::{
    KeychainError, Unlock,
    parts::{self, Blobs},
};

struct Manager(Arc<Store>);

/// Credential Manager.
pub(crate) fn connect() -> Result<Box<dyn Backend>, KeychainError> {
    let store = Store::new().map_err(|e| KeychainError::None { why: e.to_string() })?;
    Ok(Box::new(Manager(store)))
}

struct OfService<'a> {
    store: &'a Store,
    service: &'a str,
}

impl OfService<'_> {
    fn entry(&self, name: &str) -> Result<Entry, KeychainError> {
        let local = HashMap::from([("persistence", "Local")]);
        self.store.build(self.service, name, Some(&local)).map_err(told)
    }
}

impl Blobs for OfService<'_> {
    fn get(&mut self, name: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        match self.entry(name)?.get_secret() {
            Ok(blob) => Ok(Some(blob)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(told(error)),
        }
    }

    fn set(&mut self, name: &str, blob: &[u8]) -> Result<(), KeychainError> {
        self.entry(name)?.set_secret(blob).map_err(told)
    }

    fn delete(&mut self, name: &str) -> Result<bool, KeychainError> {
        match self.entry(name)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(told(error)),
        }
    }
}

impl Backend for Manager {
    fn get(
        &mut self,
        service: &str,
        account: &str,
        _: Unlock,
    ) -> Result<Option<Vec<u8>>, KeychainError> {
        parts::get(&mut OfService { store: &self.0, service }, account)
    }

    fn set(
        &mut self,
        service: &str,
        account: &str,
        secret: &[u8],
        _: Unlock,
    ) -> Result<(), KeychainError> {
        parts::set(&mut OfService { store: &self.0, service }, account, secret)
    }

    fn delete(&mut self, service: &str, account: &str, _: Unlock) -> Result<(), KeychainError> {
        parts::delete(&mut OfService { store: &self.0, service }, account)
    }
}

fn told(error: Error) -> KeychainError {
    match error {
        Error::NoStorageAccess(why) => KeychainError::Refused { why: why.to_string() },
        other => KeychainError::Failed { why: other.to_string() },
    }
}
