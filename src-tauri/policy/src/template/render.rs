//! From a template and values to documents. Placeholders are replaced inside JSON strings, never in
//! JSON text, so that no value can change a document's structure.

use std::collections::BTreeMap;

use rolebridge_model::{
    Partition, PolicyArn, PolicyName, Region, RoleDescription, RoleName, RuleViolation, TemplateId,
};
use thiserror::Error;

use super::variables::STANDARD;
use super::{AttachTo, Template, VariableType, Variables, When};
use crate::compare::Comparison;
use crate::document::{Document, Effect};
use crate::json::{Key, Node, Value};

/// Why a template could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A needed variable has no value.
    #[error("{variable} is missing: it is {description}, for example {example}.")]
    Missing {
        /// The variable.
        variable: String,
        /// What it is.
        description: String,
        /// A value that would do.
        example: String,
    },
    /// A value breaks its rule.
    #[error("{variable} is not valid. {reason} It is {description}, for example {example}.")]
    Invalid {
        /// The variable.
        variable: String,
        /// What is wrong with the value.
        reason: Box<RuleViolation>,
        /// What it is.
        description: String,
        /// A value that would do.
        example: String,
    },
    /// The template has no such variable.
    #[error("The template has no variable \u{201c}{variable}\u{201d}. It has {known}.")]
    Unknown {
        /// The name given.
        variable: String,
        /// The names the template has.
        known: String,
    },
    /// Two values must differ.
    #[error("{first} and {second} are both {value}; they must be two different accounts.")]
    Same {
        /// One variable.
        first: String,
        /// The other.
        second: String,
        /// The value of both.
        value: String,
    },
    /// The template itself is at fault.
    #[error("The template is at fault: {0}")]
    Template(String),
}

/// A policy for those who use the role, on their side.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct GroupPolicy {
    /// A group or a user.
    pub attach_to: AttachTo,
    /// The suggested name of that group or user.
    pub owner: String,
    /// The suggested name of the policy.
    pub name: PolicyName,
    /// The policy.
    pub document: Document,
    /// Whether the set-up works without it.
    pub optional: bool,
    /// What to know about it.
    pub note: Option<String>,
}

/// A template with its values filled in: what a role should be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Rendered {
    /// The template it was made from.
    pub template: TemplateId,
    /// Its version.
    pub version: u32,
    /// The name of the role.
    pub role_name: RoleName,
    /// The suggested description of the role.
    pub description: RoleDescription,
    /// The trust policy.
    pub trust: Option<Document>,
    /// The managed policies to attach.
    pub managed: Vec<PolicyArn>,
    /// The inline policies with their suggested names.
    pub inline: Vec<(PolicyName, Document)>,
    /// Policies for the callers' side, the most important first.
    pub groups: Vec<GroupPolicy>,
    /// What to know about the policies.
    pub notes: Vec<String>,
}

impl Rendered {
    /// A role's trust policy seen from this template's: forms that mean the same are accepted, such
    /// as `aws:SourceArn` under `StringEquals`, `ArnEquals`, `ArnLike` or `StringLike` as long as
    /// the ARN has no wildcard.
    #[must_use]
    pub fn compare_trust(&self, found: &Document) -> Option<Comparison> {
        self.trust.as_ref().map(|wanted| Comparison::new(wanted, found))
    }

    /// The first policy for the callers' side, if the template has one.
    #[must_use]
    pub fn group(&self) -> Option<&GroupPolicy> {
        self.groups.first()
    }
}

impl Template {
    /// Fills the values in. Only variables that the documents use are asked for.
    ///
    /// # Errors
    /// [`RenderError`] that names the variable, what it is and an example.
    pub fn render(&self, variables: &Variables) -> Result<Rendered, RenderError> {
        let values = self.values(variables)?;
        let mut managed = Vec::new();
        let mut notes = Vec::new();
        for policy in self.managed.iter().filter(|p| values.hold(p.when.as_ref())) {
            managed.push(
                PolicyArn::parse(&values.fill(&policy.arn)?)
                    .map_err(|e| RenderError::Template(e.to_string()))?,
            );
            notes.extend(policy.note.clone());
        }
        let role_name = values.fill(match values.known.contains_key("role_name") {
            true => "{{role_name}}",
            false => &self.header.role_name,
        })?;
        let fault = |e: RuleViolation| RenderError::Template(e.to_string());
        Ok(Rendered {
            template: self.header.id.clone(),
            version: self.header.version,
            role_name: RoleName::parse(&role_name).map_err(fault)?,
            description: RoleDescription::parse(&values.fill(&self.header.description)?)
                .map_err(fault)?,
            trust: self.render_trust(variables)?,
            managed,
            inline: self.render_inline(variables)?,
            groups: self.render_groups(variables)?,
            notes,
        })
    }

    /// The trust policy alone, which may need fewer variables than the whole.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_trust(&self, variables: &Variables) -> Result<Option<Document>, RenderError> {
        let Some(trust) = &self.trust else { return Ok(None) };
        let values = self.values(variables)?;
        let mut root = values.fill_node(trust.document.root())?;
        for condition in &trust.conditions {
            // A condition that hangs on a required variable is never left out in silence.
            let required = self.variable(&condition.when.variable).is_some_and(|v| v.required);
            if required && condition.when.value.is_none() {
                values.value(&condition.when.variable)?;
            }
            if values.hold(Some(&condition.when)) {
                let value = values.fill(&condition.value)?;
                require(&mut root, &condition.operator, &condition.key, &value);
            }
        }
        document(root).map(Some)
    }

    /// The inline policies alone.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_inline(
        &self,
        variables: &Variables,
    ) -> Result<Vec<(PolicyName, Document)>, RenderError> {
        let values = self.values(variables)?;
        self.inline
            .iter()
            .filter(|p| values.hold(p.when.as_ref()))
            .map(|p| Ok((values.name(&p.name)?, document(values.fill_node(p.document.root())?)?)))
            .collect()
    }

    /// The policies for the callers' side alone.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_groups(&self, variables: &Variables) -> Result<Vec<GroupPolicy>, RenderError> {
        let values = self.values(variables)?;
        self.groups
            .iter()
            .map(|g| {
                Ok(GroupPolicy {
                    attach_to: g.attach_to,
                    owner: g.owner.clone(),
                    name: values.name(&g.name)?,
                    document: document(values.fill_node(g.document.root())?)?,
                    optional: g.optional,
                    note: g.note.clone(),
                })
            })
            .collect()
    }

    /// Checks what was given and adds the defaults.
    fn values<'t>(&'t self, given: &Variables) -> Result<Values<'t>, RenderError> {
        for (name, value) in given.iter() {
            if self.variable(name).is_none() && !STANDARD.contains(&name) && !value.is_empty() {
                let known: Vec<&str> = self.variables().iter().map(|v| v.name.as_str()).collect();
                return Err(RenderError::Unknown {
                    variable: name.to_owned(),
                    known: known.join(", "),
                });
            }
        }
        let mut values = Values { template: self, known: BTreeMap::new() };
        for variable in self.variables() {
            let value = match (given.get(&variable.name), &variable.default) {
                (Some(value), _) => value.to_owned(),
                (None, Some(default)) => match self.default_partition(variable.kind.clone(), given)
                {
                    Some(partition) => partition,
                    // A default made of a value that is missing is itself missing.
                    None => match values.fill(default) {
                        Ok(value) => value,
                        Err(RenderError::Missing { .. }) => continue,
                        Err(e) => return Err(e),
                    },
                },
                (None, None) => continue,
            };
            variable.kind.check(&value).map_err(|reason| RenderError::Invalid {
                variable: variable.name.clone(),
                reason: Box::new(reason),
                description: variable.description.clone(),
                example: variable.example.clone(),
            })?;
            values.known.insert(variable.name.clone(), value);
        }
        for (first, second) in &self.header.different {
            if let (Some(a), Some(b)) = (values.known.get(first), values.known.get(second))
                && a == b
            {
                return Err(RenderError::Same {
                    first: first.clone(),
                    second: second.clone(),
                    value: a.clone(),
                });
            }
        }
        Ok(values)
    }

    /// A Region outside the commercial partition says which partition is meant.
    fn default_partition(&self, kind: VariableType, given: &Variables) -> Option<String> {
        if kind != VariableType::Partition {
            return None;
        }
        let region = Region::parse(given.get("region")?).ok()?;
        Some(Partition::of(&region).to_string())
    }
}

struct Values<'t> {
    template: &'t Template,
    known: BTreeMap<String, String>,
}

impl Values<'_> {
    fn hold(&self, when: Option<&When>) -> bool {
        when.is_none_or(|when| {
            let value = self.known.get(&when.variable);
            match &when.value {
                None => value.is_some(),
                Some(wanted) => value == Some(wanted),
            }
        })
    }

    fn name(&self, name: &str) -> Result<PolicyName, RenderError> {
        PolicyName::parse(&self.fill(name)?).map_err(|e| RenderError::Template(e.to_string()))
    }

    fn fill(&self, text: &str) -> Result<String, RenderError> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let Some(end) = rest[start..].find("}}") else { break };
            out.push_str(&rest[..start]);
            out.push_str(self.value(rest[start + 2..start + end].trim())?);
            rest = &rest[start + end + 2..];
        }
        out.push_str(rest);
        Ok(out)
    }

    fn value(&self, name: &str) -> Result<&str, RenderError> {
        if let Some(value) = self.known.get(name) {
            return Ok(value);
        }
        let Some(variable) = self.template.variable(name) else {
            return Err(RenderError::Template(format!("it uses the undeclared variable {name}.")));
        };
        Err(RenderError::Missing {
            variable: name.to_owned(),
            description: variable.description.clone(),
            example: variable.example.clone(),
        })
    }

    fn fill_node(&self, node: &Node) -> Result<Node, RenderError> {
        let value = match &node.value {
            Value::String(s) => Value::String(self.fill(s)?),
            Value::Array(items) => {
                Value::Array(items.iter().map(|n| self.fill_node(n)).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(k, n)| Ok((Key::from(k.text.as_str()), self.fill_node(n)?)))
                    .collect::<Result<_, RenderError>>()?,
            ),
            other => other.clone(),
        };
        Ok(value.into())
    }
}

fn document(root: Node) -> Result<Document, RenderError> {
    Document::from_node(root).map_err(|fault| RenderError::Template(fault.sentence))
}

/// Adds a condition to every Allow statement.
fn require(root: &mut Node, operator: &str, key: &str, value: &str) {
    let Some((_, node)) = members(root).into_iter().flatten().find(|(k, _)| k.text == "Statement")
    else {
        return;
    };
    let statements = match &mut node.value {
        Value::Array(items) => items.iter_mut().collect(),
        _ => vec![node],
    };
    let allow = format!("{:?}", Effect::Allow);
    for statement in statements {
        if statement.get("Effect").map(|e| &e.value) != Some(&Value::String(allow.clone())) {
            continue;
        }
        if let Some(keys) = members(statement)
            .and_then(|m| members(member(m, "Condition")))
            .and_then(|m| members(member(m, operator)))
        {
            keys.retain(|(k, _)| !k.text.eq_ignore_ascii_case(key));
            keys.push((Key::from(key), Node::string(value)));
        }
    }
}

fn members(node: &mut Node) -> Option<&mut Vec<(Key, Node)>> {
    match &mut node.value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

/// What stands under a key; an empty object is put there if nothing does.
fn member<'n>(members: &'n mut Vec<(Key, Node)>, key: &str) -> &'n mut Node {
    let index = members.iter().position(|(k, _)| k.text == key).unwrap_or_else(|| {
        members.push((Key::from(key), Value::Object(Vec::new()).into()));
        members.len() - 1
    });
    &mut members[index].1
}
