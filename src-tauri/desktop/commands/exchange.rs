//! Import, export, and profiles in the AWS configuration file.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// The files that can be imported.
///
/// # Errors
/// Never.
pub async fn list_dialects(_app: &App, (): ()) -> Answer<Vec<DialectChoice>> {
    Ok(dialects())
}

/// What a file would become.
///
/// # Errors
/// As the workflow.
pub async fn preview_import(app: &App, request: ImportRequest) -> Answer<ImportPreview> {
    Ok(app.preview_import(&request)?)
}

/// Starts an import.
///
/// # Errors
/// As the workflow.
pub async fn run_import(app: &App, run: ImportRun) -> Answer<JobId> {
    Ok(app.run_import(&run)?)
}

/// Writes the entries for another tool.
///
/// # Errors
/// As the workflow.
pub async fn export_entries(app: &App, request: ExportRequest) -> Answer<ExportAnswer> {
    Ok(app.session()?.export_entries(&request, None)?)
}

/// What would become of the AWS configuration file.
///
/// # Errors
/// As the workflow.
pub async fn preview_publish(app: &App, request: PublishRequest) -> Answer<PublishPreview> {
    Ok(app.preview_publish(&request)?)
}

/// Makes profiles of the entries.
///
/// # Errors
/// As the workflow.
pub async fn publish(app: &App, run: PublishRun) -> Answer<PublishAnswer> {
    Ok(app.publish(&run)?)
}

/// Takes the profiles back.
///
/// # Errors
/// As the workflow.
pub async fn unpublish(app: &App, run: UnpublishRun) -> Answer<PublishAnswer> {
    Ok(app.unpublish(&run)?)
}
