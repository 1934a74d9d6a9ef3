//! A keychain one can look into, break and spoil.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use rolebridge_keychain::{Keychain, KeychainError, Unlock};
use rolebridge_model::Secret;

#[derive(Clone, Default)]
pub(crate) struct Drawer(Arc<Inner>);

#[derive(Default)]
struct Inner {
    kept: Mutex<BTreeMap<String, String>>,
    out_of_order: Mutex<Option<KeychainError>>,
}

impl Drawer {
    /// From now on it answers with this.
    pub(crate) fn fail(&self, error: Option<KeychainError>) {
        *self.0.out_of_order.lock().unwrap() = error;
    }

    /// What is in it, by account.
    pub(crate) fn kept(&self) -> BTreeMap<String, String> {
        self.0.kept.lock().unwrap().clone()
    }

    /// Changes whatever is in it.
    pub(crate) fn spoil(&self, change: impl Fn(&str) -> String) {
        for text in self.0.kept.lock().unwrap().values_mut() {
            *text = change(text);
        }
    }
}

impl Keychain for Drawer {
    fn answers_at_once(&self) -> bool {
        true
    }

    fn check(&self) -> Result<(), KeychainError> {
        self.0.out_of_order.lock().unwrap().clone().map_or(Ok(()), Err)
    }

    fn get(&self, _: &str, account: &str, _: Unlock) -> Result<Option<Secret>, KeychainError> {
        self.check()?;
        Ok(self.0.kept.lock().unwrap().get(account).map(|text| Secret::new(text.clone())))
    }

    fn set(&self, _: &str, account: &str, secret: &Secret, _: Unlock) -> Result<(), KeychainError> {
        self.check()?;
        self.0.kept.lock().unwrap().insert(account.into(), secret.expose().into());
        Ok(())
    }

    fn delete(&self, _: &str, account: &str, _: Unlock) -> Result<(), KeychainError> {
        self.check()?;
        self.0.kept.lock().unwrap().remove(account);
        Ok(())
    }
}
