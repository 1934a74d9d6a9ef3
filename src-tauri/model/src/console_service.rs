//! The pages of the console a role is opened at. Their paths are data: AWS documents hardly any.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{Partition, Region};

/// A service with a page in the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ConsoleService {
    /// Names it in settings.
    pub id: String,
    /// What the console calls it.
    pub title: String,
    /// Where it is on the console's host.
    #[serde(skip_serializing)]
    #[ts(skip)]
    path: String,
    /// Whether it is the same in all Regions.
    #[serde(default)]
    pub global: bool,
    /// The partitions that have it; none means all.
    #[serde(default, skip_serializing)]
    #[ts(skip)]
    partitions: Vec<Partition>,
}

#[derive(Deserialize)]
struct File {
    services: Vec<ConsoleService>,
}

#[allow(clippy::expect_used)] // embedded at build time and read by a test
static SERVICES: LazyLock<File> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/console_services.json"))
        .expect("console_services.json is valid")
});

/// The services whose pages can be opened, the console's home first.
#[must_use]
pub fn console_services() -> &'static [ConsoleService] {
    &SERVICES.services
}

/// A service by its id.
#[must_use]
pub fn console_service(id: &str) -> Option<&'static ConsoleService> {
    console_services().iter().find(|s| s.id == id)
}

impl ConsoleService {
    /// Whether a partition has it.
    #[must_use]
    pub fn is_in(&self, partition: Partition) -> bool {
        self.partitions.is_empty() || self.partitions.contains(&partition)
    }

    /// The address of its page. Without a Region, or with one of another partition, the console
    /// chooses.
    #[must_use]
    pub fn url(&self, partition: Partition, region: Option<&Region>) -> String {
        let (host, path) = (partition.console_host(), &self.path);
        match region.filter(|r| !self.global && Partition::of(r) == partition) {
            Some(region) => format!("https://{region}.{host}/{path}?region={region}"),
            None => format!("https://{host}/{path}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ConsolePage, is_console_address};

    #[test]
    fn each_page_is_one_of_the_console_in_every_partition() {
        let region = Region::parse("eu-west-1").unwrap();
        let mut ids = std::collections::HashSet::new();
        for service in console_services() {
            assert!(ids.insert(&service.id), "{}", service.id);
            for partition in Partition::ALL {
                let url = service.url(partition, Some(&region));
                assert!(is_console_address(&url), "{url}");
                assert_eq!(
                    url.contains("eu-west-1"),
                    !service.global && partition == Partition::Aws
                );
            }
        }
        assert_eq!(console_services()[0].id, "home");
    }

    #[test]
    fn the_home_and_devops_agent_are_where_they_are_said_to_be() {
        let region = Region::parse("eu-west-1").unwrap();
        let url = |id| console_service(id).unwrap().url(Partition::Aws, Some(&region));
        let home = ConsolePage::Home { partition: Partition::Aws, region: Some(region.clone()) };
        assert_eq!(url("home"), home.url());
        assert_eq!(url("aidevops"), ConsolePage::DevOpsAgent { region: region.clone() }.url());
        assert_eq!(url("iam"), "https://console.aws.amazon.com/iam/home");
        assert!(!console_service("aidevops").unwrap().is_in(Partition::AwsCn));
        assert!(console_service("s3").unwrap().is_in(Partition::AwsCn));
    }
}
