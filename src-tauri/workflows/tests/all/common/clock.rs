//! Time that passes only while everybody waits, and then at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use rolebridge_model::Timestamp;
use rolebridge_workflows::Clock;

/// How often a sleeper lets all others run before it takes them to be asleep too. Tests run on one
/// thread, so that this is enough for whoever has something to do.
const TURNS: u32 = 64;

/// The time, shared by the workflows and the sandbox.
#[derive(Clone)]
pub(crate) struct Time(Arc<Mutex<Inner>>);

struct Inner {
    now: Timestamp,
    computer_started: Timestamp,
    next: u64,
    sleepers: BTreeMap<u64, Timestamp>,
}

impl Time {
    pub(crate) fn new() -> Self {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let computer_started = now - Duration::from_secs(24 * 60 * 60);
        Self(Arc::new(Mutex::new(Inner {
            now,
            computer_started,
            next: 0,
            sleepers: BTreeMap::new(),
        })))
    }

    pub(crate) fn pass(&self, seconds: u64) {
        let mut inner = self.0.lock().unwrap();
        inner.now += Duration::from_secs(seconds);
    }

    /// Somebody sets the clock back.
    pub(crate) fn set_back(&self, seconds: u64) {
        let mut inner = self.0.lock().unwrap();
        inner.now -= Duration::from_secs(seconds);
        inner.computer_started -= Duration::from_secs(seconds);
    }

    /// The sandbox's view.
    pub(crate) fn of_sandbox(&self) -> rolebridge_sandbox::Clock {
        let time = self.clone();
        Arc::new(move || time.now())
    }

    /// The workflows' view.
    pub(crate) fn of_workflows(&self) -> Arc<dyn Clock> {
        Arc::new(self.clone())
    }
}

#[async_trait]
impl Clock for Time {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().now
    }

    fn computer_started(&self) -> Option<Timestamp> {
        Some(self.0.lock().unwrap().computer_started)
    }

    async fn sleep(&self, time: Duration) {
        let sleeper = Sleeper::new(self, time);
        loop {
            for _ in 0..TURNS {
                tokio::task::yield_now().await;
            }
            if sleeper.is_over() {
                return;
            }
        }
    }
}

/// One that sleeps, until it is over or given up.
struct Sleeper {
    time: Time,
    id: u64,
    until: Timestamp,
}

impl Sleeper {
    fn new(time: &Time, duration: Duration) -> Self {
        let mut inner = time.0.lock().unwrap();
        let (id, until) = (inner.next, inner.now + duration);
        inner.next += 1;
        inner.sleepers.insert(id, until);
        Self { time: time.clone(), id, until }
    }

    /// Whoever has to wake first takes the time along.
    fn is_over(&self) -> bool {
        let mut inner = self.time.0.lock().unwrap();
        if inner.now < self.until && inner.sleepers.values().min() == Some(&self.until) {
            inner.now = self.until;
        }
        inner.now >= self.until
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.time.0.lock().unwrap().sleepers.remove(&self.id);
    }
}
