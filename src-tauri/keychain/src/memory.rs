//! A keychain that is gone with the process: for tests and the sandbox.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rolebridge_model::Secret;

use crate::{Keychain, KeychainError, Unlock};

/// Secrets in memory.
#[derive(Debug, Default)]
pub struct MemoryKeychain {
    kept: Mutex<HashMap<(String, String), Secret>>,
    out_of_order: Mutex<Option<KeychainError>>,
}

impl MemoryKeychain {
    /// From now on everything is answered with this error, as by a keychain that is locked or gone;
    /// with none it works again.
    pub fn fail_with(&self, error: Option<KeychainError>) {
        *self.out_of_order.lock().unwrap_or_else(PoisonError::into_inner) = error;
    }

    /// How many secrets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept().is_empty()
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<(String, String), Secret>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(service: &str, account: &str) -> (String, String) {
    (service.to_owned(), account.to_owned())
}

impl Keychain for MemoryKeychain {
    fn answers_at_once(&self) -> bool {
        true
    }

    fn check(&self) -> Result<(), KeychainError> {
        match &*self.out_of_order.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    fn get(
        &self,
        service: &str,
        account: &str,
        _: Unlock,
    ) -> Result<Option<Secret>, KeychainError> {
        self.check()?;
        let found =
            self.kept().get(&name(service, account)).map(|s| Secret::new(s.expose().into()));
        Ok(found)
    }

    fn set(
        &self,
        service: &str,
        account: &str,
        secret: &Secret,
        _: Unlock,
    ) -> Result<(), KeychainError> {
        self.check()?;
        self.kept().insert(name(service, account), Secret::new(secret.expose().into()));
        Ok(())
    }

    fn delete(&self, service: &str, account: &str, _: Unlock) -> Result<(), KeychainError> {
        self.check()?;
        self.kept().remove(&name(service, account));
        Ok(())
    }
}
