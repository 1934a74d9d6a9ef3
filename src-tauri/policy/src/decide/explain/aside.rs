//! Statements that are about something else than what is asked: the wrong resource or action is
//! what a reader looks for when nothing comes nearer.

use super::places::Place;
use super::{Explainer, caller, shorten_arn};
use crate::decide::condition::Truth;
use crate::decide::request::PolicyKind;
use crate::decide::statement;
use crate::document::{Effect, Patterns, Statement};

impl<'r> Explainer<'r> {
    /// What statements allow instead.
    pub(super) fn aside(&self, kind: PolicyKind) -> Vec<(Place<'r>, String)> {
        let r = self.request;
        let places = self.places(kind, |s| {
            s.effect == Effect::Allow && statement::principal(s, r, kind).is_some()
        });
        let told = places.into_iter().filter_map(|place| {
            let text = self.differs(&place)?;
            Some((place, text))
        });
        told.take(3).collect()
    }

    fn differs(&self, place: &Place<'_>) -> Option<String> {
        let (r, s) = (self.request, place.statement);
        let action = statement::action(s, r);
        let resource = statement::resource(s, r, place.kind);
        match (action, resource) {
            (true, Truth::False) => s.resource.as_ref().map(|resources| {
                let listed = list(resources);
                if resources.negated {
                    format!("{} leaves out {listed} as NotResource.", place.title())
                } else {
                    let hint = case_hint(resources, &r.resource.arn);
                    format!("{} allows {} only on {listed}.{hint}", place.title(), r.action)
                }
            }),
            (false, Truth::True) if s.action.negated => {
                Some(format!("{} leaves out {} as NotAction.", place.title(), list(&s.action)))
            }
            // That an identity policy allows other things is no news; that a resource's policy
            // names the caller for other actions is.
            (false, Truth::True) if place.kind == PolicyKind::ResourcePolicy && names(s) => {
                let who = caller(r);
                Some(format!("{} allows {who} only {}.", place.title(), list(&s.action)))
            }
            _ => None,
        }
    }
}

fn names(statement: &Statement) -> bool {
    statement.principal.as_ref().is_some_and(|p| !p.negated)
}

fn list(patterns: &Patterns) -> String {
    let mut listed: Vec<String> =
        patterns.values.iter().take(3).map(|p| shorten_arn(p.raw())).collect();
    if patterns.values.len() > listed.len() {
        listed.push(format!("{} more", patterns.values.len() - listed.len()));
    }
    listed.join(", ")
}

fn case_hint(patterns: &Patterns, arn: &str) -> &'static str {
    if patterns.values.iter().any(|p| p.raw().eq_ignore_ascii_case(arn)) {
        " The two differ only in upper and lower case, which counts here."
    } else {
        ""
    }
}
