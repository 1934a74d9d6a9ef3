//! Carrying out a plan while the user watches.

use std::{collections::HashMap, time::Duration};

use rolebridge_model::{FailureCode, Plan, PlanId, PlanState, Step, StepState};
use rolebridge_workflows::progress::Event;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use crate::{
    connect::Core,
    error::{CliError, Exit},
    output::Output,
};

/// How long a step may take before it is worth a line that it has not ended.
const A_WHILE: Duration = Duration::from_secs(2);

/// Carries out what is left of a plan, printing each step as it ends.
pub(crate) async fn carry_out(core: &Core, id: PlanId) -> Result<Plan, CliError> {
    core.interrupt.stops_by_itself();
    let mut events = core.app.events();
    let (session, token) = (core.session.clone(), core.interrupt.token.clone());
    let work = tokio::spawn(async move { session.run_plan_to_end(id, &token).await });
    tokio::pin!(work);
    let mut told = Told { output: core.output, states: HashMap::new(), now: None, stopping: false };
    loop {
        tokio::select! {
            // What has happened is told before the end.
            biased;
            event = events.recv() => match event {
                Ok(Event::Plan { plan }) if plan.id == id => told.about(&plan),
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                // The application outlives the work, so that this does not come.
                Err(RecvError::Closed) => tokio::task::yield_now().await,
            },
            () = core.interrupt.token.cancelled(), if !told.stopping => told.stop(),
            done = &mut work => {
                let plan = done.map_err(|e| CliError::local(format!("The plan failed: {e}")))??;
                told.about(&plan);
                return Ok(plan);
            }
            () = tokio::time::sleep(A_WHILE), if told.now.is_some() => told.still_at_it(),
        }
    }
}

/// What was printed of a plan so far.
struct Told {
    output: Output,
    states: HashMap<usize, StepState>,
    /// The step that runs, with its number and the number of all, until it was told of.
    now: Option<(usize, usize, Step)>,
    stopping: bool,
}

impl Told {
    fn about(&mut self, plan: &Plan) {
        self.now = None;
        for (index, step) in plan.steps.iter().enumerate() {
            let (number, of) = (index + 1, plan.steps.len());
            match step.state {
                StepState::Waiting => {}
                StepState::Running => self.now = Some((number, of, step.clone())),
                StepState::Done | StepState::Unchanged | StepState::Failed => {
                    if self.states.insert(index, step.state) != Some(step.state) {
                        self.tell(number, of, step);
                    }
                }
            }
        }
    }

    fn still_at_it(&mut self) {
        if let Some((number, of, step)) = self.now.take() {
            self.tell(number, of, &step);
        }
    }

    fn tell(&self, number: usize, of: usize, step: &Step) {
        let word = match step.state {
            StepState::Unchanged => "as it was",
            StepState::Failed => "failed",
            StepState::Running | StepState::Waiting => "waiting for AWS",
            StepState::Done => "done",
        };
        let mut text = format!("[{number}/{of}] {}: {word}", step.title);
        // Why a step failed is what the command ends with.
        if let Some(message) = step.message.as_ref().filter(|_| step.state != StepState::Failed) {
            text.push_str(&format!(". {message}"));
        }
        let value = json!({
            "number": number,
            "of": of,
            "title": step.title,
            "state": step.state,
            "message": step.message,
            "remedy": step.remedy,
            "code": step.code,
        });
        self.output.step(&value, &text);
    }

    fn stop(&mut self) {
        self.stopping = true;
        self.output.note("Stopping after this step. Ctrl-C again stops at once.");
    }
}

/// How a plan that was carried out ends the command.
pub(crate) fn ended(core: &Core, plan: &Plan) -> Result<(), CliError> {
    let ended = |s: &&Step| matches!(s.state, StepState::Done | StepState::Unchanged);
    let (done, all) = (plan.steps.iter().filter(ended).count(), plan.steps.len());
    let resume = format!("Go on with: {} plans resume {}", core.again, plan.id);
    if core.interrupt.token.is_cancelled() {
        return Err(if plan.state == PlanState::Done {
            CliError::interrupted(
                "Stopped. Every step of the plan is done, but AWS may not have had its last word.",
                "Verify once more to see how it ended.",
            )
        } else {
            CliError::interrupted(
                format!("Stopped after {done} of {all} steps. What is done stays done."),
                resume,
            )
        });
    }
    let failed: Vec<&Step> = plan.steps.iter().filter(|s| s.state == StepState::Failed).collect();
    let Some(first) = failed.first() else { return Ok(()) };
    let why: Vec<String> = failed
        .iter()
        .map(|s| format!("{}: {}", s.title, s.message.as_deref().unwrap_or("no reason given.")))
        .collect();
    let remedy = match &first.remedy {
        Some(remedy) => format!("{remedy} {resume}"),
        None => resume,
    };
    let of_aws = failed.iter().any(|s| s.code.is_some_and(FailureCode::is_of_aws));
    Err(CliError::new(
        "step_failed",
        if of_aws { Exit::Aws } else { Exit::Finding },
        format!("{done} of {all} steps are done. {}", why.join(" ")),
        Some(remedy),
    ))
}

/// A plan that was carried out, in a line.
pub(crate) fn sentence(plan: &Plan) -> String {
    match plan.state {
        PlanState::Done => format!("{}: done.\n", plan.title),
        _ => String::new(),
    }
}
