//! The request decided with the documents on the workbench.

use std::sync::Arc;

use rolebridge_model::AccountId;
use rolebridge_policy::{
    Caller, Context, Document, ParseError, Policy, Reason, Request, Target, decide,
};
use serde::{Deserialize, Serialize};

use super::{
    ContextRow, DocumentKind, Workbench, WorkbenchDocument, WorkbenchFix, WorkbenchRequest, fix,
    place::{TextRange, number},
};

/// The answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Every kind of policy that has to allow does.
    Allowed,
    /// Nothing allows it.
    DeniedImplicitly,
    /// A statement denies it.
    DeniedExplicitly,
    /// It hangs on something nobody told.
    Unknown,
}

/// Why there is no answer yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorkbenchProblem {
    /// The document at fault.
    pub document: Option<String>,
    /// The field of the request at fault.
    pub field: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
}

impl WorkbenchProblem {
    pub(super) fn unreadable(document: &WorkbenchDocument, error: &ParseError) -> Self {
        Self {
            document: Some(document.id.clone()),
            field: None,
            message: format!("{} can't be read. {error}", display_name(document)),
        }
    }

    fn field(name: &str, message: &str) -> Self {
        Self { document: None, field: Some(name.to_owned()), message: message.to_owned() }
    }
}

/// One thing that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorkbenchReason {
    /// Why, in a sentence.
    pub sentence: String,
    /// The policy, or the kind of policy that is missing.
    pub policy: String,
    /// The document on the workbench.
    pub document: Option<String>,
    /// The statement in it, from one.
    pub statement: Option<u32>,
    /// The statement's place in the text.
    pub range: Option<TextRange>,
}

/// The answer with its reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WorkbenchAnswer {
    /// What has to be put right before there is an answer.
    pub problems: Vec<WorkbenchProblem>,
    /// The answer.
    pub verdict: Option<Verdict>,
    /// The answer in a sentence.
    pub headline: String,
    /// What decided it, the most important first.
    pub reasons: Vec<WorkbenchReason>,
    /// The smallest change that would allow it.
    pub fix: Option<WorkbenchFix>,
    /// Condition keys that follow from the principal and the resource.
    pub derived: Vec<ContextRow>,
    /// Condition keys the documents compare.
    pub condition_keys: Vec<String>,
    /// Documents that take no part, and why.
    pub notes: Vec<String>,
}

/// A document that was read, under a name no other has.
#[derive(Clone)]
pub(super) struct Piece<'w> {
    pub(super) source: &'w WorkbenchDocument,
    pub(super) name: String,
    pub(super) document: Arc<Document>,
}

/// Decides the request of a workbench.
#[must_use]
pub fn answer(workbench: &Workbench) -> WorkbenchAnswer {
    let typed = &workbench.request;
    let mut problems = check(typed);
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut notes = Vec::new();
    for source in &workbench.documents {
        if source.text.trim().is_empty() {
            notes.push(format!("{} is empty and takes no part.", display_name(source)));
            continue;
        }
        let document = match Document::parse(&source.text) {
            Ok(document) => Arc::new(document),
            Err(error) => {
                problems.push(WorkbenchProblem::unreadable(source, &error));
                continue;
            }
        };
        if let Some(note) = left_out(source, &typed.action) {
            notes.push(note);
            continue;
        }
        let base = display_name(source);
        let name = (1..)
            .map(|n| if n == 1 { base.clone() } else { format!("{base} ({n})") })
            .find(|name| pieces.iter().all(|p| p.name != *name))
            .unwrap_or(base);
        pieces.push(Piece { source, name, document });
    }
    let condition_keys = condition_keys(pieces.iter().map(|p| &*p.document));
    if !problems.is_empty() {
        return WorkbenchAnswer { problems, condition_keys, notes, ..WorkbenchAnswer::default() };
    }
    let request = request(typed, &pieces);
    let verdict = decide(&request);
    WorkbenchAnswer {
        problems,
        verdict: Some(verdict.decision.into()),
        headline: headline(verdict.decision.into(), typed),
        reasons: verdict.because.iter().map(|r| reason(r, &pieces)).collect(),
        fix: verdict.fix.map(|f| fix::offer(f, typed, &pieces)),
        derived: request
            .derived_keys()
            .into_iter()
            .map(|(key, value)| ContextRow { key: key.to_owned(), value })
            .collect(),
        condition_keys,
        notes,
    }
}

/// Each key once: IAM ignores their case.
fn condition_keys<'d>(documents: impl Iterator<Item = &'d Document>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for key in documents.flat_map(Document::statements).flat_map(|s| s.condition_keys()) {
        if !keys.iter().any(|k| k.eq_ignore_ascii_case(key)) {
            keys.push(key.to_owned());
        }
    }
    keys
}

fn check(typed: &WorkbenchRequest) -> Vec<WorkbenchProblem> {
    let mut problems = Vec::new();
    let action = typed.action.trim();
    let named = action.split_once(':').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
    if !named || action.contains(['*', '?']) {
        problems.push(WorkbenchProblem::field(
            "action",
            "Enter one action as service:Operation, such as sts:AssumeRole.",
        ));
    }
    if typed.principal.trim().is_empty() {
        problems.push(WorkbenchProblem::field(
            "principal",
            "Enter who asks: an ARN, an account ID, a service such as aidevops.amazonaws.com, or *.",
        ));
    }
    if typed.resource.trim().is_empty() {
        problems.push(WorkbenchProblem::field(
            "resource",
            "Enter the ARN of what is asked for, or * for an action without a resource.",
        ));
    }
    let account = typed.resource_account.trim();
    if !account.is_empty()
        && let Err(error) = AccountId::parse(account)
    {
        problems.push(WorkbenchProblem::field("resource_account", &error.to_string()));
    }
    problems
}

/// Trust policies decide who may assume a role and nothing else.
fn left_out(document: &WorkbenchDocument, action: &str) -> Option<String> {
    let name = display_name(document);
    match (document.kind, is_sts(action)) {
        (DocumentKind::Trust, false) => Some(format!(
            "{name} takes no part: a trust policy decides only who may assume the role."
        )),
        (DocumentKind::Resource, true) => Some(format!(
            "{name} takes no part: for {} a role's resource policy is its trust policy.",
            action.trim()
        )),
        _ => None,
    }
}

pub(super) fn is_sts(action: &str) -> bool {
    action.trim().get(..4).is_some_and(|s| s.eq_ignore_ascii_case("sts:"))
}

fn display_name(document: &WorkbenchDocument) -> String {
    match document.name.trim() {
        "" => document.kind.title().to_owned(),
        name => name.to_owned(),
    }
}

pub(super) fn request(typed: &WorkbenchRequest, pieces: &[Piece<'_>]) -> Request {
    let account = typed.resource_account.trim();
    let mut target = Target::new(typed.resource.trim());
    target.account = (!account.is_empty()).then(|| account.to_owned());
    let mut request =
        Request::new(typed.action.trim(), Caller::parse(typed.principal.trim()), target);
    request.context = context(&typed.context);
    request.known_context = typed.known_context;
    request.unread = typed.unread.iter().map(|kind| kind.of_decision()).collect();
    let of = |kinds: &[DocumentKind]| -> Vec<Policy> {
        pieces.iter().filter(|p| kinds.contains(&p.source.kind)).map(policy).collect()
    };
    request.identity_policies = of(&[DocumentKind::Identity]);
    request.resource_policy = of(&[DocumentKind::Trust, DocumentKind::Resource]);
    request.permission_boundaries = of(&[DocumentKind::Boundary]);
    request.session_policies = of(&[DocumentKind::Session]);
    request.endpoint_policies = of(&[DocumentKind::Endpoint]);
    request.service_control_policies = levels(pieces, DocumentKind::ServiceControl);
    request.resource_control_policies = levels(pieces, DocumentKind::ResourceControl);
    request
}

fn policy(piece: &Piece<'_>) -> Policy {
    Policy::named(&piece.name, Arc::clone(&piece.document))
}

/// One list per level that has a policy, root first.
fn levels(pieces: &[Piece<'_>], kind: DocumentKind) -> Vec<Vec<Policy>> {
    let mut levels = std::collections::BTreeMap::<u32, Vec<Policy>>::new();
    for piece in pieces.iter().filter(|p| p.source.kind == kind) {
        levels.entry(piece.source.level).or_default().push(policy(piece));
    }
    levels.into_values().collect()
}

fn context(rows: &[ContextRow]) -> Context {
    let mut keys: Vec<(String, Vec<String>)> = Vec::new();
    for row in rows.iter().filter(|r| !r.key.trim().is_empty()) {
        let key = row.key.trim().to_lowercase();
        match keys.iter_mut().find(|(k, _)| *k == key) {
            Some((_, values)) => values.push(row.value.clone()),
            None => keys.push((key, vec![row.value.clone()])),
        }
    }
    let mut context = Context::default();
    for (key, values) in keys {
        context.set(&key, values);
    }
    context
}

fn reason(reason: &Reason, pieces: &[Piece<'_>]) -> WorkbenchReason {
    // Without a statement the policy's name is that of a kind.
    let piece = reason.statement.and_then(|_| pieces.iter().find(|p| p.name == reason.policy));
    WorkbenchReason {
        sentence: reason.reason.clone(),
        policy: reason.policy.clone(),
        document: piece.map(|p| p.source.id.clone()),
        statement: reason.statement.map(|s| number(s + 1)),
        range: piece.zip(reason.statement).and_then(|(p, statement)| {
            TextRange::of_statement(&p.source.text, &p.document, statement)
        }),
    }
}

fn headline(verdict: Verdict, typed: &WorkbenchRequest) -> String {
    let (who, action) = (typed.principal.trim(), typed.action.trim());
    let on = match typed.resource.trim() {
        "*" => String::new(),
        resource => format!(" on {resource}"),
    };
    match verdict {
        Verdict::Allowed => format!("{who} may call {action}{on}."),
        Verdict::DeniedImplicitly => {
            format!("{who} may not call {action}{on}: not everything that has to allow it does.")
        }
        Verdict::DeniedExplicitly => {
            format!("{who} may not call {action}{on}: a statement denies it.")
        }
        Verdict::Unknown => format!(
            "Whether {who} may call {action}{on} hangs on something that is not known here."
        ),
    }
}
