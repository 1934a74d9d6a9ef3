//! The policy workbench.

use rolebridge_contract::types::*;
use rolebridge_workflows::workbench;

use super::{Answer, App};

/// The workbench as it was left.
///
/// # Errors
/// As the workflow.
pub async fn get_workbench(app: &App, (): ()) -> Answer<Workbench> {
    Ok(app.session()?.workbench()?)
}

/// Remembers the workbench.
///
/// # Errors
/// As the workflow.
pub async fn save_workbench(app: &App, workbench: Workbench) -> Answer<()> {
    Ok(app.session()?.save_workbench(&workbench)?)
}

/// Clears the workbench.
///
/// # Errors
/// As the workflow.
pub async fn clear_workbench(app: &App, (): ()) -> Answer<Workbench> {
    Ok(app.session()?.clear_workbench()?)
}

/// What can be chosen on the workbench.
///
/// # Errors
/// As the workflow.
pub async fn list_workbench_choices(app: &App, (): ()) -> Answer<WorkbenchChoices> {
    Ok(app.session()?.workbench_choices().await?)
}

/// What there is to say about a document.
///
/// # Errors
/// None; a document that can't be read is part of the answer.
pub async fn check_document(app: &App, document: WorkbenchDocument) -> Answer<DocumentReport> {
    let _ = app;
    Ok(workbench::report(document.kind, &document.text))
}

/// Decides the request.
///
/// # Errors
/// None; what is missing is part of the answer.
pub async fn decide_workbench(app: &App, bench: Workbench) -> Answer<WorkbenchAnswer> {
    let _ = app;
    Ok(workbench::answer(&bench))
}

/// Compares two documents.
///
/// # Errors
/// None; a document that can't be read is part of the answer.
pub async fn compare_documents(app: &App, pair: DocumentPair) -> Answer<DocumentComparison> {
    let _ = app;
    Ok(workbench::compare(&pair))
}

/// A file as a document of the workbench.
///
/// # Errors
/// None; a file that can't be read as a policy is shown as it is.
pub async fn load_policy_file(app: &App, file: PolicyFile) -> Answer<WorkbenchDocument> {
    let _ = app;
    Ok(workbench::document_of_file(file))
}

/// The documents of a source as last read.
///
/// # Errors
/// As the workflow.
pub async fn load_source_documents(app: &App, id: SourceId) -> Answer<LoadedDocuments> {
    Ok(app.session()?.documents_of_source(id)?)
}

/// The documents of a template.
///
/// # Errors
/// As the workflow.
pub async fn load_template_documents(
    app: &App,
    request: TemplateValues,
) -> Answer<LoadedDocuments> {
    let _ = app;
    Ok(workbench::documents_of_template(&request)?)
}

/// Writes a document to a file and says where.
///
/// # Errors
/// As the workflow.
pub async fn export_document(app: &App, document: WorkbenchDocument) -> Answer<String> {
    let _ = app;
    Ok(workbench::export_document(&document, None)?)
}
