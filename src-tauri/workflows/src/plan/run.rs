//! Carrying out a plan. Each step is journaled before it begins and after it ends; a step that was
//! begun and not ended is made so again.

use std::collections::HashSet;

use rolebridge_model::{
    Action, ActivityResult, DraftId, Plan, PlanId, PlanKind, PlanState, StepState,
};
use rolebridge_store::PlanClaim;
use tokio_util::sync::CancellationToken;

use crate::{Error, Session, progress::Event};

/// A plan with the sole right to carry it out.
pub(crate) struct Run {
    pub(crate) plan: Plan,
    _claim: PlanClaim,
}

/// How a step ended.
pub(crate) struct Made {
    /// Whether anything was called that changes something.
    pub(crate) changed: bool,
    /// What there is to say.
    pub(crate) message: Option<String>,
    /// What to do about it.
    pub(crate) remedy: Option<String>,
}

impl Made {
    pub(crate) const fn so() -> Self {
        Self { changed: true, message: None, remedy: None }
    }

    pub(crate) const fn already() -> Self {
        Self { changed: false, message: None, remedy: None }
    }
}

impl Session {
    /// Takes the right to carry out a plan and marks it as running.
    pub(crate) fn begin_run(&self, id: PlanId) -> Result<Run, Error> {
        let claim = self.store.claim(id)?;
        let mut plan = self.store.plan(id)?;
        if plan.state == PlanState::Done {
            return Err(Error::refused(
                "This plan is done.",
                "Make a new one to see what differs now.",
            ));
        }
        plan.state = PlanState::Running;
        for step in plan.steps.iter_mut().filter(|s| s.state == StepState::Failed) {
            step.state = StepState::Waiting;
            step.message = None;
            step.remedy = None;
            step.code = None;
        }
        self.keep(&plan)?;
        Ok(Run { plan, _claim: claim })
    }

    /// Carries out what is left of a plan.
    ///
    /// # Errors
    /// Only what the journal said: a step that fails is written into the plan.
    pub(crate) async fn carry_out(
        &self,
        run: Run,
        cancel: &CancellationToken,
    ) -> Result<Plan, Error> {
        let Run { mut plan, _claim } = run;
        let mut broken = HashSet::new();
        let mut cancelled = false;
        for index in 0..plan.steps.len() {
            let step = &plan.steps[index];
            if matches!(step.state, StepState::Done | StepState::Unchanged)
                || broken.contains(&step.group)
            {
                continue;
            }
            if cancel.is_cancelled() {
                cancelled = true;
                break;
            }
            let begun_before = plan.steps[index].state == StepState::Running;
            plan.steps[index].state = StepState::Running;
            plan.steps[index].message = None;
            self.keep(&plan)?;
            let ended = self.make(&mut plan, index, begun_before, cancel).await;
            let step = &mut plan.steps[index];
            match ended {
                Ok(made) => {
                    step.state = if made.changed { StepState::Done } else { StepState::Unchanged };
                    step.message = made.message;
                    step.remedy = made.remedy;
                }
                Err(error) => {
                    step.state = StepState::Failed;
                    step.message = Some(error.to_string());
                    step.remedy = error.remedy();
                    step.code = Some(error.code());
                    broken.insert(step.group);
                }
            }
            self.note(&plan, index);
            self.keep(&plan)?;
        }
        plan.state = if cancelled {
            PlanState::Cancelled
        } else if plan.steps.iter().any(|s| s.state == StepState::Failed) {
            PlanState::Failed
        } else {
            PlanState::Done
        };
        self.finish(&plan)?;
        // Told only once another run may begin, and written before it may.
        self.store.put_plan(&plan, self.clock.now())?;
        drop(_claim);
        self.tell(Event::Plan { plan: plan.clone() });
        Ok(plan)
    }

    /// Carries out a plan to its end, for the command line.
    ///
    /// # Errors
    /// What the journal said, or that the plan is being carried out already.
    pub async fn run_plan_to_end(
        &self,
        id: PlanId,
        cancel: &CancellationToken,
    ) -> Result<Plan, Error> {
        let run = self.begin_run(id)?;
        self.carry_out(run, cancel).await
    }

    /// A draft has served its purpose once its account is connected.
    fn finish(&self, plan: &Plan) -> Result<(), Error> {
        let connected = plan.steps.iter().any(|s| {
            matches!(s.action, Action::ConnectSource { .. })
                && matches!(s.state, StepState::Done | StepState::Unchanged)
        });
        if plan.kind == PlanKind::AddSource
            && connected
            && plan.state == PlanState::Done
            && let Some(draft) = plan.draft
        {
            self.store.remove_draft(DraftId(draft))?;
            self.tell(Event::Drafts);
        }
        Ok(())
    }

    fn keep(&self, plan: &Plan) -> Result<(), Error> {
        self.store.put_plan(plan, self.clock.now())?;
        self.tell(Event::Plan { plan: plan.clone() });
        Ok(())
    }

    fn note(&self, plan: &Plan, index: usize) {
        let step = &plan.steps[index];
        let subject = match &step.action {
            Action::EnsureRole { role, .. }
            | Action::SetTrust { role, .. }
            | Action::AttachPolicy { role, .. }
            | Action::DetachPolicy { role, .. }
            | Action::PutInlinePolicy { role, .. }
            | Action::DeleteInlinePolicy { role, .. }
            | Action::TagRole { role, .. }
            | Action::DeleteRole { role }
            | Action::ConnectPrimary { role, .. }
            | Action::ConnectSource { role, .. } => role.to_string(),
            // Disconnect and Verify write their own lines, which know the role.
            Action::Disconnect { .. } | Action::Verify { .. }
                if step.state != StepState::Failed =>
            {
                return;
            }
            Action::Disconnect { space, .. }
            | Action::Verify { space, .. }
            | Action::DeleteSpace { space } => space.arn(),
            Action::CreateSpace { name, .. } => name.to_string(),
        };
        let result = match step.state {
            StepState::Failed => ActivityResult::Failed,
            StepState::Unchanged => ActivityResult::Unchanged,
            _ => ActivityResult::Succeeded,
        };
        let detail = match &step.message {
            Some(message) => format!("{}. {message}", step.title),
            None => format!("{}.", step.title),
        };
        // The account it is about, which is not the one that is asked.
        let of_source = match &step.action {
            Action::ConnectSource { role, .. } => Some(role.account().clone()),
            Action::Verify { account, .. } => Some(account.clone()),
            Action::Disconnect { source, .. } => {
                self.store.source(*source).ok().map(|r| r.source.account)
            }
            _ => None,
        };
        let account = of_source.as_ref().unwrap_or(&step.account);
        self.log(&step.call, Some(account), subject, result, detail);
    }
}
