//! What a switch entry leads to: a role that is assumed, or a permission set of IAM Identity Center,
//! whose sessions only Identity Center gives.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Partition, PermissionSetName, RoleArn, RuleViolation};

/// The path of the roles Identity Center makes of permission sets, and how their names begin (IAM
/// Identity Center User Guide, "Referencing permission sets in resource policies").
const PATH: &str = "aws-reserved/sso.amazonaws.com/";
const PREFIX: &str = "AWSReservedSSO_";

/// A permission set as it is given for one account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct PermissionSet {
    /// The account's partition.
    pub partition: Partition,
    /// The account it gives access to.
    pub account: AccountId,
    /// Its name.
    pub name: PermissionSetName,
}

impl PermissionSet {
    /// The permission set a session is of, by the ARN AWS STS says of it. The name of its role ends
    /// with an underscore and what tells it from others of the same permission set.
    #[must_use]
    pub fn of_session(arn: &str) -> Option<Self> {
        let mut parts = arn.strip_prefix("arn:")?.splitn(5, ':');
        let (partition, service, region) = (parts.next()?, parts.next()?, parts.next()?);
        let (account, resource) = (parts.next()?, parts.next()?);
        let role = resource.strip_prefix("assumed-role/")?.split('/').next()?;
        let (name, _) = role.strip_prefix(PREFIX)?.rsplit_once('_')?;
        (service == "sts" && region.is_empty()).then_some(())?;
        Some(Self {
            partition: Partition::parse(partition).ok()?,
            account: AccountId::parse(account).ok()?,
            name: PermissionSetName::parse(name).ok()?,
        })
    }
}

/// What a switch entry leads to.
///
/// A permission set is written as the pattern AWS's documentation has for the ARNs of its roles: with
/// a star for the Region and one for the end of the name, which nobody chooses. No role has a star in
/// its name, so neither is ever taken for the other.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, ts_rs::TS)]
#[ts(as = "String")]
pub enum SwitchTarget {
    /// A role, assumed with an identity's credentials.
    Role(RoleArn),
    /// A permission set, whose credentials a profile has by itself.
    PermissionSet(PermissionSet),
}

impl SwitchTarget {
    /// Reads a role's ARN, or a permission set as it is written here.
    ///
    /// # Errors
    /// [`RuleViolation`] that says which part is wrong.
    pub fn parse(value: &str) -> Result<Self, RuleViolation> {
        match permission_set(value) {
            Some(set) => set.map(Self::PermissionSet),
            None => RoleArn::parse(value).map(Self::Role),
        }
    }

    /// The partition.
    #[must_use]
    pub const fn partition(&self) -> Partition {
        match self {
            Self::Role(role) => role.partition(),
            Self::PermissionSet(set) => set.partition,
        }
    }

    /// The account it leads to.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        match self {
            Self::Role(role) => role.account(),
            Self::PermissionSet(set) => &set.account,
        }
    }

    /// The name of the role without its path, or of the permission set.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Role(role) => role.name().as_str(),
            Self::PermissionSet(set) => set.name.as_str(),
        }
    }

    /// The name of the role with its path, or of the permission set.
    #[must_use]
    pub fn path_and_name(&self) -> String {
        match self {
            Self::Role(role) => role.path_and_name(),
            Self::PermissionSet(set) => set.name.to_string(),
        }
    }

    /// What it is, in words: the ARN of a role, or which permission set of which account.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Role(role) => role.to_string(),
            Self::PermissionSet(set) => set.to_string(),
        }
    }

    /// The role, if it is one.
    #[must_use]
    pub const fn role(&self) -> Option<&RoleArn> {
        match self {
            Self::Role(role) => Some(role),
            Self::PermissionSet(_) => None,
        }
    }

    /// The permission set, if it is one.
    #[must_use]
    pub const fn permission_set(&self) -> Option<&PermissionSet> {
        match self {
            Self::Role(_) => None,
            Self::PermissionSet(set) => Some(set),
        }
    }
}

/// What is written as a permission set; nothing if it is not.
fn permission_set(value: &str) -> Option<Result<PermissionSet, RuleViolation>> {
    let mut parts = value.strip_prefix("arn:")?.splitn(5, ':');
    let (partition, service, region) = (parts.next()?, parts.next()?, parts.next()?);
    let (account, resource) = (parts.next()?, parts.next()?);
    let rest = resource.strip_prefix("role/")?.strip_prefix(PATH)?;
    let name = rest.strip_prefix("*/")?.strip_prefix(PREFIX)?.strip_suffix("_*")?;
    (service == "iam" && region.is_empty()).then(|| {
        Ok(PermissionSet {
            partition: Partition::parse(partition)?,
            account: AccountId::parse(account)?,
            name: PermissionSetName::parse(name)?,
        })
    })
}

impl std::fmt::Display for SwitchTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Role(role) => role.fmt(f),
            Self::PermissionSet(PermissionSet { partition, account, name }) => {
                write!(f, "arn:{partition}:iam::{account}:role/{PATH}*/{PREFIX}{name}_*")
            }
        }
    }
}

impl std::fmt::Debug for SwitchTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SwitchTarget({self})")
    }
}

impl std::fmt::Display for PermissionSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "permission set {} of account {}", self.name, self.account)
    }
}

impl From<RoleArn> for SwitchTarget {
    fn from(role: RoleArn) -> Self {
        Self::Role(role)
    }
}

impl std::str::FromStr for SwitchTarget {
    type Err = RuleViolation;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::parse(s)
    }
}

impl serde::Serialize for SwitchTarget {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for SwitchTarget {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = <String as serde::Deserialize>::deserialize(d)?;
        Self::parse(&s).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admin() -> PermissionSet {
        PermissionSet {
            partition: Partition::AwsCn,
            account: AccountId::parse("222222222222").unwrap(),
            name: PermissionSetName::parse("Admin_Access").unwrap(),
        }
    }

    #[test]
    fn what_is_written_reads_back_and_is_never_a_role() {
        let set = SwitchTarget::PermissionSet(admin());
        let text = set.to_string();
        assert_eq!(
            text,
            "arn:aws-cn:iam::222222222222:role/aws-reserved/sso.amazonaws.com/*/\
             AWSReservedSSO_Admin_Access_*"
        );
        assert_eq!(SwitchTarget::parse(&text).unwrap(), set);
        assert!(RoleArn::parse(&text).is_err());
        let role = "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/\
                    AWSReservedSSO_Admin_0123456789abcdef";
        assert!(SwitchTarget::parse(role).unwrap().role().is_some());
        for wrong in [
            "arn:aws:iam::2222:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_A_*",
            "arn:nope:iam::222222222222:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_A_*",
            "arn:aws:s3::222222222222:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_A_*",
            "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO__*",
            "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_a b_*",
            "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/*/Other_A_*",
        ] {
            assert!(SwitchTarget::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_session_of_another_permission_set_is_told_from_its_own() {
        let begin = "arn:aws-cn:sts::222222222222:assumed-role/AWSReservedSSO_";
        let own = PermissionSet::of_session(&format!("{begin}Admin_Access_0123456789abcdef/ada"));
        assert_eq!(own, Some(admin()));
        for other in [
            format!("{begin}Admin_0123456789abcdef/ada"),
            format!("{begin}Admin_Access_More_0123456789abcdef/ada"),
            format!("{begin}Admin_Access/ada"),
            begin.replace("2222", "3333") + "Admin_Access_0123456789abcdef/ada",
            begin.replace("aws-cn", "aws") + "Admin_Access_0123456789abcdef/ada",
            "arn:aws-cn:sts::222222222222:assumed-role/Admin_Access_0123456789abcdef/ada".into(),
            "arn:aws-cn:iam::222222222222:user/Admin_Access".into(),
            String::new(),
        ] {
            assert_ne!(PermissionSet::of_session(&other), Some(admin()), "{other}");
        }
    }
}
