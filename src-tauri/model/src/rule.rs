//! Why a value was refused, as a sentence for the field it was typed into.

use thiserror::Error;

/// A value broke one of AWS's rules for its kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RuleViolation {
    /// Nothing was entered.
    #[error("Enter {what}.")]
    Empty {
        /// The kind of value, with its article.
        what: &'static str,
    },
    /// The value has too few characters.
    #[error("{what} needs at least {min} characters; this one has {actual}.")]
    TooShort {
        /// The kind of value, capitalised.
        what: &'static str,
        /// Fewest characters allowed.
        min: usize,
        /// Characters found.
        actual: usize,
    },
    /// The value has too many characters.
    #[error("{what} can have at most {max} characters; this one has {actual}.")]
    TooLong {
        /// The kind of value, capitalised.
        what: &'static str,
        /// Most characters allowed.
        max: usize,
        /// Characters found.
        actual: usize,
    },
    /// A character is outside the allowed set.
    #[error("{what} can't contain {found} (character {position}). Use {allowed}.")]
    Character {
        /// The kind of value, capitalised.
        what: &'static str,
        /// The character, named so that invisible ones can be read.
        found: String,
        /// Its place, counted from one.
        position: usize,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// The value does not have its kind's form.
    #[error("{0}")]
    Form(String),
}

/// Names a character so that a person can find it: spaces and control characters have no glyph.
fn name_of(c: char) -> String {
    match c {
        ' ' => "a space".into(),
        '\t' => "a tab".into(),
        '\n' | '\r' => "a line break".into(),
        '\u{a0}' => "a no-break space".into(),
        c if c.is_control() => format!("the control character U+{:04X}", c as u32),
        c => format!("\u{201c}{c}\u{201d}"),
    }
}

/// Length and alphabet, the two rules nearly every identifier has.
pub(crate) struct Text {
    /// With article, for "Enter ...".
    pub(crate) a: &'static str,
    /// Capitalised, for the head of a sentence.
    pub(crate) the: &'static str,
    pub(crate) min: usize,
    pub(crate) max: usize,
    pub(crate) allowed: &'static str,
    pub(crate) accepts: fn(char) -> bool,
}

impl Text {
    pub(crate) fn check(&self, value: &str) -> Result<(), RuleViolation> {
        if value.is_empty() && self.min > 0 {
            return Err(RuleViolation::Empty { what: self.a });
        }
        if let Some((i, c)) = value.chars().enumerate().find(|(_, c)| !(self.accepts)(*c)) {
            return Err(RuleViolation::Character {
                what: self.the,
                found: name_of(c),
                position: i + 1,
                allowed: self.allowed,
            });
        }
        let actual = value.chars().count();
        if actual < self.min {
            return Err(RuleViolation::TooShort { what: self.the, min: self.min, actual });
        }
        if actual > self.max {
            return Err(RuleViolation::TooLong { what: self.the, max: self.max, actual });
        }
        Ok(())
    }
}

/// The characters IAM calls alphanumeric plus `+=,.@-_`: ASCII only.
pub(crate) fn iam_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}
