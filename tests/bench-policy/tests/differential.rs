//! Both engines decide every case that iam-rs has words for. Where they disagree, the case stands
//! in `differences.json` under its cause, with who is right and where AWS says so. A difference
//! that is not listed fails, and so does one that is listed and is none.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use rolebridge_bench_policy::{Peer, PeerVerdict, cases};
use rolebridge_policy::decision;
use serde_json::Value;

#[test]
fn every_difference_has_its_reason() {
    let file: Value = serde_json::from_str(include_str!("differences.json")).unwrap();
    let mut listed = BTreeSet::new();
    for cause in file["causes"].as_array().unwrap() {
        for part in ["cause", "right", "source"] {
            assert!(cause[part].is_string(), "{cause} lacks {part}");
        }
        for name in cause["cases"].as_array().unwrap() {
            assert!(listed.insert(name.as_str().unwrap().to_owned()), "{name} is listed twice");
        }
    }
    let (mut compared, mut left_out) = (0, BTreeMap::<String, usize>::new());
    let mut found = BTreeMap::new();
    for case in cases().unwrap() {
        let peer = match Peer::new(&case.json) {
            Ok(peer) => peer,
            Err(why) => {
                let why = why.0.split(':').next().unwrap_or_default().to_owned();
                *left_out.entry(why).or_default() += 1;
                continue;
            }
        };
        compared += 1;
        let ours = serde_json::to_value(decision(&case.request)).unwrap();
        assert_eq!(ours, case.decision.as_str(), "{}", case.name);
        let theirs = match peer.verdict() {
            PeerVerdict::Decided(d) => d.to_owned(),
            PeerVerdict::Error(e) => format!("error: {e}"),
        };
        if theirs != case.decision {
            found.insert(case.name, format!("right {}, iam-rs {theirs}", case.decision));
        }
    }
    let unlisted: Vec<String> = found
        .iter()
        .filter(|(name, _)| !listed.contains(*name))
        .map(|(name, what)| format!("{name}: {what}"))
        .collect();
    let gone: Vec<&String> = listed.iter().filter(|n| !found.contains_key(*n)).collect();
    println!("{compared} compared, {} differ; left out: {left_out:?}", found.len());
    assert!(compared > 300, "only {compared} cases were compared");
    assert!(
        unlisted.is_empty() && gone.is_empty(),
        "not listed ({}):\n{}\nlisted, but no difference:\n{gone:#?}",
        unlisted.len(),
        unlisted.join("\n")
    );
}
