//! Switch entries for a file. Files know the roles on the way only by the names of other entries, so
//! a role that is none of the entries becomes one.

use std::collections::{HashMap, HashSet};

use rolebridge_dialects::{
    Account, ColourToken, Dialect, Entry, Kind, Label, Role, suggested_profile_name,
};
use rolebridge_model::{
    ExternalId, Hop, MfaSerial, ProfileName, RoleArn, SessionName, SwitchEntry, SwitchTarget,
};

use crate::export::ExportLoss;

/// Why a permission set is not in a file of roles.
const NO_ROLE: &str = "it is a permission set of IAM Identity Center, and the format has roles only. \
     Hand on its profile of the AWS configuration instead.";

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
    steps: Vec<Entry>,
}

/// The entries for a file, and what it will not say. Where sources are what a console is signed in
/// to, as in AWS Extend Switch Roles, `with_sources` is false and none are given.
pub(crate) fn written(entries: &[SwitchEntry], with_sources: bool) -> Outgoing {
    let mut names = Names { taken: HashSet::new(), by_call: HashMap::new(), steps: Vec::new() };
    let mut losses = Vec::new();
    let mut roles: Vec<(&SwitchEntry, &RoleArn)> = Vec::with_capacity(entries.len());
    for entry in entries {
        match &entry.role {
            SwitchTarget::Role(role) => roles.push((entry, role)),
            SwitchTarget::PermissionSet(_) => {
                losses.push(ExportLoss { entry: entry.name.to_string(), reason: NO_ROLE.into() })
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
                lose("favourite is not in the file: what is kept at hand is each person's own.");
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
        let base = profile.map(|p| p.as_str()).filter(|p| !self.taken.contains(*p));
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

/// All but what an entry starts from and how its session is called.
fn plain(entry: &SwitchEntry, role: &RoleArn) -> Entry {
    let mut out = of_role(entry.name.as_str(), role);
    out.external_id.clone_from(&entry.external_id);
    out.region.clone_from(&entry.region);
    let hex = entry.colour.to_string();
    out.colour = Some(ColourToken { written: hex, rgb: Some(entry.colour.clone()) });
    out.group = entry.group.as_ref().map(ToString::to_string);
    out.description = entry.notes.as_ref().map(ToString::to_string);
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
