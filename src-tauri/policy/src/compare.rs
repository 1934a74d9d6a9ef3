//! Whether two documents mean the same, and if not, which grants more. What IAM ignores is
//! ignored: order, single value or array, how statements are split, Sids, the case of actions,
//! condition keys and operators, an account's id or root ARN, `StringLike` or `ArnLike` where
//! nothing is a wildcard, what another statement of the document says already or denies. The
//! version counts where policy variables are used.

mod canonical;
mod clause;
mod coverage;
mod describe;
mod hashed;
mod inclusion;

use serde::Serialize;

use crate::document::{Document, Effect};
use canonical::Grant;
use inclusion::Budget;

/// What one document grants that another does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The statement that makes the difference, counted from zero.
    pub statement: usize,
    /// The document that statement stands in.
    pub stands_in: Side,
    /// The difference in one sentence.
    pub sentence: String,
}

/// One of the two documents compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The first.
    First,
    /// The second.
    Second,
}

/// The second document seen from the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Both grant and deny the same.
    pub equivalent: bool,
    /// What the second grants and the first does not.
    pub grants_more: Vec<Difference>,
    /// What the first grants and the second does not.
    pub grants_less: Vec<Difference>,
}

impl Comparison {
    /// Compares what the documents mean. Where that can't be decided, as with overlapping
    /// wildcards in `NotAction`, a difference is reported rather than missed.
    #[must_use]
    pub fn new(first: &Document, second: &Document) -> Self {
        Self::named((first, "the first document"), (second, "the second document"))
    }

    /// [`Comparison::new`], with the documents called by names in its sentences.
    #[must_use]
    pub fn named((first, its): (&Document, &str), (second, other): (&Document, &str)) -> Self {
        let names = [its, other];
        let a: Vec<Grant> = canonical::grants(first);
        let b: Vec<Grant> = canonical::grants(second);
        let side = |from, by, effect, side| uncovered(from, by, effect, side, names);
        let mut grants_more = side(&b, &a, Effect::Allow, Side::Second);
        grants_more.extend(side(&a, &b, Effect::Deny, Side::First));
        let mut grants_less = side(&a, &b, Effect::Allow, Side::First);
        grants_less.extend(side(&b, &a, Effect::Deny, Side::Second));
        Self {
            equivalent: grants_more.is_empty() && grants_less.is_empty(),
            grants_more,
            grants_less,
        }
    }
}

/// Whether both documents grant and deny the same.
#[must_use]
pub fn equivalent(first: &Document, second: &Document) -> bool {
    Comparison::new(first, second).equivalent
}

/// Statements that another one of the same document covers by itself: the later of two equal ones,
/// as (redundant, covering).
pub(crate) fn redundant(document: &Document) -> Vec<(usize, usize)> {
    let grants = canonical::grants(document);
    let budget = Budget::new(STEPS);
    let covers = |a: &Grant, b: &Grant| {
        a.effect == b.effect
            && a.shape() == b.shape()
            && b.conditions_imply(a, &budget)
            && a.covers_whole(b, &budget)
    };
    grants
        .iter()
        .filter_map(|mine| {
            let by = grants.iter().find(|other| {
                other.statement != mine.statement
                    && covers(other, mine)
                    && (other.statement < mine.statement || !covers(mine, other))
            })?;
            Some((mine.statement, by.statement))
        })
        .collect()
}

/// Looked at before two large documents with many wildcards count as different.
const STEPS: usize = 500_000;

/// The statements of `from` with a part that nothing of `by` covers.
fn uncovered(
    from: &[Grant],
    by: &[Grant],
    effect: Effect,
    side: Side,
    names: [&str; 2],
) -> Vec<Difference> {
    let budget = Budget::new(STEPS);
    let mut out = Vec::new();
    for grant in from.iter().filter(|g| g.effect == effect) {
        let fits = |g: &&Grant| g.shape() == grant.shape();
        let candidates: Vec<&Grant> =
            by.iter().filter(|b| b.effect == effect).filter(fits).collect();
        // What the same document denies it does not grant.
        let denied = from.iter().filter(|g| effect == Effect::Allow && g.effect == Effect::Deny);
        let covering: Vec<&Grant> = candidates.iter().copied().chain(denied.filter(fits)).collect();
        let missing = coverage::missing(grant, &covering, &budget);
        if !missing.is_empty() {
            out.push(Difference {
                statement: grant.statement,
                stands_in: side,
                sentence: describe::sentence(grant, &missing, &candidates, side, names),
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(statements: &str) -> Document {
        Document::parse(&format!(r#"{{"Version":"2012-10-17","Statement":{statements}}}"#)).unwrap()
    }

    #[track_caller]
    fn same(a: &str, b: &str) {
        let c = Comparison::new(&doc(a), &doc(b));
        assert!(c.equivalent, "{c:#?}");
    }

    #[track_caller]
    fn differ(a: &str, b: &str) -> Comparison {
        let c = Comparison::new(&doc(a), &doc(b));
        assert!(!c.equivalent);
        c
    }

    #[test]
    fn form_and_order_do_not_matter() {
        same(
            r#"[{"Sid":"x","Effect":"Allow","Action":["s3:GetObject","S3:putobject"],"Resource":"*"}]"#,
            r#"{"Resource":["*"],"Effect":"Allow","Action":["s3:PutObject","s3:GetObject"]}"#,
        );
        same(
            r#"[{"Effect":"Allow","Action":["a:x","a:y"],"Resource":["r:1","r:2"]}]"#,
            r#"[{"Effect":"Allow","Action":"a:y","Resource":["r:1","r:2"]},{"Effect":"Allow","Action":"a:x","Resource":"r:2"},{"Effect":"Allow","Action":"a:x","Resource":"r:1"}]"#,
        );
        same(
            r#"[{"Effect":"Allow","Action":["a:*","a:x"],"Resource":"*"}]"#,
            r#"[{"Effect":"Allow","Action":"a:*","Resource":"*"}]"#,
        );
    }

    #[test]
    fn principals() {
        let t = |p: &str| {
            format!(r#"[{{"Effect":"Allow","Principal":{p},"Action":"sts:AssumeRole"}}]"#)
        };
        same(&t(r#"{"AWS":"111111111111"}"#), &t(r#"{"AWS":["arn:aws:iam::111111111111:root"]}"#));
        same(&t(r#""*""#), &t(r#"{"AWS":"*"}"#));
        let c = differ(
            &t(r#"{"AWS":"111111111111"}"#),
            &t(r#"{"AWS":["111111111111","222222222222"]}"#),
        );
        assert!(c.grants_less.is_empty());
        assert_eq!(
            c.grants_more[0].sentence,
            "Statement 1 of the second document allows sts:AssumeRole to 222222222222; the first document does not."
        );
        differ(
            &t(r#"{"AWS":"111111111111"}"#),
            &t(r#"{"AWS":"arn:aws:iam::111111111111:user/a"}"#),
        );
    }

    #[test]
    fn conditions() {
        let t = |c: &str| {
            format!(
                r#"[{{"Effect":"Allow","Principal":{{"Service":"x.amazonaws.com"}},"Action":"sts:AssumeRole","Condition":{c}}}]"#
            )
        };
        let arn = "arn:aws:aidevops:us-east-1:111111111111:agentspace/x";
        for op in ["StringEquals", "ArnEquals", "ArnLike", "stringlike"] {
            same(
                &t(&format!(r#"{{"ArnLike":{{"aws:SourceArn":"{arn}"}}}}"#)),
                &t(&format!(r#"{{"{op}":{{"AWS:sourcearn":["{arn}"]}}}}"#)),
            );
        }
        // A literal star under StringEquals, a wildcard under StringLike.
        differ(&t(r#"{"StringEquals":{"a:b":"x*"}}"#), &t(r#"{"StringLike":{"a:b":"x*"}}"#));
        same(&t(r#"{"Bool":{"a:b":true}}"#), &t(r#"{"Bool":{"a:b":"True"}}"#));
        same(&t(r#"{"NumericEquals":{"a:b":1}}"#), &t(r#"{"NumericEquals":{"a:b":"1.0"}}"#));
        same(
            &t(r#"{"IpAddress":{"a:b":"10.0.0.1"}}"#),
            &t(r#"{"IpAddress":{"a:b":"10.0.0.1/32"}}"#),
        );
        same(&t(r#"{"StringLike":{"a:b":["x*","xy"]}}"#), &t(r#"{"StringLike":{"a:b":"x*"}}"#));
        let c = differ(
            &t(&format!(
                r#"{{"StringEquals":{{"aws:SourceAccount":"111111111111"}},"ArnLike":{{"aws:SourceArn":"{arn}"}}}}"#
            )),
            &t(&format!(r#"{{"ArnLike":{{"aws:SourceArn":"{arn}"}}}}"#)),
        );
        assert!(c.grants_less.is_empty());
        assert_eq!(
            c.grants_more[0].sentence,
            "Statement 1 of the second document allows sts:AssumeRole to x.amazonaws.com without a condition on aws:SourceAccount; the first document does not."
        );
        let c = differ(
            &t(r#"{"StringEquals":{"sts:ExternalId":"a"}}"#),
            &t(r#"{"StringEquals":{"sts:ExternalId":"b"}}"#),
        );
        assert_eq!(c.grants_more.len(), 1);
        assert_eq!(
            c.grants_less[0].sentence,
            "Statement 1 of the first document allows sts:AssumeRole to x.amazonaws.com if sts:ExternalId is \u{201c}a\u{201d}; the second document does not."
        );
        // One more value under a negation grants less.
        let c = differ(
            &t(r#"{"StringNotEquals":{"a:b":["x"]}}"#),
            &t(r#"{"StringNotEquals":{"a:b":["x","y"]}}"#),
        );
        assert!(c.grants_more.is_empty() && c.grants_less.len() == 1);
        let c = differ(
            &t(r#"{"StringEquals":{"a:b":"x"}}"#),
            &t(r#"{"StringEqualsIfExists":{"a:b":"x"}}"#),
        );
        assert!(c.grants_less.is_empty() && c.grants_more.len() == 1);
    }

    #[test]
    fn denials_count_the_other_way() {
        let c = differ(
            r#"[{"Effect":"Allow","Action":"*","Resource":"*"}]"#,
            r#"[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}]"#,
        );
        assert!(c.grants_more.is_empty());
        assert_eq!(
            c.grants_less[0].sentence,
            "Statement 2 of the second document denies iam:* on *; the first document does not."
        );
    }

    #[test]
    fn exceptions() {
        same(
            r#"[{"Effect":"Allow","NotAction":["iam:*","sts:*"],"Resource":"*"}]"#,
            r#"[{"Effect":"Allow","NotAction":["STS:*","iam:*"],"Resource":"*"}]"#,
        );
        let c = differ(
            r#"[{"Effect":"Allow","NotAction":["iam:*"],"Resource":"*"}]"#,
            r#"[{"Effect":"Allow","NotAction":["iam:*","sts:*"],"Resource":"*"}]"#,
        );
        assert!(c.grants_more.is_empty() && c.grants_less.len() == 1);
        let c = differ(
            r#"[{"Effect":"Allow","NotAction":["iam:*"],"Resource":"*"}]"#,
            r#"[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]"#,
        );
        assert!(c.grants_more.is_empty() && c.grants_less.len() == 1);
    }

    #[test]
    fn versions_matter_only_with_variables() {
        let old = |r: &str| {
            Document::parse(&format!(
                r#"{{"Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"{r}"}}]}}"#
            ))
            .unwrap()
        };
        let new =
            |r: &str| doc(&format!(r#"[{{"Effect":"Allow","Action":"s3:*","Resource":"{r}"}}]"#));
        assert!(equivalent(&old("arn:aws:s3:::a"), &new("arn:aws:s3:::a")));
        assert!(!equivalent(
            &old("arn:aws:s3:::${aws:username}"),
            &new("arn:aws:s3:::${aws:username}")
        ));
    }
}
