//! Team files.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// The team files and how they stand.
///
/// # Errors
/// As the workflow.
pub async fn list_team_files(app: &App, (): ()) -> Answer<Vec<TeamFileStatus>> {
    Ok(app.team_files().await?)
}

/// Which switch entries are of a team file.
///
/// # Errors
/// As the workflow.
pub async fn list_team_entries(app: &App, (): ()) -> Answer<Vec<TeamEntry>> {
    Ok(app.session()?.team_entries()?)
}

/// What a team file would bring.
///
/// # Errors
/// As the workflow.
pub async fn preview_team_file(app: &App, path: TeamPath) -> Answer<TeamPreview> {
    Ok(app.preview_team_file(path).await?)
}

/// Adds a team file.
///
/// # Errors
/// As the workflow.
pub async fn add_team_file(app: &App, add: AddTeamFile) -> Answer<TeamFileId> {
    Ok(app.session()?.add_team_file(&add)?)
}

/// Takes what a team file says now.
///
/// # Errors
/// As the workflow.
pub async fn update_team_file(app: &App, update: UpdateTeamFile) -> Answer<()> {
    Ok(app.session()?.update_team_file(&update)?)
}

/// Forgets a team file.
///
/// # Errors
/// As the workflow.
pub async fn remove_team_file(app: &App, id: TeamFileId) -> Answer<()> {
    Ok(app.session()?.remove_team_file(id)?)
}
