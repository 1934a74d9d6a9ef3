//! One token bucket per account and API family, so that work on hundreds of accounts neither
//! exhausts what AWS allows nor takes the account's quota away from everyone else in it.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use rolebridge_model::{AccountId, IdentityRef};
use tokio::time::Instant;

/// An API family: the services AWS counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    /// IAM's control plane.
    Iam,
    /// The security token service.
    Sts,
    /// The control plane of DevOps Agent.
    DevOpsAgent,
}

/// How often a family may be called.
struct Rate {
    per_second: u32,
    burst: u32,
}

impl Family {
    /// The rates we allow ourselves.
    const fn rate(self) -> Rate {
        match self {
            // AWS publishes no rate for IAM and raises none (re:Post, "iam-sts-throttling-error").
            // One role takes about ten calls, so this is one role a second in each account.
            Self::Iam => Rate { per_second: 10, burst: 10 },
            // 600 a second per account and Region, shared with everything else in the account
            // (IAM User Guide, "IAM and AWS STS quotas"); a sixth of it.
            Self::Sts => Rate { per_second: 100, burst: 20 },
            // No rate is published; a space is one place, so ten a second is plenty.
            Self::DevOpsAgent => Rate { per_second: 10, burst: 10 },
        }
    }
}

/// Whose quota a call takes from. The account of base credentials is not known before AWS was asked
/// once; until then the identity stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Quota {
    Account(AccountId),
    Identity(IdentityRef),
}

/// The slowest, as a part of the usual rate: an IAM call every 1.6 seconds.
const SLOWEST: u32 = 16;
/// Refusals within that are of one burst, and count once.
const BURST: Duration = Duration::from_secs(1);
/// After that without a refusal, calls come twice as fast again.
const CALM: Duration = Duration::from_secs(5);

/// A bucket: nothing has to tick.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// When it will be full again.
    full_at: Instant,
    /// By how much it was slowed, and when.
    slowed: Option<(u32, Instant)>,
}

impl Bucket {
    fn factor(&self, now: Instant) -> u32 {
        let Some((factor, at)) = self.slowed else { return 1 };
        let calm = now.saturating_duration_since(at).as_secs() / CALM.as_secs();
        factor >> calm.min(31)
    }
}

/// The buckets.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    buckets: Mutex<HashMap<(Quota, Family), Bucket>>,
}

impl Pace {
    /// Waits until a call may be made, and counts it.
    pub(crate) async fn turn(&self, quota: Quota, family: Family) {
        let wait = self.book(quota, family, Instant::now());
        if !wait.is_zero() {
            tracing::debug!(?family, ?wait, "waiting for our turn");
            tokio::time::sleep(wait).await;
        }
    }

    /// Books a call made at `now` and returns how long to wait before making it.
    fn book(&self, quota: Quota, family: Family, now: Instant) -> Duration {
        let Rate { per_second, burst } = family.rate();
        self.with(quota, family, now, |bucket| {
            let factor = bucket.factor(now).max(1);
            let each = Duration::from_secs(1) / per_second * factor;
            let burst = if factor > 1 { 1 } else { burst };
            bucket.full_at = bucket.full_at.max(now) + each;
            bucket.full_at.saturating_duration_since(now).saturating_sub(each * burst)
        })
    }

    /// AWS refused a call for being one too many: those after it come at half the rate, until it
    /// has been calm for a while. Others in the account may use up the quota as well.
    pub(crate) fn refused(&self, quota: Quota, family: Family) {
        self.slow(quota, family, Instant::now());
    }

    fn slow(&self, quota: Quota, family: Family, now: Instant) {
        self.with(quota, family, now, |bucket| {
            if bucket.slowed.is_none_or(|(_, at)| now.saturating_duration_since(at) >= BURST) {
                let factor = (bucket.factor(now).max(1) * 2).min(SLOWEST);
                bucket.slowed = Some((factor, now));
                tracing::info!(?family, factor, "AWS had too many calls; the next come slower");
            }
        });
    }

    fn with<T>(
        &self,
        quota: Quota,
        family: Family,
        now: Instant,
        work: impl FnOnce(&mut Bucket) -> T,
    ) -> T {
        // A panic elsewhere can't leave a bucket half written.
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let new = Bucket { full_at: now, slowed: None };
        work(buckets.entry((quota, family)).or_insert(new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(id: &str) -> Quota {
        Quota::Account(AccountId::parse(id).unwrap())
    }

    #[test]
    fn a_burst_is_free_and_then_calls_come_at_the_rate() {
        let pace = Pace::default();
        let now = Instant::now();
        for _ in 0..10 {
            assert_eq!(pace.book(account("111111111111"), Family::Iam, now), Duration::ZERO);
        }
        let waits: Vec<_> = (0..3)
            .map(|_| pace.book(account("111111111111"), Family::Iam, now).as_millis())
            .collect();
        assert_eq!(waits, [100, 200, 300]);
        // A second later the three are paid and seven more are free.
        let later = now + Duration::from_millis(1300);
        for _ in 0..10 {
            assert_eq!(pace.book(account("111111111111"), Family::Iam, later), Duration::ZERO);
        }
        assert!(!pace.book(account("111111111111"), Family::Iam, later).is_zero());
    }

    #[test]
    fn accounts_and_families_do_not_wait_for_each_other() {
        let pace = Pace::default();
        let now = Instant::now();
        for _ in 0..50 {
            pace.book(account("111111111111"), Family::Iam, now);
        }
        assert!(pace.book(account("222222222222"), Family::Iam, now).is_zero());
        assert!(pace.book(account("111111111111"), Family::Sts, now).is_zero());
        assert!(pace.book(Quota::Identity(IdentityRef::Environment), Family::Iam, now).is_zero());
    }

    #[test]
    fn after_a_refusal_calls_come_slower_until_it_is_calm() {
        let pace = Pace::default();
        let of = || account("111111111111");
        let begun = Instant::now();
        let at = |millis: u64| begun + Duration::from_millis(millis);
        let waits = |now: Instant, calls: usize| -> Vec<u128> {
            (0..calls).map(|_| pace.book(of(), Family::Iam, now).as_millis()).collect()
        };
        assert_eq!(waits(at(0), 2), [0, 0]);
        // Ten calls of one burst are refused at once: that is one refusal.
        for _ in 0..10 {
            pace.slow(of(), Family::Iam, at(1000));
        }
        assert_eq!(waits(at(1000), 3), [0, 200, 400]);
        // Another two seconds later, and so on to the slowest.
        pace.slow(of(), Family::Iam, at(3000));
        assert_eq!(waits(at(3000), 3), [0, 400, 800]);
        for more in 0..5 {
            pace.slow(of(), Family::Iam, at(5000 + 2000 * more));
        }
        assert_eq!(waits(at(13_000), 2), [0, 1600]);
        // Each five seconds of calm double the rate; then the burst is free again.
        assert_eq!(waits(at(18_000), 2), [0, 800]);
        assert_eq!(waits(at(34_000), 10), [0; 10]);
        // Nobody else was slowed.
        assert_eq!(pace.book(account("222222222222"), Family::Iam, at(3000)), Duration::ZERO);
        assert_eq!(pace.book(of(), Family::Sts, at(3000)), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn turn_really_waits() {
        let pace = Pace::default();
        let start = Instant::now();
        for _ in 0..20 {
            pace.turn(account("111111111111"), Family::DevOpsAgent).await;
        }
        assert_eq!(start.elapsed().as_millis(), 1000);
    }
}
