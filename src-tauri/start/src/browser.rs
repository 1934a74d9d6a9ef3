//! The user's browser. Only pages of the AWS console and of sign-ins are ever opened.

use rolebridge_cloud::SignInPage;
use rolebridge_model::is_console_address;
use rolebridge_workflows::Browser;

/// The browser the desktop opens links with.
#[derive(Debug, Clone, Copy)]
pub struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, url: &str) -> Result<(), String> {
        if !is_console_address(url) {
            return Err("The address is not one of the AWS console.".into());
        }
        open::that_detached(url).map_err(|e| e.to_string())
    }

    /// A page exists only on a host it may be on, so there is nothing left to check.
    fn open_sign_in(&self, page: &SignInPage) -> Result<(), String> {
        open::that_detached(page.url()).map_err(|e| e.to_string())
    }
}
