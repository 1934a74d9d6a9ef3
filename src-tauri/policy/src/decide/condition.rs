//! Conditions against a request ("IAM JSON policy elements: Condition operators" and "Multivalued
//! context keys"), in three values: what hangs on a key nobody knows is unknown.

use std::borrow::Cow;

use super::request::{CallerKind, Request};
use crate::document::{Condition, DependsOn, Operand, Read};
use crate::operator::{Quantifier, Test};
use crate::pattern::{Case, Resolve, Resolved, Variable};
use crate::principal::IdentityForm;
use crate::value;

/// True, false, or nobody knows. Ordered so that "and" is the least and "or" the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    False,
    Unknown,
    True,
}

impl From<bool> for Truth {
    fn from(b: bool) -> Self {
        if b { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(b: Option<bool>) -> Self {
        b.map_or(Self::Unknown, Self::from)
    }
}

impl Truth {
    const fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

/// What a request says about a key.
pub(crate) enum Lookup<'r> {
    Values(&'r [String]),
    /// Follows from the request itself.
    Derived(Cow<'r, str>),
    Absent,
    Unknown,
}

/// Finds a key, given in lower case.
pub(crate) fn lookup<'r>(request: &'r Request, key: &str) -> Lookup<'r> {
    if let Some(values) = request.context.get(key) {
        return Lookup::Values(values);
    }
    if request.derive_context
        && let Some(value) = derived(request, key)
    {
        return Lookup::Derived(value);
    }
    if request.known_context { Lookup::Absent } else { Lookup::Unknown }
}

/// What AWS puts into every request from the principal and the resource ("AWS global condition
/// context keys").
pub(crate) fn derived<'r>(request: &'r Request, key: &str) -> Option<Cow<'r, str>> {
    let caller = &request.principal;
    match key {
        "aws:principalarn" => caller.identity().map(|i| match &i.form {
            // A session's principal ARN is that of its role. The role's path is not in it; a
            // caller who needs the path gives the key in the context.
            IdentityForm::Session { role, .. } => {
                Cow::Owned(format!("arn:{}:iam::{}:role/{role}", i.partition, i.account))
            }
            _ => Cow::Borrowed(i.arn.as_str()),
        }),
        "aws:principalaccount" => caller.identity().map(|i| Cow::Borrowed(i.account.as_str())),
        "aws:principaltype" => Some(Cow::Borrowed(match caller.identity().map(|i| &i.form) {
            None if caller.kind == CallerKind::Anonymous => "Anonymous",
            None => return None,
            Some(IdentityForm::Root) => "Account",
            Some(IdentityForm::User) => "User",
            Some(IdentityForm::Role(_) | IdentityForm::Session { .. }) => "AssumedRole",
            Some(IdentityForm::FederatedUser) => "FederatedUser",
            Some(_) => return None,
        })),
        "aws:username" => caller.identity().and_then(|i| match i.form {
            IdentityForm::User => i.arn.rsplit('/').next().map(Cow::Borrowed),
            _ => None,
        }),
        "aws:principalisawsservice" => {
            Some(Cow::Borrowed(if caller.is_service() { "true" } else { "false" }))
        }
        "aws:principalservicename" if caller.is_service() => Some(Cow::Borrowed(caller.as_str())),
        "aws:resourceaccount" => request.resource.owner().map(Cow::Borrowed),
        _ => None,
    }
}

impl Resolve for Request {
    fn resolve<'s>(&'s self, variable: &'s Variable) -> Resolved<'s> {
        match lookup(self, &variable.key) {
            Lookup::Values([one]) => Resolved::Value(Cow::Borrowed(one)),
            Lookup::Derived(value) => Resolved::Value(value),
            Lookup::Unknown => Resolved::Unknown,
            // A key with several values can't stand in one place.
            Lookup::Values(_) | Lookup::Absent => match &variable.default {
                Some(default) => Resolved::Value(Cow::Borrowed(default)),
                None => Resolved::Absent,
            },
        }
    }
}

/// All of them: keys and operators are joined by "and".
pub(crate) fn all(conditions: &[Condition], request: &Request) -> Truth {
    let mut result = Truth::True;
    for condition in conditions {
        result = result.min(holds(condition, request));
        if result == Truth::False {
            break;
        }
    }
    result
}

pub(crate) fn holds(condition: &Condition, request: &Request) -> Truth {
    let op = condition.operator;
    let derived;
    let values: &[String] = match lookup(request, &condition.key) {
        Lookup::Unknown => {
            return match condition.depends_on() {
                DependsOn::Nothing => Truth::True,
                DependsOn::Contradiction => Truth::False,
                DependsOn::Presence | DependsOn::Absence | DependsOn::Value => Truth::Unknown,
            };
        }
        Lookup::Values(values) => values,
        Lookup::Derived(value) => {
            derived = [value.into_owned()];
            &derived
        }
        Lookup::Absent => &[],
    };
    if op.test == Test::Null {
        let absent = values.is_empty();
        return condition
            .values
            .iter()
            .any(|v| matches!(v.read, Read::Bool(Some(wanted)) if wanted == absent))
            .into();
    }
    if values.is_empty() {
        return condition.holds_if_absent().into();
    }
    let each = |value: &String| {
        let mut any = Truth::False;
        for wanted in &condition.values {
            any = any.max(equal(op.test, wanted, value, request));
            if any == Truth::True {
                break;
            }
        }
        any
    };
    let signed = |t: Truth| if op.negated { t.not() } else { t };
    match op.quantifier {
        None => signed(values.iter().map(each).max().unwrap_or(Truth::False)),
        // An empty string is an empty set to both quantifiers.
        Some(Quantifier::Any) if values.iter().all(String::is_empty) => Truth::False,
        Some(Quantifier::All) if values.iter().all(String::is_empty) => Truth::True,
        Some(Quantifier::Any) => {
            values.iter().map(|v| signed(each(v))).max().unwrap_or(Truth::False)
        }
        Some(Quantifier::All) => {
            values.iter().map(|v| signed(each(v))).min().unwrap_or(Truth::True)
        }
    }
}

fn equal(test: Test, wanted: &Operand, given: &str, request: &Request) -> Truth {
    match (&wanted.read, test) {
        (Read::Text(p), Test::StringEqualsIgnoreCase) => {
            p.matches(given, Case::Ignored, request).into()
        }
        (Read::Text(p), Test::Arn) => p.matches_arn(given, request).into(),
        (Read::Text(p), _) => p.matches(given, Case::Exact, request).into(),
        (Read::Bool(b), _) => (b.is_some() && *b == value::boolean(given)).into(),
        (Read::Number(n), _) => ordered(test, value::number(given), *n).into(),
        (Read::Date(d), _) => ordered(test, value::date(given), *d).into(),
        (Read::Binary(b), _) => (b.is_some() && *b == value::binary(given)).into(),
        (Read::Ip(range), _) => match (range, value::Cidr::parse(given)) {
            (Some(range), Some(given)) => range.contains(&given).into(),
            _ => Truth::False,
        },
    }
}

/// `given <test> wanted`; what is not a number or date compares with nothing.
fn ordered<T: PartialOrd>(test: Test, given: Option<T>, wanted: Option<T>) -> bool {
    let (Some(given), Some(wanted)) = (given, wanted) else { return false };
    match test {
        Test::NumericLess | Test::DateLess => given < wanted,
        Test::NumericLessOrEqual | Test::DateLessOrEqual => given <= wanted,
        Test::NumericGreater | Test::DateGreater => given > wanted,
        Test::NumericGreaterOrEqual | Test::DateGreaterOrEqual => given >= wanted,
        _ => given == wanted,
    }
}
