//! A desk to work at: a data folder, a sandbox behind a double, a session, and time that does not
//! have to be waited for.

mod app;
mod clock;
mod double;
mod drawer;
mod picture;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rolebridge_cloud::{Cloud as _, InlinePolicy, RoleSnapshot};
use rolebridge_model::*;
use rolebridge_sandbox::{SandboxCloud, Settings};
use rolebridge_store::Store;
use rolebridge_workflows::onboard::OpenDraft;
use rolebridge_workflows::progress::Event;
use rolebridge_workflows::{Error, Session, sandbox_identity};
use tempfile::TempDir;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

pub(crate) use app::{App, contents, ended, reports};
pub(crate) use clock::Time;
pub(crate) use double::{Double, Kill};
pub(crate) use drawer::Drawer;
pub(crate) use picture::{is_for_people, picture};
pub(crate) use rolebridge_workflows::Clock as _;

pub(crate) const PRIMARY: &str = "111111111111";
/// Connected and right, by the GA template.
pub(crate) const PAYMENTS: &str = "222222222222";
/// In the organization, not connected.
pub(crate) const STAGING: &str = "333333333333";
/// Connected and right, by the preview's template.
pub(crate) const DATA: &str = "444444444444";
/// Has a role of the suggested name that serves something else.
pub(crate) const AUDIT: &str = "555555555555";
/// Connected; inline policy missing and a managed policy too many.
pub(crate) const DEV: &str = "666666666666";
/// Connected; its trust names itself as the source account.
pub(crate) const NETWORK: &str = "777777777777";
/// Connected; its role was deleted.
pub(crate) const SHARED: &str = "888888888888";
/// A service control policy keeps anyone from creating roles.
pub(crate) const LOGS: &str = "210987654321";

pub(crate) const ROLE: &str = "DevOpsAgentRole-SecondaryAccount";
pub(crate) const PREVIEW_ROLE: &str = "DevOpsAgentCrossAccountRole";
pub(crate) const AGENT_POLICY: &str = "arn:aws:iam::aws:policy/AIDevOpsAgentAccessPolicy";
pub(crate) const PREVIEW_POLICY: &str = "arn:aws:iam::aws:policy/AIOpsAssistantPolicy";
pub(crate) const INLINE: &str = "AllowCreateServiceLinkedRoles";
pub(crate) const ADA: &str = "arn:aws:iam::111111111111:user/ada";

pub(crate) fn settings(propagation: u64, validation: u64) -> Settings {
    Settings {
        propagation: Duration::from_secs(propagation),
        validation: Duration::from_secs(validation),
    }
}

/// Everything one session needs, on folders that outlive it.
pub(crate) struct Desk {
    pub(crate) time: Time,
    pub(crate) cloud: Arc<Double>,
    pub(crate) store: Arc<Store>,
    pub(crate) session: Arc<Session>,
    pub(crate) events: broadcast::Receiver<Event>,
    pub(crate) dir: Arc<TempDir>,
}

impl Desk {
    /// The seeded sandbox, with its spaces known to Rolebridge.
    pub(crate) async fn new() -> Self {
        Self::with(settings(10, 3)).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let desk = Self::at(Arc::new(tempfile::tempdir().unwrap()), Time::new(), settings);
        desk.session.refresh_spaces().await.unwrap();
        desk.cloud.forget();
        desk
    }

    fn at(dir: Arc<TempDir>, time: Time, settings: Settings) -> Self {
        let aws = dir.path().join("aws");
        let sandbox = SandboxCloud::open_with_clock(&aws, settings, time.of_sandbox()).unwrap();
        let cloud = Double::new(sandbox);
        let store = Arc::new(Store::open(&dir.path().join("home")).unwrap());
        let (sender, events) = broadcast::channel(65_536);
        let session = Arc::new(Session::new(
            cloud.clone(),
            store.clone(),
            sandbox_identity(),
            true,
            time.of_workflows(),
            sender,
        ));
        Self { time, cloud, store, session, events, dir }
    }

    /// Everything anew on the same folders, as after a restart.
    pub(crate) fn reopen(self) -> Self {
        let Self { dir, time, cloud, .. } = self;
        Self::at(dir, time, cloud.sandbox.settings())
    }

    pub(crate) fn aws(&self) -> &SandboxCloud {
        &self.cloud.sandbox
    }

    pub(crate) fn aws_dir(&self) -> std::path::PathBuf {
        self.dir.path().join("aws")
    }

    /// A draft that Rolebridge is to carry out in an account of the organization.
    pub(crate) fn draft(&self, account: &str, edit: impl FnOnce(&mut SourceForm)) -> DraftId {
        let mut draft =
            self.session.open_draft(&OpenDraft { space: production(), draft: None }).unwrap();
        draft.form.account = account.into();
        draft.form.method = Method::Automatic;
        edit(&mut draft.form);
        self.session.save_draft(draft.clone()).unwrap();
        draft.id
    }

    pub(crate) async fn run(&self, plan: &Plan) -> Plan {
        self.try_run(plan).await.unwrap()
    }

    pub(crate) async fn try_run(&self, plan: &Plan) -> Result<Plan, Error> {
        self.session.run_plan_to_end(plan.id, &CancellationToken::new()).await
    }

    /// Adds an account from draft to verified.
    pub(crate) async fn add(&self, account: &str, edit: impl FnOnce(&mut SourceForm)) -> Source {
        let draft = self.draft(account, edit);
        let role = self.session.plan_role(draft).await.unwrap();
        assert_eq!(self.run(&role).await.state, PlanState::Done);
        let connection = self.session.plan_connection(draft).await.unwrap();
        let connection = self.run(&connection).await;
        assert_eq!(connection.state, PlanState::Done, "{:#?}", connection.steps);
        self.source_of(&production(), account)
    }

    pub(crate) fn source_of(&self, space: &SpaceRef, account: &str) -> Source {
        let all = self.store.sources_of(space).unwrap();
        let mut of = all.into_iter().filter(|s| s.account.as_str() == account);
        let one = of.next().unwrap();
        assert!(of.next().is_none(), "several sources of account {account}");
        one
    }

    pub(crate) async fn verify(&self, account: &str) -> Verification {
        self.verify_in(&production(), account).await
    }

    pub(crate) async fn verify_in(&self, space: &SpaceRef, account: &str) -> Verification {
        let source = self.source_of(space, account);
        let verified = self.session.verify_one(source.id, &CancellationToken::new()).await.unwrap();
        let kept = self.store.source(source.id).unwrap().source;
        assert_eq!(kept.status, verified.status);
        assert_eq!(kept.last_checked, Some(verified.at));
        verified
    }

    /// A role as AWS has it.
    pub(crate) async fn role(&self, account: &str, name: &str) -> Option<RoleSnapshot> {
        self.aws().read_role(&into(account), &role_name(name)).await.unwrap()
    }

    /// Somebody else replaces a trust policy.
    pub(crate) async fn meddle_with_trust(&self, account: &str, name: &str, trust: &str) {
        self.aws().set_trust(&into(account), &role_name(name), trust).await.unwrap();
    }

    pub(crate) async fn association(&self, space: &SpaceRef, account: &str) -> Option<Association> {
        let all = self.aws().list_associations(&ada(), space).await.unwrap();
        all.into_iter().find(|a| a.account.as_str() == account)
    }

    /// What was told since the last look, in order.
    pub(crate) fn told(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.events.try_recv().ok()).collect()
    }

    /// The log, oldest line first.
    pub(crate) fn log(&self) -> Vec<Activity> {
        self.store.all_activity(&whole_log()).unwrap()
    }
}

pub(crate) fn whole_log() -> ActivityQuery {
    ActivityQuery {
        tokens: Vec::new(),
        join: FilterJoin::And,
        sort: ActivityColumn::At,
        descending: false,
        page: 1,
        page_size: 100,
    }
}

pub(crate) fn ada() -> Access {
    Access::base(IdentityRef::Sandbox)
}

/// Into an account by the role its organization made.
pub(crate) fn into(account: &str) -> Access {
    if account == PRIMARY {
        return ada();
    }
    ada().through(arn(account, "OrganizationAccountAccessRole"), None)
}

pub(crate) fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

pub(crate) fn arn(account: &str, role: &str) -> RoleArn {
    RoleArn::parse(&format!("arn:aws:iam::{account}:role/{role}")).unwrap()
}

pub(crate) fn role_name(name: &str) -> RoleName {
    RoleName::parse(name).unwrap()
}

pub(crate) fn policy(arn: &str) -> PolicyArn {
    PolicyArn::parse(arn).unwrap()
}

pub(crate) fn inline(name: &str, document: &str) -> InlinePolicy {
    InlinePolicy { name: PolicyName::parse(name).unwrap(), document: document.to_owned() }
}

pub(crate) fn template(id: &str) -> TemplateId {
    TemplateId::parse(id).unwrap()
}

pub(crate) fn production() -> SpaceRef {
    space("us-east-1", "5f2c9a31-7d04-4e8b-9c16-0b8e4d7a2f63")
}

pub(crate) fn platform_eu() -> SpaceRef {
    space("eu-central-1", "c84e17b2-3a9d-4f60-8e25-91d7f0a6b3ce")
}

pub(crate) fn space(region: &str, id: &str) -> SpaceRef {
    SpaceRef {
        account: account(PRIMARY),
        region: Region::parse(region).unwrap(),
        id: AgentSpaceId::parse(id).unwrap(),
    }
}

pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// The trust policy of AWS's CLI onboarding guide, step 4.
pub(crate) fn documented_trust(space: &SpaceRef) -> serde_json::Value {
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "aidevops.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": space.account},
                "ArnLike": {"aws:SourceArn": format!(
                    "arn:aws:aidevops:{}:{}:agentspace/{}", space.region, space.account, space.id
                )}
            }
        }]
    })
}

/// The inline policy of the same guide.
pub(crate) fn documented_inline(account: &str) -> serde_json::Value {
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "AllowCreateServiceLinkedRoles",
            "Effect": "Allow",
            "Action": ["iam:CreateServiceLinkedRole"],
            "Resource": [format!(
                "arn:aws:iam::{account}:role/aws-service-role/resource-explorer-2.amazonaws.com/AWSServiceRoleForResourceExplorer"
            )]
        }]
    })
}

/// A trust policy for one AWS principal.
pub(crate) fn trusting(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

pub(crate) fn allowing(action: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{action}","Resource":"*"}}]}}"#
    )
}

pub(crate) fn calls_of(plan: &Plan) -> Vec<&str> {
    plan.steps.iter().map(|s| s.call.as_str()).collect()
}

pub(crate) fn states(plan: &Plan) -> Vec<StepState> {
    plan.steps.iter().map(|s| s.state).collect()
}

pub(crate) fn check(verified: &Verification, kind: CheckKind) -> &Check {
    verified.checks.iter().find(|c| c.kind == kind).unwrap()
}

/// The names of files in a folder.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
