//! The account's colour in the AWS console: read first, shown, and set once that was confirmed. It
//! is a setting of the account, seen by all who use its console.

use std::sync::Arc;

use rolebridge_cloud::SessionCredentials;
use rolebridge_model::{
    AccountColour, AccountId, ActivityResult, IdentityRef, Region, RoleArn, SwitchEntry,
    SwitchEntryId,
};
use serde::{Deserialize, Serialize};

use super::open::{InWindow, asking};
use crate::{Error, Rolebridge, Session, credentials::Asking};

/// An account's colour, and the one that fits an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AccountColourOffer {
    /// The account.
    pub account: AccountId,
    /// The role whose credentials read it, and would set it.
    pub role: RoleArn,
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

/// A way to an account's colour, with credentials of an entry's role.
pub struct ColourAccess<'a> {
    session: &'a Session,
    role: &'a RoleArn,
    nearest: Option<AccountColour>,
    base: IdentityRef,
    region: &'static Region,
    credentials: SessionCredentials,
}

impl Session {
    /// Has the credentials of an entry's role, with which its account's colour is read and set.
    ///
    /// # Errors
    /// [`Error::Refused`] in a partition without such colours; as [`Session::entry_credentials`].
    pub async fn colour_access<'a>(
        &'a self,
        entry: &'a SwitchEntry,
        asking: &Asking<'_>,
    ) -> Result<ColourAccess<'a>, Error> {
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
        let credentials = self.entry_credentials(entry, asking).await?;
        let nearest = AccountColour::nearest(&entry.colour);
        Ok(ColourAccess { session: self, role: &entry.role, nearest, base, region, credentials })
    }
}

impl ColourAccess<'_> {
    /// The present colour, and what fits the entry.
    ///
    /// # Errors
    /// What AWS said.
    pub async fn read(&self) -> Result<AccountColourOffer, Error> {
        let cloud = &self.session.cloud;
        Ok(AccountColourOffer {
            account: self.role.account().clone(),
            role: self.role.clone(),
            now: cloud.account_colour(&self.base, self.region, &self.credentials).await?,
            nearest: self.nearest,
            all: AccountColour::ALL.to_vec(),
            permissions: AccountColour::PERMISSIONS.map(str::to_owned).to_vec(),
        })
    }

    /// Sets a colour in place of the one that was shown. Where it is there already, nothing is asked
    /// of AWS but that.
    ///
    /// # Errors
    /// [`Error::Refused`] if somebody changed it since it was shown; what AWS said.
    pub async fn set(&self, before: AccountColour, colour: AccountColour) -> Result<(), Error> {
        let (cloud, account) = (&self.session.cloud, self.role.account());
        let now = cloud.account_colour(&self.base, self.region, &self.credentials).await?;
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
        let done =
            cloud.set_account_colour(&self.base, self.region, &self.credentials, colour).await;
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
        self.session.log(AccountColour::WRITE, Some(account), self.role, result, detail);
        Ok(done?)
    }
}

impl Rolebridge {
    /// Reads the colour of an entry's account. A code an MFA device shows is asked for in a window.
    ///
    /// # Errors
    /// As [`Session::colour_access`] and [`ColourAccess::read`].
    pub async fn account_colour(
        self: &Arc<Self>,
        id: SwitchEntryId,
    ) -> Result<AccountColourOffer, Error> {
        let session = self.session()?;
        let entry = self.as_set(session.switch_entry(id)?)?;
        let window = InWindow { app: self, entry: &entry };
        session.colour_access(&entry, &asking(&window)).await?.read().await
    }

    /// Sets the colour of an entry's account, for everybody in it.
    ///
    /// # Errors
    /// As [`Session::colour_access`] and [`ColourAccess::set`].
    pub async fn set_account_colour(self: &Arc<Self>, set: &SetAccountColour) -> Result<(), Error> {
        let session = self.session()?;
        let entry = self.as_set(session.switch_entry(set.id)?)?;
        let window = InWindow { app: self, entry: &entry };
        let access = session.colour_access(&entry, &asking(&window)).await?;
        access.set(set.before, set.colour).await
    }
}
