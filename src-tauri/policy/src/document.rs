//! The typed, lossless model of a policy document ("Grammar of the IAM JSON policy language").

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Fault, ParseError};
use crate::json::{self, Node};
use crate::operator::{Operator, Quantifier, Test};
use crate::parse;
use crate::pattern::Pattern;
use crate::principal::PrincipalValue;
use crate::value::Cidr;

/// The version of the policy language, not of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Version {
    /// The old language, also meant when no version is given: policy variables are plain text.
    #[serde(rename = "2008-10-17")]
    V2008,
    /// The current language.
    #[serde(rename = "2012-10-17")]
    V2012,
}

/// What a statement does when it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Effect {
    /// Grants.
    Allow,
    /// Forbids, whatever else allows.
    Deny,
}

/// An IAM policy document. It exists only if its grammar is right; what it says may still be
/// unwise or useless, which the checks tell. Order and form (a single value or an array) are kept.
#[derive(Clone)]
pub struct Document {
    root: Node,
    version: Option<Version>,
    statements: Vec<Statement>,
}

/// One statement of a document.
#[derive(Debug, Clone)]
pub struct Statement {
    pub(crate) sid: Option<String>,
    pub(crate) effect: Effect,
    pub(crate) principal: Option<Principals>,
    pub(crate) action: Patterns,
    pub(crate) resource: Option<Patterns>,
    pub(crate) conditions: Vec<Condition>,
}

/// `Principal` or `NotPrincipal`.
#[derive(Debug, Clone)]
pub(crate) struct Principals {
    pub(crate) negated: bool,
    pub(crate) values: Vec<PrincipalValue>,
}

/// `Action`, `NotAction`, `Resource` or `NotResource`.
#[derive(Debug, Clone)]
pub(crate) struct Patterns {
    pub(crate) negated: bool,
    pub(crate) values: Vec<Pattern>,
}

/// One key under one operator.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) operator: Operator,
    /// As written.
    pub(crate) operator_name: String,
    /// As written.
    pub(crate) key_name: String,
    /// In lower case: IAM ignores the case of keys.
    pub(crate) key: String,
    pub(crate) values: Vec<Operand>,
}

/// A value to compare with, read for its operator.
#[derive(Debug, Clone)]
pub(crate) struct Operand {
    pub(crate) raw: String,
    pub(crate) read: Read,
}

/// `None` inside: the text does not have the operator's type, so that nothing equals it.
#[derive(Debug, Clone)]
pub(crate) enum Read {
    Text(Pattern),
    Number(Option<f64>),
    Date(Option<i128>),
    Bool(Option<bool>),
    Binary(Option<Vec<u8>>),
    Ip(Option<Cidr>),
}

/// What a condition depends on, as its operator and values alone tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DependsOn {
    /// Holds for every request.
    Nothing,
    /// Holds for no request: no value of the key has the operator's type.
    Contradiction,
    /// Only whether the key is there.
    Presence,
    /// Only whether the key is not there.
    Absence,
    Value,
}

impl Condition {
    /// Whether it holds if the key is absent. "If the key that you specify in a policy condition is
    /// not present in the request context, the values do not match": a negated operator then holds.
    pub(crate) fn holds_if_absent(&self) -> bool {
        let op = self.operator;
        op.if_exists
            || op.quantifier == Some(Quantifier::All)
            || (op.negated && op.quantifier.is_none())
    }

    pub(crate) fn depends_on(&self) -> DependsOn {
        let op = self.operator;
        if op.test == Test::Null {
            let asks = |wanted| {
                self.values.iter().any(|v| matches!(v.read, Read::Bool(Some(b)) if b == wanted))
            };
            return match (asks(true), asks(false)) {
                (true, true) => DependsOn::Nothing,
                (true, false) => DependsOn::Absence,
                (false, true) => DependsOn::Presence,
                (false, false) => DependsOn::Contradiction,
            };
        }
        let anything = op.test != Test::Arn
            && self.values.iter().any(|v| matches!(&v.read, Read::Text(p) if p.is_everything()));
        let nothing = !self.values.iter().any(Operand::is_readable);
        // Of a value that is there.
        let holds = match (anything, nothing) {
            (true, _) => !op.negated,
            (_, true) => op.negated,
            _ => return DependsOn::Value,
        };
        match (op.quantifier, holds, self.holds_if_absent()) {
            // To a set operator an empty string is as good as none.
            (Some(Quantifier::All), false, _) | (Some(Quantifier::Any), true, _) => {
                DependsOn::Value
            }
            (_, true, true) => DependsOn::Nothing,
            (_, true, false) => DependsOn::Presence,
            (_, false, true) => DependsOn::Absence,
            (_, false, false) => DependsOn::Contradiction,
        }
    }
}

impl Operand {
    /// Whether the text has the operator's type, so that a request could meet it.
    pub(crate) const fn is_readable(&self) -> bool {
        match &self.read {
            Read::Text(_) => true,
            Read::Number(n) => n.is_some(),
            Read::Date(d) => d.is_some(),
            Read::Bool(b) => b.is_some(),
            Read::Binary(b) => b.is_some(),
            Read::Ip(range) => range.is_some(),
        }
    }
}

impl Document {
    /// Reads a document from JSON text.
    ///
    /// # Errors
    /// [`ParseError`] with line, column and a sentence, for text that is not JSON, has duplicate
    /// keys, a byte order mark, more than 131,072 characters or needless nesting, and for what the
    /// policy grammar does not know.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        json::read(text).and_then(Self::from_node).map_err(|fault| fault.in_text(text))
    }

    /// Reads a document from the bytes of a file, which have to be UTF-8.
    ///
    /// # Errors
    /// As [`Document::parse`], and with the place of the first byte that is not UTF-8.
    pub fn parse_bytes(bytes: &[u8]) -> Result<Self, ParseError> {
        Self::parse(text_of(bytes)?)
    }

    /// Reads a document that may be URL-encoded (RFC 3986), as GetRole and GetRolePolicy return it.
    /// A `+` stays a plus sign if the text is a document so, and is a space otherwise. Places in errors are those of the decoded text.
    ///
    /// # Errors
    /// As [`Document::parse`], and for an encoding that is broken.
    pub fn parse_lenient_encoding(text: &str) -> Result<Self, ParseError> {
        // Encoded, a character has at most twelve: what is longer is too long decoded too.
        if !text.trim_start().starts_with('%') || text.len() > 12 * json::MAX_CHARACTERS {
            return Self::parse(text);
        }
        let read = |text: &str| Self::parse(&decode(text).map_err(|fault| fault.in_text(text))?);
        // Encoders of web forms write a space as a plus sign, which JSON has only inside strings.
        let document = read(text);
        if document.is_err() && text.contains('+') {
            return read(&text.replace('+', "%20")).or(document);
        }
        document
    }

    pub(crate) fn from_node(root: Node) -> Result<Self, Fault> {
        let (version, statements) = parse::document(&root)?;
        Ok(Self { root, version, statements })
    }

    /// The version as written.
    #[must_use]
    pub const fn version(&self) -> Option<Version> {
        self.version
    }

    /// The statements in order.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The document with two spaces per level and no newline at the end. Equal documents give
    /// equal text.
    #[must_use]
    pub fn pretty(&self) -> String {
        self.root.pretty()
    }

    /// The document without whitespace between its tokens.
    #[must_use]
    pub fn compact(&self) -> String {
        self.root.compact()
    }

    /// The characters IAM counts against a quota: whitespace is free ("IAM and AWS STS quotas").
    #[must_use]
    pub fn size(&self) -> usize {
        self.compact().chars().count()
    }

    pub(crate) const fn root(&self) -> &Node {
        &self.root
    }
}

impl Statement {
    /// The statement's id, if it has one.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// Allow or Deny.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        self.effect
    }

    /// The actions as written; with `NotAction` these are the exceptions.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.action.values.iter().map(Pattern::raw)
    }

    /// The resources as written; with `NotResource` these are the exceptions.
    pub fn resources(&self) -> impl Iterator<Item = &str> {
        self.resource.iter().flat_map(|r| r.values.iter().map(Pattern::raw))
    }

    /// The principals as written; with `NotPrincipal` these are the exceptions.
    pub fn principals(&self) -> impl Iterator<Item = &str> {
        self.principal.iter().flat_map(|p| p.values.iter().map(|v| v.raw.as_str()))
    }

    /// Whether it names principals, or who is excepted, as policies on something do.
    #[must_use]
    pub const fn has_principal(&self) -> bool {
        self.principal.is_some()
    }

    /// Whether every principal is an AWS service, so that no person or role gets in by it.
    #[must_use]
    pub fn trusts_only_services(&self) -> bool {
        self.principal.as_ref().is_some_and(|p| {
            p.values.iter().all(|v| matches!(v.kind, crate::principal::PrincipalKind::Service))
        })
    }

    /// Whether the statement compares this condition key, in any operator.
    #[must_use]
    pub fn has_condition_key(&self, key: &str) -> bool {
        self.conditions.iter().any(|c| c.key_name.eq_ignore_ascii_case(key))
    }
}

/// Documents are equal if they are the same text but for whitespace. For what they mean see
/// [`crate::equivalent`].
impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl Eq for Document {}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({})", self.compact())
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pretty())
    }
}

impl std::str::FromStr for Document {
    type Err = ParseError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::parse(s)
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.root.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::from_node(Node::deserialize(d)?).map_err(|fault| {
            serde::de::Error::custom(format!("{} (at {})", fault.sentence, or_root(&fault.pointer)))
        })
    }
}

fn or_root(pointer: &str) -> &str {
    if pointer.is_empty() { "the document" } else { pointer }
}

/// The text that a file holds.
///
/// # Errors
/// [`ParseError`] with the place of the first byte that is not UTF-8.
pub fn text_of(bytes: &[u8]) -> Result<&str, ParseError> {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    std::str::from_utf8(bytes).map_err(|e| {
        let at = if wide { 0 } else { e.valid_up_to() };
        let sentence = if wide {
            "The text is UTF-16. Save it as UTF-8 without BOM."
        } else {
            "The text is not UTF-8 here. Save it as UTF-8 without BOM."
        };
        let before = String::from_utf8_lossy(&bytes[..at]);
        Fault {
            at: before.len(),
            pointer: String::new(),
            code: "not-utf-8",
            sentence: sentence.to_owned(),
        }
        .in_text(&before)
    })
}

fn decode(text: &str) -> Result<String, Fault> {
    let fault = |at, sentence: &str| Fault {
        at,
        pointer: String::new(),
        code: "url-encoding",
        sentence: sentence.to_owned(),
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes().enumerate();
    while let Some((at, byte)) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|(_, d)| char::from(d).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(fault(
                at,
                "The URL encoding is broken: a percent sign needs two hexadecimal digits behind it.",
            ));
        };
        bytes.push((high * 16 + low) as u8);
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        fault(0, "The URL-encoded text is not UTF-8. Ask AWS for the policy again.")
    })?;
    if text.trim_start().starts_with('%') {
        return Err(fault(0, "The text is URL-encoded twice. Decode it once first."));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}"#;

    #[test]
    fn round_trip_keeps_order_and_form() {
        let doc = Document::parse(TRUST).unwrap();
        assert_eq!(doc.compact(), TRUST);
        assert_eq!(Document::parse(&doc.pretty()).unwrap(), doc);
        assert_eq!(doc.size(), TRUST.len());
        assert_eq!(serde_json::to_string(&doc).unwrap(), TRUST);
        assert_eq!(serde_json::from_str::<Document>(TRUST).unwrap(), doc);
        assert_eq!(doc.version(), Some(Version::V2012));
    }

    #[test]
    fn size_ignores_whitespace_between_tokens_only() {
        let doc = Document::parse(
            "{ \"Statement\" : [ {\n\"Effect\":\"Allow\",\"Sid\":\"\",\"Action\":\"a:b c\",\"Resource\":\"*\" } ] }",
        )
        .unwrap();
        assert_eq!(
            doc.size(),
            r#"{"Statement":[{"Effect":"Allow","Sid":"","Action":"a:b c","Resource":"*"}]}"#.len()
        );
    }

    #[test]
    fn reads_what_get_role_returns() {
        let encoded: String = TRUST
            .bytes()
            .map(|b| {
                if b.is_ascii_alphanumeric() {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect();
        assert_eq!(Document::parse_lenient_encoding(&encoded).unwrap().compact(), TRUST);
        assert_eq!(Document::parse_lenient_encoding(TRUST).unwrap().compact(), TRUST);
        let plus = "%7B%22Statement%22%3A%5B%7B%22Effect%22:%22Allow%22,%22Action%22:%22a:b%22,%22Resource%22:%22a+b%22%7D%5D%7D";
        assert!(Document::parse_lenient_encoding(plus).unwrap().compact().contains("a+b"));
        assert!(Document::parse_lenient_encoding("%7").is_err());
        assert!(Document::parse_lenient_encoding("%FF%FE").is_err());
    }
}
