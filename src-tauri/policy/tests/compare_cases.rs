//! Runs the cases of `tests/cases/compare.json`. `same` says whether the two documents mean the
//! same; `more` and `less` whether the second grants more or less than the first.

#![allow(clippy::unwrap_used)]

use rolebridge_policy::{Comparison, Document};
use serde_json::Value;

#[test]
fn every_case() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/compare.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let read = |side: &str| -> Document {
            match &case[side] {
                Value::String(text) => Document::parse_lenient_encoding(text).unwrap(),
                document => serde_json::from_value(document.clone()).unwrap(),
            }
        };
        let (first, second) = (read("first"), read("second"));
        let there = Comparison::new(&first, &second);
        let back = Comparison::new(&second, &first);
        let found =
            (there.equivalent, !there.grants_more.is_empty(), !there.grants_less.is_empty());
        let is = |key: &str| case.get(key).and_then(Value::as_bool).unwrap_or(false);
        if found != (is("same"), is("more"), is("less"))
            || back.equivalent != there.equivalent
            || back.grants_more.is_empty() != there.grants_less.is_empty()
        {
            wrong.push(format!("{}: {there:#?}", case["name"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
