//! `rolebridge policy explain`: requests in, verdicts out.

use std::io::{self, BufWriter, Write};

use rolebridge_policy::{Request, decide};
use serde_json::json;

use crate::{
    error::{CliError, Exit},
    input,
    output::{Output, written},
};

/// One request, one verdict.
pub(crate) fn one(file: &str, output: Output) -> Result<Exit, CliError> {
    let request: Request = serde_json::from_str(&input::read(file)?).map_err(|e| {
        CliError::invalid(
            format!("{} is not a request. {e}", input::shown(file)),
            "See rolebridge policy explain --help for its form.",
        )
    })?;
    output.json(&decide(&request))?;
    Ok(Exit::Done)
}

/// A request per line. One that can't be read is answered in its place and does not stop the rest.
pub(crate) fn lines(file: &str) -> Result<Exit, CliError> {
    let mut reader = input::open(file)?;
    let mut line = Vec::new();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut exit = Exit::Done;
    while input::line(&mut reader, file, &mut line)?.is_some() {
        let answer = match serde_json::from_slice::<Request>(&line) {
            Ok(request) => serde_json::to_writer(&mut out, &decide(&request)),
            Err(error) => {
                exit = Exit::Usage;
                let error = json!({
                    "code": "invalid_input",
                    "message": format!("The line is not a request. {error}"),
                    "remedy": "See rolebridge policy explain --help for its form.",
                });
                serde_json::to_writer(&mut out, &json!({ "error": error }))
            }
        };
        let done = answer.map_err(io::Error::from).and_then(|()| out.write_all(b"\n"));
        if done.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
            return Ok(exit);
        }
        written(done)?;
    }
    written(out.flush())?;
    Ok(exit)
}
