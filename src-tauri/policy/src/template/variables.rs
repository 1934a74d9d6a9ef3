//! The variables of templates and the rules of their values.

use std::collections::BTreeMap;

use rolebridge_model::{
    AccountId, AgentSpaceId, ExternalId, Partition, PolicyArn, PolicyName, Region, RoleArn,
    RoleName, RolePath, RuleViolation,
};
use serde::{Deserialize, Serialize};

/// The rule a variable's value follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum VariableType {
    /// Twelve digits.
    AccountId,
    /// A Region.
    Region,
    /// The id of an agent space.
    AgentSpaceId,
    /// The ARN of a role.
    RoleArn,
    /// The ARN of a managed policy.
    PolicyArn,
    /// An external ID.
    ExternalId,
    /// A role name.
    RoleName,
    /// A role path.
    RolePath,
    /// A policy name.
    PolicyName,
    /// A partition.
    Partition,
    /// `true` or `false`.
    Boolean,
    /// One of a list.
    Choice {
        /// The list.
        choices: Vec<String>,
    },
    /// Free text with limits.
    Text {
        /// Fewest characters.
        minimum: usize,
        /// Most characters.
        maximum: usize,
        /// The characters allowed, as in `a-z0-9.-`; a dash at the end stands for itself.
        characters: String,
    },
}

impl VariableType {
    /// Checks a value.
    ///
    /// # Errors
    /// [`RuleViolation`] with a sentence for the field.
    pub fn check(&self, value: &str) -> Result<(), RuleViolation> {
        match self {
            Self::AccountId => AccountId::parse(value).map(drop),
            Self::Region => Region::parse(value).map(drop),
            Self::AgentSpaceId => AgentSpaceId::parse(value).map(drop),
            Self::RoleArn => RoleArn::parse(value).map(drop),
            Self::PolicyArn => PolicyArn::parse(value).map(drop),
            Self::ExternalId => ExternalId::parse(value).map(drop),
            Self::RoleName => RoleName::parse(value).map(drop),
            Self::RolePath => RolePath::parse(value).map(drop),
            Self::PolicyName => PolicyName::parse(value).map(drop),
            Self::Partition => Partition::parse(value).map(drop),
            Self::Boolean if matches!(value, "true" | "false") => Ok(()),
            Self::Boolean => Err(RuleViolation::Form("Write true or false.".into())),
            Self::Choice { choices } if choices.iter().any(|c| c == value) => Ok(()),
            Self::Choice { choices } => {
                Err(RuleViolation::Form(format!("Choose one of {}.", choices.join(", "))))
            }
            Self::Text { minimum, maximum, characters } => {
                let length = value.chars().count();
                if length < *minimum || length > *maximum {
                    return Err(RuleViolation::Form(format!(
                        "It needs {minimum} to {maximum} characters; this one has {length}."
                    )));
                }
                match value.chars().find(|c| !in_class(characters, *c)) {
                    None => Ok(()),
                    Some(c) => Err(RuleViolation::Form(format!(
                        "It can't contain \u{201c}{}\u{201d}. Allowed are {characters}",
                        c.escape_default()
                    ))),
                }
            }
        }
    }
}

/// Whether `c` is in a class such as `a-z0-9.-`.
fn in_class(class: &str, c: char) -> bool {
    let chars: Vec<char> = class.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        if i + 2 < chars.len() && chars[i + 1] == '-' {
            if (chars[i]..=chars[i + 2]).contains(&c) {
                return true;
            }
            i += 3;
        } else {
            if chars[i] == c {
                return true;
            }
            i += 1;
        }
    }
    false
}

/// A variable of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name in `{{...}}`.
    pub name: String,
    /// The rule its value follows.
    #[serde(flatten)]
    pub kind: VariableType,
    /// What it is, without a capital or a full stop.
    pub description: String,
    /// A value that would do.
    pub example: String,
    /// What it is if not given; may use variables declared before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Whether the documents can't do without it. One with a default need not be given.
    #[serde(default = "yes")]
    pub required: bool,
}

const fn yes() -> bool {
    true
}

impl Variable {
    /// Whether the user has to enter a value.
    #[must_use]
    pub const fn must_be_given(&self) -> bool {
        self.required && self.default.is_none()
    }
}

/// Values for a template's variables. An empty value counts as none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Variables(BTreeMap<String, String>);

/// The names every template may be offered, used or not, so that one form can serve them all.
pub(super) const STANDARD: [&str; 8] = [
    "primary_account",
    "secondary_account",
    "region",
    "agent_space_id",
    "agent_role_arn",
    "external_id",
    "role_name",
    "partition",
];

impl Variables {
    /// No values yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a value.
    pub fn set(&mut self, name: &str, value: impl ToString) {
        self.0.insert(name.to_owned(), value.to_string());
    }

    /// The value, if one was given and is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|v| !v.is_empty())
    }

    /// All names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }
}

impl FromIterator<(String, String)> for Variables {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        assert!(
            in_class("a-z0-9.-", 'm') && in_class("a-z0-9.-", '-') && in_class("a-z0-9.-", '.')
        );
        assert!(!in_class("a-z0-9.-", 'M') && !in_class("a-z0-9.-", '*'));
    }
}
