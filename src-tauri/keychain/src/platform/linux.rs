//! The Secret Service: GNOME Keyring, KWallet, KeePassXC and others, on the session bus
//! (freedesktop.org, "Secret Service API").
//!
//! The store of `keyring-core` unlocks whatever it finds locked, with a prompt; here that must not
//! happen for what is only a cache, so the service is asked directly.

use std::collections::HashMap;

use oo7::dbus::{Collection, Error, Item, Service, ServiceError};
use tokio::runtime::{Builder, Runtime};

use super::Backend;
use crate::{KeychainError, Unlock};

/// A connection, and what drives it: calls come from a thread that has nothing else to do.
struct OnBus {
    /// Nothing only while it is dropped.
    service: Option<Service>,
    runtime: Runtime,
}

/// Connects to the session bus and agrees on a key with the service.
pub(crate) fn connect() -> Result<Box<dyn Backend>, KeychainError> {
    let none = |why| KeychainError::None { why };
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| none(format!("its connection could not be started ({error})")))?;
    let service = runtime.block_on(Service::encrypted()).map_err(|e| none(why_none(&e)))?;
    Ok(Box::new(OnBus { service: Some(service), runtime }))
}

impl Drop for OnBus {
    fn drop(&mut self) {
        // The service closes its session on the runtime it finds.
        let _here = self.runtime.enter();
        self.service = None;
    }
}

impl OnBus {
    fn run<T>(
        &self,
        work: impl AsyncFnOnce(&Service) -> Result<T, KeychainError>,
    ) -> Result<T, KeychainError> {
        match &self.service {
            Some(service) => self.runtime.block_on(work(service)),
            None => Err(KeychainError::Failed { why: "the connection to it was closed".into() }),
        }
    }
}

impl Backend for OnBus {
    fn get(
        &mut self,
        service: &str,
        account: &str,
        unlock: Unlock,
    ) -> Result<Option<Vec<u8>>, KeychainError> {
        self.run(async |on| {
            let Some(item) = find(on, service, account).await? else { return Ok(None) };
            let secret = match item.secret().await {
                Err(error) if is_locked(&error) && unlock == Unlock::Ask => {
                    item.unlock(None).await.map_err(told)?;
                    item.secret().await
                }
                secret => secret,
            };
            secret.map(|secret| Some(secret.to_vec())).map_err(told)
        })
    }

    fn set(
        &mut self,
        service: &str,
        account: &str,
        secret: &[u8],
        unlock: Unlock,
    ) -> Result<(), KeychainError> {
        self.run(async |on| {
            let collection = default_collection(on).await?.ok_or_else(|| KeychainError::None {
                why: "the Secret Service has no default keyring".into(),
            })?;
            // Some services would ask by themselves.
            if collection.is_locked().await.map_err(told)? {
                if unlock == Unlock::Never {
                    return Err(KeychainError::Locked);
                }
                collection.unlock(None).await.map_err(told)?;
            }
            let secret = oo7::Secret::with_content_type(oo7::ContentType::Text, secret);
            collection
                .create_item(service, &attributes(service, account), secret, true, None)
                .await
                .map_err(told)?;
            Ok(())
        })
    }

    fn delete(
        &mut self,
        service: &str,
        account: &str,
        unlock: Unlock,
    ) -> Result<(), KeychainError> {
        self.run(async |on| {
            while let Some(item) = find(on, service, account).await? {
                if item.is_locked().await.map_err(told)? {
                    if unlock == Unlock::Never {
                        return Err(KeychainError::Locked);
                    }
                    item.unlock(None).await.map_err(told)?;
                }
                item.delete(None).await.map_err(told)?;
            }
            Ok(())
        })
    }
}

/// The item of a name, locked or not. Should there be several, the first stands for all. It is looked
/// for where new ones go first, and then wherever an earlier default keyring may have kept it.
async fn find(service: &Service, name: &str, account: &str) -> Result<Option<Item>, KeychainError> {
    let wanted = attributes(name, account);
    let default = default_collection(service).await?;
    if let Some(collection) = &default
        && let Some(item) = first(collection, &wanted).await?
    {
        return Ok(Some(item));
    }
    for collection in service.collections().await.map_err(told)? {
        if let Some(item) = first(&collection, &wanted).await? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

async fn first(
    collection: &Collection,
    wanted: &HashMap<&str, &str>,
) -> Result<Option<Item>, KeychainError> {
    Ok(collection.search_items(wanted).await.map_err(told)?.into_iter().next())
}

async fn default_collection(service: &Service) -> Result<Option<Collection>, KeychainError> {
    service.with_alias(Service::DEFAULT_COLLECTION).await.map_err(told)
}

fn attributes<'a>(service: &'a str, account: &'a str) -> HashMap<&'static str, &'a str> {
    HashMap::from([("application", "rolebridge"), ("service", service), ("account", account)])
}

const fn is_locked(error: &Error) -> bool {
    matches!(error, Error::Service(ServiceError::IsLocked(_)))
}

fn why_none(error: &Error) -> String {
    let why = match error {
        Error::ZBus(why) | Error::Service(ServiceError::ZBus(why)) => why.to_string(),
        other => other.to_string(),
    };
    format!("no Secret Service answers on the session bus ({why})")
}

fn told(error: Error) -> KeychainError {
    match error {
        error if is_locked(&error) => KeychainError::Locked,
        Error::Dismissed => KeychainError::Refused { why: "the question was dismissed".into() },
        Error::IO(_) => KeychainError::Failed { why: "the connection to it was closed".into() },
        Error::Crypto(_) => {
            KeychainError::Failed { why: "its answer could not be decrypted".into() }
        }
        other => KeychainError::Failed { why: other.to_string() },
    }
}
