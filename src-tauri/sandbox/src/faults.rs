//! Failures on demand, so that tests can see what the app makes of them.

use std::sync::{Mutex, PoisonError};

use rolebridge_cloud::Cause;
use rolebridge_model::AccountId;

#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

#[derive(Debug)]
struct Fault {
    operation: String,
    /// Nothing: in any account.
    account: Option<AccountId>,
    once: bool,
    cause: Cause,
}

impl Faults {
    pub(crate) fn next(&self, operation: &str, cause: Cause) {
        self.add(operation, None, true, cause);
    }

    pub(crate) fn always(&self, operation: &str, account: Option<AccountId>, cause: Cause) {
        self.add(operation, account, false, cause);
    }

    pub(crate) fn clear(&self) {
        self.list().clear();
    }

    fn add(&self, operation: &str, account: Option<AccountId>, once: bool, cause: Cause) {
        self.list().push(Fault { operation: operation.to_owned(), account, once, cause });
    }

    /// The failure a call is to meet.
    pub(crate) fn take(&self, operation: &str, account: &AccountId) -> Option<Cause> {
        let mut list = self.list();
        let at = list.iter().position(|f| {
            f.operation == operation && f.account.as_ref().is_none_or(|a| a == account)
        })?;
        let cause = list[at].cause.clone();
        if list[at].once {
            list.remove(at);
        }
        Some(cause)
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
