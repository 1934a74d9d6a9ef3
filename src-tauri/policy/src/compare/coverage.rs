//! What of one statement no other covers. A statement is taken apart into principals, actions,
//! resources and alternatives of its conditions, as several statements may cover it together.

use std::collections::HashMap;

use super::canonical::{Form, Grant, Item, Set};
use super::clause::{alternatives, imply};
use super::hashed::Hashed;
use super::inclusion::Budget;
use crate::document::Effect;

/// A principal, an action and a resource that nothing covers, by their place in the statement.
pub(super) struct Cell {
    pub(super) principal: usize,
    pub(super) action: usize,
    pub(super) resource: usize,
}

/// More than a sentence can tell.
const ENOUGH: usize = 200;

/// The combinations that none of `by` covers, the first ones if they are many.
pub(super) fn missing(grant: &Grant, by: &[&Grant], budget: &Budget) -> Vec<Cell> {
    let look = |thorough| missing_within(grant, by, thorough, budget);
    // Most documents that mean the same also name the same.
    if look(Thorough::Names).is_empty() {
        return Vec::new();
    }
    let missing = look(Thorough::Wildcards);
    let excepts = |g: &&Grant| {
        let forms = [g.principals.form, g.actions.form, g.resources.form];
        forms.contains(&Form::Except)
    };
    let together = by.iter().any(excepts) && look(Thorough::Exceptions).is_empty();
    if together { Vec::new() } else { missing }
}

#[derive(Clone, Copy, PartialEq)]
enum Thorough {
    Names,
    Wildcards,
    Exceptions,
}

impl Thorough {
    fn wildcards(self, budget: &Budget) -> Option<&Budget> {
        (self != Self::Names).then_some(budget)
    }

    fn without_exceptions(self) -> Self {
        if self == Self::Exceptions { Self::Wildcards } else { self }
    }
}

/// Which of the covering statements cover an element: a set of their places.
type Coverers = Vec<u64>;

/// Elements that the same statements cover.
type Groups = Vec<(Coverers, Vec<usize>)>;

fn missing_within(grant: &Grant, by: &[&Grant], thorough: Thorough, budget: &Budget) -> Vec<Cell> {
    // An Allow for an account is less than one for everyone, even within the account.
    let by_name =
        if grant.effect == Effect::Allow { thorough.without_exceptions() } else { thorough };
    let principals = elements(&grant.principals, by, |g| &g.principals, by_name, budget);
    let actions = elements(&grant.actions, by, |g| &g.actions, thorough, budget);
    let resources = elements(&grant.resources, by, |g| &g.resources, thorough, budget);
    let alternatives = alternatives(&grant.conditions);
    let conditions = groups(by, alternatives.iter().enumerate(), |g, a| {
        imply(a, &g.conditions, thorough.wildcards(budget))
    });
    let whole = [&principals, &actions, &resources, &conditions]
        .into_iter()
        .flatten()
        .fold(vec![u64::MAX; by.len().div_ceil(64)], |all, (covers, _)| both(&all, covers));
    let mut missing = Vec::new();
    if any(&whole) {
        return missing;
    }
    for (p, of_principal) in &principals {
        for (a, of_action) in &actions {
            let pa = both(p, a);
            for (r, of_resource) in &resources {
                let par = both(&pa, r);
                if conditions.iter().all(|(c, _)| budget.take(1) && any(&both(&par, c))) {
                    continue;
                }
                for principal in of_principal {
                    for action in of_action {
                        for resource in of_resource {
                            let (principal, action, resource) = (*principal, *action, *resource);
                            missing.push(Cell { principal, action, resource });
                            if missing.len() >= ENOUGH {
                                return missing;
                            }
                        }
                    }
                }
            }
        }
    }
    missing
}

fn elements<'g, T: Item + 'g>(
    set: &'g Set<T>,
    by: &[&'g Grant],
    of: impl Fn(&'g Grant) -> &'g Set<T>,
    thorough: Thorough,
    budget: &Budget,
) -> Groups {
    let wildcards = thorough.wildcards(budget);
    let exceptions: Vec<&Hashed<T>> = match thorough {
        Thorough::Exceptions => exceptions(by.iter().map(|g| of(g))),
        _ => Vec::new(),
    };
    let elements = if exceptions.is_empty() { set.elements() } else { set.split_at(&exceptions) };
    groups(by, elements.into_iter(), |g, element| of(g).covers(element, wildcards))
}

/// All that is excepted anywhere; nothing if that is too much to split at.
fn exceptions<'g, T: Item + 'g>(sets: impl Iterator<Item = &'g Set<T>>) -> Vec<&'g Hashed<T>> {
    const MOST: usize = 100;
    let mut all: Vec<&Hashed<T>> = Vec::new();
    for set in sets.filter(|s| s.form == Form::Except) {
        for item in &set.items {
            if all.len() >= MOST {
                return Vec::new();
            }
            if !all.contains(&item) {
                all.push(item);
            }
        }
    }
    all
}

fn groups<'g, E>(
    by: &[&'g Grant],
    elements: impl Iterator<Item = (usize, E)>,
    covers: impl Fn(&'g Grant, &E) -> bool,
) -> Groups {
    let mut groups: Groups = Vec::new();
    let mut known: HashMap<Coverers, usize> = HashMap::new();
    for (place, element) in elements {
        let mut coverers = vec![0; by.len().div_ceil(64)];
        for (i, grant) in by.iter().enumerate() {
            if covers(grant, &element) {
                coverers[i / 64] |= 1 << (i % 64);
            }
        }
        let group = *known.entry(coverers).or_insert_with_key(|coverers| {
            groups.push((coverers.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(place);
    }
    groups
}

fn both(a: &[u64], b: &[u64]) -> Coverers {
    a.iter().zip(b).map(|(a, b)| a & b).collect()
}

fn any(coverers: &[u64]) -> bool {
    coverers.iter().any(|word| *word != 0)
}
