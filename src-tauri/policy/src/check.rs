//! What IAM would refuse, what would not do what it seems to, and what is unwise. Many checks
//! follow IAM Access Analyzer's "policy check reference"; sentences and codes are our own.

mod actions;
mod arn;
mod broad;
mod codes;
mod conditions;
mod edit;
mod federated;
mod keys;
mod principals;
mod resources;
mod trust;
mod values;
mod variables;
mod whole;

pub use codes::CODES;
use rolebridge_model::AccountId;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Effect, Statement, text_of};
use crate::error::ParseError;
use crate::json::{Node, Value};

/// What a document is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A role's trust policy.
    Trust,
    /// An inline policy of a role, or an identity policy of unknown place.
    Identity,
    /// An inline policy of a group.
    Group,
    /// An inline policy of a user.
    User,
    /// A customer managed policy.
    Managed,
    /// A policy on a resource other than a role.
    Resource,
}

impl Kind {
    const fn is_identity(self) -> bool {
        matches!(self, Self::Identity | Self::Group | Self::User | Self::Managed)
    }

    /// Most characters, without whitespace ("IAM and AWS STS quotas"). Inline quotas are for all
    /// inline policies of the role, group or user together.
    #[must_use]
    pub const fn quota(self) -> Option<usize> {
        match self {
            Self::Trust | Self::User => Some(2_048),
            Self::Identity => Some(10_240),
            Self::Group => Some(5_120),
            Self::Managed => Some(6_144),
            Self::Resource => None,
        }
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// IAM refuses the document, or a part of it can never work.
    Error,
    /// It grants more than is wise.
    Security,
    /// It probably does not do what is meant.
    Warning,
    /// It could be shorter or clearer.
    Suggestion,
}

/// One thing to know about a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A stable name, such as `trust-resource`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// JSON pointer to the element, empty for the whole document.
    pub pointer: String,
    /// Line in the text, from one, if the text is malformed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in the line, from one, if the text is malformed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// What is wrong, in one or two sentences.
    pub sentence: String,
    /// What to do about it.
    pub fix: Option<Remedy>,
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// In one sentence.
    pub sentence: String,
    /// The whole document with the change made, where that needs no further choice.
    pub document: Option<Document>,
}

/// Checks a text, as [`check_document`] does. A malformed one has one finding, where reading stopped.
#[must_use]
pub fn check(text: &str, kind: Kind, secondary: Option<&AccountId>) -> Vec<Finding> {
    match Document::parse(text) {
        Ok(document) => {
            let mut findings = check_document(&document, kind, secondary);
            whole::written_as_escapes(text, &mut findings);
            findings
        }
        Err(e) => vec![malformed(e)],
    }
}

/// Checks a file's bytes: what is not UTF-8 is malformed like what is not JSON.
#[must_use]
pub fn check_bytes(bytes: &[u8], kind: Kind, secondary: Option<&AccountId>) -> Vec<Finding> {
    match text_of(bytes) {
        Ok(text) => check(text, kind, secondary),
        Err(e) => vec![malformed(e)],
    }
}

fn malformed(e: ParseError) -> Finding {
    Finding {
        code: e.code,
        severity: Severity::Error,
        pointer: e.pointer,
        line: Some(e.line),
        column: Some(e.column),
        sentence: e.sentence,
        fix: None,
    }
}

/// Checks a document. For a trust policy, give the account the role is in if it is known: its own
/// principals are no third parties, and conditions that name it where the account of the agent
/// space is meant are found.
#[must_use]
pub fn check_document(
    document: &Document,
    kind: Kind,
    secondary: Option<&AccountId>,
) -> Vec<Finding> {
    let mut check = Check { document, kind, secondary, findings: Vec::new() };
    whole::check(&mut check);
    for index in 0..document.statements().len() {
        let place = Place { index, statement: &document.statements()[index] };
        actions::check(&mut check, place);
        broad::check(&mut check, place);
        resources::check(&mut check, place);
        principals::check(&mut check, place);
        conditions::check(&mut check, place);
        variables::check(&mut check, place);
    }
    whole::redundant_statements(&mut check);
    for finding in check.findings.iter_mut().filter(|f| f.fix.is_none()) {
        let sentence = codes::advice(finding.code).to_owned();
        finding.fix = Some(Remedy { sentence, document: None });
    }
    check.findings.sort_by_key(|f| f.severity);
    check.findings
}

/// A statement and its number.
#[derive(Clone, Copy)]
struct Place<'d> {
    index: usize,
    statement: &'d Statement,
}

struct Check<'d> {
    document: &'d Document,
    kind: Kind,
    secondary: Option<&'d AccountId>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn report(
        &mut self,
        code: &'static str,
        severity: Severity,
        pointer: String,
        sentence: String,
    ) {
        debug_assert!(CODES.contains(&code), "{code}");
        self.findings.push(Finding {
            code,
            severity,
            pointer,
            line: None,
            column: None,
            sentence,
            fix: None,
        });
    }

    /// Adds what to do to the last finding.
    fn remedy(&mut self, sentence: impl Into<String>, document: Option<Document>) {
        if let Some(last) = self.findings.last_mut() {
            last.fix = Some(Remedy { sentence: sentence.into(), document });
        }
    }

    fn statement_pointer(&self, index: usize) -> String {
        match self.document.root().get("Statement").map(|n| &n.value) {
            Some(Value::Array(_)) => format!("/Statement/{index}"),
            _ => "/Statement".to_owned(),
        }
    }

    fn statement_node(&self, index: usize) -> Option<&Node> {
        match &self.document.root().get("Statement")?.value {
            Value::Array(items) => items.get(index),
            _ => self.document.root().get("Statement"),
        }
    }

    /// Pointer to an element of a statement, such as `Action`, or to one entry of its list.
    fn pointer(&self, index: usize, keys: &[&str], entry: Option<usize>) -> String {
        let mut pointer = self.statement_pointer(index);
        let mut node = self.statement_node(index);
        for key in keys {
            pointer.push('/');
            pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            node = node.and_then(|n| n.get(key));
        }
        if let (Some(entry), Some(Value::Array(_))) = (entry, node.map(|n| &n.value)) {
            pointer.push_str(&format!("/{entry}"));
        }
        pointer
    }
}

fn is_allow(place: Place<'_>) -> bool {
    place.statement.effect == Effect::Allow
}
