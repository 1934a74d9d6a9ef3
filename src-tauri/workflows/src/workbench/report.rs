//! One document as it is typed: can it be read, what do the checks find, how big is it.

use rolebridge_policy::{Document, Finding, Kind, ParseError, Severity, check_document};
use serde::{Deserialize, Serialize};

use super::{
    DocumentKind,
    place::{TextRange, number},
};
use crate::documents::FindingSeverity;

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TextChange {
    /// The document before, with the usual indentation.
    pub before: String,
    /// The document after.
    pub after: String,
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RemedyView {
    /// In a sentence.
    pub sentence: String,
    /// The change, where it needs no further choice.
    pub change: Option<TextChange>,
}

/// A finding and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PlacedFinding {
    /// Stable code.
    pub code: String,
    /// How serious it is.
    pub severity: FindingSeverity,
    /// What is wrong.
    pub message: String,
    /// JSON pointer to the place, empty for the whole document.
    pub pointer: String,
    /// The place in the text; nothing for the whole document.
    pub range: Option<TextRange>,
    /// What to do about it.
    pub remedy: Option<RemedyView>,
}

/// What there is to say about a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentReport {
    /// Whether it can be read.
    pub readable: bool,
    /// Characters that count against the quota; zero while it can't be read.
    pub size: u32,
    /// The quota of its kind, where there is one.
    pub limit: Option<u32>,
    /// What that quota is of, in a few words.
    pub limit_of: Option<String>,
    /// The document with its usual indentation.
    pub pretty: Option<String>,
    /// What was found, the worst first.
    pub findings: Vec<PlacedFinding>,
}

/// Most characters of a document of a kind, what they are counted over, and whether whitespace
/// counts. Sources: "IAM and AWS STS quotas", "Quotas for AWS Organizations" and "AWS PrivateLink
/// quotas".
pub(super) const fn quota(kind: DocumentKind) -> Option<(u32, &'static str, bool)> {
    match kind {
        DocumentKind::Trust => Some((2_048, "of a trust policy", false)),
        DocumentKind::Identity => Some((10_240, "of all inline policies of a role", false)),
        DocumentKind::Boundary => Some((6_144, "of a managed policy", false)),
        DocumentKind::Session => Some((2_048, "of a session policy with its ARNs", false)),
        DocumentKind::ServiceControl => Some((5_120, "of a service control policy", false)),
        DocumentKind::ResourceControl => Some((5_120, "of a resource control policy", false)),
        DocumentKind::Resource => None,
        DocumentKind::Endpoint => Some((20_480, "of an endpoint policy with whitespace", true)),
    }
}

/// Reads and checks a text.
#[must_use]
pub fn report(kind: DocumentKind, text: &str) -> DocumentReport {
    let quota = quota(kind);
    let empty = DocumentReport {
        limit: quota.map(|(limit, ..)| limit),
        limit_of: quota.map(|(_, of, _)| of.to_owned()),
        ..DocumentReport::default()
    };
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            return DocumentReport { findings: vec![malformed(text, error)], ..empty };
        }
    };
    let pretty = document.pretty();
    let with_spaces = quota.is_some_and(|(_, _, spaces)| spaces);
    let size = number(if with_spaces { text.chars().count() } else { document.size() });
    let mut findings: Vec<PlacedFinding> = check_document(&document, checked_as(kind), None)
        .into_iter()
        .filter(|f| f.code != "size" && concerns(kind, f.severity))
        .map(|f| placed(text, &document, &pretty, f))
        .collect();
    if let Some((limit, of, _)) = quota.filter(|(limit, ..)| size > *limit) {
        findings.insert(0, too_long(size, limit, of));
    }
    DocumentReport { readable: true, size, pretty: Some(pretty), findings, ..empty }
}

/// The checks know where a policy is attached, not what it limits.
const fn checked_as(kind: DocumentKind) -> Kind {
    match kind {
        DocumentKind::Trust => Kind::Trust,
        DocumentKind::Boundary => Kind::Managed,
        DocumentKind::Identity | DocumentKind::Session | DocumentKind::ServiceControl => {
            Kind::Identity
        }
        DocumentKind::ResourceControl | DocumentKind::Resource | DocumentKind::Endpoint => {
            Kind::Resource
        }
    }
}

/// A policy that only limits can't grant more than is wise.
fn concerns(kind: DocumentKind, severity: Severity) -> bool {
    severity != Severity::Security
        || matches!(kind, DocumentKind::Trust | DocumentKind::Identity | DocumentKind::Resource)
}

fn placed(text: &str, document: &Document, pretty: &str, finding: Finding) -> PlacedFinding {
    let range = if finding.pointer.is_empty() {
        None
    } else {
        TextRange::of_pointer(text, document, &finding.pointer)
    };
    PlacedFinding {
        code: finding.code.to_owned(),
        severity: finding.severity.into(),
        message: finding.sentence,
        pointer: finding.pointer,
        range,
        remedy: finding.fix.map(|fix| RemedyView {
            sentence: fix.sentence,
            change: fix
                .document
                .map(|d| TextChange { before: pretty.to_owned(), after: d.pretty() }),
        }),
    }
}

fn malformed(text: &str, error: ParseError) -> PlacedFinding {
    // GetRole and its like answer with URL-encoded documents, which people paste.
    if text.trim_start().starts_with('%')
        && let Ok(decoded) = Document::parse_lenient_encoding(text)
    {
        return PlacedFinding {
            code: "url-encoded".into(),
            severity: FindingSeverity::Error,
            message: "The document is URL-encoded, as the IAM API returns it.".into(),
            pointer: String::new(),
            range: None,
            remedy: Some(RemedyView {
                sentence: "Decode it.".into(),
                change: Some(TextChange { before: text.to_owned(), after: decoded.pretty() }),
            }),
        };
    }
    PlacedFinding {
        code: error.code.to_owned(),
        severity: FindingSeverity::Error,
        range: TextRange::of_error(text, &error),
        message: error.sentence,
        pointer: error.pointer,
        remedy: None,
    }
}

fn too_long(size: u32, limit: u32, of: &str) -> PlacedFinding {
    PlacedFinding {
        code: "size".into(),
        severity: FindingSeverity::Error,
        message: format!("The document has {size} characters; the quota {of} is {limit}."),
        pointer: String::new(),
        range: None,
        remedy: Some(RemedyView {
            sentence: "Join statements that differ only in their resources or principals, or \
                       split the policy."
                .into(),
            change: None,
        }),
    }
}
