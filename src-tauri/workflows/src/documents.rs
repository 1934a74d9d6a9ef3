//! The documents of a role as the wizard shows them, and the templates they come from.

use rolebridge_model::{ConsolePage, Generation, PolicyArn, PolicyName, RoleArn, TemplateId};
use serde::{Deserialize, Serialize};

/// Whether a template's trust policy can carry an external ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ExternalIdUse {
    /// It never does.
    Never,
    /// It can.
    Optional,
    /// It is the agent space's ARN and is filled in.
    FromSpace,
    /// It must, and someone has to enter it.
    Required,
}

/// A template as it is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TemplateSummary {
    /// Which one.
    pub id: TemplateId,
    /// Its title.
    pub title: String,
    /// What it is for, in a sentence.
    pub description: String,
    /// Its version.
    pub version: u32,
    /// Its generation, where there are several.
    pub generation: Option<Generation>,
    /// Whether it is the one to take.
    pub recommended: bool,
    /// Whether it can be offered as a secondary source of an agent space.
    pub for_spaces: bool,
    /// Names of the managed policies it attaches.
    pub managed: Vec<String>,
    /// Whether it can carry an external ID.
    pub external_id: ExternalIdUse,
    /// Role name it suggests.
    pub role_name: String,
    /// Where it is documented.
    pub documentation: String,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum FindingSeverity {
    /// It will not work, or AWS refuses it.
    Error,
    /// It works and is risky.
    Warning,
    /// It could be better.
    Suggestion,
}

/// Something a check found in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentFinding {
    /// Stable code.
    pub code: String,
    /// How serious it is.
    pub severity: FindingSeverity,
    /// What is wrong.
    pub message: String,
    /// JSON pointer to the place.
    pub pointer: String,
}

/// A document, ready to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentView {
    /// Its text.
    pub text: String,
    /// Characters IAM counts: all but whitespace.
    pub size: u32,
    /// How many IAM allows.
    pub limit: u32,
    /// What a check found.
    pub findings: Vec<DocumentFinding>,
}

/// A managed policy to attach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ManagedPolicyView {
    /// Its name, to search for in the console.
    pub name: String,
    /// Its ARN.
    pub arn: PolicyArn,
}

/// An inline policy to put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InlinePolicyView {
    /// Its name.
    pub name: PolicyName,
    /// The document.
    pub document: DocumentView,
}

/// What a step of the guide offers to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum GuideCopy {
    /// The trust policy.
    Trust,
    /// An inline policy.
    Inline {
        /// Its place in the list.
        index: u32,
    },
    /// A short text, such as a name.
    Text {
        /// What it is, for the button.
        label: String,
        /// The text.
        text: String,
    },
}

/// A step of making the role by hand in the IAM console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct GuideStep {
    /// Stable name, remembered when the step is ticked off.
    pub id: String,
    /// What to do, in a line.
    pub title: String,
    /// How, in the console's own words.
    pub text: String,
    /// What to copy.
    pub copies: Vec<GuideCopy>,
    /// The console page.
    pub page: Option<ConsolePage>,
}

/// Everything a role needs, rendered from a template and a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoleDocumentsView {
    /// The role they are for.
    pub role: RoleArn,
    /// Trust policy.
    pub trust: DocumentView,
    /// Managed policies.
    pub managed: Vec<ManagedPolicyView>,
    /// Inline policies.
    pub inline: Vec<InlinePolicyView>,
    /// How to make the role by hand.
    pub guide: Vec<GuideStep>,
}
