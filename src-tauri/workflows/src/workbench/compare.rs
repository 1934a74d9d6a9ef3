//! Two documents side by side: do they mean the same, and which grants more.

use rolebridge_policy::{Comparison, Difference, Document, Side};
use serde::{Deserialize, Serialize};

use super::{WorkbenchDocument, answer::WorkbenchProblem, place::TextRange};

/// Two documents to compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentPair {
    /// The first.
    pub first: WorkbenchDocument,
    /// The second.
    pub second: WorkbenchDocument,
}

/// A difference and the statement that makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PlacedDifference {
    /// In a sentence.
    pub sentence: String,
    /// The document the statement stands in.
    pub document: String,
    /// The statement's number, from one.
    pub statement: u32,
    /// Its place in the text.
    pub range: Option<TextRange>,
}

/// The second document seen from the first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentComparison {
    /// What keeps the documents from being compared.
    pub problems: Vec<WorkbenchProblem>,
    /// Whether both grant and deny the same.
    pub equivalent: bool,
    /// What the second grants and the first does not.
    pub grants_more: Vec<PlacedDifference>,
    /// What the first grants and the second does not.
    pub grants_less: Vec<PlacedDifference>,
    /// The first with its usual indentation.
    pub before: String,
    /// The second.
    pub after: String,
}

/// Compares what two documents mean.
#[must_use]
pub fn compare(pair: &DocumentPair) -> DocumentComparison {
    let mut problems = Vec::new();
    let mut read = |d: &WorkbenchDocument| match Document::parse(&d.text) {
        Ok(document) => Some(document),
        Err(error) => {
            problems.push(WorkbenchProblem::unreadable(d, &error));
            None
        }
    };
    let (first, second) = (read(&pair.first), read(&pair.second));
    let (Some(first), Some(second)) = (first, second) else {
        return DocumentComparison { problems, ..DocumentComparison::default() };
    };
    let names = [
        call(&pair.first.name, "the first document"),
        call(&pair.second.name, "the second document"),
    ];
    let comparison = Comparison::named((&first, &names[0]), (&second, &names[1]));
    let place = |d: Difference| {
        let (source, document) = match d.stands_in {
            Side::First => (&pair.first, &first),
            Side::Second => (&pair.second, &second),
        };
        PlacedDifference {
            sentence: d.sentence,
            document: source.id.clone(),
            statement: super::place::number(d.statement + 1),
            range: TextRange::of_statement(&source.text, document, d.statement),
        }
    };
    DocumentComparison {
        problems,
        equivalent: comparison.equivalent,
        grants_more: comparison.grants_more.into_iter().map(place).collect(),
        grants_less: comparison.grants_less.into_iter().map(place).collect(),
        before: first.pretty(),
        after: second.pretty(),
    }
}

fn call(name: &str, without: &str) -> String {
    if name.trim().is_empty() {
        without.to_owned()
    } else {
        format!("\u{201c}{}\u{201d}", name.trim())
    }
}
