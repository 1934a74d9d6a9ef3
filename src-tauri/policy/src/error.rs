//! What is wrong with a document's text, and where.

use thiserror::Error;

/// A text is not an IAM policy document. The place is given twice: as line and column of the text,
/// counted from one, and as a JSON pointer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Line {line}, column {column}: {sentence}")]
pub struct ParseError {
    /// Line, from one.
    pub line: usize,
    /// Column in characters, from one.
    pub column: usize,
    /// JSON pointer to the element, empty for the whole document.
    pub pointer: String,
    /// A stable name of the kind of mistake, such as `duplicate-key`.
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub sentence: String,
}

/// A mistake before it is known which line it stands on.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) pointer: String,
    pub(crate) code: &'static str,
    pub(crate) sentence: String,
}

impl Fault {
    pub(crate) fn in_text(self, text: &str) -> ParseError {
        let before = text.get(..self.at).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        ParseError {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            pointer: self.pointer,
            code: self.code,
            sentence: self.sentence,
        }
    }
}

/// The way from the root to an element; turned into a JSON pointer only when something is wrong.
#[derive(Clone, Copy)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    pub(crate) const ROOT: Path<'static> = Path { parent: None, step: Step::Root };

    pub(crate) fn key(&'a self, key: &'a str) -> Path<'a> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    pub(crate) fn index(&'a self, index: usize) -> Path<'a> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    pub(crate) fn pointer(&self) -> String {
        let mut text = self.parent.map(Path::pointer).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Key(k) => {
                text.push('/');
                text.push_str(&k.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(i) => {
                text.push('/');
                text.push_str(&i.to_string());
            }
        }
        text
    }
}
