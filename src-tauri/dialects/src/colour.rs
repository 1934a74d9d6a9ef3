//! Colours, of which every dialect has its own kind.

use rolebridge_model::Colour;

use crate::ColourToken;

/// The colours of Firefox's containers, which granted and aws-sso-cli name (Firefox, contextual
/// identities).
const CONTAINER: [(&str, &str); 8] = [
    ("blue", "37adff"),
    ("turquoise", "00c79a"),
    ("green", "51cd00"),
    ("yellow", "ffcb00"),
    ("orange", "ff9f00"),
    ("red", "ff613d"),
    ("pink", "ff4bda"),
    ("purple", "af51f5"),
];

fn token(written: &str, rgb: Option<String>) -> ColourToken {
    ColourToken {
        written: written.to_owned(),
        rgb: rgb.and_then(|c| Colour::parse(&c.to_ascii_lowercase()).ok()),
    }
}

/// Three or six hexadecimal digits, without `#`.
pub(crate) fn hex(written: &str) -> ColourToken {
    token(written, digits(written))
}

fn digits(text: &str) -> Option<String> {
    if !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    match text.len() {
        6 => Some(text.to_owned()),
        3 => Some(text.chars().flat_map(|c| [c, c]).collect()),
        _ => None,
    }
}

/// Any CSS colour; a bare hexadecimal number is one too. Transparency is left out.
pub(crate) fn css(written: &str) -> ColourToken {
    // CSS functions nest by `calc` and `from`; no one writes that here, and it bounds the work.
    let rgb = if written.len() > 100 {
        None
    } else {
        csscolorparser::parse(written).ok().map(|c| {
            let [r, g, b, _] = c.to_rgba8();
            format!("{r:02x}{g:02x}{b:02x}")
        })
    };
    token(written, rgb)
}

/// One of the eight words for a Firefox container.
pub(crate) fn container(written: &str) -> ColourToken {
    let known = CONTAINER.iter().find(|(word, _)| written.eq_ignore_ascii_case(word));
    token(written, known.map(|(_, hex)| (*hex).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rgb(t: &ColourToken) -> &str {
        t.rgb.as_ref().map_or("-", Colour::as_str)
    }

    #[test]
    fn each_kind_keeps_to_its_own_words() {
        for (written, as_hex, as_css, as_container) in [
            ("ffaa00", "ffaa00", "ffaa00", "-"),
            ("FFAA00", "ffaa00", "ffaa00", "-"),
            ("fa0", "ffaa00", "ffaa00", "-"),
            ("#ffaa00", "-", "ffaa00", "-"),
            ("orangered", "-", "ff4500", "-"),
            ("OrangeRed", "-", "ff4500", "-"),
            ("rgb(255, 170, 0)", "-", "ffaa00", "-"),
            ("rgba(255,170,0,.5)", "-", "ffaa00", "-"),
            ("hsl(40, 100%, 50%)", "-", "ffaa00", "-"),
            ("#ffaa0080", "-", "ffaa00", "-"),
            ("red", "-", "ff0000", "ff613d"),
            ("Turquoise", "-", "40e0d0", "00c79a"),
            ("nonsense", "-", "-", "-"),
            ("", "-", "-", "-"),
            ("f", "-", "-", "-"),
            ("ｆｆａａ００", "-", "-", "-"),
        ] {
            assert_eq!(rgb(&hex(written)), as_hex, "hex {written}");
            assert_eq!(rgb(&css(written)), as_css, "css {written}");
            assert_eq!(rgb(&container(written)), as_container, "container {written}");
        }
    }
}
