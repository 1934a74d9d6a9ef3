//! One condition in a form in which what IAM ignores is gone.

use std::collections::HashSet;

use super::inclusion::{Budget, includes, tidy};
use crate::document::{Condition, DependsOn, Read};
use crate::operator::{Quantifier, Test};
use crate::pattern::Token;
use crate::value::Cidr;

/// One key under one operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clause {
    pub(super) key_name: String,
    pub(super) operator_name: String,
    pub(super) key: String,
    pub(super) raw: Vec<String>,
    quantifier: Option<Quantifier>,
    negated: bool,
    /// Whether it holds if the key is absent.
    pub(super) absent_ok: bool,
    values: Vec<Operand>,
    /// The values as texts, to find equal ones.
    names: Vec<String>,
    index: HashSet<String>,
}

#[derive(Debug, Clone, PartialEq)]
enum Operand {
    Text(Mode, Vec<Token>),
    Number(Order, f64),
    Date(Order, i128),
    Bool(bool),
    Binary(Vec<u8>),
    Ip(Cidr),
    /// Of `Null`, and of any value: only whether the key is there matters.
    Absent(bool),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    Exact,
    /// In lower case.
    IgnoringCase,
    /// Component by component; a wildcard stays within its own.
    Arn,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    const fn of(test: Test) -> Self {
        match test {
            Test::NumericLess | Test::DateLess => Self::Less,
            Test::NumericLessOrEqual | Test::DateLessOrEqual => Self::LessOrEqual,
            Test::NumericGreater | Test::DateGreater => Self::Greater,
            Test::NumericGreaterOrEqual | Test::DateGreaterOrEqual => Self::GreaterOrEqual,
            _ => Self::Equal,
        }
    }

    /// Whether what stands so to `narrow` stands as `self` to `wide`.
    fn covers<T: PartialOrd>(self, wide: &T, order: Self, narrow: &T) -> bool {
        match (self, order) {
            (Self::Equal, Self::Equal) => narrow == wide,
            (Self::Less, Self::Less)
            | (Self::LessOrEqual, Self::Equal | Self::Less | Self::LessOrEqual) => narrow <= wide,
            (Self::Less, Self::Equal | Self::LessOrEqual) => narrow < wide,
            (Self::Greater, Self::Greater)
            | (Self::GreaterOrEqual, Self::Equal | Self::Greater | Self::GreaterOrEqual) => {
                narrow >= wide
            }
            (Self::Greater, Self::Equal | Self::GreaterOrEqual) => narrow > wide,
            _ => false,
        }
    }
}

impl Operand {
    fn covers(&self, other: &Self, budget: &Budget) -> bool {
        match (self, other) {
            (Self::Text(m, a), Self::Text(n, b)) => text_covers(*m, a, *n, b, budget),
            _ if !budget.take(1) => false,
            (Self::Number(m, a), Self::Number(n, b)) => m.covers(a, *n, b),
            (Self::Date(m, a), Self::Date(n, b)) => m.covers(a, *n, b),
            (Self::Ip(a), Self::Ip(b)) => a.contains(b),
            _ => self == other,
        }
    }

    fn read(test: Test, read: &Read) -> Option<Self> {
        Some(match read {
            Read::Text(p) => match test {
                Test::StringEqualsIgnoreCase => Self::Text(Mode::IgnoringCase, fold(p.to_tokens())),
                Test::Arn if !is_plain_arn(&p.to_tokens()) => Self::Text(Mode::Arn, p.to_tokens()),
                _ => Self::Text(Mode::Exact, tidy(p.to_tokens())),
            },
            Read::Number(n) => Self::Number(Order::of(test), (*n)?),
            Read::Date(d) => Self::Date(Order::of(test), (*d)?),
            Read::Bool(b) => Self::Bool((*b)?),
            Read::Binary(b) => Self::Binary(b.clone()?),
            Read::Ip(c) => Self::Ip((*c)?),
        })
    }
}

fn text_covers(wide: Mode, a: &[Token], narrow: Mode, b: &[Token], budget: &Budget) -> bool {
    let includes = |a: &[Token], b: &[Token]| includes(a, b, budget);
    match (wide, narrow) {
        (Mode::Exact, Mode::Exact | Mode::Arn) | (Mode::IgnoringCase, Mode::IgnoringCase) => {
            includes(a, b)
        }
        (Mode::IgnoringCase, _) => includes(a, &fold(b.to_vec())),
        (Mode::Exact, Mode::IgnoringCase) => is_caseless(b) && includes(a, b),
        (Mode::Arn, Mode::IgnoringCase) => false,
        (Mode::Arn, Mode::Exact | Mode::Arn) => {
            if narrow == Mode::Arn && (a == b || a == [Token::Many]) {
                return true;
            }
            let parts = |t| <[Token]>::splitn(t, 6, |t| *t == Token::Char(':')).collect::<Vec<_>>();
            let (a, b) = (parts(a), parts(b));
            // Only where a text's colons are fixed are its components known.
            let fixed = |t: &Token| match t {
                Token::Char(_) => true,
                Token::Variable(_) => false,
                Token::One | Token::Many => narrow == Mode::Arn,
            };
            b.len() == 6
                && b[0].iter().eq("arn".chars().map(Token::Char).collect::<Vec<_>>().iter())
                && b[..5].iter().all(|part| part.iter().all(fixed))
                && (a == [[Token::Many]]
                    || (a.len() == 6
                        && a[..5].iter().flat_map(|p| p.iter()).all(|t| {
                            // A variable could bring a colon with it.
                            !matches!(t, Token::Variable(_))
                        })
                        && a.iter().zip(&b).all(|(a, b)| includes(a, b))))
        }
    }
}

/// An ARN without wildcards is compared as a text.
fn is_plain_arn(tokens: &[Token]) -> bool {
    !tokens.iter().any(|t| matches!(t, Token::One | Token::Many))
        && tokens.iter().take(4).eq("arn:".chars().map(Token::Char).collect::<Vec<_>>().iter())
        && tokens.iter().filter(|t| **t == Token::Char(':')).count() >= 5
}

fn is_caseless(tokens: &[Token]) -> bool {
    tokens.iter().all(|t| match t {
        Token::Char(c) => c.to_lowercase().eq(c.to_uppercase()),
        _ => false,
    })
}

pub(super) fn fold(tokens: Vec<Token>) -> Vec<Token> {
    tokens
        .into_iter()
        .flat_map(|t| match t {
            Token::Char(c) => c.to_lowercase().map(Token::Char).collect(),
            other => vec![other],
        })
        .collect()
}

impl Clause {
    /// Without values yet.
    fn new(condition: &Condition) -> Self {
        Self {
            key_name: condition.key_name.clone(),
            operator_name: condition.operator_name.clone(),
            key: condition.key.clone(),
            raw: condition.values.iter().map(|v| v.raw.clone()).collect(),
            quantifier: condition.operator.quantifier,
            negated: condition.operator.negated,
            absent_ok: condition.holds_if_absent(),
            values: Vec::new(),
            names: Vec::new(),
            index: HashSet::new(),
        }
    }

    fn with(mut self, values: Vec<Operand>) -> Self {
        self.names = values.iter().map(|v| format!("{v:?}")).collect();
        self.index = self.names.iter().cloned().collect();
        self.values = values;
        self
    }

    /// Whether the values of `other` lie within those of this one.
    fn lists(&self, other: &Self, budget: Option<&Budget>) -> bool {
        other.values.iter().zip(&other.names).all(|(value, name)| {
            self.index.contains(name)
                || budget.is_some_and(|b| self.values.iter().any(|v| v.covers(value, b)))
        })
    }

    /// Only asks whether the key is absent.
    fn presence(mut self, absent: bool) -> Self {
        self.quantifier = None;
        self.negated = false;
        self.absent_ok = absent;
        self.with(vec![Operand::Absent(absent)])
    }

    fn asks_presence(&self) -> Option<bool> {
        match self.values[..] {
            [Operand::Absent(absent)] => Some(absent),
            _ => None,
        }
    }

    /// Whether every request that meets this one meets the other. Without a budget only equal
    /// values are found.
    pub(super) fn implies(&self, other: &Self, budget: Option<&Budget>) -> bool {
        if self.key != other.key || (self.absent_ok && !other.absent_ok) {
            return false;
        }
        match (self.asks_presence(), other.asks_presence()) {
            (Some(true), _) => return other.absent_ok,
            (Some(false), _) => return other.asks_presence() == Some(false),
            (None, Some(false)) => return true,
            (None, Some(true)) => return false,
            (None, None) => {}
        }
        self.quantifier == other.quantifier
            && self.negated == other.negated
            && if self.negated { self.lists(other, budget) } else { other.lists(self, budget) }
    }
}

/// The clauses of a statement; `None` if they can never hold together.
pub(super) fn clauses(conditions: &[Condition]) -> Option<Vec<Clause>> {
    let mut out: Vec<Clause> = Vec::with_capacity(conditions.len());
    for condition in conditions {
        let clause = Clause::new(condition);
        out.push(match condition.depends_on() {
            DependsOn::Nothing => continue,
            DependsOn::Contradiction => return None,
            DependsOn::Presence => clause.presence(false),
            DependsOn::Absence => clause.presence(true),
            DependsOn::Value => {
                let test = condition.operator.test;
                // Texts that don't have the operator's type equal nothing.
                let values = condition.values.iter();
                clause.with(values.filter_map(|v| Operand::read(test, &v.read)).collect())
            }
        });
    }
    let required: Vec<String> =
        out.iter().filter(|c| !c.absent_ok).map(|c| c.key.clone()).collect();
    for clause in out.iter_mut().filter(|c| required.contains(&c.key)) {
        if clause.asks_presence() == Some(true) {
            return None;
        }
        // One clause on the key already wants it: `IfExists` in another changes nothing.
        clause.absent_ok = false;
    }
    Some(out)
}

/// Conditions that together allow the same as these, with a single value each as far as that can
/// be done: a list of values is an "or".
pub(super) fn alternatives(clauses: &[Clause]) -> Vec<Vec<Clause>> {
    const MOST: usize = 256;
    let mut all = vec![clauses.to_vec()];
    for (place, clause) in clauses.iter().enumerate() {
        let values = clause.values.len();
        let splits = !clause.negated && clause.quantifier != Some(Quantifier::All) && values > 1;
        if !splits || all.len() * values > MOST {
            continue;
        }
        all = all
            .into_iter()
            .flat_map(|clauses| {
                clause.values.iter().map(move |value| {
                    let mut one = clauses.clone();
                    one[place] = clause.clone().with(vec![value.clone()]);
                    one
                })
            })
            .collect();
    }
    all
}

/// Whether every request that meets `these` meets `those`.
pub(super) fn imply(these: &[Clause], those: &[Clause], budget: Option<&Budget>) -> bool {
    those.iter().all(|wanted| these.iter().any(|c| c.implies(wanted, budget)))
}
