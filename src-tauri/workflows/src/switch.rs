//! Switch entries: keep them, find them, judge them, open them.

mod bulk;
mod form;
mod frecency;
mod list;
mod names;
mod samples;
mod search;
mod session_form;
mod verdict;

use rolebridge_model::{
    ActivityResult, SwitchEntry, SwitchEntryId, SwitchTarget, SwitchVerdict, switch_role_url,
};
use serde::{Deserialize, Serialize};

use crate::{Error, Rolebridge, Session, launch::no_browser, progress::Event, ways};

pub use bulk::{SwitchChange, SwitchChanges, SwitchSelection};
pub use form::{SwitchForm, SwitchFormCheck, SwitchKind};
pub(crate) use list::Entries;
pub use list::{SwitchGroup, SwitchOrder, SwitchPage, SwitchQuery, SwitchRow};
pub use names::{EntryName, entry_names};
pub use session_form::{HopForm, SessionForm, TagForm};

/// Where an entry goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchMove {
    /// The entry.
    pub id: SwitchEntryId,
    /// Its new place among all entries, counted from zero.
    pub to: u32,
}

impl Session {
    /// Puts an entry at another place.
    ///
    /// # Errors
    /// If it is gone; what the database said.
    pub fn move_switch_entry(&self, to: &SwitchMove) -> Result<(), Error> {
        self.store.move_switch_entry(to.id, to.to as usize)?;
        self.tell(Event::SwitchEntries);
        Ok(())
    }

    /// The address of the console's switch-role page for an entry.
    ///
    /// # Errors
    /// [`Error::Refused`] where the console can't switch; if the entry is gone.
    pub fn switch_url(&self, id: SwitchEntryId) -> Result<(SwitchEntry, String), Error> {
        let entry = self.store.switch_entry(id)?;
        if let SwitchVerdict::Impossible { reason, instead }
        | SwitchVerdict::NotSwitched { reason, instead } = self.judged(&entry)?.0
        {
            return Err(Error::refused(reason, instead));
        }
        // The verdict has refused a permission set.
        let SwitchTarget::Role(role) = &entry.role else {
            return Err(Error::refused(ways::NOT_SWITCHED_TO, ways::NOT_SWITCHED_TO_INSTEAD));
        };
        let url = switch_role_url(role, &entry.name, &entry.colour);
        Ok((entry, url))
    }
}

impl Rolebridge {
    /// Opens the console's switch-role page for an entry in the browser.
    ///
    /// # Errors
    /// [`Error::Refused`] where the console can't switch; [`Error::Local`] if no browser opens.
    pub fn open_switch_entry(&self, id: SwitchEntryId) -> Result<(), Error> {
        let session = self.session()?;
        let (entry, url) = session.switch_url(id)?;
        self.desktop.browser.open_in(&url, &self.window_of(&entry)?).map_err(no_browser)?;
        session.record_use(id);
        session.log(
            "Switch role",
            Some(entry.role.account()),
            entry.role.in_words(),
            ActivityResult::Succeeded,
            format!("Opened the console's switch-role page for {}.", entry.name),
        );
        Ok(())
    }

    /// Opens a page of the console in the browser.
    ///
    /// # Errors
    /// [`Error::Local`] if no browser opens.
    pub fn open_console(&self, page: &rolebridge_model::ConsolePage) -> Result<(), Error> {
        self.open_address(&page.url())
    }

    fn open_address(&self, url: &str) -> Result<(), Error> {
        self.desktop.browser.open(url).map_err(|reason| Error::Local {
            message: format!("The browser could not be opened. {reason}"),
            remedy: Some("Set a default browser, then try again.".into()),
        })
    }
}
