//! Text nobody may see by accident.

use zeroize::Zeroizing;

/// Text nobody may see by accident: it can't be printed, compared, copied or serialised, and its
/// memory is overwritten.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for the one place it is meant for.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Puts a secret together piece by piece. A `String` that grows leaves what it was in freed memory;
/// this overwrites it.
#[derive(Default)]
pub struct SecretWriter(Zeroizing<Vec<u8>>);

impl SecretWriter {
    /// What was written, unless it is no text.
    #[must_use]
    pub fn finish(mut self) -> Option<Secret> {
        match String::from_utf8(std::mem::take(&mut *self.0)) {
            Ok(text) => Some(Secret::new(text)),
            Err(error) => {
                let _overwritten = Zeroizing::new(error.into_bytes());
                None
            }
        }
    }

    fn add(&mut self, piece: &[u8]) {
        let needed = self.0.len() + piece.len();
        if needed > self.0.capacity() {
            let mut larger =
                Zeroizing::new(Vec::with_capacity(needed.max(1024).next_power_of_two()));
            larger.extend_from_slice(&self.0);
            // The one before is overwritten here.
            self.0 = larger;
        }
        self.0.extend_from_slice(piece);
    }
}

impl std::fmt::Write for SecretWriter {
    fn write_str(&mut self, piece: &str) -> std::fmt::Result {
        self.add(piece.as_bytes());
        Ok(())
    }
}

impl std::io::Write for SecretWriter {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        self.add(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Secret {
    /// What formatting writes, such as `format_args!` gives.
    #[must_use]
    pub fn written(pieces: std::fmt::Arguments<'_>) -> Self {
        let mut writer = SecretWriter::default();
        // Neither fails: the writer takes all, and what is formatted is text.
        let _ = std::fmt::Write::write_fmt(&mut writer, pieces);
        writer.finish().unwrap_or_else(|| Self::new(String::new()))
    }

    /// A value as JSON.
    ///
    /// # Errors
    /// What the value said.
    pub fn json(value: &impl serde::Serialize) -> Result<Self, serde_json::Error> {
        let mut writer = SecretWriter::default();
        serde_json::to_writer(&mut writer, value)?;
        Ok(writer.finish().unwrap_or_else(|| Self::new(String::new())))
    }

    /// A value as JSON on several lines, with a line break at the end.
    ///
    /// # Errors
    /// What the value said.
    pub fn json_lines(value: &impl serde::Serialize) -> Result<Self, serde_json::Error> {
        let mut writer = SecretWriter::default();
        serde_json::to_writer_pretty(&mut writer, value)?;
        writer.add(b"\n");
        Ok(writer.finish().unwrap_or_else(|| Self::new(String::new())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_whole_however_it_grew() {
        let long = "x\"\u{e9}".repeat(5000);
        let secret = Secret::written(format_args!("a{long}{}", 1));
        assert_eq!(secret.expose(), format!("a{long}1"));
        assert_eq!(Secret::json(&long).unwrap().expose(), serde_json::to_string(&long).unwrap());
        let lines = Secret::json_lines(&[1, 2]).unwrap();
        assert_eq!(lines.expose(), "[\n  1,\n  2\n]\n");
        let mut broken = SecretWriter::default();
        broken.add(&[0xFF]);
        assert!(broken.finish().is_none());
    }
}
