//! Where the entries of a file start from: names become roles to assume on the way, and the profile
//! whose credentials begin.

use std::collections::{HashMap, HashSet};

use rolebridge_dialects::{Account, Dialect, Entry, Kind, Reading, SkipReason};
use rolebridge_model::{AccountId, Hop, PermissionSet, ProfileName, RoleArn};

use super::{
    NoEntry, no_role,
    permission_sets::{KnownProfile, Profiles},
};

/// As many roles are assumed in a row as a file may name.
const MOST_HOPS: usize = 50;

/// The entries of a file, to be found by name.
pub(crate) struct Sources<'r> {
    by_name: HashMap<&'r str, &'r Entry>,
    /// What is no profile of AWS tools although others start from it.
    no_profile: HashSet<&'r str>,
    /// Accounts by their aliases; nothing where several have one.
    aliases: HashMap<&'r str, Option<AccountId>>,
    profiles: Profiles<'r>,
}

/// What is known without the file.
#[derive(Debug, Default)]
pub(crate) struct Here {
    /// Aliases of accounts.
    pub(crate) aliases: Vec<(String, AccountId)>,
    /// Profiles of this computer.
    pub(crate) profiles: Vec<KnownProfile>,
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
    /// Why there is nothing to start from, where a permission set begins and no profile here is of it.
    pub(super) missing: Option<NoEntry>,
}

impl<'r> Sources<'r> {
    pub(crate) fn of(reading: &'r Reading, here: &'r Here) -> Self {
        let told = reading.entries.iter().filter_map(|e| e.account.as_ref());
        let told = told.filter_map(|a| Some((a.alias.as_deref()?, a.id.clone()?)));
        let known = here.aliases.iter().map(|(alias, id)| (alias.as_str(), id.clone()));
        let mut aliases: HashMap<&str, Option<AccountId>> = HashMap::new();
        for (alias, id) in told.chain(known) {
            let one = aliases.entry(alias).or_insert_with(|| Some(id.clone()));
            if one.as_ref() != Some(&id) {
                *one = None;
            }
        }
        let by_name = reading.entries.iter().rev().map(|e| (e.name.as_str(), e)).collect();
        let no_profile = reading.skipped.iter().filter(|s| {
            matches!(
                s.reason,
                SkipReason::OnlyPassesRole | SkipReason::PublishedByRolebridge { .. }
            )
        });
        Self {
            by_name,
            no_profile: no_profile.map(|s| s.name.as_str()).collect(),
            aliases,
            profiles: Profiles::of(&here.profiles),
        }
    }

    /// The account an alias is of, where that is known and certain.
    pub(crate) fn account_of(&self, entry: &Entry) -> Option<&AccountId> {
        let account = entry.account.as_ref().filter(|a| a.id.is_none())?;
        self.aliases.get(account.written.as_str())?.as_ref()
    }

    /// The role of an entry, or why it has none, as a sentence.
    pub(crate) fn role_of(&self, entry: &Entry) -> Result<RoleArn, String> {
        let arn = match (self.account_of(entry), &entry.account) {
            (Some(id), Some(account)) => {
                let account = Account { id: Some(id.clone()), ..account.clone() };
                Entry { account: Some(account), ..entry.clone() }.role_arn()
            }
            _ => entry.role_arn(),
        };
        arn.ok_or_else(|| no_role(entry))
    }

    /// The permission set of a way to sign in and the profile that has its credentials; nothing of a
    /// way of another kind.
    pub(super) fn permission_set_of(
        &self,
        entry: &Entry,
    ) -> Option<Result<(PermissionSet, ProfileName), NoEntry>> {
        self.profiles.find(entry)
    }

    /// Follows the sources. A source that is a role is assumed on the way; any other, also one that
    /// is not in the file, is a profile of the user.
    pub(super) fn start(&self, entry: &Entry) -> Start<'r> {
        let mut start = Start { whole: true, ..Start::default() };
        let mut next = entry.source.as_deref();
        if next.is_none() {
            return start;
        }
        let mut seen: HashSet<&str> = HashSet::from([entry.name.as_str()]);
        while let Some(name) = next.take() {
            let source = self.by_name.get(name).copied();
            let a_loop = !seen.insert(name) || start.through.len() == MOST_HOPS;
            match source {
                _ if a_loop => return Start::default(),
                // AWS tools begin with the keys a source has, whatever its role, and a profile with
                // both can't be used for its keys alone.
                Some(role) if role.kind == Kind::Role && role.static_keys => {
                    return Start::default();
                }
                Some(role) if role.kind == Kind::Role => {
                    let Ok(arn) = self.role_of(role) else { return Start::default() };
                    let hop = Hop { role: arn, external_id: role.external_id.clone() };
                    start.chain.push(hop);
                    start.through.push(role);
                    start.whole &= role.credential_source.is_none() && !role.web_identity;
                    next = role.source.as_deref();
                }
                Some(colour) if colour.kind == Kind::Colour => start.whole = false,
                None if self.no_profile.contains(name) || name.starts_with("arn:") => {
                    start.whole = false;
                }
                _ => match source.and_then(|set| self.profiles.find(set)) {
                    Some(Ok((_, profile))) => start.profile = Some(profile),
                    // An entry of a team file has a name of the team's, which is no profile's.
                    Some(Err(why)) if source.is_some_and(of_a_team) => start.missing = Some(why),
                    _ => {
                        start.profile = ProfileName::parse(name).ok();
                        start.whole &= start.profile.is_some();
                    }
                },
            }
        }
        start.chain.reverse();
        start.through.reverse();
        start
    }
}

fn of_a_team(entry: &Entry) -> bool {
    entry.provenance.dialect == Dialect::Team
}
