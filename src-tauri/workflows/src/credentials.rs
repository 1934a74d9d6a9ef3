//! Credentials of a switch entry, and the console opened with them. Secrets pass through here and
//! stay nowhere.

use async_trait::async_trait;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rolebridge_cloud::{MfaCode, Secret, SessionCredentials};
use rolebridge_model::{
    Access, ActivityResult, ConsolePage, IdentityRef, MfaSerial, SessionNameParts, SwitchEntry,
};

use crate::{
    Error, Rolebridge, Session,
    launch::BrowserWindow,
    session_plan::{Base, needs_caller, resolve},
    ways::Way,
};

/// Asks a person for the code an MFA device shows.
#[async_trait]
pub trait MfaPrompt: Send + Sync {
    /// The code of the device.
    ///
    /// # Errors
    /// [`Error::Refused`] if there is nobody to ask.
    async fn code(&self, device: &MfaSerial) -> Result<MfaCode, Error>;
}

/// How credentials of an entry are asked for.
pub struct Asking<'a> {
    /// What the session name is made of; the entry's name is added here.
    pub parts: SessionNameParts,
    /// Who has the MFA device.
    pub prompt: &'a dyn MfaPrompt,
}

impl Session {
    /// Credentials of an entry's role, had anew.
    ///
    /// # Errors
    /// [`Error::Refused`] where AWS would refuse, with the reason; what AWS said otherwise.
    pub async fn entry_credentials(
        &self,
        entry: &SwitchEntry,
        asking: &Asking<'_>,
    ) -> Result<SessionCredentials, Error> {
        let (_, ways) = self.judged(entry)?;
        let mut base = self.entry_base(entry).await?;
        if needs_caller(entry) {
            let access = Access::base(base.identity.clone());
            base.caller = Some(self.cloud.caller(&access).await?);
        }
        let parts = SessionNameParts { entry: entry.name.to_string(), ..asking.parts.clone() };
        let plan = resolve(entry, &base, &parts)?;
        if let Way::Closed { reason } = ways.cli {
            return Err(Error::refused(reason, "Choose another role."));
        }
        let code = match &plan.mfa {
            Some(device) => Some(asking.prompt.code(device).await?),
            None => None,
        };
        Ok(self.cloud.assume_chain(&plan.chain, code.as_ref()).await?)
    }

    async fn entry_base(&self, entry: &SwitchEntry) -> Result<Base, Error> {
        let Some(name) = &entry.session.profile else {
            let own = self.identity();
            return Ok(Base {
                identity: own.reference.clone(),
                region: own.region.clone(),
                caller: self.known_caller().cloned(),
            });
        };
        let identity = IdentityRef::Profile { name: name.clone() };
        let found = self.cloud.identities().await?.into_iter().find(|i| i.reference == identity);
        match found {
            Some(found) => Ok(Base { identity, region: found.region, caller: None }),
            None => Err(Error::refused(
                format!(
                    "{} begins with profile {name}, which leads to no credentials.",
                    entry.name
                ),
                "Add the profile to the AWS configuration, or change the entry.",
            )),
        }
    }

    /// The address that signs a browser in to the console as the entry's role, for fifteen minutes.
    /// It is a secret.
    ///
    /// # Errors
    /// As [`Session::entry_credentials`]; what the sign-in page said.
    pub async fn console_sign_in(
        &self,
        entry: &SwitchEntry,
        asking: &Asking<'_>,
    ) -> Result<Secret, Error> {
        let partition = entry.role.partition();
        let home = ConsolePage::Home { partition, region: entry.region.clone() }.url();
        self.sign_in_address(entry, &home, asking).await
    }

    /// As [`Session::console_sign_in`], to a page of the console.
    ///
    /// # Errors
    /// As [`Session::console_sign_in`].
    pub async fn sign_in_address(
        &self,
        entry: &SwitchEntry,
        destination: &str,
        asking: &Asking<'_>,
    ) -> Result<Secret, Error> {
        let credentials = self.entry_credentials(entry, asking).await?;
        let partition = entry.role.partition();
        let token = self.cloud.sign_in_token(partition, &credentials).await?;
        let value = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        Ok(Secret::new(format!(
            "https://{}/federation?Action=login&Issuer=Rolebridge&Destination={}&SigninToken={}",
            partition.signin_host(),
            value(destination),
            value(token.expose()),
        )))
    }
}

impl Rolebridge {
    /// Opens the console in the browser, signed in as an entry's role.
    ///
    /// # Errors
    /// As [`Session::console_sign_in`]; [`Error::Refused`] in the sandbox, which has no console;
    /// [`Error::Local`] if no browser opens.
    pub async fn open_signed_in(
        &self,
        entry: &SwitchEntry,
        asking: &Asking<'_>,
    ) -> Result<(), Error> {
        let session = self.session()?;
        if session.is_sandbox() {
            return Err(Error::refused(
                "The sandbox has no console to sign in to.",
                "Use an AWS identity, or print the address to see what it looks like.",
            ));
        }
        let url = session.console_sign_in(entry, asking).await?;
        let window = BrowserWindow::default();
        self.desktop.browser.open_secret(&url, &window).map_err(|reason| Error::Local {
            message: format!("The browser could not be opened. {reason}"),
            remedy: Some("Set a default browser, then try again.".into()),
        })?;
        session.log(
            "Open console",
            Some(entry.role.account()),
            &entry.role,
            ActivityResult::Succeeded,
            format!("Signed in to the console as {}.", entry.name),
        );
        Ok(())
    }
}
