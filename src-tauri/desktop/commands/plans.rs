//! Plans.

use rolebridge_contract::types::*;

use super::{Answer, App};

/// Plans begun and not finished.
///
/// # Errors
/// As the workflow.
pub async fn list_unfinished_plans(app: &App, (): ()) -> Answer<Vec<Plan>> {
    Ok(app.session()?.unfinished_plans()?)
}

/// A plan as it stands.
///
/// # Errors
/// As the workflow.
pub async fn get_plan(app: &App, id: PlanId) -> Answer<Plan> {
    Ok(app.session()?.plan(id)?)
}

/// Carries out a plan, or goes on with it.
///
/// # Errors
/// As the workflow.
pub async fn run_plan(app: &App, id: PlanId) -> Answer<Plan> {
    Ok(app.run_plan(id)?)
}

/// Stops a plan after its current step.
///
/// # Errors
/// As the workflow.
pub async fn cancel_plan(app: &App, id: PlanId) -> Answer<()> {
    app.cancel_plan(id);
    Ok(())
}

/// Forgets a plan.
///
/// # Errors
/// As the workflow.
pub async fn discard_plan(app: &App, id: PlanId) -> Answer<()> {
    Ok(app.session()?.discard_plan(id)?)
}
