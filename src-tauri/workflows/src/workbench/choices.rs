//! What can be put on the workbench without typing: principals that are known, the documents of a
//! source as last read, and those of a template.

use rolebridge_model::{RoleArn, SourceId, TemplateId};
use rolebridge_policy::{Document, RenderError, Statement, Templates, Variables};
use serde::{Deserialize, Serialize};

use super::{ContextRow, DocumentKind, WorkbenchDocument, report::quota};
use crate::{
    Error, Session,
    documents::{SERVICE, template},
};

/// A kind of document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct KindChoice {
    /// Which.
    pub kind: DocumentKind,
    /// Its name.
    pub title: String,
    /// Its quota, where there is one.
    pub limit: Option<u32>,
    /// Whether it stands at a level of the organization.
    pub has_level: bool,
}

/// Somebody who may ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PrincipalChoice {
    /// What to enter.
    pub value: String,
    /// Who that is.
    pub label: String,
    /// Condition keys that come with it.
    pub context: Vec<ContextRow>,
}

/// A variable of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TemplateVariable {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// A value that would do.
    pub example: String,
    /// What it is if not given; may name other variables.
    pub default: Option<String>,
    /// Whether it has to be given.
    pub required: bool,
}

/// A template and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TemplateChoice {
    /// Which one.
    pub id: TemplateId,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Its variables.
    pub variables: Vec<TemplateVariable>,
}

/// A value for a variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct VariableValue {
    /// The variable.
    pub name: String,
    /// Its value; empty for none.
    pub value: String,
}

/// A template with its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TemplateValues {
    /// Which one.
    pub template: TemplateId,
    /// The values.
    pub values: Vec<VariableValue>,
}

/// Documents of one role, without ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LoadedDocuments {
    /// The documents, the trust policy first.
    pub documents: Vec<WorkbenchDocument>,
    /// The role, where it is known.
    pub role: Option<RoleArn>,
}

/// What the workbench offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorkbenchChoices {
    /// Kinds of document.
    pub kinds: Vec<KindChoice>,
    /// Actions people ask about.
    pub actions: Vec<String>,
    /// Principals that are known.
    pub principals: Vec<PrincipalChoice>,
    /// Templates.
    pub templates: Vec<TemplateChoice>,
}

/// Actions around roles.
const ACTIONS: [&str; 8] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession",
    "sts:SetSourceIdentity",
    "iam:PassRole",
    "iam:GetRole",
    "iam:CreateServiceLinkedRole",
];

/// A file the user opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PolicyFile {
    /// Its name, without folders.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// A file as a document of the workbench. What it is used as is guessed from the document; one that
/// can't be read begins as a trust policy, as an empty one does.
#[must_use]
pub fn document_of_file(file: PolicyFile) -> WorkbenchDocument {
    let ends_in_json = |name: &&str| name.to_ascii_lowercase().ends_with(".json");
    let stem = Some(file.name.as_str()).filter(ends_in_json).and_then(|n| n.get(..n.len() - 5));
    WorkbenchDocument {
        id: String::new(),
        name: stem.unwrap_or(&file.name).to_owned(),
        kind: Document::parse_lenient_encoding(&file.text)
            .map_or(DocumentKind::Trust, |document| guessed_kind(&document)),
        level: 0,
        text: file.text,
    }
}

/// Only policies on something name a principal, and only those on roles are about STS alone (IAM
/// User Guide, "Identity-based policies and resource-based policies").
fn guessed_kind(document: &Document) -> DocumentKind {
    let statements = document.statements();
    if !statements.iter().any(Statement::has_principal) {
        return DocumentKind::Identity;
    }
    let about_sts = |action: &str| {
        action.split_once(':').is_some_and(|(service, _)| service.eq_ignore_ascii_case("sts"))
    };
    if statements.iter().flat_map(Statement::actions).all(about_sts) {
        DocumentKind::Trust
    } else {
        DocumentKind::Resource
    }
}

impl Session {
    /// What can be chosen on the workbench.
    ///
    /// # Errors
    /// What AWS said when asked who we are; what the database said.
    pub async fn workbench_choices(&self) -> Result<WorkbenchChoices, Error> {
        let mut principals = Vec::new();
        // Without an answer of AWS there is still enough to choose from.
        if let Ok(caller) = self.caller().await {
            principals.push(PrincipalChoice {
                value: caller.arn.clone(),
                label: format!("You, by {}", self.identity().label),
                context: Vec::new(),
            });
            for summary in self.store.spaces(&caller.account)? {
                let (space, name) = (&summary.space.space, &summary.space.name);
                let row = |key: &str, value: String| ContextRow { key: key.to_owned(), value };
                principals.push(PrincipalChoice {
                    value: SERVICE.to_owned(),
                    label: format!("AWS DevOps Agent for agent space {name}"),
                    context: vec![
                        row("aws:SourceAccount", space.account.to_string()),
                        row("aws:SourceArn", space.arn()),
                    ],
                });
                if let Some(role) = self.primary_role(space)? {
                    principals.push(PrincipalChoice {
                        value: role.to_string(),
                        label: format!("Primary role of agent space {name}"),
                        context: vec![row("sts:ExternalId", space.arn())],
                    });
                }
            }
            principals.push(PrincipalChoice {
                value: format!("arn:{}:iam::{}:root", partition(&caller.arn), caller.account),
                label: "Root user of your account".into(),
                context: Vec::new(),
            });
        }
        principals.push(PrincipalChoice {
            value: "*".into(),
            label: "Anybody, without credentials".into(),
            context: Vec::new(),
        });
        Ok(WorkbenchChoices {
            kinds: DocumentKind::ALL
                .into_iter()
                .map(|kind| KindChoice {
                    kind,
                    title: kind.title().to_owned(),
                    limit: quota(kind).map(|(limit, ..)| limit),
                    has_level: kind.has_level(),
                })
                .collect(),
            actions: ACTIONS.map(str::to_owned).to_vec(),
            principals,
            templates: templates(),
        })
    }

    /// The documents of a source as last read.
    ///
    /// # Errors
    /// [`Error::Refused`] if its role was never read; what the database said.
    pub fn documents_of_source(&self, id: SourceId) -> Result<LoadedDocuments, Error> {
        let record = self.store.source(id)?;
        let source = record.source;
        let found = record.found.ok_or_else(|| {
            Error::refused(
                format!("The role {} was not read yet.", source.role),
                "Verify the source first, then load its documents.",
            )
        })?;
        let role = source.role.name();
        let trust =
            document(DocumentKind::Trust, format!("Trust of {role}"), found.documents.trust);
        let inline = found.documents.inline.into_iter().map(|(name, text)| {
            document(DocumentKind::Identity, format!("{name} of {role}"), text)
        });
        let documents = std::iter::once(trust).chain(inline).collect();
        Ok(LoadedDocuments { documents, role: Some(source.role) })
    }
}

/// The documents of a template.
///
/// # Errors
/// [`Error::Invalid`] with the variable at fault.
pub fn documents_of_template(request: &TemplateValues) -> Result<LoadedDocuments, Error> {
    let template = template(&request.template)?;
    let mut variables = Variables::new();
    for value in request.values.iter().filter(|v| !v.value.trim().is_empty()) {
        variables.set(&value.name, value.value.trim());
    }
    let rendered = template.render(&variables).map_err(|error| {
        let field = match &error {
            RenderError::Missing { variable, .. } | RenderError::Invalid { variable, .. } => {
                variable
            }
            RenderError::Same { second, .. } => second,
            _ => "template",
        };
        Error::field(field, &error)
    })?;
    let title = template.title();
    let trust = rendered.trust.iter().map(|trust| {
        document(DocumentKind::Trust, format!("Trust of {}", rendered.role_name), trust.pretty())
    });
    let inline = rendered.inline.iter().map(|(name, policy)| {
        document(DocumentKind::Identity, format!("{name} ({title})"), policy.pretty())
    });
    let groups = rendered.groups.iter().map(|group| {
        document(
            DocumentKind::Identity,
            format!("{} of {}", group.name, group.owner),
            group.document.pretty(),
        )
    });
    Ok(LoadedDocuments { documents: trust.chain(inline).chain(groups).collect(), role: None })
}

fn document(kind: DocumentKind, name: String, text: String) -> WorkbenchDocument {
    WorkbenchDocument { id: String::new(), name, kind, level: 0, text }
}

fn templates() -> Vec<TemplateChoice> {
    Templates::builtin()
        .iter()
        .map(|t| TemplateChoice {
            id: t.id().clone(),
            title: t.title().to_owned(),
            description: t.summary().to_owned(),
            variables: t
                .variables()
                .iter()
                .map(|v| TemplateVariable {
                    name: v.name.clone(),
                    description: v.description.clone(),
                    example: v.example.clone(),
                    default: v.default.clone(),
                    required: v.must_be_given(),
                })
                .collect(),
        })
        .collect()
}

fn partition(arn: &str) -> &str {
    arn.split(':').nth(1).unwrap_or("aws")
}
