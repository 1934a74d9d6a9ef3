//! The smallest change that would allow a request, as a change of what lies on the workbench, tried
//! before it is offered.

use std::sync::Arc;

use rolebridge_policy::{Document, Fix, PolicyKind, decision};
use serde::{Deserialize, Serialize};

use super::{
    ContextRow, DocumentKind, WorkbenchRequest,
    answer::{Piece, Verdict, is_sts, request},
};

/// A change of the workbench.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum WorkbenchChange {
    /// A document becomes another.
    Document {
        /// The document.
        document: String,
        /// What it is called.
        name: String,
        /// Before, with its usual indentation.
        before: String,
        /// After.
        after: String,
    },
    /// A document is added.
    NewDocument {
        /// What it is used as.
        document_kind: DocumentKind,
        /// A name for it.
        name: String,
        /// Its text.
        text: String,
    },
    /// The request carries other condition keys.
    Context {
        /// The rows of the request afterwards.
        rows: Vec<ContextRow>,
    },
}

/// What would allow the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorkbenchFix {
    /// What to do, in a sentence.
    pub sentence: String,
    /// The change, where it is one of the workbench.
    pub change: Option<WorkbenchChange>,
    /// What the answer would be.
    pub outcome: Option<Verdict>,
}

pub(super) fn offer(fix: Fix, typed: &WorkbenchRequest, pieces: &[Piece<'_>]) -> WorkbenchFix {
    match fix {
        Fix::AddStatement { kind, sentence, document } => {
            let (change, then) = add(kind, &document, typed, pieces);
            WorkbenchFix { sentence, change: Some(change), outcome: Some(then) }
        }
        Fix::SetContext { key, values, sentence } => {
            let (rows, then) = set(&key, values.first(), typed, pieces);
            WorkbenchFix {
                sentence,
                change: Some(WorkbenchChange::Context { rows }),
                outcome: Some(then),
            }
        }
        Fix::RemoveDenial { policy, statement, sentence } => {
            let changed = pieces
                .iter()
                .position(|p| p.name == policy)
                .and_then(|at| Some((at, pieces.get(at)?.document.without_statement(statement)?)));
            let Some((at, document)) = changed else {
                return WorkbenchFix { sentence, change: None, outcome: None };
            };
            let (change, then) = replace(at, document, typed, pieces);
            WorkbenchFix { sentence, change, outcome: Some(then) }
        }
        Fix::Other { sentence } => WorkbenchFix { sentence, change: None, outcome: None },
    }
}

/// Several documents of the kind may take the statement, as one per level of an organization: the
/// first with which it is allowed, or else the first.
fn add(
    kind: PolicyKind,
    statement: &Document,
    typed: &WorkbenchRequest,
    pieces: &[Piece<'_>],
) -> (WorkbenchChange, Verdict) {
    let tried =
        pieces.iter().enumerate().filter(|(_, p)| p.source.kind.of_decision() == kind).filter_map(
            |(at, p)| {
                let (change, then) =
                    replace(at, p.document.with_statements_of(statement)?, typed, pieces);
                Some((change?, then))
            },
        );
    let mut first = None;
    for (change, then) in tried {
        if then == Verdict::Allowed {
            return (change, then);
        }
        first.get_or_insert((change, then));
    }
    first.unwrap_or_else(|| create(kind, statement, typed, pieces))
}

fn replace(
    at: usize,
    document: Document,
    typed: &WorkbenchRequest,
    pieces: &[Piece<'_>],
) -> (Option<WorkbenchChange>, Verdict) {
    let change = pieces.get(at).map(|p| WorkbenchChange::Document {
        document: p.source.id.clone(),
        name: p.name.clone(),
        before: p.document.pretty(),
        after: document.pretty(),
    });
    let mut pieces = pieces.to_vec();
    if let Some(piece) = pieces.get_mut(at) {
        piece.document = Arc::new(document);
    }
    (change, decision(&request(typed, &pieces)).into())
}

fn create(
    kind: PolicyKind,
    document: &Document,
    typed: &WorkbenchRequest,
    pieces: &[Piece<'_>],
) -> (WorkbenchChange, Verdict) {
    let document_kind = match kind {
        PolicyKind::ResourcePolicy if is_sts(&typed.action) => DocumentKind::Trust,
        PolicyKind::ResourcePolicy => DocumentKind::Resource,
        PolicyKind::IdentityPolicy => DocumentKind::Identity,
        PolicyKind::PermissionBoundary => DocumentKind::Boundary,
        PolicyKind::SessionPolicy => DocumentKind::Session,
        PolicyKind::ServiceControlPolicy => DocumentKind::ServiceControl,
        PolicyKind::ResourceControlPolicy => DocumentKind::ResourceControl,
        PolicyKind::EndpointPolicy => DocumentKind::Endpoint,
    };
    let source = super::WorkbenchDocument {
        id: String::new(),
        name: document_kind.title().to_owned(),
        kind: document_kind,
        level: 0,
        text: document.pretty(),
    };
    let mut pieces = pieces.to_vec();
    pieces.push(Piece {
        name: source.name.clone(),
        document: Arc::new(document.clone()),
        source: &source,
    });
    let then = decision(&request(typed, &pieces)).into();
    drop(pieces);
    (WorkbenchChange::NewDocument { document_kind, name: source.name, text: source.text }, then)
}

fn set(
    key: &str,
    value: Option<&String>,
    typed: &WorkbenchRequest,
    pieces: &[Piece<'_>],
) -> (Vec<ContextRow>, Verdict) {
    let mut changed = typed.clone();
    changed.context.retain(|row| !row.key.trim().eq_ignore_ascii_case(key));
    if let Some(value) = value {
        changed.context.push(ContextRow { key: key.to_owned(), value: value.clone() });
    }
    let then = decision(&request(&changed, pieces)).into();
    (changed.context, then)
}
