//! Which entries of a file are permission sets of IAM Identity Center, and by which profile of this
//! computer their credentials are had.

use std::collections::{HashMap, HashSet};

use rolebridge_dialects::{Dialect, Entry, Sso};
use rolebridge_model::{AccountId, Partition, PermissionSet, PermissionSetName, ProfileName};

/// A profile of this computer, as far as its configuration tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownProfile {
    pub(crate) name: ProfileName,
    /// The access portal and the permission set, of a profile that names them.
    pub(crate) of: Option<(String, PermissionSet)>,
}

/// The profiles of this computer, to be found by what they are of.
#[derive(Default)]
pub(super) struct Profiles<'r> {
    names: HashSet<&'r str>,
    by_set: HashMap<(&'r str, &'r PermissionSet), &'r ProfileName>,
}

impl<'r> Profiles<'r> {
    pub(super) fn of(known: &'r [KnownProfile]) -> Self {
        let mut all = Self::default();
        for KnownProfile { name, of } in known {
            all.names.insert(name.as_str());
            if let Some((portal, set)) = of {
                all.by_set.entry((plain(portal), set)).or_insert(name);
            }
        }
        all
    }

    /// The permission set of an entry and the profile that has its credentials; nothing if it is a
    /// way to sign in of another kind. The error is a sentence.
    pub(super) fn find(
        &self,
        entry: &Entry,
    ) -> Option<Result<(PermissionSet, ProfileName), String>> {
        let sso = entry.sso.as_ref()?;
        let (account, role) = (sso.account.as_ref()?, sso.role.as_ref()?);
        Some((|| {
            let name = PermissionSetName::parse(role)
                .map_err(|e| format!("{role} can't be the name of a permission set. {e}"))?;
            let Some(id) = &account.id else { return Err(super::no_account(account)) };
            let set = set(entry, sso, id, name);
            let profile = self.profile(entry, sso, &set)?;
            Ok((set, profile))
        })())
    }

    fn profile(
        &self,
        entry: &Entry,
        sso: &Sso,
        set: &PermissionSet,
    ) -> Result<ProfileName, String> {
        if entry.provenance.dialect != Dialect::AwsSso {
            return ProfileName::parse(&entry.name)
                .map_err(|e| format!("Its profile can't be named in an entry. {e}"));
        }
        // The profile that aws-sso-cli made of it runs aws-sso-cli and names no permission set.
        if self.names.contains(entry.name.as_str())
            && let Ok(name) = ProfileName::parse(&entry.name)
        {
            return Ok(name);
        }
        let portal = sso.start_url.as_deref().map(plain);
        let own = portal.and_then(|portal| self.by_set.get(&(portal, set)));
        own.map(|name| (*name).clone()).ok_or_else(|| {
            format!(
                "It is the {set}, and no profile here has its credentials. Make one with \
                 \u{201c}aws-sso setup profiles\u{201d} or \u{201c}aws configure sso\u{201d}, then import \
                 again."
            )
        })
    }
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
