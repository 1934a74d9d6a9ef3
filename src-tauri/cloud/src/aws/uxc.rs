//! The account's colour in the console: service `uxc`, which one Region of a partition answers for.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_uxc::types::AccountColor;
use rolebridge_model::{AccountColour, IdentityRef, Region};

use super::clients::{Clients, Line};
use super::sts::unexpected;
use super::transport::Dialled;
use crate::{CloudError, SessionCredentials};

const READ: &str = AccountColour::READ;
const WRITE: &str = AccountColour::WRITE;

async fn line(
    clients: &Clients,
    base: &IdentityRef,
    region: &Region,
    credentials: &SessionCredentials,
) -> Result<Line<aws_sdk_uxc::Client>, CloudError> {
    let base = clients.base_in(base, Some(region)).await?;
    let own = Credentials::new(
        &credentials.access_key_id,
        credentials.secret_access_key.expose(),
        Some(credentials.session_token.expose().to_owned()),
        None,
        "rolebridge",
    );
    let dialled = Dialled::default();
    let config = aws_sdk_uxc::config::Builder::from(base.config())
        .credentials_provider(SharedCredentialsProvider::new(own))
        .interceptor(dialled.clone())
        .build();
    let limit = clients.settings().call_limit;
    Ok(Line::new(aws_sdk_uxc::Client::from_conf(config), dialled, limit))
}

pub(crate) async fn account_colour(
    clients: &Clients,
    base: &IdentityRef,
    region: &Region,
    credentials: &SessionCredentials,
) -> Result<AccountColour, CloudError> {
    let uxc = line(clients, base, region, credentials).await?;
    let account = account(credentials);
    let answer = uxc
        .get_account_customizations()
        .send()
        .await
        .map_err(|e| uxc.failure(READ, &account, &e))?;
    match answer.account_color() {
        None => Ok(AccountColour::None),
        Some(colour) => AccountColour::of_name(colour.as_str()).ok_or_else(|| {
            let message = format!(
                "the account has the colour \u{201c}{}\u{201d}, which this version of Rolebridge \
                 does not know",
                colour.as_str()
            );
            unexpected(READ, &account, &message)
        }),
    }
}

pub(crate) async fn set_account_colour(
    clients: &Clients,
    base: &IdentityRef,
    region: &Region,
    credentials: &SessionCredentials,
    colour: AccountColour,
) -> Result<(), CloudError> {
    let uxc = line(clients, base, region, credentials).await?;
    let account = account(credentials);
    let answer = uxc
        .update_account_customizations()
        .account_color(AccountColor::from(colour.as_str()))
        .send()
        .await
        .map_err(|e| uxc.failure(WRITE, &account, &e))?;
    let now = answer.account_color().map_or(AccountColour::None.as_str(), AccountColor::as_str);
    if now == colour.as_str() {
        return Ok(());
    }
    let message = format!("the answer names the colour {now}, not {}", colour.as_str());
    Err(unexpected(WRITE, &account, &message))
}

/// What the calls act on, as messages call it.
fn account(credentials: &SessionCredentials) -> String {
    match credentials.session_arn.split(':').nth(4) {
        Some(id) => format!("account {id}"),
        None => credentials.session_arn.clone(),
    }
}
