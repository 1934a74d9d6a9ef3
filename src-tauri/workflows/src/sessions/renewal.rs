//! Renewing sessions ahead of their end, and announcing the end of those that are not renewed.
//!
//! Only sessions that began in this process are renewed: what another process handed out is renewed
//! by whoever asks for it again.

use std::{collections::HashSet, sync::Arc, time::Duration};

use async_trait::async_trait;
use rolebridge_cloud::MfaCode;
use rolebridge_model::{MfaSerial, SwitchEntryId, Timestamp};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{SessionKey, SessionState, cache::Mine};
use crate::{
    Error, Rolebridge, Session,
    credentials::{Asking, Freshness, MfaPrompt},
    launch::parts_of_this_computer,
    progress::Event,
};

/// How long before its end a session is announced.
const AHEAD: Duration = Duration::from_secs(5 * 60);
/// How long a session is renewed that nobody has asked for: a working day.
const UNUSED: Duration = Duration::from_secs(12 * 60 * 60);
/// How often it is looked at what other processes began and ended, and a failed renewal is tried
/// again.
const LOOK: Duration = Duration::from_secs(60);

/// Nobody is there to show an MFA device.
pub(crate) struct Unattended;

#[async_trait]
impl MfaPrompt for Unattended {
    async fn code(&self, device: &MfaSerial) -> Result<MfaCode, Error> {
        Err(Error::refused(
            format!("The code of the MFA device {device} is needed for a new session."),
            "Open the entry again and type the code.",
        ))
    }
}

/// What was seen at the last look.
#[derive(Default)]
struct Seen {
    running: HashSet<(SessionKey, Timestamp)>,
    announced: HashSet<(SessionKey, Timestamp)>,
}

impl Rolebridge {
    /// Keeps sessions alive in the background for as long as the application runs.
    pub fn watch_sessions(self: &Arc<Self>) {
        let app = Arc::downgrade(self);
        let clock = self.clock().clone();
        let mut events = self.events();
        let learning = Arc::clone(self);
        tokio::spawn(async move {
            // The verdicts of entries hang on what kind of identity they begin with.
            match learning.identities().await {
                Ok(_) => learning.tell(Event::SwitchEntries),
                Err(error) => tracing::info!(%error, "the identities can't be read"),
            }
        });
        tokio::spawn(async move {
            let mut seen = Seen::default();
            while let Some(strong) = app.upgrade() {
                let mut changed = None;
                let mut next = LOOK;
                if let Ok(session) = strong.session() {
                    match look(&session, &mut seen).await {
                        Ok(Some(end)) => next = LOOK.min(end),
                        Ok(None) => {}
                        Err(error) => tracing::warn!(%error, "sessions could not be looked after"),
                    }
                    changed = Some(session.sessions.clone());
                }
                drop(strong);
                let changed = async {
                    match &changed {
                        Some(sessions) => sessions.changed.notified().await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    () = clock.sleep(next) => {}
                    () = changed => {}
                    // Its sessions are others.
                    () = connected(&mut events) => {}
                }
            }
        });
    }
}

/// Waits until another identity is in use.
async fn connected(events: &mut Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(Event::Connection) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Does what is due. Answers how long it is until the next session ends.
async fn look(session: &Arc<Session>, seen: &mut Seen) -> Result<Option<Duration>, Error> {
    let now = session.clock.now();
    for mine in session.sessions.mine() {
        let wanted = now.duration_since(mine.again.wanted_at) < jiff_of(UNUSED);
        if mine.began.can_renew && wanted && mine.began.is_due(now) {
            renew(session, &mine).await;
        }
    }
    session.sessions.tidy(&session.store, now).await?;

    let mine: HashSet<SessionKey> = session.sessions.mine().into_iter().map(|m| m.key).collect();
    let running = session.sessions.running(&session.store, now)?;
    let ends_soon = |at: Timestamp| at.duration_since(now) <= jiff_of(AHEAD);
    let ending: Vec<_> = running
        .iter()
        // Who asks another process again gets a new session by itself, unless a person is needed.
        .filter(|r| ends_soon(r.began.expires_at) && (mine.contains(&r.key) || !r.began.can_renew))
        .map(|r| (r.key.clone(), r.began.expires_at, r.began.entry))
        .collect();
    for (key, at, entry) in ending {
        if seen.announced.insert((key, at)) {
            announce(session, entry, at)?;
        }
    }
    let now_running: HashSet<_> =
        running.into_iter().map(|r| (r.key, r.began.expires_at)).collect();
    seen.announced.retain(|known| now_running.contains(known));
    if seen.running != now_running {
        seen.running = now_running;
        session.tell(Event::Sessions);
    }
    let ends = seen.running.iter().map(|(_, at)| at.duration_since(now));
    Ok(ends.filter_map(|left| left.try_into().ok()).min())
}

fn announce(session: &Session, entry: SwitchEntryId, at: Timestamp) -> Result<(), Error> {
    let shown = session.running_sessions()?;
    // An entry that has a later session, too, has nothing to warn of.
    if let Some(found) = shown.into_iter().find(|s| s.entry == entry && s.expires_at == at) {
        let needs_mfa = !found.can_renew;
        session.tell(Event::SessionExpiring { session: found, needs_mfa });
    }
    Ok(())
}

/// Renews a session of this process, and notes where it stands.
async fn renew(session: &Arc<Session>, mine: &Mine) {
    session.sessions.set_state(&mine.key, SessionState::Renewing);
    session.tell(Event::Sessions);
    let asking = Asking { parts: mine.again.parts.clone(), prompt: &Unattended };
    let renewed = session.renewed(&mine.again.entry, &asking, &mine.key).await;
    if let Err(error) = renewed {
        let reason = match error.remedy() {
            Some(remedy) => format!("{error} {remedy}"),
            None => error.to_string(),
        };
        session.sessions.set_state(&mine.key, SessionState::Failed { reason });
    } else {
        // It was not a person who wanted it now.
        session.sessions.wanted_at(&mine.key, mine.again.wanted_at);
    }
    session.tell(Event::Sessions);
}

/// Renews the session of an entry because a person asked for it.
pub(super) async fn renew_now(
    session: &Session,
    entry: SwitchEntryId,
    prompt: &dyn MfaPrompt,
) -> Result<(), Error> {
    let mine = session.sessions.mine().into_iter().filter(|m| m.began.entry == entry);
    let (entry, parts) = match mine.max_by_key(|m| m.began.expires_at) {
        Some(mine) => (mine.again.entry, mine.again.parts),
        None => (session.store.switch_entry(entry)?, parts_of_this_computer()),
    };
    let asking = Asking { parts, prompt };
    session.credentials_of(&entry, &asking, Freshness::Renewed).await?;
    Ok(())
}

fn jiff_of(time: Duration) -> jiff::SignedDuration {
    jiff::SignedDuration::from_secs(time.as_secs().cast_signed())
}
