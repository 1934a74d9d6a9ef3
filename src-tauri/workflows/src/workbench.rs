//! The policy workbench: documents to try, a request, and the answer with its reasons. Nothing
//! here asks AWS; texts come in and places in them go out, so that a screen needs no rule.

mod answer;
mod choices;
mod compare;
mod fix;
mod place;
mod report;

use rolebridge_policy::{Decision, PolicyKind};
use serde::{Deserialize, Serialize};

use crate::{Error, Session, activity::new_file};

pub use answer::{Verdict, WorkbenchAnswer, WorkbenchProblem, WorkbenchReason, answer};
pub use choices::{
    KindChoice, LoadedDocuments, PolicyFile, PrincipalChoice, TemplateChoice, TemplateValues,
    TemplateVariable, VariableValue, WorkbenchChoices, document_of_file, documents_of_template,
};
pub use compare::{DocumentComparison, DocumentPair, PlacedDifference, compare};
pub use fix::{WorkbenchChange, WorkbenchFix};
pub use place::TextRange;
pub use report::{DocumentReport, PlacedFinding, RemedyView, TextChange, report};

/// Where the workbench is kept among the settings.
const SETTING: &str = "workbench";

/// What a document is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum DocumentKind {
    /// A role's trust policy.
    Trust,
    /// A policy of the principal or its groups.
    Identity,
    /// The principal's permissions boundary.
    Boundary,
    /// Passed when the session was made.
    Session,
    /// A service control policy.
    ServiceControl,
    /// A resource control policy.
    ResourceControl,
    /// The policy of a resource other than a role.
    Resource,
    /// The policy of a VPC endpoint.
    Endpoint,
}

impl DocumentKind {
    const ALL: [Self; 8] = [
        Self::Trust,
        Self::Identity,
        Self::Boundary,
        Self::Session,
        Self::ServiceControl,
        Self::ResourceControl,
        Self::Resource,
        Self::Endpoint,
    ];

    const fn title(self) -> &'static str {
        match self {
            Self::Trust => "Trust policy",
            Self::Identity => "Identity policy",
            Self::Boundary => "Permissions boundary",
            Self::Session => "Session policy",
            Self::ServiceControl => "Service control policy",
            Self::ResourceControl => "Resource control policy",
            Self::Resource => "Resource policy",
            Self::Endpoint => "VPC endpoint policy",
        }
    }

    const fn of_decision(self) -> PolicyKind {
        match self {
            Self::Trust | Self::Resource => PolicyKind::ResourcePolicy,
            Self::Identity => PolicyKind::IdentityPolicy,
            Self::Boundary => PolicyKind::PermissionBoundary,
            Self::Session => PolicyKind::SessionPolicy,
            Self::ServiceControl => PolicyKind::ServiceControlPolicy,
            Self::ResourceControl => PolicyKind::ResourceControlPolicy,
            Self::Endpoint => PolicyKind::EndpointPolicy,
        }
    }

    /// Whether it stands at a level of the organization.
    const fn has_level(self) -> bool {
        matches!(self, Self::ServiceControl | Self::ResourceControl)
    }
}

/// A document on the workbench, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorkbenchDocument {
    /// Names it on the workbench.
    pub id: String,
    /// What the user calls it.
    pub name: String,
    /// What it is used as.
    pub kind: DocumentKind,
    /// The level of the organization a control policy is attached to, counted from the root.
    pub level: u32,
    /// Its text, right or wrong.
    pub text: String,
}

/// A condition key with a value. Several rows of one key are a key with several values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ContextRow {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
}

/// The request, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorkbenchRequest {
    /// The action.
    pub action: String,
    /// Who asks: an ARN, an account ID, a service, or `*`.
    pub principal: String,
    /// The ARN of what is asked for.
    pub resource: String,
    /// The account that owns it, where its ARN does not say.
    pub resource_account: String,
    /// Condition keys.
    pub context: Vec<ContextRow>,
    /// Whether a key without a row is known to be absent.
    pub known_context: bool,
    /// Kinds of policy that exist and are not on the workbench.
    pub unread: Vec<DocumentKind>,
}

impl Default for WorkbenchRequest {
    fn default() -> Self {
        Self {
            action: "sts:AssumeRole".into(),
            principal: String::new(),
            resource: String::new(),
            resource_account: String::new(),
            context: Vec::new(),
            known_context: true,
            unread: Vec::new(),
        }
    }
}

/// Everything that lies on the workbench.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Workbench {
    /// The documents in order.
    pub documents: Vec<WorkbenchDocument>,
    /// The document in the editor.
    pub selected: Option<String>,
    /// The request.
    pub request: WorkbenchRequest,
    /// The two documents compared.
    pub compared: Option<(String, String)>,
}

impl From<Decision> for Verdict {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allowed => Self::Allowed,
            Decision::ImplicitlyDenied => Self::DeniedImplicitly,
            Decision::ExplicitlyDenied => Self::DeniedExplicitly,
            Decision::Unknown => Self::Unknown,
        }
    }
}

impl Session {
    /// The workbench as it was left.
    ///
    /// # Errors
    /// What the database said.
    pub fn workbench(&self) -> Result<Workbench, Error> {
        Ok(self.store.setting(SETTING)?.unwrap_or_default())
    }

    /// Remembers the workbench.
    ///
    /// # Errors
    /// What the database said.
    pub fn save_workbench(&self, workbench: &Workbench) -> Result<(), Error> {
        Ok(self.store.set_setting(SETTING, workbench)?)
    }

    /// Clears the workbench.
    ///
    /// # Errors
    /// What the database said.
    pub fn clear_workbench(&self) -> Result<Workbench, Error> {
        self.store.clear_setting(SETTING)?;
        Ok(Workbench::default())
    }
}

/// Writes a document to a new file in the user's downloads, or in another folder, and says where.
/// One that is well formed is written with its usual indentation.
///
/// # Errors
/// [`Error::Local`] with what the disk said.
pub fn export_document(
    document: &WorkbenchDocument,
    folder: Option<&std::path::Path>,
) -> Result<String, Error> {
    let folder = folder
        .map(std::path::Path::to_owned)
        .or_else(dirs::download_dir)
        .or_else(dirs::home_dir)
        .unwrap_or_else(std::env::temp_dir);
    let text = rolebridge_policy::Document::parse_lenient_encoding(&document.text)
        .map_or_else(|_| document.text.clone(), |d| d.pretty());
    let stem = file_stem(&document.name, document.kind);
    std::fs::create_dir_all(&folder)
        .and_then(|()| new_file(&folder, &stem, "json", format!("{text}\n").as_bytes()))
        .map(|path| path.display().to_string())
        .map_err(|error| Error::Local {
            message: format!("The document could not be written to {}: {error}", folder.display()),
            remedy: Some("Make room or change the folder's permissions, then export again.".into()),
        })
}

/// A name that no file system objects to and that leads nowhere else.
fn file_stem(name: &str, kind: DocumentKind) -> String {
    let mut stem = String::new();
    for c in name.chars().take(80) {
        if c.is_alphanumeric() {
            stem.push(c);
        } else if !stem.is_empty() && !stem.ends_with('-') {
            stem.push('-');
        }
    }
    let stem = stem.trim_end_matches('-');
    if stem.is_empty() { kind.title().to_lowercase().replace(' ', "-") } else { stem.to_owned() }
}
