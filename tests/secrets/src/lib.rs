//! Looks for secrets where none may be: in files, and in what programs said, in every form a secret
//! could have there.

mod forms;

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// A secret and what it is called in a message.
#[derive(Debug, Clone)]
pub struct Known {
    /// What it is called.
    pub label: String,
    /// The secret.
    pub secret: String,
}

/// A secret that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub label: String,
    /// In which form.
    pub form: &'static str,
    /// Where: a file, or what was searched.
    pub place: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is in {}, {}", self.label, self.place, self.form)
    }
}

/// A secret as it may stand somewhere: the name of the form, and its bytes.
type Form = (&'static str, Vec<u8>);

/// What is searched, and for what.
#[derive(Debug, Default)]
pub struct Search {
    secrets: Vec<(Known, Vec<Form>)>,
    places: Vec<(String, Vec<u8>)>,
}

impl Search {
    /// Looks for one more secret.
    pub fn for_secret(&mut self, label: impl Into<String>, secret: impl Into<String>) {
        let known = Known { label: label.into(), secret: secret.into() };
        let forms = forms::of(&known.secret);
        self.secrets.push((known, forms));
    }

    /// Looks in some text or bytes.
    pub fn text(&mut self, place: impl Into<String>, text: impl Into<Vec<u8>>) {
        self.places.push((place.into(), text.into()));
    }

    /// Looks in every file of a folder, and of those below.
    ///
    /// # Errors
    /// What the disk says: a file that can't be read is not free of secrets.
    pub fn folder(&mut self, folder: &Path) -> io::Result<()> {
        for file in files(folder)? {
            let content = fs::read(&file)?;
            // Its name is a place, too.
            let name = file.display().to_string();
            self.places.push((format!("the name of {name}"), name.clone().into_bytes()));
            self.places.push((name, content));
        }
        Ok(())
    }

    /// Whether a text is in one of the places, as it is: what is looked through has to be what was
    /// worked with.
    #[must_use]
    pub fn covers(&self, text: &str) -> bool {
        self.places.iter().any(|(_, content)| contains(content, text.as_bytes()))
    }

    /// What was found.
    #[must_use]
    pub fn found(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for (place, content) in &self.places {
            for (known, forms) in &self.secrets {
                let form = forms.iter().find(|(_, bytes)| contains(content, bytes));
                if let Some((form, _)) = form {
                    let (label, place) = (known.label.clone(), place.clone());
                    found.push(Found { label, form, place });
                }
            }
        }
        found
    }
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let kind = fs::symlink_metadata(&path)?.file_type();
        if kind.is_dir() {
            all.extend(files(&path)?);
        } else if kind.is_file() {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

fn contains(content: &[u8], wanted: &[u8]) -> bool {
    let Some(first) = wanted.first() else { return false };
    let mut rest = content;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        rest = &rest[at..];
        if rest.starts_with(wanted) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_wherever_they_are() {
        for (content, wanted, there) in [
            (&b"aab"[..], &b"ab"[..], true),
            (b"ab", b"ab", true),
            (b"a", b"ab", false),
            (b"", b"a", false),
            (b"aaab", b"aab", true),
        ] {
            assert_eq!(contains(content, wanted), there, "{content:?} {wanted:?}");
        }
    }
}
