//! The keychain of the system we run on.

use std::time::Duration;

use rolebridge_model::Secret;

use crate::{Keychain, KeychainError, Unlock, platform, worker::Worker};

/// How long a keychain may take that asks nobody. It answers in milliseconds when it works.
const AT_ONCE: Duration = Duration::from_secs(5);
/// How long a person has to type a password.
const PATIENT: Duration = Duration::from_secs(60);

/// Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. Making one does
/// nothing; the first call connects.
pub struct SystemKeychain(Worker);

impl std::fmt::Debug for SystemKeychain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SystemKeychain")
    }
}

impl Default for SystemKeychain {
    fn default() -> Self {
        Self(Worker::new(platform::connect))
    }
}

const fn limit(unlock: Unlock) -> Duration {
    match unlock {
        Unlock::Ask => PATIENT,
        Unlock::Never => AT_ONCE,
    }
}

impl Keychain for SystemKeychain {
    fn prepare(&self) {
        self.0.prepare();
    }

    fn check(&self) -> Result<(), KeychainError> {
        self.0.call(AT_ONCE, |_| Ok(()))
    }

    fn get(
        &self,
        service: &str,
        account: &str,
        unlock: Unlock,
    ) -> Result<Option<Secret>, KeychainError> {
        let (service, account) = (service.to_owned(), account.to_owned());
        self.0.call(limit(unlock), move |backend| {
            backend.get(&service, &account, unlock)?.map(text).transpose()
        })
    }

    fn set(
        &self,
        service: &str,
        account: &str,
        secret: &Secret,
        unlock: Unlock,
    ) -> Result<(), KeychainError> {
        let (service, account) = (service.to_owned(), account.to_owned());
        let secret = Secret::new(secret.expose().to_owned());
        self.0.call(limit(unlock), move |backend| {
            backend.set(&service, &account, secret.expose().as_bytes(), unlock)
        })
    }

    fn delete(&self, service: &str, account: &str, unlock: Unlock) -> Result<(), KeychainError> {
        let (service, account) = (service.to_owned(), account.to_owned());
        self.0.call(limit(unlock), move |backend| backend.delete(&service, &account, unlock))
    }
}

fn text(bytes: Vec<u8>) -> Result<Secret, KeychainError> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Secret::new(text)),
        Err(error) => {
            let _overwritten = zeroize::Zeroizing::new(error.into_bytes());
            Err(KeychainError::Damaged { why: "it is no text".into() })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread};

    use super::*;
    use crate::platform::Backend;

    /// Hangs on `locked`, as a keychain does whose prompt nobody answers; fails on `broken`.
    struct Moody;

    impl Backend for Moody {
        fn get(
            &mut self,
            _: &str,
            account: &str,
            _: Unlock,
        ) -> Result<Option<Vec<u8>>, KeychainError> {
            match account {
                "locked" => loop {
                    thread::park();
                },
                "broken" => Err(KeychainError::Failed { why: "the connection is gone".into() }),
                "binary" => Ok(Some(vec![0xFF, 0xFE])),
                name => Ok(Some(name.as_bytes().to_vec())),
            }
        }
        fn set(&mut self, _: &str, _: &str, _: &[u8], _: Unlock) -> Result<(), KeychainError> {
            Ok(())
        }
        fn delete(&mut self, _: &str, _: &str, _: Unlock) -> Result<(), KeychainError> {
            Ok(())
        }
    }

    fn moody() -> Worker {
        Worker::new(|| Ok(Box::new(Moody)))
    }

    fn ask(
        worker: &Worker,
        account: &'static str,
        limit: Duration,
    ) -> Result<String, KeychainError> {
        worker.call(limit, move |backend| {
            let found = backend.get("s", account, Unlock::Never)?.unwrap_or_default();
            text(found).map(|secret| secret.expose().to_owned())
        })
    }

    #[test]
    fn a_keychain_that_hangs_is_left_behind_and_the_next_call_works() {
        let worker = moody();
        let said = ask(&worker, "locked", Duration::from_millis(20));
        assert_eq!(said, Err(KeychainError::Silent { seconds: 0 }));
        assert_eq!(ask(&worker, "fine", PATIENT), Ok("fine".into()));
    }

    #[test]
    fn a_failed_connection_is_made_anew_and_a_good_one_is_kept() {
        static MADE: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let worker = Worker::new(|| {
            MADE.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Ok(Box::new(Moody))
        });
        for account in ["a", "binary", "b"] {
            let _ = ask(&worker, account, PATIENT);
        }
        assert_eq!(MADE.load(std::sync::atomic::Ordering::SeqCst), 1);
        assert!(ask(&worker, "broken", PATIENT).is_err());
        assert_eq!(ask(&worker, "c", PATIENT), Ok("c".into()));
        assert_eq!(MADE.load(std::sync::atomic::Ordering::SeqCst), 2);
    }

    #[test]
    fn a_call_uses_the_connection_that_was_prepared() {
        static MADE: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let worker = Worker::new(|| match MADE.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Err(KeychainError::None { why: "not there yet".into() }),
            _ => Ok(Box::new(Moody)),
        });
        worker.prepare();
        assert_eq!(ask(&worker, "a", PATIENT), Ok("a".into()));
        worker.prepare();
        assert_eq!(ask(&worker, "b", PATIENT), Ok("b".into()));
        assert_eq!(MADE.load(std::sync::atomic::Ordering::SeqCst), 2);
    }

    #[test]
    fn without_a_keychain_the_reason_is_told() {
        let none = || KeychainError::None { why: "no session bus".into() };
        let worker = Worker::new(|| Err(KeychainError::None { why: "no session bus".into() }));
        assert_eq!(ask(&worker, "a", PATIENT), Err(none()));
        assert_eq!(none().to_string(), "There is no keychain to keep secrets in: no session bus.");
    }

    #[test]
    fn what_is_no_text_is_damaged_and_not_repeated() {
        let said = ask(&moody(), "binary", PATIENT).unwrap_err();
        assert_eq!(said.code(), "keychain_damaged");
    }

    #[test]
    fn several_threads_may_use_one_keychain() {
        let worker = std::sync::Arc::new(moody());
        let (tell, told) = mpsc::channel();
        for _ in 0..8 {
            let (worker, tell) = (worker.clone(), tell.clone());
            thread::spawn(move || tell.send(ask(&worker, "x", PATIENT)));
        }
        drop(tell);
        assert_eq!(told.iter().collect::<Vec<_>>(), vec![Ok("x".to_owned()); 8]);
    }
}
