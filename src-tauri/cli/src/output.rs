//! Where everything printed goes: results to standard output, everything else to standard error.
//! With `--json`, standard output holds one JSON document and each line of standard error another.

mod diff;
mod plan;
mod table;

use std::io::{ErrorKind, IsTerminal, Write};

use rolebridge_cloud::Secret;
use serde::Serialize;
use serde_json::json;

use crate::error::CliError;
pub(crate) use plan::shown as plan_text;
pub(crate) use table::Table;

/// How to print.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether results are JSON.
    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// Whether somebody sits at the terminal who can be asked, and reads what is printed.
    pub(crate) fn can_ask(self) -> bool {
        let terminals = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        !self.json && terminals && std::io::stdout().is_terminal()
    }

    /// The result: as JSON, or as text for people, whichever was asked for.
    pub(crate) fn result(
        self,
        value: &impl Serialize,
        text: impl FnOnce() -> String,
    ) -> Result<(), CliError> {
        if self.json { self.json(value) } else { self.text(&text()) }
    }

    /// JSON, whatever was asked for.
    pub(crate) fn json(self, value: &impl Serialize) -> Result<(), CliError> {
        // Some results are secrets.
        let text = Secret::json_lines(value)
            .map_err(|e| CliError::local(format!("The result could not be written: {e}")))?;
        self.text(text.expose())
    }

    /// Text as it is.
    pub(crate) fn text(self, text: &str) -> Result<(), CliError> {
        let mut out = std::io::stdout().lock();
        written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Something to know while a command works.
    pub(crate) fn note(self, text: &str) {
        if self.json {
            aside(&json!({ "note": text }).to_string());
        } else {
            aside(text);
        }
    }

    /// How far a plan is.
    pub(crate) fn step(self, step: &serde_json::Value, text: &str) {
        if self.json {
            aside(&json!({ "step": step }).to_string());
        } else {
            aside(text);
        }
    }

    /// What happened, and what to do.
    pub(crate) fn error(self, error: &CliError) {
        if self.json {
            let CliError { code, message, remedy, place, .. } = error;
            let mut body = json!({ "code": code, "message": message, "remedy": remedy });
            if let Some((file, line)) = place {
                body["file"] = json!(file);
                body["line"] = json!(line);
            }
            aside(&json!({ "error": body }).to_string());
        } else {
            aside(&error.message);
            if let Some(remedy) = &error.remedy {
                aside(remedy);
            }
        }
    }
}

/// A line on standard error. If that is closed there is nobody to tell.
fn aside(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Passes on how writing went. A reader that has seen enough is no mistake.
pub(crate) fn written(result: std::io::Result<()>) -> Result<(), CliError> {
    match result {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => {
            Err(CliError::local(format!("The result could not be written: {e}")))
        }
        _ => Ok(()),
    }
}
