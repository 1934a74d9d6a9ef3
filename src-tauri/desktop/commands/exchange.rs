//! Import, export, and profiles in the AWS configuration file.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// A file or a folder the user chooses in a dialog of the system.
///
/// # Errors
/// As the workflow.
pub async fn choose_file(app: &App, what: ChooseFile) -> Answer<Option<String>> {
    Ok(app.choose_file(what).await?)
}

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
    Ok(app.preview_import(&request).await?)
}

/// Starts an import.
///
/// # Errors
/// As the workflow.
pub async fn run_import(app: &App, run: ImportRun) -> Answer<JobId> {
    Ok(app.run_import(&run).await?)
}

/// What an export would come to.
///
/// # Errors
/// As the workflow.
pub async fn preview_export(app: &App, request: ExportRequest) -> Answer<ExportPreview> {
    Ok(app.preview_export(&request).await?)
}

/// Writes the entries for another tool, where the user says.
///
/// # Errors
/// As the workflow.
pub async fn export_entries(app: &App, request: ExportRequest) -> Answer<Option<ExportAnswer>> {
    Ok(app.export_entries(&request).await?)
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
