//! The ARNs Rolebridge builds and reads: roles, managed policies, agent spaces.

use crate::ids::id;
use crate::{
    AccountId, AgentSpaceId, Partition, PolicyName, Region, RoleName, RolePath, RuleViolation,
};

/// The ARN of an IAM role. It keeps the path: an ARN rebuilt from a bare name would name another
/// role.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, ts_rs::TS)]
#[ts(as = "String")]
pub struct RoleArn {
    partition: Partition,
    account: AccountId,
    path: RolePath,
    name: RoleName,
}

impl RoleArn {
    /// Puts the parts together.
    #[must_use]
    pub const fn new(
        partition: Partition,
        account: AccountId,
        path: RolePath,
        name: RoleName,
    ) -> Self {
        Self { partition, account, path, name }
    }

    /// Reads `arn:<partition>:iam::<account>:role[/path]/<name>`.
    ///
    /// # Errors
    /// [`RuleViolation`] that says which part is wrong.
    pub fn parse(value: &str) -> Result<Self, RuleViolation> {
        if value.is_empty() {
            return Err(RuleViolation::Empty { what: "a role ARN" });
        }
        let form = || {
            RuleViolation::Form(
                "A role ARN looks like arn:aws:iam::123456789012:role/RoleName.".into(),
            )
        };
        let rest = value.strip_prefix("arn:").ok_or_else(form)?;
        let mut parts = rest.splitn(5, ':');
        let (Some(partition), Some("iam"), Some(""), Some(account), Some(resource)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(form());
        };
        let resource = resource.strip_prefix("role").filter(|r| r.starts_with('/'));
        let resource = resource.ok_or_else(form)?;
        let (path, name) = resource.split_at(resource.rfind('/').map_or(0, |i| i + 1));
        Ok(Self {
            partition: Partition::parse(partition)?,
            account: AccountId::parse(account)?,
            path: RolePath::parse(path)?,
            name: RoleName::parse(name)?,
        })
    }

    /// The partition.
    #[must_use]
    pub const fn partition(&self) -> Partition {
        self.partition
    }

    /// The account that owns the role.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// The path, `/` unless one was chosen.
    #[must_use]
    pub const fn path(&self) -> &RolePath {
        &self.path
    }

    /// The name without its path.
    #[must_use]
    pub const fn name(&self) -> &RoleName {
        &self.name
    }

    /// Path and name without the leading slash, as the switch-role page wants it.
    #[must_use]
    pub fn path_and_name(&self) -> String {
        format!("{}{}", &self.path.as_str()[1..], self.name)
    }
}

impl std::fmt::Display for RoleArn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "arn:{}:iam::{}:role{}{}", self.partition, self.account, self.path, self.name)
    }
}

impl std::fmt::Debug for RoleArn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RoleArn({self})")
    }
}

impl std::str::FromStr for RoleArn {
    type Err = RuleViolation;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::parse(s)
    }
}

impl serde::Serialize for RoleArn {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for RoleArn {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = <String as serde::Deserialize>::deserialize(d)?;
        Self::parse(&s).map_err(serde::de::Error::custom)
    }
}

id!(
    /// The ARN of a managed policy, AWS's own (`arn:aws:iam::aws:policy/...`) or a customer's.
    PolicyArn,
    |v| {
        let form = || {
            RuleViolation::Form(
                "A policy ARN looks like arn:aws:iam::aws:policy/PolicyName.".into(),
            )
        };
        let mut parts = v.splitn(6, ':');
        let (Some("arn"), Some(partition), Some("iam"), Some(""), Some(owner), Some(resource)) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return Err(form());
        };
        Partition::parse(partition)?;
        if owner != "aws" {
            AccountId::parse(owner)?;
        }
        let name = resource.strip_prefix("policy/").ok_or_else(form)?;
        PolicyName::parse(name.rsplit('/').next().unwrap_or_default())?;
        Ok(())
    }
);

impl PolicyArn {
    /// The name at the end of the ARN.
    #[must_use]
    pub fn name(&self) -> &str {
        self.as_str().rsplit('/').next().unwrap_or_default()
    }
}

/// The ARN of an agent space, `arn:<partition>:aidevops:<region>:<account>:agentspace/<id>`.
#[must_use]
pub fn agent_space_arn(region: &Region, account: &AccountId, id: &AgentSpaceId) -> String {
    format!("arn:{}:aidevops:{region}:{account}:agentspace/{id}", Partition::of(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_arns_round_trip_with_and_without_a_path() {
        for text in [
            "arn:aws:iam::222222222222:role/R",
            "arn:aws:iam::222222222222:role/service-role/DevOpsAgentRole-AgentSpace-3xj2396z",
            "arn:aws-us-gov:iam::222222222222:role/a/b/c",
        ] {
            assert_eq!(RoleArn::parse(text).unwrap().to_string(), text);
        }
        let arn = RoleArn::parse("arn:aws:iam::222222222222:role/a/b/c").unwrap();
        assert_eq!(arn.name().as_str(), "c");
        assert_eq!(arn.path().as_str(), "/a/b/");
        assert_eq!(arn.path_and_name(), "a/b/c");
    }

    #[test]
    fn what_is_not_a_role_arn_is_refused() {
        for text in [
            "",
            "R",
            "arn:aws:iam::222222222222:user/R",
            "arn:aws:iam::2222:role/R",
            "arn:aws:sts::222222222222:assumed-role/R/s",
            "arn:aws:iam:us-east-1:222222222222:role/R",
            "arn:nope:iam::222222222222:role/R",
            "arn:aws:iam::222222222222:role/",
        ] {
            assert!(RoleArn::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn policy_arns() {
        let arn = PolicyArn::parse("arn:aws:iam::aws:policy/service-role/X").unwrap();
        assert_eq!(arn.name(), "X");
        assert!(PolicyArn::parse("arn:aws:iam::aws:role/X").is_err());
        assert!(PolicyArn::parse("AIDevOpsAgentAccessPolicy").is_err());
    }
}
