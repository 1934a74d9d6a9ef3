//! Secondary sources of an agent space.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// A page of a space's sources.
///
/// # Errors
/// As the workflow.
pub async fn list_sources(app: &App, query: SourceQuery) -> Answer<SourcePage> {
    Ok(app.session()?.list_sources(&query)?)
}

/// Values to suggest for a filter.
///
/// # Errors
/// As the workflow.
pub async fn list_source_values(app: &App, query: SourceValuesQuery) -> Answer<Vec<String>> {
    Ok(app.session()?.source_values(&query)?)
}

/// Reads the associations of a space.
///
/// # Errors
/// As the workflow.
pub async fn refresh_sources(app: &App, space: SpaceRef) -> Answer<()> {
    Ok(app.session()?.refresh_sources(&space).await?)
}

/// Everything known of a source.
///
/// # Errors
/// As the workflow.
pub async fn get_source(app: &App, id: SourceId) -> Answer<SourceDetail> {
    Ok(app.session()?.source(id)?)
}

/// Keeps what the user set about a source.
///
/// # Errors
/// As the workflow.
pub async fn save_source_settings(app: &App, settings: SourceSettings) -> Answer<()> {
    Ok(app.session()?.save_source_settings(&settings)?)
}

/// Starts verifying.
///
/// # Errors
/// As the workflow.
pub async fn verify_sources(app: &App, selection: Selection) -> Answer<JobId> {
    Ok(app.verify_sources(&selection)?)
}

/// Stops a job.
///
/// # Errors
/// As the workflow.
pub async fn cancel_job(app: &App, id: JobId) -> Answer<()> {
    app.cancel(id.0);
    Ok(())
}

/// Keeps or takes back the user's word that others may assume a role too.
///
/// # Errors
/// As the workflow.
pub async fn accept_exposure(app: &App, request: AcceptExposure) -> Answer<()> {
    Ok(app.session()?.accept_exposure(&request)?)
}

/// What it takes to update a role.
///
/// # Errors
/// As the workflow.
pub async fn plan_update(app: &App, request: UpdateRequest) -> Answer<Plan> {
    Ok(app.session()?.plan_update(&request).await?)
}

/// What it takes to remove sources.
///
/// # Errors
/// As the workflow.
pub async fn plan_remove(app: &App, request: RemoveRequest) -> Answer<Plan> {
    Ok(app.session()?.plan_remove(&request).await?)
}
