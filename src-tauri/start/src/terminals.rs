//! The terminals of this computer, and how each is told its title and what to run.

mod table;

use std::{
    ffi::OsString,
    path::PathBuf,
    process::{Command, Stdio},
};

use rolebridge_workflows::launch::{InstalledTerminal, TerminalCommand, Terminals};

use crate::{command, process::detached};
use table::{Known, TERMINALS};

/// The terminals of this computer.
#[derive(Debug, Clone, Copy)]
pub struct SystemTerminals;

impl Terminals for SystemTerminals {
    fn run(&self, terminal: Option<&str>, command: &TerminalCommand) -> Result<(), String> {
        let found = match terminal {
            Some(id) => known().find(|(k, _)| k.id == id).ok_or_else(|| {
                format!("The terminal \u{201c}{id}\u{201d} is not on this computer any more.")
            })?,
            None => known().next().ok_or("No terminal was found on this computer.")?,
        };
        start(found.0, found.1, command)
    }

    fn installed(&self) -> Vec<InstalledTerminal> {
        known()
            .map(|(known, _)| InstalledTerminal {
                id: known.id.to_owned(),
                title: known.title.to_owned(),
            })
            .collect()
    }

    /// Beside the app, where it is installed with it, or on the search path.
    fn command_line(&self) -> Result<PathBuf, String> {
        command::beside().or_else(command::on_search_path).ok_or_else(|| {
            format!(
                "The {} command runs in the terminal, and it is neither beside the app nor on the \
                 search path.",
                command::NAME
            )
        })
    }
}

fn known() -> impl Iterator<Item = (&'static Known, PathBuf)> {
    TERMINALS.iter().filter_map(|known| Some((known, known.program()?)))
}

fn start(known: &Known, program: PathBuf, command: &TerminalCommand) -> Result<(), String> {
    let failed = |e: std::io::Error| format!("{}: {e}.", known.title);
    let argv = match known.script {
        true => vec![script::write(command).map_err(failed)?.into()],
        false => command.argv.clone(),
    };
    let arguments = known.arguments(&command.title, &argv);
    let mut process = match arguments.split_first() {
        Some((first, rest)) if known.new_console => {
            let mut process = Command::new(first);
            process.args(rest);
            process
        }
        _ => {
            let mut process = Command::new(program);
            process.args(arguments);
            process
        }
    };
    process.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    for name in &command.without {
        process.env_remove(name);
    }
    #[cfg(windows)]
    if known.new_console {
        use std::os::windows::process::CommandExt;
        const CREATE_NEW_CONSOLE: u32 = 0x10;
        process.creation_flags(CREATE_NEW_CONSOLE);
    }
    detached(&mut process).map_err(failed)
}

impl Known {
    /// What the terminal is started with. Each argument of the command stays one argument.
    fn arguments(&self, title: &str, argv: &[OsString]) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = self.before.iter().map(OsString::from).collect();
        match self.title_by {
            [] => {}
            [joined] if joined.ends_with('=') => {
                arguments.push(format!("{joined}{}", one_line(title)).into());
            }
            [option, ..] => arguments.extend([option.into(), one_line(title).into()]),
        }
        arguments.extend(self.run_by.iter().map(OsString::from));
        if self.escapes_semicolons {
            // Windows Terminal takes a semicolon for the end of its own command.
            arguments.extend(argv.iter().map(|a| a.to_string_lossy().replace(';', r"\;").into()));
        } else {
            arguments.extend(argv.iter().cloned());
        }
        arguments
    }
}

/// A title never begins with what looks like an option, and has one line.
fn one_line(title: &str) -> String {
    let text: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.starts_with('-') { format!(" {text}") } else { text }
}

/// A script that runs the command, for terminals that open files and nothing else. It holds no
/// secret, only the user can read it, and it deletes itself first.
mod script {
    use std::{io, path::PathBuf};

    use rolebridge_workflows::launch::TerminalCommand;

    pub(super) fn write(command: &TerminalCommand) -> io::Result<PathBuf> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("rolebridge-").suffix(".command");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o700));
        }
        let mut file = builder.tempfile()?;
        io::Write::write_all(&mut file, text(command).as_bytes())?;
        let (_, path) = file.keep().map_err(|e| e.error)?;
        Ok(path)
    }

    pub(super) fn text(command: &TerminalCommand) -> String {
        let words: Vec<String> = command
            .argv
            .iter()
            .map(|word| format!("'{}'", word.to_string_lossy().replace('\'', r"'\''")))
            .collect();
        let unset: String = command.without.iter().map(|name| format!("unset {name}\n")).collect();
        format!("#!/bin/sh\nrm -f -- \"$0\"\n{unset}exec {}\n", words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command() -> TerminalCommand {
        TerminalCommand {
            title: "Prod; $(id) - Rolebridge".into(),
            argv: vec!["/opt/it's/rolebridge".into(), "--home".into(), "/a b;c".into()],
            without: vec!["AWS_PROFILE"],
        }
    }

    #[test]
    fn each_terminal_is_told_its_own_way() {
        const T: &str = "Prod; $(id) - Rolebridge";
        const RUN: [&str; 3] = ["/opt/it's/rolebridge", "--home", "/a b;c"];
        let table: [(&str, &[&str]); 15] = [
            ("x-terminal-emulator", &["-T", T, "-e"]),
            ("ptyxis", &["--new-window", "--title", T, "--"]),
            ("gnome-terminal", &["--title", T, "--"]),
            ("konsole", &["-p", &format!("tabtitle={T}"), "-e"]),
            ("xfce4-terminal", &["--title", T, "-x"]),
            ("mate-terminal", &["--title", T, "-x"]),
            ("kitty", &["--title", T]),
            ("ghostty", &[&format!("--title={T}"), "-e"]),
            ("alacritty", &["--title", T, "-e"]),
            ("wezterm", &["start", "--"]),
            ("foot", &["--title", T]),
            ("terminator", &["-T", T, "-x"]),
            ("urxvt", &["-title", T, "-e"]),
            ("st", &["-t", T, "-e"]),
            ("xterm", &["-T", T, "-e"]),
        ];
        let linux = TERMINALS.iter().filter(|k| k.here == table::Here::Path).count();
        assert_eq!(linux, table.len());
        for (id, before) in table {
            let known = TERMINALS.iter().find(|k| k.id == id).unwrap();
            let got = known.arguments(T, &command().argv);
            let wanted: Vec<OsString> = before.iter().chain(&RUN).map(OsString::from).collect();
            assert_eq!(got, wanted, "{id}");
        }
        let windows = TERMINALS.iter().find(|k| k.id == "wt").unwrap();
        let got = windows.arguments(T, &command().argv);
        assert_eq!(got.last().unwrap(), r"/a b\;c");
    }

    #[test]
    fn a_title_is_no_option_and_one_line() {
        assert_eq!(one_line("-e\nrm"), " -e rm");
        assert_eq!(one_line("Prod"), "Prod");
    }

    #[cfg(unix)]
    #[test]
    fn the_script_runs_the_command_as_it_is_and_is_gone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("o'ut");
        let print = TerminalCommand {
            argv: vec![
                "/bin/sh".into(),
                "-c".into(),
                r#"printf '%s|%s|%s' "$1" "$2" "$HOME" > "$0""#.into(),
                out.clone().into(),
                "a 'b' $(id)".into(),
                "; exit 3".into(),
            ],
            without: vec!["HOME"],
            ..command()
        };
        let script = script::write(&print).unwrap();
        assert_eq!(script.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        assert!(Command::new("/bin/sh").arg(&script).status().unwrap().success());
        assert_eq!(std::fs::read_to_string(out).unwrap(), "a 'b' $(id)|; exit 3|");
        assert!(!script.exists());
    }
}
