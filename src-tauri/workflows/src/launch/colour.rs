//! The account's colour in the AWS console: read first, shown, and set once that was confirmed. It
//! is a setting of the account, seen by all who use its console.

use std::sync::Arc;

use rolebridge_cloud::SessionCredentials;
use rolebridge_model::{
    AccountColour, AccountId, ActivityResult, IdentityRef, Region, SwitchEntry, SwitchEntryId,
    SwitchTarget,
};
use serde::{Deserialize, Serialize};

use super::open::{InWindow, asking};
use crate::{Error, Rolebridge, Session};

/// An account's colour, and the one that fits an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AccountColourOffer {
    /// The account.
    pub account: AccountId,
    /// The role or permission set whose credentials read it, and would set it.
    pub role: SwitchTarget,
    /// What the console shows now.
    pub now: AccountColour,
    /// What comes nearest to the entry's colour; nothing if that is a grey.
    pub nearest: Option<AccountColour>,
    /// All there are.
    pub all: Vec<AccountColour>,
    /// The IAM actions the role needs.
    pub permissions: Vec<String>,
}

/// A colour to set, and what was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SetAccountColour {
    /// The entry whose account and credentials are meant.
    pub id: SwitchEntryId,
    /// What was shown as the present one.
    pub before: AccountColour,
    /// The colour.
    pub colour: AccountColour,
}

/// The colour of an entry's account, as the service is asked for it.
pub struct AccountColours<'a> {
    session: &'a Session,
    entry: &'a SwitchEntry,
    base: IdentityRef,
    region: &'static Region,
}

impl Session {
    /// What is needed to ask for the colour of an entry's account, but for credentials.
    ///
    /// # Errors
    /// [`Error::Refused`] in a partition without such colours.
    pub fn account_colours<'a>(
        &'a self,
        entry: &'a SwitchEntry,
    ) -> Result<AccountColours<'a>, Error> {
        let partition = entry.role.partition();
        let Some(region) = partition.account_colour_region() else {
            return Err(Error::refused(
                format!("AWS documents no colours of accounts in the partition {partition}."),
                "Give the switch entry a colour: Rolebridge shows it wherever it shows the entry.",
            ));
        };
        let base = match &entry.session.profile {
            Some(name) => IdentityRef::Profile { name: name.clone() },
            None => self.identity().reference.clone(),
        };
        Ok(AccountColours { session: self, entry, base, region })
    }
}

impl AccountColours<'_> {
    /// The present colour, and what fits the entry; with credentials of the entry's role.
    ///
    /// # Errors
    /// What AWS said.
    pub async fn read(
        &self,
        credentials: &SessionCredentials,
    ) -> Result<AccountColourOffer, Error> {
        let role = &self.entry.role;
        Ok(AccountColourOffer {
            account: role.account().clone(),
            role: role.clone(),
            now: self.session.cloud.account_colour(&self.base, self.region, credentials).await?,
            nearest: AccountColour::nearest(&self.entry.colour),
            all: AccountColour::ALL.to_vec(),
            permissions: AccountColour::PERMISSIONS.map(str::to_owned).to_vec(),
        })
    }

    /// Sets a colour in place of the one that was shown. Where it is there already, nothing more is
    /// asked of AWS.
    ///
    /// # Errors
    /// [`Error::Refused`] if somebody changed it since it was shown; what AWS said.
    pub async fn set(
        &self,
        credentials: &SessionCredentials,
        before: AccountColour,
        colour: AccountColour,
    ) -> Result<(), Error> {
        let Self { session, entry, base, region } = self;
        let account = entry.role.account();
        let now = session.cloud.account_colour(base, region, credentials).await?;
        if now == colour {
            return Ok(());
        }
        if now != before {
            return Err(Error::refused(
                format!(
                    "Somebody changed the colour of account {account} meanwhile: it was {}, now it \
                     is {}. Nothing was changed.",
                    before.title(),
                    now.title()
                ),
                "Look at it again, then decide.",
            ));
        }
        let done = session.cloud.set_account_colour(base, region, credentials, colour).await;
        let (result, detail) = match &done {
            Ok(()) => (
                ActivityResult::Succeeded,
                format!(
                    "The colour of account {account} in the AWS console was {}, now it is {}.",
                    before.title(),
                    colour.title()
                ),
            ),
            Err(error) => (ActivityResult::Failed, crate::error::describe(error)),
        };
        session.log(AccountColour::WRITE, Some(account), entry.role.in_words(), result, detail);
        Ok(done?)
    }
}

impl Rolebridge {
    /// Reads the colour of an entry's account. A code an MFA device shows is asked for in a window.
    ///
    /// # Errors
    /// As [`AccountColours::read`] and [`Session::entry_credentials`].
    pub async fn account_colour(
        self: &Arc<Self>,
        id: SwitchEntryId,
    ) -> Result<AccountColourOffer, Error> {
        let session = self.session()?;
        let entry = self.as_set(session.switch_entry(id)?)?;
        let colours = session.account_colours(&entry)?;
        let window = InWindow { app: self, entry: &entry };
        let credentials = session.entry_credentials(&entry, &asking(&window)).await?;
        colours.read(&credentials).await
    }

    /// Sets the colour of an entry's account, for everybody in it.
    ///
    /// # Errors
    /// As [`AccountColours::set`] and [`Session::entry_credentials`].
    pub async fn set_account_colour(self: &Arc<Self>, set: &SetAccountColour) -> Result<(), Error> {
        let session = self.session()?;
        let entry = self.as_set(session.switch_entry(set.id)?)?;
        let colours = session.account_colours(&entry)?;
        let window = InWindow { app: self, entry: &entry };
        let credentials = session.entry_credentials(&entry, &asking(&window)).await?;
        colours.set(&credentials, set.before, set.colour).await
    }
}
