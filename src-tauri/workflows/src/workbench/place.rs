//! Places in a text, the way a text field counts them.

use std::ops::Range;

use rolebridge_policy::{Document, ParseError};
use serde::{Deserialize, Serialize};

/// A part of a text. `start` and `end` count UTF-16 code units, as text fields of a web view do;
/// line and column are for people and begin at one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TextRange {
    /// Line it begins on.
    pub line: u32,
    /// Column it begins at, in characters.
    pub column: u32,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

impl TextRange {
    pub(super) fn new(text: &str, bytes: Range<usize>) -> Option<Self> {
        let before = text.get(..bytes.start)?;
        let within = text.get(bytes)?;
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let start = units(before);
        Some(Self {
            line: number(before.matches('\n').count() + 1),
            column: number(before.get(line_start..)?.chars().count() + 1),
            start,
            end: start + units(within),
        })
    }

    pub(super) fn of_pointer(text: &str, document: &Document, pointer: &str) -> Option<Self> {
        Self::new(text, document.span(text, pointer)?)
    }

    pub(super) fn of_statement(text: &str, document: &Document, index: usize) -> Option<Self> {
        Self::new(text, document.statement_span(text, index)?)
    }

    /// From where reading stopped to the end of the word there.
    pub(super) fn of_error(text: &str, error: &ParseError) -> Option<Self> {
        let line_start = if error.line <= 1 {
            0
        } else {
            text.match_indices('\n').nth(error.line - 2).map(|(i, _)| i + 1)?
        };
        let line = text.get(line_start..)?.split('\n').next()?;
        let rest_at = line.char_indices().nth(error.column - 1).map_or(line.len(), |(i, _)| i);
        let rest = line.get(rest_at..)?;
        let word = match rest.strip_prefix('"').and_then(|r| r.find('"')) {
            Some(close) => close + 2,
            None => rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| c.is_whitespace() || ",:[]{}\"".contains(*c))
                .map_or(rest.len(), |(i, _)| i),
        };
        let start = line_start + rest_at;
        Self::new(text, start..start + word)
    }
}

fn units(text: &str) -> u32 {
    number(text.encode_utf16().count())
}

pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, range: TextRange) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        String::from_utf16(&units[range.start as usize..range.end as usize]).unwrap()
    }

    #[test]
    fn counts_as_a_text_field_does() {
        // The face takes four bytes, two code units and one column.
        let text = "{\"Sid\": \"\u{1f600}\",\n \"Effect\": 1}";
        let at = text.find("\"Effect\"").unwrap();
        let range = TextRange::new(text, at..at + 8).unwrap();
        assert_eq!((range.line, range.column), (2, 2));
        assert_eq!(cut(text, range), "\"Effect\"");
    }

    #[test]
    fn an_error_is_marked_as_far_as_its_word() {
        for (text, wanted) in [
            ("{\n  \"Statement\": [],\n  \"Extra\": 1\n}", "\"Extra\""),
            ("{\"Version\": \"2020-01-01\", \"Statement\": []}", "\"2020-01-01\""),
            ("{\"Statement\": nope}", "nope"),
            ("{\"Statement\": [", ""),
            ("", ""),
        ] {
            let error = Document::parse(text).unwrap_err();
            let range = TextRange::of_error(text, &error).unwrap();
            assert_eq!(cut(text, range), wanted, "{error}");
            assert_eq!((range.line as usize, range.column as usize), (error.line, error.column));
        }
    }
}
