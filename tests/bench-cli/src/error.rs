//! Why nothing could be measured.

use thiserror::Error;

#[derive(Debug, Error)]
pub(crate) enum BenchError {
    #[error("{0} is missing. Run `make bench`, which installs and builds what is measured.")]
    Missing(String),
    #[error("{0}")]
    Program(String),
    #[error("{0}: {1}")]
    File(String, std::io::Error),
}
