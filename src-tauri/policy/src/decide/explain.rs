//! Why it was decided so, and what would change it.

use super::condition::{self, Lookup, Truth, lookup};
use super::logic::{Outcome, Standing, Weighed, decides_alone};
use super::request::{Policy, PolicyKind, Request};
use super::statement::{self, applies};
use super::{Decision, Fix, Reason, Verdict};
use crate::document::{Condition, Document, Effect, Statement};
use crate::json::{Key, Node, Value, shorten};
use crate::operator::Test;
use crate::principal::{IdentityForm, Meaning};

pub(super) fn verdict(request: &Request) -> Verdict {
    let weighed = Weighed::new(request);
    let decision = weighed.decision();
    let x = Explainer { request, weighed: &weighed };
    match decision {
        Decision::Allowed => Verdict { decision, because: x.allowed(), fix: None },
        Decision::ExplicitlyDenied => {
            let because = x.denials(Truth::True);
            let because = if because.is_empty() { x.denials(Truth::Unknown) } else { because };
            let fix = because.first().and_then(|r| {
                Some(Fix::RemoveDenial {
                    policy: r.policy.clone(),
                    statement: r.statement?,
                    sentence: format!(
                        "Change statement {} of {} so that it no longer denies this: no Allow can outweigh it.",
                        r.statement? + 1,
                        r.policy
                    ),
                })
            });
            Verdict { decision, because, fix }
        }
        Decision::ImplicitlyDenied => {
            let (because, fix) = x.lacking(weighed.outcome(true));
            Verdict { decision, because, fix }
        }
        Decision::Unknown => Verdict { decision, because: x.unknown(), fix: None },
    }
}

struct Explainer<'r> {
    request: &'r Request,
    weighed: &'r Weighed<'r>,
}

/// A statement and where it stands.
struct Place<'r> {
    kind: PolicyKind,
    policy: String,
    index: usize,
    statement: &'r Statement,
}

impl Place<'_> {
    fn reason(&self, reason: String) -> Reason {
        Reason {
            policy: self.policy.clone(),
            kind: Some(self.kind),
            statement: Some(self.index),
            sid: self.statement.sid().filter(|s| !s.is_empty()).map(str::to_owned),
            reason,
        }
    }
}

const KINDS: [PolicyKind; 7] = [
    PolicyKind::ServiceControlPolicy,
    PolicyKind::ResourceControlPolicy,
    PolicyKind::EndpointPolicy,
    PolicyKind::IdentityPolicy,
    PolicyKind::ResourcePolicy,
    PolicyKind::PermissionBoundary,
    PolicyKind::SessionPolicy,
];

impl<'r> Explainer<'r> {
    fn is_assume(&self) -> bool {
        decides_alone(self.request) && self.request.action.to_ascii_lowercase().starts_with("sts:")
    }

    fn label(&self, kind: PolicyKind) -> &'static str {
        match kind {
            PolicyKind::IdentityPolicy => "identity policy",
            PolicyKind::ResourcePolicy if self.is_assume() => "trust policy",
            PolicyKind::ResourcePolicy => "resource policy",
            PolicyKind::PermissionBoundary => "permissions boundary",
            PolicyKind::SessionPolicy => "session policy",
            PolicyKind::ServiceControlPolicy => "service control policy",
            PolicyKind::ResourceControlPolicy => "resource control policy",
            PolicyKind::EndpointPolicy => "VPC endpoint policy",
        }
    }

    /// The policies of a kind; control policies with their level.
    fn policies(&self, kind: PolicyKind) -> Vec<(Option<usize>, &'r [Policy])> {
        let r = self.request;
        let levels = |l: &'r [Vec<Policy>]| {
            l.iter().enumerate().map(|(i, p)| (Some(i), p.as_slice())).collect()
        };
        match kind {
            PolicyKind::IdentityPolicy => vec![(None, &r.identity_policies)],
            PolicyKind::ResourcePolicy => vec![(None, &r.resource_policy)],
            PolicyKind::PermissionBoundary => vec![(None, &r.permission_boundaries)],
            PolicyKind::SessionPolicy => vec![(None, &r.session_policies)],
            PolicyKind::EndpointPolicy => vec![(None, &r.endpoint_policies)],
            PolicyKind::ServiceControlPolicy if self.weighed.standing == Standing::Outsider => {
                vec![]
            }
            PolicyKind::ServiceControlPolicy => levels(&r.service_control_policies),
            PolicyKind::ResourceControlPolicy => levels(&r.resource_control_policies),
        }
    }

    fn name(
        &self,
        kind: PolicyKind,
        level: Option<usize>,
        index: usize,
        count: usize,
        policy: &Policy,
    ) -> String {
        if let Some(name) = &policy.name {
            return name.clone();
        }
        let mut name = self.label(kind).to_owned();
        if let Some(level) = level {
            name.push_str(&format!(" of level {}", level + 1));
        }
        if count > 1 {
            name.push_str(&format!(" {}", index + 1));
        }
        name
    }

    fn places(&self, kind: PolicyKind) -> Vec<Place<'r>> {
        let mut out = Vec::new();
        for (level, policies) in self.policies(kind) {
            for (i, policy) in policies.iter().enumerate() {
                let name = self.name(kind, level, i, policies.len(), policy);
                for (index, statement) in policy.document.statements().iter().enumerate() {
                    out.push(Place { kind, policy: name.clone(), index, statement });
                }
            }
        }
        out
    }

    fn applying(&self, kind: PolicyKind, effect: Effect, truth: Truth) -> Vec<Place<'r>> {
        self.places(kind)
            .into_iter()
            .filter(|p| {
                p.statement.effect == effect
                    && applies(p.statement, self.request, kind).truth == truth
            })
            .collect()
    }

    fn allowed(&self) -> Vec<Reason> {
        if self.weighed.outcome(false) == Outcome::NeedsNoPermission {
            return vec![plain(
                "AWS",
                "GetCallerIdentity needs no permission and can't be denied.",
            )];
        }
        let order = [
            PolicyKind::ResourcePolicy,
            PolicyKind::IdentityPolicy,
            PolicyKind::PermissionBoundary,
            PolicyKind::SessionPolicy,
            PolicyKind::ServiceControlPolicy,
            PolicyKind::ResourceControlPolicy,
            PolicyKind::EndpointPolicy,
        ];
        let mut reasons: Vec<Reason> = order
            .into_iter()
            .filter(|kind| {
                self.weighed.standing != Standing::Outsider || *kind != PolicyKind::IdentityPolicy
            })
            .filter_map(|kind| {
                let place = self.applying(kind, Effect::Allow, Truth::True).into_iter().next()?;
                Some(place.reason(format!(
                    "{} allows {}{}.",
                    self.statement_name(&place),
                    self.request.action,
                    self.to_whom(&place)
                )))
            })
            .collect();
        if self.weighed.standing == Standing::Root && reasons.is_empty() {
            reasons.push(plain("AWS", "The root user has every permission in its own account."));
        }
        reasons
    }

    fn statement_name(&self, place: &Place<'_>) -> String {
        match place.statement.sid().filter(|s| !s.is_empty()) {
            Some(sid) => format!("Statement {} ({})", place.index + 1, shorten(sid)),
            None => format!("Statement {}", place.index + 1),
        }
    }

    fn to_whom(&self, place: &Place<'_>) -> String {
        let best = place
            .statement
            .principal
            .iter()
            .filter(|p| !p.negated)
            .flat_map(|p| &p.values)
            .filter_map(|v| Some((statement::names(v, &self.request.principal)?, v)))
            .max_by_key(|(grip, _)| *grip);
        match best.map(|(_, v)| (&v.meaning, &v.raw)) {
            None => String::new(),
            Some((Meaning::Everyone, _)) => " to everyone".into(),
            Some((Meaning::Account(a), _)) => format!(" to account {a}"),
            Some((_, raw)) => format!(" to {}", shorten_arn(raw)),
        }
    }

    fn denials(&self, truth: Truth) -> Vec<Reason> {
        KINDS
            .into_iter()
            .flat_map(|kind| self.applying(kind, Effect::Deny, truth))
            .map(|place| {
                let mut text =
                    format!("{} denies {}", self.statement_name(&place), self.request.action);
                let conditions: Vec<String> =
                    place.statement.conditions.iter().map(|c| self.state(c)).collect();
                if !conditions.is_empty() {
                    text.push_str(&format!(", because {}", conditions.join(" and ")));
                }
                text.push('.');
                place.reason(text)
            })
            .collect()
    }

    /// What a condition asks and what the request has.
    fn state(&self, condition: &Condition) -> String {
        let wanted: Vec<String> = condition
            .values
            .iter()
            .take(3)
            .map(|v| format!("\u{201c}{}\u{201d}", shorten_arn(&v.raw)))
            .collect();
        let wanted = wanted.join(" or ");
        let given = match lookup(self.request, &condition.key) {
            Lookup::Values([]) | Lookup::Absent => "is not in the request".to_owned(),
            Lookup::Values(values) => {
                let values: Vec<String> = values
                    .iter()
                    .take(3)
                    .map(|v| format!("\u{201c}{}\u{201d}", shorten_arn(v)))
                    .collect();
                format!("is {}", values.join(", "))
            }
            Lookup::Derived(value) => format!("is \u{201c}{}\u{201d}", shorten_arn(&value)),
            Lookup::Unknown => "is not known".to_owned(),
        };
        format!("{} {given} ({} {wanted})", condition.key_name, condition.operator_name)
    }

    fn lacking(&self, outcome: Outcome) -> (Vec<Reason>, Option<Fix>) {
        let r = self.request;
        match outcome {
            Outcome::RootAssumes => (
                vec![plain("AWS", "The root user of an account can't assume roles.")],
                Some(Fix::Other {
                    sentence: "Sign in as an IAM user or with another role instead.".into(),
                }),
            ),
            Outcome::NobodyAssumes => (
                vec![plain("AWS", "AssumeRole needs signed requests; anonymous ones are refused.")],
                Some(Fix::Other {
                    sentence: "Sign the request as a user, a role or a service.".into(),
                }),
            ),
            Outcome::OtherPartition => (
                vec![plain(
                    "AWS",
                    "The caller and the resource are in different partitions, which share nothing.",
                )],
                Some(Fix::Other {
                    sentence: "Use a principal of the resource's own partition.".into(),
                }),
            ),
            Outcome::Lacking(kind) => {
                let mut reasons = Vec::new();
                let mut fix = None;
                for place in self.near(kind) {
                    let (reason, candidate) = self.miss(&place);
                    reasons.push(place.reason(reason));
                    fix = fix.or(candidate);
                }
                if reasons.is_empty() {
                    reasons.push(Reason {
                        policy: self.label(kind).to_owned(),
                        kind: Some(kind),
                        statement: None,
                        sid: None,
                        reason: self.nothing(kind),
                    });
                }
                // Without this, a trust that names the account looks as if it were enough.
                if kind == PolicyKind::IdentityPolicy
                    && let Some(place) = self
                        .applying(PolicyKind::ResourcePolicy, Effect::Allow, Truth::True)
                        .first()
                {
                    reasons.push(place.reason(format!(
                        "{} allows {}{}, but that is only one of the two sides: the caller's own policies have to allow it too.",
                        self.statement_name(place), r.action, self.to_whom(place)
                    )));
                }
                // The other side of a cross-account request may lack as well: say so at once.
                if kind == PolicyKind::ResourcePolicy
                    && self.weighed.standing == Standing::Principal
                    && self.weighed.identity.allow() == Truth::False
                    && !self.weighed.same_account
                {
                    reasons.push(Reason {
                        policy: self.label(PolicyKind::IdentityPolicy).to_owned(),
                        kind: Some(PolicyKind::IdentityPolicy),
                        statement: None,
                        sid: None,
                        reason: self.nothing(PolicyKind::IdentityPolicy),
                    });
                }
                let fix = fix.or_else(|| self.add_statement(kind));
                (reasons, fix)
            }
            _ => (vec![plain("policies", &format!("Nothing allows {}.", r.action))], None),
        }
    }

    fn nothing(&self, kind: PolicyKind) -> String {
        let (label, r) = (self.label(kind), self.request);
        let who = shorten_arn(r.principal.as_str());
        match kind {
            PolicyKind::ResourcePolicy => format!("No {label} allows {} to {who}.", r.action),
            PolicyKind::ServiceControlPolicy | PolicyKind::ResourceControlPolicy => format!(
                "At least one level of the organization has no {label} that allows {}.",
                r.action
            ),
            _ => format!(
                "No {label} of {who} allows {} on {}.",
                r.action,
                shorten_arn(&r.resource.arn)
            ),
        }
    }

    /// Allow statements that are meant for the request and miss it by one thing.
    fn near(&self, kind: PolicyKind) -> Vec<Place<'r>> {
        self.places(kind)
            .into_iter()
            .filter(|p| {
                let s = p.statement;
                s.effect == Effect::Allow
                    && statement::action(s, self.request)
                    && applies(s, self.request, kind).truth == Truth::False
                    && {
                        let named =
                            statement::principal(s, &self.request.principal, kind).is_some();
                        let resource = statement::resource(s, self.request, kind) == Truth::True;
                        // For a trust policy the principal is what people get wrong; elsewhere a
                        // statement about other resources or principals is no near miss.
                        resource && (named || kind == PolicyKind::ResourcePolicy)
                    }
            })
            .take(5)
            .collect()
    }

    fn miss(&self, place: &Place<'_>) -> (String, Option<Fix>) {
        let s = place.statement;
        let name = self.statement_name(place);
        if statement::principal(s, &self.request.principal, place.kind).is_none() {
            return (self.wrong_principal(place), None);
        }
        let failing: Vec<&Condition> = s
            .conditions
            .iter()
            .filter(|c| condition::holds(c, self.request) == Truth::False)
            .collect();
        let parts: Vec<String> = failing.iter().map(|c| self.state(c)).collect();
        let fix = match failing.as_slice() {
            [one] => self.context_fix(one),
            _ => None,
        };
        let hint = failing.iter().find_map(|c| self.hint(c)).unwrap_or_default();
        (format!("{name} would allow it, but {}.{hint}", parts.join(" and ")), fix)
    }

    fn wrong_principal(&self, place: &Place<'_>) -> String {
        let name = self.statement_name(place);
        let principals = place.statement.principal.as_ref();
        let orphan =
            principals.into_iter().flat_map(|p| &p.values).find_map(|v| match &v.meaning {
                Meaning::Orphan(id) => Some(id.clone()),
                _ => None,
            });
        if let Some(id) = orphan {
            return format!(
                "{name} names {id}, the id of a principal that was deleted. A new one of the same name is not trusted: save the policy again with its ARN."
            );
        }
        let named: Vec<String> = place.statement.principals().take(3).map(shorten_arn).collect();
        if principals.is_some_and(|p| p.negated) {
            return format!("{name} leaves out {}.", named.join(", "));
        }
        format!(
            "{name} trusts {}, not {}.",
            if named.is_empty() { "nobody".to_owned() } else { named.join(", ") },
            shorten_arn(self.request.principal.as_str())
        )
    }

    /// A word on conditions that people stumble over.
    fn hint(&self, condition: &Condition) -> Option<String> {
        let values = match lookup(self.request, &condition.key) {
            Lookup::Values(values) => values,
            _ => &[],
        };
        let wanted = condition.values.first()?;
        if matches!(condition.operator.test, Test::StringEquals)
            && !condition.operator.negated
            && values.iter().any(|v| {
                condition.values.iter().any(|w| w.raw != *v && w.raw.eq_ignore_ascii_case(v))
            })
        {
            return Some(" The two differ only in upper and lower case, which counts here.".into());
        }
        if matches!(condition.operator.test, Test::StringEquals) && wanted.raw.contains(['*', '?'])
        {
            return Some(format!(
                " {} takes a wildcard literally: StringLike or ArnLike is meant.",
                condition.operator_name
            ));
        }
        None
    }

    fn context_fix(&self, condition: &Condition) -> Option<Fix> {
        if condition.operator.negated || condition.operator.test == Test::Null {
            return None;
        }
        let values: Vec<String> = condition.values.iter().map(|v| v.raw.clone()).collect();
        let first = values.first()?;
        let sentence = match condition.key.as_str() {
            "sts:externalid" => {
                format!("Send the external ID \u{201c}{}\u{201d}.", shorten_arn(first))
            }
            "aws:multifactorauthpresent" => "Sign in with MFA.".to_owned(),
            _ => {
                format!("{} has to be \u{201c}{}\u{201d}.", condition.key_name, shorten_arn(first))
            }
        };
        Some(Fix::SetContext { key: condition.key_name.clone(), values, sentence })
    }

    /// The narrowest statement that would allow this request.
    fn add_statement(&self, kind: PolicyKind) -> Option<Fix> {
        let r = self.request;
        let mut members = vec![("Effect", Node::string("Allow"))];
        if matches!(
            kind,
            PolicyKind::ResourcePolicy
                | PolicyKind::EndpointPolicy
                | PolicyKind::ResourceControlPolicy
        ) {
            let principal = match (&r.principal.identity(), r.principal.as_str()) {
                (_, "*") => Node::string("*"),
                (Some(i), raw) => {
                    let federated =
                        matches!(i.form, IdentityForm::SamlProvider | IdentityForm::OidcProvider);
                    object(vec![(if federated { "Federated" } else { "AWS" }, Node::string(raw))])
                }
                (None, raw) => {
                    let web = r.action.eq_ignore_ascii_case("sts:AssumeRoleWithWebIdentity");
                    object(vec![(if web { "Federated" } else { "Service" }, Node::string(raw))])
                }
            };
            members.push(("Principal", principal));
        }
        members.push(("Action", Node::string(r.action.as_str())));
        if !(kind == PolicyKind::ResourcePolicy && self.is_assume()) {
            members.push(("Resource", Node::string(r.resource.arn.as_str())));
        }
        let root = object(vec![
            ("Version", Node::string("2012-10-17")),
            ("Statement", Value::Array(vec![object(members)]).into()),
        ]);
        let label = self.label(kind);
        Some(Fix::AddStatement {
            kind,
            sentence: format!("Add a statement that allows {} to the {label}.", r.action),
            document: Document::from_node(root).ok()?,
        })
    }

    fn unknown(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self
            .request
            .unread
            .iter()
            .map(|kind| Reason {
                policy: self.label(*kind).to_owned(),
                kind: Some(*kind),
                statement: None,
                sid: None,
                reason: format!(
                    "The {} was not read, so it may still deny this.",
                    self.label(*kind)
                ),
            })
            .collect();
        for kind in KINDS {
            for effect in [Effect::Deny, Effect::Allow] {
                for place in self.applying(kind, effect, Truth::Unknown) {
                    let open: Vec<String> = place
                        .statement
                        .conditions
                        .iter()
                        .filter(|c| condition::holds(c, self.request) == Truth::Unknown)
                        .map(|c| c.key_name.clone())
                        .collect();
                    let verb = if effect == Effect::Allow { "allows" } else { "denies" };
                    let on = if open.is_empty() {
                        "a policy variable".to_owned()
                    } else {
                        open.join(", ")
                    };
                    let text = format!(
                        "{} {verb} this or not depending on {on}, which is not known.",
                        self.statement_name(&place)
                    );
                    reasons.push(place.reason(text));
                }
            }
        }
        reasons
    }
}

fn plain(policy: &str, reason: &str) -> Reason {
    Reason {
        policy: policy.to_owned(),
        kind: None,
        statement: None,
        sid: None,
        reason: reason.to_owned(),
    }
}

fn object(members: Vec<(&str, Node)>) -> Node {
    Value::Object(members.into_iter().map(|(k, v)| (Key::from(k), v)).collect()).into()
}

/// ARNs are longer than other values and useless when cut.
fn shorten_arn(text: &str) -> String {
    if text.chars().count() <= 200 { text.to_owned() } else { shorten(text) }
}
