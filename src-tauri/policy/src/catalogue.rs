//! The actions, condition keys and ARN services of AWS, and the accounts of well-known vendors.
//! Both tables are text in the program; an index of the services is made at the first question, so
//! that nobody else pays for it. The table of actions is written by `scripts/actions.mjs`.

mod accounts;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;

use crate::operator::distance;
use crate::pattern::{Case, NoVariables, Pattern, Syntax};

pub(crate) use accounts::is_vendor;
pub use accounts::known_account;

static TABLE: &str = include_str!("../data/actions.txt");

/// How far an action reaches ("Actions, resources, and condition keys for AWS services").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessLevel {
    /// Names resources.
    List,
    /// Reads them.
    Read,
    /// Makes, changes or removes them.
    Write,
    /// Changes only tags.
    Tagging,
    /// Changes who may do what.
    PermissionsManagement,
}

impl AccessLevel {
    fn parse(letter: &str) -> Option<Self> {
        Some(match letter {
            "L" => Self::List,
            "R" => Self::Read,
            "W" => Self::Write,
            "T" => Self::Tagging,
            "P" => Self::PermissionsManagement,
            _ => return None,
        })
    }
}

/// An action of AWS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct KnownAction {
    /// As AWS writes it, such as `s3:GetObject`.
    pub name: String,
    /// How far it reaches.
    pub level: AccessLevel,
}

/// What is known of the name of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionLookup {
    /// The table has it.
    Known(KnownAction),
    /// The table has the service, but not the action.
    UnknownAction {
        /// What may have been meant, likeliest first.
        meant: Vec<String>,
    },
    /// The table does not have the service.
    UnknownService {
        /// What may have been meant, likeliest first: services, without a colon, or actions.
        meant: Vec<String>,
    },
}

/// The day the table of actions was made, as `2026-01-31`. AWS adds actions every week: one that
/// is missing may be newer.
#[must_use]
pub fn catalogue_date() -> &'static str {
    TABLE.strip_prefix("# date ").and_then(|t| t.lines().next()).unwrap_or_default()
}

/// Looks an action up. IAM ignores case in actions; a wildcard is not expanded here.
#[must_use]
pub fn lookup_action(text: &str) -> ActionLookup {
    let (prefix, name) = text.split_once(':').unwrap_or((text, ""));
    let Some(service) = SERVICES.get(prefix.to_ascii_lowercase().as_str()) else {
        return ActionLookup::UnknownService { meant: services_like(prefix, name) };
    };
    match service.find(name) {
        Some(known) => ActionLookup::Known(known),
        None => ActionLookup::UnknownAction { meant: service.like(name) },
    }
}

/// Whether the table has an action of this name, in any case.
pub(crate) fn has_action(text: &str) -> bool {
    text.split_once(':').is_some_and(|(prefix, name)| {
        SERVICES.get(prefix.to_ascii_lowercase().as_str()).is_some_and(|s| s.find(name).is_some())
    })
}

/// The actions a pattern such as `s3:Get*` stands for, in the order of the table.
#[must_use]
pub fn expand_action(pattern: &str) -> Vec<KnownAction> {
    let wanted = Pattern::new(pattern, Syntax { wildcards: true, variables: false });
    let matching = |service: &Service| {
        service
            .actions()
            .filter(|a| wanted.matches(&a.name, Case::Ignored, &NoVariables) == Some(true))
            .collect::<Vec<_>>()
    };
    match pattern.split_once(':') {
        Some((prefix, _)) if !prefix.contains(['*', '?']) => {
            SERVICES.get(prefix.to_ascii_lowercase().as_str()).map(matching).unwrap_or_default()
        }
        _ => SERVICES.values().flat_map(matching).collect(),
    }
}

/// Whether some known action fits the pattern. Quicker than [`expand_action`].
pub(crate) fn any_action(pattern: &Pattern) -> bool {
    let prefix = pattern.raw().split(':').next().unwrap_or_default().to_ascii_lowercase();
    SERVICES.get(prefix.as_str()).is_some_and(|service| {
        service
            .actions()
            .any(|a| pattern.matches(&a.name, Case::Ignored, &NoVariables) == Some(true))
    })
}

/// The type of a condition key's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyType {
    Text,
    Arn,
    Bool,
    Number,
    Date,
    /// `aws:EpochTime`.
    DateOrNumber,
    Ip,
}

/// A condition key: its type, and whether a request can have several values of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownKey {
    pub(crate) name: &'static str,
    pub(crate) values: KeyType,
    pub(crate) many: bool,
}

/// What is known of a condition key of a service.
pub(crate) enum KeyLookup {
    Known(KnownKey),
    /// The service is known and has keys, but not this one.
    Unknown {
        meant: Option<String>,
    },
    /// Nothing is known of the keys of this prefix.
    NoTable,
}

/// A key such as `s3:prefix`, if the table has it. A part of the table's name that varies, such as
/// a tag's key, fits anything.
pub(crate) fn known_key(key: &str) -> Option<KnownKey> {
    let (prefix, name) = key.split_once(':')?;
    let fits = |known: &KnownKey| {
        if !known.name.contains('*') {
            return known.name.eq_ignore_ascii_case(name);
        }
        let wanted = Pattern::new(known.name, Syntax { wildcards: true, variables: false });
        wanted.matches(name, Case::Ignored, &NoVariables) == Some(true)
    };
    SERVICES.get(prefix.to_ascii_lowercase().as_str())?.keys().find(fits)
}

/// Looks up a key, and what may have been meant by an unknown one.
pub(crate) fn service_key(key: &str) -> KeyLookup {
    if let Some(known) = known_key(key) {
        return KeyLookup::Known(known);
    }
    let (prefix, name) = key.split_once(':').unwrap_or((key, ""));
    let Some(service) = SERVICES.get(prefix.to_ascii_lowercase().as_str()) else {
        return KeyLookup::NoTable;
    };
    let lower = name.to_ascii_lowercase();
    let near = service
        .keys()
        .map(|known| (distance(&lower, &known.name.to_ascii_lowercase()), known.name))
        .min();
    if near.is_none() {
        return KeyLookup::NoTable;
    }
    let meant = near.filter(|(d, n)| *d <= tolerance(n)).map(|(_, n)| format!("{prefix}:{n}"));
    KeyLookup::Unknown { meant }
}

/// Whether the ARNs of a service have a Region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArnRegion {
    Always,
    Never,
    Depends,
}

/// The third part of an ARN. `Err` has the likeliest name, if there is one.
pub(crate) fn arn_service(name: &str) -> Result<ArnRegion, Option<&'static str>> {
    if let Some(region) = ARN_SERVICES.get(name) {
        return Ok(*region);
    }
    if SERVICES.contains_key(name) {
        return Ok(ArnRegion::Depends);
    }
    let near = ARN_SERVICES.keys().map(|k| (distance(name, k), *k)).min();
    Err(near.filter(|(d, k)| *d <= tolerance(k)).map(|(_, k)| k))
}

#[derive(Clone, Copy)]
struct Service {
    prefix: &'static str,
    lines: &'static str,
}

static SERVICES: LazyLock<BTreeMap<&'static str, Service>> = LazyLock::new(|| {
    let mut services = BTreeMap::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in TABLE.split_inclusive('\n') {
        let name = line.trim_end();
        if !name.contains(' ') {
            if let Some((prefix, start)) = open {
                services.insert(prefix, Service { prefix, lines: &TABLE[start..at] });
            }
            open = Some((name, at + line.len()));
        }
        at += line.len();
    }
    if let Some((prefix, start)) = open {
        services.insert(prefix, Service { prefix, lines: &TABLE[start..] });
    }
    services
});

static ARN_SERVICES: LazyLock<BTreeMap<&'static str, ArnRegion>> = LazyLock::new(|| {
    TABLE
        .lines()
        .take_while(|l| l.starts_with(['#', '@']))
        .filter_map(|l| l.strip_prefix('@'))
        .flat_map(|l| {
            let (kind, names) = l.split_once(' ').unwrap_or((l, ""));
            let region = match kind {
                "always" => ArnRegion::Always,
                "never" => ArnRegion::Never,
                _ => ArnRegion::Depends,
            };
            names.split(' ').map(move |n| (n, region))
        })
        .collect()
});

impl Service {
    /// Level, first word and rests of each line of actions.
    fn groups(self) -> impl Iterator<Item = (AccessLevel, &'static str, &'static str)> {
        self.lines.lines().filter_map(|line| {
            let (level, rest) = line.split_once(' ')?;
            let (verb, names) = rest.split_once(' ')?;
            Some((AccessLevel::parse(level)?, if verb == "-" { "" } else { verb }, names))
        })
    }

    fn names(self) -> impl Iterator<Item = (AccessLevel, &'static str, &'static str)> {
        self.groups().flat_map(|(level, verb, names)| {
            names.split(' ').map(move |n| (level, verb, if n == "-" { "" } else { n }))
        })
    }

    fn actions(self) -> impl Iterator<Item = KnownAction> {
        self.names().map(move |(level, verb, rest)| KnownAction {
            name: format!("{}:{verb}{rest}", self.prefix),
            level,
        })
    }

    fn find(self, name: &str) -> Option<KnownAction> {
        self.groups().find_map(|(level, verb, names)| {
            let rest = name
                .get(..verb.len())
                .filter(|start| start.eq_ignore_ascii_case(verb))
                .and_then(|_| name.get(verb.len()..))?;
            let found = names.split(' ').find(|n| {
                n.eq_ignore_ascii_case(rest) || (*n == "-" && rest.is_empty() && !verb.is_empty())
            })?;
            let found = if found == "-" { "" } else { found };
            Some(KnownAction { name: format!("{}:{verb}{found}", self.prefix), level })
        })
    }

    /// The actions whose names are nearest, at most three.
    fn like(self, name: &str) -> Vec<String> {
        let full = format!("{}:{name}", self.prefix).to_ascii_lowercase();
        if let Some((_, action)) = API_NAMES.iter().find(|(api, _)| api.eq_ignore_ascii_case(&full))
        {
            return vec![(*action).to_owned()];
        }
        let lower = name.to_ascii_lowercase();
        let mut near: Vec<(usize, String)> = self
            .names()
            .map(|(_, verb, rest)| format!("{verb}{rest}"))
            .map(|n| (distance(&lower, &n.to_ascii_lowercase()), n))
            .filter(|(d, n)| *d <= tolerance(n))
            .collect();
        near.sort();
        let best = near.first().map_or(0, |(d, _)| *d);
        near.into_iter()
            .take_while(|(d, _)| *d <= best + 1)
            .take(3)
            .map(|(_, n)| format!("{}:{n}", self.prefix))
            .collect()
    }

    fn keys(self) -> impl Iterator<Item = KnownKey> {
        self.lines.lines().filter_map(|l| l.strip_prefix('=')).flat_map(|line| {
            let (kind, names) = line.split_once(' ').unwrap_or((line, ""));
            let values = match kind.trim_end_matches('+') {
                "A" => KeyType::Arn,
                "B" => KeyType::Bool,
                "N" => KeyType::Number,
                "D" => KeyType::Date,
                "I" => KeyType::Ip,
                _ => KeyType::Text,
            };
            let many = kind.ends_with('+');
            names.split(' ').map(move |name| KnownKey { name, values, many })
        })
    }
}

/// Operations whose permission has another name ("Actions, resources, and condition keys for
/// Amazon S3" and "... AWS Lambda").
const API_NAMES: [(&str, &str); 15] = [
    ("s3:ListObjects", "s3:ListBucket"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListObjectVersions", "s3:ListBucketVersions"),
    ("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
    ("s3:ListParts", "s3:ListMultipartUploadParts"),
    ("s3:DeleteObjects", "s3:DeleteObject"),
    ("s3:CopyObject", "s3:PutObject"),
    ("s3:CreateMultipartUpload", "s3:PutObject"),
    ("s3:UploadPart", "s3:PutObject"),
    ("s3:CompleteMultipartUpload", "s3:PutObject"),
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    ("lambda:Invoke", "lambda:InvokeFunction"),
];

/// Services whose actions people write under other names, such as that of the product.
const COMMON: [&str; 12] = [
    "autoscaling",
    "cloudwatch",
    "ec2",
    "ecr",
    "elasticloadbalancing",
    "iam",
    "lambda",
    "logs",
    "organizations",
    "s3",
    "secretsmanager",
    "sts",
];

/// How many letters may differ in a name for it to be what was meant.
pub(crate) fn tolerance(name: &str) -> usize {
    match name.len() {
        0..=3 => 1,
        4..=9 => 2,
        _ => 3,
    }
}

/// Services of like name, or the action itself where another service has it.
fn services_like(prefix: &str, name: &str) -> Vec<String> {
    if name.len() > 5 && !name.contains(['*', '?']) {
        let lower = prefix.to_ascii_lowercase();
        let elsewhere: Vec<String> = SERVICES
            .values()
            .filter(|s| {
                COMMON.contains(&s.prefix) || distance(&lower, s.prefix) <= tolerance(s.prefix)
            })
            .filter_map(|s| s.find(name))
            .map(|a| a.name)
            .collect();
        if (1..=2).contains(&elsewhere.len()) {
            return elsewhere;
        }
    }
    let lower = prefix.to_ascii_lowercase();
    let mut near: Vec<(usize, &str)> = SERVICES
        .keys()
        .map(|k| (distance(&lower, k), *k))
        .filter(|(d, k)| *d <= tolerance(k))
        .collect();
    near.sort();
    let best = near.first().map_or(0, |(d, _)| *d);
    near.into_iter().take_while(|(d, _)| *d == best).take(3).map(|(_, k)| k.to_owned()).collect()
}

/// Whether the table has the service.
pub(crate) fn has_service(prefix: &str) -> bool {
    SERVICES.contains_key(prefix.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests;
