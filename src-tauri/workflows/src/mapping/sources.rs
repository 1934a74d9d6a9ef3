//! Where the entries of a file start from: names become roles to assume on the way, and the profile
//! whose credentials begin.

use std::collections::{HashMap, HashSet};

use rolebridge_dialects::{Entry, Kind, Reading, SkipReason};
use rolebridge_model::{Hop, ProfileName};

use super::role_of;

/// As many roles are assumed in a row as a file may name.
const MOST_HOPS: usize = 50;

/// The entries of a file, to be found by name.
pub(crate) struct Sources<'r> {
    by_name: HashMap<&'r str, &'r Entry>,
    /// What is no profile of AWS tools although others start from it.
    no_profile: HashSet<&'r str>,
}

/// What an entry starts from.
#[derive(Default)]
pub(super) struct Start<'r> {
    pub(super) profile: Option<ProfileName>,
    pub(super) chain: Vec<Hop>,
    /// The entries of the chain, the first to be assumed first.
    pub(super) through: Vec<&'r Entry>,
    /// Whether that is all the file says of it.
    pub(super) whole: bool,
}

impl<'r> Sources<'r> {
    pub(crate) fn of(reading: &'r Reading) -> Self {
        let by_name = reading.entries.iter().rev().map(|e| (e.name.as_str(), e)).collect();
        let no_profile = reading.skipped.iter().filter(|s| {
            matches!(
                s.reason,
                SkipReason::OnlyPassesRole | SkipReason::PublishedByRolebridge { .. }
            )
        });
        Self { by_name, no_profile: no_profile.map(|s| s.name.as_str()).collect() }
    }

    /// Follows the sources. A source that is a role is assumed on the way; any other, also one that
    /// is not in the file, is a profile of the user.
    pub(super) fn start(&self, entry: &Entry) -> Start<'r> {
        let mut start = Start { whole: true, ..Start::default() };
        let mut next = entry.source.as_deref();
        let mut seen: HashSet<&str> = HashSet::from([entry.name.as_str()]);
        while let Some(name) = next.take() {
            let source = self.by_name.get(name).copied();
            let a_loop = !seen.insert(name) || start.through.len() == MOST_HOPS;
            match source {
                _ if a_loop => return Start::default(),
                Some(role) if role.kind == Kind::Role => {
                    let Ok(arn) = role_of(role) else { return Start::default() };
                    let hop = Hop { role: arn, external_id: role.external_id.clone() };
                    start.chain.push(hop);
                    start.through.push(role);
                    // Keys beside a role are its source for some tools, and of no account for others.
                    start.whole &=
                        !role.static_keys && role.credential_source.is_none() && !role.web_identity;
                    next = role.source.as_deref();
                }
                Some(colour) if colour.kind == Kind::Colour => start.whole = false,
                None if self.no_profile.contains(name) || name.starts_with("arn:") => {
                    start.whole = false;
                }
                _ => {
                    start.profile = ProfileName::parse(name).ok();
                    start.whole &= start.profile.is_some();
                }
            }
        }
        start.chain.reverse();
        start.through.reverse();
        start
    }
}
