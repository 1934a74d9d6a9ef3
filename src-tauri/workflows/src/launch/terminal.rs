//! What runs in a terminal that is opened for an entry: `rolebridge roles shell`, which has the
//! credentials itself and then becomes the user's shell.
//!
//! The app could put the credentials into the terminal's environment. But most terminals are one
//! process for all their windows, so that the environment of the one who asks goes nowhere, or to
//! all; and whoever is asked for an MFA code is asked where it is needed. This way nothing secret is
//! in an argument or in the environment of the terminal itself, and the credentials are as fresh as
//! the window.

use std::{ffi::OsString, path::Path};

use rolebridge_model::{Identity, IdentityRef, Region, SwitchEntry};

use super::{CLEARED, TerminalCommand};

/// Keys of the environment would come before the identity chosen in the app.
const KEYS: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/// The command for an entry.
pub(super) fn command(
    rolebridge: &Path,
    home: &Path,
    identity: &Identity,
    entry: &SwitchEntry,
    region: Option<&Region>,
) -> TerminalCommand {
    let mut argv: Vec<OsString> = vec![rolebridge.into(), "--home".into(), home.into()];
    let mut without = Vec::new();
    match &identity.reference {
        IdentityRef::Sandbox => argv.push("--sandbox".into()),
        IdentityRef::Profile { name } => {
            argv.extend(["--profile".into(), name.as_str().into()]);
            without.extend(KEYS);
            without.extend(CLEARED);
        }
        _ => {}
    }
    argv.extend(["roles".into(), "shell".into(), "--stay".into()]);
    if let Some(region) = region {
        argv.extend(["--in-region".into(), region.as_str().into()]);
    }
    argv.extend(["--id".into(), entry.id.0.to_string().into()]);
    TerminalCommand { title: format!("{} - Rolebridge", entry.name), argv, without }
}
