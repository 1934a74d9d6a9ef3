//! Key combinations that work in every program: read, checked, written in one form.

use std::fmt;

use thiserror::Error;

/// Why keys can't be a shortcut, as a sentence for the field they were typed into.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ShortcutFault {
    /// Nothing was pressed.
    #[error("Press the keys, such as Ctrl, Alt and Space.")]
    Empty,
    /// Only keys that are held.
    #[error("Hold these keys and strike another one.")]
    OnlyHeld,
    /// Two keys that are struck.
    #[error("Only one key can be struck while Ctrl, Alt, Shift or Super are held.")]
    TwoKeys,
    /// A key that can't be used.
    #[error(
        "\"{0}\" can't be used in a shortcut. Use a letter, a digit, a function key, or one such as \
         Space or Home."
    )]
    Key(String),
    /// A key that writes.
    #[error("Hold Ctrl, Alt or {0} with it: alone, it would be missing in every other program.")]
    Bare(&'static str),
    /// The desktop or nearly every program has it.
    #[error("{shortcut} is for {what}. Choose another one.")]
    Used {
        /// The keys.
        shortcut: String,
        /// What for.
        what: &'static str,
    },
}

/// The keys held, and the one that is struck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcut {
    control: bool,
    alt: bool,
    shift: bool,
    meta: bool,
    key: String,
}

/// The desktops differ in what their keys are called and what they keep for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Linux and what is like it.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl System {
    /// The one this program was built for.
    pub const HERE: Self = if cfg!(target_os = "macos") {
        Self::MacOs
    } else if cfg!(target_os = "windows") {
        Self::Windows
    } else {
        Self::Linux
    };

    /// The combination to begin with. On Windows Ctrl+Alt is AltGr, which writes characters, so it
    /// is left alone there; on macOS Ctrl+Alt+Space changes the input source.
    #[must_use]
    pub const fn usual_shortcut(self) -> &'static str {
        match self {
            Self::Linux => "Ctrl+Alt+Space",
            Self::MacOs => "Ctrl+Shift+Space",
            Self::Windows => "Alt+Shift+Space",
        }
    }

    /// What the desktop or nearly every program does with a combination, if it is not free.
    fn use_of(self, shortcut: &str) -> Option<&'static str> {
        let everywhere = match shortcut {
            "Ctrl+Alt+Delete" => Some("the system's own screen"),
            "Alt+Tab" | "Alt+Shift+Tab" => Some("going from window to window"),
            "Alt+F4" => Some("closing a window"),
            "Alt+Space" => Some("the menu of a window"),
            _ => None,
        };
        let here = match (self, shortcut) {
            (Self::Linux, "Super+L") => Some("locking the screen"),
            (Self::Linux, "Ctrl+Alt+T") => Some("opening a terminal"),
            (Self::Windows, "Super+L") => Some("locking the screen"),
            (Self::Windows, "Super+R") => Some("running a program"),
            (Self::Windows, "Ctrl+Shift+Escape") => Some("the task manager"),
            (Self::MacOs, "Super+Space") => Some("Spotlight"),
            (Self::MacOs, "Super+Tab") => Some("going from program to program"),
            (Self::MacOs, "Super+Q") => Some("leaving a program"),
            (Self::MacOs, "Ctrl+Space" | "Ctrl+Alt+Space") => Some("the input source"),
            _ => None,
        };
        // Combinations a text field takes: taken away from every program they would be missed.
        let command = if self == Self::MacOs { "Super" } else { "Ctrl" };
        let editing = shortcut
            .strip_prefix(command)
            .and_then(|rest| rest.strip_prefix('+'))
            .filter(|key| matches!(*key, "A" | "C" | "V" | "X" | "Z" | "S" | "F" | "P" | "W" | "T"))
            .map(|_| "editing in every program");
        everywhere.or(here).or(editing)
    }
}

impl Shortcut {
    /// The keys that have a name, beside letters, digits and function keys.
    pub const NAMED: [&str; 23] = [
        "Space",
        "Tab",
        "Home",
        "End",
        "PageUp",
        "PageDown",
        "Insert",
        "Delete",
        "Escape",
        "ArrowUp",
        "ArrowDown",
        "ArrowLeft",
        "ArrowRight",
        "Backquote",
        "Backslash",
        "BracketLeft",
        "BracketRight",
        "Comma",
        "Period",
        "Semicolon",
        "Slash",
        "Minus",
        "Equal",
    ];

    /// Reads a combination such as `Ctrl+Shift+Space`. Keys may be named as browsers name them
    /// (`KeyK`, `Digit1`) or as people do (`k`, `1`).
    ///
    /// # Errors
    /// Why it can't be a shortcut.
    pub fn parse(text: &str, system: System) -> Result<Self, ShortcutFault> {
        let mut found =
            Self { control: false, alt: false, shift: false, meta: false, key: String::new() };
        if text.trim().is_empty() {
            return Err(ShortcutFault::Empty);
        }
        for part in text.split('+').map(str::trim) {
            let held = match part.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => &mut found.control,
                "alt" | "option" => &mut found.alt,
                "shift" => &mut found.shift,
                "super" | "meta" | "cmd" | "command" | "win" => &mut found.meta,
                _ if !found.key.is_empty() => return Err(ShortcutFault::TwoKeys),
                _ => {
                    found.key = key(part).ok_or_else(|| ShortcutFault::Key(part.to_owned()))?;
                    continue;
                }
            };
            *held = true;
        }
        found.check(system)?;
        Ok(found)
    }

    /// As the keys are called on this desktop.
    #[must_use]
    pub fn named(&self, system: System) -> String {
        let meta = match system {
            System::Linux => "Super+",
            System::MacOs => "Cmd+",
            System::Windows => "Win+",
        };
        self.to_string().replace("Super+", meta)
    }

    fn check(&self, system: System) -> Result<(), ShortcutFault> {
        if self.key.is_empty() {
            return Err(ShortcutFault::OnlyHeld);
        }
        let function = self.key.len() > 1 && self.key.starts_with('F');
        if !(self.control || self.alt || self.meta || function) {
            return Err(ShortcutFault::Bare(match system {
                System::Linux => "Super",
                System::MacOs => "Cmd",
                System::Windows => "Win",
            }));
        }
        match system.use_of(&self.to_string()) {
            Some(what) => Err(ShortcutFault::Used { shortcut: self.named(system), what }),
            None => Ok(()),
        }
    }
}

/// A key in our own spelling, if it may be used.
fn key(name: &str) -> Option<String> {
    let upper = name.to_ascii_uppercase();
    let bare = upper
        .strip_prefix("KEY")
        .or_else(|| upper.strip_prefix("DIGIT"))
        .filter(|rest| rest.len() == 1)
        .unwrap_or(&upper);
    let mut letters = bare.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return only.is_ascii_alphanumeric().then(|| only.to_string());
    }
    if let Some(number) = bare.strip_prefix('F').and_then(|n| n.parse::<u8>().ok()) {
        return (1..=24).contains(&number).then(|| format!("F{number}"));
    }
    let named = Shortcut::NAMED.iter().find(|known| known.eq_ignore_ascii_case(bare));
    named.map(|&known| known.to_owned())
}

impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = [
            (self.control, "Ctrl"),
            (self.alt, "Alt"),
            (self.shift, "Shift"),
            (self.meta, "Super"),
        ];
        for (_, name) in held.iter().filter(|(on, _)| *on) {
            write!(f, "{name}+")?;
        }
        f.write_str(&self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_is_read_in_any_spelling_and_written_in_one() {
        for (typed, written) in [
            ("Ctrl+Shift+Space", "Ctrl+Shift+Space"),
            ("shift + control + SPACE", "Ctrl+Shift+Space"),
            ("Meta+KeyK", "Super+K"),
            ("cmd+option+digit1", "Alt+Super+1"),
            ("Alt+f12", "Alt+F12"),
            ("F9", "F9"),
            ("Shift+F9", "Shift+F9"),
            ("Ctrl+Backquote", "Ctrl+Backquote"),
            ("Ctrl+Alt+pageup", "Ctrl+Alt+PageUp"),
        ] {
            let read = Shortcut::parse(typed, System::Linux).unwrap();
            assert_eq!(read.to_string(), written, "{typed}");
            assert_eq!(Shortcut::parse(written, System::Linux), Ok(read), "{written} again");
        }
    }

    #[test]
    fn what_cannot_be_a_shortcut_is_refused_with_the_reason() {
        for (system, typed, says) in [
            (System::Linux, "", "Press the keys"),
            (System::Linux, "Ctrl+", "can't be used"),
            (System::Linux, "Ctrl+Shift", "strike another"),
            (System::Linux, "K", "Hold Ctrl, Alt or Super"),
            (System::MacOs, "Shift+K", "Hold Ctrl, Alt or Cmd"),
            (System::Linux, "Ctrl+A+B", "Only one key"),
            (System::Linux, "Ctrl+Enter2", "\"Enter2\" can't be used"),
            (System::Linux, "Ctrl+F25", "can't be used"),
            (System::Linux, "Ctrl+ß", "can't be used"),
            (System::Linux, "Ctrl+C", "editing in every program"),
            (System::MacOs, "Cmd+C", "editing in every program"),
            (System::Linux, "Alt+Tab", "from window to window"),
            (System::Windows, "Super+L", "Win+L is for locking the screen"),
            (System::MacOs, "Meta+Space", "Cmd+Space is for Spotlight"),
            (System::MacOs, "Ctrl+Alt+Space", "input source"),
        ] {
            let message = Shortcut::parse(typed, system).unwrap_err().to_string();
            assert!(message.contains(says), "{typed:?}: {message}");
        }
        // What one desktop keeps for itself is free on another.
        for (system, typed) in [(System::Windows, "Ctrl+Alt+T"), (System::MacOs, "Ctrl+C")] {
            assert!(Shortcut::parse(typed, system).is_ok(), "{typed}");
        }
    }

    #[test]
    fn the_usual_one_of_each_desktop_may_be_used_there() {
        for system in [System::Linux, System::MacOs, System::Windows] {
            let usual = system.usual_shortcut();
            assert_eq!(Shortcut::parse(usual, system).unwrap().named(system), usual);
            // As it is called on a desktop, it is read there again.
            let with_meta = Shortcut::parse("Ctrl+Meta+K", system).unwrap();
            assert_eq!(Shortcut::parse(&with_meta.named(system), system), Ok(with_meta));
        }
    }
}
