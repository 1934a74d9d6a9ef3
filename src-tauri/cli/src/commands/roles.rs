//! `rolebridge roles`: switch entries. AWS is not asked.

use rolebridge_model::SwitchVerdict;
use rolebridge_model::{SwitchEntryId, palette};
use rolebridge_workflows::switch::{SwitchForm, SwitchQuery, SwitchRow};
use serde_json::json;

use crate::{
    args::RolesCommand,
    connect::Core,
    error::{CliError, Exit},
    output::Table,
    views,
};

/// Carries out one of the commands.
pub(crate) fn run(core: &Core, command: RolesCommand) -> Result<Exit, CliError> {
    match command {
        RolesCommand::List { search } => {
            let rows = entries(core, &search.join(" "))?;
            let views: Vec<_> = rows.iter().map(views::entry).collect();
            core.output.result(&json!({ "entries": views }), || table(&rows))?;
        }
        RolesCommand::Add { name, account, role, colour, external_id } => {
            let form = SwitchForm {
                id: None,
                name,
                account,
                role,
                colour: colour_of(colour.as_deref()),
                region: core.region.as_ref().map(ToString::to_string).unwrap_or_default(),
                external_id,
            };
            let id = core.session.save_switch_entry(&form)?;
            let row = entry(core, id)?;
            match &row.verdict {
                SwitchVerdict::Possible => {}
                SwitchVerdict::Impossible { reason, instead } => {
                    core.output.note(&format!("{reason} {instead}"));
                }
                SwitchVerdict::Unknown { reason } => core.output.note(reason),
            }
            let view = views::entry(&row);
            core.output.result(&json!({ "entry": view }), || {
                format!("{}: {}\n", row.entry.name, row.entry.role)
            })?;
        }
        RolesCommand::Open { print_url, entry } => {
            let row = find(core, &entry)?;
            let (_, url) = core.session.switch_url(row.entry.id)?;
            if !print_url {
                core.app.open_switch_entry(row.entry.id)?;
            }
            let view = views::entry(&row);
            core.output.result(&json!({ "entry": view, "url": url }), || {
                if print_url {
                    format!("{url}\n")
                } else {
                    format!("Opened the console's switch-role page for {}.\n", row.entry.name)
                }
            })?;
        }
    }
    Ok(Exit::Done)
}

fn entries(core: &Core, search: &str) -> Result<Vec<SwitchRow>, CliError> {
    Ok(core.session.switch_entries(&SwitchQuery { search: search.to_owned() })?)
}

fn entry(core: &Core, id: SwitchEntryId) -> Result<SwitchRow, CliError> {
    let all = entries(core, "")?;
    all.into_iter().find(|r| r.entry.id == id).ok_or_else(|| {
        CliError::not_found("The entry was removed meanwhile.", "Add it again if it is meant.")
    })
}

/// The entry of this name, or the only one the text is a part of.
fn find(core: &Core, text: &str) -> Result<SwitchRow, CliError> {
    let same = |row: &SwitchRow| row.entry.name.as_str().eq_ignore_ascii_case(text);
    let mut fitting = entries(core, text)?;
    if fitting.iter().filter(|r| same(r)).count() == 1 {
        fitting.retain(same);
    }
    let names: Vec<String> =
        fitting.iter().map(|r| format!("{} ({})", r.entry.name, r.entry.role)).collect();
    match (fitting.pop(), names.len()) {
        (Some(row), 1) => Ok(row),
        (None, _) => Err(CliError::not_found(
            format!("No entry has \u{201c}{text}\u{201d} in its name, account or role."),
            format!("See the entries with: {} roles list", core.again),
        )),
        (Some(_), several) => Err(CliError::usage(
            format!("\u{201c}{text}\u{201d} fits {several} entries: {}.", names.join(", ")),
            "Name one of them.",
        )),
    }
}

/// A colour of the palette by its name; anything else has to be a value, which the workflow checks.
fn colour_of(text: Option<&str>) -> String {
    let named = match text {
        None => palette().first(),
        Some(text) => palette().iter().find(|c| c.name.eq_ignore_ascii_case(text)),
    };
    named.map(|c| c.hex.to_string()).or_else(|| text.map(str::to_owned)).unwrap_or_default()
}

fn table(rows: &[SwitchRow]) -> String {
    let mut table = Table::new(&["NAME", "ACCOUNT", "ROLE", "COLOUR", "REGION", "CONSOLE"]);
    for SwitchRow { entry, verdict, .. } in rows {
        let hex = entry.colour.to_string();
        let colour = palette().iter().find(|c| c.hex == entry.colour);
        table.row([
            entry.name.to_string(),
            entry.role.account().to_string(),
            entry.role.path_and_name(),
            colour.map_or(hex, |c| c.name.clone()),
            entry.region.as_ref().map_or_else(|| "-".into(), ToString::to_string),
            match verdict {
                SwitchVerdict::Possible => "yes".into(),
                SwitchVerdict::Impossible { reason, .. } => format!("no. {reason}"),
                SwitchVerdict::Unknown { .. } => "not known".into(),
            },
        ]);
    }
    table.text()
}
