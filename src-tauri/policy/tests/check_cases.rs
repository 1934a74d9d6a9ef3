//! Runs the cases of `tests/cases/check`: `documents.json` (findings as "code pointer", errors
//! first, all of them), `values.json` (what an element is refused for and what it takes), `malformed.json` (texts that are no policy documents: code and place) and
//! `codes/*.json` (for each code a document that is wrong in this way and near ones that are not).

#![allow(clippy::unwrap_used)]

use rolebridge_model::AccountId;
use rolebridge_policy::{
    CODES, Document, Finding, Kind, Severity, Templates, Variables, check, check_bytes,
    check_document,
};
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
        let findings = check(text, Kind::Identity, None);
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

/// `value` in place of the string "@".
fn filled(template: &Value, value: &Value) -> Value {
    match template {
        Value::String(s) if s == "@" => value.clone(),
        Value::Object(members) => {
            members.iter().map(|(k, v)| (k.clone(), filled(v, value))).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn values_refused_and_taken() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases("values.json") {
        let kind: Kind = serde_json::from_value(case["kind"].clone()).unwrap();
        for (list, refused) in [("refused", true), ("taken", false)] {
            for value in case[list].as_array().unwrap() {
                count += 1;
                let statement = filled(&case["statement"], value);
                let document =
                    serde_json::json!({ "Version": "2012-10-17", "Statement": [statement] });
                let found = check(&document.to_string(), kind, None);
                if found.iter().any(|f| f.severity == Severity::Error) != refused {
                    wrong.push(format!(
                        "{}: {value} is not {list}{}",
                        case["rule"],
                        self::list(&found)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 300, "{count}");
}

#[test]
fn bytes_that_are_no_text() {
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, column) in [(&b"{\"Id\":\"\xff\"}"[..], 8), (&utf16, 1)] {
        let findings = check_bytes(bytes, Kind::Trust, None);
        let [finding] = &findings[..] else { panic!("{findings:?}") };
        assert_eq!(
            (finding.code, finding.severity, finding.line, finding.column),
            ("not-utf-8", Severity::Error, Some(1), Some(column))
        );
    }
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

struct Case {
    name: String,
    kind: Kind,
    account: Option<AccountId>,
    value: Value,
}

impl Case {
    fn all() -> Vec<Self> {
        ["codes/elements.json", "codes/trust.json", "codes/conditions.json"]
            .into_iter()
            .flat_map(cases)
            .map(|value| Self {
                name: format!("{} {}", value["code"], value["about"]),
                kind: serde_json::from_value(value["kind"].clone()).unwrap(),
                account: value["account"].as_str().map(|a| AccountId::parse(a).unwrap()),
                value,
            })
            .collect()
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.value[key].as_str()
    }

    /// A statement stands for a document with it alone.
    fn documents(&self, key: &str) -> Vec<Document> {
        let list = match &self.value[key] {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        list.into_iter()
            .map(|v| match v.get("Statement") {
                Some(_) => serde_json::from_value(v).unwrap(),
                None => serde_json::from_value(
                    serde_json::json!({"Version": "2012-10-17", "Statement": [v]}),
                )
                .unwrap(),
            })
            .collect()
    }

    fn findings(&self, document: &Document) -> Vec<Finding> {
        check_document(document, self.kind, self.account.as_ref())
    }
}

fn list(findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("\n    {} {} {}", f.code, f.pointer, f.sentence)).collect()
}

#[test]
fn each_code_finds_what_is_wrong_and_nothing_else() {
    let mut wrong = Vec::new();
    for case in Case::all() {
        let code = case.text("code").unwrap();
        let severity = case.text("severity").unwrap();
        for document in case.documents("wrong") {
            let found = case.findings(&document);
            let right = found.iter().any(|f| {
                f.code == code
                    && f.pointer == case.text("at").unwrap()
                    && serde_json::to_value(f.severity).unwrap() == severity
                    && f.sentence.contains(case.text("says").unwrap_or_default())
            });
            if !right {
                wrong.push(format!("{}: not found{}", case.name, list(&found)));
            }
            let vague = "Correct it where it stands.";
            for finding in
                found.iter().filter(|f| f.fix.as_ref().is_none_or(|f| f.sentence == vague))
            {
                wrong.push(format!("{}: {} says not what to do", case.name, finding.code));
            }
        }
        for document in case.documents("right") {
            let found = case.findings(&document);
            if found.iter().any(|f| f.code == code) {
                wrong.push(format!("{}: found in {document:?}{}", case.name, list(&found)));
            }
            let surprising = found.iter().any(|f| f.severity == Severity::Error)
                && severity != "error"
                && case.text("code") != Some("trust-not-action");
            if surprising {
                wrong.push(format!("{}: an error in {document:?}{}", case.name, list(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let tested: Vec<String> =
        Case::all().iter().filter_map(|c| c.text("code").map(str::to_owned)).collect();
    // The documents that are too long are made in `sizes`.
    let missing: Vec<&&str> =
        CODES.iter().filter(|c| **c != "size" && !tested.iter().any(|t| t == **c)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(CODES.is_sorted());
}

/// What a fix offers is a policy without the finding, and brings no error of its own.
#[test]
fn a_fix_removes_its_finding() {
    let mut wrong = Vec::new();
    let mut fixes = 0;
    let all =
        Case::all().into_iter().chain(cases("documents.json").into_iter().map(|value| Case {
            name: value["name"].to_string(),
            kind: serde_json::from_value(value["kind"].clone()).unwrap(),
            account: value["secondary_account"].as_str().map(|a| AccountId::parse(a).unwrap()),
            value: serde_json::json!({"wrong": value["document"]}),
        }));
    for case in all {
        for document in case.documents("wrong") {
            let before = case.findings(&document);
            for finding in &before {
                let Some(fixed) = finding.fix.as_ref().and_then(|f| f.document.as_ref()) else {
                    continue;
                };
                fixes += 1;
                assert_eq!(&Document::parse(&fixed.pretty()).unwrap(), fixed);
                let after = case.findings(fixed);
                let count =
                    |list: &[Finding]| list.iter().filter(|f| f.code == finding.code).count();
                let errors = |list: &[Finding]| {
                    list.iter().filter(|f| f.severity == Severity::Error).count()
                };
                if count(&after) >= count(&before) || errors(&after) > errors(&before) {
                    wrong.push(format!(
                        "{}: {} of {document:?} made {fixed:?}{}",
                        case.name,
                        finding.code,
                        list(&after)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fixes > 60, "{fixes}");
}

#[test]
fn sizes() {
    let long = |length: usize| {
        let shell = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::"}]}"#;
        Document::parse(&shell.replace(":::", &format!(":::{}", "x".repeat(length - shell.len()))))
            .unwrap()
    };
    for (kind, quota) in [
        (Kind::Trust, 2_048),
        (Kind::User, 2_048),
        (Kind::Group, 5_120),
        (Kind::Managed, 6_144),
        (Kind::Identity, 10_240),
    ] {
        let size = |length| {
            check_document(&long(length), kind, None)
                .into_iter()
                .find(|f| f.code == "size")
                .map(|f| (f.severity, f.sentence))
        };
        assert_eq!(size(quota), None);
        let (severity, sentence) = size(quota + 7).unwrap();
        assert!(sentence.contains(&(quota + 7).to_string()) && sentence.contains(" 7 more"));
        // A trust policy's quota can be raised.
        assert_eq!(severity == Severity::Warning, kind == Kind::Trust);
    }
}

/// Written as an escape, a letter outside Latin-1 is one that IAM's API takes.
#[test]
fn escapes_are_latin_1() {
    let text = |c: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/{c}"}}]}}"#
        )
    };
    assert_eq!(check(&text(r"\u2014"), Kind::Identity, None), []);
    assert_eq!(check(&text("\u{2014}"), Kind::Identity, None)[0].code, "characters");
}

/// What the app itself proposes has no finding but these suggestions.
#[test]
fn the_templates_are_clean() {
    let variables = Variables::new()
        .with("primary_account", "111111111111")
        .with("secondary_account", "222222222222");
    let external = variables.clone().with("external_id", "0f3a");
    let space = variables
        .clone()
        .with("region", "us-east-1")
        .with("agent_space_id", "3f0c9a52-6f0e-4c4e-9d2b-1c2d3e4f5a6b");
    let bucket = variables.clone().with("bucket", "productionapp");
    let own = AccountId::parse("222222222222").unwrap();
    let mut found = Vec::new();
    for template in Templates::builtin().iter() {
        let rendered = [&variables, &external, &space, &bucket]
            .into_iter()
            .find_map(|v| template.render(v).ok())
            .unwrap_or_else(|| panic!("{} wants more variables", template.id()));
        let trust = rendered.trust.iter().map(|d| (Kind::Trust, d));
        let inline = rendered.inline.iter().map(|(_, d)| (Kind::Identity, d));
        let groups = rendered.groups.iter().map(|g| (Kind::Group, &g.document));
        for (kind, document) in trust.chain(inline).chain(groups) {
            let account = (kind == Kind::Trust).then_some(&own);
            for f in check_document(document, kind, account) {
                found.push(format!("{} {} {:?}", template.id(), f.code, f.severity));
            }
        }
    }
    // Micetro's own recipe has the empty Sid; the others are for people as well.
    assert_eq!(
        found,
        [
            "opsramp-keys external-id-missing Suggestion",
            "micetro external-id-missing Suggestion",
            "micetro sid-empty Suggestion",
            "developer-access external-id-missing Suggestion"
        ]
    );
}
