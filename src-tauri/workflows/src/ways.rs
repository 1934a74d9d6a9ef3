//! Which ways lead to a role: the console's Switch Role, the AWS CLI, a federated sign-in. Each has
//! rules of its own, so that a role can pass one and not the others. Pure.
//!
//! Sources: IAM User Guide, "Switching to a role (console)", "Roles terms and concepts" (role
//! chaining), "Enabling custom identity broker access to the AWS console"; STS API, `AssumeRole`.

mod credentials;

use rolebridge_model::RoleArn;
use serde::{Deserialize, Serialize};

pub use credentials::Credentials;
pub(crate) use credentials::Known;

/// Path and name of a role together, in the console.
const CONSOLE_LIMIT: usize = 64;
/// Seconds a session of a role lasts at most when another role's credentials ask for it.
const CHAINED: u32 = 3600;
/// Seconds STS takes for a session.
const DURATIONS: std::ops::RangeInclusive<u32> = 900..=43_200;

/// Whether one way leads to a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Way {
    /// Nothing we know speaks against it.
    Open {
        /// What it takes, where it takes something.
        note: Option<String>,
    },
    /// It can't work.
    Closed {
        /// Why, in a sentence.
        reason: String,
    },
    /// It hangs on something that was not read.
    Unknown {
        /// On what, in a sentence.
        reason: String,
    },
}

/// The three ways to a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Ways {
    /// The console's switch-role page.
    pub console: Way,
    /// Credentials for the AWS CLI or an SDK: by `AssumeRole`, or of a permission set.
    pub cli: Way,
    /// A sign-in link made of those credentials.
    pub federation: Way,
}

/// Why the switch-role page can't take one to a permission set, and what does.
pub(crate) const NOT_SWITCHED_TO: &str = "One signs in to a permission set of IAM Identity Center; \
     the console's switch-role page takes roles only.";
pub(crate) const NOT_SWITCHED_TO_INSTEAD: &str =
    "Open the console signed in, which needs no switching.";

impl Ways {
    /// Those to a permission set: Identity Center gives its credentials, and nobody has to be trusted.
    /// `elsewhere` says why its profile gives others.
    pub(crate) fn to_a_permission_set(elsewhere: Option<String>) -> Self {
        let own = elsewhere.map_or(Way::Open { note: None }, closed);
        Self { console: closed(NOT_SWITCHED_TO), cli: own.clone(), federation: own }
    }
}

/// What is known of who may assume a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Its trust policy was not read.
    Unread,
    /// AWS services only.
    OnlyServices,
    /// Accounts, roles or users, or nothing that speaks against them.
    Principals {
        /// Only with an external ID.
        external_id: bool,
        /// Only if signed in with MFA.
        mfa: bool,
    },
}

/// A role as somebody wants to use it.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The role.
    pub role: &'a RoleArn,
    /// Who may assume it.
    pub trust: Trust,
    /// Who wants to.
    pub credentials: Credentials,
    /// Whether the entry names a device whose code goes with the call.
    pub device: bool,
    /// Whether another role has to be assumed before.
    pub chained: bool,
    /// Whether the browser has multi-session turned on.
    pub multi_session: bool,
    /// Seconds the session is to last; nothing leaves it to AWS.
    pub duration: Option<u32>,
    /// The role's maximum session duration, where it was read.
    pub max_session: Option<u32>,
}

impl<'a> Situation<'a> {
    /// The usual one: an IAM user, one role, AWS's own duration.
    #[must_use]
    pub const fn new(role: &'a RoleArn, trust: Trust) -> Self {
        Self {
            role,
            trust,
            credentials: Credentials::LongTerm,
            device: false,
            chained: false,
            multi_session: false,
            duration: None,
            max_session: None,
        }
    }

    /// The three verdicts.
    #[must_use]
    pub fn ways(&self) -> Ways {
        Ways { console: self.console(), cli: self.cli(), federation: self.federation() }
    }

    /// What closes every way.
    fn nobody(&self) -> Option<Way> {
        let reason = match (self.trust, self.credentials) {
            (Trust::OnlyServices, _) => "Only an AWS service may assume this role.",
            (_, Credentials::Root) => "The root user can't assume roles.",
            (_, Credentials::FederatedUser) => "A federated user's session can't assume roles.",
            _ => reserved(self.role)?,
        };
        Some(closed(reason))
    }

    fn console(&self) -> Way {
        let length = self.role.path_and_name().chars().count();
        if let Some(way) = self.nobody() {
            return way;
        }
        if length > CONSOLE_LIMIT {
            return closed(format!(
                "The console takes at most {CONSOLE_LIMIT} characters of path and name; this role has \
                 {length}."
            ));
        }
        if self.chained && !self.multi_session {
            return closed(
                "The console switches with the credentials one signed in with, not from role to role.",
            );
        }
        match self.trust {
            Trust::Principals { external_id: true, .. } => {
                closed("The console can't send an external ID, and this role asks for one.")
            }
            // The browser may be signed in with what that role was assumed from.
            Trust::Principals { .. }
                if self.credentials == Credentials::AssumedRole && !self.multi_session =>
            {
                Way::Unknown {
                    reason:
                        "The identity is itself an assumed role, and the console switches with \
                             the credentials one signed in with. It works only if the role trusts \
                             those, too."
                            .into(),
                }
            }
            Trust::Principals { mfa: true, .. } => open("You have to be signed in with MFA."),
            Trust::Principals { .. } => Way::Open { note: None },
            _ => unread(),
        }
    }

    /// Whether the call for the role itself is made with the credentials of another role.
    const fn asked_by_a_role(&self) -> bool {
        self.chained || self.credentials.of_a_role()
    }

    fn cli(&self) -> Way {
        if let Some(way) = self.nobody() {
            return way;
        }
        let from_role = self.asked_by_a_role();
        if let Some(Err(reason)) =
            self.duration.map(|d| session_duration(d, self.max_session, from_role))
        {
            return closed(reason);
        }
        if self.device && self.credentials.of_a_role() {
            return closed(
                "An MFA code can't be given: only an IAM user has an MFA device, and the identity is \
                 a session of a role.",
            );
        }
        let Trust::Principals { external_id, mfa } = self.trust else { return unread() };
        if mfa && !self.device && self.credentials.of_a_role() {
            return Way::Unknown {
                reason: "The role asks for MFA. Whether the session of a role was begun with it, \
                         AWS alone knows."
                    .into(),
            };
        }
        let mut notes = Vec::new();
        if external_id {
            notes.push("The external ID has to be given.");
        }
        if mfa {
            notes.push("The MFA device and its code have to be given.");
        }
        if from_role {
            notes.push("The session lasts an hour at most.");
        }
        match notes[..] {
            [] => Way::Open { note: None },
            _ => open(notes.join(" ")),
        }
    }

    fn federation(&self) -> Way {
        let from_session = self.asked_by_a_role() || self.credentials == Credentials::UserSession;
        if self.nobody().is_none() && from_session && self.duration.is_some_and(|d| d > CHAINED) {
            return closed(
                "A sign-in made of a session's credentials can't last longer than an hour. Leave the \
                 duration to AWS.",
            );
        }
        self.cli()
    }
}

/// Whether STS gives a session of this length. What is too long is an error, not cut.
/// `from_session` says that the credentials used are a session's own.
///
/// # Errors
/// Why not, in a sentence.
pub fn session_duration(
    seconds: u32,
    max_session: Option<u32>,
    from_session: bool,
) -> Result<(), String> {
    if !DURATIONS.contains(&seconds) {
        return Err("A session lasts from 15 minutes to 12 hours.".into());
    }
    if from_session && seconds > CHAINED {
        return Err(
            "A role assumed with the credentials of another session lasts an hour at most \
                    (role chaining)."
                .into(),
        );
    }
    match max_session {
        Some(most) if seconds > most => Err(format!(
            "The role allows sessions of {} at most.",
            if most % 3600 == 0 {
                format!("{} h", most / 3600)
            } else {
                format!("{} min", most / 60)
            }
        )),
        _ => Ok(()),
    }
}

/// Roles of a path AWS keeps for itself, whose trust policy nobody can change (IAM Identity Center
/// User Guide, "Referencing permission sets"; IAM User Guide, "Service-linked roles").
fn reserved(role: &RoleArn) -> Option<&'static str> {
    let path = role.path_and_name();
    if path.starts_with("aws-service-role/") {
        return Some("This is a service-linked role: only its AWS service may assume it.");
    }
    path.starts_with("aws-reserved/sso.amazonaws.com/").then_some(
        "This role belongs to a permission set of IAM Identity Center, which alone gives sessions \
         of it. Sign in there, with a profile of that permission set.",
    )
}

fn closed(reason: impl Into<String>) -> Way {
    Way::Closed { reason: reason.into() }
}

fn open(note: impl Into<String>) -> Way {
    Way::Open { note: Some(note.into()) }
}

fn unread() -> Way {
    Way::Unknown {
        reason: "Rolebridge has not read who may assume this role. Verify its source first.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(path_and_name: &str) -> RoleArn {
        RoleArn::parse(&format!("arn:aws:iam::222222222222:role/{path_and_name}")).unwrap()
    }

    /// `o` open, `n` open with a note, `x` closed, `?` unknown.
    fn picture(s: &Situation<'_>) -> String {
        let ways = s.ways();
        [ways.console, ways.cli, ways.federation]
            .iter()
            .map(|w| match w {
                Way::Open { note: None } => 'o',
                Way::Open { note: Some(_) } => 'n',
                Way::Closed { .. } => 'x',
                Way::Unknown { .. } => '?',
            })
            .collect()
    }

    #[test]
    fn each_row_of_the_table() {
        let role_ = role("Admin");
        let plain = Trust::Principals { external_id: false, mfa: false };
        let with_id = Trust::Principals { external_id: true, mfa: false };
        let with_mfa = Trust::Principals { external_id: false, mfa: true };
        let usual = Situation::new(&role_, plain);
        let long = role(&format!("{}/{}", "p".repeat(40), "n".repeat(24)));
        let linked = role("aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM");
        let sso =
            role("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef");
        let fits = role(&format!("{}/{}", "p".repeat(40), "n".repeat(23)));
        let table = [
            ("by account or role", usual, "ooo"),
            ("external ID", Situation { trust: with_id, ..usual }, "xnn"),
            ("65 characters", Situation { role: &long, ..usual }, "xoo"),
            ("64 characters", Situation { role: &fits, ..usual }, "ooo"),
            ("root", Situation { credentials: Credentials::Root, ..usual }, "xxx"),
            (
                "a federated user",
                Situation { credentials: Credentials::FederatedUser, ..usual },
                "xxx",
            ),
            ("not known who", Situation { credentials: Credentials::Unknown, ..usual }, "ooo"),
            (
                "Identity Center",
                Situation { credentials: Credentials::SignedInRole, ..usual },
                "onn",
            ),
            (
                "an assumed role",
                Situation { credentials: Credentials::AssumedRole, ..usual },
                "?nn",
            ),
            (
                "an assumed role, multi-session",
                Situation { credentials: Credentials::AssumedRole, multi_session: true, ..usual },
                "onn",
            ),
            (
                "an assumed role, external ID",
                Situation { credentials: Credentials::AssumedRole, trust: with_id, ..usual },
                "xnn",
            ),
            (
                "MFA, an assumed role",
                Situation { credentials: Credentials::AssumedRole, trust: with_mfa, ..usual },
                "???",
            ),
            (
                "MFA, Identity Center, with a device",
                Situation {
                    credentials: Credentials::SignedInRole,
                    trust: with_mfa,
                    device: true,
                    ..usual
                },
                "nxx",
            ),
            (
                "MFA, a user's session, with a device",
                Situation {
                    credentials: Credentials::UserSession,
                    trust: with_mfa,
                    device: true,
                    ..usual
                },
                "nnn",
            ),
            (
                "two hours from a user's session",
                Situation {
                    credentials: Credentials::UserSession,
                    duration: Some(7200),
                    max_session: Some(43_200),
                    ..usual
                },
                "oox",
            ),
            (
                "two hours from Identity Center",
                Situation { credentials: Credentials::SignedInRole, duration: Some(7200), ..usual },
                "oxx",
            ),
            (
                "two hours from who knows whom",
                Situation { credentials: Credentials::Unknown, duration: Some(7200), ..usual },
                "ooo",
            ),
            ("a chain", Situation { chained: true, ..usual }, "xnn"),
            (
                "a chain, multi-session",
                Situation { chained: true, multi_session: true, ..usual },
                "onn",
            ),
            ("MFA", Situation { trust: with_mfa, ..usual }, "nnn"),
            ("only a service", Situation { trust: Trust::OnlyServices, ..usual }, "xxx"),
            ("service-linked", Situation { role: &linked, ..usual }, "xxx"),
            ("a permission set's", Situation { role: &sso, trust: Trust::Unread, ..usual }, "xxx"),
            ("not read", Situation { trust: Trust::Unread, ..usual }, "???"),
            (
                "not read and too long",
                Situation { role: &long, trust: Trust::Unread, ..usual },
                "x??",
            ),
            (
                "two hours from a session",
                Situation {
                    credentials: Credentials::RoleSession,
                    duration: Some(7200),
                    max_session: Some(43_200),
                    ..usual
                },
                "oxx",
            ),
            (
                "two hours from a user",
                Situation { duration: Some(7200), max_session: Some(43_200), ..usual },
                "ooo",
            ),
            (
                "two hours of a role that allows one",
                Situation { duration: Some(7200), max_session: Some(3600), ..usual },
                "oxx",
            ),
        ];
        for (what, situation, wanted) in table {
            assert_eq!(picture(&situation), wanted, "{what}: {:?}", situation.ways());
        }
    }

    #[test]
    fn durations_at_their_bounds() {
        let table = [
            (899, None, false, false),
            (900, None, false, true),
            (43_200, None, false, true),
            (43_201, None, false, false),
            (3600, None, true, true),
            (3601, None, true, false),
            (3601, Some(3600), false, false),
            (7200, Some(7200), false, true),
        ];
        for (seconds, most, from_session, fine) in table {
            let verdict = session_duration(seconds, most, from_session);
            assert_eq!(verdict.is_ok(), fine, "{seconds} {most:?} {from_session}: {verdict:?}");
        }
    }
}
