//! Secrets as they come out of the keychain.

use rolebridge_cloud::Secret;
use serde::{Deserialize, Deserializer};

/// A secret in JSON. It is overwritten even if what comes after it does not read.
pub(crate) struct SecretRead(pub(crate) Secret);

impl<'de> Deserialize<'de> for SecretRead {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self(Secret::new(text)))
    }
}
