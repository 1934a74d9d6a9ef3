//! Two texts, line by line.

use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// The lines of both, marked with what becomes of them.
pub(crate) fn lines<'t>(before: &'t str, after: &'t str) -> Vec<(char, &'t str)> {
    let (a, b): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
    ops.iter()
        .flat_map(|op| op.iter_changes(&a, &b))
        .map(|change| {
            let mark = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            (mark, change.value())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_is_kept_and_what_changes_is_marked() {
        assert_eq!(
            lines("a\nb\nc", "a\nx\nc\nd"),
            [(' ', "a"), ('-', "b"), ('+', "x"), (' ', "c"), ('+', "d")]
        );
        assert_eq!(lines("", "a"), [('+', "a")]);
    }
}
