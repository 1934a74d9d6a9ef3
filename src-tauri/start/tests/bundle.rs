//! The bundle brings the command along that terminals and published profiles run.
#![allow(clippy::unwrap_used)] // helper functions of a test

use std::path::{Path, PathBuf};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap()
}

#[test]
fn the_command_is_put_beside_the_app_under_the_name_it_is_looked_for() {
    let overlay = json("tauri.bundle.json");
    // The bundler takes the target off the name: what is left is beside the app, which for a
    // package of Debian is /usr/bin.
    let binaries = overlay["bundle"]["externalBin"].as_array().unwrap();
    let [binary] = binaries.as_slice() else { panic!("{binaries:?}") };
    let binary = Path::new(binary.as_str().unwrap());
    assert_eq!(binary.file_name().unwrap(), "rolebridge");

    // The script puts it there, and is run before, after what is run for the app anyway.
    let script = read("scripts/sidecar.mjs");
    let folder = binary.parent().unwrap();
    assert_eq!(folder, Path::new("target/sidecar"));
    assert!(script.contains(r#"join(root, "target", "sidecar")"#), "{script}");
    let usual = json("tauri.conf.json")["build"]["beforeBuildCommand"].clone();
    let before = overlay["build"]["beforeBuildCommand"].as_str().unwrap();
    let (first, second) = before.split_once(" && ").unwrap();
    assert_eq!((first, second), (usual.as_str().unwrap(), "node scripts/sidecar.mjs"));

    // It is built from the package that has the binary.
    let package = read("src-tauri/cli/Cargo.toml");
    assert!(package.contains("name = \"rolebridge-cli\""), "{package}");
    assert!(package.contains("[[bin]]\nname = \"rolebridge\""), "{package}");
    assert!(read("Makefile").contains("--config tauri.bundle.json"));
}

#[test]
fn a_plain_build_needs_no_command_to_be_there() {
    // Tauri's build script refuses to build an app whose external binaries are missing.
    assert!(json("tauri.conf.json")["bundle"].get("externalBin").is_none());
}
