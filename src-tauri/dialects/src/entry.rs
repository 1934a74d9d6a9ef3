//! What every dialect's roles become: one neutral entry that keeps what was written beside what it
//! means, so that a round trip loses nothing. It never holds a secret.

use rolebridge_model::{
    AccountId, Colour, ExternalId, Partition, Region, RoleArn, RoleName, RolePath, SessionName,
};
use serde::Serialize;

use crate::Dialect;

/// One role, identity, sign-in account or account colour of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The account, of the role or of the sign-in.
    pub account: Option<Account>,
    /// The role to assume or switch to; of a base, the role one has to be signed in with.
    pub role: Option<Role>,
    /// The partition, where the file says one.
    pub partition: Option<Partition>,
    /// External ID to present.
    pub external_id: Option<ExternalId>,
    /// What it starts from, by name, as written.
    pub source: Option<String>,
    /// All it starts from, the nearest first, as far as the file goes.
    pub chain: Vec<String>,
    /// Where the SDK gets credentials on a machine of AWS: `Environment`, `Ec2InstanceMetadata`, ...
    pub credential_source: Option<String>,
    /// The session of `aws login`.
    pub login_session: Option<String>,
    /// The profile has an access key. The key itself is not here.
    pub static_keys: bool,
    /// The profile runs a command for its credentials. The command itself is not here.
    pub process: bool,
    /// The profile uses a web identity token.
    pub web_identity: bool,
    /// Identity Center. In a box, as most entries have none and a file may have thousands.
    pub sso: Option<Box<Sso>>,
    /// Serial number or ARN of the MFA device.
    pub mfa_serial: Option<String>,
    /// How long a session lasts.
    pub duration_seconds: Option<u32>,
    /// Name of the session.
    pub session_name: Option<SessionName>,
    /// Tags of the session.
    pub session_tags: Vec<Label>,
    /// Keys of the tags that are passed on to the next role.
    pub transitive_tags: Vec<String>,
    /// Source identity of the session.
    pub source_identity: Option<String>,
    /// Region to work in.
    pub region: Option<Region>,
    /// Endpoint to use instead of AWS's own.
    pub endpoint_url: Option<String>,
    /// Colour.
    pub colour: Option<ColourToken>,
    /// A second colour, of the account menu (Peacock).
    pub menu_colour: Option<ColourToken>,
    /// Picture: a URL (AESR) or the name of an icon (granted, aws-sso-cli).
    pub image: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Labels a person gave it (aws-sso-cli `Tags`).
    pub labels: Vec<Label>,
    /// What a base hands to those that start from it.
    pub target: Target,
    /// What made the entry, where a tool noted it.
    pub generated_from: Option<String>,
    /// Where it was read.
    pub provenance: Provenance,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A role to switch to.
    Role,
    /// A way to get base credentials.
    Identity,
    /// An account one signs in to, from which others start (AESR).
    Base,
    /// A colour of an account (Peacock).
    Colour,
}

/// An account, as written and as it is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// As written: an ID, an alias, or a number of the wrong length.
    pub written: String,
    /// The ID, if it is one.
    pub id: Option<AccountId>,
    /// The alias beside the ID (AESR `aws_account_alias`).
    pub alias: Option<String>,
}

impl Account {
    pub(crate) fn new(written: &str) -> Self {
        Self { id: AccountId::parse(written).ok(), written: written.to_owned(), alias: None }
    }

    /// As [`Self::new`], also as the console shows an ID: `1111-2222-3333`.
    pub(crate) fn by_hand(written: &str) -> Self {
        let mut parts = written.split('-');
        let groups = parts.by_ref().take(3).filter(|p| p.len() == 4).count() == 3;
        let plain = written.replace('-', "");
        if groups && parts.next().is_none() && written.contains('-') {
            Self { written: written.to_owned(), ..Self::new(&plain) }
        } else {
            Self::new(written)
        }
    }
}

/// A role, as written and as it is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Role {
    /// Path and name, without the leading slash.
    pub written: String,
    /// The path, if role paths may be so.
    pub path: Option<RolePath>,
    /// The name, if role names may be so.
    pub name: Option<RoleName>,
}

impl Role {
    pub(crate) fn new(written: &str) -> Self {
        let bare = written.strip_prefix('/').unwrap_or(written);
        let (path, name) = match bare.rfind('/') {
            Some(i) => (RolePath::parse(&format!("/{}", &bare[..=i])).ok(), &bare[i + 1..]),
            None => (Some(RolePath::root()), bare),
        };
        Self { written: bare.to_owned(), path, name: RoleName::parse(name).ok() }
    }
}

/// A colour, as written and as it is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColourToken {
    /// As written.
    pub written: String,
    /// The colour, if Rolebridge knows it.
    pub rgb: Option<Colour>,
}

/// Settings of Identity Center.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Sso {
    /// Name of the `sso-session`, or of the instance.
    pub session: Option<String>,
    /// Start URL.
    pub start_url: Option<String>,
    /// Region of Identity Center.
    pub region: Option<Region>,
    /// Account.
    pub account: Option<Account>,
    /// Permission set.
    pub role: Option<String>,
    /// Scopes to ask for.
    pub scopes: Vec<String>,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Key.
    pub key: String,
    /// Value.
    pub value: String,
}

impl Label {
    pub(crate) fn new(key: &str, value: &str) -> Self {
        Self { key: key.to_owned(), value: value.to_owned() }
    }
}

/// What a base hands to those that start from it; their own values win.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Target {
    /// Role (`target_role_name`).
    pub role: Option<String>,
    /// Region (`target_region`).
    pub region: Option<Region>,
}

/// Where an entry was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The dialect.
    pub dialect: Dialect,
    /// The line, counted from one.
    pub line: usize,
    /// The part of the file it stands in, where that has a name (a granted registry, an SSO instance).
    pub section: Option<String>,
}

impl Entry {
    /// An entry of that name and nothing else.
    #[must_use]
    pub fn new(name: &str, kind: Kind, dialect: Dialect, line: usize) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            account: None,
            role: None,
            partition: None,
            external_id: None,
            source: None,
            chain: Vec::new(),
            credential_source: None,
            login_session: None,
            static_keys: false,
            process: false,
            web_identity: false,
            sso: None,
            mfa_serial: None,
            duration_seconds: None,
            session_name: None,
            session_tags: Vec::new(),
            transitive_tags: Vec::new(),
            source_identity: None,
            region: None,
            endpoint_url: None,
            colour: None,
            menu_colour: None,
            image: None,
            group: None,
            description: None,
            labels: Vec::new(),
            target: Target::default(),
            generated_from: None,
            provenance: Provenance { dialect, line, section: None },
        }
    }

    /// The ARN of the role, if account and role are what IAM knows. Where the file names no
    /// partition it is the Region's, else `aws`.
    #[must_use]
    pub fn role_arn(&self) -> Option<RoleArn> {
        let account = self.account.as_ref()?.id.clone()?;
        let role = self.role.as_ref()?;
        let partition = self
            .partition
            .or_else(|| self.region.as_ref().map(Partition::of))
            .unwrap_or(Partition::Aws);
        Some(RoleArn::new(partition, account, role.path.clone()?, role.name.clone()?))
    }
}

/// As many hops are followed. AWS itself sets no limit, but no one assumes fifty roles in a row.
pub(crate) const MOST_HOPS: usize = 50;

/// Splits what looks like a role ARN, however many digits its account has: partition, account,
/// path and name. Some files have accounts of 9 or 22 digits, and their tools accept them.
pub(crate) fn split_role_arn(value: &str) -> Option<(&str, &str, &str)> {
    let (prefix, role) = value.split_once('/')?;
    let mut parts = prefix.split(':');
    let (Some("arn"), Some(partition), Some("iam"), Some(""), Some(account), Some("role")) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    Some((partition, account, role))
}

/// A name AWS tools accept for a profile, made from any name: spaces become hyphens, the rest that
/// does not fit is left out. Empty if nothing fits.
#[must_use]
pub fn suggested_profile_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.trim().chars() {
        if c.is_ascii_alphanumeric() || "_-/.@:+".contains(c) {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}
