//! Input that is no policy by accident or on purpose is answered with a place and a sentence,
//! without work that grows faster than the text.

#![allow(clippy::unwrap_used)]

use rolebridge_policy::{Document, ParseError, Request};

fn refused(bytes: &[u8]) -> ParseError {
    Document::parse_bytes(bytes).unwrap_err()
}

#[track_caller]
fn is(bytes: &[u8], code: &str, line: usize, column: usize) {
    let e = refused(bytes);
    assert_eq!((e.code, e.line, e.column), (code, line, column), "{e}");
    assert!(e.sentence.len() < 400, "{e}");
}

const DOCUMENT: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;

#[test]
fn encodings() {
    is(b"", "empty", 1, 1);
    is(b"\0", "json", 1, 1);
    is(b"\xff", "not-utf-8", 1, 1);
    is(b"{\"Id\":\n\"a\xc3\x28\"}", "not-utf-8", 2, 3);
    is("\u{e9}\u{e9}".as_bytes().split_last().unwrap().1, "not-utf-8", 1, 2);
    is(&[&b"\xef\xbb\xbf"[..], DOCUMENT.as_bytes()].concat(), "byte-order-mark", 1, 1);
    let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(DOCUMENT.encode_utf16()).flat_map(bytes).collect()
    };
    for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
        is(&bytes, "not-utf-8", 1, 1);
        assert!(refused(&bytes).sentence.contains("UTF-16"));
    }
    // Without a mark it is UTF-8 with zero bytes.
    let bare: Vec<u8> = DOCUMENT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    is(&bare, "json", 1, 2);
}

#[test]
fn encoded_texts() {
    let percent = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let once = percent(DOCUMENT);
    assert_eq!(Document::parse_lenient_encoding(&once).unwrap().compact(), DOCUMENT);
    // As web forms are encoded.
    let spaced = DOCUMENT.replace(':', ": ").replace("\"*\"", "\"a:b+c\"");
    let form = percent(&spaced).replace("%20", "+");
    assert_eq!(
        Document::parse_lenient_encoding(&form).unwrap().compact(),
        spaced.replace(": ", ":")
    );
    let plus = percent(DOCUMENT).replace(&percent("Allow"), "All+ow");
    assert!(Document::parse_lenient_encoding(&plus).unwrap_err().sentence.contains("Effect"));
    let twice = Document::parse_lenient_encoding(&percent(&once)).unwrap_err();
    assert!(twice.sentence.contains("URL-encoded twice"), "{twice}");
    for (text, part) in [("%", "broken"), ("%7", "broken"), ("%zz", "broken"), ("%FF", "not UTF-8")]
    {
        let e = Document::parse_lenient_encoding(text).unwrap_err();
        assert!(e.code == "url-encoding" && e.sentence.contains(part), "{e}");
    }
    let quoted = serde_json::to_string(DOCUMENT).unwrap();
    assert!(refused(quoted.as_bytes()).sentence.contains("inside a string"));
    assert!(refused(once.as_bytes()).sentence.contains("URL-encoded"));
}

#[test]
fn sizes() {
    const MB: usize = 1 << 20;
    // Ten megabytes are refused by their length, whatever they hold.
    for filler in [" ", "[", "{\"a\":", "\"", "1", "\\"] {
        is(filler.repeat(10 * MB / filler.len()).as_bytes(), "too-long", 1, 1);
    }
    // Just short of the limit everything is read once.
    let fits = |text: String| {
        assert!(text.chars().count() <= 131_072);
        text
    };
    let spaces = " ".repeat(131_072 - DOCUMENT.len());
    assert!(Document::parse(&fits(format!("{spaces}{DOCUMENT}"))).is_ok());
    assert!(Document::parse(&format!("{spaces} {DOCUMENT}")).is_err());
    is(fits("[".repeat(100_000)).as_bytes(), "too-deep", 1, 18);
    is(fits("{\"a\":".repeat(20_000)).as_bytes(), "too-deep", 1, 86);
    is(fits("\"".to_owned() + &"x".repeat(131_000)).as_bytes(), "json", 1, 1);
    is(fits("1".repeat(131_000)).as_bytes(), "wrong-type", 1, 1);
    is(fits("-".repeat(131_000)).as_bytes(), "json", 1, 1);
    let text = fits(DOCUMENT.replace("2012-10-17", &"9".repeat(130_000)));
    is(text.as_bytes(), "version", 1, 12);
    let operator = "x".repeat(60_000);
    let condition =
        format!("{{\"Statement\":{{\"Condition\":{{\"{operator}\":{{\"{operator}\":1}}}}}}}}");
    is(fits(condition).as_bytes(), "unknown-operator", 1, 28);
    let keys: Vec<String> = (0..12_000).map(|i| format!("\"{i:x}\":1")).collect();
    is(fits(format!("{{{}}}", keys.join(","))).as_bytes(), "unknown-element", 1, 2);
    let twice = fits(format!("{{{},\"5\":1}}", keys.join(",")));
    is(twice.as_bytes(), "duplicate-key", 1, twice.len() - 5);
}

#[test]
fn nested_garbage() {
    // A hundred kilobytes of brackets, quotes and braces in no order, the same each time.
    let mut state = 1_u32;
    for _ in 0..50 {
        let text: String = (0..100_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from(b"{}[]\",:\\0a "[(state >> 24) as usize % 11])
            })
            .collect();
        let e = refused(text.as_bytes());
        assert!(e.line == 1 && e.column >= 1 && e.sentence.ends_with(['.', '?']), "{e}");
    }
}

#[test]
fn numbers_that_no_machine_holds() {
    for number in
        ["1e999", "-1e999", &"9".repeat(400), "1e-999", &format!("0.{}1", "0".repeat(400))]
    {
        let text = format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"NumericEquals":{{"a:b":{number}}}}}}}}}"#
        );
        let document = Document::parse(&text).unwrap();
        assert_eq!(document.compact(), text);
        assert!(rolebridge_policy::equivalent(&document, &document));
    }
}

#[test]
fn requests_that_are_none() {
    let deep = format!("{{\"context\":{}", "[".repeat(100_000));
    for text in ["", "{", "[]", "null", "{}", "{\"action\":1}", "\u{feff}{}", deep.as_str()] {
        assert!(serde_json::from_str::<Request>(text).is_err());
    }
    assert!(serde_json::from_slice::<Request>(b"{\"action\":\"\xff\"}").is_err());
}
