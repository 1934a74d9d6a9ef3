//! `rolebridge sources plan` and `add`: the wizard's fields as options.

use rolebridge_model::{Method, Plan, ReachChoice, SourceForm, SpaceRef};
use rolebridge_workflows::{
    documents::{ExternalIdUse, templates},
    onboard::SourceFormIn,
};

use super::{body, conclude};
use crate::{
    args::{Confirm, NewSource, Way},
    commands::show_and_carry_out,
    connect::Core,
    error::{CliError, Exit},
    output::plan_text,
};

/// Shows what adding would do.
pub(crate) async fn plan(core: &Core, space: &SpaceRef, new: NewSource) -> Result<Exit, CliError> {
    let plan = planned(core, space, new).await?;
    let mut value = body(&plan, None);
    if let Some(object) = value.as_object_mut() {
        object.remove("source");
    }
    core.output.result(&value, || plan_text(&plan))?;
    core.session.discard_plan(plan.id)?;
    Ok(Exit::Done)
}

/// Adds.
pub(crate) async fn run(
    core: &Core,
    space: &SpaceRef,
    new: NewSource,
    confirm: Confirm,
) -> Result<Exit, CliError> {
    let plan = planned(core, space, new).await?;
    let plan = show_and_carry_out(core, plan, confirm, |p| body(p, None)).await?;
    let source = match plan.sources.first() {
        Some(id) => Some(core.session.source(*id)?.source),
        None => None,
    };
    conclude(core, &plan, source.as_ref())
}

async fn planned(core: &Core, space: &SpaceRef, new: NewSource) -> Result<Plan, CliError> {
    let input = SourceFormIn { space: space.clone(), form: form(new)? };
    for warning in core.session.check_source_form(space, &input.form)?.warnings {
        core.output.note(&warning.message);
    }
    Ok(core.session.plan_source(&input).await?)
}

/// The wizard's fields. What it would not show for a template is refused here.
fn form(new: NewSource) -> Result<SourceForm, CliError> {
    let template = templates().into_iter().find(|t| t.id == new.template);
    let takes_external_id = template.as_ref().is_some_and(|t| {
        matches!(t.external_id, ExternalIdUse::Optional | ExternalIdUse::Required)
    });
    if new.external_id.is_some() && template.is_some() && !takes_external_id {
        return Err(CliError::usage(
            format!("A role of the template {} takes no external ID of yours.", new.template),
            "Leave --external-id out. For the role named by --reach there is --reach-external-id.",
        ));
    }
    let inline_name = || {
        let templates = rolebridge_policy::Templates::builtin();
        templates.get(&new.template)?.inline_names().into_iter().next()
    };
    let mut form = SourceForm {
        account: new.account,
        label: new.label,
        role_name: new.role.or_else(|| template.map(|t| t.role_name)).unwrap_or_default(),
        inline_policy_name: new.inline_policy_name.or_else(inline_name).unwrap_or_default(),
        template: new.template.to_string(),
        external_id: new.external_id.unwrap_or_default(),
        description: new.description,
        method: Method::Automatic,
        reach_external_id: new.reach_external_id,
        ..SourceForm::default()
    };
    match new.reach {
        Way::Assume(role) => {
            form.reach = ReachChoice::AssumeRole;
            form.reach_role = role;
        }
        Way::Profile(name) => {
            form.reach = ReachChoice::Profile;
            form.reach_profile = name;
        }
        Way::None => {
            form.method = Method::Guide;
            form.reach = ReachChoice::None;
        }
    }
    Ok(form)
}
