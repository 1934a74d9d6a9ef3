//! Where it was measured.

use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::process;

/// The circumstances of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) at: String,
    pub(crate) commit: String,
    pub(crate) profile: &'static str,
    pub(crate) cores: usize,
    pub(crate) processor: String,
    pub(crate) memory_mib: u64,
    pub(crate) renderer: &'static str,
    /// What the bare window said of its web view.
    pub(crate) web_view: String,
    pub(crate) load_before: [f64; 3],
    pub(crate) load_after: [f64; 3],
}

impl Machine {
    pub(crate) fn now() -> Self {
        let kilobytes = field("/proc/meminfo", "MemTotal");
        let kilobytes = kilobytes.trim_end_matches(" kB").parse::<u64>().unwrap_or(0);
        Self {
            at: jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string(),
            commit: commit(),
            profile: if cfg!(debug_assertions) { "dev" } else { "release" },
            cores: cores(),
            processor: field("/proc/cpuinfo", "model name"),
            memory_mib: kilobytes / 1024,
            renderer: if Path::new("/dev/dri").exists() {
                "a GPU"
            } else {
                "no GPU: the bare window as WebKit paints by default, Rolebridge on the CPU"
            },
            web_view: String::new(),
            load_before: load(),
            load_after: load(),
        }
    }
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

/// How long a start waits for others to finish, and what part of the processors they may use.
const PATIENCE: Duration = Duration::from_secs(15);
const QUIET: f64 = 0.1;

/// Waits until others leave the processors alone, but not for ever.
pub(crate) fn quiet() {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        let watch = Watch::start();
        thread::sleep(Duration::from_millis(500));
        if watch.others(0.0) <= QUIET {
            break;
        }
    }
}

/// Watches what the processors do.
pub(crate) struct Watch {
    began: Instant,
    used: f64,
}

impl Watch {
    pub(crate) fn start() -> Self {
        Self { began: Instant::now(), used: process::processor_time_of_all() }
    }

    /// Share of the processors used since by others than those who used this many milliseconds.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn others(&self, own: f64) -> f64 {
        let there = self.began.elapsed().as_secs_f64() * 1000.0 * cores() as f64;
        let used = process::processor_time_of_all() - self.used - own;
        (used / there).clamp(0.0, 1.0)
    }
}

/// Load averages of 1, 5 and 15 minutes.
pub(crate) fn load() -> [f64; 3] {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let mut numbers = text.split(' ').map(|n| n.parse().unwrap_or(0.0));
    [(); 3].map(|()| numbers.next().unwrap_or(0.0))
}

fn field(file: &str, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|l| l.starts_with(name)).unwrap_or_default();
    line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// The commit of the folder we are in, marked if something is changed.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    match (git(&["rev-parse", "--short", "HEAD"]), git(&["status", "--porcelain"])) {
        (Some(commit), Some(changes)) if changes.is_empty() => commit,
        (Some(commit), _) => format!("{commit}, with changes"),
        (None, _) => "unknown".into(),
    }
}
