//! `rolebridge sessions`: sessions of switch entries that are kept.

use rolebridge_workflows::sessions::{RunningSession, SessionState};
use serde_json::json;

use super::roles::find;
use crate::{
    args::SessionsCommand,
    connect::Core,
    error::{CliError, Exit},
    output::Table,
};

/// Carries out one of the commands.
pub(crate) async fn run(core: &Core, command: SessionsCommand) -> Result<Exit, CliError> {
    match command {
        SessionsCommand::List => {
            let sessions = core.session.running_sessions()?;
            core.output.result(&json!({ "sessions": sessions }), || table(&sessions))?;
        }
        SessionsCommand::End { entry } => {
            let entry = find(core, &entry)?;
            let end = core.session.end_session(entry.id).await?;
            core.output.result(&json!(end), || format!("{}\n", end.message))?;
        }
    }
    Ok(Exit::Done)
}

fn table(sessions: &[RunningSession]) -> String {
    if sessions.is_empty() {
        return "No session is kept.\n".to_owned();
    }
    let mut table = Table::new(&["NAME", "ACCOUNT", "ROLE", "ENDS", "RENEWED"]);
    for session in sessions {
        let renewal = match &session.state {
            SessionState::Failed { reason } => reason.clone(),
            _ if session.can_renew => "when asked for".to_owned(),
            _ => "with an MFA code".to_owned(),
        };
        table.row([
            session.name.to_string(),
            session.account.to_string(),
            session.role.to_string(),
            format!("{:.0}", session.expires_at),
            renewal,
        ]);
    }
    table.text()
}
