//! Runs every case of `tests/cases/parse`: a text put in the place of `@` in the file's `wrap`, and
//! either `ok`, or the line, column and code of what is wrong and a part of the sentence that says
//! so. What IAM refuses beyond its grammar, such as an empty list, is in the cases of `check`.

#![allow(clippy::unwrap_used)]

use rolebridge_policy::Document;
use serde_json::Value;

#[test]
fn every_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/parse");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut count = 0;
    let mut wrong = Vec::new();
    for path in files {
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert!(file["rule"].is_string() && file["source"].is_string(), "{path:?}");
        for case in file["cases"].as_array().unwrap() {
            count += 1;
            let text = case[0].as_str().unwrap();
            let text = file["wrap"].as_str().unwrap().replacen('@', text, 1);
            let part = case[2].as_str().unwrap_or_default();
            let (found, sentence) = match Document::parse(&text) {
                Ok(document) => {
                    assert_eq!(Document::parse(&document.pretty()).unwrap(), document, "{text}");
                    assert_eq!(document.size(), document.compact().chars().count(), "{text}");
                    ("ok".to_owned(), String::new())
                }
                Err(e) => (format!("{}:{} {}", e.line, e.column, e.code), e.sentence),
            };
            if case[1] != *found || !sentence.contains(part) {
                let file = path.file_stem().unwrap().display();
                wrong.push(format!(
                    "{file}: {} wanted {}\n  found {found} {sentence}",
                    case[0], case[1]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} are wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 250, "{count}");
}
