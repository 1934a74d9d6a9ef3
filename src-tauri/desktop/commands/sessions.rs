//! Running sessions of switch entries.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// The sessions that have not ended.
///
/// # Errors
/// As the workflow.
pub async fn list_sessions(app: &App, (): ()) -> Answer<Vec<RunningSession>> {
    Ok(app.session()?.running_sessions()?)
}

/// Has new credentials for an entry.
///
/// # Errors
/// As the workflow.
pub async fn renew_session(app: &App, entry: SwitchEntryId) -> Answer<()> {
    Ok(app.renew_session(entry).await?)
}

/// Forgets the credentials of an entry.
///
/// # Errors
/// As the workflow.
pub async fn end_session(app: &App, entry: SwitchEntryId) -> Answer<SessionEnd> {
    Ok(app.session()?.end_session(entry).await?)
}
