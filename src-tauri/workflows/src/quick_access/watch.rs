//! Keeps what is outside the window up to date: the menu of the tray, and what a person has to be
//! told before a session ends.

use std::{sync::Arc, time::Duration};

use tokio::sync::broadcast::error::RecvError;

use super::{MenuEntry, QuickAccess, expiry::notice, menu};
use crate::{
    Error, Rolebridge,
    progress::Event,
    sessions::RunningSession,
    switch::{SwitchOrder, SwitchQuery},
};

/// While sessions run, their time left is looked at this often.
const TICK: Duration = Duration::from_secs(20);
/// What comes in a burst is shown once.
const GATHER: Duration = Duration::from_millis(200);
/// Entries asked for: what is left of them, once those were taken out that stand elsewhere in the
/// menu, still fills it.
const MOST: u32 = 25;

impl Rolebridge {
    /// Draws the menu and tells of sessions that end, for as long as the application lives.
    pub async fn watch_quick_access(self: Arc<Self>) {
        let Some(access) = self.quick_access().cloned() else { return };
        let mut events = self.events();
        loop {
            let running = self.draw_menu(access.as_ref()).unwrap_or_else(|error| {
                tracing::warn!(%error, "the menu of the tray was not updated");
                false
            });
            let tick = async {
                if running {
                    self.clock.sleep(TICK).await;
                } else {
                    std::future::pending::<()>().await;
                }
            };
            let changed = async {
                loop {
                    match events.recv().await {
                        Ok(event) => {
                            self.announce(access.as_ref(), &event);
                            if event.changes_quick_access() {
                                return true;
                            }
                        }
                        Err(RecvError::Lagged(_)) => return true,
                        Err(RecvError::Closed) => return false,
                    }
                }
            };
            tokio::select! {
                () = tick => {}
                open = changed => {
                    if !open {
                        return;
                    }
                    self.clock.sleep(GATHER).await;
                    while let Ok(event) = events.try_recv() {
                        self.announce(access.as_ref(), &event);
                    }
                }
            }
        }
    }

    /// Draws what there is now; answers whether a session runs.
    fn draw_menu(&self, access: &dyn QuickAccess) -> Result<bool, Error> {
        let now = self.clock.now();
        let AtHand { sessions, favourites, recents } = self.at_hand()?;
        access.draw_menu(&menu(&sessions, &favourites, &recents, now));
        Ok(sessions.iter().any(|s| s.expires_at > now))
    }

    /// Tells the user of a session that ends, unless they want no such thing.
    fn announce(&self, access: &dyn QuickAccess, event: &Event) {
        if let Event::SessionExpiring { session, needs_mfa } = event
            && self.quick_access_settings().is_ok_and(|s| s.tell_expiry)
        {
            let notice = notice(session, *needs_mfa, self.clock.now());
            access.tell(&notice.title, &notice.text);
        }
    }

    fn at_hand(&self) -> Result<AtHand, Error> {
        let session = match self.session() {
            Err(Error::NotConnected) => return Ok(AtHand::default()),
            session => session?,
        };
        let all = SwitchQuery { page: 1, page_size: MOST, ..SwitchQuery::default() };
        let favourites =
            SwitchQuery { favourites: true, order: SwitchOrder::Manual, ..all.clone() };
        let favourites = session.switch_entries(&favourites)?.rows;
        let recents = session.switch_entries(&SwitchQuery { order: SwitchOrder::Recent, ..all })?;
        let recents = recents.rows.iter().filter(|row| row.last_used.is_some());
        Ok(AtHand {
            sessions: session.running_sessions()?,
            favourites: favourites.iter().map(|row| MenuEntry::of(&row.entry)).collect(),
            recents: recents.map(|row| MenuEntry::of(&row.entry)).collect(),
        })
    }
}

/// What stands in the menu.
#[derive(Default)]
struct AtHand {
    sessions: Vec<RunningSession>,
    favourites: Vec<MenuEntry>,
    recents: Vec<MenuEntry>,
}
