//! The programs the tests need. A missing one fails the test with what to install.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The programs that put the app on a screen and work it.
pub(crate) struct Tools {
    pub(crate) tauri_driver: PathBuf,
    pub(crate) web_driver: PathBuf,
    pub(crate) app: PathBuf,
}

impl Tools {
    /// Finds them all, or says what is missing.
    pub(crate) fn find() -> Self {
        assert!(
            env::var_os("DISPLAY").is_some(),
            "There is no display. Install xvfb and run the tests by `make window`, or with \
             `dbus-run-session -- xvfb-run -a -s \"-screen 0 1280x900x24\"` in front."
        );
        Self {
            tauri_driver: named("TAURI_DRIVER")
                .or_else(|| existing(workspace().join("target/tools/bin/tauri-driver")))
                .or_else(|| on_path("tauri-driver"))
                .unwrap_or_else(|| {
                    panic!(
                        "tauri-driver is missing. Install it with `cargo install tauri-driver \
                         --version 2.1.0 --locked --root target/tools`, or name it in TAURI_DRIVER."
                    )
                }),
            web_driver: on_path("WebKitWebDriver").unwrap_or_else(|| {
                panic!("WebKitWebDriver is missing. Install the package webkit2gtk-driver.")
            }),
            app: named("ROLEBRIDGE_APP").or_else(|| built("rolebridge-desktop")).unwrap_or_else(
                || {
                    panic!(
                        "The app is not built. Run `npm --prefix ui run build && cargo build -p \
                         rolebridge-desktop`, or name it in ROLEBRIDGE_APP."
                    )
                },
            ),
        }
    }
}

/// The `rolebridge` command.
#[must_use]
pub fn command_line() -> PathBuf {
    named("ROLEBRIDGE_CLI").or_else(|| built("rolebridge")).unwrap_or_else(|| {
        panic!(
            "The rolebridge command is not built. Run `cargo build -p rolebridge-cli`, or name it \
             in ROLEBRIDGE_CLI."
        )
    })
}

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// What an environment variable names. Naming something that is not there is a mistake.
fn named(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env::var_os(variable)?);
    assert!(path.is_file(), "{variable} names {}, which is no file.", path.display());
    Some(path.canonicalize().unwrap_or(path))
}

/// A program beside the test's own: the test is in `deps`, programs are one folder up.
fn built(name: &str) -> Option<PathBuf> {
    let test = env::current_exe().ok()?;
    let beside = test.parent()?.parent()?.join(name);
    existing(beside).or_else(|| existing(workspace().join("target/debug").join(name)))
}

fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| existing(folder.join(name)))
}

fn existing(path: PathBuf) -> Option<PathBuf> {
    path.is_file().then_some(path)
}
