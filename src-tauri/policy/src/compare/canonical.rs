//! Statements in a form in which what IAM ignores is gone.

use std::collections::HashSet;

use crate::document::{Condition, Document, Effect, Patterns, Principals, Read};
use crate::operator::{Quantifier, Test};
use crate::pattern::{Case, Token, covers, overlap};
use crate::principal::{IdentityForm, Meaning};
use crate::value::Cidr;

pub(super) struct Grant {
    pub(super) statement: usize,
    pub(super) effect: Effect,
    pub(super) principals: Set<Meaning>,
    pub(super) actions: Set<Vec<Token>>,
    pub(super) resources: Set<Vec<Token>>,
    pub(super) conditions: Vec<Clause>,
}

/// A list, or everything but a list, or nothing written at all.
pub(super) struct Set<T> {
    pub(super) form: Form,
    pub(super) items: Vec<T>,
    /// As written, in the same order.
    pub(super) names: Vec<String>,
    index: HashSet<T>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Absent,
    List,
    Except,
}

/// A part of a set: one item, or all that an exception leaves.
pub(super) enum Element<'g, T> {
    Absent,
    One(&'g T),
    Except(&'g [T]),
}

/// What items of a set must be able to say about each other.
pub(super) trait Item: Eq + std::hash::Hash + Clone {
    fn covers(&self, other: &Self) -> bool;
    fn overlaps(&self, other: &Self) -> bool;
    fn is_everything(&self) -> bool;
    /// Whether it may cover an item that is not equal to it.
    fn is_wide(&self) -> bool;
}

impl Item for Vec<Token> {
    fn covers(&self, other: &Self) -> bool {
        covers(self, other, Case::Exact)
    }
    fn overlaps(&self, other: &Self) -> bool {
        overlap(self, other, Case::Exact)
    }
    fn is_everything(&self) -> bool {
        !self.is_empty() && self.iter().all(|t| *t == Token::Many)
    }
    fn is_wide(&self) -> bool {
        self.iter().any(|t| matches!(t, Token::One | Token::Many))
    }
}

impl Item for Meaning {
    fn covers(&self, other: &Self) -> bool {
        *self == Self::Everyone || self == other
    }
    fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everyone, _) | (_, Self::Everyone) => true,
            (Self::Account(a), Self::Identity(i)) | (Self::Identity(i), Self::Account(a)) => {
                *a == i.account
            }
            (Self::Identity(a), Self::Identity(b)) => {
                a == b
                    || (a.account == b.account
                        && a.role_name().is_some()
                        && a.role_name() == b.role_name()
                        && !matches!(
                            (&a.form, &b.form),
                            (IdentityForm::Session { .. }, IdentityForm::Session { .. })
                        ))
            }
            _ => self == other,
        }
    }
    fn is_everything(&self) -> bool {
        *self == Self::Everyone
    }
    fn is_wide(&self) -> bool {
        *self == Self::Everyone
    }
}

impl<T: Item> Set<T> {
    fn new(negated: bool, items: Vec<T>, names: Vec<String>) -> Self {
        let form = if negated { Form::Except } else { Form::List };
        Self { form, index: items.iter().cloned().collect(), items, names }
    }

    fn absent() -> Self {
        Self { form: Form::Absent, items: Vec::new(), names: Vec::new(), index: HashSet::new() }
    }

    /// The parts a statement can be taken apart into, in the order of `names`; an exception is one
    /// part.
    pub(super) fn elements(&self) -> Vec<Element<'_, T>> {
        match self.form {
            Form::Absent => vec![Element::Absent],
            Form::List => self.items.iter().map(Element::One).collect(),
            Form::Except => vec![Element::Except(&self.items)],
        }
    }

    fn lists(&self, item: &T) -> bool {
        self.index.contains(item) || self.items.iter().any(|i| i.is_wide() && i.covers(item))
    }

    pub(super) fn covers(&self, element: &Element<'_, T>) -> bool {
        match (self.form, element) {
            (Form::Absent, Element::Absent) => true,
            (Form::List, Element::One(item)) => self.lists(item),
            (Form::List, Element::Except(_)) => self.items.iter().any(Item::is_everything),
            (Form::Except, Element::One(item)) => !self.items.iter().any(|i| i.overlaps(item)),
            (Form::Except, Element::Except(items)) => self.items.iter().all(|mine| {
                items.contains(mine) || items.iter().any(|i| i.is_wide() && i.covers(mine))
            }),
            _ => false,
        }
    }

    fn covers_all(&self, other: &Self) -> bool {
        other.elements().iter().all(|e| self.covers(e))
    }
}

impl Grant {
    /// Statements of different shape, such as one with and one without principals, never stand for
    /// each other.
    pub(super) fn shape(&self) -> (bool, bool) {
        (self.principals.form == Form::Absent, self.resources.form == Form::Absent)
    }

    pub(super) fn covers_whole(&self, other: &Self) -> bool {
        self.principals.covers_all(&other.principals)
            && self.actions.covers_all(&other.actions)
            && self.resources.covers_all(&other.resources)
    }

    /// Whether every request that meets these conditions meets the other's.
    pub(super) fn conditions_imply(&self, other: &Self) -> bool {
        other.conditions.iter().all(|wanted| self.conditions.iter().any(|c| c.implies(wanted)))
    }
}

/// One key under one operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clause {
    pub(super) key_name: String,
    pub(super) operator_name: String,
    key: String,
    quantifier: Option<Quantifier>,
    kind: Kind,
    pub(super) negated: bool,
    if_exists: bool,
    values: Vec<Operand>,
    pub(super) raw: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// Strings, and ARNs without wildcards.
    Text,
    TextIgnoringCase,
    Other(Test),
}

#[derive(Debug, Clone, PartialEq)]
enum Operand {
    Text(Vec<Token>),
    Number(f64),
    Date(i128),
    Bool(bool),
    Binary(Vec<u8>),
    Ip(Cidr),
    Unreadable(String),
}

impl Operand {
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => covers(a, b, Case::Exact),
            (Self::Ip(a), Self::Ip(b)) => a.contains(b),
            _ => self == other,
        }
    }
}

impl Clause {
    fn new(condition: &Condition) -> Self {
        let op = condition.operator;
        let texts: Vec<Vec<Token>> = condition
            .values
            .iter()
            .filter_map(|v| match &v.read {
                Read::Text(p) => Some(p.to_tokens()),
                _ => None,
            })
            .collect();
        let plain_arn = |t: &Vec<Token>| {
            !t.is_wide()
                && t.iter().take(4).eq("arn:".chars().map(Token::Char).collect::<Vec<_>>().iter())
                && t.iter().filter(|t| **t == Token::Char(':')).count() >= 5
        };
        let kind = match op.test {
            Test::StringEquals | Test::StringLike => Kind::Text,
            Test::StringEqualsIgnoreCase => Kind::TextIgnoringCase,
            Test::Arn if texts.iter().all(plain_arn) => Kind::Text,
            other => Kind::Other(other),
        };
        let values = condition
            .values
            .iter()
            .map(|v| {
                let read = match &v.read {
                    Read::Text(p) if kind == Kind::TextIgnoringCase => {
                        Some(Operand::Text(fold(p.to_tokens())))
                    }
                    Read::Text(p) => Some(Operand::Text(p.to_tokens())),
                    Read::Number(n) => n.map(Operand::Number),
                    Read::Date(d) => d.map(Operand::Date),
                    Read::Bool(b) => b.map(Operand::Bool),
                    Read::Binary(b) => b.clone().map(Operand::Binary),
                    Read::Ip(c) => c.map(Operand::Ip),
                };
                read.unwrap_or_else(|| Operand::Unreadable(v.raw.clone()))
            })
            .collect();
        Self {
            key_name: condition.key_name.clone(),
            operator_name: condition.operator_name.clone(),
            key: condition.key.clone(),
            quantifier: op.quantifier,
            kind,
            negated: op.negated,
            if_exists: op.if_exists,
            values,
            raw: condition.values.iter().map(|v| v.raw.clone()).collect(),
        }
    }

    pub(super) fn same_key(&self, other: &Self) -> bool {
        self.key == other.key
    }

    /// Whether it holds anyway if the key is absent, so that `IfExists` changes nothing.
    fn passes_without_key(&self) -> bool {
        match self.quantifier {
            Some(Quantifier::All) => true,
            Some(Quantifier::Any) => false,
            None => self.negated,
        }
    }

    pub(super) fn implies(&self, other: &Self) -> bool {
        let listed =
            |all: &[Operand], by: &[Operand]| all.iter().all(|v| by.iter().any(|b| b.covers(v)));
        self.key == other.key
            && self.quantifier == other.quantifier
            && self.kind == other.kind
            && self.negated == other.negated
            && (other.if_exists || !self.if_exists || self.passes_without_key())
            && if self.negated {
                listed(&other.values, &self.values)
            } else {
                listed(&self.values, &other.values)
            }
    }
}

fn fold(tokens: Vec<Token>) -> Vec<Token> {
    tokens
        .into_iter()
        .flat_map(|t| match t {
            Token::Char(c) => c.to_lowercase().map(Token::Char).collect(),
            other => vec![other],
        })
        .collect()
}

fn patterns(patterns: &Patterns, ignore_case: bool) -> Set<Vec<Token>> {
    let items = patterns.values.iter().map(|p| {
        let tokens = p.to_tokens();
        if ignore_case { fold(tokens) } else { tokens }
    });
    let names = patterns.values.iter().map(|p| p.raw().to_owned()).collect();
    Set::new(patterns.negated, items.collect(), names)
}

fn principals(principals: &Principals) -> Set<Meaning> {
    let items = principals.values.iter().map(|p| p.meaning.clone()).collect();
    let names = principals.values.iter().map(|p| p.raw.clone()).collect();
    Set::new(principals.negated, items, names)
}

pub(super) fn grants(document: &Document) -> Vec<Grant> {
    document
        .statements()
        .iter()
        .enumerate()
        .map(|(statement, s)| Grant {
            statement,
            effect: s.effect,
            principals: s.principal.as_ref().map_or_else(Set::absent, principals),
            actions: patterns(&s.action, true),
            resources: s.resource.as_ref().map_or_else(Set::absent, |r| patterns(r, false)),
            conditions: s.conditions.iter().map(Clause::new).collect(),
        })
        .collect()
}
