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

/// The buckets. A bucket is the instant at which it will be full again; nothing has to tick.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    full_at: Mutex<HashMap<(Quota, Family), Instant>>,
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
        let each = Duration::from_secs(1) / per_second;
        // A panic elsewhere can't leave an instant half written.
        let mut full_at = self.full_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let slot = full_at.entry((quota, family)).or_insert(now);
        let booked = (*slot).max(now) + each;
        *slot = booked;
        booked.saturating_duration_since(now).saturating_sub(each * burst)
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
