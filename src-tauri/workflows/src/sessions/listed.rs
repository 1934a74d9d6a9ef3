//! What the database says of a session that is kept, and whether the clock still means the same by it.

use rolebridge_model::Timestamp;
use serde::{Deserialize, Serialize};

use super::Began;

/// Less is what clocks are corrected by all the time, and does no harm: credentials are put aside
/// earlier than that before they end.
const SLACK: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// A session as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    #[serde(flatten)]
    pub(super) began: Began,
    /// When the computer was started, by its clock at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    started: Option<Timestamp>,
}

impl Listed {
    pub(super) fn new(began: Began, started: Option<Timestamp>) -> Self {
        Self { began, started }
    }

    /// The session, unless the clock was set since it began: the end it had by the other time means
    /// nothing then. `started` is when the computer was started, by the present clock. While it runs
    /// that stays the same, and when it is started again it moves behind the session's beginning;
    /// only a clock that is set puts it anywhere else.
    pub(super) fn still_told(self, started: Option<Timestamp>) -> Option<Began> {
        let same = match (self.started, started) {
            (Some(then), Some(now)) => {
                now.duration_since(then).abs() <= SLACK || now >= self.began.at
            }
            _ => true,
        };
        same.then_some(self.began)
    }
}

#[cfg(test)]
mod tests {
    use rolebridge_model::SwitchEntryId;

    use super::*;

    #[test]
    fn only_a_clock_that_was_set_makes_a_session_one_of_another_time() {
        let zero = Timestamp::from_second(1_800_000_000).unwrap();
        let at = |minutes: i64| zero + jiff::SignedDuration::from_mins(minutes);
        let began =
            Began { entry: SwitchEntryId(1), at: at(100), expires_at: at(160), can_renew: true };
        // When the computer was started by the clock then, and by the clock now.
        for (then, now, told) in [
            (Some(at(0)), Some(at(0)), true),
            // Set back, set ahead.
            (Some(at(0)), Some(at(-30)), false),
            (Some(at(0)), Some(at(5)), false),
            // Started again, with the clock as it was; started again and set back to before.
            (Some(at(0)), Some(at(110)), true),
            (Some(at(0)), Some(at(70)), false),
            // Where the system doesn't tell, or an older version kept it.
            (None, Some(at(-30)), true),
            (Some(at(0)), None, true),
        ] {
            let listed = Listed::new(began.clone(), then);
            let text = serde_json::to_string(&listed).unwrap();
            let back: Listed = serde_json::from_str(&text).unwrap();
            assert_eq!(back.still_told(now).is_some(), told, "{then:?} {now:?}");
        }
        let old = serde_json::to_string(&began).unwrap();
        assert!(serde_json::from_str::<Listed>(&old).unwrap().still_told(Some(zero)).is_some());
    }
}
