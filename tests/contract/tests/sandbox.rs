//! The contract on `SandboxCloud`.
#![allow(clippy::unwrap_used)] // a test, which Clippy doesn't take for one

use std::sync::Arc;
use std::time::Duration;

use rolebridge_cloud::Cloud;
use rolebridge_contract_suite::{Stage, run};
use rolebridge_model::{Access, AccountId, IdentityRef, Region, RoleArn};
use rolebridge_sandbox::{SandboxCloud, Settings};

const PRIMARY: &str = "111111111111";
const SECONDARY: &str = "222222222222";

/// The organization the sandbox begins with. Nothing is known to be wrong with it: it is ours to
/// put right.
struct SandboxStage {
    cloud: Arc<SandboxCloud>,
    alias: String,
}

impl Stage for SandboxStage {
    fn cloud(&self) -> Arc<dyn Cloud> {
        Arc::clone(&self.cloud) as Arc<dyn Cloud>
    }

    fn primary(&self) -> Access {
        Access::base(IdentityRef::Sandbox)
    }

    fn secondary(&self) -> Access {
        let way_in = format!("arn:aws:iam::{SECONDARY}:role/OrganizationAccountAccessRole");
        self.primary().through(RoleArn::parse(&way_in).unwrap(), None)
    }

    fn primary_account(&self) -> AccountId {
        PRIMARY.parse().unwrap()
    }

    fn secondary_account(&self) -> AccountId {
        SECONDARY.parse().unwrap()
    }

    fn secondary_alias(&self) -> &str {
        &self.alias
    }

    fn agent_region(&self) -> Result<Region, &'static str> {
        Ok("us-east-1".parse().unwrap())
    }

    fn known_wrong(&self, _case: &str) -> Option<&'static str> {
        None
    }
}

/// What the sandbox is made from, read past the sandbox.
fn alias_in_seed(account: &str) -> String {
    let seed = include_str!("../../../src-tauri/sandbox/data/organization.json");
    let seed: serde_json::Value = serde_json::from_str(seed).unwrap();
    let accounts = seed["accounts"].as_array().unwrap();
    let row = accounts.iter().find(|a| a["id"] == account).unwrap();
    row["alias"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_contract_holds_on_the_sandbox() {
    let at_once = Settings { propagation: Duration::ZERO, validation: Duration::ZERO };
    let stage = SandboxStage {
        cloud: Arc::new(SandboxCloud::in_memory(at_once)),
        alias: alias_in_seed(SECONDARY),
    };
    let report = run(&stage).await;
    println!("{report}");
    assert!(report.failures().is_empty(), "{:?}\n{report}", report.failures());
}
