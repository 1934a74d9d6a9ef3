//! Credentials as variables of an environment, and the commands of each shell that set them.

use rolebridge_cloud::SessionCredentials;
use rolebridge_model::SwitchEntry;
use serde_json::{Map, Value, json};

use crate::args::Shell;

/// What else an SDK could take credentials from: with these left in place, the ones we set might
/// not be the ones in use.
const CLEARED: [&str; 9] = [
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

/// The variables of one entry.
pub(crate) struct Variables<'a> {
    set: Vec<(&'static str, std::borrow::Cow<'a, str>)>,
}

impl<'a> Variables<'a> {
    pub(crate) fn of(entry: &'a SwitchEntry, credentials: &'a SessionCredentials) -> Self {
        let mut set: Vec<(&'static str, std::borrow::Cow<'a, str>)> = vec![
            ("AWS_ACCESS_KEY_ID", credentials.access_key_id.as_str().into()),
            ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key.expose().into()),
            ("AWS_SESSION_TOKEN", credentials.session_token.expose().into()),
            ("AWS_CREDENTIAL_EXPIRATION", format!("{:.0}", credentials.expires_at).into()),
        ];
        if let Some(region) = &entry.region {
            set.push(("AWS_REGION", region.as_str().into()));
            set.push(("AWS_DEFAULT_REGION", region.as_str().into()));
        }
        set.push(("ROLEBRIDGE_ENTRY", entry.name.as_str().into()));
        Self { set }
    }

    pub(crate) fn put_into(&self, command: &mut std::process::Command) {
        for name in CLEARED {
            command.env_remove(name);
        }
        for (name, value) in &self.set {
            command.env(name, value.as_ref());
        }
    }

    pub(crate) fn json(&self) -> Value {
        let set: Map<String, Value> =
            self.set.iter().map(|(n, v)| ((*n).to_owned(), v.as_ref().into())).collect();
        json!({ "set": set, "unset": CLEARED })
    }

    pub(crate) fn commands(&self, shell: Shell) -> String {
        let mut text = String::new();
        for name in CLEARED {
            text.push_str(&match shell {
                Shell::Bash => format!("unset {name}\n"),
                Shell::Fish => format!("set -e {name}\n"),
                Shell::Pwsh => {
                    format!("Remove-Item Env:{name} -ErrorAction SilentlyContinue\n")
                }
            });
        }
        for (name, value) in &self.set {
            let value = quoted(shell, value);
            text.push_str(&match shell {
                Shell::Bash => format!("export {name}={value}\n"),
                Shell::Fish => format!("set -gx {name} {value}\n"),
                Shell::Pwsh => format!("$Env:{name} = {value}\n"),
            });
        }
        text
    }
}

/// A text the shell takes as it is.
fn quoted(shell: Shell, text: &str) -> String {
    let inside: String = match shell {
        Shell::Bash => text.replace('\'', r"'\''"),
        Shell::Fish => text.replace('\\', r"\\").replace('\'', r"\'"),
        // PowerShell ends a text at curly quotes, too.
        Shell::Pwsh => text
            .chars()
            .flat_map(|c| {
                let quote = matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}');
                std::iter::repeat_n(c, if quote { 2 } else { 1 })
            })
            .collect(),
    };
    format!("'{inside}'")
}

/// The shell one works in, as far as can be told.
pub(crate) fn own_shell() -> Shell {
    let shell = std::env::var("SHELL").unwrap_or_default();
    match shell.rsplit(['/', '\\']).next() {
        Some("fish") => Shell::Fish,
        Some("pwsh") => Shell::Pwsh,
        _ if cfg!(windows) => Shell::Pwsh,
        _ => Shell::Bash,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shell_has_its_quotes() {
        let table = [
            (Shell::Bash, r#"a'b\c $x "d""#, r#"'a'\''b\c $x "d"'"#),
            (Shell::Fish, r#"a'b\c $x "d""#, r#"'a\'b\\c $x "d"'"#),
            (Shell::Pwsh, "a'b\\c $x \u{2019}", "'a''b\\c $x \u{2019}\u{2019}'"),
        ];
        for (shell, text, wanted) in table {
            assert_eq!(quoted(shell, text), wanted, "{shell:?}");
        }
    }
}
