//! Files named on the command line; `-` is what comes in by standard input.

use std::io::Read;

use crate::error::CliError;

/// The text of a file.
pub(crate) fn read(name: &str) -> Result<String, CliError> {
    let text = if name == "-" {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(name)
    };
    text.map_err(|e| {
        CliError::usage(
            format!("{} could not be read: {e}", shown(name)),
            "Name a file with UTF-8 text, or - for standard input.",
        )
    })
}

/// What to call a file in a sentence.
pub(crate) fn shown(name: &str) -> &str {
    if name == "-" { "Standard input" } else { name }
}
