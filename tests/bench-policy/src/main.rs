//! Measures verdicts per second beside iam-rs on the same cases in the same run, and the time to
//! find out who can assume what in an organization. It fails only if it can't measure, never
//! because something is slow.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod report;

use std::{
    env, fs,
    hint::black_box,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Parser;
use report::{Circumstances, Map, Measured, Rate, Spread};
use rolebridge_bench_policy::{Case, CaseError, Peer, Shape, cases, organization};
use rolebridge_policy::{Decision, decide, decision, who_can_assume};

#[derive(Parser)]
#[command(about = "Measures the policy engine beside the crate iam-rs")]
struct Options {
    /// How often each is measured, in turn.
    #[arg(long, default_value_t = 7)]
    runs: u32,
    /// Milliseconds of each measurement.
    #[arg(long, default_value_t = 200)]
    milliseconds: u64,
    /// Accounts of the organization.
    #[arg(long, default_value_t = 1_000)]
    accounts: usize,
    /// Roles of each account.
    #[arg(long, default_value_t = 50)]
    roles: usize,
}

#[derive(Debug, thiserror::Error)]
enum BenchError {
    #[error(transparent)]
    Cases(#[from] CaseError),
    #[error("The organization to measure with could not be made: {0}")]
    Organization(#[from] rolebridge_policy::ParseError),
    #[error("The result could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}: {1}")]
    File(PathBuf, #[source] io::Error),
}

fn main() -> ExitCode {
    match bench(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(options: &Options) -> Result<(), BenchError> {
    let all = cases()?;
    let of_assume_role = |case: &&Case| case.request.action == "sts:AssumeRole";
    let common = |cases: Vec<&Case>| -> (Vec<Case>, Vec<Peer>) {
        cases.into_iter().filter_map(|c| Some((c.clone(), Peer::new(&c.json).ok()?))).unzip()
    };
    let everything = Set { name: "every case", cases: all.clone(), peers: vec![] };
    let assume = all.iter().filter(of_assume_role).cloned().collect();
    let assume = Set { name: "AssumeRole", cases: assume, peers: vec![] };
    let (cases, peers) = common(all.iter().filter(of_assume_role).collect());
    let both_assume = Set { name: "AssumeRole, with iam-rs", cases, peers };
    let (cases, peers) = common(all.iter().collect());
    let both = Set { name: "every case iam-rs has words for", cases, peers };

    let mut circumstances = Circumstances::now();
    let span = Duration::from_millis(options.milliseconds);
    let mut rates = Vec::new();
    for set in [assume, both_assume, both, everything] {
        eprintln!("measuring {}", set.name);
        rates.push(set.measure(options.runs, span));
    }
    let mut maps = Vec::new();
    for (name, shape) in [("usual", Shape::Usual), ("open", Shape::Open)] {
        eprintln!("mapping the {name} organization");
        maps.push(map(options, name, shape)?);
    }
    circumstances.end();
    let measured = Measured { circumstances, runs: options.runs, rates, maps };

    let here = env::current_exe().map_err(|e| BenchError::File("/proc/self/exe".into(), e))?;
    let folder = here.ancestors().nth(2).unwrap_or(&here).join("bench");
    let file = folder.join("policy.json");
    fs::create_dir_all(&folder).map_err(|e| BenchError::File(folder.clone(), e))?;
    fs::write(&file, measured.json()?).map_err(|e| BenchError::File(file.clone(), e))?;
    println!("{}\nAll of it is in {}", measured.table(), shown(&file));
    Ok(())
}

/// A path as seen from the folder we are in.
fn shown(path: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

/// Cases to decide over and over, and the same ones for iam-rs if it takes part.
struct Set {
    name: &'static str,
    cases: Vec<Case>,
    peers: Vec<Peer>,
}

impl Set {
    /// The three in turn, so that what else the machine does hits all alike.
    fn measure(&self, runs: u32, span: Duration) -> Rate {
        let (mut decided, mut explained, mut peer) = (vec![], vec![], vec![]);
        for _ in 0..runs {
            decided.push(per_second(&self.cases, span, |c| {
                black_box(decision(black_box(&c.request)));
            }));
            explained.push(per_second(&self.cases, span, |c| {
                black_box(decide(black_box(&c.request)));
            }));
            if !self.peers.is_empty() {
                peer.push(per_second(&self.peers, span, |p| {
                    black_box(black_box(p).verdict());
                }));
            }
        }
        Rate {
            set: self.name.to_owned(),
            cases: self.cases.len(),
            decision: Spread::of(decided),
            decide: Spread::of(explained),
            iam_rs: (!peer.is_empty()).then(|| Spread::of(peer)),
        }
    }
}

/// How many in a second, going through all of them as often as fits.
fn per_second<T>(items: &[T], span: Duration, mut each: impl FnMut(&T)) -> f64 {
    let start = Instant::now();
    let mut done = 0;
    loop {
        for item in items {
            each(item);
        }
        done += items.len();
        let passed = start.elapsed();
        if passed >= span {
            return done as f64 / passed.as_secs_f64();
        }
    }
}

fn map(options: &Options, name: &str, shape: Shape) -> Result<Map, BenchError> {
    let accounts = organization(options.accounts, options.roles, shape)?;
    let mut seconds = Vec::new();
    let (mut allowed, mut unknown) = (0, 0);
    for _ in 0..3 {
        let start = Instant::now();
        let found = who_can_assume(&accounts);
        seconds.push(start.elapsed().as_secs_f64());
        allowed = found.iter().filter(|a| a.decision == Decision::Allowed).count();
        unknown = found.len() - allowed;
    }
    Ok(Map {
        organization: name.to_owned(),
        accounts: options.accounts,
        roles: options.roles,
        allowed,
        unknown,
        seconds: Spread::of(seconds.into_iter().map(|s| -s)).negated(),
    })
}
