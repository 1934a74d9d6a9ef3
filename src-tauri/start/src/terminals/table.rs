//! The terminals we know, as data: where each is, and its words for title and command. From their
//! manual pages; `x-terminal-emulator` from the Debian Policy Manual, 11.8.3.

use std::path::PathBuf;

/// Where a terminal is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    /// On the search path of Linux and its like.
    Path,
    /// An application of macOS, opened by `open -a`.
    Application,
    /// On the search path of Windows.
    Windows,
}

/// A terminal.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) here: Here,
    /// Its program, or its application.
    program: &'static str,
    /// What comes first.
    pub(super) before: &'static [&'static str],
    /// The word before the title, or its beginning if it ends in an equals sign. None: it has none,
    /// and the command sets the title itself.
    pub(super) title_by: &'static [&'static str],
    /// The word before the command.
    pub(super) run_by: &'static [&'static str],
    /// Whether it opens a script instead of taking a command.
    pub(super) script: bool,
    pub(super) escapes_semicolons: bool,
    /// Whether the command gets a console of its own, with no terminal in between.
    #[allow(dead_code)] // only Windows reads it
    pub(super) new_console: bool,
}

const fn on_path(
    id: &'static str,
    title: &'static str,
    before: &'static [&'static str],
    title_by: &'static [&'static str],
    run_by: &'static [&'static str],
) -> Known {
    Known {
        id,
        title,
        here: Here::Path,
        program: id,
        before,
        title_by,
        run_by,
        script: false,
        escapes_semicolons: false,
        new_console: false,
    }
}

const fn application(
    id: &'static str,
    title: &'static str,
    open: &'static [&'static str],
) -> Known {
    let program = "/usr/bin/open";
    Known { here: Here::Application, program, script: true, ..on_path(id, title, open, &[], &[]) }
}

/// The best first: what the user or the distribution chose, then what desktops bring along.
const ALL: [Known; 19] = [
    on_path("x-terminal-emulator", "The system's terminal", &[], &["-T"], &["-e"]),
    on_path("ptyxis", "Ptyxis", &["--new-window"], &["--title"], &["--"]),
    on_path("gnome-terminal", "GNOME Terminal", &[], &["--title"], &["--"]),
    on_path("konsole", "Konsole", &["-p"], &["tabtitle="], &["-e"]),
    on_path("xfce4-terminal", "Xfce Terminal", &[], &["--title"], &["-x"]),
    on_path("mate-terminal", "MATE Terminal", &[], &["--title"], &["-x"]),
    on_path("kitty", "kitty", &[], &["--title"], &[]),
    on_path("ghostty", "Ghostty", &[], &["--title="], &["-e"]),
    on_path("alacritty", "Alacritty", &[], &["--title"], &["-e"]),
    on_path("wezterm", "WezTerm", &["start"], &[], &["--"]),
    on_path("foot", "foot", &[], &["--title"], &[]),
    on_path("terminator", "Terminator", &[], &["-T"], &["-x"]),
    on_path("urxvt", "rxvt-unicode", &[], &["-title"], &["-e"]),
    on_path("st", "st", &[], &["-t"], &["-e"]),
    on_path("xterm", "xterm", &[], &["-T"], &["-e"]),
    application("terminal", "Terminal", &["-a", "Terminal"]),
    application("iterm", "iTerm", &["-a", "iTerm"]),
    Known {
        here: Here::Windows,
        program: "wt.exe",
        escapes_semicolons: true,
        ..on_path("wt", "Windows Terminal", &["new-tab"], &["--title"], &[])
    },
    Known {
        here: Here::Windows,
        program: "",
        new_console: true,
        ..on_path("console", "A console window", &[], &[], &[])
    },
];

pub(super) static TERMINALS: &[Known] = &ALL;

impl Known {
    /// What is run to open it, if it is on this computer. Nothing: the command itself.
    pub(super) fn program(&self) -> Option<PathBuf> {
        match self.here {
            Here::Path if cfg!(not(windows)) => crate::process::on_path(self.program),
            Here::Application if cfg!(target_os = "macos") => {
                let there =
                    ["/Applications", "/System/Applications/Utilities"].iter().any(|folder| {
                        PathBuf::from(format!("{folder}/{}.app", self.before[1])).is_dir()
                    });
                there.then(|| self.program.into())
            }
            Here::Windows if cfg!(windows) && self.new_console => Some(PathBuf::new()),
            Here::Windows if cfg!(windows) => crate::process::on_path(self.program),
            _ => None,
        }
    }
}
