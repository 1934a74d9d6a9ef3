//! Waiting for AWS. Validation is asynchronous, and a role that was changed may be refused for up
//! to two minutes although nothing is wrong with it.

use std::{collections::HashMap, time::Duration};

use jiff::SignedDuration;
use rolebridge_model::{
    Association, AssociationKind, AssociationStatus, RoleArn, Source, SourceStatus, SpaceRef,
    Timestamp,
};
use tokio_util::sync::CancellationToken;

use super::look::{Looked, association_of};
use crate::{Error, Session, progress::Event};

/// How long AWS may take to know a change of a role everywhere (reference: iam-rules, eventual
/// consistency).
pub(crate) const PROPAGATION: SignedDuration = SignedDuration::from_secs(120);
/// How long an old verdict is not taken for the new one.
const SETTLE: SignedDuration = SignedDuration::from_secs(10);
/// How long validation is waited for.
const PATIENCE: SignedDuration = SignedDuration::from_secs(180);
/// Waits in between, in seconds; the last one repeats.
const WAITS: [u64; 5] = [1, 2, 4, 8, 15];

/// What was asked of AWS moments ago, shared by all that wait for the same space.
#[derive(Default)]
pub(crate) struct Recent {
    lists: HashMap<SpaceRef, (Timestamp, Vec<Association>)>,
    validations: HashMap<SpaceRef, Timestamp>,
}

/// What waiting came to.
pub(crate) struct Waited {
    pub(crate) association: Association,
    /// Whether the role was changed so recently that a refusal may not be the last word.
    pub(crate) may_be_propagating: bool,
}

impl Session {
    /// Asks AWS to validate and waits for its word.
    pub(super) async fn wait_for(
        &self,
        source: &Source,
        looked: &Looked,
        cancel: &CancellationToken,
    ) -> Result<Option<Waited>, String> {
        self.wait(source, looked, cancel).await.map_err(|e| e.to_string())
    }

    async fn wait(
        &self,
        source: &Source,
        looked: &Looked,
        cancel: &CancellationToken,
    ) -> Result<Option<Waited>, Error> {
        let begun = self.clock.now();
        let changed_at = [source.role_changed_at, looked.created_at, source.added_at]
            .into_iter()
            .flatten()
            .max();
        let mut asked = self.validate(&source.space).await?;
        let mut waits = WAITS.into_iter();
        let mut last_wait = 1;
        let mut first: Option<Association> = None;
        loop {
            let all = self.recent_associations(&source.space).await?;
            let Some(association) = association_of(&all, source).cloned() else { return Ok(None) };
            let now = self.clock.now();
            let since = now.duration_since(begun);
            let before = first.get_or_insert_with(|| association.clone());
            // A status that moved is AWS's new word; one that did not may still be the old one.
            let moved = before.status != association.status
                || before.updated_at != association.updated_at
                || since >= SETTLE;
            let waited = Waited {
                // A refusal counts once AWS was asked after the change had its time to spread, and
                // had time to answer.
                may_be_propagating: changed_at.is_some_and(|at| {
                    asked.duration_since(at) < PROPAGATION
                        || (now.duration_since(at) < PROPAGATION + SETTLE
                            && now.duration_since(asked) < SETTLE)
                }),
                association,
            };
            let wrong = looked.first_failure().is_some();
            let settled = match waited.association.status {
                AssociationStatus::PendingConfirmation => true,
                AssociationStatus::Valid => moved || (looked.was_read && !wrong),
                // A role whose documents are wrong will not become right by waiting.
                AssociationStatus::Invalid => moved && (wrong || !waited.may_be_propagating),
                AssociationStatus::Unknown => false,
            };
            if settled || since >= PATIENCE || cancel.is_cancelled() {
                return Ok(Some(waited));
            }
            self.show_waiting(source, waited.association.status, waited.may_be_propagating)?;
            last_wait = waits.next().unwrap_or(last_wait);
            tokio::select! {
                () = self.clock.sleep(Duration::from_secs(last_wait)) => {}
                () = cancel.cancelled() => {}
            }
            // Asked for another source moments before this one was looked at: ask for this one too.
            if waited.association.status == AssociationStatus::Invalid || asked < begun {
                asked = self.validate(&source.space).await?;
            }
        }
    }

    /// Asks AWS to validate the primary source of a space and waits for its word as long as a role
    /// made moments ago may need.
    pub(crate) async fn wait_for_primary(
        &self,
        space: &SpaceRef,
        role: &RoleArn,
        cancel: &CancellationToken,
    ) -> Result<Option<Association>, Error> {
        let changed_at = self.role_changed_at(role)?;
        let begun = self.clock.now();
        let mut asked = self.validate(space).await?;
        let mut waits = WAITS.into_iter();
        let mut last_wait = 1;
        loop {
            let all = self.recent_associations(space).await?;
            let primary = all.into_iter().find(|a| a.kind == AssociationKind::Monitor);
            let status = primary.as_ref().map(|a| a.status);
            let now = self.clock.now();
            let settled = match status {
                None | Some(AssociationStatus::Valid | AssociationStatus::PendingConfirmation) => {
                    true
                }
                Some(AssociationStatus::Invalid) => {
                    now.duration_since(asked) >= SignedDuration::from_secs(1)
                        && changed_at.is_none_or(|at| asked.duration_since(at) >= PROPAGATION)
                }
                Some(AssociationStatus::Unknown) => false,
            };
            if settled || now.duration_since(begun) >= PATIENCE || cancel.is_cancelled() {
                return Ok(primary);
            }
            last_wait = waits.next().unwrap_or(last_wait);
            tokio::select! {
                () = self.clock.sleep(Duration::from_secs(last_wait)) => {}
                () = cancel.cancelled() => {}
            }
            if status == Some(AssociationStatus::Invalid) {
                asked = self.validate(space).await?;
            }
        }
    }

    /// The associations, read at most once a second for all that wait.
    async fn recent_associations(&self, space: &SpaceRef) -> Result<Vec<Association>, Error> {
        let mut recent = self.recent.lock().await;
        let now = self.clock.now();
        if let Some((at, all)) = recent.lists.get(space)
            && now.duration_since(*at) < SignedDuration::from_secs(1)
        {
            return Ok(all.clone());
        }
        let all = self.cloud.list_associations(&self.base(), space).await?;
        recent.lists.insert(space.clone(), (self.clock.now(), all.clone()));
        Ok(all)
    }

    /// Lists the associations anew the next time: we changed them ourselves.
    pub(crate) async fn associations_changed(&self, space: &SpaceRef) {
        self.recent.lock().await.lists.remove(space);
    }

    /// Asks AWS to validate all associations of a space, at most every five seconds however many
    /// sources of it are being verified. Answers when it was asked last.
    async fn validate(&self, space: &SpaceRef) -> Result<Timestamp, Error> {
        let mut recent = self.recent.lock().await;
        let now = self.clock.now();
        if let Some(at) = recent.validations.get(space)
            && now.duration_since(*at) < SignedDuration::from_secs(5)
        {
            return Ok(*at);
        }
        self.cloud.validate_associations(&self.base(), space).await?;
        recent.validations.insert(space.clone(), now);
        recent.lists.remove(space);
        Ok(now)
    }

    /// Shows that AWS is still at it, in the table and wherever the source is open.
    fn show_waiting(
        &self,
        source: &Source,
        status: AssociationStatus,
        may_be_propagating: bool,
    ) -> Result<(), Error> {
        let (status, reason) = if status == AssociationStatus::Invalid && may_be_propagating {
            (SourceStatus::Propagating, Some(PROPAGATING.to_owned()))
        } else {
            (SourceStatus::Validating, None)
        };
        let mut current = self.store.source(source.id)?.source;
        if current.status != status {
            current.status = status;
            current.status_reason = reason;
            self.store.update_source(&current)?;
            self.tell(Event::Sources { space: source.space.clone() });
        }
        Ok(())
    }
}

/// What is said while a change spreads.
pub(crate) const PROPAGATING: &str =
    "AWS can take up to two minutes to know a new or changed role everywhere.";
