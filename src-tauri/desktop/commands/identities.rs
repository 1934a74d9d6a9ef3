//! Identities: who they are, signing in, keys in the keychain.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// The identities with what is known of them.
///
/// # Errors
/// As the workflow.
pub async fn list_identity_rows(app: &App, (): ()) -> Answer<Vec<IdentityRow>> {
    Ok(app.identity_rows().await?)
}

/// Asks who identities are, in the background.
///
/// # Errors
/// As the workflow.
pub async fn check_identities(app: &App, which: CheckIdentities) -> Answer<JobId> {
    Ok(app.check_identities(which).await?)
}

/// Signs in, in the background.
///
/// # Errors
/// As the workflow.
pub async fn sign_in(app: &App, request: SignInRequest) -> Answer<JobId> {
    Ok(app.sign_in(request).await?)
}

/// Whether keys can be kept here.
///
/// # Errors
/// Never.
pub async fn start_key_form(app: &App, (): ()) -> Answer<KeyFormStart> {
    Ok(app.start_key_form().await)
}

/// What is wrong with the form of a key.
///
/// # Errors
/// As the workflow.
pub async fn check_key_form(app: &App, form: KeyForm) -> Answer<FormCheck> {
    Ok(app.check_key_form(&form)?)
}

/// Asks for a key's secret outside the web view and keeps it.
///
/// # Errors
/// As the workflow.
pub async fn keep_key(app: &App, form: KeyForm) -> Answer<IdentityRef> {
    Ok(app.keep_key(&form).await?)
}

/// Forgets a kept key.
///
/// # Errors
/// As the workflow.
pub async fn remove_key(app: &App, key: AccessKeyId) -> Answer<()> {
    Ok(app.remove_key(&key).await?)
}
