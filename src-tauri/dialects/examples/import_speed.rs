//! How long 20,000 AESR profiles take: `cargo run --release -p rolebridge-dialects --example
//! import_speed`.

use std::fmt::Write as _;
use std::time::Instant;

use rolebridge_dialects::{Dialect, read};

const PROFILES: usize = 20_000;
const RUNS: usize = 20;

#[allow(clippy::print_stdout)]
fn main() {
    let mut text = String::from("[base]\naws_account_id = 111111111111\n");
    for i in 0..PROFILES {
        let source = if i % 2 == 0 { "source_profile = base\n" } else { "" };
        let _ = write!(
            text,
            "\n; profile {i}\n[profile team-{i}]\nrole_arn = arn:aws:iam::{i:012}:role/team/Admin\n\
             region = eu-central-1\ncolor = ffaa{:02x}\n{source}",
            i % 256
        );
    }
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let read = read(Dialect::Aesr, text.as_bytes());
            let time = start.elapsed();
            assert_eq!(read.map(|r| r.entries.len()).unwrap_or_default(), PROFILES + 1);
            time
        })
        .collect();
    times.sort();
    println!(
        "{PROFILES} profiles, {} bytes: median {:.1?}, slowest {:.1?} of {RUNS}",
        text.len(),
        times[RUNS / 2],
        times[RUNS - 1]
    );
}
