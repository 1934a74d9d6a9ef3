//! Time, passed in, so that tests need not wait.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use rolebridge_model::Timestamp;

/// Where the time comes from.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// Waits.
    async fn sleep(&self, time: Duration);

    /// When the computer was started, by this clock; nothing where that can't be told. It moves only
    /// when somebody sets the clock.
    fn computer_started(&self) -> Option<Timestamp> {
        None
    }
}

/// The computer's own clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl SystemClock {
    /// The clock, ready to share.
    #[must_use]
    pub fn shared() -> Arc<dyn Clock> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    fn computer_started(&self) -> Option<Timestamp> {
        Some(Timestamp::now() - since_start()?)
    }
}

/// How long the computer has been on, asleep or not: the clock that counts that has another name on
/// each system (`clock_gettime`).
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn since_start() -> Option<jiff::SignedDuration> {
    use rustix::time::{ClockId, clock_gettime};
    #[cfg(target_os = "linux")]
    const SINCE_START: ClockId = ClockId::Boottime;
    #[cfg(target_os = "macos")]
    const SINCE_START: ClockId = ClockId::Monotonic;
    Some(jiff::SignedDuration::from_secs(clock_gettime(SINCE_START).tv_sec))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn since_start() -> Option<jiff::SignedDuration> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_start_of_the_computer_is_the_system_s_own_and_stays() {
        let stat = std::fs::read_to_string("/proc/stat").unwrap();
        let told = stat.lines().find_map(|l| l.strip_prefix("btime ")).unwrap();
        let told: i64 = told.trim().parse().unwrap();
        for _ in 0..3 {
            let started = SystemClock.computer_started().unwrap().as_second();
            assert!((started - told).abs() <= 2, "{started} {told}");
        }
    }
}
