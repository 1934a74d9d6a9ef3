//! What of this computer is opened or written: browsers, terminals, the clipboard. The app, the
//! command line and the tests each bring their own.

use std::path::PathBuf;

use rolebridge_cloud::{Secret, SignInPage};
use rolebridge_model::AccountId;
use serde::{Deserialize, Serialize};

/// Opens addresses in the user's browser.
pub trait Browser: Send + Sync {
    /// Opens an address in the system's default browser.
    ///
    /// # Errors
    /// A sentence on why it could not be opened.
    fn open(&self, url: &str) -> Result<(), String>;

    /// Opens an address in the browser meant. Who knows no browser but the default one opens that.
    ///
    /// # Errors
    /// A sentence on why it could not be opened.
    fn open_in(&self, url: &str, _window: &BrowserWindow) -> Result<(), String> {
        self.open(url)
    }

    /// Opens an address that is a secret, in the browser meant.
    ///
    /// # Errors
    /// A sentence on why it could not be opened, without the address.
    fn open_secret(&self, url: &Secret, window: &BrowserWindow) -> Result<(), String> {
        self.open_in(url.expose(), window).map_err(|said| said.replace(url.expose(), "the address"))
    }

    /// Opens a page of a sign-in, which may be on other hosts than the console's.
    ///
    /// # Errors
    /// A sentence on why it could not be opened, without the address.
    fn open_sign_in(&self, page: &SignInPage) -> Result<(), String> {
        self.open_secret(page.secret(), &BrowserWindow::default())
    }

    /// The browsers to choose from.
    fn installed(&self) -> Vec<InstalledBrowser> {
        Vec::new()
    }
}

/// Opens terminals.
pub trait Terminals: Send + Sync {
    /// Opens a window in which a command runs.
    ///
    /// # Errors
    /// A sentence on why none opens.
    fn run(&self, terminal: Option<&str>, command: &TerminalCommand) -> Result<(), String>;

    /// The terminals to choose from, the best first.
    fn installed(&self) -> Vec<InstalledTerminal>;

    /// The `rolebridge` command, which runs in the terminal.
    ///
    /// # Errors
    /// A sentence on where it was looked for.
    fn command_line(&self) -> Result<PathBuf, String>;
}

/// The system's clipboard.
pub trait Clipboard: Send + Sync {
    /// Puts a text there, and asks the system not to keep it in a history.
    ///
    /// # Errors
    /// A sentence on why not.
    fn put(&self, text: &Secret) -> Result<(), String>;

    /// Takes the text away if it is still there.
    ///
    /// # Errors
    /// A sentence on why it could not be found out or taken away.
    fn clear(&self, text: &Secret) -> Result<Cleared, String>;
}

/// What became of a text that was to be taken out of the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleared {
    /// It was there and is gone.
    Gone,
    /// Something else had been copied since, which stays.
    SomethingElse,
}

/// What of this computer Rolebridge may use.
pub struct Desktop {
    /// Its browsers.
    pub browser: Box<dyn Browser>,
    /// Its terminals; none for the command line, which runs in one.
    pub terminals: Option<Box<dyn Terminals>>,
    /// Its clipboard; none for the command line, which prints.
    pub clipboard: Option<Box<dyn Clipboard>>,
}

impl<B: Browser + 'static> From<Box<B>> for Desktop {
    fn from(browser: Box<B>) -> Self {
        Self { browser, terminals: None, clipboard: None }
    }
}

impl From<Box<dyn Browser>> for Desktop {
    fn from(browser: Box<dyn Browser>) -> Self {
        Self { browser, terminals: None, clipboard: None }
    }
}

/// Which window of which browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrowserWindow {
    /// The browser by its id; nothing is the system's default.
    pub browser: Option<String>,
    /// Whose cookies are in it.
    pub profile: BrowserProfile,
    /// Whether it keeps nothing.
    pub private: bool,
}

/// Whose cookies a browser's window has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BrowserProfile {
    /// The one the browser takes by itself.
    #[default]
    Usual,
    /// One of the browser's own, by its id.
    Named(String),
    /// One that Rolebridge keeps for an account and nothing else.
    OfAccount {
        /// The account.
        account: AccountId,
        /// The folder below which such profiles are.
        folder: PathBuf,
    },
}

/// A browser on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InstalledBrowser {
    /// Names it in settings.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its profiles, where they can be named when it is started.
    pub profiles: Vec<ProfileOfBrowser>,
    /// Whether it can be started with a profile of Rolebridge's own for each account.
    pub isolates: bool,
    /// Whether it can be started with a private window.
    pub private: bool,
}

/// A profile of a browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ProfileOfBrowser {
    /// What the browser calls it when it is started.
    pub id: String,
    /// What the user calls it.
    pub title: String,
}

/// A terminal on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InstalledTerminal {
    /// Names it in settings.
    pub id: String,
    /// What it is called.
    pub title: String,
}

/// What runs in a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalCommand {
    /// Title of the window.
    pub title: String,
    /// The program and its arguments. Nothing secret: others on this computer can read them.
    pub argv: Vec<std::ffi::OsString>,
    /// Variables its environment must not have.
    pub without: Vec<&'static str>,
}
