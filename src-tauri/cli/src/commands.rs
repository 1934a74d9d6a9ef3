//! The commands, one file each.

pub(crate) mod colour;
pub(crate) mod exchange;
pub(crate) mod plans;
pub(crate) mod policy;
pub(crate) mod roles;
pub(crate) mod running;
pub(crate) mod sessions;
pub(crate) mod shell;
pub(crate) mod sources;
pub(crate) mod spaces;
pub(crate) mod team;
pub(crate) mod templates;

use rolebridge_model::Plan;
use serde_json::Value;

use crate::{
    args::Confirm,
    connect::Core,
    error::{CliError, Exit},
    output::plan_text,
    progress,
};

/// Shows a plan and, if that was confirmed, carries it out. `body` is the JSON to print around a
/// plan, as it stands when there is nothing more to say.
async fn show_and_carry_out(
    core: &Core,
    plan: Plan,
    confirm: Confirm,
    body: impl Fn(&Plan) -> Value,
) -> Result<Plan, CliError> {
    if !confirm.yes {
        core.output.result(&body(&plan), || plan_text(&plan))?;
        core.session.discard_plan(plan.id)?;
        return Err(CliError::new(
            "not_confirmed",
            Exit::Finding,
            "Nothing was changed.",
            Some("Add --yes to carry out the plan.".into()),
        ));
    }
    if !core.output.is_json() {
        core.output.text(&format!("{}\n", plan_text(&plan)))?;
    }
    progress::carry_out(core, plan.id).await
}
