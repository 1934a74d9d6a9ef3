//! Opening roles: console, switch-role page, terminal, clipboard.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// The ways to use an entry.
///
/// # Errors
/// As the workflow.
pub async fn get_launch_menu(app: &App, id: SwitchEntryId) -> Answer<LaunchMenu> {
    Ok(app.launch_menu(id)?)
}

/// Opens an entry.
///
/// # Errors
/// As the workflow.
pub async fn launch(app: &App, request: LaunchRequest) -> Answer<LaunchWay> {
    Ok(app.launch(&request).await?)
}

/// Remembers how an entry is to be opened.
///
/// # Errors
/// As the workflow.
pub async fn choose_launch(app: &App, choose: ChooseLaunch) -> Answer<()> {
    Ok(app.choose_launch(&choose)?)
}

/// The browsers, terminals and pages of the console to choose from.
///
/// # Errors
/// Never.
pub async fn list_launch_choices(app: &App, (): ()) -> Answer<LaunchChoices> {
    Ok(app.launch_choices())
}

/// Takes copied credentials out of the clipboard now.
///
/// # Errors
/// Never: what became of it is told by an event.
pub async fn clear_copied(app: &App, (): ()) -> Answer<()> {
    app.clear_copy(None);
    Ok(())
}

/// The colour of an entry's account in the console.
///
/// # Errors
/// As the workflow.
pub async fn get_account_colour(app: &App, id: SwitchEntryId) -> Answer<AccountColourOffer> {
    Ok(app.account_colour(id).await?)
}

/// Sets it, for everybody in the account.
///
/// # Errors
/// As the workflow.
pub async fn set_account_colour(app: &App, set: SetAccountColour) -> Answer<()> {
    Ok(app.set_account_colour(&set).await?)
}
