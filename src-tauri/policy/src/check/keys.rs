//! Condition keys ("AWS global condition context keys"; those of the services from the table of
//! actions): whether there is such a key, what type its values have, and whether it has many.

use crate::catalogue::{self, KeyLookup, KeyType, KnownKey, tolerance};
use crate::operator::{Test, distance};

/// What is known of a key.
pub(super) enum Lookup {
    Known(KnownKey),
    Unknown {
        meant: Option<String>,
    },
    /// Keys of identity providers and of services the table has none of.
    NoTable,
}

const fn one(name: &'static str, values: KeyType) -> KnownKey {
    KnownKey { name, values, many: false }
}

const fn many(name: &'static str) -> KnownKey {
    KnownKey { name, values: KeyType::Text, many: true }
}

/// A name that ends with a slash goes on with the key of a tag.
const GLOBAL: [KnownKey; 57] = [
    one("AssumedRoot", KeyType::Bool),
    many("CalledVia"),
    one("CalledViaAWSMCP", KeyType::Text),
    one("CalledViaFirst", KeyType::Text),
    one("CalledViaLast", KeyType::Text),
    one("ChatbotSourceArn", KeyType::Arn),
    one("CurrentTime", KeyType::Date),
    one("Ec2InstanceSourcePrivateIPv4", KeyType::Ip),
    one("Ec2InstanceSourceVpc", KeyType::Text),
    one("EpochTime", KeyType::DateOrNumber),
    one("FederatedProvider", KeyType::Text),
    one("IsMcpServiceAction", KeyType::Bool),
    one("MultiFactorAuthAge", KeyType::Number),
    one("MultiFactorAuthPresent", KeyType::Bool),
    one("PrincipalAccount", KeyType::Text),
    one("PrincipalArn", KeyType::Arn),
    one("PrincipalIsAWSService", KeyType::Bool),
    one("PrincipalOrgID", KeyType::Text),
    one("PrincipalOrgMasterAccountId", KeyType::Text),
    many("PrincipalOrgPaths"),
    one("PrincipalServiceName", KeyType::Text),
    many("PrincipalServiceNamesList"),
    one("PrincipalTag/", KeyType::Text),
    one("PrincipalType", KeyType::Text),
    one("Referer", KeyType::Text),
    one("RequestTag/", KeyType::Text),
    one("RequestedRegion", KeyType::Text),
    one("ResourceAccount", KeyType::Text),
    one("ResourceOrgID", KeyType::Text),
    many("ResourceOrgPaths"),
    one("ResourceTag/", KeyType::Text),
    one("SecureTransport", KeyType::Bool),
    one("SignInSessionArn", KeyType::Arn),
    one("SourceAccount", KeyType::Text),
    one("SourceArn", KeyType::Arn),
    one("SourceIdentity", KeyType::Text),
    one("SourceIp", KeyType::Ip),
    one("SourceOrgID", KeyType::Text),
    many("SourceOrgPaths"),
    one("SourceOwner", KeyType::Text),
    one("SourceVpc", KeyType::Text),
    one("SourceVpcArn", KeyType::Arn),
    one("SourceVpce", KeyType::Text),
    many("TagKeys"),
    one("TokenIssueTime", KeyType::Date),
    one("UserAgent", KeyType::Text),
    one("userid", KeyType::Text),
    one("username", KeyType::Text),
    one("ViaAWSMCPService", KeyType::Bool),
    one("ViaAWSService", KeyType::Bool),
    one("VpceAccount", KeyType::Text),
    one("VpceOrgID", KeyType::Text),
    many("VpceOrgPaths"),
    one("VpcSourceIp", KeyType::Ip),
    // Of one service, but sent with every request of the role it hands out.
    one("ec2:RoleDelivery", KeyType::Number),
    one("ec2:SourceInstanceArn", KeyType::Arn),
    one("lambda:SourceFunctionArn", KeyType::Arn),
];

/// A key in lower case, if it is known.
pub(super) fn known(key: &str) -> Option<KnownKey> {
    let elsewhere = |k: &&KnownKey| k.name.contains(':') && k.name.eq_ignore_ascii_case(key);
    if let Some(known) = GLOBAL.iter().find(elsewhere) {
        return Some(*known);
    }
    let Some(name) = key.strip_prefix("aws:") else { return catalogue::known_key(key) };
    let fits = |known: &&KnownKey| match known.name.strip_suffix('/') {
        Some(tag) => name
            .split_once('/')
            .is_some_and(|(given, key)| given.eq_ignore_ascii_case(tag) && !key.is_empty()),
        None => known.name.eq_ignore_ascii_case(name),
    };
    GLOBAL.iter().find(fits).copied()
}

/// Looks up a key in lower case, and what may have been meant by an unknown one.
pub(super) fn lookup(key: &str) -> Lookup {
    if let Some(known) = known(key) {
        return Lookup::Known(known);
    }
    let Some(name) = key.strip_prefix("aws:") else {
        return match catalogue::service_key(key) {
            KeyLookup::Known(known) => Lookup::Known(known),
            KeyLookup::Unknown { meant } => Lookup::Unknown { meant },
            KeyLookup::NoTable => Lookup::NoTable,
        };
    };
    let (start, tag) = match name.split_once('/') {
        Some((start, tag)) => (start, Some(tag)),
        None => (name, None),
    };
    let meant = GLOBAL
        .iter()
        .filter(|k| !k.name.contains(':'))
        .map(|k| (distance(start, &k.name.trim_end_matches('/').to_lowercase()), k.name))
        .min()
        .filter(|(d, n)| *d <= tolerance(n))
        .map(|(_, n)| match tag.filter(|t| !t.is_empty() && n.ends_with('/')) {
            Some(tag) => format!("aws:{n}{tag}"),
            None if n.ends_with('/') => format!("aws:{n}TAG-KEY"),
            None => format!("aws:{n}"),
        });
    Lookup::Unknown { meant }
}

/// Whether an operator makes sense for the values of a key. Texts may be compared as ARNs and ARNs
/// as texts; the types of the services' text keys are too roughly documented to be held against
/// a document.
pub(super) fn fits(key: &str, known: KnownKey, test: Test) -> bool {
    let number = matches!(
        test,
        Test::NumericEquals
            | Test::NumericLess
            | Test::NumericLessOrEqual
            | Test::NumericGreater
            | Test::NumericGreaterOrEqual
    );
    let date = matches!(
        test,
        Test::DateEquals
            | Test::DateLess
            | Test::DateLessOrEqual
            | Test::DateGreater
            | Test::DateGreaterOrEqual
    );
    let text = matches!(
        test,
        Test::StringEquals | Test::StringEqualsIgnoreCase | Test::StringLike | Test::Arn
    );
    let rough = !key.starts_with("aws:") && !key.starts_with("sts:");
    test == Test::Null
        || match known.values {
            KeyType::Text => text || rough,
            KeyType::Arn => text,
            KeyType::Bool => test == Test::Bool || (rough && text),
            KeyType::Number => number || (rough && text),
            KeyType::Date => date || (rough && (text || number)),
            KeyType::DateOrNumber => date || number,
            KeyType::Ip => test == Test::Ip,
        }
}

/// An operator that fits, to be offered.
pub(super) const fn operator_for(values: KeyType) -> &'static str {
    match values {
        KeyType::Text => "StringEquals",
        KeyType::Arn => "ArnLike",
        KeyType::Bool => "Bool",
        KeyType::Number => "NumericEquals",
        KeyType::Date | KeyType::DateOrNumber => "DateLessThan",
        KeyType::Ip => "IpAddress",
    }
}
