//! Why a secret could not be read or kept.

use thiserror::Error;

/// What stands between us and the keychain. No variant repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeychainError {
    /// There is no keychain.
    #[error("There is no keychain to keep secrets in: {why}.")]
    None {
        /// What was looked for.
        why: String,
    },
    /// It is locked, and nobody was to be asked.
    #[error("The keychain is locked.")]
    Locked,
    /// The user, or the system on their behalf, said no.
    #[error("The keychain was not opened: {why}.")]
    Refused {
        /// In the keychain's words.
        why: String,
    },
    /// It did not answer in time.
    #[error("The keychain did not answer within {seconds} seconds.")]
    Silent {
        /// How long it was waited for.
        seconds: u64,
    },
    /// What it holds is not what was kept there.
    #[error("What the keychain holds can't be read: {why}.")]
    Damaged {
        /// What is wrong with it.
        why: String,
    },
    /// Anything else.
    #[error("The keychain failed: {why}.")]
    Failed {
        /// In the keychain's words.
        why: String,
    },
}

impl KeychainError {
    /// A stable name of the kind of error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::None { .. } => "keychain_none",
            Self::Locked => "keychain_locked",
            Self::Refused { .. } => "keychain_refused",
            Self::Silent { .. } => "keychain_silent",
            Self::Damaged { .. } => "keychain_damaged",
            Self::Failed { .. } => "keychain_failed",
        }
    }

    /// What to do next, in a sentence.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::None { .. } if cfg!(target_os = "linux") => {
                "Install and start a Secret Service, such as GNOME Keyring, KWallet or KeePassXC, \
                 then try again. Rolebridge never keeps secrets in a file."
            }
            Self::None { .. } => "Sign in to the desktop, then try again.",
            Self::Locked | Self::Silent { .. } => "Unlock the keychain, then try again.",
            Self::Refused { .. } => "Try again, and let Rolebridge use the keychain when asked.",
            Self::Damaged { .. } => "Enter the secret again.",
            Self::Failed { .. } => "Open the system's keychain to see whether it works.",
        }
    }
}
