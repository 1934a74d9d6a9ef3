//! Whose credentials a session has.

use rolebridge_model::{AccountId, IdentityRef};
use tokio::sync::OnceCell;

use super::pace::Quota;

/// The identity a session began with, and the account it is in, once known.
#[derive(Debug)]
pub(crate) struct Whose {
    pub(crate) base: IdentityRef,
    pub(crate) account: OnceCell<AccountId>,
}

impl Whose {
    /// Whose quota its calls take from.
    pub(crate) fn quota(&self) -> Quota {
        match self.account.get() {
            Some(account) => Quota::Account(account.clone()),
            None => Quota::Identity(self.base.clone()),
        }
    }
}
