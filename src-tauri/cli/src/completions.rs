//! What shells complete: options and commands as clap knows them, and the names of entries, which are
//! looked up each time. The shell's script runs this program with [`ASKED`] set.

use std::{ffi::OsStr, path::PathBuf};

use clap::CommandFactory;
use clap_complete::{
    ArgValueCompleter, CompletionCandidate, Shell,
    env::{CompleteEnv, Shells},
};
use rolebridge_workflows::{
    default_home,
    switch::{EntryName, entry_names},
};

use crate::{args::Args, error::CliError, output::Output};

const ASKED: &str = "ROLEBRIDGE_COMPLETE";
const NAME: &str = "rolebridge";

/// Answers a shell that wants to know how a line can go on, and ends the process then.
pub(crate) fn answer_shell() {
    CompleteEnv::with_factory(Args::command).var(ASKED).bin(NAME).completer(NAME).complete();
}

/// Prints what makes a shell ask.
pub(crate) fn print(shell: Shell, output: Output) -> Result<(), CliError> {
    let mut text = Vec::new();
    let shells = Shells::builtins();
    match shells.completer(&shell.to_string()) {
        // The script for PowerShell runs what was typed so far to take it apart.
        Some(asking) if shell != Shell::PowerShell => {
            asking
                .write_registration(ASKED, NAME, NAME, NAME, &mut text)
                .map_err(|e| CliError::local(format!("The script could not be written: {e}.")))?;
            if shell == Shell::Zsh {
                // From a folder of fpath, the file is the function itself when it is first needed.
                text.extend_from_slice(
                    b"if [ \"$funcstack[1]\" = \"_rolebridge\" ]; then\n    \
                      _clap_dynamic_completer_rolebridge \"$@\"\nfi\n",
                );
            }
        }
        _ => clap_complete::generate(shell, &mut Args::command(), NAME, &mut text),
    }
    output.text(&String::from_utf8_lossy(&text))
}

/// Completes the name of an entry.
pub(crate) fn entries() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let all = home().and_then(|home| entry_names(&home).ok()).unwrap_or_default();
        fitting(all, &typed.to_string_lossy())
            .into_iter()
            .map(|entry| CompletionCandidate::new(entry.word).help(Some(entry.about.into())))
            .collect()
    })
}

/// Those that begin with what was typed, whatever its case.
fn fitting(all: Vec<EntryName>, typed: &str) -> Vec<EntryName> {
    let typed = typed.to_lowercase();
    all.into_iter().filter(|entry| entry.word.to_lowercase().starts_with(&typed)).collect()
}

/// The data folder the line typed is about. Arguments are not parsed while they are completed.
fn home() -> Option<PathBuf> {
    let typed: Vec<_> = std::env::args_os().collect();
    let named = |at: usize| typed.get(at + 1).map(PathBuf::from);
    let option = typed.iter().position(|word| word == "--home").and_then(named);
    let home = option
        .or_else(|| std::env::var_os("ROLEBRIDGE_HOME").filter(|h| !h.is_empty()).map(Into::into))
        .or_else(default_home)?;
    let sandbox = typed.iter().any(|word| word == "--sandbox");
    Some(if sandbox { home.join("sandbox") } else { home })
}
