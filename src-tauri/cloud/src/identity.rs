//! Who an identity is, how one signs in to it, and where access keys come from that Rolebridge keeps.

use async_trait::async_trait;
use rolebridge_model::{AccessKeyId, Caller, Timestamp};

use crate::Secret;

/// Who an identity is, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// What AWS says.
    pub caller: Caller,
    /// When the credentials end; nothing for those that don't, or don't say.
    pub expires_at: Option<Timestamp>,
}

/// What is kept on this computer of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptSignIn {
    /// Nothing.
    None,
    /// Something that has run out and can't be renewed.
    Expired(Timestamp),
    /// Something that can be used.
    Until {
        /// When it ends.
        at: Timestamp,
        /// Whether it is renewed by itself then.
        renews: bool,
    },
}

/// A page of a sign-in. It exists only for an address on one of the hosts it may be on, and the
/// address is a secret.
#[derive(Debug)]
pub struct SignInPage(Secret);

impl SignInPage {
    /// Checks where the address leads: by https, or to this computer, and to one of the hosts.
    /// A host may have a port.
    #[must_use]
    pub fn on(url: String, hosts: &[&str]) -> Option<Self> {
        let rest = match url.strip_prefix("https://") {
            Some(rest) => rest,
            None if crate::aws::stays_here(&url) => url.strip_prefix("http://")?,
            None => return None,
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        hosts.contains(&host).then(|| Self(Secret::new(url)))
    }

    /// The address, for the browser.
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.expose()
    }

    /// The address, to be handed on as what it is.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.0
    }
}

/// What a sign-in asks of the computer it happens on.
pub trait SignInDesk: Send + Sync {
    /// Opens a page in the browser.
    ///
    /// # Errors
    /// A sentence on why it could not be opened.
    fn open(&self, page: &SignInPage) -> Result<(), String>;

    /// Shows the code that the page shows too, for a person to compare.
    fn show_code(&self, code: &str);
}

/// What one can sign with.
#[derive(Debug)]
pub struct KeyCredentials {
    /// ID of the key; that of a session is another than the long-term key's.
    pub access_key_id: String,
    /// Secret access key.
    pub secret_access_key: Secret,
    /// Session token, of a session.
    pub session_token: Option<Secret>,
    /// When a session ends.
    pub expires_at: Option<Timestamp>,
}

/// Why a kept key gives no credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    /// There is no such key.
    #[error("its secret is not in the keychain")]
    Missing,
    /// It asks for a code of its MFA device first.
    #[error("a code of its MFA device is needed")]
    SignInNeeded,
    /// The keychain can't be used.
    #[error("{0}")]
    Unavailable(String),
}

/// Access keys that are kept in the keychain of the operating system.
#[async_trait]
pub trait KeyRing: Send + Sync {
    /// What calls are signed with: the key itself, or the session it was signed in to.
    async fn credentials(&self, key: &AccessKeyId) -> Result<KeyCredentials, KeyRingError>;

    /// The secret of the key itself.
    async fn long_term(&self, key: &AccessKeyId) -> Result<Secret, KeyRingError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_page_is_on_the_host_it_belongs_to() {
        let hosts = ["oidc.eu-west-1.amazonaws.com", "127.0.0.1:4566"];
        for ok in [
            "https://oidc.eu-west-1.amazonaws.com/authorize?state=1",
            "http://127.0.0.1:4566/authorize",
        ] {
            assert_eq!(SignInPage::on(ok.into(), &hosts).unwrap().url(), ok);
        }
        for bad in [
            "http://oidc.eu-west-1.amazonaws.com/authorize",
            "https://oidc.eu-west-1.amazonaws.com.evil.example/",
            "https://me@oidc.eu-west-1.amazonaws.com/",
            "https://evil.example/?oidc.eu-west-1.amazonaws.com",
            "http://127.0.0.1:4567/authorize",
            "file:///etc/passwd",
        ] {
            assert!(SignInPage::on(bad.into(), &hosts).is_none(), "{bad}");
        }
        let page = SignInPage::on(format!("https://{}/s3cr3t", hosts[0]), &hosts).unwrap();
        assert!(!format!("{page:?}").contains("s3cr3t"));
    }
}
