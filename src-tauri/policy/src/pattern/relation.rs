//! Patterns beside patterns: which matches all that another does, and whether two share a text.

use super::{Case, Token};

/// Whether everything `narrow` matches is matched by `wide` too. A wildcard of `narrow` counts as
/// a character of its own that only a wildcard covers: never wrong when it says yes.
pub(crate) fn covers(wide: &[Token], narrow: &[Token], case: Case) -> bool {
    let same = |w: &Token, n: &Token| match (w, n) {
        (Token::Char(a), Token::Char(b)) => case.same(*a, *b),
        (Token::One, Token::Char(_) | Token::One) => true,
        (Token::Variable(a), Token::Variable(b)) => a == b,
        _ => false,
    };
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        match (wide.get(p), narrow.get(t)) {
            (Some(Token::Many), _) => {
                back = Some((p, t));
                p += 1;
            }
            (None, None) => return true,
            (Some(w), Some(n)) if same(w, n) => {
                p += 1;
                t += 1;
            }
            (_, None) => return false,
            _ => match back {
                None => return false,
                Some((star, from)) => {
                    p = star + 1;
                    t = from + 1;
                    back = Some((star, t));
                }
            },
        }
    }
}

/// Whether some text is matched by both. Variables may be anything.
pub(crate) fn overlap(a: &[Token], b: &[Token], case: Case) -> bool {
    // Reachable pairs, row by row: row[j] says that a[..i] and b[..j] can match one text.
    let many = |t: &Token| matches!(t, Token::Many | Token::Variable(_));
    let mut row = vec![false; b.len() + 1];
    row[0] = true;
    for j in 0..b.len() {
        row[j + 1] = row[j] && many(&b[j]);
    }
    for ta in a {
        let mut next = vec![false; b.len() + 1];
        next[0] = row[0] && many(ta);
        for (j, tb) in b.iter().enumerate() {
            let single = match (ta, tb) {
                (Token::Char(x), Token::Char(y)) => case.same(*x, *y),
                (Token::Char(_) | Token::One, Token::Char(_) | Token::One) => true,
                _ => false,
            };
            next[j + 1] = (single && row[j])
                || (many(ta) && (row[j + 1] || next[j]))
                || (many(tb) && (next[j] || row[j + 1]));
        }
        row = next;
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{Pattern, Syntax};

    const ALL: Syntax = Syntax { wildcards: true, variables: true };

    #[test]
    fn coverage_and_overlap() {
        let t = |p: &str| Pattern::new(p, ALL).to_tokens();
        let c = |a: &str, b: &str| covers(&t(a), &t(b), Case::Ignored);
        assert!(c("s3:*", "s3:Get*") && c("s3:*", "S3:GetObject") && !c("s3:Get*", "s3:*"));
        assert!(c("s3:?et*", "s3:Get*") && !c("s3:?et*", "s3:*"));
        assert!(c("a*b*", "a**b"));
        assert!(
            c("${aws:username}/*", "${aws:username}/x") && !c("${aws:userid}", "${aws:username}")
        );
        let o = |a: &str, b: &str| overlap(&t(a), &t(b), Case::Exact);
        assert!(o("a*", "*b") && o("a?c", "ab*") && !o("a*", "b*") && o("*", "") && !o("?", ""));
    }
}
