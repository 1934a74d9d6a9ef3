//! The Secret Service: GNOME Keyring, KWallet, KeePassXC and others, on the session bus
//! (freedesktop.org, "Secret Service API").
//!
//! The store of `keyring-core` unlocks whatever it finds locked, with a prompt; here that must not
//! happen for what is only a cache, so the service is asked directly.

use std::collections::HashMap;

use secret_service::{
    EncryptionType, Error,
    blocking::{Collection, Item, SecretService},
};

use super::Backend;
use crate::{KeychainError, Unlock};

struct Service(SecretService<'static>);

/// Connects to the session bus and agrees on a key with the service.
pub(crate) fn connect() -> Result<Box<dyn Backend>, KeychainError> {
    let service = SecretService::connect(EncryptionType::Dh)
        .map_err(|error| KeychainError::None { why: why_none(&error) })?;
    Ok(Box::new(Service(service)))
}

impl Service {
    /// The item of a name. Should there be several, the first stands for all.
    fn find(
        &self,
        service: &str,
        account: &str,
        unlock: Unlock,
    ) -> Result<Option<Item<'_>>, KeychainError> {
        let found = self.0.search_items(attributes(service, account)).map_err(told)?;
        if let Some(item) = found.unlocked.into_iter().next() {
            return Ok(Some(item));
        }
        let Some(item) = found.locked.into_iter().next() else { return Ok(None) };
        if unlock == Unlock::Never {
            return Err(KeychainError::Locked);
        }
        item.unlock().map_err(told)?;
        Ok(Some(item))
    }

    /// Where new items go.
    fn collection(&self, unlock: Unlock) -> Result<Collection<'_>, KeychainError> {
        let collection = self.0.get_default_collection().map_err(|error| match error {
            Error::NoResult => {
                KeychainError::None { why: "the Secret Service has no default keyring".into() }
            }
            other => told(other),
        })?;
        if collection.is_locked().map_err(told)? {
            if unlock == Unlock::Never {
                return Err(KeychainError::Locked);
            }
            collection.unlock().map_err(told)?;
        }
        Ok(collection)
    }
}

impl Backend for Service {
    fn get(
        &mut self,
        service: &str,
        account: &str,
        unlock: Unlock,
    ) -> Result<Option<Vec<u8>>, KeychainError> {
        match self.find(service, account, unlock)? {
            Some(item) => item.get_secret().map(Some).map_err(told),
            None => Ok(None),
        }
    }

    fn set(
        &mut self,
        service: &str,
        account: &str,
        secret: &[u8],
        unlock: Unlock,
    ) -> Result<(), KeychainError> {
        self.collection(unlock)?
            .create_item(service, attributes(service, account), secret, true, "text/plain")
            .map_err(told)?;
        Ok(())
    }

    fn delete(
        &mut self,
        service: &str,
        account: &str,
        unlock: Unlock,
    ) -> Result<(), KeychainError> {
        while let Some(item) = self.find(service, account, unlock)? {
            item.delete().map_err(told)?;
        }
        Ok(())
    }
}

fn attributes<'a>(service: &'a str, account: &'a str) -> HashMap<&'static str, &'a str> {
    HashMap::from([("application", "rolebridge"), ("service", service), ("account", account)])
}

fn why_none(error: &Error) -> String {
    match error {
        Error::Unavailable => "no Secret Service and no session bus was found".into(),
        other => format!("no Secret Service answers on the session bus ({other})"),
    }
}

fn told(error: Error) -> KeychainError {
    match error {
        Error::Locked => KeychainError::Locked,
        Error::Prompt => KeychainError::Refused { why: "the question was dismissed".into() },
        Error::PromptDisconnected | Error::Unavailable => {
            KeychainError::Failed { why: "the connection to it was closed".into() }
        }
        Error::Crypto(_) => {
            KeychainError::Failed { why: "its answer could not be decrypted".into() }
        }
        other => KeychainError::Failed { why: other.to_string() },
    }
}
