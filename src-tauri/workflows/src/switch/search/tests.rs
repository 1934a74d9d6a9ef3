#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

/// Name, what else it is found by, group, favourite, weight.
type Line = (&'static str, &'static str, Option<&'static str>, bool, f64);

const NEVER: f64 = f64::NEG_INFINITY;

fn index(lines: &[Line]) -> Index {
    Index::new(
        lines
            .iter()
            .zip(1..)
            .map(|((name, texts, group, favourite, weight), id)| Item {
                id,
                name: (*name).into(),
                texts: texts.split('|').map(str::to_owned).collect(),
                group: group.map(str::to_owned),
                favourite: *favourite,
                position: 100 - id,
                weight: *weight,
                // Used last in the other order than mostly.
                last: (weight.is_finite()).then_some(100 - id),
            })
            .collect(),
    )
}

fn ask(index: &Index, query: &SwitchQuery) -> Vec<i64> {
    index.find(query).ids.into_iter().map(|id| id.0).collect()
}

fn search(index: &Index, words: &str) -> Vec<i64> {
    ask(index, &SwitchQuery { search: words.into(), ..SwitchQuery::default() })
}

#[test]
fn words_are_found_in_any_order_in_part_and_in_every_field() {
    let index = index(&[
        ("Admin in payments-production", "222222222222|team/Admin", None, false, NEVER),
        ("Ledger", "333333333333|ReadOnly|eu-central-1|Fraud desk|pci=yes", None, false, NEVER),
        ("J\u{f6}rg's PROD", "444444444444|Prod/Admin|ask Ada\nfirst", Some("Ops"), false, NEVER),
    ]);
    let table: [(&str, &[i64]); 20] = [
        ("prod admin", &[1, 3]),
        ("admin prod", &[1, 3]),
        ("  PROD\tadmin ", &[1, 3]),
        ("prod admin pay", &[1]),
        ("prod prod", &[1, 3]),
        ("3333", &[2]),
        ("fraud", &[2]),
        ("desk read", &[2]),
        ("central ledger", &[2]),
        ("pci=y", &[2]),
        ("j\u{d6}rg", &[3]),
        ("ada first", &[3]),
        ("team/adm", &[1]),
        // Neither of these is in one field, though it is in the text as a whole.
        ("ledger333", &[]),
        ("production222", &[]),
        ("prod nowhere", &[]),
        ("arn:aws:iam::222222222222:role/team/Admin", &[1]),
        ("arn:aws-cn:iam::2222", &[1]),
        ("arn:aws:sts::444444444444:assumed-role/Prod/session", &[3]),
        ("arn:aws:iam::222222222222:role/Other", &[]),
    ];
    for (words, wanted) in table {
        assert_eq!(search(&index, words), wanted, "{words}");
    }
}

#[test]
fn the_name_itself_then_its_beginning_then_use_then_the_name() {
    let index = index(&[
        ("zebra", "prod", None, false, NEVER),
        ("apple", "prod", None, false, NEVER),
        ("middle", "prod", None, false, 2.0),
        ("often", "prod", None, false, 9.0),
        ("prod", "", None, false, NEVER),
        ("Prod admin", "", None, false, NEVER),
        ("prod b", "", None, false, 1.0),
        ("orange", "prod", None, true, NEVER),
    ]);
    assert_eq!(search(&index, "prod"), [5, 7, 6, 4, 3, 8, 2, 1]);
    assert_eq!(search(&index, "prod  ADM"), [6]);
    let by =
        |order| ask(&index, &SwitchQuery { search: "prod".into(), order, ..Default::default() });
    assert_eq!(by(SwitchOrder::Name), [5, 6, 7, 2, 3, 4, 8, 1]);
    assert_eq!(by(SwitchOrder::Manual), [8, 7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn each_order() {
    let index = index(&[
        ("c", "", Some("two"), false, 5.0),
        ("b", "", Some("One"), false, NEVER),
        ("a", "", None, false, 9.0),
        ("d", "", Some("One"), true, NEVER),
        ("e", "", Some("One"), false, 1.0),
    ]);
    let table: [(SwitchOrder, &[i64]); 5] = [
        (SwitchOrder::Use, &[4, 3, 1, 5, 2]),
        (SwitchOrder::Recent, &[1, 3, 5, 4, 2]),
        (SwitchOrder::Name, &[3, 2, 1, 4, 5]),
        (SwitchOrder::Group, &[4, 5, 2, 1, 3]),
        (SwitchOrder::Manual, &[5, 4, 3, 2, 1]),
    ];
    for (order, wanted) in table {
        assert_eq!(ask(&index, &SwitchQuery { order, ..Default::default() }), wanted, "{order:?}");
    }
}

#[test]
fn groups_are_counted_among_what_fits_whichever_is_asked_for() {
    let index = index(&[
        ("prod a", "", Some("Beta"), true, NEVER),
        ("prod b", "", Some("alpha"), false, NEVER),
        ("prod c", "", None, true, NEVER),
        ("test d", "", Some("alpha"), true, NEVER),
        ("prod e", "", Some("alpha"), true, NEVER),
    ]);
    let group = |name: Option<&str>, count| (name.map(str::to_owned), count);
    let asked = |group: Option<&str>, favourites| {
        let group = group.map(str::to_owned);
        let found = index.find(&SwitchQuery {
            search: "prod".into(),
            group,
            favourites,
            ..Default::default()
        });
        (found.ids.into_iter().map(|id| id.0).collect::<Vec<_>>(), found.groups)
    };
    let all = vec![group(Some("alpha"), 2), group(Some("Beta"), 1), group(None, 1)];
    assert_eq!(asked(Some("alpha"), false), (vec![5, 2], all.clone()));
    assert_eq!(asked(Some(""), false), (vec![3], all.clone()));
    assert_eq!(asked(Some("gone"), false), (vec![], all));
    let favourites = vec![group(Some("alpha"), 1), group(Some("Beta"), 1), group(None, 1)];
    assert_eq!(asked(Some("alpha"), true), (vec![5], favourites));
}

/// Entries of few letters, so that words are often found.
fn entries() -> impl Strategy<Value = Vec<Item>> {
    let text = "[ab \u{e4}\n:]{0,6}";
    let item = ("[abA]{1,6}", proptest::collection::vec(text, 0..3), any::<bool>(), 0..4_i32);
    proptest::collection::vec(item, 0..24).prop_map(|items| {
        let ids = 1..;
        let items = items.into_iter().zip(ids);
        items
            .map(|((name, texts, favourite, weight), id)| Item {
                id,
                name,
                texts,
                favourite,
                weight: f64::from(weight),
                ..Item::default()
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn what_is_found_is_what_has_every_word_in_one_of_its_texts(
        items in entries(),
        words in proptest::collection::vec("[abA\u{e4}]{1,3}", 0..4),
    ) {
        let mut found = search(&Index::new(items.clone()), &words.join(" "));
        found.sort_unstable();
        let has = |item: &Item, word: &String| {
            let word = word.to_lowercase();
            let mut texts = item.texts.iter().chain([&item.name]);
            texts.any(|text| text.to_lowercase().contains(&word))
        };
        let wanted: Vec<i64> =
            items.iter().filter(|i| words.iter().all(|w| has(i, w))).map(|i| i.id).collect();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn another_word_never_finds_more(
        items in entries(),
        words in "[abA:]{0,3} [ab]{0,2}",
        more in "[ab:]{1,3}|arn:[ab:/]{0,6}",
    ) {
        let index = Index::new(items);
        let before = search(&index, &words);
        let after = search(&index, &format!("{words} {more}"));
        prop_assert!(after.iter().all(|id| before.contains(id)), "{after:?} of {before:?}");
    }

    #[test]
    fn the_order_of_words_does_not_matter(items in entries(), a in "[ab]{1,3}", b in "[ab]{1,3}") {
        let index = Index::new(items);
        let mut one = search(&index, &format!("{a} {b}"));
        let mut other = search(&index, &format!("{b} {a}"));
        one.sort_unstable();
        other.sort_unstable();
        prop_assert_eq!(one, other);
    }
}
