//! What of one statement no other covers. A statement is taken apart into principals, actions,
//! resources and alternatives of its conditions, as several statements may cover it together.

use std::collections::HashMap;

use super::canonical::{Grant, Item, Set};
use super::clause::{alternatives, imply};
use super::inclusion::Budget;

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
    // Most documents that mean the same also name the same.
    if missing_within(grant, by, None, budget).is_empty() {
        return Vec::new();
    }
    missing_within(grant, by, Some(budget), budget)
}

/// Which of the covering statements cover an element: a set of their places.
type Coverers = Vec<u64>;

/// Elements that the same statements cover.
type Groups = Vec<(Coverers, Vec<usize>)>;

fn missing_within(
    grant: &Grant,
    by: &[&Grant],
    wildcards: Option<&Budget>,
    steps: &Budget,
) -> Vec<Cell> {
    let principals = elements(&grant.principals, by, |g| &g.principals, wildcards);
    let actions = elements(&grant.actions, by, |g| &g.actions, wildcards);
    let resources = elements(&grant.resources, by, |g| &g.resources, wildcards);
    let alternatives = alternatives(&grant.conditions);
    let conditions = groups(by, alternatives.iter(), |g, a| imply(a, &g.conditions));
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
                if conditions.iter().all(|(c, _)| steps.take() && any(&both(&par, c))) {
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
    set: &Set<T>,
    by: &[&'g Grant],
    of: impl Fn(&'g Grant) -> &'g Set<T>,
    wildcards: Option<&Budget>,
) -> Groups {
    groups(by, set.elements().iter(), |g, element| of(g).covers(element, wildcards))
}

fn groups<'g, E>(
    by: &[&'g Grant],
    elements: impl Iterator<Item = E>,
    covers: impl Fn(&'g Grant, &E) -> bool,
) -> Groups {
    let mut groups: Groups = Vec::new();
    let mut known: HashMap<Coverers, usize> = HashMap::new();
    for (place, element) in elements.enumerate() {
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
