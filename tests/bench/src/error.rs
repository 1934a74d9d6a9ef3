//! Why nothing could be measured. A slow result is never an error.

use std::{io, path::PathBuf, time::Duration};

/// Why the benchmark could not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    #[error(
        "There is no display. Run `make bench`, or put `dbus-run-session -- xvfb-run -a -s \
         \"-screen 0 1280x900x24\"` in front."
    )]
    NoDisplay,
    #[error(
        "{0} is not built. Run `make bench`, or build it in the same profile as rolebridge-bench."
    )]
    NotBuilt(PathBuf),
    #[error("The data to measure with could not be made: {0}")]
    Seed(String),
    #[error("{program} ended before its window was ready. It said: {said}")]
    Ended { program: String, said: String },
    #[error("The window of {program} was not ready within {} s.", after.as_secs())]
    NotReady { program: String, after: Duration },
    #[error("The memory of process {0} could not be read. Linux 4.14 or later is needed.")]
    Memory(u32),
    #[error("The window could not be driven: {0}")]
    Driver(String),
    #[error("{0}: {1}")]
    File(PathBuf, #[source] io::Error),
}

/// Adds the path to what the disk said.
pub(crate) trait At<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, BenchError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, BenchError> {
        self.map_err(|error| BenchError::File(path.into(), error))
    }
}
