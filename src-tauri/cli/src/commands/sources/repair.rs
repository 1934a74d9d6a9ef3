//! `rolebridge sources repair`.

use rolebridge_model::{AccountId, Plan, SourceId, SpaceRef};
use rolebridge_workflows::update::{LeftOut, RepairRequest};
use serde_json::{Value, json};

use super::{chosen, sentence};
use crate::{
    args::Confirm,
    commands::show_and_carry_out,
    connect::Core,
    error::{CliError, Exit},
    progress, views,
};

/// Repairs the sources of the accounts, or all of the space if none is named.
pub(crate) async fn run(
    core: &Core,
    space: &SpaceRef,
    accounts: &[AccountId],
    confirm: Confirm,
) -> Result<Exit, CliError> {
    let sources = chosen(core, space, accounts)?;
    let repair = core.session.plan_repair(&RepairRequest { sources }).await?;
    let account = |id: SourceId| -> Result<AccountId, CliError> {
        Ok(core.session.source(id)?.source.account)
    };
    let mut left_out = Vec::new();
    for LeftOut { source, message, remedy } in &repair.left_out {
        let account = account(*source)?;
        core.output.note(&format!("{account} is left out. {message}"));
        left_out.push(json!({ "account": account, "message": message, "remedy": remedy }));
    }
    let body = |plan: Option<&Plan>, sources: Vec<Value>| json!({ "plan": plan.map(views::plan), "sources": sources, "left_out": left_out });
    let ended = if left_out.is_empty() { Exit::Done } else { Exit::Finding };
    let Some(plan) = repair.plan else {
        core.output.result(&body(None, Vec::new()), || "There is nothing to repair.\n".into())?;
        return Ok(ended);
    };
    let plan = show_and_carry_out(core, plan, confirm, |p| body(Some(p), Vec::new())).await?;
    let mut sources = Vec::new();
    for id in &plan.sources {
        sources.push(core.session.source(*id)?.source);
    }
    let views = sources.iter().map(views::source).collect();
    core.output
        .result(&body(Some(&plan), views), || sources.iter().map(sentence).collect::<String>())?;
    progress::ended(core, &plan)?;
    let attention = sources.iter().any(|s| s.status.needs_attention());
    Ok(if attention { Exit::Finding } else { ended })
}
