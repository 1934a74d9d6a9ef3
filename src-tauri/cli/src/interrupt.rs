//! Ctrl-C: the first asks the work to stop at the next safe place, the second ends the process.

use tokio_util::sync::CancellationToken;

use crate::error::{CliError, Exit};

/// Whether the user wants to stop.
#[derive(Clone)]
pub(crate) struct Interrupt {
    /// Asks work to stop at the next safe place.
    pub(crate) token: CancellationToken,
    /// Held while something runs that must end by itself.
    safe: CancellationToken,
}

impl Interrupt {
    /// Listens from now on.
    pub(crate) fn listen() -> Self {
        let interrupt = Self { token: CancellationToken::new(), safe: CancellationToken::new() };
        let token = interrupt.token.clone();
        tokio::spawn(async move {
            wish_to_stop().await;
            token.cancel();
            wish_to_stop().await;
            // The journal is written before and after each step, so this is no worse than a crash.
            std::process::exit(i32::from(Exit::Interrupted as u8));
        });
        interrupt
    }

    /// From here on, work stops by itself when asked and is not dropped where it stands.
    pub(crate) fn stops_by_itself(&self) {
        self.safe.cancel();
    }

    /// Runs work that is dropped on Ctrl-C, unless it said that it stops by itself.
    pub(crate) async fn guard<T>(
        &self,
        work: impl Future<Output = Result<T, CliError>>,
    ) -> Result<T, CliError> {
        tokio::pin!(work);
        tokio::select! {
            done = &mut work => done,
            () = self.token.cancelled() => {
                if self.safe.is_cancelled() {
                    return work.await;
                }
                Err(CliError::interrupted("Stopped. Nothing was changed.", "Run the command again."))
            }
        }
    }
}

#[cfg(unix)]
async fn wish_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
        (Ok(mut interrupt), Ok(mut terminate)) => {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
        _ => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn wish_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
