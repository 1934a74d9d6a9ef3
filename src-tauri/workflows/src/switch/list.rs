//! The list of switch entries, a page at a time, and what orders it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, PoisonError},
};

use rolebridge_model::{
    GroupName, SessionSettings, SwitchEntry, SwitchEntryId, SwitchTarget, SwitchVerdict, Timestamp,
};
use rolebridge_store::EntryText;
use serde::{Deserialize, Serialize};

use super::{
    frecency,
    search::{Found, Index, Item},
};
use crate::{Error, Session, progress::Event, ways::Ways};

/// The order of a list of switch entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum SwitchOrder {
    /// Favourites first, then what is used often and lately.
    #[default]
    Use,
    /// What was used last first.
    Recent,
    /// By name.
    Name,
    /// By group, and in a group favourites first, then by use.
    Group,
    /// As people put them.
    Manual,
}

/// Which entries to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SwitchQuery {
    /// Words or parts of words that must all occur, in any order, in name, account and its name,
    /// role, Region, group, tags or notes.
    pub search: String,
    /// Only this group; an empty name means those in none, nothing means all.
    pub group: Option<String>,
    /// Only favourites.
    pub favourites: bool,
    /// What comes first.
    pub order: SwitchOrder,
    /// Page, counted from one. Past the last one, the last one is answered.
    pub page: u32,
    /// Rows on a page, at most 100.
    pub page_size: u32,
}

/// A switch entry with what can be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchRow {
    /// The entry.
    pub entry: SwitchEntry,
    /// What its account is called, as far as is known.
    pub account_name: Option<String>,
    /// When it was used last.
    pub last_used: Option<Timestamp>,
    /// Whether the console can switch to it.
    pub verdict: SwitchVerdict,
    /// Each way to it, with what it takes or why it is closed.
    pub ways: Ways,
}

/// A group of entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchGroup {
    /// Its name; nothing for the entries in no group.
    pub name: Option<GroupName>,
    /// How many of the entries that fit otherwise are in it.
    pub count: u32,
}

/// A page of switch entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchPage {
    /// The entries of the page.
    pub rows: Vec<SwitchRow>,
    /// Which page it is, counted from one.
    pub page: u32,
    /// How many entries fit.
    pub total: u32,
    /// How many entries there are.
    pub all: u32,
    /// The groups, by name; those in none last.
    pub groups: Vec<SwitchGroup>,
}

/// What is kept of all entries for as long as nothing about them changes.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// Nothing was read yet without one.
    revision: Option<i64>,
    index: Index,
    account_names: BTreeMap<String, BTreeSet<String>>,
    last_used: HashMap<SwitchEntryId, Timestamp>,
}

/// Rows on a page at most.
const LARGEST_PAGE: u32 = 100;

impl Session {
    /// A page of the switch entries that fit, each with what can be said of it.
    ///
    /// # Errors
    /// What the database said.
    pub fn switch_entries(&self, query: &SwitchQuery) -> Result<SwitchPage, Error> {
        let entries = self.entries()?;
        let found = entries.index.find(query);
        let total = u32::try_from(found.ids.len()).unwrap_or(u32::MAX);
        let size = query.page_size.clamp(1, LARGEST_PAGE);
        let page = query.page.clamp(1, total.div_ceil(size).max(1));
        let begin = (page as usize - 1) * size as usize;
        let ids: Vec<_> = found.ids.into_iter().skip(begin).take(size as usize).collect();
        let rows = self.switch_rows(self.store.some_switch_entries(&ids)?)?;
        let groups = found.groups.into_iter().map(|(name, count)| {
            // A name that no longer passes its own check is that of no group one could ask for.
            SwitchGroup { name: name.and_then(|n| GroupName::parse(&n).ok()), count }
        });
        let all = u32::try_from(entries.index.len()).unwrap_or(u32::MAX);
        Ok(SwitchPage { rows, page, total, all, groups: groups.collect() })
    }

    /// The switch entries that fit, all pages of them, and nothing said of them: for who looks for
    /// one of many.
    ///
    /// # Errors
    /// What the database said.
    pub fn find_switch_entries(&self, query: &SwitchQuery) -> Result<Vec<SwitchEntry>, Error> {
        let found = self.found_ids(query)?;
        Ok(self.store.some_switch_entries(&found.ids)?)
    }

    /// The only switch entry of this name, if there is one. All entries are not read for it.
    ///
    /// # Errors
    /// What the database said.
    pub fn switch_entry_named(&self, name: &str) -> Result<Option<SwitchEntry>, Error> {
        let mut named = self.store.switch_entries_named(name)?;
        Ok(named.pop().filter(|_| named.is_empty()))
    }

    /// The ids of the switch entries that fit.
    pub(super) fn found_ids(&self, query: &SwitchQuery) -> Result<Found, Error> {
        Ok(self.entries()?.index.find(query))
    }

    /// An entry with what can be said of it.
    ///
    /// # Errors
    /// What the database said.
    pub fn switch_row(&self, entry: SwitchEntry) -> Result<SwitchRow, Error> {
        let (verdict, ways) = self.judged(&entry)?;
        Ok(self.entries()?.row(entry, verdict, ways))
    }

    /// Entries with what can be said of them.
    ///
    /// # Errors
    /// What the database said.
    pub fn switch_rows(&self, entries: Vec<SwitchEntry>) -> Result<Vec<SwitchRow>, Error> {
        let (known, judged) = (self.entries()?, self.judged_all(&entries)?);
        let rows = entries.into_iter().zip(judged);
        Ok(rows.map(|(entry, (verdict, ways))| known.row(entry, verdict, ways)).collect())
    }

    /// An entry.
    ///
    /// # Errors
    /// If it is gone; what the database said.
    pub fn switch_entry(&self, id: SwitchEntryId) -> Result<SwitchEntry, Error> {
        Ok(self.store.switch_entry(id)?)
    }

    /// Notes that an entry was used, which moves it up in the order of use. To be called where a
    /// person opens an entry or takes its credentials, not where a program renews them. A note that
    /// can't be written never stops the work it is about.
    pub fn record_use(&self, entry: SwitchEntryId) {
        let now = self.clock.now();
        match self.store.record_use(entry, |before| frecency::used_again(before, now)) {
            Ok(()) => self.tell(Event::SwitchEntries),
            Err(error) => tracing::error!(%error, "the use of an entry could not be noted"),
        }
    }

    /// All entries as they are now, read again if anything about them changed.
    fn entries(&self) -> Result<Arc<Entries>, Error> {
        // Held while it is read, so that two that ask at once read once.
        let mut kept = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        // A change after the look at the number is seen by the next look.
        let revision = self.store.switch_revision()?;
        if kept.revision != Some(revision) {
            *kept = Arc::new(Entries::read(self, revision)?);
        }
        Ok(kept.clone())
    }
}

impl Entries {
    fn read(session: &Session, revision: i64) -> Result<Self, Error> {
        let account_names = session.store.account_names()?;
        let (mut items, mut last_used) = (Vec::new(), HashMap::new());
        session.store.read_entry_texts(|entry| {
            if let Some(used) = entry.used {
                last_used.insert(entry.id, used.last);
            }
            items.push(item(&entry, &account_names));
        })?;
        Ok(Self { revision: Some(revision), index: Index::new(items), account_names, last_used })
    }

    fn row(&self, entry: SwitchEntry, verdict: SwitchVerdict, ways: Ways) -> SwitchRow {
        let names = self.account_names.get(entry.role.account().as_str());
        SwitchRow {
            account_name: names.and_then(|n| n.first().cloned()),
            last_used: self.last_used.get(&entry.id).copied(),
            entry,
            verdict,
            ways,
        }
    }
}

fn item(entry: &EntryText<'_>, names: &BTreeMap<String, BTreeSet<String>>) -> Item {
    let mut fields = entry.role.splitn(6, ':').skip(4);
    let account = fields.next().unwrap_or_default();
    let role = fields.next().unwrap_or_default();
    let role = role.strip_prefix("role/").unwrap_or(role);
    // Of a permission set, only its name is worth finding.
    let set = || SwitchTarget::parse(entry.role).ok()?.permission_set().map(|s| s.name.to_string());
    let set = role.ends_with('*').then(set).flatten();
    let mut texts = vec![account.to_owned(), set.unwrap_or_else(|| role.to_owned())];
    let others = [entry.region, entry.group, entry.notes];
    texts.extend(others.into_iter().flatten().map(str::to_owned));
    texts.extend(names.get(account).into_iter().flatten().cloned());
    // Most entries have no tags, and need not be parsed for them.
    if entry.session.contains("\"tags\":[{")
        && let Ok(settings) = serde_json::from_str::<SessionSettings>(entry.session)
    {
        let tags = settings.tags.as_slice().iter();
        texts.extend(tags.map(|tag| format!("{}={}", tag.key, tag.value)));
    }
    Item {
        id: entry.id.0,
        name: entry.name.to_owned(),
        texts,
        group: entry.group.map(str::to_owned),
        favourite: entry.favourite,
        position: entry.position,
        weight: frecency::weight(entry.used.as_ref()),
        last: entry.used.map(|used| used.last.as_millisecond()),
    }
}
