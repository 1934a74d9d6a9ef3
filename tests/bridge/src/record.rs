//! What passes between front end and back end, line by line in a file: a test looks there for what
//! must never pass.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use serde::Serialize;

/// A record, if one is wanted.
#[derive(Clone)]
pub(crate) struct Record(Option<Arc<Mutex<File>>>);

impl Record {
    pub(crate) fn to(file: Option<PathBuf>) -> std::io::Result<Self> {
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        Ok(Self(file.map(open).transpose()?.map(|file| Arc::new(Mutex::new(file)))))
    }

    /// Notes something that passes. A record with a hole would prove nothing, so failing ends all.
    pub(crate) fn note(&self, kind: &str, command: &str, what: &impl Serialize) {
        let Some(file) = &self.0 else { return };
        let line = serde_json::json!({ "kind": kind, "command": command, "what": what });
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = writeln!(file, "{line}") {
            panic!("the record can't be written: {error}");
        }
    }
}
