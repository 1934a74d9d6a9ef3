//! `rolebridge import`, `export`, `publish` and `unpublish`. AWS is not asked.

use std::{fmt::Write, path::Path};

use rolebridge_model::TemplateId;
use rolebridge_policy::Deployment;
use rolebridge_workflows::{
    export::ExportReason,
    import::{ImportAction, ImportCounts, ImportFile, ImportItem, ImportPreview},
    publish::{PublishAnswer, PublishLineKind, PublishPreview, PublishRequest, PublishRun},
};
use serde_json::{Value, json};

use crate::{
    args::{Confirm, ExportArgs, ImportArgs, PublishArgs, UnpublishArgs},
    connect::Core,
    error::{CliError, Exit},
    input,
};

/// Imports a file.
pub(crate) async fn import(core: &Core, args: ImportArgs) -> Result<Exit, CliError> {
    let bytes = input::bytes(&args.file)?;
    let path = Path::new(&args.file);
    let name = path.canonicalize().map_or(args.file.clone(), |p| p.display().to_string());
    let file = ImportFile { name, bytes, dialect: args.dialect };
    core.session.prepare_import(&file).await;
    let preview = if args.dry_run {
        core.session.preview_import(&file)?
    } else {
        core.interrupt.stops_by_itself();
        core.session.import(&file, &core.interrupt.token, |_, _| ())?.ok_or_else(|| {
            CliError::interrupted("Stopped. Nothing was imported.", "Run the command again.")
        })?
    };
    for other in &preview.others {
        let (is, may) = (&preview.dialect.dialect, &other.dialect);
        core.output.note(&format!(
            "It was read as {is}, but may be {may} as well. {} Say which with --dialect.",
            other.why
        ));
    }
    // Twenty thousand entries are not written twice.
    if core.output.is_json() {
        core.output.json(&import_view(&preview, args.dry_run))?;
    } else {
        core.output.text(&import_text(&preview))?;
    }
    Ok(Exit::Done)
}

fn import_view(preview: &ImportPreview, dry_run: bool) -> Value {
    let counts = ImportCounts::of(preview);
    json!({
        "file": preview.file,
        "dialect": preview.dialect.dialect,
        "others": preview.others,
        "dry_run": dry_run,
        "added": counts.added,
        "updated": counts.updated,
        "same": counts.same,
        "items": preview.items.iter().map(item_view).collect::<Vec<_>>(),
        "skipped": preview.skipped,
        "warnings": preview.warnings,
        "gone": preview.gone,
    })
}

fn item_view(item: &ImportItem) -> Value {
    let (action, changes) = match &item.action {
        ImportAction::Add => ("add", &[][..]),
        ImportAction::Update { changes, .. } => ("update", changes.as_slice()),
        ImportAction::Same { .. } => ("same", &[][..]),
    };
    json!({
        "line": item.line,
        "name": item.name,
        "entry": item.entry,
        "account": item.account,
        "role": item.role,
        "action": action,
        "changes": changes,
        "settings": item.settings,
        "not_kept": item.not_kept,
    })
}

fn import_text(preview: &ImportPreview) -> String {
    let mut text = format!("{}, {}\n", preview.file, preview.dialect.title);
    for item in &preview.items {
        line(&mut text, item.line, format_args!("{}", Item(item)));
    }
    for skip in &preview.skipped {
        line(&mut text, skip.line, format_args!("skip {}: {}", skip.name, skip.reason));
    }
    for warning in &preview.warnings {
        line(&mut text, warning.line, format_args!("note {}: {}", warning.name, warning.notice));
    }
    for gone in &preview.gone {
        text.push_str(&format!("{gone} is not in the file any more. It stays.\n"));
    }
    text.push_str(&format!("{}\n", ImportCounts::of(preview)));
    text
}

fn line(text: &mut String, number: u32, what: std::fmt::Arguments<'_>) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "line {number}: {what}");
}

/// What becomes of a part of a file, on a line.
struct Item<'a>(&'a ImportItem);

impl std::fmt::Display for Item<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ImportItem { entry, role, action, not_kept, .. } = self.0;
        let role = role.in_words();
        match action {
            ImportAction::Add => write!(f, "add {entry} ({role})")?,
            ImportAction::Same { .. } => write!(f, "there already: {entry} ({role})")?,
            ImportAction::Update { changes, .. } => {
                write!(f, "update {entry} ({role})")?;
                for c in changes {
                    let (from, to) = (or_none(c.from.as_deref()), or_none(c.to.as_deref()));
                    write!(f, "; {}: {from} \u{2192} {to}", c.field)?;
                }
            }
        }
        if !not_kept.is_empty() {
            write!(f, "; not kept: {}", not_kept.join(", "))?;
        }
        Ok(())
    }
}

fn or_none(value: Option<&str>) -> &str {
    value.unwrap_or("none")
}

/// Writes the entries for another tool.
pub(crate) async fn export(core: &Core, mut args: ExportArgs) -> Result<Exit, CliError> {
    let format = match (args.format.of(), args.template.take()) {
        (Ok(format), None) => format,
        (Ok(_), Some(_)) => {
            return Err(CliError::usage(
                "A template is no part of an export of entries.",
                "Leave --template out, or choose cloudformation, terraform or aws-cli.",
            ));
        }
        (Err(of), template) => return role(core, of, template.as_ref(), args),
    };
    core.session.prepare_export(format).await;
    let exported = core.session.exported(format)?;
    for note in &exported.notes {
        core.output.note(note);
    }
    for lost in ExportReason::of(exported.losses.clone()) {
        core.output.note(&format!("{} ({})", lost.reason, listed(&lost.entries)));
    }
    save(args.output.as_deref(), &exported.text)?;
    let (path, text) = match &args.output {
        Some(path) => (Some(path.display().to_string()), None),
        None => (None, Some(&exported.text)),
    };
    let view = json!({
        "entries": exported.entries,
        "output": path,
        "text": text,
        "losses": exported.losses,
    });
    core.output.result(&view, || match &path {
        Some(path) => format!("{} entries are in {path}.\n", exported.entries),
        None => exported.text.clone(),
    })?;
    Ok(Exit::Done)
}

/// Writes a template's role for the tool that makes it.
fn role(
    core: &Core,
    of: Deployment,
    template: Option<&TemplateId>,
    args: ExportArgs,
) -> Result<Exit, CliError> {
    let template = template.ok_or_else(|| {
        CliError::usage("It is not said which role is meant.", "Name it with --template.")
    })?;
    let rendered = super::policy::rendered(template, args.variables)?;
    let text = rendered.deployment(of).ok_or_else(|| {
        CliError::not_found(
            format!("The template {template} has no role."),
            "Choose one with a trust policy: rolebridge templates lists them.",
        )
    })?;
    for group in &rendered.groups {
        core.output.note(&format!(
            "Not in the file: the policy {} for {}. See it with rolebridge policy render.",
            group.name, group.owner
        ));
    }
    save(args.output.as_deref(), &text)?;
    let path = args.output.as_ref().map(|p| p.display().to_string());
    let view = json!({
        "template": rendered.template,
        "role_name": rendered.role_name,
        "output": path,
        "text": path.is_none().then_some(&text),
        "notes": rendered.notes,
    });
    core.output.result(&view, || match &path {
        Some(path) => format!("The role {} is in {path}.\n", rendered.role_name),
        None => text.clone(),
    })?;
    Ok(Exit::Done)
}

fn save(path: Option<&Path>, text: &str) -> Result<(), CliError> {
    let Some(path) = path else { return Ok(()) };
    std::fs::write(path, text).map_err(|e| {
        let message = format!("{} could not be written: {e}.", path.display());
        CliError::new("local", Exit::Finding, message, Some("Name another file.".into()))
    })
}

fn listed(entries: &[String]) -> String {
    const MOST: usize = 5;
    let more = entries.len().saturating_sub(MOST);
    let shown = entries[..entries.len() - more].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// Makes profiles of the entries.
pub(crate) async fn publish(core: &Core, args: &PublishArgs) -> Result<Exit, CliError> {
    let request = PublishRequest { layout: args.layout.into(), ..PublishRequest::default() };
    change(core, request, args.dry_run, args.confirm).await
}

/// Takes all profiles back.
pub(crate) async fn unpublish(core: &Core, args: &UnpublishArgs) -> Result<Exit, CliError> {
    let request = PublishRequest { entries: Some(Vec::new()), ..PublishRequest::default() };
    change(core, request, args.dry_run, args.confirm).await
}

async fn change(
    core: &Core,
    request: PublishRequest,
    dry_run: bool,
    confirm: Confirm,
) -> Result<Exit, CliError> {
    let preview = core.app.preview_publish(&request)?;
    for note in &preview.notes {
        core.output.note(note);
    }
    let view = |done: Option<&PublishAnswer>| {
        json!({
            "path": preview.path,
            "changed": done.is_some(),
            "backup": done.and_then(|d| d.backup.as_ref()),
            "profiles": preview.profiles,
            "left_out": preview.left_out,
            "renamed": preview.renamed,
            "diff": preview.lines,
        })
    };
    // Who is to confirm it sees it first.
    if !core.output.is_json() {
        core.output.text(&difference(&preview))?;
    }
    if dry_run || preview.lines.is_empty() {
        core.output.result(&view(None), String::new)?;
        return Ok(Exit::Done);
    }
    let question = format!("Change {}?", preview.path);
    if let Err(not) = super::agreed(core, confirm, &question, "change the file").await {
        core.output.result(&view(None), String::new)?;
        return Err(not);
    }
    core.interrupt.stops_by_itself();
    let token = preview.token.clone();
    let done = core.app.publish(&PublishRun { request, token })?;
    core.output.result(&view(Some(&done)), || {
        let mut text = format!("{} was changed.\n", preview.path);
        if let Some(backup) = &done.backup {
            text.push_str(&format!("As it was before: {backup}\n"));
        }
        text
    })?;
    Ok(Exit::Done)
}

fn difference(preview: &PublishPreview) -> String {
    let mut text = format!("{}\n", preview.path);
    if preview.lines.is_empty() {
        text.push_str("Nothing is different.\n");
    }
    let mut next = None;
    for line in &preview.lines {
        // Lines that are not shown between two changes.
        if line.line.is_some() && next.is_some() && line.line != next {
            text.push_str("...\n");
        }
        next = line.line.map_or(next, |n| Some(n + 1));
        let mark = match line.kind {
            PublishLineKind::Same => ' ',
            PublishLineKind::Removed => '-',
            PublishLineKind::Added => '+',
        };
        text.push_str(format!("{mark} {}", line.text).trim_end());
        text.push('\n');
    }
    for left in &preview.left_out {
        text.push_str(&format!("Left out: {}. {}\n", left.entry, left.reason));
    }
    for renamed in &preview.renamed {
        text.push_str(&format!("{} is the profile {}.\n", renamed.entry, renamed.profile));
    }
    text
}
