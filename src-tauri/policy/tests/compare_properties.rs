//! Comparing agrees with deciding, on generated documents and requests.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use proptest::sample::select;
use rolebridge_policy::{
    Caller, Comparison, Context, Decision, Document, Policy, Request, Target, decision,
};
use serde_json::{Value, json};

const ACTIONS: [&str; 9] = [
    "s3:GetObject",
    "s3:Get*",
    "s3:g?tObject",
    "S3:*",
    "s3:*Object",
    "ec2:*",
    "*:*",
    "*",
    "s3:Put*",
];
const RESOURCES: [&str; 9] = [
    "*",
    "arn:aws:s3:::a",
    "arn:aws:s3:::a*",
    "arn:aws:s3:::*b",
    "arn:aws:s3:::?",
    "arn:aws:s3:::?*",
    "arn:aws:s3:::${aws:username}",
    "arn:aws:s3:::${aws:username}*",
    "arn:aws:s3:::${aws:PrincipalTag/t, 'a'}",
];
const PRINCIPALS: [&str; 9] = [
    "111111111111",
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:user/a",
    "arn:aws:iam::222222222222:role/app/Worker",
    "arn:aws:sts::222222222222:assumed-role/Worker/s",
    "222222222222",
    "AROAEXAMPLEEXAMPLE123",
    "nobody",
    "*",
];
const CALLERS: [&str; 6] = [
    "arn:aws:iam::111111111111:user/a",
    "arn:aws:sts::222222222222:assumed-role/Worker/s",
    "arn:aws:sts::222222222222:assumed-role/Worker/t",
    "arn:aws:iam::333333333333:user/b",
    "ec2.amazonaws.com",
    "*",
];
const KEYS: [&str; 3] = ["aws:RequestTag/x", "aws:RequestTag/y", "AWS:requesttag/X"];
const OPERATORS: [(&str, &[&str]); 24] = [
    ("StringEquals", &["a", "A", "a*", "", "arn:aws:s3:::a"]),
    ("StringNotEquals", &["a", "A", "b"]),
    ("StringLike", &["a", "a*", "*", "?", "*a*", "arn:aws:s3:::*"]),
    ("StringNotLike", &["a", "a*", "*"]),
    ("stringequalsignorecase", &["a", "A", "b", "5"]),
    ("StringNotEqualsIgnoreCase", &["a", "A", "b"]),
    ("StringEqualsIfExists", &["a", "b"]),
    ("StringLikeIfExists", &["a*", "*"]),
    ("ForAnyValue:StringLike", &["a", "a*", "*"]),
    ("ForAnyValue:StringNotEquals", &["a", "b"]),
    ("ForAllValues:StringEquals", &["a", "b", ""]),
    ("ForAllValues:StringNotLike", &["a*", "*"]),
    ("ForAnyValue:StringEqualsIfExists", &["a", "b"]),
    ("ArnLike", &["arn:aws:s3:::a", "arn:aws:s3:::*", "arn:*", "*", "arn:aws:*:::a", "a"]),
    ("ArnEquals", &["arn:aws:s3:::a", "arn:aws:s3:::?"]),
    ("ArnNotLike", &["arn:aws:s3:::a", "arn:aws:s3:::*", "*"]),
    ("NumericLessThan", &["5", "5.0", "10", "a"]),
    ("NumericLessThanEquals", &["5", "10"]),
    ("NumericGreaterThanEquals", &["5", "4"]),
    ("NumericEquals", &["5", "4", "5.0"]),
    ("DateLessThan", &["2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2021-01-01"]),
    ("Bool", &["true", "false", "True", "a"]),
    ("Null", &["true", "false", "a"]),
    ("IpAddress", &["10.0.0.0/8", "10.0.0.1/8", "10.1.0.0/16", "a"]),
];
const GIVEN: [&str; 13] = [
    "a",
    "A",
    "ab",
    "b",
    "",
    "4",
    "5",
    "7",
    "true",
    "10.1.1.1",
    "arn:aws:s3:::a",
    "arn:aws:s3:::a:b",
    "2019-06-01",
];

fn some(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::collection::vec(select(of), 1..4)
        .prop_map(|v| if v.len() == 1 { json!(v[0]) } else { json!(v) })
}

fn clause() -> impl Strategy<Value = (&'static str, &'static str, Value)> {
    select(&OPERATORS[..])
        .prop_flat_map(|(name, values)| (Just(name), select(&KEYS[..]), some(values)))
}

fn conditions() -> impl Strategy<Value = Option<Value>> {
    prop::option::weighted(
        0.5,
        prop::collection::vec(clause(), 1..3).prop_map(|clauses| {
            let mut out = json!({});
            for (operator, key, values) in clauses {
                out[operator][key] = values;
            }
            out
        }),
    )
}

/// Of a policy on a resource, or of one that names no principal.
fn statement(on_resource: bool) -> impl Strategy<Value = Value> {
    (
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.8),
        some(&ACTIONS),
        prop::bool::weighted(0.8),
        some(&RESOURCES),
        prop::bool::weighted(0.8),
        some(&PRINCIPALS),
        conditions(),
    )
        .prop_map(
            move |(allow, action, actions, resource, resources, principal, who, conditions)| {
                let mut s = json!({
                    "Effect": if allow { "Allow" } else { "Deny" },
                    (if principal { "Principal" } else { "NotPrincipal" }): { "AWS": who },
                    (if action { "Action" } else { "NotAction" }): actions,
                    (if resource { "Resource" } else { "NotResource" }): resources,
                });
                if !on_resource {
                    s.as_object_mut().unwrap().retain(|key, _| !key.ends_with("Principal"));
                }
                if let Some(conditions) = conditions {
                    s["Condition"] = conditions;
                }
                s
            },
        )
}

/// A document, and another that has much in common with it.
fn documents() -> impl Strategy<Value = (Value, Value)> {
    prop_oneof![similar(true), similar(false)]
}

fn similar(on_resource: bool) -> impl Strategy<Value = (Value, Value)> {
    let list = move || prop::collection::vec(statement(on_resource), 0..3);
    (list(), list(), list(), change(on_resource)).prop_map(|(common, a, b, change)| {
        let together = |own: Vec<Value>, common: Vec<Value>| {
            json!({ "Version": "2012-10-17", "Statement": ([own, common].concat()) })
        };
        let changed = common.iter().map(|s| change.apply(s)).collect();
        match change {
            Change::Nothing => (together(a, common.clone()), together(b, common)),
            _ => (together(a.clone(), common), together(a, changed)),
        }
    })
}

/// One difference between two statements.
#[derive(Debug, Clone)]
enum Change {
    Nothing,
    Element(&'static str, Value),
    Condition(&'static str, &'static str, Value),
}

impl Change {
    fn apply(&self, statement: &Value) -> Value {
        let mut s = statement.clone();
        match self {
            Self::Nothing => {}
            Self::Element("Principal", who) => {
                s.as_object_mut().unwrap().remove("NotPrincipal");
                s["Principal"] = json!({ "AWS": who });
            }
            Self::Element(name, value) => {
                let members = s.as_object_mut().unwrap();
                members.remove(&format!("Not{name}"));
                members.insert((*name).to_owned(), value.clone());
            }
            Self::Condition(operator, key, value) => s["Condition"][operator][key] = value.clone(),
        }
        s
    }
}

fn change(on_resource: bool) -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => Just(Change::Nothing),
        1 => some(&ACTIONS).prop_map(|v| Change::Element("Action", v)),
        1 => some(&RESOURCES).prop_map(|v| Change::Element("Resource", v)),
        u32::from(on_resource) => some(&PRINCIPALS).prop_map(|v| Change::Element("Principal", v)),
        3 => clause().prop_map(|(o, k, v)| Change::Condition(o, k, v)),
    ]
}

fn values() -> impl Strategy<Value = Vec<&'static str>> {
    prop_oneof![
        1 => Just(Vec::new()),
        4 => select(&GIVEN[..]).prop_map(|v| vec![v]),
        1 => prop::collection::vec(select(&GIVEN[..]), 2..3),
    ]
}

fn request() -> impl Strategy<Value = Request> {
    (
        select(&["s3:GetObject", "s3:putobject", "ec2:RunInstances"][..]),
        select(&CALLERS[..]),
        select(&["arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:s3:::", "arn:aws:s3:::b/*"][..]),
        select(&["111111111111", "222222222222"][..]),
        (values(), values(), values()),
    )
        .prop_map(|(action, caller, arn, account, (x, y, tag))| {
            let target = Target { arn: arn.to_owned(), account: Some(account.to_owned()) };
            let mut request = Request::new(action, Caller::parse(caller), target);
            let mut context = Context::default();
            let keys = ["aws:RequestTag/x", "aws:RequestTag/y", "aws:PrincipalTag/t"];
            for (key, values) in keys.into_iter().zip([x, y, tag]) {
                if !values.is_empty() {
                    context.set(key, values.into_iter().map(str::to_owned).collect());
                }
            }
            request.context = context;
            request
        })
}

/// The request with the document in each place it may have, among policies that leave it to decide.
fn uses(request: &Request, document: &Document) -> Vec<Decision> {
    let one = |text: &str| vec![Policy::from(Document::parse(text).unwrap())];
    let everything = || one(r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#);
    let nothing = || one(r#"{"Statement":{"Effect":"Allow","Action":"x:y","Resource":"*"}}"#);
    let anyone =
        || one(r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#);
    let this = || vec![Policy::from(document.clone())];
    let decide = |change: &dyn Fn(&mut Request)| {
        let mut request = request.clone();
        change(&mut request);
        decision(&request)
    };
    if document.statements().iter().any(|s| s.principals().next().is_some()) {
        return vec![
            decide(&|r| r.resource_policy = this()),
            decide(&|r| {
                r.identity_policies = everything();
                r.resource_policy = this();
            }),
            decide(&|r| {
                r.identity_policies = everything();
                r.permission_boundaries = nothing();
                r.resource_policy = this();
            }),
            decide(&|r| {
                r.identity_policies = everything();
                r.resource_policy = [this(), anyone()].concat();
            }),
        ];
    }
    vec![
        decide(&|r| {
            r.identity_policies = this();
            r.resource_policy = anyone();
        }),
        decide(&|r| r.identity_policies = [this(), everything()].concat()),
        decide(&|r| {
            r.identity_policies = everything();
            r.resource_policy = anyone();
            r.service_control_policies = vec![this()];
        }),
    ]
}

fn read(value: &Value) -> Document {
    Document::parse(&value.to_string()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_called_no_more_never_allows_more(
        (a, b) in documents(),
        requests in prop::collection::vec(request(), 24),
    ) {
        let (a, b) = (read(&a), read(&b));
        let there = Comparison::new(&a, &b);
        let back = Comparison::new(&b, &a);
        prop_assert_eq!(there.equivalent, back.equivalent);
        prop_assert_eq!(there.grants_more.len(), back.grants_less.len());
        prop_assert_eq!(there.grants_less.len(), back.grants_more.len());
        let rank = |d: Decision| match d {
            Decision::ExplicitlyDenied => 0,
            Decision::ImplicitlyDenied => 1,
            Decision::Allowed | Decision::Unknown => 2,
        };
        for request in &requests {
            let (first, second) = (uses(request, &a), uses(request, &b));
            if first.len() != second.len() {
                // One has no statements, so that it could be of either kind.
                continue;
            }
            let pairs = first.into_iter().zip(second);
            for (place, (first, second)) in pairs.enumerate() {
                let (first, second) = (rank(first), rank(second));
                prop_assert!(second <= first || !there.grants_more.is_empty(), "more at {} {:?}", place, request);
                prop_assert!(second >= first || !there.grants_less.is_empty(), "less at {} {:?}", place, request);
            }
        }
    }

    #[test]
    fn a_document_is_itself((a, b) in documents()) {
        for d in [&a, &b] {
            let d = read(d);
            prop_assert!(Comparison::new(&d, &d).equivalent);
        }
    }
}
