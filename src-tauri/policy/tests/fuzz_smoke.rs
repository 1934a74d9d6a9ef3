//! The fuzz targets without a fuzzer: mutated seeds for a few seconds, or for `FUZZ_SECONDS`.

#![allow(clippy::unwrap_used)]

#[path = "../fuzz/targets.rs"]
#[allow(clippy::expect_used)]
mod targets;

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What texts of policies are made of.
const PIECES: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\\u00",
    "\\ud83d",
    "null",
    "true",
    "-1e9",
    "*",
    "?",
    "${",
    "${*}",
    "aws:username",
    "\"Principal\":",
    "\"NotAction\":",
    "\"Condition\":",
    "\"Null\":{",
    "ForAllValues:",
    "IfExists",
    "\"2008-10-17\"",
    "arn:aws:iam::",
    "111111111111",
    "\0",
    "\u{feff}",
    "%7B",
    "\u{e9}",
];

fn seeds() -> Vec<Vec<u8>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds");
    let mut paths: Vec<_> = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|p| std::fs::read(p).unwrap()).collect()
}

#[derive(Debug, Clone)]
enum Mutation {
    Remove(usize, usize),
    Put(usize, &'static str),
    Repeat(usize, usize),
    Flip(usize, u8),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (any::<usize>(), 1..40usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (any::<usize>(), prop::sample::select(&PIECES[..]))
            .prop_map(|(at, p)| Mutation::Put(at, p)),
        (any::<usize>(), 1..60usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        (any::<usize>(), 0..8u8).prop_map(|(at, bit)| Mutation::Flip(at, bit)),
    ]
}

fn apply(bytes: &mut Vec<u8>, mutation: &Mutation) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    match mutation {
        Mutation::Remove(at, n) => {
            let at = at % length;
            bytes.drain(at..(at + n).min(length));
        }
        Mutation::Put(at, piece) => {
            let at = at % length;
            bytes.splice(at..at, piece.bytes());
        }
        Mutation::Repeat(at, n) => {
            let at = at % length;
            let part = bytes[at..(at + n).min(length)].to_vec();
            bytes.splice(at..at, part);
        }
        Mutation::Flip(at, bit) => bytes[at % length] ^= 1 << bit,
    }
}

#[test]
fn mutated_seeds() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    let until = seconds.map(|s| Instant::now() + Duration::from_secs(s));
    let seeds = seeds();
    let strategy =
        (prop::sample::select(seeds), prop::collection::vec(mutation(), 0..6), any::<[u8; 8]>());
    // The same run each time, unless it is to search.
    let rng = match std::env::var("FUZZ_SECONDS") {
        Ok(_) => TestRng::from_seed(RngAlgorithm::ChaCha, &rand_seed()),
        Err(_) => TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    };
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut runs = 0;
    // By number, not by time: a slow machine tries what a fast one tries.
    while until.map_or(runs < 10_000, |until| Instant::now() < until) {
        let (mut bytes, mutations, tail) = strategy.new_tree(&mut runner).unwrap().current();
        mutations.iter().for_each(|m| apply(&mut bytes, m));
        if tail[0] == 0 {
            bytes.extend(tail);
        }
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let whole = std::panic::catch_unwind(|| {
            targets::parse(&bytes);
            targets::decide_request(&bytes);
            targets::compare(&bytes);
        });
        assert!(whole.is_ok(), "{shown}");
        runs += 1;
    }
    assert!(runs > 50, "{runs}");
}

fn rand_seed() -> [u8; 32] {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(&nanos.as_nanos().to_le_bytes());
    seed
}
