//! Opening a role: the console signed in, its switch-role page, a terminal, or shell commands in
//! the clipboard. What can't work is said before anybody clicks.

mod clipboard;
mod colour;
mod exports;
mod menu;
mod open;
mod ports;
mod settings;
mod terminal;

use rolebridge_model::{Region, SessionNameParts, SwitchEntryId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ways::Way;

pub(crate) use clipboard::Copies;
pub use colour::{AccountColourOffer, AccountColours, SetAccountColour};
pub use exports::{CLEARED, Shell, Variables};
pub use menu::{ChooseLaunch, LaunchChoices};
pub(crate) use open::{InWindow, no_browser};
pub use ports::{
    Browser, BrowserProfile, BrowserWindow, Cleared, Clipboard, Desktop, InstalledBrowser,
    InstalledTerminal, ProfileOfBrowser, TerminalCommand, Terminals,
};
pub use settings::{BrowserChoice, ColourBrowser, EntryLaunch, OpeningRoles};

/// A way to use a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum LaunchWay {
    /// The console, signed in with credentials of the role.
    Console,
    /// The console's switch-role page, filled in.
    SwitchRole,
    /// A terminal with credentials of the role in its environment.
    Terminal,
    /// Commands for a shell, in the clipboard.
    Copy,
}

/// One way to use an entry, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LaunchOption {
    /// The way.
    pub way: LaunchWay,
    /// Whether it can work, and why not.
    pub verdict: Way,
    /// Where it can't: what works instead, in a sentence.
    pub instead: Option<String>,
}

/// The ways to use an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LaunchMenu {
    /// What a click does.
    pub main: LaunchWay,
    /// All ways, in order.
    pub options: Vec<LaunchOption>,
    /// The console's page by its id; nothing is its home.
    pub service: Option<String>,
    /// The Region; nothing leaves it to the console.
    pub region: Option<Region>,
    /// What is remembered of this entry.
    pub chosen: EntryLaunch,
}

/// Where in the console, and in which Region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LaunchTarget {
    /// The page by its id; nothing is the console's home.
    pub service: Option<String>,
    /// The Region as typed; empty leaves it to the console.
    pub region: String,
}

/// An entry to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LaunchRequest {
    /// The entry.
    pub id: SwitchEntryId,
    /// How; nothing is what a click does.
    #[serde(default)]
    #[ts(optional)]
    pub way: Option<LaunchWay>,
    /// Where to, which is remembered; nothing is what was remembered.
    #[serde(default)]
    #[ts(optional)]
    pub target: Option<LaunchTarget>,
}

/// Credentials that are in the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Copied {
    /// Names this copy.
    #[ts(as = "String")]
    pub id: Uuid,
    /// Name of the entry.
    pub name: String,
    /// The shell.
    pub shell: Shell,
    /// When they are taken out of the clipboard.
    pub clears_at: Timestamp,
    /// When the credentials end.
    pub expires_at: Timestamp,
}

/// What became of copied credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum CopyEnd {
    /// They were taken out of the clipboard.
    Cleared,
    /// Something else was copied since, which stays.
    Replaced,
    /// The clipboard could not be asked.
    Failed,
}

/// What a session name is made of on this computer; the entry's name is added where it is known.
#[must_use]
pub fn parts_of_this_computer() -> SessionNameParts {
    let variable = |name| std::env::var(name).ok().filter(|v| !v.is_empty());
    SessionNameParts {
        user: variable("USER")
            .or_else(|| variable("LOGNAME"))
            .or_else(|| variable("USERNAME"))
            .unwrap_or_default(),
        host: gethostname::gethostname().to_string_lossy().into_owned(),
        entry: String::new(),
    }
}
