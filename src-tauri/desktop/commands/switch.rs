//! Switch roles, and pages of the console.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// A page of the switch entries.
///
/// # Errors
/// As the workflow.
pub async fn list_switch_entries(app: &App, query: SwitchQuery) -> Answer<SwitchPage> {
    Ok(app.session()?.switch_entries(&query)?)
}

/// The Regions to suggest for a switch entry.
///
/// # Errors
/// Never.
pub async fn list_regions(_app: &App, (): ()) -> Answer<Vec<NamedRegion>> {
    Ok(aws_regions().to_vec())
}

/// The colours of the console.
///
/// # Errors
/// As the workflow.
pub async fn list_colours(app: &App, (): ()) -> Answer<Vec<NamedColour>> {
    let _ = app;
    Ok(palette().to_vec())
}

/// What is wrong with the form.
///
/// # Errors
/// As the workflow.
pub async fn check_switch_form(app: &App, form: SwitchForm) -> Answer<SwitchFormCheck> {
    Ok(app.session()?.check_switch_form(&form)?)
}

/// Keeps an entry.
///
/// # Errors
/// As the workflow.
pub async fn save_switch_entry(app: &App, form: SwitchForm) -> Answer<SwitchEntryId> {
    Ok(app.session()?.save_switch_entry(&form)?)
}

/// Changes several entries, or removes them.
///
/// # Errors
/// As the workflow.
pub async fn change_switch_entries(app: &App, changes: SwitchChanges) -> Answer<u32> {
    Ok(app.session()?.change_switch_entries(&changes)?)
}

/// Puts an entry elsewhere.
///
/// # Errors
/// As the workflow.
pub async fn move_switch_entry(app: &App, to: SwitchMove) -> Answer<()> {
    Ok(app.session()?.move_switch_entry(&to)?)
}

/// Adds entries to try the sandbox with.
///
/// # Errors
/// As the workflow.
pub async fn add_sample_entries(app: &App, (): ()) -> Answer<u32> {
    Ok(app.session()?.add_sample_entries().await?)
}

/// Opens the console's switch-role page.
///
/// # Errors
/// As the workflow.
pub async fn open_switch_entry(app: &App, id: SwitchEntryId) -> Answer<()> {
    Ok(app.open_switch_entry(id)?)
}

/// Opens a page of the console.
///
/// # Errors
/// As the workflow.
pub async fn open_console(app: &App, page: ConsolePage) -> Answer<()> {
    Ok(app.open_console(&page)?)
}
