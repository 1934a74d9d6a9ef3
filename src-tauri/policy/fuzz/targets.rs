//! What the fuzzer runs on bytes. `tests/fuzz_smoke.rs` runs the same functions without a fuzzer.

// Each target uses one of them.
#![allow(dead_code)]

use rolebridge_policy::{Comparison, Document, Kind, Request, check, decide, decision};

/// Any text is answered, and what is read is what is written.
pub(crate) fn parse(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let kinds = [Kind::Trust, Kind::Identity, Kind::Resource];
    let findings = check(&text, kinds[data.len() % kinds.len()], None);
    assert!(findings.iter().all(|f| f.sentence.ends_with(['.', '?'])), "{findings:?}");
    let document = match Document::parse_bytes(data) {
        Ok(document) => document,
        Err(e) => {
            assert!(e.line >= 1 && e.column >= 1 && e.sentence.ends_with(['.', '?']), "{e}");
            return;
        }
    };
    let compact = document.compact();
    for written in [&compact, &document.pretty()] {
        // Escapes can make a text longer than IAM reads.
        if written.len() > 131_072 {
            continue;
        }
        let again = Document::parse(written).expect("what is written can be read");
        assert_eq!(again, document);
        assert_eq!(again.compact(), compact);
    }
    assert!(document.size() <= compact.len());
    let wire = serde_json::to_string(&document).expect("a document can be serialized");
    let again: Document = serde_json::from_str(&wire).expect("and deserialized");
    assert_eq!(again.statements().len(), document.statements().len());
}

/// Any request is answered, and the short answer is that of the long one.
pub(crate) fn decide_request(data: &[u8]) {
    let Ok(request) = serde_json::from_slice::<Request>(data) else { return };
    let verdict = decide(&request);
    assert_eq!(verdict.decision, decision(&request));
    assert!(!verdict.because.is_empty());
}

/// Two texts in one, with a zero byte between them. A document is itself, and comparing is the
/// same from either side.
pub(crate) fn compare(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (first, second) = text.split_once('\0').unwrap_or((text, text));
    let read = |text: &str| Document::parse_lenient_encoding(text);
    let (Ok(first), Ok(second)) = (read(first), read(second)) else { return };
    assert!(Comparison::new(&first, &first).equivalent);
    let there = Comparison::new(&first, &second);
    let back = Comparison::new(&second, &first);
    assert_eq!(there.equivalent, back.equivalent);
    assert_eq!(there.grants_more.len(), back.grants_less.len());
    assert_eq!(there.grants_less.len(), back.grants_more.len());
}
