//! Which entries of a file are permission sets of IAM Identity Center, and by which profile of this
//! computer their credentials are had.

use std::collections::HashMap;

use rolebridge_dialects::{Dialect, Entry, Sso};
use rolebridge_model::{
    AccountId, Partition, PermissionSet, PermissionSetName, ProfileName, Region,
};

use super::NoEntry;

/// A profile of this computer, as far as its configuration tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownProfile {
    pub(crate) name: ProfileName,
    /// Of a profile that names them.
    pub(crate) of: Option<SignedIn>,
}

/// The permission set a profile is of, and where one signs in to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedIn {
    pub(crate) portal: String,
    pub(crate) region: Region,
    /// The `sso-session`, where the profile has one.
    pub(crate) session: Option<String>,
    pub(crate) set: PermissionSet,
}

/// The profiles of this computer, to be found by what they are of.
#[derive(Default)]
pub(super) struct Profiles<'r> {
    names: HashMap<&'r str, Option<&'r PermissionSet>>,
    by_set: HashMap<Found<'r>, (&'r ProfileName, &'r PermissionSet)>,
}

/// Where one signs in, account and permission set.
type Found<'r> = (Place<'r>, &'r str, &'r str);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place<'r> {
    Portal(&'r str),
    Session(&'r str),
}

impl<'r> Profiles<'r> {
    pub(super) fn of(known: &'r [KnownProfile]) -> Self {
        let mut all = Self::default();
        for KnownProfile { name, of } in known {
            all.names.insert(name.as_str(), of.as_ref().map(|of| &of.set));
            let Some(SignedIn { portal, session, set, .. }) = of else { continue };
            let session = session.as_deref().map(Place::Session);
            for place in [Some(Place::Portal(plain(portal))), session].into_iter().flatten() {
                let key = (place, set.account.as_str(), set.name.as_str());
                all.by_set.entry(key).or_insert((name, set));
            }
        }
        all
    }

    /// The permission set of an entry and the profile that has its credentials; nothing if it is a
    /// way to sign in of another kind.
    pub(super) fn find(
        &self,
        entry: &Entry,
    ) -> Option<Result<(PermissionSet, ProfileName), NoEntry>> {
        let sso = entry.sso.as_ref()?;
        let (account, role) = (sso.account.as_ref()?, sso.role.as_ref()?);
        Some((|| {
            let name = PermissionSetName::parse(role)
                .map_err(|e| format!("{role} can't be the name of a permission set. {e}"))?;
            let Some(id) = &account.id else { return Err(super::no_account(account).into()) };
            let set = set(entry, sso, id, name);
            match entry.provenance.dialect {
                Dialect::AwsSso => self.of_aws_sso(entry, sso, set),
                Dialect::Team => self.of_a_team(entry, sso, set),
                // The profile is what was read.
                _ => Ok((set, named(&entry.name)?)),
            }
        })())
    }

    fn of_aws_sso(
        &self,
        entry: &Entry,
        sso: &Sso,
        set: PermissionSet,
    ) -> Result<(PermissionSet, ProfileName), NoEntry> {
        // The profile that aws-sso-cli made of it runs aws-sso-cli and names no permission set.
        if self.names.contains_key(entry.name.as_str())
            && let Ok(name) = ProfileName::parse(&entry.name)
        {
            return Ok((set, name));
        }
        let portal = sso.start_url.as_deref().map(|p| Place::Portal(plain(p)));
        match portal.and_then(|p| self.at(p, &set)).filter(|(_, own)| **own == set) {
            Some((name, _)) => Ok((set, name.clone())),
            None => {
                let by =
                    "\u{201c}aws-sso setup profiles\u{201d} or \u{201c}aws configure sso\u{201d}";
                Err(no_profile(&set, by, "import again"))
            }
        }
    }

    /// A profile the file names is taken where the reader has it. Otherwise it is whichever profile
    /// is of the permission set; what others call theirs is their own business.
    fn of_a_team(
        &self,
        entry: &Entry,
        sso: &Sso,
        set: PermissionSet,
    ) -> Result<(PermissionSet, ProfileName), NoEntry> {
        let place = match (&sso.start_url, &sso.session) {
            (Some(portal), _) => Some(Place::Portal(plain(portal))),
            (None, session) => session.as_deref().map(Place::Session),
        };
        let source = entry.source.as_deref();
        let theirs = source.and_then(|name| Some((name, self.names.get(name)?)));
        let theirs = theirs.filter(|(_, of)| of.is_none_or(|of| same(of, &set)));
        let set = match (theirs, place.and_then(|p| self.at(p, &set))) {
            (Some((name, of)), _) => {
                return Ok((of.cloned().unwrap_or(set), named(name)?));
            }
            // Without the Region of Identity Center a file doesn't tell the partition.
            (None, Some((name, own))) if sso.region.is_none() || *own == set => {
                return Ok((own.clone(), name.clone()));
            }
            _ => set,
        };
        match (place, source) {
            (None, Some(source)) => Ok((set, named(source)?)),
            (place, _) => {
                let by = match place {
                    Some(Place::Portal(_)) => {
                        let portal = sso.start_url.as_deref().unwrap_or_default();
                        format!("\u{201c}aws configure sso\u{201d} for {portal}")
                    }
                    _ => {
                        let session = sso.session.as_deref().unwrap_or_default();
                        format!("\u{201c}aws configure sso\u{201d} in the sso-session {session}")
                    }
                };
                Err(no_profile(&set, &by, "look at the file again"))
            }
        }
    }

    fn at(
        &self,
        place: Place<'_>,
        set: &PermissionSet,
    ) -> Option<(&'r ProfileName, &'r PermissionSet)> {
        self.by_set.get(&(place, set.account.as_str(), set.name.as_str())).copied()
    }
}

/// The same permission set, whatever partition it was taken to be in.
fn same(a: &PermissionSet, b: &PermissionSet) -> bool {
    (&a.account, &a.name) == (&b.account, &b.name)
}

fn named(profile: &str) -> Result<ProfileName, String> {
    ProfileName::parse(profile).map_err(|e| format!("Its profile can't be named in an entry. {e}"))
}

fn no_profile(set: &PermissionSet, by: &str, then: &str) -> NoEntry {
    let why = format!(
        "It is the {set}, and no profile here has its credentials. Make one with {by}, then {then}."
    );
    NoEntry::NoProfile(why)
}

/// Its partition is that of Identity Center, or else of the Region to work in.
fn set(entry: &Entry, sso: &Sso, account: &AccountId, name: PermissionSetName) -> PermissionSet {
    let region = sso.region.as_ref().or(entry.region.as_ref());
    let partition = region.map_or(Partition::Aws, Partition::of);
    PermissionSet { partition, account: account.clone(), name }
}

/// The address of an access portal as all write it: some end it with a slash or a fragment.
fn plain(portal: &str) -> &str {
    portal.split('#').next().unwrap_or(portal).trim_end_matches('/')
}
