//! Changing several switch entries at once.

use rolebridge_model::{GroupName, SwitchEntryId};
use serde::{Deserialize, Serialize};

use super::list::SwitchQuery;
use crate::{
    Error, Session,
    onboard::{Reader, text_field},
    progress::Event,
};

/// Switch entries chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SwitchSelection {
    /// These.
    Some {
        /// Which.
        ids: Vec<SwitchEntryId>,
    },
    /// All that fit, on whatever page.
    Found {
        /// What they fit.
        query: SwitchQuery,
        /// How many the user was told they are.
        count: u32,
    },
}

/// What becomes of the entries chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SwitchChange {
    /// They go into a group.
    Group {
        /// Its name, empty for none.
        name: String,
    },
    /// They become favourites, or no longer are.
    Favourite {
        /// Whether they are.
        on: bool,
    },
    /// They are forgotten.
    Remove,
}

/// Entries, and what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchChanges {
    /// Which entries.
    pub of: SwitchSelection,
    /// What becomes of them.
    pub change: SwitchChange,
}

impl Session {
    /// Changes all the entries chosen, or none. Answers how many there were.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name no group can have; [`Error::Refused`] if other entries fit than
    /// the user was told; what the database said.
    pub fn change_switch_entries(&self, changes: &SwitchChanges) -> Result<u32, Error> {
        let ids = self.picked(&changes.of)?;
        // What is kept at hand is each person's own, also of what a team wrote.
        if !matches!(changes.change, SwitchChange::Favourite { .. }) {
            self.refuse_team_entries(&ids)?;
        }
        let changed = match &changes.change {
            SwitchChange::Group { name } => {
                let mut reader = Reader::default();
                let group = reader.optional("group", text_field(name), GroupName::parse);
                let group = reader.finish(Some(group)).map_err(Error::Invalid)?;
                self.store.group_switch_entries(&ids, group.as_ref())?
            }
            SwitchChange::Favourite { on } => self.store.mark_switch_entries(&ids, *on)?,
            SwitchChange::Remove => self.store.remove_switch_entries(&ids)?,
        };
        self.tell(Event::SwitchEntries);
        Ok(u32::try_from(changed).unwrap_or(u32::MAX))
    }

    fn picked(&self, of: &SwitchSelection) -> Result<Vec<SwitchEntryId>, Error> {
        let (query, count) = match of {
            SwitchSelection::Some { ids } => return Ok(ids.clone()),
            SwitchSelection::Found { query, count } => (query, *count),
        };
        let ids = self.found_ids(query)?.ids;
        if ids.len() != count as usize {
            return Err(Error::refused(
                format!(
                    "{count} entries were chosen, and {} fit now. None was changed.",
                    ids.len()
                ),
                "Look at the list again, then choose anew.",
            ));
        }
        Ok(ids)
    }
}
