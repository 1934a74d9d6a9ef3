//! Which cloud answers, and as whom: decided here, once.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rolebridge_model::{IdentityRef, ProfileName, Region};
use rolebridge_start::{ChosenClouds, SystemBrowser};
use rolebridge_workflows::{
    Clouds, IdentityForOnce, Rolebridge, Session, SystemClock, default_home,
};

use crate::{
    args::{Command, Global},
    error::{CliError, Exit},
    interrupt::Interrupt,
    output::Output,
};

/// What every command that asks AWS or the data folder works with.
pub(crate) struct Core {
    /// The application.
    pub(crate) app: Arc<Rolebridge>,
    /// The identity at work.
    pub(crate) session: Arc<Session>,
    /// Where results go.
    pub(crate) output: Output,
    /// Ctrl-C.
    pub(crate) interrupt: Interrupt,
    /// The Region named on the command line.
    pub(crate) region: Option<Region>,
    /// The start of a command line that means the same identity and folder.
    pub(crate) again: String,
}

/// The data folder.
pub(crate) fn home(global: &Global) -> Result<PathBuf, CliError> {
    global.home.clone().or_else(default_home).ok_or_else(|| {
        CliError::usage("There is no folder to keep data in.", "Name one with --home.")
    })
}

/// Opens the data folder and takes up the identity for a command. If a program asks, by a profile,
/// nobody can be asked for a password, and AWS_PROFILE may be the profile whose credentials are being
/// made, so that it can't be where they come from.
pub(crate) async fn open(
    global: &Global,
    home: &Path,
    command: &Command,
    output: Output,
    interrupt: Interrupt,
) -> Result<Core, CliError> {
    let for_a_program = command.asked_by_program().is_some();
    let wanted = IdentityForOnce {
        sandbox: global.sandbox,
        profile: profile(global, for_a_program)?,
        region: global.region.clone(),
        unattended: for_a_program,
        sessions: command.uses_sessions(),
    };
    let app = Rolebridge::open_once(
        home,
        Box::new(ChosenClouds),
        Box::new(SystemBrowser),
        SystemClock::shared(),
        &wanted,
    )
    .await?;
    let session = app.session()?;
    let nothing_named = session.identity().reference == IdentityRef::Environment;
    if command.asks_aws() && nothing_named && !ChosenClouds.aws_is_configured() {
        return Err(CliError::new(
            "not_connected",
            Exit::Usage,
            "There is no AWS configuration: no profile and no credentials in the environment.",
            Some(
                "Set up a profile with the AWS CLI, or add --sandbox to try things in an \
                 organization that lives on this computer only."
                    .into(),
            ),
        ));
    }
    let region = global.region.clone();
    Ok(Core { app, session, output, interrupt, region, again: again(global) })
}

/// The profile named here, or in the environment as every AWS tool has it. The sandbox has its own
/// profiles, which the environment knows nothing of.
fn profile(global: &Global, for_a_program: bool) -> Result<Option<ProfileName>, CliError> {
    let from_environment = || match std::env::var("AWS_PROFILE") {
        Ok(name) if !global.sandbox && !for_a_program && !name.is_empty() => Some(name),
        _ => None,
    };
    let Some(name) = global.profile.clone().or_else(from_environment) else { return Ok(None) };
    let parsed = ProfileName::parse(&name);
    parsed.map(Some).map_err(|e| CliError::invalid(e.to_string(), "Correct --profile."))
}

fn again(global: &Global) -> String {
    let mut line = String::from("rolebridge");
    if global.sandbox {
        line.push_str(" --sandbox");
    }
    if let Some(profile) = &global.profile {
        line.push_str(&format!(" --profile {profile}"));
    }
    line
}
