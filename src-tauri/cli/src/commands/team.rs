//! `rolebridge team`. AWS is not asked.

use std::path::Path;

use rolebridge_workflows::{
    import::ImportSkip,
    team::{
        AddTeamFile, LastChange, TeamDifference, TeamFileStatus, TeamPath, TeamState,
        UpdateTeamFile,
    },
};
use serde_json::{Value, json};

use crate::{
    args::TeamCommand,
    connect::Core,
    error::{CliError, Exit},
    output::Table,
};

/// Carries out one of the commands.
pub(crate) async fn run(core: &Core, command: TeamCommand) -> Result<Exit, CliError> {
    match command {
        TeamCommand::List => list(core).await,
        TeamCommand::Add { path, dry_run } => add(core, path, dry_run).await,
        TeamCommand::Update { file, dry_run } => update(core, file.as_deref(), dry_run).await,
        TeamCommand::Remove { file } => {
            let file = find(core.session.team_files()?, &file)?;
            core.session.remove_team_file(file.id)?;
            let value = json!({ "removed": file.id });
            core.output.result(&value, || format!("{} was removed.\n", file.name))?;
            Ok(Exit::Done)
        }
    }
}

async fn list(core: &Core) -> Result<Exit, CliError> {
    core.session.prepare_team_files(None).await;
    let files = core.session.team_files()?;
    let value = json!({ "files": files.iter().map(view).collect::<Vec<_>>() });
    core.output.result(&value, || {
        let mut table = Table::new(&["NAME", "ENTRIES", "STATE", "LAST CHANGE", "TITLE", "PATH"]);
        for file in &files {
            table.row([
                file.name.clone(),
                file.entries.to_string(),
                state(&file.state).to_owned(),
                file.last_change.as_ref().map_or_else(|| "-".to_owned(), change),
                file.title.clone().unwrap_or_else(|| "-".to_owned()),
                file.path.clone(),
            ]);
        }
        let broken = files.iter().filter_map(|f| match &f.state {
            TeamState::Broken { message } => Some(format!("{}: {message}\n", f.path)),
            _ => None,
        });
        let left_out = files.iter().filter(|f| !f.left_out.is_empty());
        let left_out = left_out.map(|f| format!("{}:\n{}", f.path, left_out_of(&f.left_out)));
        table.text() + &broken.chain(left_out).collect::<String>()
    })?;
    Ok(Exit::Done)
}

async fn add(core: &Core, path: String, dry_run: bool) -> Result<Exit, CliError> {
    // A path is of the folder the command runs in.
    let path = match Path::new(&path).canonicalize() {
        Ok(path) => path.display().to_string(),
        Err(_) => path,
    };
    let path = TeamPath { path };
    core.session.prepare_team_files(Some(path.clone())).await;
    let preview = core.session.preview_team_file(&path)?;
    let id = if dry_run {
        None
    } else {
        let token = preview.difference.token.clone();
        Some(core.session.add_team_file(&AddTeamFile { path: preview.path.clone(), token })?)
    };
    let value = json!({
        "id": id,
        "name": preview.name,
        "title": preview.title,
        "path": preview.path,
        "last_change": preview.last_change,
        "difference": difference(&preview.difference),
        "left_out": preview.left_out,
    });
    core.output.result(&value, || {
        let title = preview.title.as_ref().map(|t| format!("{t}\n")).unwrap_or_default();
        let last = change(&preview.last_change);
        let head = format!("{title}{}\nLast change: {last}\n", preview.path);
        head + &text(&preview.difference) + &left_out_of(&preview.left_out)
    })?;
    Ok(Exit::Done)
}

async fn update(core: &Core, only: Option<&str>, dry_run: bool) -> Result<Exit, CliError> {
    core.session.prepare_team_files(None).await;
    let mut files = core.session.team_files()?;
    if let Some(only) = only {
        files = vec![find(files, only)?];
    }
    let mut updated = Vec::new();
    let mut said = String::new();
    let mut well = true;
    for file in &files {
        said.push_str(&format!("{}: {}\n", file.path, state(&file.state)));
        said.push_str(&left_out_of(&file.left_out));
        match &file.state {
            TeamState::Current => {}
            TeamState::Missing => well = false,
            TeamState::Broken { message } => {
                well = false;
                said.push_str(&format!("{message}\n"));
            }
            TeamState::Changed { difference } => {
                said.push_str(&text(difference));
                if !dry_run {
                    let token = difference.token.clone();
                    core.session.update_team_file(&UpdateTeamFile { id: file.id, token })?;
                    updated.push(file.id);
                }
            }
        }
    }
    let files: Vec<Value> = files.iter().map(view).collect();
    core.output.result(&json!({ "files": files, "updated": updated }), || said)?;
    if well {
        return Ok(Exit::Done);
    }
    Err(CliError::new(
        "refused",
        Exit::Finding,
        "A team file can't be read. The entries taken from it last stay.",
        Some("See which and why with: rolebridge team list".into()),
    ))
}

fn find(files: Vec<TeamFileStatus>, named: &str) -> Result<TeamFileStatus, CliError> {
    let path = Path::new(named).canonicalize().map(|p| p.display().to_string()).ok();
    let fits = |f: &TeamFileStatus| {
        f.name == named
            || f.path == named
            || Some(&f.path) == path.as_ref()
            || f.id.0.to_string() == named
    };
    let mut found: Vec<_> = files.into_iter().filter(fits).collect();
    let remedy = || "See what there is with: rolebridge team list";
    match (found.pop(), found.is_empty()) {
        (Some(file), true) => Ok(file),
        (Some(_), false) => {
            Err(CliError::usage(format!("Several team files are called {named}."), remedy()))
        }
        (None, _) => Err(CliError::not_found(format!("There is no team file {named}."), remedy())),
    }
}

const fn state(state: &TeamState) -> &'static str {
    match state {
        TeamState::Current => "current",
        TeamState::Changed { .. } => "changed",
        TeamState::Broken { .. } => "broken",
        TeamState::Missing => "missing",
    }
}

fn view(file: &TeamFileStatus) -> Value {
    let (message, changes) = match &file.state {
        TeamState::Broken { message } => (Some(message), None),
        TeamState::Changed { difference: found } => (None, Some(difference(found))),
        TeamState::Current | TeamState::Missing => (None, None),
    };
    json!({
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "path": file.path,
        "entries": file.entries,
        "taken_at": file.taken_at,
        "last_change": file.last_change,
        "state": state(&file.state),
        "message": message,
        "difference": changes,
        "left_out": file.left_out,
    })
}

fn difference(of: &TeamDifference) -> Value {
    json!({
        "added": of.added,
        "changed": of.changed,
        "removed": of.removed,
        "warnings": of.warnings,
    })
}

fn change(of: &LastChange) -> String {
    match &of.commit {
        None => of.at.to_string(),
        Some(commit) => {
            let since = if commit.changed_since { ", changed since" } else { "" };
            format!("{} {} {}{since}", of.at, commit.id, commit.author)
        }
    }
}

/// What becomes no entry on this computer.
fn left_out_of(of: &[ImportSkip]) -> String {
    of.iter().map(|s| format!("line {}: left out {}: {}\n", s.line, s.name, s.reason)).collect()
}

fn text(of: &TeamDifference) -> String {
    let or_none = |v: &Option<String>| v.clone().unwrap_or_else(|| "none".into());
    let mut text = String::new();
    for a in &of.added {
        text.push_str(&format!("line {}: add {} ({})\n", a.line, a.name, a.role.in_words()));
    }
    for c in &of.changed {
        text.push_str(&format!("line {}: change {}", c.line, c.name));
        for change in &c.changes {
            let (from, to) = (or_none(&change.from), or_none(&change.to));
            text.push_str(&format!("; {}: {from} \u{2192} {to}", change.field));
        }
        text.push('\n');
    }
    for r in &of.removed {
        text.push_str(&format!("remove {} ({})\n", r.name, r.role.in_words()));
    }
    for w in &of.warnings {
        text.push_str(&format!("line {}: {}: {}\n", w.line, w.name, w.notice));
    }
    text
}
