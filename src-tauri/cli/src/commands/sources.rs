//! `rolebridge sources`.

mod add;
mod repair;
mod verify;

use rolebridge_model::{
    AccountId, FilterJoin, Plan, Source, SourceColumn, SourceId, SourceQuery, SpaceRef, Timestamp,
};
use rolebridge_workflows::{
    acceptance::AcceptExposure,
    remove::{RemoveRequest, RoleDeletion},
    update::UpdateRequest,
};
use serde_json::{Value, json};

use super::{show_and_carry_out, spaces};
use crate::{
    args::{SourcesCommand, Space},
    connect::Core,
    error::{CliError, Exit},
    input,
    output::Table,
    progress, views,
};

/// Carries out one of the commands.
pub(crate) async fn run(core: &Core, command: SourcesCommand) -> Result<Exit, CliError> {
    match command {
        SourcesCommand::List { space } => {
            let space = open(core, &space).await?;
            let sources = all(core, &space)?;
            let views: Vec<Value> = sources.iter().map(views::source).collect();
            core.output.result(&json!({ "sources": views }), || table(&sources))?;
            Ok(Exit::Done)
        }
        SourcesCommand::Plan { space, new } => {
            let space = open(core, &space).await?;
            add::plan(core, &space, new).await
        }
        SourcesCommand::Add { space, new, confirm } => {
            let space = open(core, &space).await?;
            add::run(core, &space, new, confirm).await
        }
        SourcesCommand::Verify { space, accounts, all: _ } => {
            let space = open(core, &space).await?;
            verify::run(core, &space, &accounts).await
        }
        SourcesCommand::Accept { space, account, revoke } => {
            let space = open(core, &space).await?;
            let source = of(core, &space, &account)?.id;
            core.session.accept_exposure(&AcceptExposure { source, accepted: !revoke })?;
            let source = core.session.source(source)?.source;
            let body = json!({ "source": views::source(&source) });
            core.output.result(&body, || sentence(&source))?;
            Ok(Exit::Done)
        }
        SourcesCommand::Update { space, account, template, inline_policy, confirm } => {
            let space = open(core, &space).await?;
            let source = of(core, &space, &account)?;
            let template = template.or(source.template).ok_or_else(|| {
                CliError::usage(
                    format!("It is not known which template the role of {account} follows."),
                    "Name one with --template, or verify the source first.",
                )
            })?;
            let inline_policy = inline_policy.as_deref().map(input::read).transpose()?;
            let request = UpdateRequest { source: source.id, template, inline_policy };
            let plan = core.session.plan_update(&request).await?;
            let plan = show_and_carry_out(core, plan, confirm, |p| body(p, None)).await?;
            let source = core.session.source(source.id)?.source;
            conclude(core, &plan, Some(&source))
        }
        SourcesCommand::Repair { space, accounts, all: _, confirm } => {
            let space = open(core, &space).await?;
            repair::run(core, &space, &accounts, confirm).await
        }
        SourcesCommand::Remove { space, accounts, delete_role, confirm } => {
            let space = open(core, &space).await?;
            let mut request = RemoveRequest { sources: Vec::new(), delete_roles: Vec::new() };
            for account in &accounts {
                let source = of(core, &space, account)?.id;
                request.sources.push(source);
                let typed_name = delete_role.clone();
                request
                    .delete_roles
                    .extend(typed_name.map(|typed_name| RoleDeletion { source, typed_name }));
            }
            let plan = core.session.plan_remove(&request).await?;
            let body = |p: &Plan| json!({ "plan": views::plan(p) });
            let plan = show_and_carry_out(core, plan, confirm, body).await?;
            core.output.result(&body(&plan), || progress::sentence(&plan))?;
            progress::ended(core, &plan)?;
            Ok(Exit::Done)
        }
    }
}

/// The space a command is about, with its sources as AWS has them.
async fn open(core: &Core, space: &Space) -> Result<SpaceRef, CliError> {
    let space = spaces::find(core, &space.id).await?.space.space;
    core.session.refresh_sources(&space).await?;
    Ok(space)
}

/// The sources of the accounts, or all of the space if none is named.
fn chosen(
    core: &Core,
    space: &SpaceRef,
    accounts: &[AccountId],
) -> Result<Vec<SourceId>, CliError> {
    if accounts.is_empty() {
        Ok(all(core, space)?.iter().map(|s| s.id).collect())
    } else {
        accounts.iter().map(|a| Ok(of(core, space, a)?.id)).collect()
    }
}

/// All sources of a space, by account.
fn all(core: &Core, space: &SpaceRef) -> Result<Vec<Source>, CliError> {
    let mut query = SourceQuery {
        space: space.clone(),
        tokens: Vec::new(),
        join: FilterJoin::And,
        sort: SourceColumn::Account,
        descending: false,
        page: 1,
        page_size: 100,
    };
    let mut sources = Vec::new();
    loop {
        let page = core.session.list_sources(&query)?;
        let last = page.rows.is_empty();
        sources.extend(page.rows);
        if last || sources.len() >= page.matching as usize {
            return Ok(sources);
        }
        query.page += 1;
    }
}

/// The source of an account.
fn of(core: &Core, space: &SpaceRef, account: &AccountId) -> Result<Source, CliError> {
    all(core, space)?.into_iter().find(|s| &s.account == account).ok_or_else(|| {
        CliError::not_found(
            format!("Account {account} is not a source of agent space {}.", space.id),
            format!("See its sources with: {} sources list --space {}", core.again, space.id),
        )
    })
}

fn body(plan: &Plan, source: Option<&Source>) -> Value {
    json!({ "plan": views::plan(plan), "source": source.map(views::source) })
}

/// Prints how a plan about one source ended.
fn conclude(core: &Core, plan: &Plan, source: Option<&Source>) -> Result<Exit, CliError> {
    core.output.result(&body(plan, source), || source.map(sentence).unwrap_or_default())?;
    progress::ended(core, plan)?;
    let attention = source.is_some_and(|s| s.status.needs_attention());
    Ok(if attention { Exit::Finding } else { Exit::Done })
}

fn sentence(source: &Source) -> String {
    let mut text = format!("Account {}: {}.", source.account, source.status.label());
    if let Some(reason) = &source.status_reason {
        text.push_str(&format!(" {reason}"));
    }
    text.push('\n');
    text
}

fn table(sources: &[Source]) -> String {
    let mut table = Table::new(&["ACCOUNT", "NAME", "ROLE", "TEMPLATE", "STATUS", "LAST CHECKED"]);
    for source in sources {
        let label = source.label.as_ref().map(ToString::to_string);
        table.row([
            source.account.to_string(),
            label.or_else(|| source.alias.clone()).unwrap_or_else(|| "-".into()),
            source.role.path_and_name(),
            source.template.as_ref().map_or_else(|| "-".into(), ToString::to_string),
            source.status.label().to_owned(),
            source.last_checked.map_or_else(|| "never".into(), second),
        ]);
    }
    table.text()
}

fn second(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
