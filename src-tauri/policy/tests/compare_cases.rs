//! Runs the cases of `tests/cases/compare.json` and of the folder `tests/cases/compare`. In the
//! first, `same` says whether the two documents mean the same; `more` and `less` whether the second
//! grants more or less than the first. In the folder a case is a name, the first document, the
//! second, and `same`, `more`, `less` or `both`. There a document is written as the members in
//! which its statement differs from the file's `base` (null takes one away), a list of such
//! statements, or in full.

#![allow(clippy::unwrap_used)]

use rolebridge_policy::{Comparison, Document};
use serde_json::{Value, json};

#[derive(Debug, PartialEq)]
struct Found {
    same: bool,
    more: bool,
    less: bool,
}

fn compare(first: &Document, second: &Document) -> (Found, Comparison) {
    let there = Comparison::new(first, second);
    let back = Comparison::new(second, first);
    assert_eq!(there.equivalent, back.equivalent);
    assert_eq!(there.grants_more.len(), back.grants_less.len());
    assert_eq!(there.grants_less.len(), back.grants_more.len());
    let found = Found {
        same: there.equivalent,
        more: !there.grants_more.is_empty(),
        less: !there.grants_less.is_empty(),
    };
    (found, there)
}

fn document(value: &Value) -> Document {
    match value {
        Value::String(text) => Document::parse_lenient_encoding(text).unwrap(),
        document => Document::parse(&document.to_string()).unwrap(),
    }
}

#[test]
fn every_case() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/compare.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let (found, there) = compare(&document(&case["first"]), &document(&case["second"]));
        let is = |key: &str| case.get(key).and_then(Value::as_bool).unwrap_or(false);
        if found != (Found { same: is("same"), more: is("more"), less: is("less") }) {
            wrong.push(format!("{}: {there:#?}", case["name"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A document written as what differs from a statement.
fn written(base: &Value, value: &Value) -> Document {
    let statement = |over: &Value| {
        let mut statement = base.as_object().unwrap().clone();
        for (name, member) in over.as_object().unwrap() {
            match member {
                Value::Null => drop(statement.remove(name)),
                member => drop(statement.insert(name.clone(), member.clone())),
            }
        }
        Value::Object(statement)
    };
    let statements: Vec<Value> = match value {
        Value::Array(all) => all.iter().map(statement).collect(),
        Value::Object(members) if !members.contains_key("Statement") => vec![statement(value)],
        whole => return document(whole),
    };
    document(&json!({ "Version": "2012-10-17", "Statement": statements }))
}

#[test]
fn every_case_by_rule() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/compare");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut count = 0;
    let mut wrong = Vec::new();
    for path in files {
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert!(file["rule"].is_string() && file["source"].is_string(), "{path:?}");
        for case in file["cases"].as_array().unwrap() {
            let (first, second) =
                (written(&file["base"], &case[1]), written(&file["base"], &case[2]));
            let (found, there) = compare(&first, &second);
            let verdict = match found {
                Found { same: true, .. } => "same",
                Found { more: true, less: true, .. } => "both",
                Found { more: true, .. } => "more",
                Found { .. } => "less",
            };
            count += 1;
            if case[3] != verdict {
                wrong.push(format!(
                    "{}: {} {there:#?}",
                    path.file_stem().unwrap().display(),
                    case[0]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} are wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 200, "{count}");
}

/// Big documents full of wildcards are compared in bounded work: what is left counts as different.
#[test]
fn many_overlapping_wildcards() {
    let big = |salt: usize| {
        let statements: Vec<Value> = (0..200)
            .map(|s| {
                let actions: Vec<String> =
                    (0..50).map(|a| format!("a:*{:x}*", s * 50 + a + salt)).collect();
                json!({ "Effect": "Allow", "Action": actions, "Resource": ["*a*", "*b?"] })
            })
            .collect();
        document(&json!({ "Version": "2012-10-17", "Statement": statements }))
    };
    let begun = std::time::Instant::now();
    assert!(!Comparison::new(&big(0), &big(5_000)).equivalent);
    let names = |n: usize| (0..n).map(|i| format!("s:{i}")).collect::<Vec<_>>();
    let accounts: Vec<String> = (0..1_500).map(|i| format!("{i:012}")).collect();
    let wide = json!({ "Effect": "Allow", "Principal": { "AWS": accounts }, "Action": names(3_000), "Resource": names(3_000) });
    let wide = document(&json!({ "Statement": wide }));
    assert!(Comparison::new(&wide, &wide).equivalent);
    // Far more than it takes in a debug build on a busy machine, far less than without a bound.
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}
