//! How long a program takes and how much memory it has at most.
//!
//! The system counts for a new process the memory of the one it comes from, until it runs its own
//! program. So each is started by a small process of its own: this program again.

use std::{
    env,
    ffi::OsString,
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use wait4::Wait4;

use crate::error::BenchError;

/// The first argument of the small process.
pub(crate) const STARTER: &str = "--start-and-measure";

/// One run of a program.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Run {
    /// From its start to its end.
    pub(crate) milliseconds: f64,
    /// The most memory it had in RAM, shared pages included.
    pub(crate) peak_mib: f64,
    /// Processor time.
    pub(crate) processor_milliseconds: f64,
}

/// Runs a program, which has to go well. Its output goes nowhere.
pub(crate) fn run(program: &Command) -> Result<Run, BenchError> {
    let told = |what: String| BenchError::Program(format!("{program:?}: {what}"));
    let mut starter = Command::new(env::current_exe().map_err(|e| told(e.to_string()))?);
    starter.arg(STARTER).arg(program.get_program()).args(program.get_args()).env_clear();
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            starter.env(name, value);
        }
    }
    let output = starter.stdin(Stdio::null()).output().map_err(|e| told(e.to_string()))?;
    if !output.status.success() {
        return Err(told(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| told(e.to_string()))
}

/// The small process.
#[allow(clippy::print_stdout, clippy::print_stderr)]
pub(crate) fn start(arguments: &[OsString]) -> ExitCode {
    let Some((program, arguments)) = arguments.split_first() else { return ExitCode::FAILURE };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let begin = Instant::now();
    let ended = command.spawn().and_then(|child| child.wait4());
    let took = begin.elapsed();
    match ended {
        Ok(end) if end.status.success() => {
            let ms = |time: Duration| time.as_secs_f64() * 1000.0;
            #[allow(clippy::cast_precision_loss)]
            let peak_mib = end.rusage.maxrss as f64 / (1024.0 * 1024.0);
            let run = Run {
                milliseconds: ms(took),
                peak_mib,
                processor_milliseconds: ms(end.rusage.utime + end.rusage.stime),
            };
            println!("{}", serde_json::json!(run));
            ExitCode::SUCCESS
        }
        Ok(end) => {
            eprintln!("it ended with {}", end.status);
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("it could not be run: {error}");
            ExitCode::FAILURE
        }
    }
}
