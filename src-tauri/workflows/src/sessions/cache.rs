//! Where credentials of sessions are kept: in memory, and in the keychain if there is one. The
//! database knows which there are and until when, and nothing secret.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rolebridge_cloud::SessionCredentials;
use rolebridge_keychain::{Keychain, KeychainError, MemoryKeychain, Unlock};
use rolebridge_model::{SessionNameParts, SwitchEntry, SwitchEntryId, Timestamp};
use rolebridge_store::Store;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::{
    SessionKey, SessionState,
    ended::Ended,
    kept,
    listed::Listed,
    turn::{Turn, Turns},
};
use crate::{Clock, Error};

/// What the items are called in the keychain.
const SERVICE: &str = "Rolebridge session";
/// Where the database lists them.
const LISTED: &str = "session/";

/// What is known of a session besides its credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Began {
    /// The entry.
    pub(crate) entry: SwitchEntryId,
    /// When it began, by this computer's clock.
    pub(crate) at: Timestamp,
    /// When it ends, by the same clock.
    pub(crate) expires_at: Timestamp,
    /// Whether it can be renewed without a person.
    pub(crate) can_renew: bool,
}

impl Began {
    /// Whether it has come so near its end that it is renewed: a little before it is too old to be
    /// handed out, so that nobody has to wait for it.
    ///
    /// What lasts no minute is no session of AWS but a clock that is ahead: a new one would be due
    /// at once, and so on.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        let lasts = self.lasts();
        let ahead = jiff::SignedDuration::from_secs((lasts / 4).min(2 * 60));
        self.is_of_another_time(now) || (lasts >= 60 && now >= self.stale_at() - ahead)
    }

    /// Whether it may be handed out.
    pub(super) fn is_good(&self, now: Timestamp) -> bool {
        !self.is_of_another_time(now) && now < self.stale_at()
    }

    /// Whether a console may be opened with it, which ends when the credentials do: at least half of
    /// the session is left. Less would have a person signed out in the middle of their work, and new
    /// credentials cost them nothing. Where they cost an MFA code, a quarter of an hour has to do.
    fn lasts_for_a_console(&self, now: Timestamp) -> bool {
        let lasts = self.lasts();
        let floor = if self.can_renew { lasts / 2 } else { (lasts / 4).min(15 * 60) };
        self.is_good(now) && now <= self.expires_at - jiff::SignedDuration::from_secs(floor)
    }

    fn is_good_for(&self, wanted: Use, now: Timestamp) -> bool {
        match wanted {
            Use::Calls => self.is_good(now),
            Use::Console => self.lasts_for_a_console(now),
        }
    }

    fn lasts(&self) -> i64 {
        (self.expires_at.as_second() - self.at.as_second()).max(0)
    }

    /// Whether it has ended.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.is_of_another_time(now) || now >= self.expires_at
    }

    /// Whether the clock was set back since it began: by the new time nobody can tell its end.
    fn is_of_another_time(&self, now: Timestamp) -> bool {
        now < self.at
    }

    /// From when on the credentials are too old to be handed out.
    ///
    /// A quarter of the session, but no more than a quarter of an hour: the AWS SDK for Python asks
    /// anew within the last 15 minutes, the others within five. Where renewing takes a person with
    /// an MFA device, a minute has to do.
    pub(crate) fn stale_at(&self) -> Timestamp {
        let lasts = self.lasts();
        let margin = if self.can_renew { (lasts / 4).min(15 * 60) } else { (lasts / 4).min(60) };
        self.expires_at - jiff::SignedDuration::from_secs(margin)
    }
}

/// What credentials are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Calls: whoever makes them asks anew when they end.
    Calls,
    /// A console, which nobody can renew.
    Console,
}

/// A session, without its credentials.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    pub(crate) key: SessionKey,
    pub(crate) began: Began,
    pub(crate) state: SessionState,
}

/// How a session of this process is asked for again.
#[derive(Debug, Clone)]
pub(crate) struct Again {
    /// The entry as it was then.
    pub(crate) entry: SwitchEntry,
    pub(crate) parts: SessionNameParts,
    /// When somebody wanted it last.
    pub(crate) wanted_at: Timestamp,
}

struct InMemory {
    credentials: SessionCredentials,
    began: Began,
    /// Whether the keychain has it too, so that another process can end it.
    in_keychain: bool,
    again: Again,
    state: SessionState,
}

/// A session of this process, without its credentials.
#[derive(Debug, Clone)]
pub(super) struct Mine {
    pub(super) key: SessionKey,
    pub(super) began: Began,
    pub(super) again: Again,
}

/// The sessions of a data folder.
pub(crate) struct Cache {
    keychain: Arc<dyn Keychain>,
    memory: Mutex<HashMap<SessionKey, InMemory>>,
    ended: Mutex<Ended>,
    turns: Turns,
    trouble: Mutex<Option<KeychainError>>,
    /// Tells whether it was set since a session began.
    clock: Option<Arc<dyn Clock>>,
    /// Told whenever a session began or was forgotten here.
    pub(super) changed: Notify,
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cache")
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::build(Arc::new(MemoryKeychain::default()), Turns::default())
    }
}

impl Cache {
    /// Sessions kept in a keychain, had one at a time among the processes that use the folder.
    pub(crate) fn new(keychain: Arc<dyn Keychain>, folder: &Path, clock: Arc<dyn Clock>) -> Self {
        Self { clock: Some(clock), ..Self::build(keychain, Turns::in_folder(folder)) }
    }

    fn build(keychain: Arc<dyn Keychain>, turns: Turns) -> Self {
        Self {
            keychain,
            memory: Mutex::default(),
            ended: Mutex::default(),
            turns,
            trouble: Mutex::default(),
            clock: None,
            changed: Notify::new(),
        }
    }

    fn memory(&self) -> MutexGuard<'_, HashMap<SessionKey, InMemory>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn past(&self) -> MutexGuard<'_, Ended> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What went wrong with the keychain last, if it is there.
    pub(crate) fn trouble(&self) -> Option<KeychainError> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, error: &KeychainError, what: &str) {
        tracing::info!(code = error.code(), "{what}");
        let there = !matches!(error, KeychainError::None { .. });
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = there.then(|| error.clone());
    }

    /// Waits until nobody else is having these credentials.
    pub(crate) async fn turn(&self, key: &SessionKey) -> Turn {
        let shared = async || self.ask(|keychain| keychain.check()).await.is_ok();
        self.turns.take(key, shared).await
    }

    /// Has the keychain connect while something else is done.
    pub(crate) fn prepare(&self) {
        self.keychain.prepare();
    }

    /// Credentials that live on for a while, if there are any. Whatever is wrong with the keychain
    /// or with what it holds, there are none then.
    pub(crate) async fn find(
        &self,
        store: &Store,
        key: &SessionKey,
        wanted: Use,
        now: Timestamp,
    ) -> Result<Option<(SessionCredentials, Began)>, Error> {
        let listed: Option<Listed> = store.setting(&listed_as(key))?;
        let listed = listed.and_then(|listed| listed.still_told(self.started()));
        {
            let mut memory = self.memory();
            if let Some(known) = memory.get(key) {
                if known.in_keychain && listed.is_none() {
                    // Ended by another process.
                    memory.remove(key);
                } else if known.began.is_good_for(wanted, now) {
                    return Ok(Some((kept::again(&known.credentials), known.began.clone())));
                }
            }
        }
        let Some(began) = listed.filter(|began| began.is_good_for(wanted, now)) else {
            return Ok(None);
        };
        let name = key.as_str().to_owned();
        let text = match self.ask(move |k| k.get(SERVICE, &name, Unlock::Never)).await {
            Ok(text) => text,
            Err(error) => {
                self.note(&error, "kept credentials can't be read");
                return Ok(None);
            }
        };
        let found = text.and_then(|text| kept::read(key, &text));
        // What the keychain holds counts, not what is listed.
        let fresh = |c: &SessionCredentials| c.expires_at >= began.expires_at;
        Ok(found.filter(fresh).map(|credentials| (credentials, began)))
    }

    /// Keeps credentials that were just had.
    pub(crate) async fn keep(
        &self,
        store: &Store,
        key: &SessionKey,
        credentials: &SessionCredentials,
        began: Began,
        again: Again,
    ) -> Result<(), Error> {
        let in_keychain = match kept::write(key, credentials) {
            None => false,
            Some(text) => {
                let name = key.as_str().to_owned();
                self.ask(move |k| k.set(SERVICE, &name, &text, Unlock::Never))
                    .await
                    .inspect_err(|e| self.note(e, "kept in memory only"))
                    .is_ok()
            }
        };
        if in_keychain {
            let listed = Listed::new(began.clone(), self.started());
            store.set_setting(&listed_as(key), &listed)?;
        } else {
            store.clear_setting(&listed_as(key))?;
        }
        let known = InMemory {
            credentials: kept::again(credentials),
            began,
            in_keychain,
            again,
            state: SessionState::Running,
        };
        self.memory().insert(key.clone(), known);
        self.changed.notify_one();
        Ok(())
    }

    /// Forgets credentials, here and in the keychain.
    pub(crate) async fn forget(&self, store: &Store, key: &SessionKey) -> Result<(), Error> {
        self.memory().remove(key);
        self.changed.notify_one();
        if store.setting::<Listed>(&listed_as(key))?.is_some() {
            let name = key.as_str().to_owned();
            let forgotten = self.ask(move |k| k.delete(SERVICE, &name, Unlock::Ask)).await;
            // Nobody looks for it any more, even where the keychain keeps it.
            store.clear_setting(&listed_as(key))?;
            forgotten?;
        }
        Ok(())
    }

    /// Forgets everything, for a sandbox that begins anew. The list goes with the database.
    pub(crate) fn clear(&self) {
        self.memory().clear();
        *self.past() = Ended::default();
    }

    /// The sessions that have not ended: those the keychain keeps, and those only this process has.
    pub(crate) fn running(&self, store: &Store, now: Timestamp) -> Result<Vec<Running>, Error> {
        let started = self.started();
        let listed: HashMap<String, Began> = store
            .settings_below::<Listed>(LISTED)?
            .into_iter()
            .filter_map(|(name, listed)| Some((name, listed.still_told(started)?)))
            .collect();
        let mut memory = self.memory();
        memory.retain(|key, known| {
            let ended_elsewhere = known.in_keychain && !listed.contains_key(key.as_str());
            !ended_elsewhere && !known.began.is_over(now)
        });
        let mut running: Vec<Running> = Vec::new();
        for (name, began) in listed {
            let Some(key) = SessionKey::read(&name) else { continue };
            if !began.is_over(now) && !memory.contains_key(&key) {
                running.push(Running { key, began, state: SessionState::Running });
            }
        }
        running.extend(memory.iter().map(|(key, known)| Running {
            key: key.clone(),
            began: known.began.clone(),
            state: known.state.clone(),
        }));
        self.past().look(&running, now);
        Ok(running)
    }

    /// The sessions that ended before the eyes of this process, not long ago.
    pub(crate) fn ended(&self) -> Vec<Running> {
        self.past().all()
    }

    /// Takes an entry off the list of those whose session ended.
    pub(crate) fn forget_ended(&self, entry: SwitchEntryId) {
        self.past().forget(entry);
    }

    /// Takes what has ended off the list and out of the keychain.
    pub(super) async fn tidy(&self, store: &Store, now: Timestamp) -> Result<bool, Error> {
        let listed = store.settings_below::<Listed>(LISTED)?;
        let started = self.started();
        let over = |listed: Listed| listed.still_told(started).is_none_or(|b| b.is_over(now));
        let mut any = false;
        for (name, _) in listed.into_iter().filter(|(_, listed)| over(listed.clone())) {
            any = true;
            store.clear_setting(&format!("{LISTED}{name}"))?;
            // They are worth nothing any more, so it is no harm if the keychain is locked.
            let _ = self.ask(move |k| k.delete(SERVICE, &name, Unlock::Never)).await;
        }
        Ok(any)
    }

    /// The sessions of this process.
    pub(super) fn mine(&self) -> Vec<Mine> {
        let of = |(key, known): (&SessionKey, &InMemory)| Mine {
            key: key.clone(),
            began: known.began.clone(),
            again: known.again.clone(),
        };
        self.memory().iter().map(of).collect()
    }

    /// Notes where a session of this process stands.
    pub(super) fn set_state(&self, key: &SessionKey, state: SessionState) {
        if let Some(known) = self.memory().get_mut(key) {
            known.state = state;
        }
    }

    /// Notes when a person wanted a session last.
    pub(crate) fn wanted_at(&self, key: &SessionKey, at: Timestamp) {
        if let Some(known) = self.memory().get_mut(key) {
            known.again.wanted_at = at;
        }
    }

    fn started(&self) -> Option<Timestamp> {
        self.clock.as_ref()?.computer_started()
    }

    /// Asks the keychain, which may block.
    async fn ask<T: Send + 'static>(
        &self,
        what: impl FnOnce(&dyn Keychain) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        if self.keychain.answers_at_once() {
            return what(&*self.keychain);
        }
        let keychain = self.keychain.clone();
        let asked = tokio::task::spawn_blocking(move || what(&*keychain)).await;
        asked.unwrap_or_else(|error| Err(KeychainError::Failed { why: error.to_string() }))
    }
}

fn listed_as(key: &SessionKey) -> String {
    format!("{LISTED}{}", key.as_str())
}

#[cfg(test)]
mod tests {
    use rolebridge_model::SwitchEntryId;

    use super::Began;

    #[test]
    fn a_session_is_due_while_it_can_still_be_handed_out_and_never_at_once() {
        let at = jiff::Timestamp::from_second(1_800_000_000).unwrap();
        let after = |seconds| at + jiff::SignedDuration::from_secs(seconds);
        for (lasts, due) in [
            (-5, None),
            (0, None),
            (59, None),
            (60, Some(30)),
            (15 * 60, Some(900 - 225 - 120)),
            (3600, Some(3600 - 900 - 120)),
            (12 * 3600, Some(12 * 3600 - 900 - 120)),
        ] {
            let entry = SwitchEntryId(1);
            let began = Began { entry, at, expires_at: after(lasts), can_renew: true };
            let first = (0..=lasts.max(0)).find(|s| began.is_due(after(*s)));
            assert_eq!(first, due, "{lasts}");
            assert!(due.is_none_or(|due| after(due) < began.stale_at()), "{lasts}");
        }
    }
}
