//! Why it was decided so, and what would change it.

mod aside;
mod conditions;
mod fix;
mod lacking;
mod places;

use super::condition::Truth;
use super::logic::{Outcome, Standing, Weighed};
use super::request::{PolicyKind, Request};
use super::statement;
use super::{Decision, Fix, Reason, Verdict};
use crate::document::Effect;
use crate::json::shorten;
use crate::principal::Meaning;
use places::{KINDS, Place};

pub(super) fn verdict(request: &Request) -> Verdict {
    let weighed = Weighed::new(request);
    let decision = weighed.decision();
    let x = Explainer { request, weighed: &weighed };
    match decision {
        Decision::Allowed => Verdict { decision, because: x.allowed(), fix: None },
        Decision::ExplicitlyDenied => {
            let places = x.denying();
            let fix = places.first().map(|place| x.undo(place));
            let because = places.iter().map(|place| x.denial(place)).collect();
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

impl<'r> Explainer<'r> {
    fn allowed(&self) -> Vec<Reason> {
        if self.weighed.outcome(false) == Outcome::NeedsNoPermission {
            let action = self.request.action.split(':').next_back().unwrap_or_default();
            let reason = format!("{action} needs no permission and can't be denied.");
            return vec![plain("AWS", &reason)];
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
                    place.title(),
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

    fn denying(&self) -> Vec<Place<'r>> {
        let all = |truth| -> Vec<Place<'r>> {
            KINDS.into_iter().flat_map(|kind| self.applying(kind, Effect::Deny, truth)).collect()
        };
        let sure = all(Truth::True);
        if sure.is_empty() { all(Truth::Unknown) } else { sure }
    }

    fn denial(&self, place: &Place<'_>) -> Reason {
        let mut text = format!("{} denies {}", place.title(), self.request.action);
        let conditions: Vec<String> =
            place.statement.conditions.iter().map(|c| self.state(c)).collect();
        if !conditions.is_empty() {
            text.push_str(&format!(", because {}", conditions.join(" and ")));
        }
        text.push('.');
        if statement::denies_the_bounded(place.statement, self.request)
            && place.kind != PolicyKind::IdentityPolicy
        {
            text.push_str(
                " NotPrincipal with Deny denies whoever has a permissions boundary, named or not.",
            );
        }
        if statement::spares_only_the_role(place.statement, self.request) {
            text.push_str(
                " NotPrincipal names the role, which does not spare its sessions: deny \"Principal\": \"*\" with a condition ArnNotEquals on aws:PrincipalArn and the role's ARN instead.",
            );
        }
        if let Some(hint) = place.statement.conditions.iter().find_map(|c| self.hint(c)) {
            text.push_str(&hint);
        }
        place.reason(text)
    }

    fn unknown(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self
            .request
            .unread
            .iter()
            .filter(|kind| self.weighed.concerns(**kind))
            .map(|kind| {
                let may = match kind {
                    PolicyKind::IdentityPolicy | PolicyKind::ResourcePolicy => "allow or deny",
                    _ => "still deny",
                };
                let label = self.label(*kind);
                self.about(*kind, format!("The {label} was not read, so it may {may} this."))
            })
            .collect();
        for kind in KINDS {
            for effect in [Effect::Deny, Effect::Allow] {
                for place in self.applying(kind, effect, Truth::Unknown) {
                    let open = self.open_keys(&place);
                    let verb = if effect == Effect::Allow { "allows" } else { "denies" };
                    let on = if open.is_empty() {
                        "a policy variable".to_owned()
                    } else {
                        open.join(", ")
                    };
                    let text = format!(
                        "{} {verb} this or not depending on {on}, which is not known.",
                        place.title()
                    );
                    reasons.push(place.reason(text));
                }
            }
        }
        reasons
    }

    /// A reason about a kind of policy as a whole.
    fn about(&self, kind: PolicyKind, reason: String) -> Reason {
        Reason {
            policy: self.label(kind).to_owned(),
            kind: Some(kind),
            statement: None,
            sid: None,
            reason,
        }
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

fn other(sentence: impl Into<String>) -> Fix {
    Fix::Other { sentence: sentence.into() }
}

fn quoted(text: &str) -> String {
    format!("\u{201c}{}\u{201d}", shorten_arn(text))
}

/// The caller in a sentence.
fn caller(request: &Request) -> String {
    match request.principal.as_str() {
        "*" => "anonymous callers".to_owned(),
        arn => shorten_arn(arn),
    }
}

/// ARNs are longer than other values and useless when cut.
fn shorten_arn(text: &str) -> String {
    if text.chars().count() <= 200 { text.to_owned() } else { shorten(text) }
}
