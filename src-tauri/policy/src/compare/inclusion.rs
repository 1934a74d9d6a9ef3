//! Whether one pattern stands for all that another does.

use std::cell::Cell;
use std::collections::HashSet;

use crate::pattern::{Case, Token, covers};

/// How many pairs of patterns and combinations of elements a comparison looks at. What is left then
/// counts as different: a comparison of any two documents ends soon.
pub(super) struct Budget(Cell<usize>);

impl Budget {
    pub(super) const fn new(steps: usize) -> Self {
        Self(Cell::new(steps))
    }

    /// Whether there is something left for so many more steps.
    pub(super) fn take(&self, steps: usize) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(steps));
        left >= steps
    }

    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// The same pattern with each run of wildcards in one order: `*?*` is `?*`.
pub(super) fn tidy(tokens: Vec<Token>) -> Vec<Token> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut many = false;
    for token in tokens {
        match token {
            Token::Many => many = true,
            Token::One => out.push(Token::One),
            other => {
                if std::mem::take(&mut many) {
                    out.push(Token::Many);
                }
                out.push(other);
            }
        }
    }
    if many {
        out.push(Token::Many);
    }
    out
}

/// Whether every text that `narrow` matches is matched by `wide`.
pub(super) fn includes(wide: &[Token], narrow: &[Token], budget: &Budget) -> bool {
    const SEARCH: usize = 50;
    if !budget.take(1) {
        return false;
    }
    if let (Some(a @ Token::Char(_)), Some(b @ Token::Char(_))) = (wide.first(), narrow.first())
        && a != b
    {
        return false;
    }
    covers(wide, narrow, Case::Exact)
        || (narrow.contains(&Token::Many)
            && wide.contains(&Token::Many)
            && budget.take(SEARCH)
            && search(wide, narrow))
}

/// Follows all texts of `narrow` at once. A wildcard of `narrow` may always stand for characters
/// that `wide` does not name, which only a wildcard of `wide` takes; more never needs to be tried.
/// Gives up, with no, on the few patterns that need many steps.
fn search(wide: &[Token], narrow: &[Token]) -> bool {
    const MOST: usize = 500;
    let mut seen: HashSet<(usize, Vec<bool>)> = HashSet::new();
    let mut open = vec![(0, reach(wide, std::iter::once(0)))];
    while let Some((at, places)) = open.pop() {
        if !places.contains(&true) {
            return false;
        }
        if !seen.insert((at, places.clone())) {
            continue;
        }
        if seen.len() > MOST {
            return false;
        }
        match narrow.get(at) {
            None if places[wide.len()] => {}
            None => return false,
            Some(Token::Many) => {
                let next = step(wide, &places, &Token::One);
                open.push((at + 1, places));
                open.push((at, next));
            }
            Some(token) => open.push((at + 1, step(wide, &places, token))),
        }
    }
    true
}

/// The places of `wide` that can be reached from `starts` without reading anything.
fn reach(wide: &[Token], starts: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut places = vec![false; wide.len() + 1];
    for mut at in starts {
        places[at] = true;
        while wide.get(at) == Some(&Token::Many) {
            at += 1;
            places[at] = true;
        }
    }
    places
}

fn step(wide: &[Token], places: &[bool], read: &Token) -> Vec<bool> {
    let next =
        places.iter().enumerate().filter(|(_, here)| **here).filter_map(|(at, _)| {
            match wide.get(at)? {
                Token::Many => Some(at),
                Token::One if !matches!(read, Token::Variable(_)) => Some(at + 1),
                wanted if wanted == read => Some(at + 1),
                _ => None,
            }
        });
    reach(wide, next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{Pattern, Syntax};

    fn read(text: &str) -> Vec<Token> {
        tidy(Pattern::new(text, Syntax { wildcards: true, variables: true }).to_tokens())
    }

    #[test]
    fn wildcards_of_both() {
        for (wide, narrow) in [
            ("*", ""),
            ("?*", "*a"),
            ("a*", "a*b*"),
            ("*?*a*", "a*a"),
            ("**", "*"),
            ("*?", "?*"),
            ("a*?", "a?*"),
            ("*b?*", "ab*c"),
            ("a*", "a${aws:username}"),
        ] {
            assert!(includes(&read(wide), &read(narrow), &Budget::new(100)), "{wide} {narrow}");
        }
        for (wide, narrow) in [
            ("?*", "*"),
            ("a*b", "a*"),
            ("??*", "*a"),
            ("a?", "a*"),
            ("*a", "*"),
            ("a?", "a${aws:username}"),
            ("?*", "${aws:username}"),
            ("*b?*", "a*b*"),
        ] {
            assert!(!includes(&read(wide), &read(narrow), &Budget::new(100)), "{wide} {narrow}");
        }
    }
}
