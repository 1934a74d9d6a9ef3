//! Will it work? Decided from the wizard's form alone, before anything is made: the caller that
//! will come gets in, and those who must not are kept out.

use rolebridge_model::{Action, Outcome, PlanId, RoleArn, SourceForm, SpaceRef};
use rolebridge_policy::{
    Caller, Context, Decision, Document, Policy, Request, Statement, Target, decide,
};
use serde::{Deserialize, Serialize};

use super::form::{NewSource, read};
use crate::{
    Error, Session,
    documents::{DocumentFinding, DocumentView, FindingSeverity, SERVICE, role_view},
};

/// A form to look ahead from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ForecastIn {
    /// The agent space.
    pub space: SpaceRef,
    /// The fields.
    pub form: SourceForm,
    /// The plan for the role, which knows what is there.
    pub plan: Option<PlanId>,
}

/// What is to be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Prospect {
    /// The caller gets in, others do not.
    Works,
    /// The caller gets in, and so do others.
    TooOpen,
    /// The caller is kept out.
    Fails,
    /// The form does not say enough yet.
    Open,
}

/// One thing that was tried on the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ForecastRow {
    /// What should be so.
    pub title: String,
    /// Whether it is.
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub sentence: String,
}

/// What the checks found in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ForecastDocument {
    /// The document.
    pub title: String,
    /// Its text.
    pub text: String,
    /// What was found.
    pub findings: Vec<DocumentFinding>,
}

/// What is to be expected, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Forecast {
    /// In a word.
    pub prospect: Prospect,
    /// In a sentence.
    pub sentence: String,
    /// What was tried.
    pub rows: Vec<ForecastRow>,
    /// What can't be known now.
    pub unknown: Vec<String>,
    /// The documents with what the checks found.
    pub documents: Vec<ForecastDocument>,
}

impl Forecast {
    fn open(sentence: String) -> Self {
        Self {
            prospect: Prospect::Open,
            sentence,
            rows: Vec::new(),
            unknown: Vec::new(),
            documents: Vec::new(),
        }
    }
}

impl Session {
    /// Looks ahead from a form. AWS is not asked.
    ///
    /// # Errors
    /// What the database said.
    pub fn will_it_work(&self, input: &ForecastIn) -> Result<Forecast, Error> {
        // How the account is reached makes no difference to who gets into the role.
        let mut form = input.form.clone();
        form.method = rolebridge_model::Method::Guide;
        let Ok(new) = read(&input.space, &form) else {
            return Ok(Forecast::open("Complete the account and the role first.".into()));
        };
        let primary = self.primary_role(&input.space)?;
        let spec = new.spec(primary.as_ref());
        let rendered = spec.render().map_err(|e| e.to_string());
        let (view, trust) = match (role_view(&spec, new.inline_name.as_ref()), rendered) {
            (Ok(view), Ok(rendered)) if rendered.trust.is_some() => (view, rendered.trust),
            (_, Err(reason)) => return Ok(Forecast::open(reason)),
            _ => return Ok(Forecast::open("The template has no trust policy.".into())),
        };
        let Some(trust) = trust else { return Ok(Forecast::open(String::new())) };
        let role = spec.role_arn();
        let there = self.trust_there(&role, input.plan)?;
        let found = |title: String, document: DocumentView| ForecastDocument {
            title,
            text: document.text,
            findings: document.findings,
        };
        let mut documents = vec![found("Trust policy".into(), view.trust)];
        documents.extend(
            view.inline.into_iter().map(|p| found(format!("Inline policy {}", p.name), p.document)),
        );
        Ok(foresee(&new, &role, primary.as_ref(), &trust, there.as_deref(), documents))
    }

    /// The trust policy the role has now, as a plan or the last verification read it.
    fn trust_there(&self, role: &RoleArn, plan: Option<PlanId>) -> Result<Option<String>, Error> {
        if let Some(plan) = plan.and_then(|id| self.store.plan(id).ok()) {
            let read = plan.steps.into_iter().find_map(|step| match step.action {
                Action::EnsureRole { role: r, .. } | Action::SetTrust { role: r, .. }
                    if r.name() == role.name() && r.account() == role.account() =>
                {
                    step.before
                }
                _ => None,
            });
            if read.is_some() {
                return Ok(read);
            }
        }
        for source in self.store.sources_with_role(role)? {
            if let Some(found) = self.store.source(source.id)?.found {
                return Ok(Some(found.documents.trust));
            }
        }
        Ok(None)
    }
}

/// Somebody who comes, and what the request carries.
struct Visitor {
    caller: String,
    context: Context,
}

impl Visitor {
    fn service(account: &str, space: &str) -> Self {
        Self {
            caller: SERVICE.to_owned(),
            context: Context::default()
                .with("aws:SourceAccount", account)
                .with("aws:SourceArn", space),
        }
    }

    fn role(arn: &str) -> Self {
        Self { caller: arn.to_owned(), context: Context::default() }
    }

    fn with_external_id(mut self, id: Option<&str>) -> Self {
        if let Some(id) = id {
            self.context.set("sts:ExternalId", vec![id.to_owned()]);
        }
        self
    }

    /// Whether the trust policy lets the visitor in, and why. The visitor's own policies are taken
    /// to allow it: they are the other side's affair.
    fn tries(&self, role: &RoleArn, trust: &Document) -> (bool, String) {
        let mut request = Request::new(
            "sts:AssumeRole",
            Caller::parse(&self.caller),
            Target::new(&role.to_string()),
        );
        request.context = self.context.clone();
        request.resource_policy = vec![Policy::named("trust policy", trust.clone())];
        request.identity_policies =
            Document::parse(ALLOWING).map(Policy::from).into_iter().collect();
        let verdict = decide(&request);
        let why = verdict
            .because
            .iter()
            .filter(|r| r.policy == "trust policy" || verdict.decision != Decision::Allowed)
            .map(|r| r.reason.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        (verdict.decision == Decision::Allowed, why)
    }
}

const ALLOWING: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;

/// Accounts that stand for any other account.
const STRANGERS: [&str; 2] = ["999999999999", "888888888888"];

fn foresee(
    new: &NewSource,
    role: &RoleArn,
    primary: Option<&RoleArn>,
    trust: &Document,
    there: Option<&str>,
    documents: Vec<ForecastDocument>,
) -> Forecast {
    let by_service = trust.statements().iter().all(Statement::trusts_only_services);
    let asks_external_id = trust.statements().iter().any(|s| s.has_condition_key("sts:ExternalId"));
    let (home, space) = (new.space.account.as_str(), new.space.arn());
    let stranger = if home == STRANGERS[0] { STRANGERS[1] } else { STRANGERS[0] };
    // The preview sends the agent space's ARN; otherwise the association says which.
    let external_id = new
        .external_id
        .as_ref()
        .map(ToString::to_string)
        .or_else(|| asks_external_id.then(|| space.clone()));
    let id = external_id.as_deref();
    let comes = || match primary {
        Some(primary) if !by_service => Visitor::role(&primary.to_string()),
        _ => Visitor::service(home, &space),
    };

    let mut rows = Vec::new();
    let (gets_in, why) = comes().with_external_id(id).tries(role, trust);
    let title = if by_service {
        format!("AWS DevOps Agent, for agent space {}, may assume the role", new.space.id)
    } else {
        "The primary role of the agent space may assume the role".to_owned()
    };
    let outcome = if gets_in { Outcome::Passed } else { Outcome::Failed };
    rows.push(ForecastRow { title, outcome, sentence: why });

    let mut open = false;
    let mut kept_out = |title: String, visitor: Visitor| {
        let (gets_in, sentence) = visitor.tries(role, trust);
        open |= gets_in;
        let outcome = if gets_in { Outcome::Warning } else { Outcome::Passed };
        rows.push(ForecastRow { title, outcome, sentence });
    };
    if by_service {
        let foreign = space.replace(home, stranger);
        kept_out(
            "An agent space of any other account is refused".into(),
            Visitor::service(stranger, &foreign).with_external_id(id),
        );
        let sibling = format!("{space}-another");
        kept_out(
            format!("Any other agent space of account {home} is refused"),
            Visitor::service(home, &sibling).with_external_id(id),
        );
    } else if let Some(primary) = primary {
        let arn = |account: &str, name: &str| {
            format!("arn:{}:iam::{account}:role/{name}", primary.partition())
        };
        kept_out(
            format!("Any other role of account {home} is refused"),
            Visitor::role(&arn(home, "any-other-role")).with_external_id(id),
        );
        kept_out(
            "A role of any other account is refused".into(),
            Visitor::role(&arn(stranger, primary.name().as_str())).with_external_id(id),
        );
    }
    if asks_external_id {
        kept_out("Without the external ID it is refused".into(), comes());
        kept_out(
            "With a wrong external ID it is refused".into(),
            comes().with_external_id(Some("not-the-external-id")),
        );
    }
    rows.extend(there.map(|text| already_there(text, &comes().with_external_id(id), role)));

    let faults = documents
        .iter()
        .flat_map(|d| &d.findings)
        .filter(|f| f.severity == FindingSeverity::Error)
        .count();
    let (prospect, sentence) = if !gets_in || faults > 0 {
        (Prospect::Fails, "It will not work as it stands.")
    } else if open {
        (Prospect::TooOpen, "It will work, and the trust policy lets in more than it has to.")
    } else {
        (Prospect::Works, "It will work, as far as the documents tell.")
    };
    Forecast {
        prospect,
        sentence: sentence.to_owned(),
        rows,
        unknown: unknown(by_service, there.is_some(), role),
        documents,
    }
}

/// The role may exist: what it lets in today is worth knowing before it is changed.
fn already_there(text: &str, visitor: &Visitor, role: &RoleArn) -> ForecastRow {
    let title = "The role that is there lets the caller in today".to_owned();
    let (outcome, sentence) = match Document::parse_lenient_encoding(text) {
        Ok(document) => match visitor.tries(role, &document) {
            (true, why) => (Outcome::Passed, why),
            (false, why) => (
                Outcome::Waiting,
                format!("{why} The trust policy above takes its place and mends that."),
            ),
        },
        Err(error) => (Outcome::Skipped, format!("Its trust policy can't be read. {error}")),
    };
    ForecastRow { title, outcome, sentence }
}

fn unknown(by_service: bool, there: bool, role: &RoleArn) -> Vec<String> {
    let mut unknown = Vec::new();
    if !there {
        unknown.push(format!(
            "The role {} was not read: if it is there already, its trust policy may be another until it is replaced.",
            role.name()
        ));
    }
    if by_service {
        unknown.push(
            "Resource control policies of the organization were not read; one may refuse the \
             service. Service control policies do not apply to a service."
                .into(),
        );
    } else {
        unknown.push(
            "The primary role's own policies and permissions boundary were not read; they have to \
             allow sts:AssumeRole on this role too."
                .into(),
        );
        unknown.push(
            "Service control policies and resource control policies of the organization were not \
             read; one may deny it."
                .into(),
        );
    }
    unknown
}
