//! How much the uses of an entry count: often and lately ("frecency"). Each use counts one, and half
//! as much with every week that goes by. Pure.

use rolebridge_model::Timestamp;
use rolebridge_store::EntryUse;

const HALF_LIFE_SECONDS: f64 = 7.0 * 24.0 * 3600.0;

/// The uses with one more.
pub(super) fn used_again(before: Option<EntryUse>, now: Timestamp) -> EntryUse {
    let Some(before) = before else { return EntryUse { score: 1.0, times: 1, last: now } };
    // A clock that was set back makes nothing younger.
    let weeks = (half_lives(now) - half_lives(before.last)).max(0.0);
    EntryUse {
        score: before.score * (-weeks).exp2() + 1.0,
        times: before.times.saturating_add(1),
        last: now.max(before.last),
    }
}

/// A number to compare uses by. All scores fade at the same pace, so the order stays the same for
/// as long as nothing is used, and the time need not be known.
pub(super) fn weight(used: Option<&EntryUse>) -> f64 {
    used.map_or(f64::NEG_INFINITY, |used| used.score.log2() + half_lives(used.last))
}

#[allow(clippy::cast_precision_loss)] // milliseconds of a few thousand years fit
fn half_lives(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1000.0 / HALF_LIFE_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    /// Used on these days.
    fn used(days: &[i64]) -> EntryUse {
        let at = |day: &i64| Timestamp::from_second(1_800_000_000 + day * DAY).unwrap();
        let mut uses = None;
        for day in days {
            uses = Some(used_again(uses, at(day)));
        }
        uses.unwrap()
    }

    #[test]
    fn what_is_used_often_and_lately_comes_first() {
        // What comes first, and what after it.
        let table: [(&str, &[i64], &[i64]); 6] = [
            ("later", &[2], &[1]),
            ("more often", &[1, 1, 1], &[1, 1]),
            ("once today beats three times a month ago", &[30], &[0, 0, 0]),
            ("ten times last week beat once today", &[0; 10], &[7]),
            ("two uses count as one a week later, and those two were more", &[0, 0, 0], &[7]),
            ("old uses still count beside a new one", &[0, 0, 8], &[8]),
        ];
        for (what, first, second) in table {
            let (first, second) = (used(first), used(second));
            assert!(weight(Some(&first)) > weight(Some(&second)), "{what}: {first:?} {second:?}");
        }
        assert!(weight(Some(&used(&[0]))) > weight(None));
    }

    #[test]
    fn a_use_counts_half_after_a_week() {
        let uses = used(&[0, 7, 14]);
        assert!((uses.score - 1.75).abs() < 1e-9, "{uses:?}");
        assert_eq!(uses.times, 3);
    }

    #[test]
    fn a_clock_set_back_takes_nothing_away() {
        let uses = used(&[10, 3]);
        assert_eq!((uses.times, uses.last), (2, used(&[10]).last));
        assert!((uses.score - 2.0).abs() < 1e-9, "{uses:?}");
    }
}
