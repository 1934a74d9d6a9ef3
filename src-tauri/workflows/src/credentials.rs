//! Credentials of a switch entry, kept or had anew, and the console opened with them.

use async_trait::async_trait;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rolebridge_cloud::{MfaCode, Origin, Secret, SessionCredentials};
use rolebridge_model::{
    Access, ActivityResult, ConsolePage, IdentityRef, MfaSerial, PermissionSet, SessionNameParts,
    SwitchEntry, Timestamp,
};

use crate::{
    Error, Rolebridge, Session,
    launch::no_browser,
    progress::Event,
    session_plan::{Base, From, Own, SessionPlan, elsewhere, needs_caller, resolve},
    sessions::{Again, Began, SessionKey, Use},
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

/// Whether credentials that are kept will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// Kept ones will do if they live on for long enough; new ones are kept.
    Kept(Use),
    /// Only ones had from now on will do; they are kept.
    Renewed,
    /// New ones, and they are not kept.
    Once,
}

/// What is asked for, before AWS is.
struct Wanted {
    base: Base,
    parts: SessionNameParts,
    plan: SessionPlan,
    key: SessionKey,
}

impl Session {
    /// Credentials of an entry's role: those kept if they live on for a while, otherwise new ones,
    /// which are kept.
    ///
    /// # Errors
    /// [`Error::Refused`] where AWS would refuse, with the reason; what AWS said otherwise.
    pub async fn entry_credentials(
        &self,
        entry: &SwitchEntry,
        asking: &Asking<'_>,
    ) -> Result<SessionCredentials, Error> {
        self.credentials_of(entry, asking, Freshness::Kept(Use::Calls)).await
    }

    /// Credentials of an entry's role, had anew and kept nowhere.
    ///
    /// # Errors
    /// As [`Session::entry_credentials`].
    pub async fn new_entry_credentials(
        &self,
        entry: &SwitchEntry,
        asking: &Asking<'_>,
    ) -> Result<SessionCredentials, Error> {
        self.credentials_of(entry, asking, Freshness::Once).await
    }

    pub(crate) async fn credentials_of(
        &self,
        entry: &SwitchEntry,
        asking: &Asking<'_>,
        freshness: Freshness,
    ) -> Result<SessionCredentials, Error> {
        let asked_at = self.clock.now();
        if freshness != Freshness::Once {
            self.sessions.prepare();
        }
        let mut wanted = self.wanted(entry, asking).await?;
        if let Freshness::Kept(for_what) = freshness {
            let found = self.sessions.find(&self.store, &wanted.key, for_what, asked_at).await?;
            if let Some((credentials, _)) = found {
                self.sessions.wanted_at(&wanted.key, asked_at);
                return Ok(credentials);
            }
        }
        self.must_be_possible(entry, &mut wanted).await?;
        let code = match &wanted.plan.mfa {
            Some(device) => Some(asking.prompt.code(device).await?),
            None => None,
        };
        if freshness == Freshness::Once {
            return self.had_of_aws(entry, &wanted.plan.from, code.as_ref()).await;
        }
        let _turn = self.sessions.turn(&wanted.key).await;
        // Somebody else may have had them meanwhile.
        let now = self.clock.now();
        let (kept_will_do, for_what) = match freshness {
            Freshness::Kept(for_what) => (true, for_what),
            Freshness::Renewed | Freshness::Once => (false, Use::Calls),
        };
        match self.sessions.find(&self.store, &wanted.key, for_what, now).await? {
            Some((credentials, began)) if kept_will_do || began.at > asked_at => {
                return Ok(credentials);
            }
            _ => {}
        }
        let credentials = self.had_of_aws(entry, &wanted.plan.from, code.as_ref()).await?;
        self.keep_session(entry, &wanted, asking, &credentials, now).await;
        Ok(credentials)
    }

    /// Has credentials of AWS. What a profile has by itself is handed on only if AWS says that it is of
    /// the permission set that was asked for, whatever the profile's configuration says.
    async fn had_of_aws(
        &self,
        entry: &SwitchEntry,
        from: &From,
        code: Option<&MfaCode>,
    ) -> Result<SessionCredentials, Error> {
        let Own { identity, region, set } = match from {
            From::Roles(chain) => return Ok(self.cloud.assume_chain(chain, code).await?),
            From::Identity(own) => own,
        };
        let credentials = self.cloud.own_credentials(identity, region.as_ref()).await?;
        match PermissionSet::of_session(&credentials.session_arn) {
            Some(of) if of == *set => Ok(credentials),
            Some(other) => Err(elsewhere(entry, identity, set, &format!("the {other}"))),
            None => Err(elsewhere(entry, identity, set, &credentials.session_arn)),
        }
    }

    /// Renews a session in the background.
    pub(crate) async fn renewed(
        &self,
        entry: &SwitchEntry,
        asking: &Asking<'_>,
        key: &SessionKey,
    ) -> Result<(), Error> {
        if self.wanted(entry, asking).await?.key != *key {
            return Err(Error::refused(
                format!("The session of {} began with another identity or Region.", entry.name),
                "Open the entry again, or use those.",
            ));
        }
        self.credentials_of(entry, asking, Freshness::Renewed).await?;
        Ok(())
    }

    /// What an entry asks for and what it is known by. AWS is not asked.
    async fn wanted(&self, entry: &SwitchEntry, asking: &Asking<'_>) -> Result<Wanted, Error> {
        let (base, origin) = self.entry_base(entry).await?;
        let parts = SessionNameParts { entry: entry.name.to_string(), ..asking.parts.clone() };
        let plan = resolve(entry, &base, &parts)?;
        let key = SessionKey::of(&plan.from, &origin);
        Ok(Wanted { base, parts, plan, key })
    }

    /// Refuses what AWS would refuse.
    async fn must_be_possible(
        &self,
        entry: &SwitchEntry,
        wanted: &mut Wanted,
    ) -> Result<(), Error> {
        if needs_caller(entry) {
            let access = Access::base(wanted.base.identity.clone());
            let caller = self.cloud.caller(&access).await?;
            self.known.asked(&wanted.base.identity, &caller);
            wanted.base.caller = Some(caller);
            wanted.plan = resolve(entry, &wanted.base, &wanted.parts)?;
        }
        match self.judged(entry)?.1.cli {
            Way::Closed { reason } => Err(Error::refused(reason, "Choose another role.")),
            _ => Ok(()),
        }
    }

    /// Keeps credentials. That they can't be kept is no reason not to hand them out.
    async fn keep_session(
        &self,
        entry: &SwitchEntry,
        wanted: &Wanted,
        asking: &Asking<'_>,
        credentials: &SessionCredentials,
        now: Timestamp,
    ) {
        let began = Began {
            entry: entry.id,
            at: now,
            expires_at: credentials.expires_at,
            can_renew: wanted.plan.mfa.is_none(),
        };
        let again = Again { entry: entry.clone(), parts: asking.parts.clone(), wanted_at: now };
        let kept = self.sessions.keep(&self.store, &wanted.key, credentials, began, again).await;
        if let Err(error) = kept {
            tracing::warn!(%error, "a session could not be listed");
        }
        self.tell(Event::Sessions);
    }

    async fn entry_base(&self, entry: &SwitchEntry) -> Result<(Base, Origin), Error> {
        let Some(name) = &entry.session.profile else {
            let own = self.identity();
            let base = Base {
                identity: own.reference.clone(),
                region: own.region.clone(),
                permission_set: None,
                caller: self.known_caller().cloned(),
            };
            // Whether it is still there, AWS's SDK finds out.
            let origin = self.cloud.origin(&own.reference).await?;
            return Ok((base, origin.unwrap_or_default()));
        };
        let identity = IdentityRef::Profile { name: name.clone() };
        match self.cloud.origin(&identity).await? {
            Some(origin) => {
                let base = Base {
                    identity,
                    region: origin.region.clone(),
                    permission_set: origin.permission_set.clone(),
                    caller: None,
                };
                Ok((base, origin))
            }
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
        let enough = Freshness::Kept(Use::Console);
        let credentials = self.credentials_of(entry, asking, enough).await?;
        let partition = entry.role.partition();
        let token = self.cloud.sign_in_token(partition, &credentials).await?;
        let value = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        Ok(Secret::written(format_args!(
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
        let window = self.window_of(entry)?;
        self.desktop.browser.open_secret(&url, &window).map_err(no_browser)?;
        session.record_use(entry.id);
        session.log(
            "Open console",
            Some(entry.role.account()),
            entry.role.in_words(),
            ActivityResult::Succeeded,
            format!("Signed in to the console as {}.", entry.name),
        );
        Ok(())
    }
}
