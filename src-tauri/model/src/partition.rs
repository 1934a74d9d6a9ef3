//! Partitions and Regions: which hosts serve them. The values are data, as some of them are not
//! confirmed by AWS's own documents.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{Region, RuleViolation};

/// A partition: a separate copy of AWS with its own accounts, ARNs and hosts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "kebab-case")]
pub enum Partition {
    /// The commercial partition.
    Aws,
    /// China.
    AwsCn,
    /// US GovCloud.
    AwsUsGov,
    /// The European Sovereign Cloud.
    AwsEusc,
}

#[derive(Deserialize)]
struct Row {
    id: Partition,
    region_prefixes: Vec<String>,
    console_host: String,
    signin_host: String,
    dns_suffix: String,
    account_colour_region: Option<Region>,
}

#[allow(clippy::expect_used)] // embedded at build time and read by a test
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/partitions.json")).expect("partitions.json is valid")
});

impl Partition {
    /// All partitions.
    pub const ALL: [Self; 4] = [Self::Aws, Self::AwsCn, Self::AwsUsGov, Self::AwsEusc];

    /// The name in ARNs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsUsGov => "aws-us-gov",
            Self::AwsEusc => "aws-eusc",
        }
    }

    /// Reads the name as it stands in an ARN.
    ///
    /// # Errors
    /// [`RuleViolation::Form`] for an unknown partition.
    pub fn parse(value: &str) -> Result<Self, RuleViolation> {
        Self::ALL.into_iter().find(|p| p.as_str() == value).ok_or_else(|| {
            RuleViolation::Form(format!(
                "\u{201c}{value}\u{201d} is not a partition. Use aws, aws-cn, aws-us-gov or aws-eusc."
            ))
        })
    }

    /// The partition a Region belongs to.
    #[must_use]
    pub fn of(region: &Region) -> Self {
        ROWS.iter()
            .find(|r| r.region_prefixes.iter().any(|p| region.as_str().starts_with(p.as_str())))
            .map_or(Self::Aws, |r| r.id)
    }

    /// Host of the web console.
    #[must_use]
    pub fn console_host(self) -> &'static str {
        self.row().map_or("console.aws.amazon.com", |r| &r.console_host)
    }

    /// Host of the sign-in pages, the switch-role page among them.
    #[must_use]
    pub fn signin_host(self) -> &'static str {
        self.row().map_or("signin.aws.amazon.com", |r| &r.signin_host)
    }

    /// Host of IAM Identity Center's OIDC service in a Region, whose sign-in page is opened in the
    /// browser (botocore, `partitions.json`, for the suffixes).
    #[must_use]
    pub fn oidc_host(region: &Region) -> String {
        format!("oidc.{region}.{}", Self::of(region).dns_suffix())
    }

    /// Host of the page that compares the code of a sign-in.
    #[must_use]
    pub fn device_sign_in_host(region: &Region) -> String {
        format!("device.sso.{region}.{}", Self::of(region).dns_suffix())
    }

    /// The Region whose endpoint knows the accounts' colours, for all of the partition; nothing where
    /// AWS documents none.
    #[must_use]
    pub fn account_colour_region(self) -> Option<&'static Region> {
        self.row().and_then(|r| r.account_colour_region.as_ref())
    }

    fn dns_suffix(self) -> &'static str {
        self.row().map_or("amazonaws.com", |r| &r.dns_suffix)
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|r| r.id == self)
    }
}

impl std::fmt::Display for Partition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A Region with the name AWS gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct NamedRegion {
    /// The Region.
    pub id: Region,
    /// Its name in the console.
    pub name: String,
}

#[derive(Deserialize)]
struct Regions {
    devops_agent: Vec<NamedRegion>,
}

#[allow(clippy::expect_used)] // embedded at build time and read by a test
static REGIONS: LazyLock<Regions> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/regions.json")).expect("regions.json is valid")
});

/// The Regions that AWS DevOps Agent supports (user guide, "Supported Regions").
#[must_use]
pub fn devops_agent_regions() -> &'static [NamedRegion] {
    &REGIONS.devops_agent
}

#[derive(Deserialize)]
struct AllRegions {
    regions: Vec<NamedRegion>,
}

#[allow(clippy::expect_used)] // embedded at build time and read by a test
static AWS_REGIONS: LazyLock<AllRegions> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/aws_regions.json"))
        .expect("aws_regions.json is valid")
});

/// All public Regions, partition by partition (the file names its source).
#[must_use]
pub fn aws_regions() -> &'static [NamedRegion] {
    &AWS_REGIONS.regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_partition_has_a_row_and_hosts() {
        for p in Partition::ALL {
            assert!(p.row().is_some(), "{p}");
            assert_eq!(Partition::parse(p.as_str()), Ok(p));
        }
        assert_eq!(Partition::AwsCn.signin_host(), "signin.amazonaws.cn");
        let colours =
            Partition::ALL.map(|p| p.account_colour_region().map_or("none", Region::as_str));
        assert_eq!(colours, ["us-east-1", "cn-northwest-1", "us-gov-west-1", "none"]);
    }

    #[test]
    fn regions_find_their_partition() {
        let of = |r: &str| Partition::of(&Region::parse(r).unwrap());
        assert_eq!(of("eu-west-1"), Partition::Aws);
        assert_eq!(of("cn-north-1"), Partition::AwsCn);
        assert_eq!(of("us-gov-west-1"), Partition::AwsUsGov);
        assert_eq!(of("eusc-de-east-1"), Partition::AwsEusc);
        assert_eq!(devops_agent_regions().len(), 11);
        for (region, host) in [
            ("eu-west-1", "oidc.eu-west-1.amazonaws.com"),
            ("cn-north-1", "oidc.cn-north-1.amazonaws.com.cn"),
            ("us-gov-west-1", "oidc.us-gov-west-1.amazonaws.com"),
            ("eusc-de-east-1", "oidc.eusc-de-east-1.amazonaws.eu"),
        ] {
            assert_eq!(Partition::oidc_host(&Region::parse(region).unwrap()), host);
        }
    }

    #[test]
    fn all_regions_are_there_once_and_named_as_elsewhere() {
        let all = aws_regions();
        let ids: std::collections::BTreeSet<_> = all.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(ids.len(), all.len());
        for p in Partition::ALL {
            assert!(all.iter().any(|r| Partition::of(&r.id) == p), "{p}");
        }
        for region in devops_agent_regions() {
            assert!(all.contains(region), "{}", region.id);
        }
    }
}
