//! What would have been opened or copied, written down in a folder: `opened.txt` has a
//! line for each address, `browsers.txt` the window it was for, `terminals.txt` the command of each
//! terminal, and `clipboard.txt` is the clipboard.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use rolebridge_cloud::Secret;
use rolebridge_workflows::{
    Browser, Desktop,
    launch::{
        BrowserWindow, Cleared, Clipboard, InstalledBrowser, InstalledTerminal, ProfileOfBrowser,
        TerminalCommand, Terminals,
    },
};

/// A computer on which everything is observed.
pub(crate) fn desktop(folder: &Path) -> Desktop {
    Desktop {
        browser: Box::new(Observed(folder.to_owned())),
        terminals: Some(Box::new(Observed(folder.to_owned()))),
        clipboard: Some(Box::new(Observed(folder.to_owned()))),
    }
}

struct Observed(PathBuf);

impl Observed {
    fn note(&self, file: &str, line: &str) -> Result<(), String> {
        let file = OpenOptions::new().create(true).append(true).open(self.0.join(file));
        file.and_then(|mut f| writeln!(f, "{line}")).map_err(|e| e.to_string())
    }
}

impl Browser for Observed {
    fn open(&self, url: &str) -> Result<(), String> {
        self.note("opened.txt", url)
    }

    fn open_in(&self, url: &str, window: &BrowserWindow) -> Result<(), String> {
        self.note("browsers.txt", &format!("{window:?}"))?;
        self.open(url)
    }

    fn installed(&self) -> Vec<InstalledBrowser> {
        let profile =
            |id: &str, title: &str| ProfileOfBrowser { id: id.to_owned(), title: title.to_owned() };
        vec![
            InstalledBrowser {
                id: "firefox".into(),
                title: "Firefox".into(),
                profiles: vec![profile("default-release", "default-release")],
                isolates: true,
                private: true,
            },
            InstalledBrowser {
                id: "chromium".into(),
                title: "Chromium".into(),
                profiles: vec![profile("Default", "Ada"), profile("Profile 1", "Work")],
                isolates: true,
                private: true,
            },
        ]
    }
}

impl Terminals for Observed {
    fn run(&self, terminal: Option<&str>, command: &TerminalCommand) -> Result<(), String> {
        let argv: Vec<_> = command.argv.iter().map(|a| a.to_string_lossy()).collect();
        self.note("terminals.txt", &format!("{terminal:?} {:?} {argv:?}", command.title))
    }

    fn installed(&self) -> Vec<InstalledTerminal> {
        [("xterm", "xterm"), ("kitty", "kitty")]
            .map(|(id, title)| InstalledTerminal { id: id.into(), title: title.into() })
            .into()
    }

    fn command_line(&self) -> Result<PathBuf, String> {
        Ok("rolebridge".into())
    }
}

impl Clipboard for Observed {
    fn put(&self, text: &Secret) -> Result<(), String> {
        fs::write(self.0.join("clipboard.txt"), text.expose()).map_err(|e| e.to_string())
    }

    fn clear(&self, text: &Secret) -> Result<Cleared, String> {
        let file = self.0.join("clipboard.txt");
        let held = fs::read_to_string(&file).map_err(|e| e.to_string())?;
        if held != text.expose() {
            return Ok(Cleared::SomethingElse);
        }
        fs::write(&file, "").map_err(|e| e.to_string())?;
        Ok(Cleared::Gone)
    }
}
