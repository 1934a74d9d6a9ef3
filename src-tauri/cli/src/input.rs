//! Files named on the command line; `-` is what comes in by standard input.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
};

use rolebridge_policy::text_of;

use crate::error::CliError;

/// More than any document or request that can be meant.
const MOST: u64 = 64 << 20;

/// What is in a file, text or not.
pub(crate) fn bytes(name: &str) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    open(name)?.take(MOST + 1).read_to_end(&mut bytes).map_err(|e| unreadable(name, &e))?;
    if bytes.len() as u64 > MOST {
        return Err(too_long(name));
    }
    Ok(bytes)
}

/// The text of a file.
pub(crate) fn read(name: &str) -> Result<String, CliError> {
    text_of(&bytes(name)?).map(str::to_owned).map_err(|e| {
        CliError::usage(
            format!("{} could not be read. {e}", shown(name)),
            "Name a file with UTF-8 text, or - for standard input.",
        )
    })
}

/// A file's bytes as they come.
pub(crate) fn open(name: &str) -> Result<Box<dyn BufRead>, CliError> {
    if name == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(name).map_err(|e| unreadable(name, &e))?;
    Ok(Box::new(BufReader::new(file)))
}

/// The next line without its end; `None` after the last.
pub(crate) fn line(
    reader: &mut dyn BufRead,
    name: &str,
    line: &mut Vec<u8>,
) -> Result<Option<()>, CliError> {
    line.clear();
    let read = reader.take(MOST + 1).read_until(b'\n', line).map_err(|e| unreadable(name, &e))?;
    if read as u64 > MOST {
        return Err(too_long(name));
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok((read > 0).then_some(()))
}

fn unreadable(name: &str, error: &io::Error) -> CliError {
    CliError::usage(
        format!("{} could not be read: {error}.", shown(name)),
        "Name a file with UTF-8 text, or - for standard input.",
    )
}

fn too_long(name: &str) -> CliError {
    CliError::usage(
        format!("{} is longer than 64 MB, more than Rolebridge reads at once.", shown(name)),
        "Split it: one request a line with --lines, one document a file.",
    )
}

/// What a person answers on the terminal; nothing if there is no more to come.
pub(crate) fn answer(question: &str) -> Option<String> {
    let mut asked = io::stderr().lock();
    io::Write::write_all(&mut asked, question.as_bytes()).ok()?;
    io::Write::flush(&mut asked).ok()?;
    drop(asked);
    let mut line = String::new();
    let read = io::stdin().lock().take(1024).read_line(&mut line).ok()?;
    (read > 0).then_some(line)
}

/// What to call a file in a sentence.
pub(crate) fn shown(name: &str) -> &str {
    if name == "-" { "Standard input" } else { name }
}
