//! Condition keys nobody gave that a decision has values for.

use super::Request;
use super::condition::{Lookup, lookup};

/// As AWS writes them.
const KEYS: [&str; 7] = [
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:username",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:ResourceAccount",
];

impl Request {
    /// The condition keys that are not in the context and follow from the principal or the
    /// resource, with their values.
    #[must_use]
    pub fn derived_keys(&self) -> Vec<(&'static str, String)> {
        KEYS.into_iter()
            .filter_map(|key| match lookup(self, &key.to_lowercase()) {
                Lookup::Derived(value) => Some((key, value.into_owned())),
                _ => None,
            })
            .collect()
    }
}
