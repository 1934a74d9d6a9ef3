//! A difference in words.

use std::collections::BTreeSet;

use super::Side;
use super::canonical::{Form, Grant, Item, Set};
use super::clause::Clause;
use super::coverage::Cell;
use super::inclusion::Budget;
use crate::document::Effect;
use crate::json::shorten;

pub(super) fn sentence(
    grant: &Grant,
    missing: &[Cell],
    others: &[&Grant],
    side: Side,
    [first, second]: [&str; 2],
) -> String {
    let (here, there) = match side {
        Side::First => (first, second),
        Side::Second => (second, first),
    };
    let verb = match grant.effect {
        Effect::Allow => "allows",
        Effect::Deny => "denies",
    };
    let mut text = format!("Statement {} of {here} {verb} ", grant.statement + 1);
    text.push_str(&names(&grant.actions, missing.iter().map(|c| c.action)));
    if grant.principals.form != Form::Absent {
        text.push_str(" to ");
        text.push_str(&names(&grant.principals, missing.iter().map(|c| c.principal)));
    }
    if grant.resources.form != Form::Absent {
        text.push_str(" on ");
        text.push_str(&names(&grant.resources, missing.iter().map(|c| c.resource)));
    }
    text.push_str(&conditions(grant, others));
    text.push_str(&format!("; {there} does not."));
    text
}

fn names<T: Item>(set: &Set<T>, places: impl Iterator<Item = usize>) -> String {
    const SHOWN: usize = 3;
    if set.form == Form::Except {
        let all: Vec<&str> = set.names.iter().map(String::as_str).collect();
        return format!("everything but {}", list(&all, SHOWN));
    }
    let places: BTreeSet<usize> = places.collect();
    let all: Vec<&str> =
        places.into_iter().filter_map(|i| set.names.get(i)).map(String::as_str).collect();
    list(&all, SHOWN)
}

fn list(all: &[&str], shown: usize) -> String {
    let text = all.iter().take(shown).map(|n| shorten_arn(n)).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(shown) {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

/// ARNs are longer than other names and useless when cut.
fn shorten_arn(text: &str) -> String {
    if text.chars().count() <= 200 { text.to_owned() } else { shorten(text) }
}

/// A sentence is worth less work than the answer.
const STEPS: usize = 20_000;

/// Names the conditions only if the nearest statement of the other document differs in them.
fn conditions(grant: &Grant, others: &[&Grant]) -> String {
    let budget = Budget::new(STEPS);
    let Some(nearest) = others.iter().find(|o| o.covers_whole(grant, &budget)) else {
        return String::new();
    };
    let lacking: Vec<&Clause> = nearest
        .conditions
        .iter()
        .filter(|wanted| !grant.conditions.iter().any(|c| c.implies(wanted, Some(&budget))))
        .collect();
    let mut parts = Vec::new();
    for wanted in lacking {
        match grant.conditions.iter().find(|c| c.key == wanted.key) {
            Some(mine) => parts.push(format!("if {}", clause(mine))),
            None => parts.push(format!("without a condition on {}", wanted.key_name)),
        }
    }
    if parts.is_empty() { String::new() } else { format!(" {}", parts.join(" and ")) }
}

fn clause(clause: &Clause) -> String {
    let values: Vec<String> =
        clause.raw.iter().take(3).map(|v| format!("\u{201c}{}\u{201d}", shorten_arn(v))).collect();
    let is = match clause.operator_name.to_ascii_lowercase().as_str() {
        "stringequals" | "arnequals" | "bool" | "numericequals" => "is".to_owned(),
        "stringlike" | "arnlike" => "is like".to_owned(),
        _ => format!("passes {} with", clause.operator_name),
    };
    format!("{} {is} {}", clause.key_name, values.join(" or "))
}
