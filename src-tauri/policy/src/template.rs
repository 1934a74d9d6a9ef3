//! Templates: one integration each, as data. A template names the trust, the policies and what
//! each action is for; variables fill in accounts, Regions and names. `{{name}}` is a placeholder,
//! as `${...}` is IAM's own.

mod builtin;
mod deploy;
mod render;
mod variables;

use std::collections::HashSet;

use rolebridge_model::TemplateId;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use builtin::Templates;
pub use deploy::Deployment;
pub use render::{GroupPolicy, RenderError, Rendered};
pub use variables::{Variable, VariableType, Variables};

use crate::document::Document;
use crate::error::ParseError;

/// Whom the role trusts, as a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustFamily {
    /// An account or a role of one, perhaps with an external ID or MFA.
    AccountPrincipal,
    /// An AWS service, limited by `aws:SourceAccount` and `aws:SourceArn`.
    ServicePrincipal,
}

/// What a role made from the template is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TemplateUse {
    /// The role of the account that hosts an agent space; never offered as a secondary source.
    Primary,
    /// A role in a secondary account.
    Source,
}

/// How much an integration needs a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Nothing works without it.
    Required,
    /// Part of the usual set-up.
    Recommended,
    /// Not in the documents; can be added by hand.
    Optional,
}

/// What some actions are for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// What it does for the user.
    pub title: String,
    /// How much it is needed.
    pub need: Need,
    /// The IAM actions it takes.
    pub actions: Vec<String>,
    /// What breaks or is missing without them.
    pub without: String,
}

/// Whether a template's trust asks for an external ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExternalIdUse {
    /// The integration has no place for one.
    None,
    /// It is added to the trust if one is given.
    Optional,
    /// The trust always asks for one.
    Required,
}

/// Who a caller's policy is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttachTo {
    /// A group of users.
    Group,
    /// One user.
    User,
}

/// Permissions that only the integration's vendor can name, which the user brings along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnPermissions {
    /// Suggested name of the inline policy.
    pub name: String,
    /// What to paste, and from where.
    pub prompt: String,
}

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// Not TOML, or not a template's fields.
    #[error("This is not a template file: {0}")]
    File(String),
    /// A document in it is malformed.
    #[error("The template's {place} is not a policy document. {source}")]
    Document {
        /// Which document.
        place: String,
        /// What is wrong, counted in lines of the document.
        source: ParseError,
    },
    /// The template contradicts itself.
    #[error("{0}")]
    Inconsistent(String),
    /// Two templates have the same id.
    #[error("There is already a template \u{201c}{0}\u{201d}.")]
    Duplicate(TemplateId),
}

/// One integration's roles and policies, as data.
#[derive(Debug, Clone)]
pub struct Template {
    header: Header,
    trust: Option<Trust>,
    managed: Vec<Managed>,
    inline: Vec<Inline>,
    groups: Vec<Group>,
}

/// The fields of the file that need no further reading.
#[derive(Debug, Clone, Deserialize)]
struct Header {
    id: TemplateId,
    version: u32,
    generation: Option<String>,
    title: String,
    summary: String,
    successor: Option<TemplateId>,
    integration: String,
    #[serde(rename = "use")]
    purpose: TemplateUse,
    trust_family: TrustFamily,
    role_name: String,
    description: String,
    documentation: String,
    #[serde(default)]
    different: Vec<(String, String)>,
    #[serde(default)]
    variables: Vec<Variable>,
    #[serde(default)]
    features: Vec<Feature>,
    own_permissions: Option<OwnPermissions>,
}

#[derive(Deserialize)]
struct File {
    #[serde(flatten)]
    header: Header,
    trust: Option<TrustFile>,
    #[serde(default)]
    managed: Vec<Managed>,
    #[serde(default)]
    inline: Vec<InlineFile>,
    #[serde(default)]
    groups: Vec<GroupFile>,
}

const FIELDS: [&str; 20] = [
    "id",
    "version",
    "generation",
    "title",
    "summary",
    "successor",
    "integration",
    "use",
    "trust_family",
    "role_name",
    "description",
    "documentation",
    "different",
    "variables",
    "features",
    "own_permissions",
    "trust",
    "managed",
    "inline",
    "groups",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrustFile {
    document: String,
    #[serde(default)]
    conditions: Vec<ConditionFile>,
}

/// A condition that is added to the trust when a variable has a value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionFile {
    when: When,
    operator: String,
    key: String,
    value: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Managed {
    arn: String,
    when: Option<When>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InlineFile {
    name: String,
    when: Option<When>,
    document: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupFile {
    attach_to: AttachTo,
    owner: String,
    name: String,
    #[serde(default)]
    optional: bool,
    note: Option<String>,
    document: String,
}

#[derive(Debug, Clone)]
struct Trust {
    document: Document,
    conditions: Vec<ConditionFile>,
}

#[derive(Debug, Clone)]
struct Inline {
    name: String,
    when: Option<When>,
    document: Document,
}

#[derive(Debug, Clone)]
struct Group {
    attach_to: AttachTo,
    owner: String,
    name: String,
    optional: bool,
    note: Option<String>,
    document: Document,
}

/// `name` (the variable has a value) or `name=value`.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
struct When {
    variable: String,
    value: Option<String>,
}

impl From<String> for When {
    fn from(text: String) -> Self {
        match text.split_once('=') {
            Some((name, value)) => {
                Self { variable: name.to_owned(), value: Some(value.to_owned()) }
            }
            None => Self { variable: text, value: None },
        }
    }
}

impl Template {
    /// Reads a template file. Everything that could fail later for the template's own fault fails
    /// here: it is rendered once with the examples of its variables.
    ///
    /// # Errors
    /// [`TemplateError`] that names the field, the document or the variable.
    pub fn parse(toml: &str) -> Result<Self, TemplateError> {
        let table: toml::Table =
            toml.parse().map_err(|e: toml::de::Error| TemplateError::File(e.to_string()))?;
        if let Some(unknown) = table.keys().find(|k| !FIELDS.contains(&k.as_str())) {
            return Err(TemplateError::File(format!(
                "it has an unknown field \u{201c}{unknown}\u{201d}."
            )));
        }
        let file: File = toml::from_str(toml).map_err(|e| TemplateError::File(e.to_string()))?;
        let document = |place: &str, text: &str| {
            Document::parse(text)
                .map_err(|source| TemplateError::Document { place: place.to_owned(), source })
        };
        let template = Self {
            trust: match file.trust {
                Some(t) => Some(Trust {
                    document: document("trust", &t.document)?,
                    conditions: t.conditions,
                }),
                None => None,
            },
            managed: file.managed,
            inline: file
                .inline
                .into_iter()
                .map(|i| {
                    let document = document(&i.name, &i.document)?;
                    Ok(Inline { name: i.name, when: i.when, document })
                })
                .collect::<Result<_, TemplateError>>()?,
            groups: file
                .groups
                .into_iter()
                .map(|g| {
                    let document = document(&g.name, &g.document)?;
                    Ok(Group {
                        attach_to: g.attach_to,
                        owner: g.owner,
                        name: g.name,
                        optional: g.optional,
                        note: g.note,
                        document,
                    })
                })
                .collect::<Result<_, TemplateError>>()?,
            header: file.header,
        };
        template.check()?;
        Ok(template)
    }

    fn check(&self) -> Result<(), TemplateError> {
        let inconsistent = |s: String| Err(TemplateError::Inconsistent(s));
        let mut names = HashSet::new();
        for variable in &self.header.variables {
            if !names.insert(variable.name.as_str()) {
                return inconsistent(format!("The variable {} is declared twice.", variable.name));
            }
            if let Err(e) = variable.kind.check(&variable.example) {
                return inconsistent(format!(
                    "The example of the variable {} is not valid: {e}",
                    variable.name
                ));
            }
        }
        let whens = self
            .trust
            .iter()
            .flat_map(|t| t.conditions.iter().map(|c| &c.when))
            .chain(self.managed.iter().filter_map(|m| m.when.as_ref()))
            .chain(self.inline.iter().filter_map(|i| i.when.as_ref()));
        for when in whens {
            if !names.contains(when.variable.as_str()) {
                return inconsistent(format!(
                    "The template uses the undeclared variable {}.",
                    when.variable
                ));
            }
        }
        for (a, b) in &self.header.different {
            if let Some(missing) = [a, b].into_iter().find(|n| !names.contains(n.as_str())) {
                return inconsistent(format!(
                    "The template uses the undeclared variable {missing}."
                ));
            }
        }
        let examples: Variables =
            self.header.variables.iter().map(|v| (v.name.clone(), v.example.clone())).collect();
        self.render(&examples).map(drop).or_else(|e| {
            inconsistent(format!(
                "Rendered with the examples of its variables, the template fails: {e}"
            ))
        })
    }

    /// The id, such as `devops-agent`.
    #[must_use]
    pub const fn id(&self) -> &TemplateId {
        &self.header.id
    }

    /// The version of the template's content.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.header.version
    }

    /// The generation of the integration, such as GA or preview.
    #[must_use]
    pub fn generation(&self) -> Option<&str> {
        self.header.generation.as_deref()
    }

    /// What the integration is called.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.header.title
    }

    /// What the role is, in one sentence.
    #[must_use]
    pub fn summary(&self) -> &str {
        &self.header.summary
    }

    /// The template that replaces this one.
    #[must_use]
    pub const fn successor(&self) -> Option<&TemplateId> {
        self.header.successor.as_ref()
    }

    /// The integration it belongs to, such as `devops-agent` or `people`.
    #[must_use]
    pub fn integration(&self) -> &str {
        &self.header.integration
    }

    /// What the role is used as.
    #[must_use]
    pub const fn purpose(&self) -> TemplateUse {
        self.header.purpose
    }

    /// Whom the role trusts.
    #[must_use]
    pub const fn trust_family(&self) -> TrustFamily {
        self.header.trust_family
    }

    /// The suggested role name.
    #[must_use]
    pub fn role_name(&self) -> &str {
        &self.header.role_name
    }

    /// The page the template follows.
    #[must_use]
    pub fn documentation(&self) -> &str {
        &self.header.documentation
    }

    /// The variables in the order to ask for them.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.header.variables
    }

    /// One variable.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.header.variables.iter().find(|v| v.name == name)
    }

    /// What the actions are for.
    #[must_use]
    pub fn features(&self) -> &[Feature] {
        &self.header.features
    }

    /// The names it suggests for inline policies, in order.
    #[must_use]
    pub fn inline_names(&self) -> Vec<String> {
        self.inline.iter().map(|policy| policy.name.to_string()).collect()
    }

    /// The names of the managed policies it may attach, without values filled in.
    #[must_use]
    pub fn managed_names(&self) -> Vec<String> {
        self.managed
            .iter()
            .map(|policy| policy.arn.rsplit('/').next().unwrap_or_default().to_owned())
            .collect()
    }

    /// Permissions the user has to bring along.
    #[must_use]
    pub const fn own_permissions(&self) -> Option<&OwnPermissions> {
        self.header.own_permissions.as_ref()
    }

    /// Whether the trust asks for an external ID.
    #[must_use]
    pub fn external_id(&self) -> ExternalIdUse {
        match self.header.variables.iter().find(|v| v.kind == VariableType::ExternalId) {
            None => ExternalIdUse::None,
            Some(v) if v.required => ExternalIdUse::Required,
            Some(_) => ExternalIdUse::Optional,
        }
    }
}
