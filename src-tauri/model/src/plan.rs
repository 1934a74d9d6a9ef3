//! Plans: ordered steps that bring AWS from what it is to what a template asks. A step says
//! "make it so", so that running one again after a crash does no harm.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Access, AccountId, AccountLabel, AgentSpaceDescription, AgentSpaceName, AssociationId,
    ExternalId, PolicyArn, PolicyName, Reach, Region, RoleArn, RoleDescription, SourceId, SpaceRef,
    TemplateId,
};

/// Names a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[ts(as = "String")]
pub struct PlanId(pub Uuid);

impl std::fmt::Display for PlanId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum PlanKind {
    /// Make an agent space with its primary role and association.
    CreateSpace,
    /// Make or complete a role and connect it.
    AddSource,
    /// Bring a connected role to its template, or to the next generation's.
    UpdateSource,
    /// Disconnect sources, and delete roles where asked.
    RemoveSources,
    /// Delete an agent space, with its sources disconnected before.
    RemoveSpace,
}

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum PlanState {
    /// Shown, not confirmed.
    Proposed,
    /// Being carried out.
    Running,
    /// Was being carried out when the app stopped.
    Interrupted,
    /// The user stopped it between two steps.
    Cancelled,
    /// A step failed; the ones before it stand.
    Failed,
    /// Carried out.
    Done,
}

impl PlanState {
    /// Whether carrying on makes sense.
    #[must_use]
    pub const fn resumable(self) -> bool {
        matches!(self, Self::Interrupted | Self::Cancelled | Self::Failed)
    }
}

/// What a step makes so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Action {
    /// The role exists with this trust policy.
    EnsureRole {
        /// The role.
        role: RoleArn,
        /// Its trust policy.
        trust: String,
        /// Its description.
        description: Option<RoleDescription>,
        /// Tags it is made with.
        tags: Vec<Tag>,
    },
    /// The role's trust policy is this one.
    SetTrust {
        /// The role.
        role: RoleArn,
        /// The trust policy.
        trust: String,
    },
    /// The managed policy is attached.
    AttachPolicy {
        /// The role.
        role: RoleArn,
        /// The policy.
        policy: PolicyArn,
    },
    /// The managed policy is not attached.
    DetachPolicy {
        /// The role.
        role: RoleArn,
        /// The policy.
        policy: PolicyArn,
    },
    /// The role has this inline policy.
    PutInlinePolicy {
        /// The role.
        role: RoleArn,
        /// Name of the policy.
        name: PolicyName,
        /// The policy.
        document: String,
    },
    /// The role has no inline policy of this name.
    DeleteInlinePolicy {
        /// The role.
        role: RoleArn,
        /// Name of the policy.
        name: PolicyName,
    },
    /// The role carries these tags.
    TagRole {
        /// The role.
        role: RoleArn,
        /// The tags.
        tags: Vec<Tag>,
    },
    /// The role does not exist.
    DeleteRole {
        /// The role.
        role: RoleArn,
    },
    /// The agent space exists.
    CreateSpace {
        /// Account to make it in.
        account: AccountId,
        /// Region to make it in.
        region: Region,
        /// Its name.
        name: AgentSpaceName,
        /// What it is for.
        description: Option<AgentSpaceDescription>,
        /// Makes a repeated request harmless (AWS keeps it for eight hours).
        client_token: String,
    },
    /// The primary account is associated with the space the plan made.
    ConnectPrimary {
        /// The primary account.
        account: AccountId,
        /// The Region of the space.
        region: Region,
        /// The primary role.
        role: RoleArn,
        /// Makes a repeated request harmless.
        client_token: String,
    },
    /// The secondary account is associated with the space, by this role.
    ConnectSource {
        /// The space.
        space: SpaceRef,
        /// The role.
        role: RoleArn,
        /// External ID DevOps Agent presents.
        external_id: Option<ExternalId>,
        /// The template the role follows.
        template: TemplateId,
        /// Name of the account.
        label: Option<AccountLabel>,
        /// How we reach the account, for later verification.
        reach: Reach,
        /// Makes a repeated request harmless.
        client_token: String,
    },
    /// The association is gone.
    Disconnect {
        /// The space.
        space: SpaceRef,
        /// The association; nothing if AWS has none any more.
        association: Option<AssociationId>,
        /// The source.
        source: SourceId,
    },
    /// The agent space does not exist.
    DeleteSpace {
        /// The space.
        space: SpaceRef,
    },
    /// The source has been verified; the outcome is in its status, not in the step.
    Verify {
        /// The space.
        space: SpaceRef,
        /// The account.
        account: AccountId,
    },
}

/// A tag of a role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct Tag {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// How far what is there is from what a step asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// It does not exist yet.
    Create,
    /// It exists and differs.
    Modify,
    /// It goes away.
    Delete,
    /// It is already so; nothing will be called.
    Matches,
    /// Nothing is changed: AWS is asked.
    Read,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Begun; if the app stopped here, it may or may not have happened.
    Running,
    /// Made so.
    Done,
    /// Was so already.
    Unchanged,
    /// AWS refused it.
    Failed,
}

/// What kind of failure kept something from being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum FailureCode {
    /// A field has a value that can't be used.
    InvalidInput,
    /// What Rolebridge was asked for is not there (any more).
    NotFound,
    /// Not possible as things stand.
    Refused,
    /// No identity has been chosen.
    NotConnected,
    /// Credentials are missing or have run out.
    Credentials,
    /// The identity has to sign in, which can be done from here.
    SignIn,
    /// AWS denied it.
    Denied,
    /// What is acted on is not there, says AWS.
    AwsNotFound,
    /// AWS did not like the request, or is too busy.
    Aws,
    /// AWS can't be reached.
    Unreachable,
    /// The computer failed us: disk, database, browser.
    Local,
    /// The user changed their mind; nothing failed.
    Cancelled,
}

impl FailureCode {
    /// Whether AWS said no or could not be asked, and not Rolebridge or the computer.
    #[must_use]
    pub const fn is_of_aws(self) -> bool {
        matches!(
            self,
            Self::Credentials
                | Self::SignIn
                | Self::Denied
                | Self::AwsNotFound
                | Self::Aws
                | Self::Unreachable
        )
    }
}

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Step {
    /// Steps with the same number belong together: if one fails, the rest of its group is left out
    /// and other groups go on.
    pub group: u32,
    /// What it makes so.
    pub action: Action,
    /// What it does, for people.
    pub title: String,
    /// The API call it makes, such as `iam:CreateRole`.
    pub call: String,
    /// The account it acts in.
    pub account: AccountId,
    /// Whose permissions it uses.
    pub access: Access,
    /// How far AWS is from it.
    pub change: Change,
    /// The document that is there now.
    pub before: Option<String>,
    /// The document that will be there.
    pub after: Option<String>,
    /// Something to know before confirming.
    pub warning: Option<String>,
    /// Where it stands.
    pub state: StepState,
    /// What happened, where there is something to say.
    pub message: Option<String>,
    /// What to do about a failure.
    pub remedy: Option<String>,
    /// What kind of failure; nothing unless it failed.
    pub code: Option<FailureCode>,
}

/// Ordered steps, shown before they are carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Plan {
    /// Which one.
    pub id: PlanId,
    /// What it is for.
    pub kind: PlanKind,
    /// What it does, in a line.
    pub title: String,
    /// The agent space it concerns; a plan that makes one learns it on the way.
    pub space: Option<SpaceRef>,
    /// The sources it concerns.
    pub sources: Vec<SourceId>,
    /// The draft it came from.
    pub draft: Option<Uuid>,
    /// Who proposed it.
    pub by: String,
    /// Where it stands.
    pub state: PlanState,
    /// When it was made.
    pub created_at: Timestamp,
    /// The steps in order.
    pub steps: Vec<Step>,
}
