//! From a switch entry to the `AssumeRole` calls that give its credentials, or to the profile whose
//! own they are, or why there are none.
//! Pure: AWS is not asked, and what is known of the identity is passed in.
//!
//! Sources: STS API, `AssumeRole`; IAM User Guide, "Roles terms and concepts" (role chaining),
//! "Compare AWS STS credentials" (what a federated user's session may call),
//! "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles".

use std::collections::HashSet;

use rolebridge_cloud::{AssumeChain, AssumeRole};
use rolebridge_model::{
    Caller, IdentityRef, MfaSerial, Partition, PermissionSet, Region, RoleArn, SessionDuration,
    SessionNameParts, SessionSettings, SessionTag, SwitchEntry, SwitchTarget,
};

use crate::{Error, ways::session_duration};

/// Whose credentials begin, and what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The identity.
    pub identity: IdentityRef,
    /// Its Region.
    pub region: Option<Region>,
    /// The permission set its configuration names, if it names one.
    pub permission_set: Option<PermissionSet>,
    /// Who AWS says it is, if AWS was asked.
    pub caller: Option<Caller>,
}

/// What has to be done for the credentials of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPlan {
    /// Where they come from.
    pub from: From,
    /// The device whose code has to be asked for first.
    pub mfa: Option<MfaSerial>,
}

/// Where the credentials of an entry come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// From roles, assumed one after the other.
    Roles(AssumeChain),
    /// From an identity, whose own they are.
    Identity(Own),
}

/// Credentials an identity has by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The identity.
    pub identity: IdentityRef,
    /// Region whose STS says whose they are; nothing takes the identity's own.
    pub region: Option<Region>,
    /// The permission set they have to be of.
    pub set: PermissionSet,
}

/// Whether it has to be known who the identity is before the plan can be trusted. Only sessions
/// over an hour and MFA depend on it, so most credentials need no such call.
#[must_use]
pub fn needs_caller(entry: &SwitchEntry) -> bool {
    let long = entry.session.duration.is_some_and(|d| d > SessionDuration::CHAINED);
    let of_a_role = entry.role.role().is_some();
    of_a_role && (entry.session.chain.is_empty() && long || entry.session.mfa.is_some())
}

/// Resolves an entry.
///
/// # Errors
/// [`Error::Refused`] with the reason, where AWS would refuse.
pub fn resolve(
    entry: &SwitchEntry,
    base: &Base,
    parts: &SessionNameParts,
) -> Result<SessionPlan, Error> {
    let role = match &entry.role {
        SwitchTarget::Role(role) => role,
        SwitchTarget::PermissionSet(set) => return own(entry, base, set),
    };
    let settings = &entry.session;
    one_partition(entry, base)?;
    no_loop(entry)?;
    a_possible_caller(entry, base)?;
    if let Some(duration) = settings.duration {
        let of_a_session = base.caller.as_ref().is_some_and(is_session);
        let from_session = !settings.chain.is_empty() || of_a_session;
        session_duration(duration.seconds(), None, from_session).map_err(|reason| {
            Error::refused(
                reason,
                format!(
                    "Give {} a duration of an hour or less, or none, which leaves it to AWS.",
                    entry.name
                ),
            )
        })?;
    }
    let session_name = match &settings.session_name {
        None => None,
        Some(template) => Some(template.fill(parts).map_err(|e| {
            Error::refused(
                format!("The session name {template} of {} can't be used. {e}", entry.name),
                "Change the entry's session name.",
            )
        })?),
    };
    let region = sts_region(entry, base)?;

    let mut roles: Vec<AssumeRole> = settings
        .chain
        .iter()
        .map(|hop| AssumeRole {
            external_id: hop.external_id.clone(),
            session_name: session_name.clone(),
            ..AssumeRole::plain(hop.role.clone())
        })
        .collect();
    let mut target = AssumeRole {
        external_id: entry.external_id.clone(),
        session_name,
        duration: settings.duration,
        ..AssumeRole::plain(role.clone())
    };
    // What is handed on is given at the start: a transitive tag, and the source identity, which no
    // later role may set. The rest is for the last session only.
    let (handed_on, own): (Vec<SessionTag>, Vec<SessionTag>) =
        settings.tags.as_slice().iter().cloned().partition(|t| t.transitive);
    target.tags = own;
    let first = roles.first_mut().unwrap_or(&mut target);
    first.tags.extend(handed_on);
    first.source_identity.clone_from(&settings.source_identity);
    // The device is the base identity's own, so its code can only go with the first call.
    first.mfa.clone_from(&settings.mfa);

    Ok(SessionPlan {
        from: From::Roles(AssumeChain {
            base: base.identity.clone(),
            region,
            through: roles,
            target,
        }),
        mfa: settings.mfa.clone(),
    })
}

/// The plan of an entry of a permission set: nothing is assumed, so nothing can be asked for.
fn own(entry: &SwitchEntry, base: &Base, set: &PermissionSet) -> Result<SessionPlan, Error> {
    let change = "Change the entry.";
    if entry.session.profile.is_none() {
        return Err(Error::refused(
            format!("{} names no profile. {NEEDS_PROFILE}", entry.name),
            "Give the entry the profile of the permission set.",
        ));
    }
    if let Some((_, reason)) =
        out_of_place(entry.external_id.is_some(), &entry.session).into_iter().next()
    {
        return Err(Error::refused(format!("{} can't be used. {reason}", entry.name), change));
    }
    if let Some(other) = base.permission_set.as_ref().filter(|other| *other != set) {
        return Err(elsewhere(entry, &base.identity, set, &format!("the {other}")));
    }
    let region = sts_region(entry, base)?;
    let from = From::Identity(Own { identity: base.identity.clone(), region, set: set.clone() });
    Ok(SessionPlan { from, mfa: None })
}

/// Why an entry of a permission set names a profile.
pub(crate) const NEEDS_PROFILE: &str =
    "Only IAM Identity Center gives credentials of a permission set, by way of a profile of it.";

pub(crate) const ELSEWHERE_INSTEAD: &str =
    "Name the right profile in the entry, or make an entry for what the profile leads to.";

/// That a profile leads elsewhere than its entry says: another's credentials are never handed out.
pub(crate) fn elsewhere(
    entry: &SwitchEntry,
    identity: &IdentityRef,
    set: &PermissionSet,
    to: &str,
) -> Error {
    Error::refused(
        format!("{} is for the {set}, but {identity} now leads to {to}.", entry.name),
        ELSEWHERE_INSTEAD,
    )
}

/// The settings that can't be asked for of a permission set, each with its field in the form and a
/// reason: Identity Center alone decides on its sessions (SSO Portal API, `GetRoleCredentials`,
/// which takes none of them).
pub(crate) fn out_of_place(
    external_id: bool,
    settings: &SessionSettings,
) -> Vec<(&'static str, String)> {
    // No setting is left out by mistake: a new one does not compile.
    let SessionSettings { profile: _, chain, session_name, duration, mfa, tags, source_identity } =
        settings;
    [
        ("external_id", "external ID", external_id),
        ("chain.0", "roles on the way", !chain.is_empty()),
        ("session_name", "session name", session_name.is_some()),
        ("duration", "duration", duration.is_some()),
        ("mfa", "MFA device", mfa.is_some()),
        ("tags", "session tags", !tags.as_slice().is_empty()),
        ("source_identity", "source identity", source_identity.is_some()),
    ]
    .into_iter()
    .filter(|(_, _, there)| *there)
    .map(|(field, what, _)| {
        let reason = format!(
            "A permission set takes no {what}: nothing is assumed, and IAM Identity Center alone \
             decides on the session."
        );
        (field, reason)
    })
    .collect()
}

fn on_the_way(entry: &SwitchEntry) -> impl Iterator<Item = &RoleArn> {
    entry.session.chain.iter().map(|hop| &hop.role).chain(entry.role.role())
}

/// No principal of one partition can assume a role of another.
fn one_partition(entry: &SwitchEntry, base: &Base) -> Result<(), Error> {
    let partition = entry.role.partition();
    let mixed = |other: Partition, what: String| {
        Error::refused(
            format!(
                "{} is in the partition {partition}, and {what} in {other}. A role can only be \
                 assumed from within its own partition.",
                entry.role.in_words()
            ),
            format!("Choose an identity and roles of {partition}."),
        )
    };
    if let Some(role) = on_the_way(entry).find(|r| r.partition() != partition) {
        return Err(mixed(role.partition(), format!("{role} on the way to it")));
    }
    let of_caller = base.caller.as_ref().and_then(|c| c.arn.split(':').nth(1));
    match of_caller.and_then(|p| Partition::parse(p).ok()) {
        Some(other) if other != partition => Err(mixed(other, format!("{} is", base.identity))),
        _ => Ok(()),
    }
}

fn no_loop(entry: &SwitchEntry) -> Result<(), Error> {
    let mut seen = HashSet::new();
    match on_the_way(entry).find(|role| !seen.insert(*role)) {
        Some(twice) => Err(Error::refused(
            format!("The chain of {} comes to {twice} twice.", entry.name),
            "Take it out of the chain once.",
        )),
        None => Ok(()),
    }
}

fn a_possible_caller(entry: &SwitchEntry, base: &Base) -> Result<(), Error> {
    let Some(caller) = &base.caller else { return Ok(()) };
    if caller.arn.ends_with(":root") {
        return Err(Error::refused(
            format!(
                "{} is the root user of {}, who can't assume roles.",
                base.identity, caller.account
            ),
            "Use an identity that is an IAM user or a role.",
        ));
    }
    if caller.arn.contains(":federated-user/") {
        return Err(Error::refused(
            format!("{} is a federated user's session, which can't assume roles.", base.identity),
            "Use an identity that is an IAM user or a role.",
        ));
    }
    let Some(device) = &entry.session.mfa else { return Ok(()) };
    if is_session(caller) {
        return Err(Error::refused(
            format!(
                "{} asks for an MFA code, but {} is a session of a role. Only an IAM user has an \
                 MFA device to show.",
                entry.name, base.identity
            ),
            "Use the IAM user's profile, or take the MFA device out of the entry.",
        ));
    }
    // A virtual device's or key's ARN names its account; a hardware token's serial number does not.
    match device.as_str().strip_prefix("arn:").and_then(|arn| arn.split(':').nth(3)) {
        Some(account) if account != caller.account.as_str() => Err(Error::refused(
            format!(
                "The MFA device {device} is of account {account}, and {} of account {}. The code \
                 has to be of a device of the one who asks.",
                base.identity, caller.account
            ),
            "Name the MFA device of the identity the entry begins with.",
        )),
        _ => Ok(()),
    }
}

/// The Region whose STS is asked: the identity's, or else the entry's, if it is of the partition.
fn sts_region(entry: &SwitchEntry, base: &Base) -> Result<Option<Region>, Error> {
    let partition = entry.role.partition();
    let named = [&base.region, &entry.region];
    if let Some(region) = named.into_iter().flatten().find(|r| Partition::of(r) == partition) {
        return Ok(Some(region.clone()));
    }
    // Without any, the SDK has a Region of its own, of the commercial partition.
    if partition == Partition::Aws && base.region.is_none() {
        return Ok(None);
    }
    Err(Error::refused(
        format!("No Region of the partition {partition} is named to ask its AWS STS in."),
        "Give the profile or the entry a Region of that partition.",
    ))
}

fn is_session(caller: &Caller) -> bool {
    caller.arn.contains(":assumed-role/")
}

#[cfg(test)]
mod tests;
