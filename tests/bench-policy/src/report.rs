//! The table and the file.

use std::{fmt::Write, fs, process::Command, thread};

use serde::Serialize;

/// The middle and the worst of some measurements, of which more is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) worst: f64,
}

impl Spread {
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let at = |i: usize| values.get(i).copied().unwrap_or(f64::NAN);
        let middle = values.len() / 2;
        let below = if values.len().is_multiple_of(2) { middle.saturating_sub(1) } else { middle };
        Self { median: f64::midpoint(at(below), at(middle)), worst: at(0) }
    }

    /// For times, of which less is better.
    pub(crate) fn negated(self) -> Self {
        Self { median: -self.median, worst: -self.worst }
    }
}

/// Where and when it was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Circumstances {
    at: String,
    commit: String,
    profile: &'static str,
    cores: usize,
    processor: String,
    load_before: String,
    load_after: String,
}

impl Circumstances {
    pub(crate) fn now() -> Self {
        let commit = Command::new("git").args(["rev-parse", "--short", "HEAD"]).output();
        let commit = commit.map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned());
        let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = processor
            .lines()
            .find_map(|l| l.strip_prefix("model name"))
            .map(|l| l.trim_start_matches([' ', '\t', ':']).to_owned());
        Self {
            at: jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string(),
            commit: commit.unwrap_or_default(),
            profile: if cfg!(debug_assertions) { "dev" } else { "release" },
            cores: thread::available_parallelism().map_or(1, Into::into),
            processor: processor.unwrap_or_else(|| "unknown processor".into()),
            load_before: load(),
            load_after: String::new(),
        }
    }

    pub(crate) fn end(&mut self) {
        self.load_after = load();
    }
}

fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// Verdicts per second on one core.
#[derive(Debug, Serialize)]
pub(crate) struct Rate {
    pub(crate) set: String,
    pub(crate) cases: usize,
    /// The decision alone.
    pub(crate) decision: Spread,
    /// With reasons and fix.
    pub(crate) decide: Spread,
    pub(crate) iam_rs: Option<Spread>,
}

/// Seconds to find out who can assume what.
#[derive(Debug, Serialize)]
pub(crate) struct Map {
    pub(crate) organization: String,
    pub(crate) accounts: usize,
    pub(crate) roles: usize,
    pub(crate) allowed: usize,
    pub(crate) unknown: usize,
    pub(crate) seconds: Spread,
}

/// Everything measured.
#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) circumstances: Circumstances,
    pub(crate) runs: u32,
    pub(crate) rates: Vec<Rate>,
    pub(crate) maps: Vec<Map>,
}

/// Of the issue: AssumeRole verdicts in a second, seconds for the map.
const VERDICTS: f64 = 1_000_000.0;
const MAP: f64 = 2.0;

impl Measured {
    /// The table, with the circumstances above it.
    pub(crate) fn table(&self) -> String {
        let c = &self.circumstances;
        let mut out = format!(
            "Verdicts a second on one core, documents already parsed, beside iam-rs 0.8.0\n\
             {}, commit {}, {} profile; {} cores, {}; load before {}, after {}\n\
             {} runs each, in turn; median, and the worst in brackets\n\n",
            c.at, c.commit, c.profile, c.cores, c.processor, c.load_before, c.load_after, self.runs,
        );
        let mut line = |cells: [&str; 5]| {
            let [what, rest @ ..] = cells;
            let _ = write!(out, "{what:<44}");
            for cell in rest {
                let _ = write!(out, "{cell:>24}");
            }
            out.push('\n');
        };
        line(["", "decision", "with reasons", "iam-rs", "goal"]);
        let rate = |s: Spread| format!("{:.0} k ({:.0} k)", s.median / 1e3, s.worst / 1e3);
        for r in &self.rates {
            let met = |ok| if ok { "met" } else { "NOT MET" };
            let goal = match r.iam_rs {
                Some(peer) => {
                    let times = r.decision.median / peer.median;
                    format!("{times:.1} x iam-rs: {}", met(times > 1.0))
                }
                None if r.set == "AssumeRole" => {
                    format!("1,000 k: {}", met(r.decision.median >= VERDICTS))
                }
                None => String::new(),
            };
            let what = format!("{} ({})", r.set, r.cases);
            let peer = r.iam_rs.map(rate).unwrap_or_default();
            line([&what, &rate(r.decision), &rate(r.decide), &peer, &goal]);
        }
        for m in &self.maps {
            let met = if m.seconds.median < MAP { "met" } else { "NOT MET" };
            let _ = writeln!(
                out,
                "Who can assume what, {} organization of {} accounts x {} roles: {:.2} s (worst {:.2} s), \
                 {} can, {} hang on the request; goal {MAP} s: {met}",
                m.organization,
                m.accounts,
                m.roles,
                m.seconds.median,
                m.seconds.worst,
                m.allowed,
                m.unknown,
            );
        }
        out
    }

    /// All of it, as JSON.
    pub(crate) fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_is_the_slowest() {
        assert_eq!(Spread::of([3.0, 1.0, 2.0]), Spread { median: 2.0, worst: 1.0 });
        assert_eq!(Spread::of([-3.0, -1.0]).negated(), Spread { median: 2.0, worst: 3.0 });
        assert!(Spread::of([]).median.is_nan());
    }
}
