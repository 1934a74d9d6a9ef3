//! The implementation for Linux against a real Secret Service. The service is found through the
//! environment, so each test runs itself again as a process of its own with that environment.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::process::Command;

use rolebridge_keychain::{Keychain, KeychainError, SystemKeychain, Unlock};
use rolebridge_model::Secret;
use rolebridge_test_keyring::TestKeyring;

const INSIDE: &str = "ROLEBRIDGE_TEST_INSIDE";

/// Whether this process is the one that does the work.
fn inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// Runs a test of this file in another environment.
fn run_inside(test: &str, environment: Vec<(&'static str, String)>) {
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .envs(environment)
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains("1 passed"), "{said}");
}

fn got(keychain: &SystemKeychain, account: &str) -> Option<String> {
    let found = keychain.get("Rolebridge test", account, Unlock::Never).unwrap();
    found.map(|secret| secret.expose().to_owned())
}

#[test]
fn secrets_are_kept_replaced_and_forgotten() {
    if !inside() {
        let keyring = TestKeyring::start();
        return run_inside("secrets_are_kept_replaced_and_forgotten", keyring.environment());
    }
    let keychain = SystemKeychain::default();
    keychain.check().unwrap();
    let set = |account: &str, text: &str| {
        let secret = Secret::new(text.to_owned());
        keychain.set("Rolebridge test", account, &secret, Unlock::Never).unwrap();
    };
    assert_eq!(got(&keychain, "a"), None);
    // Longer than any session token, and with what text can hold.
    let long = "\u{e9}\n\u{1F511}\"".repeat(3000);
    set("a", &long);
    set("b", "second");
    assert_eq!(got(&keychain, "a").as_deref(), Some(&*long));
    set("a", "");
    // Another process would connect anew.
    let other = SystemKeychain::default();
    assert_eq!(got(&other, "a").as_deref(), Some(""));
    keychain.delete("Rolebridge test", "a", Unlock::Never).unwrap();
    keychain.delete("Rolebridge test", "a", Unlock::Never).unwrap();
    assert_eq!((got(&other, "a"), got(&other, "b").as_deref()), (None, Some("second")));
}

#[test]
fn what_an_earlier_default_keyring_keeps_is_found() {
    if !inside() {
        let keyring = TestKeyring::start();
        return run_inside("what_an_earlier_default_keyring_keeps_is_found", keyring.environment());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let service = oo7::dbus::Service::encrypted().await.unwrap();
        let other = service.with_alias("session").await.unwrap().unwrap();
        let name =
            [("application", "rolebridge"), ("service", "Rolebridge test"), ("account", "a")];
        other.create_item("x", &name, "kept before", true, None).await.unwrap();
    });
    let keychain = SystemKeychain::default();
    assert_eq!(got(&keychain, "a").as_deref(), Some("kept before"));
    assert_eq!(got(&keychain, "b"), None);
    keychain.delete("Rolebridge test", "a", Unlock::Never).unwrap();
    assert_eq!(got(&keychain, "a"), None);
}

#[test]
fn a_locked_keyring_is_told_at_once_and_nobody_is_asked() {
    if !inside() {
        let keyring = TestKeyring::start();
        run_inside("secrets_are_kept_replaced_and_forgotten", keyring.environment());
        keyring.lock();
        return run_inside(
            "a_locked_keyring_is_told_at_once_and_nobody_is_asked",
            keyring.environment(),
        );
    }
    let keychain = SystemKeychain::default();
    keychain.check().unwrap();
    // "b" is there from before.
    let locked = Some(KeychainError::Locked);
    assert_eq!(keychain.get("Rolebridge test", "b", Unlock::Never).err(), locked);
    let secret = Secret::new("x".into());
    assert_eq!(keychain.set("Rolebridge test", "c", &secret, Unlock::Never).err(), locked);
    assert_eq!(keychain.delete("Rolebridge test", "b", Unlock::Never).err(), locked);
}

#[test]
fn without_a_secret_service_there_is_no_keychain() {
    if !inside() {
        let nowhere = tempfile::tempdir().unwrap();
        let path = nowhere.path().display().to_string();
        return run_inside(
            "without_a_secret_service_there_is_no_keychain",
            vec![("XDG_RUNTIME_DIR", path)],
        );
    }
    let keychain = SystemKeychain::default();
    let said = keychain.check().unwrap_err();
    assert_eq!(said.code(), "keychain_none", "{said}");
    let said = keychain.get("Rolebridge test", "a", Unlock::Ask).unwrap_err();
    assert_eq!(said.code(), "keychain_none", "{said}");
    assert!(said.to_string().contains("Secret Service"), "{said}");
}
