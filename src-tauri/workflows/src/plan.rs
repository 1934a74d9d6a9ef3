//! Plans: proposed, kept in the journal, carried out step by step, taken up again.

mod make;
mod run;

use rolebridge_model::{
    ActivityResult, DraftId, Plan, PlanId, PlanKind, PlanState, SourceId, SpaceRef, Step,
};
use rolebridge_store::StoreError;
use std::sync::Arc;
use uuid::Uuid;

use crate::{Error, Rolebridge, Session, progress::Event};

impl Session {
    /// Keeps a plan to be shown. Nothing is done.
    pub(crate) async fn propose(
        &self,
        kind: PlanKind,
        title: String,
        space: Option<SpaceRef>,
        sources: Vec<SourceId>,
        draft: Option<DraftId>,
        steps: Vec<Step>,
    ) -> Result<Plan, Error> {
        let now = self.clock.now();
        let plan = Plan {
            id: PlanId(Uuid::new_v4()),
            kind,
            title,
            space,
            sources,
            draft: draft.map(|d| d.0),
            by: self.caller().await?.arn.clone(),
            state: PlanState::Proposed,
            created_at: now,
            steps,
        };
        self.store.put_plan(&plan, now)?;
        Ok(plan)
    }

    /// A plan as it stands.
    ///
    /// # Errors
    /// If it was discarded; otherwise what the database said.
    pub fn plan(&self, id: PlanId) -> Result<Plan, Error> {
        Ok(self.store.plan(id)?)
    }

    /// Plans that were begun and not finished, newest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn unfinished_plans(&self) -> Result<Vec<Plan>, Error> {
        Ok(self.store.unfinished_plans()?)
    }

    /// Forgets a plan. What it did stays done.
    ///
    /// # Errors
    /// [`Error::Refused`] while it is being carried out.
    pub fn discard_plan(&self, id: PlanId) -> Result<(), Error> {
        let plan = match self.store.plan(id) {
            Err(StoreError::Missing(_)) => return Ok(()),
            other => other?,
        };
        if plan.state == PlanState::Running {
            return Err(Error::refused("The plan is being carried out.", "Stop it first."));
        }
        self.store.remove_plan(id)?;
        if plan.state.resumable() {
            self.log(
                "Discard plan",
                None,
                &plan.title,
                ActivityResult::Succeeded,
                "Steps that were done stay done.",
            );
        }
        Ok(())
    }

    /// Drops what nobody will come back to: proposals older than a day.
    pub(crate) fn tidy(&self) {
        let day = jiff::SignedDuration::from_hours(24);
        let before = self.clock.now().checked_sub(day).unwrap_or_default();
        if let Err(error) = self.store.drop_proposals_before(before) {
            tracing::warn!(%error, "old proposals could not be dropped");
        }
    }
}

impl Rolebridge {
    /// Starts carrying out a plan, or goes on with it, in the background. Progress comes as events.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is done; [`Error::Store`] if it is being carried out already.
    pub fn run_plan(self: &Arc<Self>, id: PlanId) -> Result<Plan, Error> {
        let session = self.session()?;
        let run = session.begin_run(id)?;
        let plan = run.plan.clone();
        self.start(id.0, |cancel| async move {
            if let Err(error) = session.carry_out(run, &cancel).await {
                tracing::error!(%error, plan = %id, "the journal failed while a plan was running");
                session.tell(Event::Spaces);
            }
        });
        Ok(plan)
    }

    /// Stops a plan after the step it is at.
    pub fn cancel_plan(&self, id: PlanId) {
        self.cancel(id.0);
    }
}
