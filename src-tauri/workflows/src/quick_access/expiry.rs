//! Which sessions a person has to be told of before they end.

use std::collections::HashSet;

use rolebridge_model::{SwitchEntryId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Running, menu::time_left};

/// Early enough to save what one is at.
const AHEAD_SECONDS: i64 = 5 * 60;

/// A session that ends soon, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Notice {
    /// Of which entry.
    pub entry: SwitchEntryId,
    /// What happens, in a few words.
    pub title: String,
    /// Why nothing is done about it, and what to do.
    pub text: String,
}

/// Remembers what was told, so that nothing is told twice.
#[derive(Debug, Default)]
pub struct Told(HashSet<(SwitchEntryId, Timestamp)>);

impl Told {
    /// The sessions to tell of now: those that end within five minutes, that Rolebridge can't renew
    /// by itself, and that were not told of. A session that was renewed is another one.
    pub fn due(&mut self, sessions: &[Running], now: Timestamp) -> Vec<Notice> {
        let running = |s: &&Running| s.ends > now;
        self.0.retain(|told| sessions.iter().any(|s| (s.entry, s.ends) == *told));
        let ending = sessions
            .iter()
            .filter(running)
            .filter(|s| !s.renewable && s.ends.as_second() - now.as_second() <= AHEAD_SECONDS);
        ending
            .filter(|s| self.0.insert((s.entry, s.ends)))
            .map(|s| Notice {
                entry: s.entry,
                title: format!("{} ends soon", s.name),
                text: format!(
                    "Its session has {}. It can't be renewed without you: open the entry again to \
                     begin a new one.",
                    time_left(s.ends, now)
                ),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use rolebridge_model::Colour;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn session(entry: i64, seconds: i64, renewable: bool) -> Running {
        Running {
            entry: SwitchEntryId(entry),
            name: format!("e{entry}"),
            colour: Colour::parse("83d4e8").unwrap(),
            ends: Timestamp::from_second(NOW + seconds).unwrap(),
            renewable,
        }
    }

    fn due(told: &mut Told, sessions: &[Running], at: i64) -> Vec<i64> {
        let now = Timestamp::from_second(NOW + at).unwrap();
        told.due(sessions, now).iter().map(|n| n.entry.0).collect()
    }

    #[test]
    fn only_what_ends_soon_and_cannot_be_renewed_is_told() {
        for (seconds, renewable, told) in [
            (301, false, false),
            (300, false, true),
            (1, false, true),
            (0, false, false),
            (-60, false, false),
            (60, true, false),
        ] {
            let found = due(&mut Told::default(), &[session(1, seconds, renewable)], 0);
            assert_eq!(!found.is_empty(), told, "{seconds} {renewable}");
        }
    }

    #[test]
    fn each_session_is_told_of_once_and_a_new_one_again() {
        let mut told = Told::default();
        let both = [session(1, 200, false), session(2, 290, false)];
        assert_eq!(due(&mut told, &both, 0), [1, 2]);
        assert_eq!(due(&mut told, &both, 60), [0_i64; 0]);
        let anew = [session(1, 3600, false), session(2, 290, false)];
        assert_eq!(due(&mut told, &anew, 100), [0_i64; 0]);
        assert_eq!(due(&mut told, &anew, 3400), [1]);
    }

    #[test]
    fn the_words_say_who_when_and_what_to_do() {
        let now = Timestamp::from_second(NOW).unwrap();
        let notice = Told::default().due(&[session(1, 200, false)], now).remove(0);
        assert_eq!(notice.title, "e1 ends soon");
        assert_eq!(
            notice.text,
            "Its session has 3 min left. It can't be renewed without you: open the entry again to \
             begin a new one."
        );
    }
}
