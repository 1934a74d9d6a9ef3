//! The contract on `AwsCloud`, answered by MiniStack: an implementation of IAM and STS that is
//! independent of ours, over real HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test, which Clippy doesn't take for one

use std::sync::Arc;

use rolebridge_cloud::{AwsCloud, Cloud};
use rolebridge_contract_suite::{Stage, run};
use rolebridge_model::{Access, AccountId, IdentityRef, Region};
use rolebridge_peers::{Ministack, root_of};

const PRIMARY: &str = "111111111111";
const SECONDARY: &str = "222222222222";
const ALIAS: &str = "contract-secondary";

/// Cases in which MiniStack is known to differ from AWS.
const KNOWN_WRONG: [(&str, &str); 17] = [
    ("roles::keeps_what_xml_reserves", "it puts descriptions into its XML without escaping them"),
    ("roles::a_name_is_taken_in_any_case", "it takes names that differ in case for two"),
    ("policies::attaches_only_what_exists", "it attaches any policy of AWS's account"),
    ("policies::eleven_attached_are_too_many", "it has no quotas"),
    ("policies::inline_has_a_limit_for_all_together", "it has no quotas"),
    ("refusals::trust_that_is_no_document", "it reads a trust policy only to find NotPrincipal"),
    ("refusals::trust_without_principal", "it reads a trust policy only to find NotPrincipal"),
    ("refusals::trust_with_resource", "it reads a trust policy only to find NotPrincipal"),
    ("refusals::trust_of_everybody", "it reads a trust policy only to find NotPrincipal"),
    ("refusals::trust_of_a_group", "it does not look at the kind of a principal"),
    ("refusals::trust_with_another_services_action", "it takes every action"),
    ("refusals::trust_that_is_too_long", "it has no quotas"),
    ("refusals::trust_of_a_role_that_is_not_there", "it does not look whether a principal exists"),
    ("assume::a_chain_lasts_an_hour_at_most", "it knows no limits of a session's duration"),
    ("colour::is_set_and_read", "it has no UXC"),
    ("colour::needs_permission", "it has no UXC"),
    ("assume::a_role_deleted_and_made_again", "it keeps no unique ids behind principals"),
];

struct MinistackStage {
    cloud: Arc<AwsCloud>,
}

impl Stage for MinistackStage {
    fn cloud(&self) -> Arc<dyn Cloud> {
        Arc::clone(&self.cloud) as Arc<dyn Cloud>
    }

    fn primary(&self) -> Access {
        profile("primary")
    }

    fn secondary(&self) -> Access {
        profile("secondary")
    }

    fn primary_account(&self) -> AccountId {
        PRIMARY.parse().unwrap()
    }

    fn secondary_account(&self) -> AccountId {
        SECONDARY.parse().unwrap()
    }

    fn secondary_alias(&self) -> &str {
        ALIAS
    }

    fn agent_region(&self) -> Result<Region, &'static str> {
        Err("MiniStack has no DevOps Agent; AwsCloud's calls to it are tested at the wire")
    }

    fn known_wrong(&self, case: &str) -> Option<&'static str> {
        KNOWN_WRONG.iter().find(|(name, _)| *name == case).map(|(_, reason)| *reason)
    }
}

fn profile(name: &str) -> Access {
    Access::base(IdentityRef::Profile { name: name.parse().unwrap() })
}

/// An administrator that is not root, as AWS lets no root user assume a role; returns access key
/// and secret.
async fn administrator(account: &str, url: &str) -> (String, String) {
    let iam = root_of(account, url);
    iam.create_user().user_name("operator").send().await.unwrap();
    iam.attach_user_policy()
        .user_name("operator")
        .policy_arn("arn:aws:iam::aws:policy/AdministratorAccess")
        .send()
        .await
        .unwrap();
    let key = iam.create_access_key().user_name("operator").send().await.unwrap();
    let key = key.access_key.unwrap();
    (key.access_key_id, key.secret_access_key)
}

#[tokio::test]
async fn the_contract_holds_on_aws_cloud_against_ministack() {
    let folder = tempfile::tempdir().unwrap();
    let peer = Ministack::start(folder.path());
    let alias = root_of(SECONDARY, &peer.url);
    alias.create_account_alias().account_alias(ALIAS).send().await.unwrap();

    // Through real profiles, as a person would have them.
    let mut config = String::new();
    for (name, account) in [("primary", PRIMARY), ("secondary", SECONDARY)] {
        let (key, secret) = administrator(account, &peer.url).await;
        config.push_str(&format!(
            "[profile {name}]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n\
             region = us-east-1\nendpoint_url = {}\n",
            peer.url
        ));
    }
    let file = folder.path().join("config");
    std::fs::write(&file, config).unwrap();
    let cloud = AwsCloud::builder().config_files(Some(&file), None).build();

    let report = run(&MinistackStage { cloud: Arc::new(cloud) }).await;
    println!("{report}");
    assert!(report.failures().is_empty(), "{:?}\n{report}", report.failures());
    assert!(report.holding() > 20, "too little was played:\n{report}");
}
