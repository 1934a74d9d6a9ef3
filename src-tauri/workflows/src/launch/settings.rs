//! What the user set for opening roles: for all, per colour, per entry.

use rolebridge_model::{Colour, Region, SessionDuration, console_service};
use serde::{Deserialize, Serialize};

use super::{LaunchWay, Shell};
use crate::{Error, form::FieldMessage};

/// Which browser, and what window of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct BrowserChoice {
    /// The browser by its id; nothing is the system's default.
    pub browser: Option<String>,
    /// A profile of the browser by its id.
    pub profile: Option<String>,
    /// Whether a private window is opened.
    pub private: bool,
}

/// The browser of a colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ColourBrowser {
    /// The colour.
    pub colour: Colour,
    /// Its browser.
    pub browser: BrowserChoice,
}

/// How roles are opened unless an entry says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct OpeningRoles {
    /// What a click does; nothing takes the first way that can work.
    pub way: Option<LaunchWay>,
    /// The browser.
    pub browser: BrowserChoice,
    /// The browsers of colours.
    pub colours: Vec<ColourBrowser>,
    /// Whether each account has a browser profile of its own, so that several are open at once.
    pub isolate: bool,
    /// The terminal by its id; nothing takes the first one found.
    pub terminal: Option<String>,
    /// The shell whose commands are copied; nothing takes the user's own.
    pub shell: Option<Shell>,
    /// The console's page by its id; nothing is its home.
    pub service: Option<String>,
    /// Region of entries that name none, as typed; empty leaves it to the console.
    pub region: String,
    /// How long sessions last, of entries that don't say; nothing leaves it to AWS.
    pub duration: Option<SessionDuration>,
    /// Seconds until copied credentials are taken out of the clipboard.
    pub clear_clipboard_seconds: u32,
}

impl Default for OpeningRoles {
    fn default() -> Self {
        Self {
            way: None,
            browser: BrowserChoice::default(),
            colours: Vec::new(),
            isolate: false,
            terminal: None,
            shell: None,
            service: None,
            region: String::new(),
            duration: None,
            clear_clipboard_seconds: 60,
        }
    }
}

/// Less is hardly enough to paste; more leaves credentials lying about.
const CLEAR_SECONDS: std::ops::RangeInclusive<u32> = 10..=600;

impl OpeningRoles {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let mut faults = Vec::new();
        if !CLEAR_SECONDS.contains(&self.clear_clipboard_seconds) {
            faults.push(FieldMessage::new(
                "opening.clear_clipboard_seconds",
                format!("Enter {} to {} seconds.", CLEAR_SECONDS.start(), CLEAR_SECONDS.end()),
            ));
        }
        if !self.region.is_empty()
            && let Err(error) = Region::parse(&self.region)
        {
            faults.push(FieldMessage::new("opening.region", error));
        }
        faults.extend(known_service("opening.service", self.service.as_deref()));
        faults.extend(one_window("opening.browser", &self.browser, self.isolate));
        let mut seen = std::collections::HashSet::new();
        for (at, of) in self.colours.iter().enumerate() {
            let field = format!("opening.colours.{at}");
            if !seen.insert(of.colour.as_str()) {
                faults.push(FieldMessage::new(&field, "This colour has a browser already."));
            }
            faults.extend(one_window(&field, &of.browser, self.isolate));
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }
}

/// What is remembered of how one entry is opened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct EntryLaunch {
    /// What a click does; nothing is as set for all.
    pub way: Option<LaunchWay>,
    /// The browser; nothing is as set for its colour, or for all.
    pub browser: Option<BrowserChoice>,
    /// The console's page by its id; nothing is as set for all.
    pub service: Option<String>,
    /// The Region; nothing is the entry's own.
    pub region: Option<Region>,
}

impl EntryLaunch {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let mut faults = Vec::from_iter(known_service("service", self.service.as_deref()));
        if let Some(browser) = &self.browser {
            faults.extend(one_window("browser", browser, false));
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }
}

fn known_service(field: &str, id: Option<&str>) -> Option<FieldMessage> {
    match id {
        Some(id) if console_service(id).is_none() => Some(FieldMessage::new(
            field,
            format!("\u{201c}{id}\u{201d} is no page of the console."),
        )),
        _ => None,
    }
}

/// A profile belongs to a browser, and a window has the cookies of one place.
fn one_window(field: &str, choice: &BrowserChoice, isolate: bool) -> Option<FieldMessage> {
    let what = match choice {
        BrowserChoice { browser: None, profile: Some(_), .. } => {
            "Choose the browser the profile belongs to."
        }
        BrowserChoice { browser: None, private: true, .. } => {
            "Choose a browser: the system's default can't be asked for a private window."
        }
        BrowserChoice { profile: Some(_), .. } if isolate => {
            "Choose either a profile of the browser or one profile for each account."
        }
        _ => return None,
    };
    Some(FieldMessage::new(field, what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_can_not_go_together_are_refused_at_their_field() {
        let browser = |browser: Option<&str>, profile: Option<&str>, private| BrowserChoice {
            browser: browser.map(str::to_owned),
            profile: profile.map(str::to_owned),
            private,
        };
        let fine = OpeningRoles::default();
        let red =
            |choice| ColourBrowser { colour: Colour::parse("f2b0a9").unwrap(), browser: choice };
        let table: [(OpeningRoles, Option<&str>); 11] = [
            (fine.clone(), None),
            (OpeningRoles { region: "eu-west-1".into(), ..fine.clone() }, None),
            (OpeningRoles { region: "somewhere".into(), ..fine.clone() }, Some("opening.region")),
            (
                OpeningRoles { clear_clipboard_seconds: 9, ..fine.clone() },
                Some("opening.clear_clipboard_seconds"),
            ),
            (
                OpeningRoles { clear_clipboard_seconds: 601, ..fine.clone() },
                Some("opening.clear_clipboard_seconds"),
            ),
            (
                OpeningRoles { service: Some("nothing".into()), ..fine.clone() },
                Some("opening.service"),
            ),
            (
                OpeningRoles { browser: browser(None, Some("Work"), false), ..fine.clone() },
                Some("opening.browser"),
            ),
            (
                OpeningRoles { browser: browser(None, None, true), ..fine.clone() },
                Some("opening.browser"),
            ),
            (
                OpeningRoles {
                    browser: browser(Some("firefox"), Some("Work"), false),
                    isolate: true,
                    ..fine.clone()
                },
                Some("opening.browser"),
            ),
            (
                OpeningRoles {
                    browser: browser(Some("firefox"), Some("Work"), true),
                    ..fine.clone()
                },
                None,
            ),
            (
                OpeningRoles {
                    colours: vec![red(BrowserChoice::default()), red(BrowserChoice::default())],
                    ..fine
                },
                Some("opening.colours.1"),
            ),
        ];
        for (settings, wanted) in table {
            let field = match settings.check() {
                Err(Error::Invalid(faults)) => Some(faults[0].field.clone()),
                _ => None,
            };
            assert_eq!(field.as_deref(), wanted, "{settings:?}");
        }
    }

    #[test]
    fn what_an_older_version_kept_reads() {
        assert_eq!(serde_json::from_str::<OpeningRoles>("{}").unwrap(), OpeningRoles::default());
        assert_eq!(serde_json::from_str::<EntryLaunch>("{}").unwrap(), EntryLaunch::default());
    }
}
