//! How a published profile runs the `rolebridge` command.

/// The command as it stands in the configuration file. SDKs read it in three ways: botocore splits
/// it as a shell would, those for Go, Java, JavaScript and Rust hand it to `sh -c` or `cmd.exe /C`
/// (AWS SDKs and Tools Reference Guide, "Process credential provider"; the SDKs' sources). What is
/// kept here reads the same for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    word: String,
    home: Option<String>,
}

impl Default for Program {
    /// `rolebridge`, wherever the search path has it.
    fn default() -> Self {
        Self { word: "rolebridge".to_owned(), home: None }
    }
}

impl Program {
    /// The program at a path; nothing if there is a character in it that one of the SDKs, or the
    /// shell it starts, would take for something else.
    #[must_use]
    pub fn at(path: &str, windows: bool) -> Option<Self> {
        let named = path.rsplit(['/', '\\']).next();
        let fits = named.is_some_and(|n| matches!(n, "rolebridge" | "rolebridge.exe"));
        Some(Self { word: fits.then(|| word(path, windows))??, home: None })
    }

    /// The same, told which data folder it works with.
    #[must_use]
    pub fn with_home(self, folder: &str, windows: bool) -> Option<Self> {
        Some(Self { home: Some(word(folder, windows)?), ..self })
    }

    /// The command that gives the credentials of an entry.
    pub(crate) fn credentials(&self, entry: &str) -> String {
        let Self { word, home } = self;
        let home = home.as_ref().map_or_else(String::new, |home| format!(" --home {home}"));
        format!("{word} credentials {entry}{home}")
    }
}

/// A text as one word of a command line, in quotes if it has to be.
fn word(text: &str, windows: bool) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@,=".contains(c);
    let (plain, in_quotes): (&dyn Fn(char) -> bool, &dyn Fn(char) -> bool) = if windows {
        // With one of & < > ( ) @ ^ | in a command, cmd.exe takes its first and last quotes away
        // (`cmd /?`). Python reads the file in the code page of the system.
        (&|c| plain(c) && c != '@' || c == '\\' || c == '~', &|c| c == ' ' || "#'{}[]".contains(c))
    } else {
        // A home folder may be named in any script; Python reads the file as UTF-8 here.
        (&plain, &|c| {
            " '()&<>|^{}[]~*?%".contains(c) || (!c.is_ascii() && !c.is_control() && c != '\u{feff}')
        })
    };
    // Behind a space, # and ; begin a comment for some SDKs.
    let comment = text.contains(" #") || text.contains(" ;");
    if text.is_empty() || text.starts_with('-') || comment {
        return None;
    }
    if text.chars().all(plain) {
        return Some(text.to_owned());
    }
    // A quote after a backslash would be a character of the text.
    let fits = text.chars().all(|c| plain(c) || in_quotes(c)) && !text.ends_with('\\');
    fits.then(|| format!("\"{text}\""))
}

/// The program a `credential_process` runs, and its arguments.
pub(crate) fn split(command: &str) -> Option<(&str, &str)> {
    let command = command.trim();
    match command.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"'),
        None => command.split_once(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_to_every_sdk_or_is_not_written() {
        let table = [
            ("/usr/bin/rolebridge", false, Some("/usr/bin/rolebridge")),
            (
                "/Applications/Role bridge.app/Contents/MacOS/rolebridge",
                false,
                Some("\"/Applications/Role bridge.app/Contents/MacOS/rolebridge\""),
            ),
            ("/home/j\u{fc}rgen/rolebridge", false, Some("\"/home/j\u{fc}rgen/rolebridge\"")),
            ("/opt/it's (2)/rolebridge", false, Some("\"/opt/it's (2)/rolebridge\"")),
            ("/opt/$x/rolebridge", false, None),
            ("/opt/`x`/rolebridge", false, None),
            ("/opt/\"x\"/rolebridge", false, None),
            ("/opt/a\\b/rolebridge", false, None),
            ("/opt/a #b/rolebridge", false, None),
            ("/opt/a\nb/rolebridge", false, None),
            ("/opt/Rolebridge.AppImage", false, None),
            (r"C:\Tools\rolebridge.exe", true, Some(r"C:\Tools\rolebridge.exe")),
            (
                r"C:\Program Files\Rolebridge\rolebridge.exe",
                true,
                Some(r#""C:\Program Files\Rolebridge\rolebridge.exe""#),
            ),
            (r"C:\Program Files (x86)\Rolebridge\rolebridge.exe", true, None),
            ("C:\\Users\\J\u{fc}rgen\\rolebridge.exe", true, None),
            (r"C:\100%\rolebridge.exe", true, None),
        ];
        for (path, windows, wanted) in table {
            let got = Program::at(path, windows).map(|p| p.word);
            assert_eq!(got.as_deref(), wanted, "{path}");
        }
    }

    #[test]
    fn the_data_folder_comes_last() {
        let program = Program::at("/opt/rolebridge", false).unwrap();
        assert_eq!(program.credentials("prod"), "/opt/rolebridge credentials prod");
        let program = program.with_home("/data/a b", false).unwrap();
        let command = program.credentials("prod");
        assert_eq!(command, "/opt/rolebridge credentials prod --home \"/data/a b\"");
        assert_eq!(Program::default().with_home("/a\"b", false), None);
    }
}
