//! Values of YAML, JSON and TOML with the lines they stand in. Scalars stay text: `012345678901` and
//! `no` mean what was written, not what a YAML version makes of them.

use std::rc::Rc;

/// Deeper than any of the dialects by far.
pub(crate) const DEEPEST: usize = 64;
/// Values a file may have after its references are followed.
pub(crate) const MOST: usize = 5_000_000;

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) line: usize,
    /// Values in it and itself.
    pub(crate) weight: usize,
    pub(crate) value: Value,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Scalar { text: String, quoted: bool },
    List(Vec<Rc<Node>>),
    Map(Vec<(Key, Rc<Node>)>),
}

#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) quoted: bool,
    pub(crate) line: usize,
}

impl Node {
    pub(crate) fn new(line: usize, value: Value) -> Self {
        let inside = match &value {
            Value::Null | Value::Scalar { .. } => 0,
            Value::List(items) => items.iter().fold(0usize, |n, i| n.saturating_add(i.weight)),
            Value::Map(pairs) => pairs.iter().fold(0usize, |n, (_, v)| n.saturating_add(v.weight)),
        };
        Self { line, weight: inside.saturating_add(1), value }
    }

    /// The value of a key; of several the last.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.pairs().iter().rev().find(|(k, _)| k.text == key).map(|(_, v)| v.as_ref())
    }

    /// The text of a scalar that is not null and not empty.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Self::scalar).filter(|t| !t.is_empty())
    }

    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_quoted(&self) -> bool {
        matches!(self.value, Value::Scalar { quoted: true, .. })
    }

    pub(crate) fn items(&self) -> Option<&[Rc<Self>]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The pairs of a map; none for anything else.
    pub(crate) fn pairs(&self) -> &[(Key, Rc<Self>)] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The line of a key, or of the whole.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        self.pairs().iter().rev().find(|(k, _)| k.text == key).map_or(self.line, |(k, _)| k.line)
    }
}

/// Turns byte offsets into line numbers. A line ends at CRLF, CR or LF.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = |i: &usize| match bytes[*i] {
            b'\n' => true,
            b'\r' => bytes.get(i + 1) != Some(&b'\n'),
            _ => false,
        };
        Self((0..bytes.len()).filter(ends).collect())
    }

    pub(crate) fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|end| *end < offset) + 1
    }
}
