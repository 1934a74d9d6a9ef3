//! Credentials of switch entries: printed, put into an environment, given to one command.

use std::{ffi::OsString, io::IsTerminal};

use async_trait::async_trait;
use rolebridge_cloud::{MfaCode, Secret, SessionCredentials};
use rolebridge_model::{IdentityRef, MfaSerial, SwitchEntry};
use rolebridge_workflows::{
    Error,
    credentials::{Asking, MfaPrompt},
    launch::{CLEARED, Variables, parts_of_this_computer},
};
use serde::{Serialize, Serializer};

use super::roles::{as_set, find};
use crate::{
    args::{OfEntry, Shell},
    connect::Core,
    error::{CliError, Exit},
};

/// Where the code of an MFA device comes from: the command line, or the terminal.
struct Terminal(Option<String>);

#[async_trait]
impl MfaPrompt for Terminal {
    async fn code(&self, device: &MfaSerial) -> Result<MfaCode, Error> {
        let refused = |message: String, remedy: &str| Error::Refused {
            message,
            remedy: Some(remedy.to_owned()),
        };
        let nobody = || {
            refused(
                format!(
                    "The code of the MFA device {device} is needed, and there is no terminal to \
                     ask for it."
                ),
                "Ask for the entry's credentials in a terminal once: they are kept until they end, and \
                 programs have them from there. Or give the code with --mfa-code.",
            )
        };
        let typed = match &self.0 {
            Some(code) => Secret::new(code.clone()),
            // A program that waits for credentials would wait for ever on a prompt nobody sees.
            None if !nobody_there() => {
                let question = format!("MFA code of {device}: ");
                let asked =
                    tokio::task::spawn_blocking(move || rpassword::prompt_password(question)).await;
                asked.ok().and_then(Result::ok).map(Secret::new).ok_or_else(nobody)?
            }
            None => return Err(nobody()),
        };
        MfaCode::parse(typed.expose())
            .map_err(|e| refused(e.to_string(), "Type the six digits the device shows."))
    }
}

fn nobody_there() -> bool {
    !std::io::stdin().is_terminal() && !std::io::stderr().is_terminal()
}

/// Runs something that needs to know how credentials of an entry are asked for.
pub(crate) async fn asking<T>(
    core: &Core,
    entry: &SwitchEntry,
    of: &OfEntry,
    work: impl AsyncFnOnce(&Asking<'_>) -> Result<T, Error>,
) -> Result<T, CliError> {
    let prompt = Terminal(of.mfa_code.clone());
    let parts = parts_of_this_computer();
    work(&Asking { parts, prompt: &prompt }).await.map_err(|error| {
        let mut error = CliError::from(error);
        let from_here = entry.session.profile.is_none()
            && core.session.identity().reference == IdentityRef::Environment;
        if let Some(inside) = std::env::var("ROLEBRIDGE_ENTRY").ok().filter(|_| from_here)
            && std::env::var_os("AWS_ACCESS_KEY_ID").is_some()
            && error.code == "denied"
        {
            // Whoever forgot in which shell they are would look for the mistake elsewhere.
            let here = format!(
                "This environment has the credentials of {inside}, so it is that role which asks. \
                 Leave it first, or name a profile with --profile."
            );
            error.remedy = Some(match error.remedy {
                Some(remedy) => format!("{here} Otherwise: {remedy}"),
                None => here,
            });
        }
        error
    })
}

async fn had(core: &Core, of: &OfEntry) -> Result<(SwitchEntry, SessionCredentials), CliError> {
    let entry = as_set(core, find(core, &of.entry)?).await?;
    let credentials = credentials_of(core, &entry, of).await?;
    Ok((entry, credentials))
}

/// Credentials of an entry that was found.
pub(crate) async fn credentials_of(
    core: &Core,
    entry: &SwitchEntry,
    of: &OfEntry,
) -> Result<SessionCredentials, CliError> {
    asking(core, entry, of, async |asking| {
        if of.no_cache {
            core.session.new_entry_credentials(entry, asking).await
        } else {
            core.session.entry_credentials(entry, asking).await
        }
    })
    .await
    .inspect(|_| {
        if let Some(trouble) = core.session.keychain_trouble() {
            core.output.note(&trouble);
        }
    })
}

/// `credential_process` (AWS SDKs and Tools Reference Guide, "Process credential provider").
pub(crate) async fn credentials(core: &Core, of: &OfEntry) -> Result<Exit, CliError> {
    let (_, credentials) = had(core, of).await?;
    core.output.json(&Answer {
        version: 1,
        access_key_id: &credentials.access_key_id,
        secret_access_key: credentials.secret_access_key.expose(),
        session_token: credentials.session_token.expose(),
        expiration: format!("{:.0}", credentials.expires_at),
    })?;
    Ok(Exit::Done)
}

/// What SDKs read. `Expiration` is a time of this computer's clock, which is what they compare it
/// with.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'a> {
    version: u32,
    access_key_id: &'a str,
    secret_access_key: &'a str,
    session_token: &'a str,
    expiration: String,
}

/// The commands that set an environment.
pub(crate) async fn env(core: &Core, shell: Option<Shell>, of: &OfEntry) -> Result<Exit, CliError> {
    let (entry, credentials) = had(core, of).await?;
    let variables = Variables::of(&entry, &credentials);
    let shell = shell.map_or_else(rolebridge_workflows::launch::Shell::of_user, Into::into);
    let commands = variables.commands(shell)?;
    if core.output.is_json() {
        core.output.json(&InJson { set: Set(&variables), unset: CLEARED })?;
    } else {
        core.output.text(commands.expose())?;
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct InJson<'a> {
    set: Set<'a>,
    unset: [&'static str; CLEARED.len()],
}

/// The variables, without a copy of their values.
struct Set<'a>(&'a Variables<'a>);

impl Serialize for Set<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter())
    }
}

/// Runs a command. Where the system can, the command takes this process over, so that its exit
/// code and signals are its own.
pub(crate) async fn exec(
    core: &Core,
    of: &OfEntry,
    command: &[OsString],
) -> Result<Exit, CliError> {
    let (entry, credentials) = had(core, of).await?;
    let [program, arguments @ ..] = command else {
        return Err(CliError::usage("There is no command to run.", "Name it behind --."));
    };
    let mut child = std::process::Command::new(program);
    child.args(arguments);
    for name in CLEARED {
        child.env_remove(name);
    }
    child.envs(Variables::of(&entry, &credentials).iter());
    drop(credentials);
    let failed = become_or_wait(core, &mut child);
    let name = program.to_string_lossy();
    Err(CliError::usage(
        format!("{name} could not be run: {failed}."),
        "Check the command behind --.",
    ))
}

#[cfg(unix)]
pub(super) fn become_or_wait(_core: &Core, child: &mut std::process::Command) -> std::io::Error {
    std::os::unix::process::CommandExt::exec(child)
}

#[cfg(not(unix))]
pub(super) fn become_or_wait(core: &Core, child: &mut std::process::Command) -> std::io::Error {
    // Ctrl-C goes to the command as well; what it makes of it is its own affair.
    core.interrupt.stops_by_itself();
    match child.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}
