//! Files for other tools, from entries. What a dialect can't express is told, entry by entry, and
//! nothing a name holds can become a section, a setting or a command.

mod aesr;
mod aws;
mod csv;
mod team;

use serde::Serialize;
use thiserror::Error;

use crate::Entry;

pub use aesr::write as to_aesr;
pub(crate) use aws::{is_argument, process_lines};
pub use aws::{process_profiles as to_published_profiles, write as to_aws};
pub use csv::write as to_csv;
pub use team::write as to_team;

/// A written file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The text.
    pub text: String,
    /// What is not in it.
    pub losses: Vec<Loss>,
}

/// Something the file does not have of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// Name of the entry.
    pub entry: String,
    /// What and why.
    pub what: Lost,
}

/// What a dialect can't express.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
#[allow(missing_docs)] // the sentence of each variant is its documentation
pub enum Lost {
    #[error("Left out: {why}")]
    Entry { why: String },
    #[error("{field} is not in the file: {why}")]
    Field { field: &'static str, why: &'static str },
    #[error("It is called {name} in the file: AWS tools accept no other characters.")]
    Renamed { name: String },
}

struct Losses(Vec<Loss>);

impl Losses {
    fn entry(&mut self, entry: &Entry, why: impl Into<String>) {
        self.0.push(Loss { entry: entry.name.clone(), what: Lost::Entry { why: why.into() } });
    }

    fn field(&mut self, entry: &Entry, field: &'static str, why: &'static str) {
        self.0.push(Loss { entry: entry.name.clone(), what: Lost::Field { field, why } });
    }

    /// Tells of every field that has a value.
    fn fields(&mut self, entry: &Entry, why: &'static str, fields: &[(&'static str, bool)]) {
        for (field, there) in fields {
            if *there {
                self.field(entry, field, why);
            }
        }
    }
}
