//! Waiting for AWS. Validation is asynchronous, and a role that was changed may be refused for up
//! to two minutes although nothing is wrong with it.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use jiff::SignedDuration;
use rolebridge_model::{
    Association, AssociationId, AssociationKind, AssociationStatus, RoleArn, Source, SourceStatus,
    SpaceRef, Timestamp,
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
    validations: HashMap<SpaceRef, Asked>,
}

/// AWS was asked to validate the associations of a space.
#[derive(Clone)]
struct Asked {
    at: Timestamp,
    /// The associations as they were before.
    before: Vec<Association>,
    /// Those that were seen to have moved since.
    moved: HashSet<AssociationId>,
}

impl Asked {
    /// Takes note of the associations as they are now; answers which have moved.
    fn heard(&mut self, all: &[Association]) -> &HashSet<AssociationId> {
        for now in all {
            let before = self.before.iter().find(|a| a.id == now.id);
            if before.is_some_and(|before| has_moved(before, now)) {
                self.moved.insert(now.id.clone());
            }
        }
        &self.moved
    }
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
        let known = self.store.source(source.id)?.found;
        let unchanged = looked.was_read
            && known.map(|f| f.documents) == looked.found.as_ref().map(|f| f.documents.clone());
        let mut asked = self.validate(&source.space).await?;
        let mut waits = WAITS.into_iter();
        let mut last_wait = 1;
        let mut first: Option<Association> = None;
        loop {
            let (all, answered) = self.recent_associations(&source.space).await?;
            let Some(association) = association_of(&all, source).cloned() else { return Ok(None) };
            let now = self.clock.now();
            let since = now.duration_since(begun);
            let first = &*first.get_or_insert_with(|| association.clone());
            // A status that moved is AWS's new word; one that did not may still be the old one.
            let moved = has_moved(first, &association) || since >= SETTLE;
            // It may have moved before we looked, when it was asked for another source or for a
            // verification moments ago. That counts if the role is as it was then, and for a
            // refusal not even so: what it is refused for may be elsewhere.
            let answered = unchanged && answered.contains(&association.id);
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
                AssociationStatus::Valid => moved || answered || (looked.was_read && !wrong),
                // A role whose documents are wrong will not become right by waiting.
                AssociationStatus::Invalid => moved && (wrong || !waited.may_be_propagating),
                AssociationStatus::Unknown => false,
            };
            if settled || since >= PATIENCE || cancel.is_cancelled() {
                return Ok(Some(waited));
            }
            self.show_waiting(source, waited.association.status, waited.may_be_propagating)?;
            last_wait = waits.next().unwrap_or(last_wait);
            let wait = Duration::from_secs(last_wait);
            // What ends by time ends on time.
            let left = [SETTLE, PATIENCE].map(|end| end.saturating_sub(since)).into_iter();
            let left = left.filter_map(|left| Duration::try_from(left).ok());
            let wait = left.filter(|left| !left.is_zero()).fold(wait, Duration::min);
            tokio::select! {
                () = self.clock.sleep(wait) => {}
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
            let (all, _) = self.recent_associations(space).await?;
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

    /// The associations, read at most once a second for all that wait, and which of them moved since
    /// AWS was last asked to validate them.
    async fn recent_associations(
        &self,
        space: &SpaceRef,
    ) -> Result<(Vec<Association>, HashSet<AssociationId>), Error> {
        let mut recent = self.recent.lock().await;
        let now = self.clock.now();
        let known = recent.lists.get(space);
        let known = known.filter(|(at, _)| now.duration_since(*at) < SignedDuration::from_secs(1));
        let all = match known {
            Some((_, all)) => all.clone(),
            None => {
                let all = self.cloud.list_associations(&self.base(), space).await?;
                recent.lists.insert(space.clone(), (self.clock.now(), all.clone()));
                all
            }
        };
        let moved = recent.validations.get_mut(space).map(|asked| asked.heard(&all));
        Ok((all, moved.cloned().unwrap_or_default()))
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
        if let Some(asked) = recent.validations.get(space)
            && now.duration_since(asked.at) < SignedDuration::from_secs(5)
        {
            return Ok(asked.at);
        }
        let before = self.cloud.list_associations(&self.base(), space).await?;
        recent.lists.remove(space);
        self.cloud.validate_associations(&self.base(), space).await?;
        let asked = Asked { at: now, before, moved: HashSet::new() };
        recent.validations.insert(space.clone(), asked);
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

fn has_moved(before: &Association, now: &Association) -> bool {
    before.status != now.status || before.updated_at != now.updated_at
}

/// What is said while a change spreads.
pub(crate) const PROPAGATING: &str =
    "AWS can take up to two minutes to know a new or changed role everywhere.";
