//! A thread that talks to the keychain, so that one that hangs can be left behind: a locked
//! keychain waits for a person who may not be there.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{RecvTimeoutError, Sender, channel, sync_channel},
    },
    thread,
    time::Duration,
};

use crate::{
    KeychainError,
    platform::{Backend, Connect},
};

type Job = Box<dyn FnOnce(&mut Option<Box<dyn Backend>>) + Send>;

/// The thread, started at the first call. Its connection is kept for the next.
pub(crate) struct Worker {
    connect: Connect,
    thread: Mutex<Thread>,
}

#[derive(Default)]
struct Thread {
    /// Which one it is: whoever gives up on one must not take away the next.
    number: u64,
    jobs: Option<Sender<Job>>,
}

impl Worker {
    pub(crate) fn new(connect: Connect) -> Self {
        Self { connect, thread: Mutex::default() }
    }

    /// Has the thread connect while nobody waits. The next call tries again if that fails.
    pub(crate) fn prepare(&self) {
        let connect = self.connect;
        let _ = self.send(Box::new(move |kept| {
            if kept.is_none() {
                *kept = connect().ok();
            }
        }));
    }

    /// Has a call carried out and waits for it, but no longer than the limit.
    pub(crate) fn call<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&mut dyn Backend) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (tell, told) = sync_channel(1);
        let connect = self.connect;
        let number = self.send(Box::new(move |kept| {
            let mut backend = match kept.take().map_or_else(connect, Ok) {
                Ok(backend) => backend,
                Err(error) => {
                    let _ = tell.send(Err(error));
                    return;
                }
            };
            let answer = work(&mut *backend);
            // What failed may have failed for the connection's sake; the next call makes another.
            if !matches!(answer, Err(KeychainError::Failed { .. })) {
                *kept = Some(backend);
            }
            // Nobody waits any more if it took too long.
            let _ = tell.send(answer);
        }))?;
        told.recv_timeout(limit).unwrap_or_else(|why| {
            // The thread is left to itself; the next call starts another.
            let mut thread = self.thread();
            if thread.number == number {
                thread.jobs = None;
            }
            Err(match why {
                RecvTimeoutError::Timeout => KeychainError::Silent { seconds: limit.as_secs() },
                RecvTimeoutError::Disconnected => gone(),
            })
        })
    }

    fn thread(&self) -> MutexGuard<'_, Thread> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the thread something to do, and says which thread it is.
    fn send(&self, job: Job) -> Result<u64, KeychainError> {
        let mut thread = self.thread();
        if thread.jobs.is_none() {
            thread.jobs = start();
            thread.number += 1;
        }
        let sent = thread.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok());
        if sent { Ok(thread.number) } else { Err(gone()) }
    }
}

fn gone() -> KeychainError {
    KeychainError::Failed { why: "its thread could not be started".into() }
}

fn start() -> Option<Sender<Job>> {
    let (send, receive) = channel::<Job>();
    let run = move || {
        let mut backend = None;
        for job in receive {
            job(&mut backend);
        }
    };
    thread::Builder::new().name("keychain".into()).spawn(run).ok().map(|_| send)
}
