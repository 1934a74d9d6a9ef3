//! Places in the text a document was read from, and changes to its list of statements.

use std::ops::Range;

use crate::document::{Document, Statement};
use crate::json::{Node, Value};

impl Document {
    /// The bytes of `text` that the element a JSON pointer names takes, with its key. `text` must
    /// be what the document was parsed from.
    #[must_use]
    pub fn span(&self, text: &str, pointer: &str) -> Option<Range<usize>> {
        let mut node = self.root();
        let mut start = node.at;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            match &node.value {
                Value::Object(members) => {
                    let (key, value) = members.iter().find(|(k, _)| k.text == step)?;
                    start = key.at;
                    node = value;
                }
                Value::Array(items) => {
                    node = items.get(step.parse::<usize>().ok()?)?;
                    start = node.at;
                }
                _ => return None,
            }
        }
        Some(start..value_end(text, node.at)?)
    }

    /// The bytes of `text` that a statement takes, counted from zero.
    #[must_use]
    pub fn statement_span(&self, text: &str, index: usize) -> Option<Range<usize>> {
        let statement = self.root().get("Statement")?;
        let at = match &statement.value {
            Value::Array(items) => items.get(index)?.at,
            _ if index == 0 => statement.at,
            _ => return None,
        };
        Some(at..value_end(text, at)?)
    }

    /// The document with the statements of another one after its own.
    #[must_use]
    pub fn with_statements_of(&self, other: &Self) -> Option<Self> {
        self.with_statements(|own| {
            own.extend(other.root().get("Statement").map(items).unwrap_or_default());
        })
    }

    /// The document without one of its statements; nothing if none would be left.
    #[must_use]
    pub fn without_statement(&self, index: usize) -> Option<Self> {
        if self.statements().len() < 2 || index >= self.statements().len() {
            return None;
        }
        self.with_statements(|own| {
            own.remove(index);
        })
    }

    fn with_statements(&self, change: impl FnOnce(&mut Vec<Node>)) -> Option<Self> {
        let mut root = self.root().clone();
        let Value::Object(members) = &mut root.value else { return None };
        let (_, node) = members.iter_mut().find(|(k, _)| k.text == "Statement")?;
        let mut statements = items(node);
        change(&mut statements);
        node.value = Value::Array(statements);
        Self::from_node(root).ok()
    }
}

impl Statement {
    /// The condition keys the statement compares, as written.
    pub fn condition_keys(&self) -> impl Iterator<Item = &str> {
        self.conditions.iter().map(|c| c.key_name.as_str())
    }
}

/// A statement may stand alone or in an array.
fn items(node: &Node) -> Vec<Node> {
    match &node.value {
        Value::Array(items) => items.clone(),
        _ => vec![node.clone()],
    }
}

/// Where the JSON value that starts here ends. The text has been read, so it is well formed.
fn value_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.as_bytes().get(start..)?;
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while *rest.get(at)? != b'"' {
                    at += if rest[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            _ => {
                let plain = !matches!(
                    rest.get(at + 1),
                    Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'+' | b'-')
                );
                if depth == 0 && plain {
                    return Some(start + at + 1);
                }
                at += 1;
                continue;
            }
        }
        at += 1;
        if depth == 0 {
            return Some(start + at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Sid\": \"a}\\\"{\", \"Effect\": \"Allow\", \"Action\": [\"s3:Get\u{e9}\", \"s3:Put\"], \"Resource\": \"*\", \"Condition\": {\"Bool\": {\"aws:tag/x\": true}}},\n    {\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}\n  ]\n}";

    #[test]
    fn a_pointer_leads_to_its_place_in_the_text() {
        let document = Document::parse(TEXT).unwrap();
        let at = |pointer: &str| document.span(TEXT, pointer).map(|r| &TEXT[r]);
        assert_eq!(at(""), Some(TEXT));
        assert_eq!(at("/Version"), Some("\"Version\": \"2012-10-17\""));
        assert_eq!(at("/Statement/0/Sid"), Some("\"Sid\": \"a}\\\"{\""));
        assert_eq!(at("/Statement/0/Action/0"), Some("\"s3:Get\u{e9}\""));
        assert_eq!(at("/Statement/0/Action/1"), Some("\"s3:Put\""));
        assert_eq!(at("/Statement/0/Condition/Bool/aws:tag~1x"), Some("\"aws:tag/x\": true"));
        assert_eq!(at("/Statement/7"), None);
        assert_eq!(at("/Id"), None);
        let second = document.statement_span(TEXT, 1).map(|r| &TEXT[r]);
        assert_eq!(second, Some("{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}"));
        assert_eq!(document.statement_span(TEXT, 2), None);
    }

    #[test]
    fn statements_are_added_and_taken_away_whatever_form_they_have() {
        let single = Document::parse(
            r#"{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*"},"Version":"2012-10-17"}"#,
        )
        .unwrap();
        assert!(single.without_statement(0).is_none());
        let both = single.with_statements_of(&Document::parse(TEXT).unwrap()).unwrap();
        assert_eq!(both.statements().len(), 3);
        let less = both.without_statement(1).and_then(|d| d.without_statement(1)).unwrap();
        assert!(crate::equivalent(&less, &single));
        assert!(both.without_statement(3).is_none());
    }
}
