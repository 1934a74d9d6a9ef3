//! The activity log.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// A page of the log.
///
/// # Errors
/// As the workflow.
pub async fn list_activity(app: &App, query: ActivityQuery) -> Answer<ActivityPage> {
    Ok(app.session()?.activity(&query)?)
}

/// Values to suggest for a filter.
///
/// # Errors
/// As the workflow.
pub async fn list_activity_values(app: &App, query: ActivityValuesQuery) -> Answer<Vec<String>> {
    Ok(app.session()?.activity_values(&query)?)
}

/// Writes the log to a file.
///
/// # Errors
/// As the workflow.
pub async fn export_activity(app: &App, query: ActivityQuery) -> Answer<ExportedFile> {
    Ok(app.session()?.export_activity(&query, None)?)
}
