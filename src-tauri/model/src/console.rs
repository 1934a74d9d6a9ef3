//! Addresses of the web console. Deep links other than the documented ones come from public code
//! and may change, so the app always offers the documents beside a link.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::{AccountId, Colour, DisplayName, Partition, Region, RoleArn, RoleName};

/// Everything is encoded but what RFC 3986 leaves unreserved.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// A role path keeps its slashes, as in AWS's own example.
const PATH: &AsciiSet = &VALUE.remove(b'/');

fn value(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// A page of the web console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ConsolePage {
    /// The console's home page.
    Home {
        /// Partition of the account.
        partition: Partition,
        /// The Region to begin with.
        region: Option<Region>,
    },
    /// IAM, create a role.
    CreateRole {
        /// Partition of the account.
        partition: Partition,
    },
    /// IAM, the permissions of a role.
    RolePermissions {
        /// Partition of the account.
        partition: Partition,
        /// The role.
        role: RoleName,
    },
    /// IAM, the trust policy of a role.
    RoleTrust {
        /// Partition of the account.
        partition: Partition,
        /// The role.
        role: RoleName,
    },
    /// DevOps Agent in a Region.
    DevOpsAgent {
        /// The Region.
        region: Region,
    },
}

impl ConsolePage {
    /// The address.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            // A Region of another partition has no place on this host.
            Self::Home { partition, region } => {
                let host = partition.console_host();
                match region.as_ref().filter(|r| Partition::of(r) == *partition) {
                    Some(region) => {
                        format!("https://{region}.{host}/console/home?region={region}")
                    }
                    None => format!("https://{host}/console/home"),
                }
            }
            Self::CreateRole { partition } => {
                format!("https://{}/iam/home#/roles/create", partition.console_host())
            }
            Self::RolePermissions { partition, role } => format!(
                "https://{}/iam/home#/roles/details/{}?section=permissions",
                partition.console_host(),
                value(role.as_str())
            ),
            Self::RoleTrust { partition, role } => format!(
                "https://{}/iam/home#/roles/details/{}?section=trust_relationships",
                partition.console_host(),
                value(role.as_str())
            ),
            Self::DevOpsAgent { region } => format!(
                "https://{region}.{}/aidevops/home?region={region}",
                Partition::of(region).console_host()
            ),
        }
    }
}

/// The console's switch-role page, filled in (IAM user guide, "Switching to a role (console)").
/// `color` is not documented, but the console uses it itself.
#[must_use]
pub fn switch_role_url(role: &RoleArn, name: &DisplayName, colour: &Colour) -> String {
    let account: &AccountId = role.account();
    format!(
        "https://{}/switchrole?account={account}&roleName={}&displayName={}&color={colour}",
        role.partition().signin_host(),
        utf8_percent_encode(&role.path_and_name(), PATH),
        value(name.as_str()),
    )
}

/// Whether an address belongs to the AWS console or its sign-in pages, in any partition. Nothing
/// else may be opened in the browser.
#[must_use]
pub fn is_console_address(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    Partition::ALL.into_iter().flat_map(|p| [p.console_host(), p.signin_host()]).any(|known| {
        host == known || host.strip_suffix(known).is_some_and(|front| front.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switch_role_link_keeps_the_path_and_encodes_the_rest() {
        let url = switch_role_url(
            &RoleArn::parse("arn:aws:iam::222222222222:role/team/dev+ops@x=1,y").unwrap(),
            &DisplayName::parse("Prod & pay").unwrap(),
            &Colour::parse("f2b0a9").unwrap(),
        );
        assert_eq!(
            url,
            "https://signin.aws.amazon.com/switchrole?account=222222222222\
             &roleName=team/dev%2Bops%40x%3D1%2Cy&displayName=Prod%20%26%20pay&color=f2b0a9"
        );
    }

    #[test]
    fn switch_role_link_uses_the_partition_s_host() {
        let url = |arn: &str| {
            switch_role_url(
                &RoleArn::parse(arn).unwrap(),
                &DisplayName::parse("x").unwrap(),
                &Colour::parse("83d4e8").unwrap(),
            )
        };
        assert!(
            url("arn:aws-cn:iam::222222222222:role/R").starts_with("https://signin.amazonaws.cn/")
        );
        assert!(
            url("arn:aws-us-gov:iam::222222222222:role/R")
                .starts_with("https://signin.amazonaws-us-gov.com/")
        );
    }

    #[test]
    fn console_pages() {
        let home = |region: &str| {
            ConsolePage::Home { partition: Partition::Aws, region: Region::parse(region).ok() }
                .url()
        };
        assert_eq!(
            home("eu-west-1"),
            "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1"
        );
        assert_eq!(home(""), "https://console.aws.amazon.com/console/home");
        assert_eq!(home("cn-north-1"), home(""));
        let role = RoleName::parse("a+b").unwrap();
        assert_eq!(
            ConsolePage::RolePermissions { partition: Partition::Aws, role }.url(),
            "https://console.aws.amazon.com/iam/home#/roles/details/a%2Bb?section=permissions"
        );
        assert_eq!(
            ConsolePage::DevOpsAgent { region: Region::parse("eu-west-1").unwrap() }.url(),
            "https://eu-west-1.console.aws.amazon.com/aidevops/home?region=eu-west-1"
        );
    }

    #[test]
    fn only_console_hosts_may_be_opened() {
        for ok in [
            "https://signin.aws.amazon.com/switchrole?account=1",
            "https://eu-west-1.console.aws.amazon.com/aidevops/home",
            "https://console.amazonaws.cn",
        ] {
            assert!(is_console_address(ok), "{ok}");
        }
        for bad in [
            "http://console.aws.amazon.com/",
            "https://console.aws.amazon.com.evil.example/",
            "https://evilconsole.aws.amazon.com/",
            "https://user@evil.example/console.aws.amazon.com",
            "https://console.aws.amazon.com@evil.example/",
            "file:///etc/passwd",
        ] {
            assert!(!is_console_address(bad), "{bad}");
        }
    }
}
