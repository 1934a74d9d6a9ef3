//! Runs the cases of `tests/cases/check`: `documents.json` (findings as "code pointer", errors
//! first, all of them) and `malformed.json` (texts that are no policy documents: code and place).

#![allow(clippy::unwrap_used)]

use rolebridge_model::AccountId;
use rolebridge_policy::{Document, Kind, check, check_document};
use serde_json::Value;

fn cases(file: &str) -> Vec<Value> {
    let path = format!("{}/tests/cases/check/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn documents() {
    let mut wrong = Vec::new();
    for case in cases("documents.json") {
        let kind: Kind = serde_json::from_value(case["kind"].clone()).unwrap();
        let document: Document = serde_json::from_value(case["document"].clone()).unwrap();
        let account = case["secondary_account"].as_str().map(|a| AccountId::parse(a).unwrap());
        let found: Vec<String> = check_document(&document, kind, account.as_ref())
            .into_iter()
            .map(|f| {
                assert!(f.sentence.ends_with('.'), "{}", f.sentence);
                format!("{} {}", f.code, f.pointer).trim_end().to_owned()
            })
            .collect();
        let wanted: Vec<&str> =
            case["findings"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
        if found != wanted {
            wrong.push(format!("{}\n  wanted {wanted:?}\n  found  {found:?}", case["name"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn malformed() {
    let mut wrong = Vec::new();
    for case in cases("malformed.json") {
        let text = case["text"].as_str().unwrap();
        let findings = check(text, Kind::Identity);
        let found = format!(
            "{} {}:{}",
            findings[0].code,
            findings[0].line.unwrap_or_default(),
            findings[0].column.unwrap_or_default()
        );
        if findings.len() != 1 || found != case["finding"].as_str().unwrap() {
            wrong.push(format!("{}\n  wanted {}\n  found  {found}", case["name"], case["finding"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fixes_make_the_finding_go_away() {
    let text = r#"{"Statement":[{"Sid":"a b","Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole","Resource":"*"}]}"#;
    let mut document = Document::parse(text).unwrap();
    let mut steps = 0;
    while let Some(fixed) = check_document(&document, Kind::Trust, None)
        .into_iter()
        .find_map(|f| f.fix.and_then(|fix| fix.document))
    {
        document = fixed;
        steps += 1;
        assert!(steps < 10);
    }
    assert_eq!(
        document.compact(),
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"ab","Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#
    );
}
