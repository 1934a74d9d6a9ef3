//! Agent spaces.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// The agent spaces known.
///
/// # Errors
/// As the workflow.
pub async fn list_spaces(app: &App, (): ()) -> Answer<SpaceList> {
    Ok(app.session()?.spaces().await?)
}

/// Asks AWS for the agent spaces of all Regions.
///
/// # Errors
/// As the workflow.
pub async fn refresh_spaces(app: &App, (): ()) -> Answer<SpaceRefresh> {
    Ok(app.session()?.refresh_spaces().await?)
}

/// One agent space.
///
/// # Errors
/// As the workflow.
pub async fn get_space(app: &App, space: SpaceRef) -> Answer<SpaceDetail> {
    Ok(app.session()?.space(&space).await?)
}

/// What "Create agent space" starts with.
///
/// # Errors
/// As the workflow.
pub async fn start_space_form(app: &App, (): ()) -> Answer<SpaceFormStart> {
    Ok(app.session()?.start_space_form())
}

/// What is wrong with that form.
///
/// # Errors
/// As the workflow.
pub async fn check_space_form(app: &App, form: SpaceForm) -> Answer<FormCheck> {
    Ok(app.session()?.check_space_form(&form).await?)
}

/// What it takes to make a space.
///
/// # Errors
/// As the workflow.
pub async fn plan_space(app: &App, form: SpaceForm) -> Answer<Plan> {
    Ok(app.session()?.plan_space(&form).await?)
}

/// What it takes to delete a space whose name was typed.
///
/// # Errors
/// As the workflow.
pub async fn plan_delete_space(app: &App, request: DeleteSpace) -> Answer<Plan> {
    Ok(app.session()?.plan_delete_space(&request).await?)
}
