//! A small JSON reader that knows where everything stands, refuses what IAM refuses (duplicate
//! keys, a byte order mark) and keeps order and number text. `serde_json` gives neither the place
//! of a wrong element nor duplicate keys.

use std::collections::HashSet;

use super::{Key, Node, Value, shorten};
use crate::error::Fault;

/// Longest text IAM's API takes (shape `policyDocumentType`).
pub(crate) const MAX_CHARACTERS: usize = 131_072;
/// The policy grammar nests six deep; twice that leaves room for a useful message.
const MAX_DEPTH: usize = 16;

/// Reads one JSON value that fills the whole text.
pub(crate) fn read(text: &str) -> Result<Node, Fault> {
    let mut reader = Reader { text, at: 0 };
    if text.starts_with('\u{feff}') {
        return Err(reader.fault(
            "byte-order-mark",
            "The text begins with a byte order mark, which IAM refuses. Save it as UTF-8 without BOM.",
        ));
    }
    let bytes = text.len();
    // A character has at most four bytes.
    if bytes > 4 * MAX_CHARACTERS
        || (bytes > MAX_CHARACTERS && text.chars().count() > MAX_CHARACTERS)
    {
        return Err(reader
            .fault("too-long", "The text has more than 131,072 characters, the most IAM reads."));
    }
    reader.space();
    if reader.peek().is_none() {
        return Err(reader.fault("empty", "There is no policy here: the text is empty."));
    }
    let node = reader.value(0)?;
    reader.space();
    if reader.peek().is_some() {
        return Err(reader.fault("json", "There is more text after the end of the document. Remove it, or put all statements into one document."));
    }
    Ok(node)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn fault(&self, code: &'static str, sentence: impl Into<String>) -> Fault {
        self.fault_at(self.at, code, sentence)
    }

    fn fault_at(&self, at: usize, code: &'static str, sentence: impl Into<String>) -> Fault {
        Fault { at, pointer: String::new(), code, sentence: sentence.into() }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn unexpected(&self, wanted: &str) -> Fault {
        let found = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let sentence = match found {
            None => format!("The text ends too early: {wanted} is missing."),
            Some('\'') => format!(
                "Expected {wanted}, found a single quote. JSON strings stand in double quotes."
            ),
            Some(c @ ('\u{201c}' | '\u{201d}')) => format!(
                "Expected {wanted}, found the curly quote {c}. JSON needs straight double quotes."
            ),
            Some('/' | '#') => {
                format!(
                    "Expected {wanted}, found the beginning of a comment. JSON has no comments."
                )
            }
            Some('%') if self.at == 0 => {
                "The text is URL-encoded, as GetRole returns it. Decode it first.".to_owned()
            }
            Some(c) if c.is_control() || c.is_whitespace() => {
                format!("Expected {wanted}, found the character U+{:04X}.", c as u32)
            }
            Some(c) => format!("Expected {wanted}, found \u{201c}{c}\u{201d}."),
        };
        self.fault("json", sentence)
    }

    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        if depth > MAX_DEPTH {
            return Err(self.fault(
                "too-deep",
                "The document is nested too deeply. A policy never needs more than six levels.",
            ));
        }
        let at = self.at;
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.unexpected("a value")),
        };
        Ok(Node { at, value })
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Fault> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.unexpected("a value"))
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Fault> {
        self.at += 1;
        let mut members: Vec<(Key, Node)> = Vec::new();
        // Most objects are small: a scan is cheaper than a set, and the set keeps big ones linear.
        let mut seen: HashSet<String> = HashSet::new();
        loop {
            self.space();
            match self.peek() {
                Some(b'}') if members.is_empty() => break,
                Some(b'"') => {}
                Some(b'}') => {
                    return Err(self.fault("json", "There is a comma before the closing brace. Remove it: JSON allows none there."));
                }
                _ => return Err(self.unexpected("a key in double quotes")),
            }
            let at = self.at;
            let text = self.string()?;
            let known = if members.len() < 8 {
                members.iter().any(|(k, _)| k.text == text)
            } else {
                if seen.is_empty() {
                    seen.extend(members.iter().map(|(k, _)| k.text.clone()));
                }
                !seen.insert(text.clone())
            };
            if known {
                return Err(self.fault_at(
                    at,
                    "duplicate-key",
                    format!(
                        "The key \u{201c}{}\u{201d} stands twice in the same object. Join the two, as IAM refuses duplicate keys.",
                        shorten(&text)
                    ),
                ));
            }
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.unexpected("a colon after the key"));
            }
            self.at += 1;
            self.space();
            let node = self.value(depth + 1)?;
            members.push((Key { at, text }, node));
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.unexpected("a comma or a closing brace")),
            }
        }
        self.at += 1;
        Ok(Value::Object(members))
    }

    fn array(&mut self, depth: usize) -> Result<Value, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            if self.peek() == Some(b']') {
                if !items.is_empty() {
                    return Err(self.fault("json", "There is a comma before the closing bracket. Remove it: JSON allows none there."));
                }
                break;
            }
            items.push(self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.unexpected("a comma or a closing bracket")),
            }
        }
        self.at += 1;
        Ok(Value::Array(items))
    }

    fn number(&mut self) -> Result<String, Fault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let first = self.peek();
        let integer = self.digits();
        if integer == 0 || (first == Some(b'0') && integer > 1) {
            return Err(self.fault_at(start, "json", "JSON knows no such number. Write it with decimal digits and without leading zeros."));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(self.fault_at(start, "json", "JSON knows no such number. Write it with decimal digits and without leading zeros."));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(self.fault_at(start, "json", "JSON knows no such number. Write it with decimal digits and without leading zeros."));
            }
        }
        Ok(self.text[start..self.at].to_owned())
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let run = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..=0x1f)) {
                self.at += 1;
            }
            out.push_str(&self.text[run..self.at]);
            match self.peek() {
                None => {
                    return Err(self.fault_at(start, "json", "This string is never closed."));
                }
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => {
                    return Err(self.fault(
                        "json",
                        "A string can't contain a raw line break, tab or control character. Is a quote missing?",
                    ));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.at;
        self.at += 1;
        let c = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode(start);
            }
            _ => {
                return Err(self.fault_at(
                    start,
                    "json",
                    "JSON knows no such escape. Write \\\\ for a backslash.",
                ));
            }
        };
        self.at += 1;
        Ok(c)
    }

    fn unicode(&mut self, start: usize) -> Result<char, Fault> {
        let lone =
            |r: &Self| r.fault_at(start, "json", "This \\u escape is only half of a character.");
        let high = self.hex(start)?;
        if !(0xd800..0xe000).contains(&high) {
            return char::from_u32(high).ok_or_else(|| lone(self));
        }
        if high >= 0xdc00 || !self.text[self.at..].starts_with("\\u") {
            return Err(lone(self));
        }
        self.at += 2;
        let low = self.hex(start)?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(lone(self));
        }
        char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
            .ok_or_else(|| lone(self))
    }

    fn hex(&mut self, start: usize) -> Result<u32, Fault> {
        let digits = self
            .text
            .get(self.at..self.at + 4)
            .filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|d| u32::from_str_radix(d, 16).ok())
            .ok_or_else(|| {
                self.fault_at(start, "json", "A \\u escape needs four hexadecimal digits.")
            })?;
        self.at += 4;
        Ok(digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(text: &str) -> String {
        read(text).unwrap_err().in_text(text).to_string()
    }

    #[test]
    fn says_where_and_what() {
        assert_eq!(
            sentence("{\n  \"a\": 1,\n  \"a\": 2\n}"),
            "Line 3, column 3: The key \u{201c}a\u{201d} stands twice in the same object. Join the two, as IAM refuses duplicate keys."
        );
        assert!(sentence("{'a': 1}").contains("double quotes"));
        assert!(sentence("{\"a\": \u{201c}x\u{201d}}").contains("curly quote"));
        assert!(sentence("{\"a\": 1,}").contains("comma before the closing brace"));
        assert!(sentence("[1,]").contains("comma before the closing bracket"));
        assert!(sentence("").contains("empty"));
        assert!(sentence("{\"a\": ").contains("too early"));
        assert!(sentence("{} x").contains("more text"));
        assert!(sentence("\u{feff}{}").contains("byte order mark"));
        assert!(sentence("\"\\ud800\"").contains("half of a character"));
        assert!(sentence("\"a\nb\"").contains("raw line break"));
        assert!(sentence("{// c\n}").contains("no comments"));
        assert!(sentence("01").contains("number"));
    }

    #[test]
    fn garbage_ends_quickly() {
        assert!(sentence(&"[".repeat(100_000)).contains("too deeply"));
        assert!(sentence(&"{\"a\":".repeat(20_000)).contains("too deeply"));
        assert!(sentence(&format!("\"{}\"", "x".repeat(131_072))).contains("131,072"));
        let many: Vec<String> = (0..10_000).map(|i| format!("\"{i}\":1")).collect();
        assert!(read(&format!("{{{}}}", many.join(","))).is_ok());
        assert!(sentence(&format!("{{{},\"5\":1}}", many.join(","))).contains("twice"));
    }

    #[test]
    fn escapes() {
        assert_eq!(
            read(r#""\u0041\ud83d\ude00\/\t""#).unwrap().value,
            Value::String("A😀/\t".into())
        );
    }
}
