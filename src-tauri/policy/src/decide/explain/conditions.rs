//! Conditions in words: what they ask, what the request has, and the value that would do.

use std::borrow::Cow;

use super::places::Place;
use super::{Explainer, other, quoted};
use crate::decide::Fix;
use crate::decide::Request;
use crate::decide::condition::{self, Lookup, Truth, derived, lookup};
use crate::document::{Condition, Operand, Read};
use crate::operator::Test;

impl Explainer<'_> {
    /// What a condition asks and what the request has.
    pub(super) fn state(&self, condition: &Condition) -> String {
        let wanted: Vec<String> = condition.values.iter().take(3).map(|v| quoted(&v.raw)).collect();
        let wanted = wanted.join(" or ");
        let given = match lookup(self.request, &condition.key) {
            Lookup::Values([]) | Lookup::Absent => "is not in the request".to_owned(),
            Lookup::Values(values) => {
                let values: Vec<String> = values.iter().take(3).map(|v| quoted(v)).collect();
                format!("is {}", values.join(", "))
            }
            Lookup::Derived(value) => format!("is {}", quoted(&value)),
            Lookup::Unknown => "is not known".to_owned(),
        };
        format!("{} {given} ({} {wanted})", condition.key_name, condition.operator_name)
    }

    /// The keys that a statement hangs on and that nobody told: of its conditions, and of policy
    /// variables in conditions and resources.
    pub(super) fn open_keys(&self, place: &Place<'_>) -> Vec<String> {
        let unknown = |key: &str| matches!(lookup(self.request, key), Lookup::Unknown);
        let mut keys: Vec<&str> = Vec::new();
        let open = |c: &&Condition| condition::holds(c, self.request) == Truth::Unknown;
        for condition in place.statement.conditions.iter().filter(open) {
            keys.extend(Some(condition.key_name.as_str()).filter(|_| unknown(&condition.key)));
            for value in &condition.values {
                if let Read::Text(pattern) = &value.read {
                    keys.extend(pattern.variables().filter(|key| unknown(key)));
                }
            }
        }
        let resources = place.statement.resource.iter().flat_map(|r| &r.values);
        keys.extend(resources.flat_map(|p| p.variables()).filter(|key| unknown(key)));
        let mut told: Vec<String> = Vec::new();
        for key in keys {
            if !told.iter().any(|k| k == key) {
                told.push(key.to_owned());
            }
        }
        told
    }

    /// The request with the keys that AWS itself puts in.
    pub(super) fn as_aws_would_send(&self) -> Request {
        Request { derive_context: true, ..self.request.clone() }
    }

    /// What AWS itself would send for a key that the request leaves out.
    pub(super) fn left_out(&self, key: &str) -> Option<Cow<'_, str>> {
        matches!(lookup(self.request, key), Lookup::Absent)
            .then(|| derived(self.request, key))
            .flatten()
    }

    /// A word on conditions that people stumble over.
    pub(super) fn hint(&self, condition: &Condition) -> Option<String> {
        if let Some(value) = self.left_out(&condition.key) {
            return Some(format!(
                " AWS itself would send {} as {}: put it in the context.",
                quoted(&value),
                condition.key_name
            ));
        }
        let values = match lookup(self.request, &condition.key) {
            Lookup::Values(values) => values,
            _ => &[],
        };
        let (negated, test) = (condition.operator.negated, condition.operator.test);
        match condition.key.as_str() {
            "sts:externalid" if values.is_empty() && !negated && test != Test::Null => {
                return Some(" The caller sent no external ID.".into());
            }
            "aws:multifactorauthpresent" if values.is_empty() && !condition.operator.if_exists => {
                return Some(
                    " Requests signed with long-term access keys don't have this key at all."
                        .into(),
                );
            }
            _ => {}
        }
        let variable = condition.values.iter().find_map(|v| match &v.read {
            Read::Text(p) => p.variables_without_default().find(|key| {
                matches!(lookup(self.request, key), Lookup::Absent | Lookup::Values([]))
            }),
            _ => None,
        });
        if let Some(key) = variable {
            let sent = self.left_out(key).map_or_else(
                || " so that nothing equals it.".to_owned(),
                |value| format!(" AWS itself would send {}.", quoted(&value)),
            );
            return Some(format!(" The policy variable {key} is not in the request:{sent}"));
        }
        if test == Test::StringEquals
            && !negated
            && values.iter().any(|v| {
                condition.values.iter().any(|w| w.raw != *v && w.raw.eq_ignore_ascii_case(v))
            })
        {
            return Some(" The two differ only in upper and lower case, which counts here.".into());
        }
        if test == Test::StringEquals && condition.values.iter().any(|w| w.raw.contains(['*', '?']))
        {
            return Some(format!(
                " {} takes a wildcard literally: StringLike or ArnLike is meant.",
                condition.operator_name
            ));
        }
        None
    }

    /// A wanted value as a request would send it.
    fn value(&self, wanted: &Operand) -> String {
        match &wanted.read {
            Read::Text(pattern) => pattern.text(self.request).map(Cow::into_owned),
            _ => None,
        }
        .unwrap_or_else(|| wanted.raw.clone())
    }

    /// The context that would turn a condition, if a request could have one.
    pub(super) fn context_fix(&self, condition: &Condition, wanted: bool) -> Option<Fix> {
        let key = condition.key_name.clone();
        let sends = |value: &str| {
            let mut told = self.request.clone();
            told.context.set(&condition.key, vec![value.to_owned()]);
            condition::holds(condition, &told) == Truth::from(wanted)
        };
        if let Some(value) = self.left_out(&condition.key) {
            let sentence = format!("Put {key} into the context: AWS sends {}.", quoted(&value));
            // It is what AWS sends, so that no other value is worth proposing.
            let values = vec![value.clone().into_owned()];
            return sends(&value).then_some(Fix::SetContext { key, values, sentence });
        }
        let operator = condition.operator;
        if operator.test == Test::Null {
            return Some(null_fix(condition, wanted));
        }
        let turned = wanted == operator.negated;
        if let Some(word) = range(operator.test) {
            let end = condition.values.iter().find(|v| v.is_readable()).filter(|_| !turned)?;
            return Some(other(match condition.key.as_str() {
                "aws:multifactorauthage" => "Sign in with MFA again.".to_owned(),
                _ => format!("{key} has to be {word} {}.", quoted(&end.raw)),
            }));
        }
        let mut values: Vec<String> = match operator.test {
            Test::Bool => vec!["true".to_owned(), "false".to_owned()],
            _ if turned => return None,
            _ => condition.values.iter().map(|v| self.value(v)).collect(),
        };
        values.retain(|v| sends(v));
        let first = values.first()?;
        let sentence = match condition.key.as_str() {
            "sts:externalid" => format!("Send the external ID {}.", quoted(first)),
            "aws:multifactorauthpresent" if first == "true" => "Sign in with MFA.".to_owned(),
            "aws:securetransport" if first == "true" => {
                "Send the request over TLS, to an https address.".to_owned()
            }
            "aws:requestedregion" => format!("Send the request to the Region {}.", quoted(first)),
            "aws:principalorgid" => {
                format!("The caller's account has to be in the organization {}.", quoted(first))
            }
            "aws:sourceaccount" => {
                format!("The service has to act for a resource in account {}.", quoted(first))
            }
            _ if matches!(operator.test, Test::StringLike | Test::Arn) => {
                format!("{key} has to be like {}.", quoted(first))
            }
            _ if values.len() > 1 => {
                let any: Vec<String> = values.iter().take(3).map(|v| quoted(v)).collect();
                format!("{key} has to be {}.", any.join(" or "))
            }
            _ => format!("{key} has to be {}.", quoted(first)),
        };
        Some(Fix::SetContext { key, values, sentence })
    }
}

fn null_fix(condition: &Condition, wanted: bool) -> Fix {
    let key = condition.key_name.clone();
    let asks_for_absence =
        condition.values.iter().any(|v| matches!(v.read, Read::Bool(Some(true))));
    if asks_for_absence == wanted {
        let sentence = format!("Send the request without {key}.");
        return Fix::SetContext { key, values: Vec::new(), sentence };
    }
    other(format!("Send {key} with the request, with any value."))
}

/// How a condition reads that names the end of a range, and not a value to send.
const fn range(test: Test) -> Option<&'static str> {
    match test {
        Test::NumericLess => Some("less than"),
        Test::NumericLessOrEqual => Some("at most"),
        Test::NumericGreater => Some("more than"),
        Test::NumericGreaterOrEqual => Some("at least"),
        Test::DateLess => Some("before"),
        Test::DateLessOrEqual => Some("at or before"),
        Test::DateGreater => Some("after"),
        Test::DateGreaterOrEqual => Some("at or after"),
        Test::Ip => Some("in"),
        _ => None,
    }
}
