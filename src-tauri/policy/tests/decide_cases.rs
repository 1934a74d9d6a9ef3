//! Runs every case of `tests/cases/decide`. A file names its rule and where it is written down; a
//! case starts from the file's `base` request, puts its own `request` members over it, and its
//! `condition`, if it has one, into the base's first identity policy statement.

#![allow(clippy::unwrap_used)]

use rolebridge_policy::{Request, decide, decision};
use serde_json::Value;

fn merge(into: &mut Value, over: &Value) {
    match (into, over) {
        (Value::Object(into), Value::Object(over)) => {
            for (k, v) in over {
                into.insert(k.clone(), v.clone());
            }
        }
        (into, over) => *into = over.clone(),
    }
}

#[test]
fn every_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/decide");
    let mut count = 0;
    let mut wrong = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for path in files {
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert!(file["rule"].is_string() && file["source"].is_string(), "{path:?}");
        for case in file["cases"].as_array().unwrap() {
            let name = format!(
                "{}: {}",
                path.file_stem().unwrap().display(),
                case["name"].as_str().unwrap()
            );
            let mut request = file["base"].clone();
            if let Some(over) = case.get("request") {
                merge(&mut request, over);
            }
            if let Some(condition) = case.get("condition") {
                request["identity_policies"][0]["Statement"][0]["Condition"] = condition.clone();
            }
            let parsed: Request =
                serde_json::from_value(request).unwrap_or_else(|e| panic!("{name}: {e}"));
            let verdict = serde_json::to_value(decide(&parsed)).unwrap();
            count += 1;
            let text = verdict["because"].to_string();
            let reasons: Vec<&str> = match &case["because"] {
                Value::Null => vec![],
                Value::String(s) => vec![s.as_str()],
                Value::Array(a) => a.iter().map(|s| s.as_str().unwrap()).collect(),
                other => panic!("{name}: {other}"),
            };
            let told = verdict["because"].as_array().is_some_and(|b| !b.is_empty());
            let fix = case
                .get("fix")
                .is_none_or(|f| verdict["fix"].to_string().contains(f.as_str().unwrap()));
            if verdict["decision"] != case["decision"]
                || !told
                || !fix
                || reasons.iter().any(|r| !text.contains(r))
            {
                wrong.push(format!(
                    "{name}\n  wanted {} because {}\n  got {verdict}",
                    case["decision"], case["because"]
                ));
            }
            assert_eq!(
                serde_json::to_value(decision(&parsed)).unwrap(),
                verdict["decision"],
                "{name}"
            );
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
    println!("{count} cases");
}
