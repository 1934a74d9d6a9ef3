//! Sessions that ended while the application ran: they are shown as such, so that nobody wonders
//! where they went and each can be had again in its place.

use std::collections::HashMap;

use rolebridge_model::{SwitchEntryId, Timestamp};

use super::{Began, Running, SessionKey, SessionState};

/// How long they are shown: a working day.
const SHOWN: jiff::SignedDuration = jiff::SignedDuration::from_hours(12);

/// What ran at the last look, and what has ended since.
#[derive(Debug, Default)]
pub(super) struct Ended {
    ran: HashMap<SessionKey, Began>,
    ended: HashMap<SessionKey, Began>,
}

impl Ended {
    /// Compares what runs now with what ran before.
    pub(super) fn look(&mut self, running: &[Running], now: Timestamp) {
        let run_now = running.iter().map(|r| (r.key.clone(), r.began.clone())).collect();
        let ran = std::mem::replace(&mut self.ran, run_now);
        // What was ended by a person is gone before its time.
        self.ended.extend(ran.into_iter().filter(|(_, began)| began.expires_at <= now));
        let runs = &self.ran;
        self.ended.retain(|key, began| {
            !runs.contains_key(key) && now.duration_since(began.expires_at) < SHOWN
        });
    }

    pub(super) fn all(&self) -> Vec<Running> {
        let of = |(key, began): (&SessionKey, &Began)| Running {
            key: key.clone(),
            began: began.clone(),
            state: SessionState::Ended,
        };
        self.ended.iter().map(of).collect()
    }

    pub(super) fn forget(&mut self, entry: SwitchEntryId) {
        self.ended.retain(|_, began| began.entry != entry);
    }
}
