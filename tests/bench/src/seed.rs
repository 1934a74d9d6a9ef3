//! The data folder to measure with: the sandbox, opened once as a user would, and one agent space
//! with many secondary sources.

use std::path::Path;

use rolebridge_model::{
    AccountId, AccountLabel, AgentSpaceId, Generation, Reach, Region, RoleArn, RoleName,
    RuleViolation, Source, SourceId, SourceStatus, SpaceRef, TemplateId, Timestamp,
};
use rolebridge_start::{ChosenClouds, SystemBrowser};
use rolebridge_store::Store;
use rolebridge_workflows::{IdentityForOnce, Rolebridge, SystemClock};

use crate::error::BenchError;

/// Role of every seeded source; no other source has one of this name.
pub(crate) const ROLE: &str = "DevOpsAgentRole-Benchmark";

/// Sorts before the accounts of the sandbox, so that the first page shows seeded sources.
const FIRST_ACCOUNT: u64 = 100_000_000_000;

/// The agent space of the sandbox that gets the sources.
pub(crate) fn space() -> Result<SpaceRef, RuleViolation> {
    Ok(SpaceRef {
        account: AccountId::parse("111111111111")?,
        region: Region::parse("us-east-1")?,
        id: AgentSpaceId::parse("5f2c9a31-7d04-4e8b-9c16-0b8e4d7a2f63")?,
    })
}

/// Makes the data folder.
pub(crate) fn seed(home: &Path, sources: u64) -> Result<(), BenchError> {
    let wrong = |e: &dyn std::fmt::Display| BenchError::Seed(e.to_string());
    let runtime = tokio::runtime::Runtime::new().map_err(|e| wrong(&e))?;
    // The agent spaces are known, as after any start but the first.
    runtime.block_on(async {
        let once = IdentityForOnce { sandbox: true, ..IdentityForOnce::default() };
        let clouds = Box::new(ChosenClouds);
        let clock = SystemClock::shared();
        let app = Rolebridge::open_once(home, clouds, Box::new(SystemBrowser), clock, &once).await;
        let session = app.and_then(|app| app.session()).map_err(|e| wrong(&e))?;
        session.refresh_spaces().await.map(drop).map_err(|e| wrong(&e))
    })?;
    let store = Store::open(&home.join("sandbox")).map_err(|e| wrong(&e))?;
    for number in 0..sources {
        let source = source(number).map_err(|e| wrong(&e))?;
        store.add_source(&source).map_err(|e| wrong(&e))?;
    }
    Ok(())
}

/// A source as the app keeps one that the sandbox does not know: reading it again changes nothing,
/// so that every run finds the same.
fn source(number: u64) -> Result<Source, RuleViolation> {
    let account = AccountId::parse(&(FIRST_ACCOUNT + number).to_string())?;
    let now = Timestamp::now();
    Ok(Source {
        id: SourceId(0),
        space: space()?,
        role: RoleArn::parse(&format!("arn:aws:iam::{account}:role/{ROLE}"))?,
        account,
        label: Some(AccountLabel::parse(&format!("Workload {number}"))?),
        alias: Some(format!("workload-{number}")),
        external_id: None,
        template: Some(TemplateId::parse("devops-agent")?),
        generation: Some(Generation::Ga),
        association: None,
        status: SourceStatus::Disconnected,
        status_reason: Some(
            "The agent space has no association with this account any more.".into(),
        ),
        last_checked: Some(now),
        role_changed_at: None,
        reach: Reach::AssumeRole {
            role: RoleName::parse("OrganizationAccountAccessRole")?,
            external_id: None,
        },
        added_by: Some("arn:aws:iam::111111111111:user/operator".into()),
        added_at: Some(now),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seeded_space_has_the_sources() {
        let folder = tempfile::tempdir().unwrap();
        seed(folder.path(), 30).unwrap();
        let store = Store::open(&folder.path().join("sandbox")).unwrap();
        let (summary, _) = store.space(&space().unwrap()).unwrap().unwrap();
        assert!(summary.sources > 30, "{}", summary.sources);
        let first = store.sources_of(&space().unwrap()).unwrap().swap_remove(0);
        assert_eq!(first.role.name().as_str(), ROLE);
    }
}
