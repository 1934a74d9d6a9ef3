//! Credentials as variables of an environment, and the commands of each shell that set them. Pure.

use std::{borrow::Cow, fmt::Write};

use rolebridge_cloud::{Secret, SessionCredentials};
use rolebridge_model::{Region, SecretWriter, SwitchEntry};
use serde::{Deserialize, Serialize};

use crate::Error;

/// What else an SDK could take credentials from: with these left in place, the ones we set might
/// not be the ones in use (AWS SDKs and Tools Reference Guide, "Standardized credential providers").
pub const CLEARED: [&str; 9] = [
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SECURITY_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
];

/// A shell by its syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Shell {
    /// bash, zsh and whatever else knows `export`.
    Bash,
    /// fish.
    Fish,
    /// PowerShell.
    PowerShell,
}

impl Shell {
    /// The syntax of a shell by the path or name of its program.
    #[must_use]
    pub fn of_program(program: &str) -> Option<Self> {
        let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
        match name.trim_end_matches(".exe") {
            "bash" | "zsh" | "sh" | "dash" | "ksh" => Some(Self::Bash),
            "fish" => Some(Self::Fish),
            "pwsh" | "powershell" => Some(Self::PowerShell),
            _ => None,
        }
    }

    /// The one the user works in, as far as the environment tells.
    #[must_use]
    pub fn of_user() -> Self {
        let fallback = if cfg!(windows) { Self::PowerShell } else { Self::Bash };
        std::env::var("SHELL").ok().and_then(|s| Self::of_program(&s)).unwrap_or(fallback)
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bash => "bash or zsh",
            Self::Fish => "fish",
            Self::PowerShell => "PowerShell",
        }
    }
}

/// The variables of one entry.
pub struct Variables<'a> {
    set: Vec<(&'static str, Cow<'a, str>)>,
}

impl<'a> Variables<'a> {
    /// Those of an entry and its credentials, in the entry's Region.
    #[must_use]
    pub fn of(entry: &'a SwitchEntry, credentials: &'a SessionCredentials) -> Self {
        Self::in_region(entry, credentials, entry.region.as_ref())
    }

    /// Those of an entry and its credentials, in a Region.
    #[must_use]
    pub fn in_region(
        entry: &'a SwitchEntry,
        credentials: &'a SessionCredentials,
        region: Option<&'a Region>,
    ) -> Self {
        let mut set: Vec<(&'static str, Cow<'a, str>)> = vec![
            ("AWS_ACCESS_KEY_ID", credentials.access_key_id.as_str().into()),
            ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key.expose().into()),
            ("AWS_SESSION_TOKEN", credentials.session_token.expose().into()),
            ("AWS_CREDENTIAL_EXPIRATION", format!("{:.0}", credentials.expires_at).into()),
        ];
        if let Some(region) = region {
            set.push(("AWS_REGION", region.as_str().into()));
            set.push(("AWS_DEFAULT_REGION", region.as_str().into()));
        }
        set.push(("ROLEBRIDGE_ENTRY", entry.name.as_str().into()));
        set.push(("ROLEBRIDGE_COLOUR", format!("#{}", entry.colour).into()));
        Self { set }
    }

    /// Each name with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.set.iter().map(|(name, value)| (*name, value.as_ref()))
    }

    /// The commands that set them, and take away what could come before them.
    ///
    /// # Errors
    /// [`Error::Refused`] where a value has a line break: pasted, what follows it would run by
    /// itself.
    pub fn commands(&self, shell: Shell) -> Result<Secret, Error> {
        if let Some((name, _)) = self.iter().find(|(_, v)| v.contains(['\n', '\r', '\0'])) {
            return Err(Error::refused(
                format!("The value of {name} has a line break, which no shell command can hold."),
                "Open a terminal instead.",
            ));
        }
        let mut text = SecretWriter::default();
        let written = CLEARED
            .iter()
            .try_for_each(|name| match shell {
                Shell::Bash => writeln!(text, "unset {name}"),
                Shell::Fish => writeln!(text, "set -e {name}"),
                Shell::PowerShell => {
                    writeln!(text, "Remove-Item Env:{name} -ErrorAction SilentlyContinue")
                }
            })
            .and_then(|()| {
                self.iter().try_for_each(|(name, value)| {
                    let value = Quoted(shell, value);
                    match shell {
                        Shell::Bash => writeln!(text, "export {name}={value}"),
                        Shell::Fish => writeln!(text, "set -gx {name} {value}"),
                        Shell::PowerShell => writeln!(text, "$Env:{name} = {value}"),
                    }
                })
            });
        let text = written.ok().and_then(|()| text.finish());
        text.ok_or_else(|| Error::refused("The commands could not be written.", "Open a terminal."))
    }
}

/// A text the shell takes as it is. It is written piece by piece, as it may be a secret.
struct Quoted<'a>(Shell, &'a str);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(shell, text) = self;
        f.write_char('\'')?;
        for c in text.chars() {
            match (shell, c) {
                (Shell::Bash, '\'') => f.write_str(r"'\''")?,
                (Shell::Fish, '\'' | '\\') => {
                    f.write_char('\\')?;
                    f.write_char(c)?;
                }
                // PowerShell ends a text at curly quotes, too.
                (Shell::PowerShell, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') => {
                    f.write_char(c)?;
                    f.write_char(c)?;
                }
                _ => f.write_char(c)?,
            }
        }
        f.write_char('\'')
    }
}

#[cfg(test)]
mod tests {
    use rolebridge_model::Timestamp;
    use serde_json::json;

    use super::*;

    fn entry(name: &str) -> SwitchEntry {
        serde_json::from_value(json!({
            "id": 1, "name": name, "role": "arn:aws:iam::222222222222:role/Admin",
            "colour": "f2b0a9", "region": "eu-west-1", "external_id": null,
        }))
        .unwrap()
    }

    fn credentials(token: &str) -> SessionCredentials {
        SessionCredentials {
            access_key_id: "ASIAEXAMPLE".into(),
            secret_access_key: Secret::new("a/b+c".into()),
            session_token: Secret::new(token.into()),
            expires_at: Timestamp::UNIX_EPOCH,
            session_arn: "arn".into(),
        }
    }

    #[test]
    fn each_shell_has_its_quotes() {
        let table = [
            (Shell::Bash, r#"a'b\c $x "d""#, r#"'a'\''b\c $x "d"'"#),
            (Shell::Fish, r#"a'b\c $x "d""#, r#"'a\'b\\c $x "d"'"#),
            (Shell::PowerShell, "a'b\\c $x \u{2019}", "'a''b\\c $x \u{2019}\u{2019}'"),
        ];
        for (shell, text, wanted) in table {
            assert_eq!(Quoted(shell, text).to_string(), wanted, "{shell:?}");
        }
    }

    #[test]
    fn the_commands_of_each_shell() {
        let table = [
            (Shell::Bash, "unset AWS_PROFILE\n", r"export ROLEBRIDGE_ENTRY='Ada'\''s; $(id)'"),
            (Shell::Fish, "set -e AWS_PROFILE\n", r"set -gx ROLEBRIDGE_ENTRY 'Ada\'s; $(id)'"),
            (
                Shell::PowerShell,
                "Remove-Item Env:AWS_PROFILE -ErrorAction SilentlyContinue\n",
                "$Env:ROLEBRIDGE_ENTRY = 'Ada''s; $(id)'",
            ),
        ];
        let (entry, credentials) = (entry("Ada's; $(id)"), credentials("tok/en=="));
        for (shell, first, name) in table {
            let text = Variables::of(&entry, &credentials).commands(shell).unwrap();
            let text = text.expose();
            assert!(text.starts_with(first), "{shell:?}: {text}");
            assert!(text.contains(name), "{shell:?}: {text}");
            assert!(text.contains("AWS_SESSION_TOKEN") && text.contains("'tok/en=='"), "{text}");
            assert!(text.contains("'#f2b0a9'") && text.contains("'eu-west-1'"), "{text}");
            assert!(text.ends_with('\n'));
        }
    }

    #[test]
    fn a_value_with_a_line_break_is_refused_and_not_repeated() {
        let entry = entry("Prod");
        for bad in ["to\nken", "to\rken", "to\0ken"] {
            let credentials = credentials(bad);
            let refused = Variables::of(&entry, &credentials).commands(Shell::Bash).unwrap_err();
            let said = refused.to_string();
            assert!(said.contains("AWS_SESSION_TOKEN") && !said.contains("ken "), "{said}");
        }
    }

    #[test]
    fn a_shell_is_known_by_its_program() {
        let table = [
            ("/bin/zsh", Some(Shell::Bash)),
            ("/usr/bin/fish", Some(Shell::Fish)),
            (r"C:\Program Files\PowerShell\7\pwsh.exe", Some(Shell::PowerShell)),
            ("/usr/bin/nu", None),
            ("", None),
        ];
        for (program, wanted) in table {
            assert_eq!(Shell::of_program(program), wanted, "{program}");
        }
    }
}
