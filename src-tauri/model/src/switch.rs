//! Switch entries: coloured, named shortcuts to roles and permission sets.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{
    Colour, DisplayName, ExternalId, GroupName, Notes, Region, SessionSettings, SwitchTarget,
};

/// Names a switch entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[ts(as = "i32")]
pub struct SwitchEntryId(pub i64);

/// A shortcut to a role or a permission set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchEntry {
    /// Which one.
    pub id: SwitchEntryId,
    /// What it is called.
    pub name: DisplayName,
    /// The role, or the permission set.
    pub role: SwitchTarget,
    /// Its colour, in the app and in the console.
    pub colour: Colour,
    /// Region to open.
    pub region: Option<Region>,
    /// External ID the role's trust policy asks for.
    pub external_id: Option<ExternalId>,
    /// How its credentials are had.
    #[serde(default)]
    #[ts(as = "Option<SessionSettings>", optional)]
    pub session: SessionSettings,
    /// The group it is shown in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub group: Option<GroupName>,
    /// Whether it is kept at hand.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub favourite: bool,
    /// What a person noted of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub notes: Option<Notes>,
}

/// Whether the console's switch-role page can take one to a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SwitchVerdict {
    /// Nothing we know speaks against it.
    Possible,
    /// It can't work.
    Impossible {
        /// Why, in a sentence.
        reason: String,
        /// What works instead.
        instead: String,
    },
    /// One signs in to it, and has no need to switch.
    NotSwitched {
        /// Why the page can't, in a sentence.
        reason: String,
        /// What is done in its place.
        instead: String,
    },
    /// It hangs on the role's trust policy, which was not read.
    Unknown {
        /// What is not known, and how to find out, in a sentence.
        reason: String,
    },
}

/// A colour of the palette.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct NamedColour {
    /// Its name.
    pub name: String,
    /// Its value.
    pub hex: Colour,
}

#[derive(Deserialize)]
struct Palette {
    colours: Vec<NamedColour>,
}

#[allow(clippy::expect_used)] // embedded at build time and read by a test
static PALETTE: LazyLock<Palette> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/palette.json")).expect("palette.json is valid")
});

/// The colours the console's switch-role page knows.
#[must_use]
pub fn palette() -> &'static [NamedColour] {
    &PALETTE.colours
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_palette_reads() {
        assert_eq!(super::palette().len(), 5);
    }
}
