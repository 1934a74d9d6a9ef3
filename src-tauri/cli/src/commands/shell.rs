//! The user's shell with credentials of a role, told apart from every other: by the title of the
//! window, a coloured line at the start, and one above each prompt.

mod prompt;

use std::{io::Write, path::PathBuf, process::Command};

use rolebridge_model::{Colour, SwitchEntry, SwitchEntryId};
use rolebridge_workflows::launch::{CLEARED, Variables};

use super::{
    roles::{as_set, find},
    sessions,
};
use crate::{
    args::{OfEntry, ShellArgs},
    connect::Core,
    error::{CliError, Exit},
};

/// Becomes the shell; where the system can't, waits for it and ends as it ended.
pub(crate) async fn run(core: &Core, args: &ShellArgs) -> Result<Exit, CliError> {
    let mut entry = as_set(core, named(core, args)?).await?;
    if args.in_region.is_some() {
        entry.region.clone_from(&args.in_region);
    }
    let of = OfEntry { mfa_code: args.mfa_code.clone(), no_cache: false, entry: String::new() };
    let session = &core.session;
    let credentials = sessions::asking(core, &entry, &of, async |asking| {
        session.entry_credentials(&entry, asking).await
    })
    .await?;
    let program = program();
    let mut child = Command::new(&program);
    for name in CLEARED {
        child.env_remove(name);
    }
    child.envs(Variables::of(&entry, &credentials).iter());
    prompt::add(&mut child, &program, &entry);
    announce(&entry, &credentials.expires_at.strftime("%H:%M UTC").to_string());
    drop(credentials);
    let failed = sessions::become_or_wait(core, &mut child);
    Err(CliError::usage(
        format!("The shell {} could not be run: {failed}.", program.display()),
        "Set SHELL to a shell that is there.",
    ))
}

fn named(core: &Core, args: &ShellArgs) -> Result<SwitchEntry, CliError> {
    match (args.id, &args.entry) {
        (Some(id), _) => Ok(core.session.switch_entry(SwitchEntryId(id))?),
        (None, Some(text)) => find(core, text),
        (None, None) => Err(CliError::usage("No entry is named.", "Name one.")),
    }
}

#[cfg(not(windows))]
fn program() -> PathBuf {
    let own = std::env::var_os("SHELL").filter(|s| !s.is_empty());
    own.map_or_else(|| "/bin/sh".into(), Into::into)
}

#[cfg(windows)]
fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    ["pwsh.exe", "powershell.exe"]
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
        .unwrap_or_else(|| std::env::var_os("COMSPEC").map_or_else(|| "cmd.exe".into(), Into::into))
}

/// The title of the window, and a line on the entry's colour. To standard error, as output may be
/// read by a program.
fn announce(entry: &SwitchEntry, until: &str) {
    let mut to = std::io::stderr().lock();
    if !std::io::IsTerminal::is_terminal(&to) {
        return;
    }
    let _ = write!(to, "\u{1b}]0;{} - Rolebridge\u{7}", plain(entry.name.as_str()));
    let _ = writeln!(to, "{}", banner(entry, until, std::env::var_os("NO_COLOR").is_some()));
    let _ = to.flush();
}

fn banner(entry: &SwitchEntry, until: &str, no_colour: bool) -> String {
    let name = plain(entry.name.as_str());
    let label = if no_colour {
        format!("[{name}]")
    } else {
        let (ground, ink) = on_256(&entry.colour);
        format!("\u{1b}[48;5;{ground}m\u{1b}[38;5;{ink}m {name} \u{1b}[0m")
    };
    format!("{label} {} until {until}. Leave with: exit", entry.role.in_words())
}

/// A name without what a terminal would take for a command.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).collect()
}

/// The nearest colour of the 256 nearly every terminal has, and black or white, whichever can be
/// read on it.
fn on_256(colour: &Colour) -> (u8, u8) {
    const LEVELS: [i32; 6] = [0, 95, 135, 175, 215, 255];
    let [red, green, blue] = parts(colour);
    let near = |part: i32| {
        let distance = |at: &usize| (LEVELS[*at] - part).abs();
        (0..LEVELS.len()).min_by_key(distance).unwrap_or(0)
    };
    let at = 16 + 36 * near(red) + 6 * near(green) + near(blue);
    let light = 299 * red + 587 * green + 114 * blue > 128_000;
    (u8::try_from(at).unwrap_or(u8::MAX), if light { 16 } else { 231 })
}

fn parts(colour: &Colour) -> [i32; 3] {
    let text = colour.as_str();
    [0, 2, 4].map(|at| {
        text.get(at..at + 2).and_then(|two| i32::from_str_radix(two, 16).ok()).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str) -> SwitchEntry {
        serde_json::from_value(serde_json::json!({
            "id": 1, "name": name, "role": "arn:aws:iam::222222222222:role/Admin",
            "colour": "f2b0a9", "region": null, "external_id": null,
        }))
        .unwrap()
    }

    #[test]
    fn the_nearest_of_the_terminal_s_colours_with_ink_that_can_be_read() {
        let table =
            [("000000", 16, 231), ("ffffff", 231, 16), ("f2b0a9", 217, 16), ("1a3a5c", 23, 231)];
        for (hex, ground, ink) in table {
            assert_eq!(on_256(&Colour::parse(hex).unwrap()), (ground, ink), "{hex}");
        }
    }

    #[test]
    fn the_banner_says_which_role_and_until_when() {
        let entry = entry("Prod");
        let plain = banner(&entry, "12:00 UTC", true);
        assert_eq!(
            plain,
            "[Prod] arn:aws:iam::222222222222:role/Admin until 12:00 UTC. Leave with: exit"
        );
        assert!(
            banner(&entry, "", false).starts_with("\u{1b}[48;5;217m\u{1b}[38;5;16m Prod \u{1b}[0m")
        );
    }
}
