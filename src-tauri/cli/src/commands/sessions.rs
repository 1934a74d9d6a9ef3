//! Credentials of switch entries: printed, put into an environment, given to one command.

use std::{ffi::OsString, io::IsTerminal};

use async_trait::async_trait;
use rolebridge_cloud::{MfaCode, SessionCredentials};
use rolebridge_model::{MfaSerial, SessionNameParts, SwitchEntry};
use rolebridge_workflows::{
    Error,
    credentials::{Asking, MfaPrompt},
};
use serde_json::json;

use super::roles::find;
use crate::{
    args::{OfEntry, Shell},
    connect::Core,
    error::{CliError, Exit},
    output::environment::{self, Variables},
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
                "Give it with --mfa-code.",
            )
        };
        let typed = match &self.0 {
            Some(code) => code.clone(),
            // A program that waits for credentials would wait for ever on a prompt nobody sees.
            None if !nobody_there() => {
                let question = format!("MFA code of {device}: ");
                let asked =
                    tokio::task::spawn_blocking(move || rpassword::prompt_password(question)).await;
                asked.ok().and_then(Result::ok).ok_or_else(nobody)?
            }
            None => return Err(nobody()),
        };
        MfaCode::parse(&typed)
            .map_err(|e| refused(e.to_string(), "Type the six digits the device shows."))
    }
}

fn nobody_there() -> bool {
    !std::io::stdin().is_terminal() && !std::io::stderr().is_terminal()
}

/// Runs something that needs to know how credentials are asked for.
pub(crate) async fn asking<T>(
    of: &OfEntry,
    work: impl AsyncFnOnce(&Asking<'_>) -> Result<T, Error>,
) -> Result<T, CliError> {
    let variable = |name| std::env::var(name).ok().filter(|v| !v.is_empty());
    let parts = SessionNameParts {
        user: variable("USER")
            .or_else(|| variable("LOGNAME"))
            .or_else(|| variable("USERNAME"))
            .unwrap_or_default(),
        host: gethostname::gethostname().to_string_lossy().into_owned(),
        entry: String::new(),
    };
    let prompt = Terminal(of.mfa_code.clone());
    Ok(work(&Asking { parts, prompt: &prompt }).await?)
}

async fn had(core: &Core, of: &OfEntry) -> Result<(SwitchEntry, SessionCredentials), CliError> {
    let entry = find(core, &of.entry)?;
    let credentials =
        asking(of, async |asking| core.session.entry_credentials(&entry, asking).await).await?;
    Ok((entry, credentials))
}

/// `credential_process` (AWS SDKs and Tools Reference Guide, "Process credential provider").
pub(crate) async fn credentials(core: &Core, of: &OfEntry) -> Result<Exit, CliError> {
    let (_, credentials) = had(core, of).await?;
    core.output.json(&json!({
        "Version": 1,
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_access_key.expose(),
        "SessionToken": credentials.session_token.expose(),
        "Expiration": format!("{:.0}", credentials.expires_at),
    }))?;
    Ok(Exit::Done)
}

/// The commands that set an environment.
pub(crate) async fn env(core: &Core, shell: Option<Shell>, of: &OfEntry) -> Result<Exit, CliError> {
    let (entry, credentials) = had(core, of).await?;
    let variables = Variables::of(&entry, &credentials);
    let shell = shell.unwrap_or_else(environment::own_shell);
    core.output.result(&variables.json(), || variables.commands(shell))?;
    Ok(Exit::Done)
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
    Variables::of(&entry, &credentials).put_into(&mut child);
    drop(credentials);
    let failed = run(core, &mut child);
    let name = program.to_string_lossy();
    Err(CliError::usage(
        format!("{name} could not be run: {failed}."),
        "Check the command behind --.",
    ))
}

#[cfg(unix)]
fn run(_core: &Core, child: &mut std::process::Command) -> std::io::Error {
    std::os::unix::process::CommandExt::exec(child)
}

#[cfg(not(unix))]
fn run(core: &Core, child: &mut std::process::Command) -> std::io::Error {
    // Ctrl-C goes to the command as well; what it makes of it is its own affair.
    core.interrupt.stops_by_itself();
    match child.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}
