//! The documents of a role as the wizard shows them, and the templates they come from.

use rolebridge_model::{
    AccountId, ConsolePage, ExternalId, Generation, Partition, PolicyArn, PolicyName, RoleArn,
    RoleName, RolePath, SpaceRef, TemplateId,
};
use rolebridge_policy::{
    Document, Kind, RenderError, Rendered, Severity, Template, TemplateUse, Templates, Variables,
    check_document,
};
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    guide,
    sources::{NamedDocument, RoleDocuments},
};

/// Characters of a trust policy that IAM allows by default (quota L-C07B4B0D).
const TRUST_LIMIT: u32 = 2048;
/// Characters of all inline policies of a role together.
const INLINE_LIMIT: u32 = 10_240;
/// The integration whose templates make secondary sources of agent spaces.
const FOR_SPACES: &str = "devops-agent";

/// The service that assumes the roles of secondary sources.
pub(crate) const SERVICE: &str = "aidevops.amazonaws.com";

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
    /// The template that succeeds it.
    pub successor: Option<TemplateId>,
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
    /// Name it suggests for the inline policy, if it has one.
    pub inline_policy_name: Option<String>,
    /// Where it is documented.
    pub documentation: String,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum FindingSeverity {
    /// It will not work, or AWS refuses it.
    Error,
    /// It grants more than is wise.
    Security,
    /// It probably does not do what is meant.
    Warning,
    /// It could be better.
    Suggestion,
}

impl From<Severity> for FindingSeverity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Security => Self::Security,
            Severity::Warning => Self::Warning,
            Severity::Suggestion => Self::Suggestion,
        }
    }
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentFix {
    /// In a sentence.
    pub sentence: String,
    /// The whole document with the change made, where that needs no further choice.
    pub document: Option<String>,
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
    /// What to do about it.
    pub fix: Option<DocumentFix>,
}

/// What the checks found in a document of a role as it was read last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct FoundFindings {
    /// Name of the inline policy; nothing for the trust policy.
    pub inline: Option<PolicyName>,
    /// What was found.
    pub findings: Vec<DocumentFinding>,
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

/// What a role's documents depend on.
#[derive(Debug, Clone)]
pub(crate) struct RoleSpec<'a> {
    pub(crate) template: &'a Template,
    pub(crate) space: &'a SpaceRef,
    /// The role of the primary account, which the preview's trust policy names.
    pub(crate) primary_role: Option<&'a RoleArn>,
    pub(crate) account: &'a AccountId,
    pub(crate) role: &'a RoleName,
    pub(crate) external_id: Option<&'a ExternalId>,
}

impl RoleSpec<'_> {
    pub(crate) fn render(&self) -> Result<Rendered, RenderError> {
        let mut variables = Variables::new()
            .with("primary_account", &self.space.account)
            .with("secondary_account", self.account)
            .with("region", &self.space.region)
            .with("agent_space_id", &self.space.id)
            .with("role_name", self.role)
            .with("partition", self.partition());
        if let Some(role) = self.primary_role {
            variables.set("agent_role_arn", role);
        }
        if let Some(id) = self.external_id {
            variables.set("external_id", id);
        }
        self.template.render(&variables)
    }

    pub(crate) fn partition(&self) -> Partition {
        Partition::of(&self.space.region)
    }

    /// The role's ARN as long as nobody gave it a path.
    pub(crate) fn role_arn(&self) -> RoleArn {
        RoleArn::new(self.partition(), self.account.clone(), RolePath::root(), self.role.clone())
    }
}

/// The template of an id.
pub(crate) fn template(id: &TemplateId) -> Result<&'static Template, Error> {
    Templates::builtin().get(id).ok_or_else(|| {
        Error::refused(
            format!("There is no template \u{201c}{id}\u{201d}."),
            "Choose one of the templates listed.",
        )
    })
}

/// Whether a template makes secondary sources of agent spaces.
pub(crate) fn is_for_spaces(template: &Template) -> bool {
    template.purpose() == TemplateUse::Source && template.integration() == FOR_SPACES
}

/// A template's generation, where it has one.
pub(crate) fn generation(template: &Template) -> Option<Generation> {
    match template.generation()?.to_ascii_lowercase().as_str() {
        "ga" => Some(Generation::Ga),
        "preview" => Some(Generation::Preview),
        _ => None,
    }
}

pub(crate) fn external_id_use(template: &Template) -> ExternalIdUse {
    use rolebridge_policy::ExternalIdUse as Rule;
    let filled_in = template.variable("external_id").is_some_and(|v| v.default.is_some());
    match template.external_id() {
        Rule::None => ExternalIdUse::Never,
        _ if filled_in => ExternalIdUse::FromSpace,
        Rule::Optional => ExternalIdUse::Optional,
        Rule::Required => ExternalIdUse::Required,
    }
}

/// All templates as they are offered, those for agent spaces first.
#[must_use]
pub fn templates() -> Vec<TemplateSummary> {
    let mut all: Vec<TemplateSummary> = Templates::builtin()
        .iter()
        .map(|t| TemplateSummary {
            id: t.id().clone(),
            title: t.title().to_owned(),
            description: t.summary().to_owned(),
            version: t.version(),
            generation: generation(t),
            successor: t.successor().cloned(),
            recommended: t.successor().is_none() && is_for_spaces(t),
            for_spaces: is_for_spaces(t),
            managed: t.managed_names(),
            external_id: external_id_use(t),
            role_name: t.role_name().to_owned(),
            inline_policy_name: t.inline_names().into_iter().next(),
            documentation: t.documentation().to_owned(),
        })
        .collect();
    all.sort_by_key(|t| (!t.for_spaces, !t.recommended));
    all
}

/// A document as it is shown, with its size and what a check found. A trust policy is checked for
/// the secondary account it is for.
fn view(document: &Document, kind: Kind, account: &AccountId) -> DocumentView {
    DocumentView {
        text: document.pretty(),
        size: u32::try_from(document.size()).unwrap_or(u32::MAX),
        limit: match kind {
            Kind::Trust => TRUST_LIMIT,
            _ => INLINE_LIMIT,
        },
        findings: findings(document, kind, account),
    }
}

/// What a check finds in a document of a role in this account.
fn findings(document: &Document, kind: Kind, account: &AccountId) -> Vec<DocumentFinding> {
    let secondary = (kind == Kind::Trust).then_some(account);
    check_document(document, kind, secondary)
        .into_iter()
        .map(|f| DocumentFinding {
            code: f.code.to_owned(),
            severity: f.severity.into(),
            message: f.sentence,
            pointer: f.pointer,
            fix: f.fix.map(|fix| DocumentFix {
                sentence: fix.sentence,
                document: fix.document.map(|d| d.pretty()),
            }),
        })
        .collect()
}

/// What the checks find in the documents read of a role. AWS holds them, so they can be read.
pub(crate) fn found_findings(found: &RoleDocuments, account: &AccountId) -> Vec<FoundFindings> {
    let read = |text: &str| Document::parse_lenient_encoding(text).ok();
    let trust = read(&found.trust)
        .map(|d| FoundFindings { inline: None, findings: findings(&d, Kind::Trust, account) });
    let inline = found.inline.iter().filter_map(|p| {
        let findings = findings(&read(&p.text)?, Kind::Identity, account);
        Some(FoundFindings { inline: Some(p.name.clone()), findings })
    });
    trust.into_iter().chain(inline).collect()
}

/// Everything a role needs, ready to show.
pub(crate) fn role_view(
    spec: &RoleSpec<'_>,
    inline_name: Option<&PolicyName>,
) -> Result<RoleDocumentsView, Error> {
    let rendered = rendered(spec)?;
    let trust = rendered.trust.as_ref().ok_or_else(|| {
        Error::refused("The template has no trust policy.", "Choose another template.")
    })?;
    let inline = named_inline(&rendered, inline_name);
    Ok(RoleDocumentsView {
        role: spec.role_arn(),
        trust: view(trust, Kind::Trust, spec.account),
        managed: rendered
            .managed
            .iter()
            .map(|arn| ManagedPolicyView { name: arn.name().to_owned(), arn: arn.clone() })
            .collect(),
        inline: inline
            .iter()
            .map(|(name, document)| InlinePolicyView {
                name: name.clone(),
                document: view(document, Kind::Identity, spec.account),
            })
            .collect(),
        guide: guide::steps(spec, &rendered, &inline),
    })
}

/// The inline policies, the first under the name the user chose.
pub(crate) fn named_inline(
    rendered: &Rendered,
    chosen: Option<&PolicyName>,
) -> Vec<(PolicyName, Document)> {
    let mut inline = rendered.inline.clone();
    if let (Some(first), Some(name)) = (inline.first_mut(), chosen) {
        first.0 = name.clone();
    }
    inline
}

/// The documents of a role that follows its template to the letter.
pub(crate) fn rendered(spec: &RoleSpec<'_>) -> Result<Rendered, Error> {
    spec.render().map_err(|error| Error::Refused {
        message: error.to_string(),
        remedy: Some("Complete the fields of the form, or refresh the agent space.".into()),
    })
}

pub(crate) fn as_documents(rendered: &Rendered) -> RoleDocuments {
    RoleDocuments {
        trust: rendered.trust.as_ref().map(Document::pretty).unwrap_or_default(),
        managed: rendered.managed.clone(),
        inline: rendered
            .inline
            .iter()
            .map(|(name, document)| NamedDocument { name: name.clone(), text: document.pretty() })
            .collect(),
    }
}

/// The template whose managed policies a role carries: how a role made elsewhere is recognised.
pub(crate) fn recognise(attached: &[PolicyArn]) -> Option<&'static Template> {
    Templates::builtin().iter().filter(|t| is_for_spaces(t)).find(|t| {
        let names = t.managed_names();
        !names.is_empty() && names.iter().all(|n| attached.iter().any(|a| a.name() == n))
    })
}
