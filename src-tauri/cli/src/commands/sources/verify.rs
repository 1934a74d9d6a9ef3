//! `rolebridge sources verify`.

use rolebridge_model::{AccountId, SourceId, SpaceRef};
use rolebridge_workflows::{
    progress::{Event, JobProgress, JobState},
    sources::{Selection, SourceDetail},
};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::chosen;
use crate::{
    connect::Core,
    error::{CliError, Exit},
    output::Table,
    views,
};

/// Verifies the sources of the accounts, or all of the space if none is named.
pub(crate) async fn run(
    core: &Core,
    space: &SpaceRef,
    accounts: &[AccountId],
) -> Result<Exit, CliError> {
    let ids = chosen(core, space, accounts)?;
    let ended = verify(core, ids.clone()).await?;
    let sources: Vec<SourceDetail> =
        ids.iter().map(|id| core.session.source(*id)).collect::<Result<_, _>>()?;
    let views: Vec<Value> =
        sources.iter().map(|s| views::verified(&s.source, s.verification.as_ref())).collect();
    core.output.result(&json!({ "sources": views }), || text(&sources))?;
    if ended.state == JobState::Cancelled {
        return Err(CliError::interrupted(
            format!("Stopped; {} of {} sources were verified.", ended.done, ended.total),
            "Run the command again to verify the rest.",
        ));
    }
    Ok(if ended.attention > 0 { Exit::Finding } else { Exit::Done })
}

/// Runs the job to its end, telling of each source.
async fn verify(core: &Core, ids: Vec<SourceId>) -> Result<JobProgress, CliError> {
    core.interrupt.stops_by_itself();
    let mut events = core.app.events();
    let id = core.app.verify_sources(&Selection::These { ids })?;
    let mut stopping = false;
    let mut told = 0;
    loop {
        tokio::select! {
            () = core.interrupt.token.cancelled(), if !stopping => {
                stopping = true;
                core.app.cancel(id.0);
                core.output.note("Stopping. Ctrl-C again stops at once.");
            }
            event = events.recv() => match event {
                Ok(Event::Job { job }) if job.id == id => {
                    if job.state != JobState::Running {
                        return Ok(job);
                    }
                    if job.done > told {
                        told = job.done;
                        core.output.note(&format!("[{}/{}] {}", job.done, job.total, job.now));
                    }
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => {
                    return Err(CliError::local("The verification ended without a word."));
                }
            },
        }
    }
}

fn text(sources: &[SourceDetail]) -> String {
    let mut table = Table::new(&["ACCOUNT", "ROLE", "STATUS", "REASON"]);
    for SourceDetail { source, .. } in sources {
        table.row([
            source.account.to_string(),
            source.role.path_and_name(),
            source.status.label().to_owned(),
            source.status_reason.clone().unwrap_or_default(),
        ]);
    }
    let mut text = table.text();
    for SourceDetail { source, verification, .. } in sources {
        if !source.status.needs_attention() {
            continue;
        }
        let checks = verification.iter().flat_map(|v| &v.checks);
        for remedy in checks.filter_map(|c| c.remedy.as_ref()) {
            text.push_str(&format!("\n{}: {remedy}", source.account));
        }
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
