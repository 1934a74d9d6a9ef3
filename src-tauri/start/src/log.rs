//! The log file: a new one each day, seven kept, without secrets. The AWS crates stay at warnings,
//! as their lower levels may print requests.

use std::path::Path;

use tracing::Level;
use tracing_appender::{
    non_blocking::{NonBlockingBuilder, WorkerGuard},
    rolling::{Builder, Rotation},
};
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

/// Keeps the log open; what is still buffered is written when it is dropped.
#[derive(Debug)]
pub struct LogGuard {
    _worker: Option<WorkerGuard>,
}

/// Starts the log in `logs` below the data folder. Without a place to write there is no log; that
/// is no reason not to start.
#[must_use]
pub fn start_log(home: &Path) -> LogGuard {
    std::panic::set_hook(Box::new(|panic| {
        // The place, not the message: a message may hold what was being worked on.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
        eprintln_place(&place);
    }));
    // The appender complains on standard error, in words of its own, of a folder it can't read. What
    // is wrong with it is told by whoever opens the data folder next.
    if std::fs::create_dir_all(home.join("logs")).is_err() {
        return LogGuard { _worker: None };
    }
    let appender = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("rolebridge")
        .filename_suffix("log")
        .max_log_files(7)
        .build(home.join("logs"));
    let Ok(appender) = appender else { return LogGuard { _worker: None } };
    // Room for 128,000 lines, which is the default, is four megabytes at every start.
    let (writer, worker) =
        NonBlockingBuilder::default().buffered_lines_limit(1024).lossy(false).finish(appender);
    // Not an `EnvFilter`: it compiles regular expressions at every start.
    let filter = Targets::new().with_default(Level::WARN).with_targets(
        ["workflows", "cloud", "desktop", "cli", "sandbox", "store"]
            .map(|part| (format!("rolebridge_{part}"), Level::INFO)),
    );
    let layer = tracing_subscriber::fmt::layer().with_writer(writer).with_ansi(false);
    // A test may have one already; the first stays.
    let _ = tracing_subscriber::registry().with(filter).with(layer).try_init();
    LogGuard { _worker: Some(worker) }
}

#[allow(clippy::print_stderr)]
fn eprintln_place(place: &str) {
    eprintln!("Rolebridge failed at {place}. The log in its data folder may say more.");
}
