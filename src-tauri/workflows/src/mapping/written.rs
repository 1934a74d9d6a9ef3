//! Switch entries for a file. Files know the roles on the way only by the names of other entries, so
//! a role that is none of the entries becomes one.

use std::collections::{HashMap, HashSet};

use rolebridge_dialects::{
    Account, ColourToken, Dialect, Entry, Kind, Label, Role, Sso, suggested_profile_name,
};
use rolebridge_model::{
    ExternalId, Hop, MfaSerial, PermissionSet, ProfileName, RoleArn, SessionName, SwitchEntry,
    SwitchTarget,
};

use super::KnownProfile;
use crate::export::ExportLoss;

/// Why a permission set is not in a file of roles.
const NO_ROLE: &str = "it is a permission set of IAM Identity Center, and the format has roles only. \
     Hand on its profile of the AWS configuration instead.";
const FAVOURITE: &str = "favourite is not in the file: what is kept at hand is each person's own.";
const ITS_PROFILE: &str = "access portal is not in the file: the profile does not say it. The file \
     names the profile instead, so whoever reads it needs one of that name.";

/// What a file can say.
#[derive(Clone, Copy)]
pub(crate) struct Form<'k> {
    /// What a role is assumed from. Where sources are what a console is signed in to, as in AWS Extend
    /// Switch Roles, none are given.
    pub(crate) sources: bool,
    /// Permission sets, with what is known of profiles here.
    pub(crate) sets: Option<&'k [KnownProfile]>,
}

/// What a file is made of.
pub(crate) struct Outgoing {
    pub(crate) entries: Vec<Entry>,
    /// How many of them, at the end, are only there as the way to others.
    pub(crate) steps: usize,
    /// What entries of files have no place for.
    pub(crate) losses: Vec<ExportLoss>,
}

/// A call of a chain: what it is made with decides whether two entries can share it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Call<'e> {
    profile: Option<&'e ProfileName>,
    mfa: Option<&'e MfaSerial>,
    before: &'e [Hop],
    role: &'e RoleArn,
    external_id: Option<&'e ExternalId>,
}

struct Names<'e> {
    /// As AWS tools spell them: names that differ only otherwise can't both be profiles.
    taken: HashSet<String>,
    by_call: HashMap<Call<'e>, String>,
    /// The permission set in the file that a profile is of.
    by_profile: HashMap<&'e ProfileName, &'e str>,
    steps: Vec<Entry>,
}

/// The entries for a file, and what it will not say.
pub(crate) fn written(entries: &[SwitchEntry], form: Form<'_>) -> Outgoing {
    let with_sources = form.sources;
    let mut names = Names {
        taken: HashSet::new(),
        by_call: HashMap::new(),
        by_profile: HashMap::new(),
        steps: Vec::new(),
    };
    let mut losses = Vec::new();
    let mut sets = Vec::new();
    let mut roles: Vec<(&SwitchEntry, &RoleArn)> = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut lose = |reason: &str| {
            losses.push(ExportLoss { entry: entry.name.to_string(), reason: reason.into() });
        };
        match (&entry.role, form.sets) {
            (SwitchTarget::Role(role), _) => roles.push((entry, role)),
            (SwitchTarget::PermissionSet(_), None) => lose(NO_ROLE),
            (SwitchTarget::PermissionSet(set), Some(known)) => {
                let (said, named) = of_set(entry, set, known);
                if named {
                    lose(ITS_PROFILE);
                }
                if entry.favourite {
                    lose(FAVOURITE);
                }
                sets.push(said);
                if names.taken.insert(suggested_profile_name(entry.name.as_str()))
                    && let Some(profile) = &entry.session.profile
                {
                    names.by_profile.entry(profile).or_insert(entry.name.as_str());
                }
            }
        }
    }
    for (entry, role) in &roles {
        if names.taken.insert(suggested_profile_name(entry.name.as_str())) {
            let session = &entry.session;
            let call = Call {
                profile: session.profile.as_ref(),
                mfa: session.mfa.as_ref(),
                before: &session.chain,
                role,
                external_id: entry.external_id.as_ref(),
            };
            names.by_call.entry(call).or_insert_with(|| entry.name.to_string());
        }
    }
    let mut out: Vec<Entry> = roles
        .iter()
        .map(|(entry, role)| {
            let mut said = plain(entry, role);
            let mut lose = |reason: &str| {
                losses.push(ExportLoss { entry: entry.name.to_string(), reason: reason.into() });
            };
            let session = &entry.session;
            if let Some(template) = &session.session_name {
                said.session_name = SessionName::parse(template.as_str()).ok();
                if said.session_name.is_none() {
                    lose("session name is not in the file: it is made anew for each session.");
                }
            }
            if entry.favourite {
                lose(FAVOURITE);
            }
            if with_sources {
                said.source = names.source(entry);
                if said.source.is_none() && session.profile.is_some() && session.chain.is_empty() {
                    lose(
                        "source is not in the file: an entry in it has the name of the profile. \
                         Rename the entry.",
                    );
                }
            } else if session.profile.is_some() || !session.chain.is_empty() {
                lose("source is not in the file: the console switches from where it is signed in.");
            }
            // The code goes with the first call.
            if with_sources && !session.chain.is_empty() {
                said.mfa_serial = None;
            }
            said
        })
        .collect();
    out.append(&mut sets);
    let steps = names.steps.len();
    out.append(&mut names.steps);
    Outgoing { entries: out, steps, losses }
}

impl<'e> Names<'e> {
    /// The name of what an entry starts from.
    fn source(&mut self, entry: &'e SwitchEntry) -> Option<String> {
        let session = &entry.session;
        let profile = session.profile.as_ref();
        // A name in the file would be taken for the entry.
        let base = profile.and_then(|p| match self.by_profile.get(p) {
            Some(entry) => Some(*entry),
            None => Some(p.as_str()).filter(|p| !self.taken.contains(*p)),
        });
        let mut source = base.map(str::to_owned);
        for (n, hop) in session.chain.iter().enumerate() {
            let call = Call {
                profile,
                mfa: session.mfa.as_ref(),
                before: &session.chain[..n],
                role: &hop.role,
                external_id: hop.external_id.as_ref(),
            };
            source = Some(match self.by_call.get(&call) {
                Some(name) => name.clone(),
                None => self.step(call, source),
            });
        }
        source
    }

    fn step(&mut self, call: Call<'e>, source: Option<String>) -> String {
        let stem = format!("{}-{}", call.role.name(), call.role.account());
        let name = (1..)
            .map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") })
            .find(|name| self.taken.insert(suggested_profile_name(name)))
            .unwrap_or(stem);
        let mut step = of_role(&name, call.role);
        step.external_id = call.external_id.cloned();
        step.mfa_serial = call.mfa.filter(|_| call.before.is_empty()).map(ToString::to_string);
        step.source = source;
        self.steps.push(step);
        self.by_call.insert(call, name.clone());
        name
    }
}

/// The dialect is only where it would have been read.
fn of_role(name: &str, role: &RoleArn) -> Entry {
    let mut out = Entry::new(name, Kind::Role, Dialect::Team, 0);
    let account = role.account();
    out.account =
        Some(Account { written: account.to_string(), id: Some(account.clone()), alias: None });
    out.role = Some(Role {
        written: role.path_and_name(),
        path: Some(role.path().clone()),
        name: Some(role.name().clone()),
    });
    out.partition = Some(role.partition());
    out
}

/// A permission set, with where one signs in to it; where that is not known, with its profile, and
/// true.
fn of_set(entry: &SwitchEntry, set: &PermissionSet, known: &[KnownProfile]) -> (Entry, bool) {
    let mut out = Entry::new(entry.name.as_str(), Kind::Identity, Dialect::Team, 0);
    let account = set.account.to_string();
    let account = Account { written: account, id: Some(set.account.clone()), alias: None };
    let mut sso =
        Sso { account: Some(account), role: Some(set.name.to_string()), ..Sso::default() };
    let profile = entry.session.profile.as_ref();
    let of = known.iter().find(|k| Some(&k.name) == profile).and_then(|k| k.of.as_ref());
    match of.filter(|of| of.set == *set) {
        Some(of) => {
            sso.start_url = Some(of.portal.clone());
            sso.region = Some(of.region.clone());
            sso.session.clone_from(&of.session);
        }
        None => out.source = profile.map(ToString::to_string),
    }
    let named = sso.start_url.is_none();
    out.sso = Some(Box::new(sso));
    look(entry, &mut out);
    (out, named)
}

/// What an entry looks like and where it is kept.
fn look(entry: &SwitchEntry, out: &mut Entry) {
    out.region.clone_from(&entry.region);
    let hex = entry.colour.to_string();
    out.colour = Some(ColourToken { written: hex, rgb: Some(entry.colour.clone()) });
    out.group = entry.group.as_ref().map(ToString::to_string);
    out.description = entry.notes.as_ref().map(ToString::to_string);
}

/// All but what an entry starts from and how its session is called.
fn plain(entry: &SwitchEntry, role: &RoleArn) -> Entry {
    let mut out = of_role(entry.name.as_str(), role);
    out.external_id.clone_from(&entry.external_id);
    look(entry, &mut out);
    let session = &entry.session;
    out.mfa_serial = session.mfa.as_ref().map(ToString::to_string);
    out.duration_seconds = session.duration.map(|d| d.seconds());
    out.source_identity = session.source_identity.as_ref().map(ToString::to_string);
    let tags = session.tags.as_slice();
    let label = |t: &rolebridge_model::SessionTag| Label {
        key: t.key.to_string(),
        value: t.value.to_string(),
    };
    out.session_tags = tags.iter().map(label).collect();
    let transitive = tags.iter().filter(|t| t.transitive);
    out.transitive_tags = transitive.map(|t| t.key.to_string()).collect();
    out
}
