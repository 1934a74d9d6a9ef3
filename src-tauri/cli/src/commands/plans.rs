//! `rolebridge plans`: what was begun and not finished, by this command or by the desktop app.

use rolebridge_model::{Action, Plan, PlanId, PlanState, StepState};
use serde_json::json;

use crate::{
    args::PlansCommand,
    connect::Core,
    error::{CliError, Exit},
    output::Table,
    progress, views,
};

/// Carries out one of the commands.
pub(crate) async fn run(core: &Core, command: PlansCommand) -> Result<Exit, CliError> {
    match command {
        PlansCommand::List => {
            let plans = core.session.unfinished_plans()?;
            let views: Vec<_> = plans.iter().map(views::plan).collect();
            core.output.result(&json!({ "plans": views }), || table(&plans))?;
            Ok(Exit::Done)
        }
        PlansCommand::Resume { id } => resume(core, PlanId(id)).await,
        PlansCommand::Discard { id } => {
            core.session.discard_plan(PlanId(id))?;
            core.output.result(&json!({}), || "Forgotten. What it did stays done.\n".into())?;
            Ok(Exit::Done)
        }
    }
}

async fn resume(core: &Core, id: PlanId) -> Result<Exit, CliError> {
    let plan = core.session.plan(id)?;
    if plan.state == PlanState::Proposed {
        return Err(CliError::refused(
            "This plan was shown but never confirmed.",
            "Make it again; what is there may have changed.",
        ));
    }
    let plan = progress::carry_out(core, id).await?;
    let body = json!({ "plan": views::plan(&plan) });
    core.output.result(&body, || progress::sentence(&plan))?;
    progress::ended(core, &plan)?;
    let connects = plan.steps.iter().any(|s| matches!(s.action, Action::ConnectSource { .. }));
    if plan.draft.is_some() && !connects {
        core.output.note("The role is as planned. Go on with connecting it in the desktop app.");
    }
    for source in &plan.sources {
        // A plan that removes sources has none left to look at.
        if let Ok(detail) = core.session.source(*source)
            && detail.source.status.needs_attention()
        {
            return Ok(Exit::Finding);
        }
    }
    Ok(Exit::Done)
}

fn table(plans: &[Plan]) -> String {
    let mut table = Table::new(&["ID", "STATE", "STEPS DONE", "TITLE"]);
    for plan in plans {
        let done = plan
            .steps
            .iter()
            .filter(|s| matches!(s.state, StepState::Done | StepState::Unchanged))
            .count();
        let state = match plan.state {
            PlanState::Proposed => "proposed",
            PlanState::Running => "running",
            PlanState::Interrupted => "interrupted",
            PlanState::Cancelled => "cancelled",
            PlanState::Failed => "failed",
            PlanState::Done => "done",
        };
        table.row([
            plan.id.to_string(),
            state.to_owned(),
            format!("{done} of {}", plan.steps.len()),
            plan.title.clone(),
        ]);
    }
    table.text()
}
