//! `rolebridge roles colour`: the colour of an entry's account in the AWS console.

use rolebridge_model::AccountColour;
use serde_json::json;

use super::{
    roles::{as_set, find},
    sessions::credentials_of,
};
use crate::{
    args::{Confirm, OfEntry, WantedColour},
    connect::Core,
    error::{CliError, Exit},
};

/// Shows the colour, and the change if there is to be one; makes it if that was confirmed.
pub(crate) async fn run(
    core: &Core,
    of: &OfEntry,
    wanted: Option<WantedColour>,
    confirm: Confirm,
) -> Result<Exit, CliError> {
    let entry = as_set(core, find(core, &of.entry)?).await?;
    let colours = core.session.account_colours(&entry)?;
    let credentials = credentials_of(core, &entry, of).await?;
    let offer = colours.read(&credentials).await?;
    let wanted = match wanted {
        None => None,
        Some(WantedColour::This(colour)) => Some(colour),
        Some(WantedColour::Nearest) => Some(offer.nearest.ok_or_else(|| {
            CliError::refused(
                format!("The colour of {}, {}, is a grey; AWS has none.", entry.name, entry.colour),
                "Name the colour you want.",
            )
        })?),
    };
    let change = wanted.filter(|wanted| *wanted != offer.now);
    let tell = |changed: bool| {
        let value = json!({
            "account": offer.account,
            "role": offer.role,
            "now": offer.now,
            "nearest": offer.nearest,
            "wanted": wanted,
            "changed": changed,
        });
        core.output.result(&value, || {
            let account = &offer.account;
            let now = offer.now.title();
            match (change, wanted, offer.nearest.map(AccountColour::title)) {
                (Some(colour), ..) => {
                    let colour = colour.title();
                    let said = if changed { "was changed" } else { "would be changed" };
                    format!(
                        "The colour of account {account} in the AWS console {said}: {now} -> {colour}. \
                         It is a setting of the account: everybody who uses its console sees it.\n"
                    )
                }
                (None, None, Some(nearest)) => format!(
                    "The AWS console shows account {account} with: {now}. Nearest to the entry's own: \
                     {nearest}.\n"
                ),
                (None, ..) => format!("The AWS console shows account {account} with: {now}.\n"),
            }
        })
    };
    let Some(colour) = change else {
        tell(false)?;
        return Ok(Exit::Done);
    };
    if !confirm.yes {
        tell(false)?;
        super::agreed(core, confirm, "Change it?", "change the colour").await?;
    }
    core.interrupt.stops_by_itself();
    colours.set(&credentials, offer.now, colour).await?;
    tell(true)?;
    Ok(Exit::Done)
}
