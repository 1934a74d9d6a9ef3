//! A sandbox with a clock of its own, and short ways to say what tests say often.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use rolebridge_cloud::{Cause, Cloud, CloudError, InlinePolicy, NewRole};
use rolebridge_model::*;
use rolebridge_sandbox::{Clock, SandboxCloud, Settings};

pub(crate) const PRIMARY: &str = "111111111111";
pub(crate) const PAYMENTS: &str = "222222222222";
pub(crate) const STAGING: &str = "333333333333";
pub(crate) const SECONDARY_ROLE: &str = "DevOpsAgentRole-SecondaryAccount";
pub(crate) const AGENT_POLICY: &str = "arn:aws:iam::aws:policy/AIDevOpsAgentAccessPolicy";
pub(crate) const PRODUCTION: &str = "5f2c9a31-7d04-4e8b-9c16-0b8e4d7a2f63";
pub(crate) const PLATFORM_EU: &str = "c84e17b2-3a9d-4f60-8e25-91d7f0a6b3ce";

pub(crate) const SETTINGS: Settings =
    Settings { propagation: Duration::from_secs(10), validation: Duration::from_secs(3) };

/// Time that passes only when told to.
#[derive(Clone)]
pub(crate) struct Time(Arc<AtomicI64>);

impl Time {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_800_000_000)))
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn clock(&self) -> Clock {
        let time = self.clone();
        Arc::new(move || Timestamp::from_second(time.0.load(Ordering::SeqCst)).unwrap())
    }
}

pub(crate) fn sandbox() -> (SandboxCloud, Time) {
    let time = Time::new();
    (SandboxCloud::in_memory_with_clock(SETTINGS, time.clock()), time)
}

pub(crate) fn ada() -> Access {
    Access::base(IdentityRef::Sandbox)
}

pub(crate) fn profile(name: &str) -> Access {
    Access::base(IdentityRef::Profile { name: ProfileName::parse(name).unwrap() })
}

/// Into an account by the role its organization made.
pub(crate) fn into(account: &str) -> Access {
    ada().through(arn(account, "OrganizationAccountAccessRole"), None)
}

pub(crate) fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

pub(crate) fn arn(account: &str, role: &str) -> RoleArn {
    RoleArn::parse(&format!("arn:aws:iam::{account}:role/{role}")).unwrap()
}

pub(crate) fn name(role: &str) -> RoleName {
    RoleName::parse(role).unwrap()
}

pub(crate) fn policy(arn: &str) -> PolicyArn {
    PolicyArn::parse(arn).unwrap()
}

pub(crate) fn new_role(role: &str, trust: &str) -> NewRole {
    NewRole {
        path: RolePath::root(),
        name: name(role),
        trust: trust.to_owned(),
        description: None,
        tags: Vec::new(),
    }
}

pub(crate) fn inline(policy: &str, document: &str) -> InlinePolicy {
    InlinePolicy { name: PolicyName::parse(policy).unwrap(), document: document.to_owned() }
}

pub(crate) fn allow(actions: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{actions}","Resource":"*"}}]}}"#
    )
}

/// A trust policy for one AWS principal.
pub(crate) fn trusting(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

/// As [`trusting`], under a condition.
pub(crate) fn trusting_if(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole","Condition":{condition}}}]}}"#
    )
}

/// The trust policy of a secondary role since general availability.
pub(crate) fn trusting_agent(source_account: &str, space: &SpaceRef) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"aidevops.amazonaws.com"}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"aws:SourceAccount":"{source_account}"}},"ArnLike":{{"aws:SourceArn":"{}"}}}}}}]}}"#,
        space.arn()
    )
}

pub(crate) fn production() -> SpaceRef {
    space("us-east-1", PRODUCTION)
}

pub(crate) fn platform_eu() -> SpaceRef {
    space("eu-central-1", PLATFORM_EU)
}

fn space(region: &str, id: &str) -> SpaceRef {
    SpaceRef {
        account: account(PRIMARY),
        region: self::region(region),
        id: AgentSpaceId::parse(id).unwrap(),
    }
}

pub(crate) fn region(id: &str) -> Region {
    Region::parse(id).unwrap()
}

pub(crate) fn cause<T: std::fmt::Debug>(result: Result<T, CloudError>) -> Cause {
    result.unwrap_err().cause
}

/// Status by account.
pub(crate) async fn statuses(
    cloud: &SandboxCloud,
    space: &SpaceRef,
) -> Vec<(String, AssociationStatus)> {
    cloud
        .list_associations(&ada(), space)
        .await
        .unwrap()
        .into_iter()
        .map(|a| (a.account.to_string(), a.status))
        .collect()
}

pub(crate) async fn status_of(
    cloud: &SandboxCloud,
    space: &SpaceRef,
    account: &str,
) -> AssociationStatus {
    let all = statuses(cloud, space).await;
    all.into_iter().find(|(a, _)| a == account).unwrap().1
}
