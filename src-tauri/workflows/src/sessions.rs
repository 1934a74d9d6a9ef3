//! Running sessions: credentials of switch entries that are kept until they end, renewed ahead of it
//! where no person is needed, and forgotten when asked. No secret is in anything told of them.

mod cache;
mod ended;
mod kept;
mod key;
mod listed;
mod renewal;
mod turn;

use rolebridge_model::{AccountId, ActivityResult, Colour, DisplayName, SwitchEntryId, Timestamp};
use serde::{Deserialize, Serialize};

pub(crate) use cache::{Again, Began, Cache, Running, Use};
pub(crate) use key::SessionKey;

use crate::{
    Error, Rolebridge, Session, credentials::MfaPrompt, launch::InWindow, progress::Event,
};

/// A session of a switch entry, as the screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RunningSession {
    /// The entry.
    pub entry: SwitchEntryId,
    /// What it is called.
    pub name: DisplayName,
    /// Its colour.
    pub colour: Colour,
    /// The account it leads to.
    pub account: AccountId,
    /// The name of the role, or of the permission set.
    pub role: String,
    /// When the credentials end.
    pub expires_at: Timestamp,
    /// Whether it can be renewed without a person: no MFA code is needed.
    pub can_renew: bool,
    /// Where it stands.
    pub state: SessionState,
}

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum SessionState {
    /// It can be used.
    Running,
    /// It can be used, and is being renewed.
    Renewing,
    /// It can be used until it ends; renewing it failed.
    Failed {
        /// Why, in a sentence.
        reason: String,
    },
    /// It ended a while ago and can be had again.
    Ended,
}

/// What came of ending a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SessionEnd {
    /// Until when AWS still accepts the credentials; nothing if there was no session.
    pub valid_until: Option<Timestamp>,
    /// What that means, in sentences for the user.
    pub message: String,
}

impl Session {
    /// The sessions, those that end first coming first: all that run, also those of other processes
    /// of this computer, and those that ended while this process ran.
    ///
    /// # Errors
    /// What the database said.
    pub fn running_sessions(&self) -> Result<Vec<RunningSession>, Error> {
        let now = self.clock.now();
        let mut latest: Vec<Running> = Vec::new();
        let running = self.sessions.running(&self.store, now)?;
        for found in running.into_iter().chain(self.sessions.ended()) {
            match latest.iter_mut().find(|r| r.began.entry == found.began.entry) {
                // An entry that was changed may have a session of before.
                Some(known) if known.began.expires_at < found.began.expires_at => *known = found,
                Some(_) => {}
                None => latest.push(found),
            }
        }
        latest.sort_by_key(|r| r.began.expires_at);
        let mut sessions = Vec::with_capacity(latest.len());
        for running in latest {
            // The session of an entry that was removed is of no use to anybody.
            let Ok(entry) = self.store.switch_entry(running.began.entry) else { continue };
            sessions.push(RunningSession {
                entry: entry.id,
                account: entry.role.account().clone(),
                role: entry.role.name().to_owned(),
                name: entry.name,
                colour: entry.colour,
                expires_at: running.began.expires_at,
                can_renew: running.began.can_renew,
                state: running.state,
            });
        }
        Ok(sessions)
    }

    /// Forgets the credentials of an entry, here and in the keychain.
    ///
    /// # Errors
    /// What the database or the keychain said; what could be forgotten is forgotten then.
    pub async fn end_session(&self, entry: SwitchEntryId) -> Result<SessionEnd, Error> {
        let now = self.clock.now();
        let running = self.sessions.running(&self.store, now)?;
        let keys: Vec<_> = running.into_iter().filter(|r| r.began.entry == entry).collect();
        let valid_until = keys.iter().map(|r| r.began.expires_at).max();
        self.sessions.forget_ended(entry);
        for running in &keys {
            self.sessions.forget(&self.store, &running.key).await?;
        }
        if !keys.is_empty() {
            let entry = self.store.switch_entry(entry)?;
            self.log(
                "End session",
                Some(entry.role.account()),
                entry.role.in_words(),
                ActivityResult::Succeeded,
                format!("Forgot the credentials of {}.", entry.name),
            );
            self.tell(Event::Sessions);
        }
        let message = match valid_until {
            None => "There is no session of this entry.".to_owned(),
            Some(at) => format!(
                "Rolebridge has forgotten the credentials. AWS itself can't end a session: copies, \
                 as in a terminal or a browser, stay valid until {at:.0}."
            ),
        };
        Ok(SessionEnd { valid_until, message })
    }
}

impl Session {
    /// Why credentials could neither be taken from the keychain nor kept there, if one is there. A
    /// computer without a keychain works as well as it can, and has nothing to say each time.
    #[must_use]
    pub fn keychain_trouble(&self) -> Option<String> {
        let trouble = self.sessions.trouble()?;
        Some(format!("{trouble} Credentials were had anew and not kept. {}", trouble.remedy()))
    }

    /// Has new credentials of an entry in place of those that run, and keeps them. The entry is asked
    /// for as it was when the session began here.
    ///
    /// # Errors
    /// As [`Session::entry_credentials`].
    pub async fn renew_session(
        &self,
        entry: SwitchEntryId,
        prompt: &dyn MfaPrompt,
    ) -> Result<(), Error> {
        renewal::renew_now(self, entry, prompt).await
    }
}

impl Rolebridge {
    /// [`Session::renew_session`], with a window that asks for the code of an MFA device.
    ///
    /// # Errors
    /// As [`Session::renew_session`]; [`Error::Cancelled`] if the person gave up.
    pub async fn renew_session(&self, entry: SwitchEntryId) -> Result<(), Error> {
        let session = self.session()?;
        let prompt = InWindow { app: self, entry: &session.store.switch_entry(entry)? };
        session.renew_session(entry, &prompt).await
    }
}
