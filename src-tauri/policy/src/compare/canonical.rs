//! Statements in a form in which what IAM ignores is gone.

use std::collections::HashSet;

use super::clause::{Clause, clauses, fold, imply};
use super::hashed::{Hashed, Index};
use super::inclusion::{Budget, includes, tidy};
use crate::document::{Document, Effect, Patterns, Principals, Statement};
use crate::pattern::{Case, Token, overlap};
use crate::principal::{Identity, IdentityForm, Meaning};

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
    allowing: bool,
    pub(super) items: Vec<Hashed<T>>,
    /// As written, in the same order.
    pub(super) names: Vec<String>,
    index: Index<T>,
    /// The places of items that may cover others.
    wide: Vec<usize>,
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
    One(&'g Hashed<T>),
    Except(Vec<&'g Hashed<T>>),
    /// An item without what the exceptions it is split at name.
    Rest(&'g Hashed<T>),
}

/// What items of a set must be able to say about each other.
pub(super) trait Item: Eq + std::hash::Hash + Clone {
    /// `allowing`: both stand in an Allow.
    fn covers(&self, other: &Self, allowing: bool, budget: &Budget) -> bool;
    /// Whether an exception of this leaves out all that an exception of the other does.
    fn excepts(&self, other: &Self, budget: &Budget) -> bool {
        self.covers(other, false, budget)
    }
    fn overlaps(&self, other: &Self) -> bool;
    fn is_everything(&self) -> bool;
    /// Whether nothing is left when this is excepted.
    fn excepts_everything(&self, _allowing: bool) -> bool {
        self.is_everything()
    }
    /// Whether it may cover an item that is not equal to it.
    fn is_wide(&self) -> bool;
    /// Whether being named means more than being meant by an exception.
    fn counts_by_name(&self) -> bool;
}

impl Item for Vec<Token> {
    fn covers(&self, other: &Self, _: bool, budget: &Budget) -> bool {
        includes(self, other, budget)
    }
    fn overlaps(&self, other: &Self) -> bool {
        overlap(self, other, Case::Exact)
    }
    fn is_everything(&self) -> bool {
        *self == [Token::Many]
    }
    fn is_wide(&self) -> bool {
        self.iter().any(|t| matches!(t, Token::One | Token::Many))
    }
    fn counts_by_name(&self) -> bool {
        false
    }
}

/// How closely an Allow names a principal matters: what names a user or session itself is not
/// limited by a permissions boundary, what names everyone is, and what names the account leaves the
/// decision to its own policies ("Policy evaluation logic"). A Deny and an exception reach all
/// alike.
impl Item for Meaning {
    fn covers(&self, other: &Self, allowing: bool, budget: &Budget) -> bool {
        if !budget.take(1) {
            return false;
        }
        self == other
            || match (self, other) {
                (Self::Everyone, _) => !allowing || !other.counts_by_name(),
                (Self::Account(a), Self::Identity(i)) => !allowing && *a == i.account,
                (Self::Identity(role), Self::Identity(session)) => {
                    !allowing
                        && matches!(
                            (&role.form, &session.form),
                            (IdentityForm::Role(_), IdentityForm::Session { .. })
                        )
                        && role.partition == session.partition
                        && is_one_role(role, session)
                }
                _ => false,
            }
    }
    /// An account among exceptions stands for itself, not for its users and roles.
    fn excepts(&self, other: &Self, budget: &Budget) -> bool {
        self == other || (!matches!(self, Self::Account(_)) && self.covers(other, false, budget))
    }
    fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everyone, _) | (_, Self::Everyone) => true,
            (Self::Account(a), Self::Identity(i)) | (Self::Identity(i), Self::Account(a)) => {
                *a == i.account
            }
            (Self::Identity(a), Self::Identity(b)) => {
                a == b
                    || (is_one_role(a, b)
                        && !matches!(
                            (&a.form, &b.form),
                            (IdentityForm::Session { .. }, IdentityForm::Session { .. })
                        ))
            }
            (a, b) => a == b,
        }
    }
    fn is_everything(&self) -> bool {
        *self == Self::Everyone
    }
    /// A Deny with NotPrincipal denies whoever has a permissions boundary, excepted or not.
    fn excepts_everything(&self, allowing: bool) -> bool {
        allowing && self.is_everything()
    }
    fn is_wide(&self) -> bool {
        matches!(self, Self::Everyone | Self::Account(_) | Self::Identity(_))
    }
    fn counts_by_name(&self) -> bool {
        matches!(self, Self::Identity(i) if !matches!(i.form, IdentityForm::Role(_)))
    }
}

fn is_one_role(a: &Identity, b: &Identity) -> bool {
    a.account == b.account && a.role_name().is_some() && a.role_name() == b.role_name()
}

impl<T: Item> Set<T> {
    fn new(
        negated: bool,
        effect: Effect,
        items: impl Iterator<Item = T>,
        names: Vec<String>,
    ) -> Self {
        let items: Vec<Hashed<T>> = items.map(Hashed::new).collect();
        Self {
            allowing: effect == Effect::Allow,
            form: if negated { Form::Except } else { Form::List },
            index: items.iter().cloned().collect(),
            wide: items.iter().enumerate().filter(|(_, i)| i.is_wide()).map(|(p, _)| p).collect(),
            items,
            names,
        }
    }

    fn absent() -> Self {
        Self {
            form: Form::Absent,
            allowing: false,
            items: Vec::new(),
            names: Vec::new(),
            index: Index::default(),
            wide: Vec::new(),
        }
    }

    /// The parts a statement can be taken apart into, with their places in `names`; an exception is
    /// one part.
    pub(super) fn elements(&self) -> Vec<(usize, Element<'_, T>)> {
        match self.form {
            Form::Absent => vec![(0, Element::Absent)],
            Form::List => self.items.iter().map(Element::One).enumerate().collect(),
            Form::Except => vec![(0, Element::Except(self.items.iter().collect()))],
        }
    }

    /// Smaller parts: what lies within one of `exceptions` apart from what does not. It lets an
    /// exception and a statement about what it leaves out cover something together.
    pub(super) fn split_at<'g>(
        &'g self,
        exceptions: &[&'g Hashed<T>],
    ) -> Vec<(usize, Element<'g, T>)> {
        let mut parts = Vec::new();
        for (place, element) in self.elements() {
            match element {
                Element::One(item) => {
                    let within = exceptions.iter().filter(|e| e.overlaps(item));
                    parts.extend(within.map(|e| (place, Element::One(*e))));
                    parts.push((place, Element::Rest(item)));
                }
                Element::Except(mut items) => {
                    let new: Vec<&Hashed<T>> =
                        exceptions.iter().copied().filter(|e| !items.contains(e)).collect();
                    parts.extend(new.iter().map(|e| (place, Element::One(*e))));
                    items.extend(new);
                    parts.push((place, Element::Except(items)));
                }
                other => parts.push((place, other)),
            }
        }
        parts
    }

    fn is_empty(&self) -> bool {
        match self.form {
            Form::Absent => false,
            Form::List => self.items.is_empty(),
            Form::Except => self.items.iter().any(|i| i.excepts_everything(self.allowing)),
        }
    }

    fn lists(&self, item: &Hashed<T>, budget: Option<&Budget>) -> bool {
        self.index.contains(item)
            || budget.filter(|budget| !budget.is_spent()).is_some_and(|budget| {
                self.wide.iter().any(|i| self.items[*i].covers(item, self.allowing, budget))
            })
    }

    /// Whether an element lies in this set, which for a rest is one of those it was split at.
    /// Without a budget only the quick answers are tried.
    pub(super) fn covers(&self, element: &Element<'_, T>, budget: Option<&Budget>) -> bool {
        match (self.form, element) {
            (Form::Absent, Element::Absent) => true,
            (Form::List, Element::One(item) | Element::Rest(item)) => self.lists(item, budget),
            (Form::Except, Element::Rest(item)) => !(self.allowing && item.counts_by_name()),
            (Form::List, Element::Except(_)) => {
                self.wide.iter().any(|i| self.items[*i].is_everything())
            }
            (Form::Except, Element::One(item)) => {
                !(self.allowing && item.counts_by_name())
                    && self
                        .items
                        .iter()
                        .all(|i| budget.is_some_and(|b| b.take(1)) && !i.overlaps(item))
            }
            (Form::Except, Element::Except(items)) => {
                let other: HashSet<&Hashed<T>> = items.iter().copied().collect();
                self.items.iter().all(|mine| {
                    other.contains(mine)
                        || budget.is_some_and(|budget| {
                            items.iter().any(|i| i.is_wide() && i.excepts(mine, budget))
                        })
                })
            }
            _ => false,
        }
    }

    fn covers_all(&self, other: &Self, budget: &Budget) -> bool {
        other.elements().iter().all(|(_, e)| self.covers(e, Some(budget)))
    }
}

impl Grant {
    fn new(statement: usize, s: &Statement) -> Option<Self> {
        let grant = Self {
            statement,
            effect: s.effect,
            principals: s.principal.as_ref().map_or_else(Set::absent, |p| principals(p, s.effect)),
            actions: actions(&s.action, s.effect),
            resources: s.resource.as_ref().map_or_else(Set::absent, |r| resources(r, s.effect)),
            conditions: clauses(&s.conditions)?,
        };
        let empty =
            grant.principals.is_empty() || grant.actions.is_empty() || grant.resources.is_empty();
        (!empty).then_some(grant)
    }

    /// Statements of different shape, such as one with and one without principals, never stand for
    /// each other.
    pub(super) fn shape(&self) -> (bool, bool) {
        (self.principals.form == Form::Absent, self.resources.form == Form::Absent)
    }

    pub(super) fn covers_whole(&self, other: &Self, budget: &Budget) -> bool {
        self.principals.covers_all(&other.principals, budget)
            && self.actions.covers_all(&other.actions, budget)
            && self.resources.covers_all(&other.resources, budget)
    }

    /// Whether every request that meets these conditions meets the other's.
    pub(super) fn conditions_imply(&self, other: &Self, budget: &Budget) -> bool {
        imply(&self.conditions, &other.conditions, Some(budget))
    }
}

fn actions(actions: &Patterns, effect: Effect) -> Set<Vec<Token>> {
    let items = actions.values.iter().map(|p| {
        let tokens = tidy(fold(p.to_tokens()));
        // Every action has a service, so that the two are the same.
        let everything = tokens == [Token::Many, Token::Char(':'), Token::Many];
        if everything { vec![Token::Many] } else { tokens }
    });
    Set::new(actions.negated, effect, items, names(actions))
}

fn resources(resources: &Patterns, effect: Effect) -> Set<Vec<Token>> {
    let items = resources.values.iter().map(|p| tidy(p.to_tokens()));
    Set::new(resources.negated, effect, items, names(resources))
}

fn names(patterns: &Patterns) -> Vec<String> {
    patterns.values.iter().map(|p| p.raw().to_owned()).collect()
}

fn principals(principals: &Principals, effect: Effect) -> Set<Meaning> {
    let items = principals.values.iter().map(|p| p.meaning.clone());
    let names = principals.values.iter().map(|p| p.raw.clone()).collect();
    Set::new(principals.negated, effect, items, names)
}

/// The statements that can ever apply.
pub(super) fn grants(document: &Document) -> Vec<Grant> {
    let numbered = document.statements().iter().enumerate();
    numbered.filter_map(|(number, s)| Grant::new(number, s)).collect()
}
