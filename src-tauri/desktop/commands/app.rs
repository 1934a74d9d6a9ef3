//! Start, identity, settings.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// What the app shows first.
///
/// # Errors
/// As the workflow.
pub async fn start(app: &App, (): ()) -> Answer<AppState> {
    if let Ok(session) = app.session() {
        // The sandbox answers at once; real AWS is asked when a screen needs it.
        if session.is_sandbox() {
            session.caller().await?;
        }
    }
    Ok(app.state()?)
}

/// The identities to choose from.
///
/// # Errors
/// As the workflow.
pub async fn list_identities(app: &App, (): ()) -> Answer<Vec<Identity>> {
    Ok(app.identities().await?)
}

/// The profiles that can lead into other accounts, of the cloud in use.
///
/// # Errors
/// As the workflow.
pub async fn list_profiles(app: &App, (): ()) -> Answer<Vec<Identity>> {
    Ok(app.session()?.profiles().await?)
}

/// Takes an identity into use.
///
/// # Errors
/// As the workflow.
pub async fn connect(app: &App, request: ConnectRequest) -> Answer<AppState> {
    Ok(app.connect(request).await?)
}

/// How the user likes the app to look.
///
/// # Errors
/// As the workflow.
pub async fn get_preferences(app: &App, (): ()) -> Answer<Preferences> {
    Ok(app.preferences()?)
}

/// Remembers how the user likes the app to look.
///
/// # Errors
/// As the workflow.
pub async fn save_preferences(app: &App, preferences: Preferences) -> Answer<()> {
    Ok(app.save_preferences(&preferences)?)
}

/// How the sandbox behaves.
///
/// # Errors
/// As the workflow.
pub async fn get_sandbox(app: &App, (): ()) -> Answer<SandboxSettings> {
    Ok(app.sandbox_settings()?)
}

/// Changes how the sandbox behaves.
///
/// # Errors
/// As the workflow.
pub async fn save_sandbox(app: &App, settings: SandboxSettings) -> Answer<()> {
    Ok(app.save_sandbox_settings(&settings)?)
}

/// Puts the sandbox back to what it was at first.
///
/// # Errors
/// As the workflow.
pub async fn reset_sandbox(app: &App, (): ()) -> Answer<AppState> {
    Ok(app.reset_sandbox().await?)
}

/// The first screen has shown its data: what could wait for that begins, and the benchmark is told.
///
/// # Errors
/// Never.
pub async fn screen_ready(app: &App, (): ()) -> Answer<()> {
    crate::timing::screen_is_ready();
    app.main_is_ready();
    Ok(())
}
