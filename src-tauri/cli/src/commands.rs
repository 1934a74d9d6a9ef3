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
    input,
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
    if core.output.is_json() {
        if !confirm.yes {
            core.output.json(&body(&plan))?;
        }
    } else {
        core.output.text(&format!("{}\n", plan_text(&plan).trim_end_matches('\n')))?;
    }
    match agreed(core, confirm, "Carry out the plan?", "carry out the plan").await {
        Ok(()) => progress::carry_out(core, plan.id).await,
        Err(not) => {
            core.session.discard_plan(plan.id)?;
            Err(not)
        }
    }
}

/// Goes on if a change was confirmed: with `--yes`, or now by whoever sits at the terminal and has
/// just been shown it.
///
/// # Errors
/// `not_confirmed` otherwise.
async fn agreed(
    core: &Core,
    confirm: Confirm,
    question: &str,
    to_do: &str,
) -> Result<(), CliError> {
    let not_confirmed = |remedy| {
        CliError::new("not_confirmed", Exit::Finding, "Nothing was changed.", Some(remedy))
    };
    if confirm.yes {
        return Ok(());
    }
    if !core.output.can_ask() {
        return Err(not_confirmed(format!("Add --yes to {to_do}.")));
    }
    let prompt = format!("{question} [y/N] ");
    // Reading can't be stopped: Ctrl-C leaves the thread where it is.
    let read = tokio::task::spawn_blocking(move || input::answer(&prompt));
    match read.await.ok().flatten().unwrap_or_default().trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(not_confirmed(format!("Answer y, or add --yes, to {to_do}."))),
    }
}
