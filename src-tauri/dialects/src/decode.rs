//! From bytes to text: UTF-8 only, without NUL, of a size that can be worked with.

use crate::error::{Problem, ReadError};

/// No configuration of roles comes near it; a larger file is something else.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// The longest line: a whole JSON file may be one line, so this is generous.
const LONGEST_LINE: usize = 8 * 1024 * 1024;

#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    /// A UTF-8 byte order mark stood before it.
    pub(crate) had_mark: bool,
}

pub(crate) fn decode(bytes: &[u8]) -> Result<Text<'_>, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::whole(Problem::TooLarge { bytes: bytes.len(), most: MOST_BYTES }));
    }
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err(ReadError::at(1, Problem::Utf16));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let good = &bytes[..e.valid_up_to()];
        ReadError::at(lines_in(good) + 1, Problem::NotUtf8 { byte: e.valid_up_to() + 1 })
    })?;
    let (text, had_mark) = match text.strip_prefix('\u{feff}') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if let Some(at) = text.bytes().position(|b| b == 0) {
        return Err(ReadError::at(lines_in(&text.as_bytes()[..at]) + 1, Problem::Nul));
    }
    for (i, line) in text.split('\n').enumerate() {
        if line.len() > LONGEST_LINE {
            return Err(ReadError::at(i + 1, Problem::LineTooLong { bytes: line.len() }));
        }
    }
    Ok(Text { text, had_mark })
}

fn lines_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b == b'\n').count()
}
