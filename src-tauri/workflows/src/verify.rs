//! Verification: read the role back where we can, ask AWS to validate, wait, say where it stands.
//!
//! Where the identity in use is one the role trusts, the role is assumed to see that it works, and
//! that it does not without the right external ID. Where only DevOps Agent or somebody else may
//! assume it, trying proves nothing; the documents and AWS's own validation are the proof
//! (reference: devops-agent, "What assuming cannot verify"; iam-rules, "ExternalId").

mod job;
mod judge;
mod look;
mod proof;
mod trial;
mod wait;

pub(crate) use judge::status_by;
pub(crate) use look::Looked;
pub(crate) use wait::Recent;

use rolebridge_model::{
    Activity, ActivityResult, Association, Check, CheckKind, Outcome, Source, SourceId,
    SourceStatus, Verification,
};
use tokio_util::sync::CancellationToken;

use crate::{Error, Session, progress::Event};

impl Session {
    /// Verifies one source, waiting as long as AWS may need.
    ///
    /// # Errors
    /// If the source is gone; what the database said. What AWS says is a result, not an error.
    pub async fn verify_one(
        &self,
        id: SourceId,
        cancel: &CancellationToken,
    ) -> Result<Verification, Error> {
        let mut source = self.store.source(id)?.source;
        let mut looked = self.look_in_turn(&source).await;
        let waited = self.wait_for(&source, &looked, cancel).await;
        if let Ok(Some(waited)) = &waited
            && waited.association.role != source.role
        {
            // Moved to another role elsewhere: that one counts.
            source.role = waited.association.role.clone();
            looked = self.look_in_turn(&source).await;
        }
        let proved = self.prove(&source, &looked, cancel).await?;
        looked.checks.extend(proved);
        self.conclude(&source, looked, waited)
    }

    /// IAM's rates are unpublished and low, so only a few look at once; waiting costs nothing.
    async fn look_in_turn(&self, source: &Source) -> Looked {
        let _turn = self.looking.acquire().await;
        self.look(source).await
    }

    /// Writes down what a verification came to.
    fn conclude(
        &self,
        verified: &Source,
        mut looked: Looked,
        waited: Result<Option<wait::Waited>, String>,
    ) -> Result<Verification, Error> {
        // Settings, role or template may have changed while we waited; only what verification knows
        // is written.
        let now = self.clock.now();
        let mut source = self.store.source(verified.id)?.source;
        self.heed_acceptance(source.id, &mut looked)?;
        let judged = judge::judge(&looked, &waited);
        if let Some(alias) = looked.alias {
            source.alias = Some(alias);
        }
        if let Some(template) = looked.template.filter(|_| source.template == verified.template) {
            source.template = Some(template.id().clone());
            source.generation = crate::documents::generation(template);
        }
        let association: Option<&Association> = match &waited {
            Ok(Some(w)) => Some(&w.association),
            _ => None,
        };
        if let Some(a) = association {
            source.association = Some(a.id.clone());
            source.role = a.role.clone();
        }
        source.status = judged.status;
        source.status_reason = judged.reason;
        source.last_checked = Some(now);
        self.store.update_source(&source)?;
        if waited.is_ok() {
            self.store.set_association(source.id, association)?;
        }
        if looked.was_read {
            self.store.set_found(source.id, looked.found.as_ref())?;
        }
        let verification = Verification {
            source: source.id,
            at: now,
            status: judged.status,
            checks: judged.checks,
        };
        self.store.add_verification(&verification)?;
        let result = match judged.status {
            SourceStatus::Failed | SourceStatus::Disconnected => ActivityResult::Failed,
            status if status.needs_attention() => ActivityResult::Finding,
            _ => ActivityResult::Succeeded,
        };
        let detail = match &source.status_reason {
            Some(reason) => format!("{}. {reason}", source.status.label()),
            None => format!("{}.", source.status.label()),
        };
        self.log("Verify", Some(&source.account), &source.role, result, detail);
        self.tell(Event::Sources { space: source.space.clone() });
        Ok(verification)
    }

    pub(crate) fn history(&self, source: &Source) -> Result<Vec<Activity>, Error> {
        Ok(self.store.history_of(&source.role.to_string(), 50)?)
    }
}

pub(crate) fn check(kind: CheckKind, outcome: Outcome, summary: impl Into<String>) -> Check {
    Check { kind, outcome, summary: summary.into(), remedy: None, expected: None, found: None }
}
