//! Keeps what the desktop shows up to date: the menu of the tray, and what a person has to be told
//! before a session ends.

use std::{sync::Arc, time::Duration};

use tokio::sync::broadcast::error::RecvError;

use super::{MenuEntry, Running, Told, menu};
use crate::{
    Error, Rolebridge,
    progress::Event,
    switch::{SwitchOrder, SwitchQuery},
};

/// While sessions run, their time left is looked at this often.
const TICK: Duration = Duration::from_secs(20);
/// Entries asked for: what is left of them, once those were taken out that stand elsewhere in the
/// menu, still fills it.
const MOST: u32 = 25;
/// What comes in a burst is shown once.
const GATHER: Duration = Duration::from_millis(200);

impl Rolebridge {
    /// Draws the menu and tells of sessions that end, for as long as the application lives.
    pub async fn watch_quick_access(self: Arc<Self>) {
        let mut events = self.events();
        let mut told = Told::default();
        loop {
            let running = self.show_quick_access(&mut told).unwrap_or_else(|error| {
                tracing::warn!(%error, "what the desktop shows was not updated");
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
                        Ok(event) if !event.changes_quick_access() => {}
                        Err(RecvError::Closed) => return false,
                        Ok(_) | Err(RecvError::Lagged(_)) => return true,
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
                    while events.try_recv().is_ok() {}
                }
            }
        }
    }

    /// Draws and tells what there is now; answers whether a session runs.
    fn show_quick_access(&self, told: &mut Told) -> Result<bool, Error> {
        let Some(access) = self.quick_access() else { return Ok(false) };
        let now = self.clock.now();
        let (sessions, favourites, recents) = self.at_hand()?;
        access.draw_menu(&menu(&sessions, &favourites, &recents, now));
        let due = told.due(&sessions, now);
        if self.quick_access_settings()?.tell_expiry {
            for notice in due {
                access.tell(&notice.title, &notice.text);
                let _ = self.events.send(Event::SessionEnds { notice });
            }
        }
        Ok(sessions.iter().any(|s| s.ends > now))
    }
}

impl Rolebridge {
    /// What stands in the menu: sessions, favourites, recents.
    fn at_hand(&self) -> Result<(Vec<Running>, Vec<MenuEntry>, Vec<MenuEntry>), Error> {
        let session = match self.session() {
            Err(Error::NotConnected) => return Ok((Vec::new(), Vec::new(), Vec::new())),
            session => session?,
        };
        let all = SwitchQuery { page: 1, page_size: MOST, ..SwitchQuery::default() };
        let favourites =
            SwitchQuery { favourites: true, order: SwitchOrder::Manual, ..all.clone() };
        let favourites = session.switch_entries(&favourites)?.rows;
        let recents = session.switch_entries(&SwitchQuery { order: SwitchOrder::Recent, ..all })?;
        let recents = recents.rows.iter().filter(|row| row.last_used.is_some());
        Ok((
            Vec::new(),
            favourites.iter().map(|row| MenuEntry::of(&row.entry)).collect(),
            recents.map(|row| MenuEntry::of(&row.entry)).collect(),
        ))
    }
}
