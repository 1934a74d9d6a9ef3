//! `rolebridge roles`: switch entries.

use rolebridge_model::{SwitchEntry, SwitchTarget, SwitchVerdict, palette};
use rolebridge_workflows::switch::{
    HopForm, SessionForm, SwitchForm, SwitchKind, SwitchOrder, SwitchQuery, SwitchRow, TagForm,
};
use serde_json::json;

use super::{sessions, shell};
use crate::{
    args::{NewEntrySession, OfEntry, OpenWay, RolesCommand},
    connect::Core,
    error::{CliError, Exit},
    output::Table,
    views,
};

/// Carries out one of the commands.
pub(crate) async fn run(core: &Core, command: RolesCommand) -> Result<Exit, CliError> {
    if command.shows_verdicts() {
        // A configuration that can't be read is told of by whoever needs it.
        let _ = core.app.identities().await;
        // The sandbox has profiles of its own.
        if core.session.is_sandbox() {
            let _ = core.session.profiles().await;
        }
    }
    match command {
        RolesCommand::List { search } => {
            let rows = entries(core, search.join(" "))?;
            let views: Vec<_> = rows.iter().map(views::entry).collect();
            core.output.result(&json!({ "entries": views }), || table(&rows))?;
        }
        RolesCommand::Add { name, account, role, permission_set, colour, external_id, more } => {
            let session = session_form(&more)?;
            let form = SwitchForm {
                id: None,
                name,
                kind: permission_set
                    .as_ref()
                    .map_or(SwitchKind::Role, |_| SwitchKind::PermissionSet),
                account,
                role: permission_set.unwrap_or(role),
                colour: colour_of(colour.as_deref()),
                region: core.region.as_ref().map(ToString::to_string).unwrap_or_default(),
                external_id,
                session: Some(session),
                group: more.group.clone(),
                favourite: Some(more.favourite),
                notes: more.notes.clone(),
            };
            let id = core.session.save_switch_entry(&form)?;
            let row = core.session.switch_row(core.session.switch_entry(id)?)?;
            match &row.verdict {
                SwitchVerdict::Possible | SwitchVerdict::NotSwitched { .. } => {}
                SwitchVerdict::Impossible { reason, instead } => {
                    core.output.note(&format!("{reason} {instead}"));
                }
                SwitchVerdict::Unknown { reason } => core.output.note(reason),
            }
            let view = views::entry(&row);
            core.output.result(&json!({ "entry": view }), || {
                format!("{}: {}\n", row.entry.name, row.entry.role.in_words())
            })?;
        }
        RolesCommand::Open { way, print_url, of } => open(core, way, print_url, &of).await?,
        RolesCommand::Colour { of, colour, confirm } => {
            return super::colour::run(core, &of, colour, confirm).await;
        }
        RolesCommand::Credentials(of) => return sessions::credentials(core, &of).await,
        RolesCommand::Env { shell, of } => return sessions::env(core, shell, &of).await,
        RolesCommand::Shell(args) => return shell::run(core, &args).await,
        RolesCommand::Exec { of, command } => return sessions::exec(core, &of, &command).await,
    }
    Ok(Exit::Done)
}

fn entries(core: &Core, search: String) -> Result<Vec<SwitchRow>, CliError> {
    let query = SwitchQuery { search, order: SwitchOrder::Manual, ..SwitchQuery::default() };
    let found = core.session.find_switch_entries(&query)?;
    Ok(core.session.switch_rows(found)?)
}

async fn open(core: &Core, way: OpenWay, print_url: bool, of: &OfEntry) -> Result<(), CliError> {
    let found = find(core, &of.entry)?;
    let view = views::entry(&core.session.switch_row(found.clone())?);
    let entry = as_set(core, found).await?;
    match way {
        OpenWay::SwitchRole => {
            let (_, url) = core.session.switch_url(entry.id)?;
            if !print_url {
                core.app.open_switch_entry(entry.id)?;
            }
            core.output.result(&json!({ "entry": view, "url": url }), || {
                if print_url {
                    format!("{url}\n")
                } else {
                    format!("Opened the console's switch-role page for {}.\n", entry.name)
                }
            })
        }
        OpenWay::Console if print_url => {
            let url = sessions::asking(core, &entry, of, async |a| {
                core.session.console_sign_in(&entry, a).await
            })
            .await?;
            core.output.result(&json!({ "entry": view, "url": url.expose() }), || {
                format!("{}\n", url.expose())
            })
        }
        OpenWay::Console => {
            sessions::asking(core, &entry, of, async |a| core.app.open_signed_in(&entry, a).await)
                .await?;
            let had = tokio::task::spawn_blocking(rolebridge_start::handoffs_are_over).await;
            if !had.unwrap_or(false) {
                let told = "The browser was started, but did not come for the address to open.";
                let remedy = "Check the default browser, or print the address with --print-url.";
                return Err(CliError::new("local", Exit::Finding, told, Some(remedy.into())));
            }
            core.output.result(&json!({ "entry": view, "url": null }), || {
                format!("Opened the console, signed in as {}.\n", entry.name)
            })
        }
    }
}

/// The session part of the form from its options.
fn session_form(more: &NewEntrySession) -> Result<SessionForm, CliError> {
    let mut tags = Vec::new();
    for (texts, transitive) in [(&more.tag, false), (&more.transitive_tag, true)] {
        for text in texts {
            let (key, value) = text.split_once('=').ok_or_else(|| {
                CliError::usage(
                    format!("\u{201c}{text}\u{201d} is no tag."),
                    "Write tags as KEY=VALUE.",
                )
            })?;
            tags.push(TagForm { key: key.to_owned(), value: value.to_owned(), transitive });
        }
    }
    let hop = |text: &String| {
        // Role names and external IDs may both hold commas; names hardly ever do.
        let (role, id) = text.split_once(',').unwrap_or((text, ""));
        HopForm { role: role.to_owned(), external_id: id.to_owned() }
    };
    Ok(SessionForm {
        profile: more.source_profile.clone(),
        chain: more.via.iter().map(hop).collect(),
        session_name: more.session_name.clone(),
        duration: more.duration,
        mfa: more.mfa_serial.clone(),
        tags,
        source_identity: more.source_identity.clone(),
    })
}

/// An entry as it is used: with what is set for all, and the Region of the command line.
pub(crate) async fn as_set(core: &Core, entry: SwitchEntry) -> Result<SwitchEntry, CliError> {
    if core.app.preferences()?.opening.duration.is_some() {
        // A configuration that can't be read is told of by whoever needs it.
        let _ = core.app.identities().await;
    }
    let mut entry = core.app.as_set(entry)?;
    if let Some(region) = &core.region {
        entry.region = Some(region.clone());
    }
    Ok(entry)
}

/// The entry of this name, or published under it, or the only one the text is a part of.
pub(crate) fn find(core: &Core, text: &str) -> Result<SwitchEntry, CliError> {
    if text.trim().is_empty() {
        return Err(CliError::usage(
            "No entry is named.",
            format!("See the entries with: {} roles list", core.again),
        ));
    }
    if let Some(named) = core.session.switch_entry_named(text)? {
        return Ok(named);
    }
    if let Some(published) = core.session.published_entry(text)? {
        return Ok(published);
    }
    let query = SwitchQuery { search: text.to_owned(), ..SwitchQuery::default() };
    let mut fitting = core.session.find_switch_entries(&query)?;
    let names: Vec<String> =
        fitting.iter().map(|e| format!("{} ({})", e.name, e.role.in_words())).collect();
    match (fitting.pop(), names.len()) {
        (Some(entry), 1) => Ok(entry),
        (None, _) => Err(CliError::not_found(
            format!("No entry has \u{201c}{text}\u{201d} in its name, account or role."),
            format!("See the entries with: {} roles list", core.again),
        )),
        (Some(_), several) => Err(CliError::usage(
            format!("\u{201c}{text}\u{201d} fits {several} entries:{}", candidates(&names)),
            "Type more of the name, or all of it in quotes.",
        )),
    }
}

/// The first few, a line each, and how many more.
fn candidates(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let mut text: String = names.iter().take(SHOWN).map(|name| format!("\n  {name}")).collect();
    if let Some(more) = names.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        text.push_str(&format!("\n  and {more} more"));
    }
    text
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
            match &entry.role {
                SwitchTarget::Role(role) => role.path_and_name(),
                SwitchTarget::PermissionSet(set) => format!("{} (permission set)", set.name),
            },
            colour.map_or(hex, |c| c.name.clone()),
            entry.region.as_ref().map_or_else(|| "-".into(), ToString::to_string),
            match verdict {
                SwitchVerdict::Possible => "yes".into(),
                SwitchVerdict::Impossible { reason, .. } => format!("no. {reason}"),
                SwitchVerdict::NotSwitched { .. } => "signed in".into(),
                SwitchVerdict::Unknown { .. } => "not known".into(),
            },
        ]);
    }
    table.text()
}
