//! What IAM would refuse, what would not do what it seems to, and what is unwise. Many checks
//! follow IAM Access Analyzer's "policy check reference"; sentences and codes are our own.

mod actions;
mod conditions;
mod principals;
mod resources;

use std::collections::HashMap;

use rolebridge_model::AccountId;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Effect, Statement, Version};
use crate::error::ParseError;
use crate::json::{Key, Node, Value, shorten};

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

/// Checks a text. A malformed one has one finding, where reading stopped.
#[must_use]
pub fn check(text: &str, kind: Kind) -> Vec<Finding> {
    match Document::parse(text) {
        Ok(document) => check_document(&document, kind, None),
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

/// Checks a document. For the trust policy of a secondary source, give the secondary account:
/// conditions that name it where the account of the agent space is meant are found too.
#[must_use]
pub fn check_document(
    document: &Document,
    kind: Kind,
    secondary: Option<&AccountId>,
) -> Vec<Finding> {
    let mut check = Check { document, kind, secondary, findings: Vec::new() };
    check.whole();
    for index in 0..document.statements().len() {
        let place = Place { index, statement: &document.statements()[index] };
        actions::check(&mut check, place);
        resources::check(&mut check, place);
        principals::check(&mut check, place);
        conditions::check(&mut check, place);
    }
    check.redundant_statements();
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

    /// The document with one statement's members changed.
    fn with_statement(
        &self,
        index: usize,
        change: impl FnOnce(&mut Vec<(Key, Node)>),
    ) -> Option<Document> {
        let mut root = self.document.root().clone();
        let Value::Object(members) = &mut root.value else { return None };
        let (_, node) = members.iter_mut().find(|(k, _)| k.text == "Statement")?;
        let statement = match &mut node.value {
            Value::Array(items) => items.get_mut(index)?,
            _ => node,
        };
        let Value::Object(members) = &mut statement.value else { return None };
        change(members);
        Document::from_node(root).ok()
    }

    fn whole(&mut self) {
        let compact = self.document.compact();
        if let Some(c) = compact.chars().find(|c| *c > '\u{ff}') {
            self.report(
                "characters",
                Severity::Error,
                String::new(),
                format!(
                    "The document contains \u{201c}{c}\u{201d} (U+{:04X}). IAM takes only Latin-1 characters, up to U+00FF.",
                    c as u32
                ),
            );
        }
        if let Some(quota) = self.kind.quota().filter(|q| self.document.size() > *q) {
            let size = self.document.size();
            let sentence = match self.kind {
                Kind::Trust => format!(
                    "The trust policy has {size} characters without whitespace; IAM takes {quota} unless the quota was raised."
                ),
                Kind::Managed => format!(
                    "The policy has {size} characters without whitespace; a managed policy can have {quota}."
                ),
                _ => format!(
                    "The policy has {size} characters without whitespace; all inline policies together can have {quota}."
                ),
            };
            self.report("size", Severity::Error, String::new(), sentence);
            self.remedy("Join statements that differ only in their resources or principals, or split the policy.", None);
        }
        match self.document.version() {
            Some(Version::V2012) => {}
            version => {
                let variables = compact.contains("${");
                let pointer = if version.is_some() { "/Version" } else { "" };
                let severity = if variables { Severity::Warning } else { Severity::Suggestion };
                let sentence = if variables {
                    "Without Version 2012-10-17 policy variables such as ${aws:username} are plain text."
                } else {
                    "The document does not use the current policy language, Version 2012-10-17."
                };
                self.report("version", severity, pointer.to_owned(), sentence.to_owned());
                let document = self.with_version();
                self.remedy("Set Version to 2012-10-17.", document);
            }
        }
        if self.document.statements().is_empty() {
            self.report(
                "statement-empty",
                Severity::Error,
                "/Statement".to_owned(),
                "The policy has no statements.".to_owned(),
            );
        }
        self.sids();
    }

    fn with_version(&self) -> Option<Document> {
        let mut root = self.document.root().clone();
        let Value::Object(members) = &mut root.value else { return None };
        members.retain(|(k, _)| k.text != "Version");
        members.insert(0, (Key::from("Version"), Node::string("2012-10-17")));
        Document::from_node(root).ok()
    }

    fn sids(&mut self) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (index, statement) in self.document.statements().iter().enumerate() {
            let Some(sid) = statement.sid().filter(|s| !s.is_empty()) else { continue };
            if self.kind != Kind::Resource && !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
                let pointer = self.pointer(index, &["Sid"], None);
                self.report(
                    "sid-characters",
                    Severity::Error,
                    pointer,
                    format!(
                        "The Sid \u{201c}{}\u{201d} can have only letters and digits.",
                        shorten(sid)
                    ),
                );
                let clean: String = sid.chars().filter(char::is_ascii_alphanumeric).collect();
                let document = self.with_statement(index, |members| {
                    for (_, node) in members.iter_mut().filter(|(k, _)| k.text == "Sid") {
                        *node = Node::string(clean.as_str());
                    }
                });
                self.remedy(format!("Write {clean}."), document);
            }
            if let Some(first) = seen.insert(sid, index) {
                let pointer = self.pointer(index, &["Sid"], None);
                self.report(
                    "sid-duplicate",
                    Severity::Error,
                    pointer,
                    format!(
                        "The Sid \u{201c}{}\u{201d} is already that of statement {}.",
                        shorten(sid),
                        first + 1
                    ),
                );
            }
        }
    }

    fn redundant_statements(&mut self) {
        // Comparing every pair is only worth it for documents people read.
        let statements = self.document.statements();
        if statements.len() > 50 {
            return;
        }
        for (later, earlier) in crate::compare::redundant(self.document) {
            let pointer = self.statement_pointer(later);
            self.report(
                "statement-redundant",
                Severity::Suggestion,
                pointer,
                format!(
                    "Statement {} says nothing that statement {} does not.",
                    later + 1,
                    earlier + 1
                ),
            );
            self.remedy("Remove it.", None);
        }
    }
}

fn is_allow(place: Place<'_>) -> bool {
    place.statement.effect == Effect::Allow
}
