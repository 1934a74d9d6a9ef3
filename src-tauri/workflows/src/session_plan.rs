//! From a switch entry to the `AssumeRole` calls that give its credentials, or why there are none.
//! Pure: AWS is not asked, and what is known of the identity is passed in.
//!
//! Sources: STS API, `AssumeRole`; IAM User Guide, "Roles terms and concepts" (role chaining),
//! "Compare AWS STS credentials" (what a federated user's session may call),
//! "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles".

use std::collections::HashSet;

use rolebridge_cloud::{AssumeChain, AssumeRole};
use rolebridge_model::{
    Caller, IdentityRef, MfaSerial, Partition, Region, RoleArn, SessionDuration, SessionNameParts,
    SessionTag, SwitchEntry,
};

use crate::{Error, ways::session_duration};

/// Whose credentials begin, and what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The identity.
    pub identity: IdentityRef,
    /// Its Region.
    pub region: Option<Region>,
    /// Who AWS says it is, if AWS was asked.
    pub caller: Option<Caller>,
}

/// What has to be done for the credentials of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPlan {
    /// The calls.
    pub chain: AssumeChain,
    /// The device whose code has to be asked for first.
    pub mfa: Option<MfaSerial>,
}

/// Whether it has to be known who the identity is before the plan can be trusted. Only sessions
/// over an hour and MFA depend on it, so most credentials need no such call.
#[must_use]
pub fn needs_caller(entry: &SwitchEntry) -> bool {
    let long = entry.session.duration.is_some_and(|d| d > SessionDuration::CHAINED);
    entry.session.chain.is_empty() && long || entry.session.mfa.is_some()
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
        ..AssumeRole::plain(entry.role.clone())
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
        chain: AssumeChain { base: base.identity.clone(), region, through: roles, target },
        mfa: settings.mfa.clone(),
    })
}

fn on_the_way(entry: &SwitchEntry) -> impl Iterator<Item = &RoleArn> {
    entry.session.chain.iter().map(|hop| &hop.role).chain([&entry.role])
}

/// No principal of one partition can assume a role of another.
fn one_partition(entry: &SwitchEntry, base: &Base) -> Result<(), Error> {
    let partition = entry.role.partition();
    let mixed = |other: Partition, what: String| {
        Error::refused(
            format!(
                "{} is in the partition {partition}, and {what} in {other}. A role can only be \
                 assumed from within its own partition.",
                entry.role
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
