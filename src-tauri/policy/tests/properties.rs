//! What holds for every document and request, tried on generated ones.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rolebridge_policy::{
    Caller, Context, Decision, Document, Fix, Kind, Policy, PolicyKind, Request, Target, check,
    decide, decision, equivalent,
};
use serde_json::{Value, json};

const ACTIONS: [&str; 6] =
    ["s3:GetObject", "s3:PutObject", "S3:get*", "s3:*", "ec2:Run?nstances", "*"];
const RESOURCES: [&str; 5] =
    ["*", "arn:aws:s3:::a", "arn:aws:s3:::a/*", "arn:aws:s3:::${aws:username}", "arn:aws:s3:::?"];
const PRINCIPALS: [&str; 5] = [
    "111111111111",
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:user/alice",
    "arn:aws:iam::222222222222:role/app/Worker",
    "*",
];
const CALLERS: [&str; 4] = [
    "arn:aws:iam::111111111111:user/alice",
    "arn:aws:sts::222222222222:assumed-role/Worker/s",
    "arn:aws:iam::333333333333:user/bob",
    "*",
];

fn some(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::collection::vec(prop::sample::select(of), 1..3)
        .prop_map(|v| if v.len() == 1 { json!(v[0]) } else { json!(v) })
}

fn condition() -> impl Strategy<Value = Value> {
    let value =
        prop::sample::select(&["a", "A", "a*", "*", "", "b", "5", "true", "10.0.0.0/8"][..]);
    let operator = prop::sample::select(
        &[
            "StringEquals",
            "StringNotEquals",
            "StringLike",
            "stringequalsignorecase",
            "StringEqualsIfExists",
            "ForAnyValue:StringLike",
            "ForAnyValue:StringNotLikeIfExists",
            "ForAllValues:StringNotLike",
            "ForAllValues:StringLike",
            "ForAnyValue:NumericNotEqualsIfExists",
            "NumericNotEquals",
            "NumericEqualsIfExists",
            "NumericLessThan",
            "Bool",
            "Null",
            "IpAddress",
        ][..],
    );
    let key = prop::sample::select(&["aws:RequestTag/x", "AWS:requesttag/y"][..]);
    (operator, key, prop::collection::vec(value, 1..3)).prop_map(|(o, k, v)| json!({ o: { k: v } }))
}

fn statement(principal: bool) -> impl Strategy<Value = Value> {
    (
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.85),
        some(&ACTIONS),
        prop::bool::weighted(0.85),
        some(&RESOURCES),
        some(&PRINCIPALS),
        prop::option::weighted(0.4, condition()),
    )
        .prop_map(
            move |(allow, plain_action, action, plain_resource, resource, who, condition)| {
                let mut s = json!({ "Effect": if allow { "Allow" } else { "Deny" } });
                s[if plain_action { "Action" } else { "NotAction" }] = action;
                s[if plain_resource { "Resource" } else { "NotResource" }] = resource;
                if principal {
                    s["Principal"] = json!({ "AWS": who });
                }
                if let Some(c) = condition {
                    s["Condition"] = c;
                }
                s
            },
        )
}

fn document(principal: bool) -> impl Strategy<Value = Value> {
    prop::collection::vec(statement(principal), 1..4)
        .prop_map(|s| json!({ "Version": "2012-10-17", "Statement": s }))
}

fn read(value: &Value) -> Document {
    serde_json::from_value(value.clone()).unwrap()
}

fn request() -> impl Strategy<Value = Request> {
    (
        prop::sample::select(&["s3:GetObject", "s3:putobject", "ec2:RunInstances"][..]),
        prop::sample::select(&CALLERS[..]),
        prop::sample::select(&["arn:aws:s3:::a", "arn:aws:s3:::a/b", "arn:aws:s3:::alice"][..]),
        prop::sample::select(&["111111111111", "222222222222"][..]),
        prop::collection::vec(
            prop::sample::select(&["a", "ab", "b", "", "4", "true", "10.1.1.1"][..]),
            0..3,
        ),
        any::<bool>(),
    )
        .prop_map(|(action, caller, arn, account, values, known)| {
            let target = Target { arn: arn.to_owned(), account: Some(account.to_owned()) };
            let mut r = Request::new(action, Caller::parse(caller), target);
            let mut context = Context::default();
            if !values.is_empty() {
                context.set("aws:RequestTag/x", values.into_iter().map(str::to_owned).collect());
            }
            r.context = context;
            r.known_context = known;
            r
        })
}

/// Another text that means the same: statements turned round, lists for single values, Sids added.
fn reshaped(document: &Value) -> Value {
    let list = |v: &Value| match v {
        Value::Array(a) => Value::Array(a.iter().rev().cloned().collect()),
        other => json!([other]),
    };
    let statements: Vec<Value> = document["Statement"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .enumerate()
        .map(|(i, s)| {
            let mut out = serde_json::Map::new();
            for (k, v) in s.as_object().unwrap().iter().rev() {
                let v = if k.ends_with("Action") || k.ends_with("Resource") {
                    list(v)
                } else {
                    v.clone()
                };
                out.insert(k.clone(), v);
            }
            out.insert("Sid".into(), json!(format!("s{i}")));
            Value::Object(out)
        })
        .collect();
    json!({ "Statement": statements, "Version": document["Version"] })
}

fn with(request: &Request, identity: &[Document], resource: &[Document]) -> Request {
    let mut r = request.clone();
    r.identity_policies = identity.iter().cloned().map(Policy::from).collect();
    r.resource_policy = resource.iter().cloned().map(Policy::from).collect();
    r
}

/// As many as PROPTEST_CASES says, if that is more than usual.
fn cases() -> u32 {
    ProptestConfig::default().cases.max(400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rendering_and_parsing_is_a_round_trip(d in document(true)) {
        let text = d.to_string();
        let doc = Document::parse(&text).unwrap();
        prop_assert_eq!(doc.compact(), text.clone());
        prop_assert_eq!(&Document::parse(&doc.pretty()).unwrap(), &doc);
        prop_assert_eq!(doc.size(), text.chars().count());
    }

    #[test]
    fn any_text_is_answered(text in "[\\[\\]{}\",:a-zA\\\\u0 \n]{0,200}|.{0,60}") {
        if let Err(e) = Document::parse(&text) {
            prop_assert!(e.line >= 1 && e.column >= 1 && e.sentence.ends_with(['.', '?']), "{}", e);
        }
        let _ = Document::parse_lenient_encoding(&text);
        let _ = check(&text, Kind::Trust, None);
    }

    #[test]
    fn form_and_order_decide_nothing(r in request(), a in document(false), b in document(true)) {
        let plain = with(&r, &[read(&a)], &[read(&b)]);
        let turned = with(&r, &[read(&reshaped(&a))], &[read(&reshaped(&b))]);
        prop_assert_eq!(decision(&plain), decision(&turned));
        prop_assert!(equivalent(&read(&a), &read(&reshaped(&a))));
        prop_assert!(equivalent(&read(&b), &read(&reshaped(&b))));
    }

    #[test]
    fn a_denial_of_everything_always_wins(r in request(), a in document(false), b in document(true)) {
        let deny = read(&json!({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}));
        prop_assert_eq!(decision(&with(&r, &[read(&a), deny], &[read(&b)])), Decision::ExplicitlyDenied);
    }

    #[test]
    fn an_allow_more_never_takes_away(r in request(), a in document(false), b in document(true), s in statement(false), t in statement(true)) {
        let before = decision(&with(&r, &[read(&a)], &[read(&b)]));
        let mut s = s;
        let mut t = t;
        s["Effect"] = json!("Allow");
        t["Effect"] = json!("Allow");
        let s = read(&json!({"Version": "2012-10-17", "Statement": s}));
        let t = read(&json!({"Version": "2012-10-17", "Statement": t}));
        let after = decision(&with(&r, &[read(&a), s], &[read(&b), t]));
        match before {
            Decision::Allowed => prop_assert_eq!(after, Decision::Allowed),
            Decision::ExplicitlyDenied => prop_assert_eq!(after, Decision::ExplicitlyDenied),
            _ => {}
        }
    }

    #[test]
    fn equivalent_documents_decide_alike(r in request(), a in document(false), b in document(false)) {
        let resource = read(&json!({"Statement": []}));
        let one = decision(&with(&r, &[read(&a)], std::slice::from_ref(&resource)));
        let other = decision(&with(&r, &[read(&b)], std::slice::from_ref(&resource)));
        if equivalent(&read(&a), &read(&b)) {
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn knowing_more_only_turns_unknown_into_something(r in request(), a in document(false), b in document(true)) {
        let mut known = with(&r, &[read(&a)], &[read(&b)]);
        known.known_context = true;
        let mut unknown = known.clone();
        unknown.known_context = false;
        let open = decision(&unknown);
        let closed = decision(&known);
        if open == Decision::Allowed || open == Decision::ExplicitlyDenied {
            prop_assert_eq!(open, closed);
        }
        prop_assert!(open != Decision::ImplicitlyDenied || closed != Decision::Allowed);
    }

    #[test]
    fn what_was_not_read_is_never_guessed(r in request(), a in document(false), b in document(true), limit in document(false), kind in 0..4) {
        // An anonymous caller has no policies that could be left unread.
        let kind = if r.principal.as_str() == "*" { 1 } else { kind };
        let mut whole = with(&r, &[read(&a)], &[read(&b)]);
        let mut part = whole.clone();
        let limit = Policy::from(read(&limit));
        let unread = match kind {
            0 => {
                part.identity_policies.clear();
                PolicyKind::IdentityPolicy
            }
            1 => {
                part.resource_policy.clear();
                PolicyKind::ResourcePolicy
            }
            2 => {
                whole.permission_boundaries = vec![limit];
                PolicyKind::PermissionBoundary
            }
            _ => {
                whole.service_control_policies = vec![vec![limit]];
                PolicyKind::ServiceControlPolicy
            }
        };
        part.unread = vec![unread];
        let (told, right) = (decision(&part), decision(&whole));
        match told {
            Decision::Unknown => {}
            Decision::ImplicitlyDenied => prop_assert_ne!(right, Decision::Allowed),
            sure => prop_assert_eq!(sure, right),
        }
    }

    #[test]
    fn a_limit_more_never_grants(r in request(), a in document(false), b in document(true), limit in document(false), kind in 0..5) {
        let plain = with(&r, &[read(&a)], &[read(&b)]);
        let mut limited = plain.clone();
        let limit = Policy::from(read(&limit));
        match kind {
            0 => limited.permission_boundaries = vec![limit],
            1 => limited.session_policies = vec![limit],
            2 => limited.service_control_policies = vec![vec![limit]],
            3 => limited.resource_control_policies = vec![vec![limit]],
            _ => limited.endpoint_policies = vec![limit],
        }
        let (before, after) = (decision(&plain), decision(&limited));
        prop_assert!(after != Decision::Allowed || before == Decision::Allowed, "{:?} to {:?}", before, after);
        prop_assert!(before != Decision::ExplicitlyDenied || after == Decision::ExplicitlyDenied);
    }

    /// Following a fix either allows the request or leads on to another obstacle, never to the same
    /// at once. (Two policies may ask for values that exclude each other, so that it comes back.)
    #[test]
    fn a_fix_helps(r in request(), a in document(false), b in document(true)) {
        let mut r = with(&r, &[read(&a)], &[read(&b)]);
        r.known_context = true;
        let mut last = None;
        for _ in 0..6 {
            let verdict = decide(&r);
            let fix = match (verdict.decision, verdict.fix) {
                (Decision::Allowed, _) | (_, None) => break,
                (_, Some(fix)) => fix,
            };
            match fix.clone() {
                Fix::AddStatement { kind: PolicyKind::IdentityPolicy, document, .. } => {
                    r.identity_policies.push(document.into());
                }
                Fix::AddStatement { document, .. } => r.resource_policy.push(document.into()),
                Fix::SetContext { key, values, .. } => {
                    // A pattern or a bound names many values; any one of them would do.
                    if values.iter().any(|v| v.contains(['*', '/'])) || values.len() != 1 {
                        break;
                    }
                    r.context.set(&key, values);
                }
                Fix::RemoveDenial { .. } | Fix::Other { .. } => break,
            }
            prop_assert!(last.as_ref() != Some(&fix), "the same fix again: {:?}", fix);
            last = Some(fix);
        }
    }

    #[test]
    fn every_verdict_has_a_reason(r in request(), a in document(false), b in document(true)) {
        let r = with(&r, &[read(&a)], &[read(&b)]);
        let v = decide(&r);
        prop_assert_eq!(v.decision, decision(&r));
        prop_assert!(!v.because.is_empty());
        for reason in &v.because {
            prop_assert!(reason.reason.ends_with('.'), "{}", reason.reason);
        }
    }
}
