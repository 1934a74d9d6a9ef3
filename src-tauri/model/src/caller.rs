//! Who AWS says we are.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Partition};

/// The answer of `GetCallerIdentity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Caller {
    /// The account the credentials belong to.
    pub account: AccountId,
    /// ARN of the user or the role session.
    pub arn: String,
    /// Unique id of the user or role, with the session's name behind a colon.
    pub user_id: String,
}

impl Caller {
    /// The partition, read from the ARN.
    #[must_use]
    pub fn partition(&self) -> Partition {
        self.arn.split(':').nth(1).and_then(|p| Partition::parse(p).ok()).unwrap_or(Partition::Aws)
    }
}
