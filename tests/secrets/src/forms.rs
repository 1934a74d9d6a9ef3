//! The forms a secret can have in a file.

use base64::{Engine, prelude::BASE64_STANDARD};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a query keeps as it is, by the URL standard's form encoding.
const FORM: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*').remove(b' ');
/// What a path keeps.
const PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%').add(b'<').add(b'>').add(b'+');
/// A secret longer than this is looked for in pieces: a log cuts lines, a database splits pages.
const LONG: usize = 48;
const PIECE: usize = 24;

/// All forms of a secret, each with a name.
pub(crate) fn of(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms: Vec<(&'static str, Vec<u8>)> = Vec::new();
    for (is_piece, text) in pieces(secret) {
        let encoded = |set| utf8_percent_encode(text, set).to_string();
        let all = encoded(NON_ALPHANUMERIC);
        let json = json_string(text);
        let mut texts = vec![
            (if is_piece { "a piece as it is" } else { "as it is" }, text.to_owned()),
            ("URL-encoded", all.to_ascii_lowercase_hex()),
            ("URL-encoded", all.clone()),
            ("URL-encoded twice", utf8_percent_encode(&all, NON_ALPHANUMERIC).to_string()),
            ("URL-encoded", encoded(FORM).replace(' ', "+")),
            ("URL-encoded", encoded(PATH)),
            ("as JSON", json.clone()),
            ("as JSON", json.replace('/', "\\/")),
            ("as JSON in JSON", json_string(&json)),
            ("as hexadecimal digits", hexadecimal(text)),
        ];
        texts.extend(base64(text).into_iter().map(|t| ("as base64", t)));
        forms.extend(texts.into_iter().map(|(name, text)| (name, text.into_bytes())));
        // As web views keep strings.
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        forms.push(("as UTF-16", wide));
    }
    forms
}

fn pieces(secret: &str) -> Vec<(bool, &str)> {
    let mut pieces = vec![(false, secret)];
    if secret.len() > LONG && secret.is_ascii() {
        let middle = secret.len() / 2;
        for start in [0, middle, secret.len() - PIECE] {
            pieces.push((true, &secret[start..start + PIECE]));
        }
    }
    pieces
}

/// Inside a string of JSON.
fn json_string(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c < ' ' => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}

fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// The characters of base64 that say this text and nothing of its neighbours, wherever it begins
/// within a group of three; in both alphabets.
fn base64(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend(text.bytes());
        // A character says six bits: the first ones and the last may be a neighbour's as well.
        let (from, to) = ([0, 2, 3][before], bytes.len() * 8 / 6);
        let encoded = BASE64_STANDARD.encode(&bytes);
        let Some(inside) = encoded.get(from..to).filter(|i| i.len() >= 6) else { continue };
        all.push(inside.to_owned());
        all.push(inside.replace('+', "-").replace('/', "_"));
    }
    all
}

trait LowercaseHex {
    fn to_ascii_lowercase_hex(&self) -> String;
}

impl LowercaseHex for String {
    /// `%2F` as `%2f`.
    fn to_ascii_lowercase_hex(&self) -> String {
        let mut left = 0;
        self.chars()
            .map(|c| {
                if c == '%' {
                    left = 2;
                    c
                } else if left > 0 {
                    left -= 1;
                    c.to_ascii_lowercase()
                } else {
                    c
                }
            })
            .collect()
    }
}
