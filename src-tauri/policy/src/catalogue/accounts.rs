//! Accounts that are publicly known to be a vendor's.

use rolebridge_model::AccountId;

/// Sorted by account, one `id<TAB>name` a line.
static ACCOUNTS: &str = include_str!("../../data/accounts.txt");

/// Bytes of an id and the tab behind it.
const ID: usize = 12;

/// The vendor an account is publicly known to belong to, such as `Datadog`; names that begin with
/// `AWS ` are services that AWS runs in accounts of its own.
#[must_use]
pub fn known_account(account: &AccountId) -> Option<&'static str> {
    named(account.as_str())
}

/// Whether an account belongs to a vendor other than AWS; if so, its name.
pub(crate) fn is_vendor(account: &str) -> Option<&'static str> {
    named(account).filter(|name| !name.starts_with("AWS "))
}

pub(super) fn named(account: &str) -> Option<&'static str> {
    if account.len() != ID {
        return None;
    }
    ACCOUNTS.lines().find_map(|l| l.strip_prefix(account)?.strip_prefix('\t'))
}
