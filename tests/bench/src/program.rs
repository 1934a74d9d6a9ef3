//! Starting a program, waiting until its window is ready, and reading its memory.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::{
    computer::Computer,
    error::{At, BenchError},
    machine,
    process::{self, TreeMemory},
};

/// How long a start may take on the busiest machine before it is called broken.
const PATIENCE: Duration = Duration::from_secs(90);

/// One measured start.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Start {
    pub(crate) milliseconds: f64,
    /// Processor time it and what it started used until then: less a matter of what else runs.
    pub(crate) processor_milliseconds: f64,
    /// Share of the machine's processors that others used meanwhile.
    pub(crate) others: f64,
    pub(crate) memory: TreeMemory,
}

/// A program that prints "ready after N ms".
pub(crate) struct Program {
    path: PathBuf,
    name: String,
}

impl Program {
    /// A program built beside this one.
    pub(crate) fn beside(here: &Path, name: &str) -> Result<Self, BenchError> {
        let path = here.with_file_name(name);
        if path.is_file() {
            Ok(Self { path, name: name.to_owned() })
        } else {
            Err(BenchError::NotBuilt(path))
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Starts it, waits until it is ready, then this long, reads its memory and ends it. What it
    /// printed after it was ready goes to `said`.
    pub(crate) fn measure(
        &self,
        computer: &Computer,
        idle: Duration,
        mut said: impl FnMut(&str),
    ) -> Result<Start, BenchError> {
        machine::quiet();
        let errors = computer.errors();
        let mut command = Command::new(&self.path);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&errors).at(&errors)?);
        let watch = machine::Watch::start();
        computer.furnish(&mut command);
        let mut running = Running::new(command.spawn().at(&self.path)?);
        let milliseconds = running.ready().ok_or_else(|| self.failed(&mut running, &errors))?;
        let processor_milliseconds = process::processor_time(running.child.id());
        let others = watch.others(processor_milliseconds);
        thread::sleep(idle);
        let memory = process::memory(running.child.id())?;
        running.lines.try_iter().for_each(|line| said(&line));
        Ok(Start { milliseconds, processor_milliseconds, others, memory })
    }

    fn failed(&self, running: &mut Running, errors: &Path) -> BenchError {
        let program = self.name.clone();
        match running.child.try_wait() {
            Ok(None) => BenchError::NotReady { program, after: PATIENCE },
            _ => {
                let said = fs::read_to_string(errors).unwrap_or_default().trim().to_owned();
                BenchError::Ended { program, said }
            }
        }
    }
}

/// A started program. Dropped, it ends with everything it started.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn new(mut child: Child) -> Self {
        let (sender, lines) = channel();
        if let Some(out) = child.stdout.take() {
            thread::spawn(move || {
                for line in BufReader::new(out).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Self { child, lines }
    }

    /// Milliseconds until it was ready; nothing if it ended or took too long.
    fn ready(&self) -> Option<f64> {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    if let Some(milliseconds) = after(&line) {
                        return Some(milliseconds);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    // Its output closes a moment before it has ended.
                    thread::sleep(Duration::from_millis(200));
                    return None;
                }
                Err(RecvTimeoutError::Timeout) => return None,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let family = process::family(self.child.id());
        // Its parent must take note of its end, or it counts as living.
        let _ = self.child.kill();
        let _ = self.child.wait();
        process::end(&family);
    }
}

fn after(line: &str) -> Option<f64> {
    line.strip_prefix("ready after ")?.strip_suffix(" ms")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_read() {
        assert_eq!(after("ready after 412 ms"), Some(412.0));
        assert_eq!(after("ready soon"), None);
    }
}
