//! Verifying many: a few at a time, with progress, stoppable, and one that fails never stops the
//! others.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use rolebridge_model::SourceId;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    Error, Rolebridge, Session,
    progress::{Event, JobId, JobProgress, JobState},
    sources::Selection,
};

impl Rolebridge {
    /// Starts verifying in the background. Progress comes as events.
    ///
    /// # Errors
    /// What the database said.
    pub fn verify_sources(self: &Arc<Self>, selection: &Selection) -> Result<JobId, Error> {
        let session = self.session()?;
        let ids = session.selected(selection)?;
        let job = JobId(Uuid::new_v4());
        self.start(job.0, |cancel| async move {
            session.verify_many(job, ids, &cancel).await;
        });
        Ok(job)
    }
}

impl Session {
    /// The sources of a selection.
    ///
    /// # Errors
    /// What the database said.
    pub fn selected(&self, selection: &Selection) -> Result<Vec<SourceId>, Error> {
        Ok(match selection {
            Selection::These { ids } => ids.clone(),
            Selection::All { space } => {
                self.store.sources_of(space)?.into_iter().map(|s| s.id).collect()
            }
        })
    }

    async fn verify_many(
        self: &Arc<Self>,
        id: JobId,
        sources: Vec<SourceId>,
        cancel: &CancellationToken,
    ) {
        let total = u32::try_from(sources.len()).unwrap_or(u32::MAX);
        let title = match total {
            1 => "Verifying 1 source".to_owned(),
            n => format!("Verifying {n} sources"),
        };
        let done = Arc::new(AtomicU32::new(0));
        let attention = Arc::new(AtomicU32::new(0));
        let report = {
            let (session, done, attention) = (self.clone(), done.clone(), attention.clone());
            move |now: String, state: JobState| {
                session.tell(Event::Job {
                    job: JobProgress {
                        id,
                        title: title.clone(),
                        done: done.load(Ordering::Relaxed),
                        total,
                        attention: attention.load(Ordering::Relaxed),
                        now,
                        state,
                        opens: None,
                    },
                });
            }
        };
        report("Asking AWS".into(), JobState::Running);
        let mut tasks = JoinSet::new();
        for source in sources {
            let (session, cancel) = (self.clone(), cancel.clone());
            let (done, attention, report) = (done.clone(), attention.clone(), report.clone());
            tasks.spawn(async move {
                if cancel.is_cancelled() {
                    return;
                }
                let now = match session.verify_one(source, &cancel).await {
                    Ok(verified) => {
                        if verified.status.needs_attention() {
                            attention.fetch_add(1, Ordering::Relaxed);
                        }
                        let account = session.store.source(source).map(|r| r.source.account);
                        account.map_or_else(
                            |_| verified.status.label().to_owned(),
                            |a| format!("{a}: {}", verified.status.label()),
                        )
                    }
                    Err(error) => {
                        attention.fetch_add(1, Ordering::Relaxed);
                        error.to_string()
                    }
                };
                done.fetch_add(1, Ordering::Relaxed);
                report(now, JobState::Running);
            });
        }
        while tasks.join_next().await.is_some() {}
        if cancel.is_cancelled() {
            report("Stopped. What was verified stays.".into(), JobState::Cancelled);
        } else {
            report("Done".into(), JobState::Finished);
        }
    }
}
