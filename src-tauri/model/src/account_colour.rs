//! The colour the AWS console shows for an account, to everybody in it (service `uxc`, 2024-07-01,
//! shape `AccountColor`).

use serde::{Deserialize, Serialize};

use crate::Colour;

/// A colour of an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum AccountColour {
    /// None: as the console came.
    #[default]
    None,
    /// Pink.
    Pink,
    /// Purple.
    Purple,
    /// Dark blue.
    DarkBlue,
    /// Light blue.
    LightBlue,
    /// Teal.
    Teal,
    /// Green.
    Green,
    /// Yellow.
    Yellow,
    /// Orange.
    Orange,
    /// Red.
    Red,
}

/// Up to which hue, in degrees, a colour is called what where it is bright, and what where it is dark.
/// AWS publishes names and no values, so this is how people read the names.
const HUES: [(f32, AccountColour, AccountColour); 10] = {
    use AccountColour::{DarkBlue, Green, LightBlue, Orange, Pink, Purple, Red, Teal, Yellow};
    [
        (15.0, Red, Red),
        (42.0, Orange, Orange),
        (65.0, Yellow, Yellow),
        (158.0, Green, Green),
        (187.0, Teal, Teal),
        (250.0, LightBlue, DarkBlue),
        (310.0, Purple, Purple),
        (343.0, Pink, Pink),
        (355.0, Pink, Red),
        (360.0, Red, Red),
    ]
};
/// What is dark, from 0 to 1.
const DARK_BELOW: f32 = 0.45;
/// What has less between its strongest and its weakest part is a grey.
const GREY_BELOW: f32 = 0.06;

impl AccountColour {
    /// The call that reads it.
    pub const READ: &str = "uxc:GetAccountCustomizations";
    /// The call that sets it.
    pub const WRITE: &str = "uxc:UpdateAccountCustomizations";
    /// The IAM actions of the two calls (Service Authorization Reference, "AWS User Experience
    /// Customization"). They know no resources, so a policy allows them on `*`.
    pub const PERMISSIONS: [&str; 5] = [
        Self::READ,
        "uxc:GetAccountColor",
        Self::WRITE,
        "uxc:PutAccountColor",
        "uxc:DeleteAccountColor",
    ];

    /// All of them, in AWS's order.
    pub const ALL: [Self; 10] = [
        Self::None,
        Self::Pink,
        Self::Purple,
        Self::DarkBlue,
        Self::LightBlue,
        Self::Teal,
        Self::Green,
        Self::Yellow,
        Self::Orange,
        Self::Red,
    ];

    /// AWS's name for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pink => "pink",
            Self::Purple => "purple",
            Self::DarkBlue => "darkBlue",
            Self::LightBlue => "lightBlue",
            Self::Teal => "teal",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }

    /// The one of AWS's name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == name)
    }

    /// Its name in a sentence.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::None => "no colour",
            Self::DarkBlue => "dark blue",
            Self::LightBlue => "light blue",
            other => other.as_str(),
        }
    }

    /// The one that comes nearest to a colour; nothing for a grey, which AWS does not have.
    #[must_use]
    pub fn nearest(colour: &Colour) -> Option<Self> {
        let (hue, brightness) = hue_and_brightness(colour)?;
        let (_, bright, dark) = HUES.iter().find(|(below, ..)| hue < *below)?;
        Some(if brightness < DARK_BELOW { *dark } else { *bright })
    }
}

/// Hue in degrees, and brightness to the eye from 0 to 1 (luma, ITU-R BT.709); nothing for what has
/// hardly any colour.
fn hue_and_brightness(colour: &Colour) -> Option<(f32, f32)> {
    let part = |at: usize| {
        let two = colour.as_str().get(at..at + 2)?;
        u8::from_str_radix(two, 16).ok().map(|v| f32::from(v) / 255.0)
    };
    let (red, green, blue) = (part(0)?, part(2)?, part(4)?);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let range = most - least;
    if range < GREY_BELOW {
        return None;
    }
    let sixth = if most == red {
        ((green - blue) / range).rem_euclid(6.0)
    } else if most == green {
        (blue - red) / range + 2.0
    } else {
        (red - green) / range + 4.0
    };
    let brightness = 0.0722f32.mul_add(blue, 0.2126f32.mul_add(red, 0.7152 * green));
    Some((sixth * 60.0, brightness))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::palette;

    #[test]
    fn the_colours_of_the_switch_role_page_keep_their_names() {
        let names: Vec<_> =
            palette().iter().filter_map(|c| AccountColour::nearest(&c.hex)).collect();
        use AccountColour::{Green, LightBlue, Orange, Red, Yellow};
        assert_eq!(names, [Red, Orange, Yellow, Green, LightBlue]);
    }

    #[test]
    fn other_colours_get_the_name_people_would_give_them() {
        let table = [
            // CSS's own colours of these names.
            ("ffc0cb", "pink"),
            ("800080", "purple"),
            ("00008b", "darkBlue"),
            ("add8e6", "lightBlue"),
            ("008080", "teal"),
            ("008000", "green"),
            ("ffff00", "yellow"),
            ("ffa500", "orange"),
            ("ff0000", "red"),
            // Both ends of the circle are red.
            ("ff0008", "red"),
            ("ff2200", "red"),
            ("dc143c", "red"),
            ("ff69b4", "pink"),
            ("8b4513", "orange"),
            ("ffd700", "yellow"),
            ("00ff00", "green"),
            ("87ceeb", "lightBlue"),
            ("2196f3", "lightBlue"),
            ("1565c0", "darkBlue"),
            ("0000ff", "darkBlue"),
            ("8040c0", "purple"),
        ];
        for (hex, wanted) in table {
            let colour = AccountColour::nearest(&Colour::parse(hex).unwrap());
            assert_eq!(colour.map(AccountColour::as_str), Some(wanted), "{hex}");
        }
        for grey in ["808080", "000000", "ffffff", "7f8080"] {
            assert_eq!(AccountColour::nearest(&Colour::parse(grey).unwrap()), None, "{grey}");
        }
    }

    #[test]
    fn names_are_aws_s_own_on_the_wire_too() {
        for colour in AccountColour::ALL {
            assert_eq!(AccountColour::of_name(colour.as_str()), Some(colour));
            assert_eq!(serde_json::to_string(&colour).unwrap(), format!("\"{}\"", colour.as_str()));
        }
        assert_eq!(AccountColour::of_name("mauve"), None);
    }
}
