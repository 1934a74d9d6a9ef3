//! The user's browser. Only pages of the AWS console and of sign-ins are ever opened.

use std::process::{Command, Stdio};

use rolebridge_cloud::{Secret, SignInPage};
use rolebridge_model::is_console_address;
use rolebridge_workflows::{
    Browser,
    launch::{BrowserProfile, BrowserWindow, InstalledBrowser},
};

use crate::{browsers, handoff, process};

/// The browsers of this computer.
#[derive(Debug, Clone, Copy)]
pub struct SystemBrowser;

const NOT_CONSOLE: &str = "The address is not one of the AWS console.";

impl Browser for SystemBrowser {
    fn open(&self, url: &str) -> Result<(), String> {
        self.open_in(url, &BrowserWindow::default())
    }

    fn open_in(&self, url: &str, window: &BrowserWindow) -> Result<(), String> {
        if !is_console_address(url) {
            return Err(NOT_CONSOLE.into());
        }
        show(url, window)
    }

    fn open_secret(&self, url: &Secret, window: &BrowserWindow) -> Result<(), String> {
        if !is_console_address(url.expose()) {
            return Err(NOT_CONSOLE.into());
        }
        let offered = handoff::offer(url)
            .map_err(|e| format!("No port of this computer can be had to hand it over: {e}."))?;
        show(&offered, window)
    }

    fn installed(&self) -> Vec<InstalledBrowser> {
        browsers::installed()
    }

    /// A page exists only on a host it may be on, so there is nothing left to check.
    fn open_sign_in(&self, page: &SignInPage) -> Result<(), String> {
        let offered = handoff::offer(page.secret())
            .map_err(|e| format!("No port of this computer can be had to hand it over: {e}."))?;
        show(&offered, &BrowserWindow::default())
    }
}

/// The address is an argument of its own; no shell reads it.
fn show(url: &str, window: &BrowserWindow) -> Result<(), String> {
    let Some(id) = &window.browser else {
        return match window.profile {
            // The default browser by its own name, so that it can be given a profile.
            BrowserProfile::OfAccount { .. } => match browsers::default_browser() {
                Some(found) => start(&found, url, window),
                None => Err("Which browser is the default one could not be found out, so that it \
                             can't be given a profile for each account. Choose a browser by its \
                             name."
                    .into()),
            },
            _ => open::that_detached(url).map_err(|e| e.to_string()),
        };
    };
    let found = browsers::find(id).ok_or_else(|| {
        format!("The browser \u{201c}{id}\u{201d} is not on this computer any more.")
    })?;
    start(&found, url, window)
}

fn start(found: &browsers::Found, url: &str, window: &BrowserWindow) -> Result<(), String> {
    let arguments = found.known.arguments(window, url)?;
    let mut command = Command::new(&found.program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    process::detached(&mut command).map_err(|e| format!("{}: {e}.", found.known.title))
}
