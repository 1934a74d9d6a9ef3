//! The Add wizard.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// The templates on offer.
///
/// # Errors
/// As the workflow.
pub async fn list_templates(app: &App, (): ()) -> Answer<Vec<TemplateSummary>> {
    let _ = app;
    Ok(rolebridge_workflows::documents::templates())
}

/// The drafts of a space.
///
/// # Errors
/// As the workflow.
pub async fn list_drafts(app: &App, space: SpaceRef) -> Answer<Vec<Draft>> {
    Ok(app.session()?.drafts(&space)?)
}

/// Opens a draft or begins one.
///
/// # Errors
/// As the workflow.
pub async fn open_draft(app: &App, request: OpenDraft) -> Answer<Draft> {
    Ok(app.session()?.open_draft(&request)?)
}

/// Remembers a draft.
///
/// # Errors
/// As the workflow.
pub async fn save_draft(app: &App, draft: Draft) -> Answer<()> {
    Ok(app.session()?.save_draft(draft)?)
}

/// Forgets a draft.
///
/// # Errors
/// As the workflow.
pub async fn discard_draft(app: &App, id: DraftId) -> Answer<()> {
    Ok(app.session()?.discard_draft(id)?)
}

/// What is wrong with the form.
///
/// # Errors
/// As the workflow.
pub async fn check_source_form(app: &App, input: SourceFormIn) -> Answer<FormCheck> {
    Ok(app.session()?.check_source_form(&input.space, &input.form)?)
}

/// The documents the form leads to.
///
/// # Errors
/// As the workflow.
pub async fn render_documents(app: &App, input: SourceFormIn) -> Answer<RoleDocumentsView> {
    Ok(app.session()?.render_documents(&input)?)
}

/// What is to be expected of what the form leads to.
///
/// # Errors
/// As the workflow.
pub async fn will_it_work(app: &App, input: ForecastIn) -> Answer<Forecast> {
    Ok(app.session()?.will_it_work(&input)?)
}

/// What it takes to make the role.
///
/// # Errors
/// As the workflow.
pub async fn plan_role(app: &App, id: DraftId) -> Answer<Plan> {
    Ok(app.session()?.plan_role(id).await?)
}

/// What it takes to connect it.
///
/// # Errors
/// As the workflow.
pub async fn plan_connection(app: &App, id: DraftId) -> Answer<Plan> {
    Ok(app.session()?.plan_connection(id).await?)
}
