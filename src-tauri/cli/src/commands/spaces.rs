//! `rolebridge spaces`.

use rolebridge_model::{AgentSpaceId, Plan, SpaceSummary};
use rolebridge_workflows::{
    remove::RemoveSpaceRequest,
    spaces::{SpaceForm, SpaceRefresh},
};
use serde_json::{Value, json};

use super::show_and_carry_out;
use crate::{
    args::SpacesCommand,
    connect::Core,
    error::{CliError, Exit},
    output::Table,
    progress, views,
};

/// Carries out one of the commands.
pub(crate) async fn run(core: &Core, command: SpacesCommand) -> Result<Exit, CliError> {
    match command {
        SpacesCommand::List => list(core).await,
        SpacesCommand::Add { name, role, description, confirm } => {
            let start = core.session.start_space_form().form;
            let region = core.region.as_ref().or(core.session.identity().region.as_ref());
            let form = SpaceForm {
                region: region.map(ToString::to_string).ok_or_else(|| {
                    CliError::usage(
                        "It is not said in which Region to create the space.",
                        "Add --region.",
                    )
                })?,
                name,
                description,
                role_name: role.unwrap_or(start.role_name),
            };
            for warning in core.session.check_space_form(&form).await?.warnings {
                core.output.note(&warning.message);
            }
            let plan = core.session.plan_space(&form).await?;
            let plan = show_and_carry_out(core, plan, confirm, |p| body(p, None)).await?;
            let made = match &plan.space {
                Some(space) => Some(core.session.space(space).await?.summary),
                None => None,
            };
            core.output.result(&body(&plan, made.as_ref()), || match &made {
                Some(s) => {
                    format!("Agent space {} has the id {}.\n", s.space.name, s.space.space.id)
                }
                None => String::new(),
            })?;
            progress::ended(core, &plan)?;
            Ok(Exit::Done)
        }
        SpacesCommand::Remove { space, disconnect_sources, confirm } => {
            let space = find(core, &space.id).await?.space.space;
            let request = RemoveSpaceRequest { space, disconnect_sources };
            let plan = core.session.plan_remove_space(&request).await?;
            let body = |p: &Plan| json!({ "plan": views::plan(p) });
            let plan = show_and_carry_out(core, plan, confirm, body).await?;
            core.output.result(&body(&plan), || progress::sentence(&plan))?;
            progress::ended(core, &plan)?;
            Ok(Exit::Done)
        }
    }
}

fn body(plan: &Plan, space: Option<&SpaceSummary>) -> Value {
    json!({ "plan": views::plan(plan), "space": space.map(views::space) })
}

async fn list(core: &Core) -> Result<Exit, CliError> {
    let refresh = refreshed(core).await?;
    for failure in &refresh.failed {
        core.output.note(&format!("{}: {}", failure.region, failure.message));
    }
    let spaces = core.session.spaces().await?.spaces;
    let value = json!({
        "spaces": spaces.iter().map(views::space).collect::<Vec<_>>(),
        "failed": refresh.failed,
    });
    core.output.result(&value, || {
        let mut table = Table::new(&["ID", "NAME", "REGION", "SOURCES", "ACTIVE", "ATTENTION"]);
        for s in &spaces {
            table.row([
                s.space.space.id.to_string(),
                s.space.name.to_string(),
                s.space.space.region.to_string(),
                s.sources.to_string(),
                s.active.to_string(),
                s.attention.to_string(),
            ]);
        }
        table.text()
    })?;
    Ok(Exit::Done)
}

/// Asks AWS in all Regions. That some can't be asked is usual; that none can is an error.
async fn refreshed(core: &Core) -> Result<SpaceRefresh, CliError> {
    let refresh = core.session.refresh_spaces().await?;
    match refresh.failed.first() {
        Some(first) if refresh.failed.len() == rolebridge_model::devops_agent_regions().len() => {
            Err(CliError::new("aws", Exit::Aws, first.message.clone(), first.remedy.clone()))
        }
        _ => Ok(refresh),
    }
}

/// The space with this id; AWS is asked if it is not known.
pub(super) async fn find(core: &Core, id: &AgentSpaceId) -> Result<SpaceSummary, CliError> {
    let known = |spaces: Vec<SpaceSummary>| spaces.into_iter().find(|s| &s.space.space.id == id);
    if let Some(space) = known(core.session.spaces().await?.spaces) {
        return Ok(space);
    }
    refreshed(core).await?;
    known(core.session.spaces().await?.spaces).ok_or_else(|| {
        let account = core.session.known_caller().map(|c| c.account.to_string());
        CliError::not_found(
            format!("There is no agent space {id} in account {}.", account.unwrap_or_default()),
            format!("See what there is with: {} spaces list", core.again),
        )
    })
}
