//! A line above each prompt, for the shells that can be told without touching the user's files. Where
//! their own settings say otherwise, they win: the title and the variables stay.

use std::{path::Path, process::Command};

use rolebridge_model::SwitchEntry;

use super::on_256;

/// Adds the hint to a shell about to be started.
pub(super) fn add(child: &mut Command, program: &Path, entry: &SwitchEntry) {
    let name = program.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let (ground, ink) = on_256(&entry.colour);
    match name.as_str() {
        "bash" => {
            let own = std::env::var("PROMPT_COMMAND").unwrap_or_default();
            child.env("PROMPT_COMMAND", bash(ground, ink, &own));
        }
        "zsh" => {
            child.env("RPROMPT", zsh(ground, ink, entry.name.as_str()));
        }
        "fish" => {
            child.args(["--init-command", &fish(entry.colour.as_str(), ink)]);
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

/// The name comes from a variable, so that nothing in it is ever read as a command.
fn bash(ground: u8, ink: u8, own: &str) -> String {
    let ours =
        format!(r#"printf '\033[48;5;{ground}m\033[38;5;{ink}m %s \033[0m\n' "$ROLEBRIDGE_ENTRY""#);
    if own.trim().is_empty() { ours } else { format!("{ours}; {own}") }
}

/// zsh may read a prompt as commands, if its user turned that on, so only what is harmless is left
/// of the name.
fn zsh(ground: u8, ink: u8, name: &str) -> String {
    format!("%K{{{ground}}}%F{{{ink}}} {} %f%k", harmless(name))
}

fn fish(hex: &str, ink: u8) -> String {
    let ink = if ink == 16 { "000000" } else { "ffffff" };
    format!(
        "functions -q fish_prompt; and functions -c fish_prompt __rolebridge_prompt; \
         function fish_prompt; set_color -b {hex} {ink}; printf ' %s ' $ROLEBRIDGE_ENTRY; \
         set_color normal; echo; functions -q __rolebridge_prompt; and __rolebridge_prompt; \
         or printf '> '; end"
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
        assert_eq!(zsh(217, 16, BAD), "%K{217}%F{16} Ada_s __touch /tmp/x_ _id_ _m _ %f%k");
        assert!(!bash(217, 16, "").contains("Ada"));
        assert!(!fish("f2b0a9", 16).contains("Ada"));
    }

    #[test]
    fn what_bash_did_before_each_prompt_it_does_still() {
        assert!(bash(217, 16, "history -a").ends_with("\"$ROLEBRIDGE_ENTRY\"; history -a"));
    }
}
