//! Condition operators ("IAM JSON policy elements: Condition operators"): a comparison, perhaps
//! negated, with an optional set prefix and an optional `IfExists`. Their case is ignored.

/// What is compared, before negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Test {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    NumericEquals,
    NumericLess,
    NumericLessOrEqual,
    NumericGreater,
    NumericGreaterOrEqual,
    DateEquals,
    DateLess,
    DateLessOrEqual,
    DateGreater,
    DateGreaterOrEqual,
    Bool,
    Binary,
    Ip,
    /// `ArnEquals` and `ArnLike`, which IAM treats alike.
    Arn,
    Null,
}

/// `ForAllValues:` or `ForAnyValue:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Quantifier {
    All,
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Operator {
    pub(crate) quantifier: Option<Quantifier>,
    pub(crate) test: Test,
    pub(crate) negated: bool,
    pub(crate) if_exists: bool,
}

/// Every operator by the name AWS gives it.
const NAMES: [(&str, Test, bool); 27] = [
    ("StringEquals", Test::StringEquals, false),
    ("StringNotEquals", Test::StringEquals, true),
    ("StringEqualsIgnoreCase", Test::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Test::StringEqualsIgnoreCase, true),
    ("StringLike", Test::StringLike, false),
    ("StringNotLike", Test::StringLike, true),
    ("NumericEquals", Test::NumericEquals, false),
    ("NumericNotEquals", Test::NumericEquals, true),
    ("NumericLessThan", Test::NumericLess, false),
    ("NumericLessThanEquals", Test::NumericLessOrEqual, false),
    ("NumericGreaterThan", Test::NumericGreater, false),
    ("NumericGreaterThanEquals", Test::NumericGreaterOrEqual, false),
    ("DateEquals", Test::DateEquals, false),
    ("DateNotEquals", Test::DateEquals, true),
    ("DateLessThan", Test::DateLess, false),
    ("DateLessThanEquals", Test::DateLessOrEqual, false),
    ("DateGreaterThan", Test::DateGreater, false),
    ("DateGreaterThanEquals", Test::DateGreaterOrEqual, false),
    ("Bool", Test::Bool, false),
    ("BinaryEquals", Test::Binary, false),
    ("IpAddress", Test::Ip, false),
    ("NotIpAddress", Test::Ip, true),
    ("ArnEquals", Test::Arn, false),
    ("ArnLike", Test::Arn, false),
    ("ArnNotEquals", Test::Arn, true),
    ("ArnNotLike", Test::Arn, true),
    ("Null", Test::Null, false),
];

impl Operator {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (quantifier, rest) = match name.split_once(':') {
            Some((q, rest)) if q.eq_ignore_ascii_case("ForAllValues") => {
                (Some(Quantifier::All), rest)
            }
            Some((q, rest)) if q.eq_ignore_ascii_case("ForAnyValue") => {
                (Some(Quantifier::Any), rest)
            }
            Some(_) => return None,
            None => (None, name),
        };
        const SUFFIX: usize = "IfExists".len();
        let split = rest.len().checked_sub(SUFFIX).filter(|i| {
            rest.get(*i..).is_some_and(|suffix| suffix.eq_ignore_ascii_case("IfExists"))
        });
        let (base, if_exists) = split.map_or((rest, false), |i| (&rest[..i], true));
        let (_, test, negated) = NAMES.iter().find(|(n, ..)| n.eq_ignore_ascii_case(base))?;
        Some(Self { quantifier, test: *test, negated: *negated, if_exists })
    }

    /// The known operator a mistyped one probably meant.
    pub(crate) fn nearest(name: &str) -> Option<&'static str> {
        let base = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
        let base = base.strip_suffix("ifexists").unwrap_or(&base);
        NAMES
            .iter()
            .map(|(n, ..)| (distance(base, &n.to_ascii_lowercase()), *n))
            .min_by_key(|(d, _)| *d)
            .filter(|(d, _)| *d <= 3)
            .map(|(_, n)| n)
    }

    /// Whether policy variables are replaced in its values: string and ARN operators only.
    pub(crate) const fn takes_variables(self) -> bool {
        matches!(
            self.test,
            Test::StringEquals | Test::StringEqualsIgnoreCase | Test::StringLike | Test::Arn
        )
    }
}

/// Edit distance, for short names.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_prefix_suffix_and_any_case() {
        let op = Operator::parse("forallvalues:stringNotlikeIFEXISTS").unwrap();
        assert_eq!(op.quantifier, Some(Quantifier::All));
        assert!(op.negated && op.if_exists);
        assert_eq!(op.test, Test::StringLike);
        assert_eq!(Operator::parse("ArnEquals"), Operator::parse("ArnLike"));
        for bad in ["StringEqual", "ForSomeValues:StringEquals", "IfExists", "", "ForAnyValue:"] {
            assert_eq!(Operator::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn guesses_typing_mistakes() {
        assert_eq!(Operator::nearest("StringEqual"), Some("StringEquals"));
        assert_eq!(Operator::nearest("ForAnyValue:StringLikes"), Some("StringLike"));
        assert_eq!(Operator::nearest("Something else"), None);
    }
}
