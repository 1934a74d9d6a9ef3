//! Why nothing allows a request: the statements that come near, and by what they miss it.

use std::cell::OnceCell;

use super::places::Place;
use super::{Explainer, caller, other, plain, quoted, shorten_arn};
use crate::decide::condition::{self, Truth};
use crate::decide::logic::{Outcome, Standing};
use crate::decide::request::{Policy, PolicyKind};
use crate::decide::statement::{self, applies};
use crate::decide::{Fix, Reason};
use crate::document::{Condition, Effect, Statement};
use crate::pattern::Pattern;
use crate::principal::{IdentityForm, Meaning};

impl<'r> Explainer<'r> {
    pub(super) fn lacking(&self, outcome: Outcome) -> (Vec<Reason>, Option<Fix>) {
        let by_aws = |reason, fix: &str| (vec![plain("AWS", reason)], Some(other(fix)));
        match outcome {
            Outcome::RootAssumes => by_aws(
                "The root user of an account can't assume roles.",
                "Sign in as an IAM user or with another role instead.",
            ),
            Outcome::NobodyAssumes => by_aws(
                "AssumeRole needs signed requests; anonymous ones are refused.",
                "Sign the request as a user, a role or a service.",
            ),
            Outcome::OtherPartition => by_aws(
                "The caller and the resource are in different partitions, which share nothing.",
                "Use a principal of the resource's own partition.",
            ),
            Outcome::Lacking(kind) => self.lacks(kind),
            _ => {
                (vec![plain("policies", &format!("Nothing allows {}.", self.request.action))], None)
            }
        }
    }

    fn lacks(&self, kind: PolicyKind) -> (Vec<Reason>, Option<Fix>) {
        let mut reasons = Vec::new();
        let mut fix = None;
        for place in self.near(kind) {
            let (reason, candidate) = self.miss(&place);
            reasons.push(place.reason(reason));
            fix = fix.or(candidate);
        }
        if reasons.is_empty() {
            reasons.push(self.about(kind, self.nothing(kind)));
            reasons.extend(self.aside(kind).into_iter().map(|(place, text)| place.reason(text)));
        }
        // Without this, a trust that names the account looks as if it were enough.
        if kind == PolicyKind::IdentityPolicy
            && let Some(place) =
                self.applying(PolicyKind::ResourcePolicy, Effect::Allow, Truth::True).first()
        {
            reasons.push(place.reason(format!(
                "{} allows {}{}, but that is only one of the two sides: the caller's own policies have to allow it too.",
                place.title(), self.request.action, self.to_whom(place)
            )));
        }
        // Within an account the resource's policy would have been enough.
        if kind == PolicyKind::IdentityPolicy && self.weighed.same_account {
            for place in self.near(PolicyKind::ResourcePolicy) {
                let (reason, candidate) = self.miss(&place);
                reasons.push(place.reason(reason));
                fix = fix.or(candidate.filter(|f| matches!(f, Fix::SetContext { .. })));
            }
        }
        // The other side of a cross-account request may lack as well: say so at once.
        if kind == PolicyKind::ResourcePolicy
            && self.weighed.standing == Standing::Principal
            && self.weighed.identity.allow() == Truth::False
            && !self.weighed.same_account
        {
            let side = PolicyKind::IdentityPolicy;
            reasons.push(self.about(side, self.nothing(side)));
        }
        let fix = fix.or_else(|| self.add_statement(kind));
        (reasons, fix)
    }

    fn nothing(&self, kind: PolicyKind) -> String {
        let (label, r) = (self.label(kind), self.request);
        let who = caller(r);
        match kind {
            PolicyKind::ResourcePolicy => format!("No {label} allows {} to {who}.", r.action),
            PolicyKind::ServiceControlPolicy | PolicyKind::ResourceControlPolicy => {
                let (level, policies) = self.silent_level(kind).unwrap_or_default();
                let names = names(policies);
                let only = if names.is_empty() { names } else { format!(": it has only {names}") };
                format!(
                    "Level {} of the organization, counted from the root, has no {label} that allows {}{}.",
                    level + 1,
                    r.action,
                    only
                )
            }
            PolicyKind::EndpointPolicy => {
                format!("No {label} allows {} on {}.", r.action, shorten_arn(&r.resource.arn))
            }
            PolicyKind::PermissionBoundary => {
                let names = names(&r.permission_boundaries);
                let name = if names.is_empty() { names } else { format!(", {names},") };
                format!(
                    "The {label} of {who}{name} does not allow {} on {}.",
                    r.action,
                    shorten_arn(&r.resource.arn)
                )
            }
            _ => format!(
                "No {label} of {who} allows {} on {}.",
                r.action,
                shorten_arn(&r.resource.arn)
            ),
        }
    }

    /// The first level of the organization that does not allow the request.
    pub(super) fn silent_level(&self, kind: PolicyKind) -> Option<(usize, &'r [Policy])> {
        let allows = |level: &[Policy]| {
            level.iter().flat_map(|p| p.document.statements()).any(|s| {
                s.effect == Effect::Allow && applies(s, self.request, kind).truth == Truth::True
            })
        };
        let levels = self.policies(kind).into_iter();
        levels.filter_map(|(i, level)| Some((i?, level))).find(|(_, level)| !allows(level))
    }

    /// Allow statements that are meant for the request and miss it by one thing.
    fn near(&self, kind: PolicyKind) -> Vec<Place<'r>> {
        let r = self.request;
        let told = OnceCell::new();
        let told = || told.get_or_init(|| self.as_aws_would_send());
        let variable = |s: &Statement| {
            s.resource
                .iter()
                .flat_map(|r| &r.values)
                .any(|p| p.variables_without_default().next().is_some())
        };
        let mut places = self.places(kind, |s| {
            s.effect == Effect::Allow
                && statement::action(s, r)
                && applies(s, r, kind).truth == Truth::False
                && (statement::resource(s, r, kind) == Truth::True
                    || (variable(s) && statement::resource(s, told(), kind) == Truth::True))
                // For a trust policy the principal is what people get wrong; elsewhere a
                // statement about other principals is no near miss.
                && (kind == PolicyKind::ResourcePolicy || statement::principal(s, r, kind).is_some())
        });
        // The statement that names the caller is the one that was meant.
        places.sort_by_key(|p| statement::principal(p.statement, r, kind).is_none());
        places.truncate(5);
        places
    }

    fn miss(&self, place: &Place<'_>) -> (String, Option<Fix>) {
        let s = place.statement;
        let name = place.title();
        if statement::principal(s, self.request, place.kind).is_none() {
            return self.wrong_principal(place);
        }
        if statement::resource(s, self.request, place.kind) == Truth::False {
            return self.left_out_of_resource(place);
        }
        let failing: Vec<&Condition> = s
            .conditions
            .iter()
            .filter(|c| condition::holds(c, self.request) == Truth::False)
            .collect();
        let parts: Vec<String> = failing.iter().map(|c| self.state(c)).collect();
        let mut hints: Vec<String> = failing.iter().filter_map(|c| self.hint(c)).collect();
        hints.dedup();
        (
            format!("{name} would allow it, but {}.{}", parts.join(" and "), hints.concat()),
            self.meet(place, &failing),
        )
    }

    fn left_out_of_resource(&self, place: &Place<'_>) -> (String, Option<Fix>) {
        let name = place.title();
        let resources = place.statement.resource.iter().flat_map(|r| &r.values);
        let left_out = resources
            .flat_map(Pattern::variables_without_default)
            .find_map(|k| Some((k, self.left_out(k)?)));
        let Some((key, value)) = left_out else {
            return (format!("{name} is for other resources."), None);
        };
        let reason = format!(
            "{name} would allow it, but its resource hangs on the policy variable {key}, which is not in the request. AWS itself would send {}.",
            quoted(&value)
        );
        let fix = Fix::SetContext {
            key: key.to_owned(),
            sentence: format!("Put {key} into the context: AWS sends {}.", quoted(&value)),
            values: vec![value.into_owned()],
        };
        (reason, Some(fix))
    }

    /// What a request has to send to meet all of these conditions.
    /// Never a statement without them: they stand there for a reason.
    fn meet(&self, place: &Place<'_>, failing: &[&Condition]) -> Option<Fix> {
        let by_hand = |c: &Condition| {
            other(format!(
                "Meet the condition on {} of statement {} of {}, or change it.",
                c.key_name,
                place.index + 1,
                place.policy
            ))
        };
        let fixes: Vec<Fix> = failing
            .iter()
            .map(|c| self.context_fix(c, true).unwrap_or_else(|| by_hand(c)))
            .collect();
        if fixes.len() > 1 {
            let sentences: Vec<&str> = fixes.iter().map(Fix::sentence).collect();
            return Some(other(sentences.join(" ")));
        }
        fixes.into_iter().next()
    }

    fn wrong_principal(&self, place: &Place<'_>) -> (String, Option<Fix>) {
        let name = place.title();
        let caller = self.request.principal.as_str();
        let principals = place.statement.principal.as_ref();
        let values = || principals.into_iter().flat_map(|p| &p.values);
        let orphan = values().find_map(|v| match &v.meaning {
            Meaning::Orphan(id) => Some(id),
            _ => None,
        });
        if let Some(id) = orphan {
            let reason = format!(
                "{name} names {id}, the id of a principal that was deleted. A new one of the same name is not trusted: save the policy again with its ARN."
            );
            let label = self.label(place.kind);
            let fix =
                other(format!("Save the {label} again with the principal's ARN instead of {id}."));
            return (reason, Some(fix));
        }
        let named: Vec<String> = place.statement.principals().take(3).map(shorten_arn).collect();
        if principals.is_some_and(|p| p.negated) {
            return (format!("{name} leaves out {}.", named.join(", ")), None);
        }
        let hint = if values().any(|v| v.raw.eq_ignore_ascii_case(caller)) {
            " The two differ only in upper and lower case, which counts here."
        } else if values().any(|v| v.raw.len() > 1 && v.raw.contains(['*', '?'])) {
            " A principal takes no wildcard within a name or an ARN: name it in full, or name the account and add a condition on aws:PrincipalArn."
        } else if values().any(|v| self.other_session(&v.meaning)) {
            " A session of the same role under another name is trusted; the role itself is not."
        } else {
            ""
        };
        let named = if named.is_empty() { "nobody".to_owned() } else { named.join(", ") };
        (format!("{name} trusts {named}, not {}.{hint}", self::caller(self.request)), None)
    }

    fn other_session(&self, named: &Meaning) -> bool {
        let (Meaning::Identity(named), Some(caller)) = (named, self.request.principal.identity())
        else {
            return false;
        };
        matches!(named.form, IdentityForm::Session { .. })
            && named.account == caller.account
            && named.role_name().is_some()
            && named.role_name() == caller.role_name()
    }
}

/// The names of policies, of those that have one.
fn names(policies: &[Policy]) -> String {
    let names: Vec<&str> = policies.iter().filter_map(|p| p.name.as_deref()).take(5).collect();
    names.join(", ")
}
