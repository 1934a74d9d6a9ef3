//! The names of entries, for shells that complete them.

use std::{collections::HashMap, path::Path};

use rolebridge_dialects::suggested_profile_name;
use rolebridge_store::Store;

use crate::Error;

/// An entry as it is named on a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryName {
    /// One word that means it and no other.
    pub word: String,
    /// What it is, for people.
    pub about: String,
}

/// The entries of a data folder; none if nothing is there yet.
///
/// # Errors
/// What the database said.
pub fn entry_names(home: &Path) -> Result<Vec<EntryName>, Error> {
    if !home.join("rolebridge.db").is_file() {
        return Ok(Vec::new());
    }
    let entries = Store::open(home)?.switch_entries()?;
    let words: Vec<String> =
        entries.iter().map(|e| suggested_profile_name(e.name.as_str())).collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for word in &words {
        *count.entry(word).or_default() += 1;
    }
    let named = entries.iter().zip(&words).filter_map(|(entry, word)| {
        let name = entry.name.as_str();
        // The name of its profile is one word; not every entry has one of its own.
        let fits = !word.is_empty() && !word.starts_with('-') && count[word.as_str()] == 1;
        let own = !name.starts_with('-') && !name.contains(char::is_whitespace);
        let word = if fits { word.clone() } else { own.then(|| name.to_owned())? };
        let about = match word == name {
            true => entry.role.to_string(),
            false => format!("{name}: {}", entry.role),
        };
        Some(EntryName { word, about })
    });
    Ok(named.collect())
}
