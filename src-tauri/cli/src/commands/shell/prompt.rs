//! A line above each prompt, for the shells that can be told without touching the user's files. Where
//! their own settings say otherwise, they win: the title and the variables stay.

use std::{path::Path, process::Command};

use rolebridge_model::SwitchEntry;

use super::on_256;

/// Adds the hint to a shell about to be started.
pub(super) fn add(child: &mut Command, program: &Path, entry: &SwitchEntry) {
    let name = program.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // Unset or empty means colours (no-color.org).
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let colours = (!plain).then(|| on_256(&entry.colour));
    match name.as_str() {
        "bash" => {
            let own = std::env::var("PROMPT_COMMAND").unwrap_or_default();
            child.env("PROMPT_COMMAND", bash(colours, &own));
        }
        "zsh" => {
            child.env("RPROMPT", zsh(colours, entry.name.as_str()));
        }
        "fish" => {
            let ink = colours.map(|(_, ink)| (entry.colour.as_str(), ink));
            child.args(["--init-command", &fish(ink)]);
        }
        "pwsh" | "powershell" => {
            child.args(["-NoExit", "-Command", POWERSHELL]);
        }
        "cmd" => {
            child.env("PROMPT", format!("[{}]$_$P$G", harmless(entry.name.as_str())));
        }
        _ => {}
    }
}

/// What the hint for bash ends with.
const NAMED: &str = r#""$ROLEBRIDGE_ENTRY""#;

/// The name comes from a variable, so that nothing in it is ever read as a command.
fn bash(colours: Option<(u8, u8)>, own: &str) -> String {
    let ours = match colours {
        Some((ground, ink)) => {
            format!(r"printf '\033[48;5;{ground}m\033[38;5;{ink}m %s \033[0m\n' {NAMED}")
        }
        None => format!(r"printf '[%s]\n' {NAMED}"),
    };
    // Inside of a shell of another entry, that one's hint is there already.
    let outer = own.split_once(NAMED).filter(|(hint, _)| hint.starts_with("printf '"));
    let own = outer.map_or(own, |(_, rest)| rest.trim_start_matches([';', ' ']));
    if own.trim().is_empty() { ours } else { format!("{ours}; {own}") }
}

/// zsh may read a prompt as commands, if its user turned that on, so only what is harmless is left
/// of the name.
fn zsh(colours: Option<(u8, u8)>, name: &str) -> String {
    let name = harmless(name);
    match colours {
        Some((ground, ink)) => format!("%K{{{ground}}}%F{{{ink}}} {name} %f%k"),
        None => format!("[{name}]"),
    }
}

/// fish writes a title of its own at each prompt, unless it is told one.
fn fish(colours: Option<(&str, u8)>) -> String {
    let hint = match colours {
        Some((hex, ink)) => {
            let ink = if ink == 16 { "000000" } else { "ffffff" };
            format!("set_color -b {hex} {ink}; printf ' %s ' $ROLEBRIDGE_ENTRY; set_color normal")
        }
        None => "printf '[%s]' $ROLEBRIDGE_ENTRY".to_owned(),
    };
    format!(
        "functions -q fish_prompt; and functions -c fish_prompt __rolebridge_prompt; \
         function fish_prompt; {hint}; echo; functions -q __rolebridge_prompt; and \
         __rolebridge_prompt; or printf '> '; end; \
         function fish_title; printf '%s - Rolebridge' $ROLEBRIDGE_ENTRY; end"
    )
}

const POWERSHELL: &str = "$__rolebridge = $function:prompt; function prompt { Write-Host \
                          \" $Env:ROLEBRIDGE_ENTRY \" -ForegroundColor Black -BackgroundColor \
                          White; & $__rolebridge }";

fn harmless(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_alphanumeric() || " ._@/+-".contains(c) { c } else { '_' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAD: &str = "Ada's $(touch /tmp/x) `id` %m \\";

    #[test]
    fn nothing_in_a_name_is_read_as_a_command() {
        let pink = Some((217, 16));
        assert_eq!(zsh(pink, BAD), "%K{217}%F{16} Ada_s __touch /tmp/x_ _id_ _m _ %f%k");
        assert!(!bash(pink, "").contains("Ada"));
        assert!(!fish(Some(("f2b0a9", 16))).contains("Ada"));
    }

    #[test]
    fn without_colours_there_is_none() {
        let colour = |hint: &str| hint.contains("033[") || hint.contains("set_color");
        for (with, without) in
            [(bash(Some((217, 16)), ""), bash(None, "")), (fish(Some(("f2b0a9", 16))), fish(None))]
        {
            assert!(colour(&with) && !colour(&without), "{without}");
        }
        assert_eq!(zsh(None, "Prod"), "[Prod]");
    }

    #[test]
    fn what_bash_did_before_each_prompt_it_does_still_and_one_hint_is_enough() {
        let outer = bash(Some((217, 16)), "history -a");
        assert!(outer.ends_with("\"$ROLEBRIDGE_ENTRY\"; history -a"), "{outer}");
        let inner = bash(Some((23, 231)), &outer);
        assert_eq!(inner.matches("printf").count(), 1, "{inner}");
        assert!(inner.contains("48;5;23m") && inner.ends_with("; history -a"), "{inner}");
        assert_eq!(bash(None, &bash(None, "")), bash(None, ""));
        let theirs = "history -a; echo \"$ROLEBRIDGE_ENTRY\"";
        assert!(bash(None, theirs).ends_with(theirs));
    }
}
