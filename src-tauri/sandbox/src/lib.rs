//! `SandboxCloud`: the port of [`rolebridge_cloud`], answered in memory by an organization to play
//! in. It enforces what AWS enforces and decides with `rolebridge-policy`, so that what works here
//! works there for the same reasons. Its state lives in one file.

mod agent;
mod authorise;
mod catalogue;
mod cloud;
mod documents;
mod errors;
mod faults;
mod iam;
mod persist;
mod playground;
mod seed;
mod session;
mod state;
mod sts;
mod uxc;
mod validation;
mod world;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rolebridge_cloud::{AssumeRole, Cause, CloudError};
use rolebridge_model::{Access, AccountId, Caller, Timestamp};

pub use errors::SandboxError;
pub use state::Settings;

use cloud::out_of_order;
use faults::Faults;
use persist::Place;
use state::State;
use world::World;

/// Tells the time. Tests bring their own, so that nothing has to wait.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// An organization to play in.
pub struct SandboxCloud {
    inner: Mutex<Inner>,
    faults: Faults,
    clock: Clock,
}

struct Inner {
    state: State,
    place: Place,
}

impl SandboxCloud {
    /// Opens the sandbox kept in a folder. Where there is none, one begins, with these settings;
    /// one that is there has its own.
    ///
    /// # Errors
    /// [`SandboxError`] if the folder can't be used, or its file is damaged or from a newer
    /// Rolebridge.
    pub fn open(dir: &Path, settings: Settings) -> Result<Self, SandboxError> {
        Self::open_with_clock(dir, settings, system_clock())
    }

    /// As [`SandboxCloud::open`], with a clock of one's own.
    ///
    /// # Errors
    /// As [`SandboxCloud::open`].
    pub fn open_with_clock(
        dir: &Path,
        settings: Settings,
        clock: Clock,
    ) -> Result<Self, SandboxError> {
        let mut place = Place::in_dir(dir)?;
        let _guard = place.lock()?;
        let state = match place.changed()? {
            Some(state) => state,
            None => {
                let state = seed::state(clock(), settings);
                place.save(&state)?;
                state
            }
        };
        Ok(Self::new(state, place, clock))
    }

    /// A sandbox that is gone when it is dropped.
    #[must_use]
    pub fn in_memory(settings: Settings) -> Self {
        Self::in_memory_with_clock(settings, system_clock())
    }

    /// As [`SandboxCloud::in_memory`], with a clock of one's own.
    #[must_use]
    pub fn in_memory_with_clock(settings: Settings, clock: Clock) -> Self {
        Self::new(seed::state(clock(), settings), Place::Memory, clock)
    }

    fn new(state: State, place: Place, clock: Clock) -> Self {
        Self { inner: Mutex::new(Inner { state, place }), faults: Faults::default(), clock }
    }

    /// How slow it is.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.lock().state.settings
    }

    /// Makes it slower or quicker, from now on and after a restart.
    ///
    /// # Errors
    /// [`Cause::Internal`] if the file can't be written.
    pub fn set_settings(&self, settings: Settings) -> Result<(), CloudError> {
        self.write(|world| {
            world.state.settings = settings;
            Ok(())
        })
    }

    /// Puts everything back to how it began. Settings stay.
    ///
    /// # Errors
    /// [`Cause::Internal`] if the file can't be written.
    pub fn reset(&self) -> Result<(), CloudError> {
        self.write(|world| {
            *world.state = seed::state(world.now, world.state.settings);
            Ok(())
        })
    }

    /// `sts:AssumeRole` with everything it can be asked without MFA, for who one is then.
    ///
    /// # Errors
    /// As STS.
    pub fn assume_role(&self, from: &Access, request: &AssumeRole) -> Result<Caller, CloudError> {
        self.read(|world| {
            let from = world.session(from)?;
            Ok(world.assume_role(&from, request, None)?.caller())
        })
    }

    /// For tests: the next call of an operation, such as `iam:CreateRole`, fails.
    pub fn fail_next(&self, operation: &str, cause: Cause) {
        self.faults.next(operation, cause);
    }

    /// For tests: every call of an operation fails, in one account or in all.
    pub fn fail_always(&self, operation: &str, account: Option<&AccountId>, cause: Cause) {
        self.faults.always(operation, account.cloned(), cause);
    }

    /// For tests: no call fails any more but for AWS's own reasons.
    pub fn clear_failures(&self) {
        self.faults.clear();
    }

    /// Answers from the state as it is.
    fn read<T>(
        &self,
        look: impl FnOnce(&World<'_>) -> Result<T, CloudError>,
    ) -> Result<T, CloudError> {
        let now = (self.clock)();
        let mut inner = self.lock();
        inner.refresh().map_err(|e| out_of_order(&e))?;
        // What is found out here follows from the state and the time, so it need not be written.
        validation::settle(&mut inner.state, now);
        look(&World { state: &mut inner.state, now, faults: &self.faults })
    }

    /// Changes the state and writes it, or changes nothing. The file is small, which is why it is
    /// written here and now and not on another thread.
    fn write<T>(
        &self,
        change: impl FnOnce(&mut World<'_>) -> Result<T, CloudError>,
    ) -> Result<T, CloudError> {
        let mut inner = self.lock();
        let _guard = inner.place.lock().map_err(|e| out_of_order(&e))?;
        inner.refresh().map_err(|e| out_of_order(&e))?;
        // Asked only now: the lock may have been waited for.
        let now = (self.clock)();
        validation::settle(&mut inner.state, now);
        let mut next = inner.state.clone();
        let made = change(&mut World { state: &mut next, now, faults: &self.faults })?;
        if next != inner.state {
            inner.place.save(&next).map_err(|e| out_of_order(&e))?;
            inner.state = next;
        }
        Ok(made)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic can't leave half a change: changes are made on a copy.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Takes over what another process wrote.
    fn refresh(&mut self) -> Result<(), SandboxError> {
        if let Some(state) = self.place.changed()? {
            self.state = state;
        }
        Ok(())
    }
}

fn system_clock() -> Clock {
    Arc::new(Timestamp::now)
}
