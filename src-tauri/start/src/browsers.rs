//! Which browsers there are, and how each is told what window to open.

mod here;
mod profiles;

use std::{ffi::OsString, path::PathBuf};

use rolebridge_workflows::launch::{BrowserProfile, BrowserWindow, InstalledBrowser};

/// Whose ways a browser has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Chromium,
    Firefox,
    /// Opens an address and nothing else.
    Plain,
}

/// A browser we know of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) family: Family,
    /// What it calls a window that keeps nothing; empty if it can't be asked for one.
    private: &'static str,
    /// Programs on Linux.
    linux: &'static [&'static str],
    /// Its program inside `/Applications`.
    macos: &'static str,
    /// Its program in the App Paths of Windows.
    windows: &'static str,
    /// Where it keeps its profiles, below the folder of its family: Linux, macOS, Windows.
    data: [&'static str; 3],
}

const fn chromium(
    id: &'static str,
    title: &'static str,
    linux: &'static [&'static str],
    [macos, windows]: [&'static str; 2],
    data: [&'static str; 3],
) -> Known {
    let private = "--incognito";
    Known { id, title, family: Family::Chromium, private, linux, macos, windows, data }
}

/// In the order in which they are offered.
pub(crate) const KNOWN: [Known; 9] = [
    Known {
        id: "firefox",
        title: "Firefox",
        family: Family::Firefox,
        private: "--private-window",
        linux: &["firefox", "firefox-esr"],
        macos: "Firefox.app/Contents/MacOS/firefox",
        windows: "firefox.exe",
        data: [".mozilla/firefox", "Firefox", "Mozilla/Firefox"],
    },
    chromium(
        "chrome",
        "Google Chrome",
        &["google-chrome", "google-chrome-stable"],
        ["Google Chrome.app/Contents/MacOS/Google Chrome", "chrome.exe"],
        ["google-chrome", "Google/Chrome", "Google/Chrome/User Data"],
    ),
    chromium(
        "chromium",
        "Chromium",
        &["chromium", "chromium-browser"],
        ["Chromium.app/Contents/MacOS/Chromium", "chromium.exe"],
        ["chromium", "Chromium", "Chromium/User Data"],
    ),
    Known {
        private: "--inprivate",
        ..chromium(
            "edge",
            "Microsoft Edge",
            &["microsoft-edge", "microsoft-edge-stable"],
            ["Microsoft Edge.app/Contents/MacOS/Microsoft Edge", "msedge.exe"],
            ["microsoft-edge", "Microsoft Edge", "Microsoft/Edge/User Data"],
        )
    },
    chromium(
        "brave",
        "Brave",
        &["brave-browser", "brave-browser-stable", "brave"],
        ["Brave Browser.app/Contents/MacOS/Brave Browser", "brave.exe"],
        [
            "BraveSoftware/Brave-Browser",
            "BraveSoftware/Brave-Browser",
            "BraveSoftware/Brave-Browser/User Data",
        ],
    ),
    chromium(
        "vivaldi",
        "Vivaldi",
        &["vivaldi", "vivaldi-stable"],
        ["Vivaldi.app/Contents/MacOS/Vivaldi", "vivaldi.exe"],
        ["vivaldi", "Vivaldi", "Vivaldi/User Data"],
    ),
    Known {
        private: "--private",
        ..chromium(
            "opera",
            "Opera",
            &["opera"],
            ["Opera.app/Contents/MacOS/Opera", "opera.exe"],
            // It has one profile and names none.
            ["", "", ""],
        )
    },
    Known {
        id: "librewolf",
        title: "LibreWolf",
        family: Family::Firefox,
        private: "--private-window",
        linux: &["librewolf"],
        macos: "LibreWolf.app/Contents/MacOS/librewolf",
        windows: "librewolf.exe",
        data: [".librewolf", "LibreWolf", "LibreWolf"],
    },
    Known {
        id: "safari",
        title: "Safari",
        family: Family::Plain,
        private: "",
        linux: &[],
        macos: "Safari.app/Contents/MacOS/Safari",
        windows: "",
        data: ["", "", ""],
    },
];

/// A browser that is there.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) known: &'static Known,
    pub(crate) program: PathBuf,
}

/// A browser by its id, if it is there.
pub(crate) fn find(id: &str) -> Option<Found> {
    let known = KNOWN.iter().find(|k| k.id == id)?;
    here::program(known).map(|program| Found { known, program })
}

/// The system's default browser, if it is one we know.
pub(crate) fn default_browser() -> Option<Found> {
    let name = here::default_browser()?;
    KNOWN.iter().find(|k| here::is_called(k, &name)).and_then(|k| find(k.id))
}

pub(crate) fn installed() -> Vec<InstalledBrowser> {
    KNOWN
        .iter()
        .filter(|known| here::program(known).is_some())
        .map(|known| InstalledBrowser {
            id: known.id.to_owned(),
            title: known.title.to_owned(),
            profiles: profiles::of(known),
            isolates: known.family != Family::Plain,
            private: !known.private.is_empty(),
        })
        .collect()
}

impl Known {
    /// What it is started with. The address comes last and never begins with a hyphen.
    pub(crate) fn arguments(
        &self,
        window: &BrowserWindow,
        url: &str,
    ) -> Result<Vec<OsString>, String> {
        let mut arguments: Vec<OsString> = Vec::new();
        let cannot = |what: &str| Err(format!("{} can't be started with {what}.", self.title));
        match (&window.profile, self.family) {
            (BrowserProfile::Usual, _) => {}
            (BrowserProfile::Named(_), Family::Plain) => return cannot("a profile"),
            (BrowserProfile::OfAccount { .. }, Family::Plain) => {
                return cannot("a profile for each account");
            }
            (BrowserProfile::Named(id), Family::Chromium) => {
                arguments.push(format!("--profile-directory={id}").into());
            }
            (BrowserProfile::Named(id), Family::Firefox) => {
                arguments.extend(["-P".into(), id.into()]);
            }
            (BrowserProfile::OfAccount { account, folder }, family) => {
                let folder = folder.join(self.id).join(account.as_str());
                if family == Family::Chromium {
                    let mut option = OsString::from("--user-data-dir=");
                    option.push(folder);
                    arguments.push(option);
                    arguments
                        .extend(["--no-first-run".into(), "--no-default-browser-check".into()]);
                } else {
                    // Firefox makes the profile, but not the folders above it.
                    std::fs::create_dir_all(&folder).map_err(|e| {
                        format!("The folder {} can't be made: {e}.", folder.display())
                    })?;
                    arguments.extend(["--profile".into(), folder.into()]);
                }
            }
        }
        if window.private {
            if self.private.is_empty() {
                return cannot("a private window");
            }
            arguments.push(self.private.into());
        }
        arguments.push(url.into());
        Ok(arguments)
    }
}

#[cfg(test)]
mod tests {
    use rolebridge_model::AccountId;

    use super::*;

    const URL: &str = "https://console.aws.amazon.com/console/home";

    fn known(id: &str) -> &'static Known {
        KNOWN.iter().find(|k| k.id == id).unwrap()
    }

    #[test]
    fn each_browser_is_told_its_own_way() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().to_owned();
        let of_account = || BrowserProfile::OfAccount {
            account: AccountId::parse("222222222222").unwrap(),
            folder: base.clone(),
        };
        let named = || BrowserProfile::Named("Profile 1; rm".into());
        let at = base.display();
        let table: [(&str, BrowserProfile, bool, &[&str]); 12] = [
            ("firefox", BrowserProfile::Usual, false, &[URL]),
            ("firefox", BrowserProfile::Usual, true, &["--private-window", URL]),
            ("firefox", named(), false, &["-P", "Profile 1; rm", URL]),
            (
                "firefox",
                of_account(),
                false,
                &["--profile", &format!("{at}/firefox/222222222222"), URL],
            ),
            ("chrome", BrowserProfile::Usual, false, &[URL]),
            ("chrome", BrowserProfile::Usual, true, &["--incognito", URL]),
            ("chrome", named(), false, &["--profile-directory=Profile 1; rm", URL]),
            (
                "chrome",
                of_account(),
                true,
                &[
                    &format!("--user-data-dir={at}/chrome/222222222222"),
                    "--no-first-run",
                    "--no-default-browser-check",
                    "--incognito",
                    URL,
                ],
            ),
            ("edge", BrowserProfile::Usual, true, &["--inprivate", URL]),
            ("opera", BrowserProfile::Usual, true, &["--private", URL]),
            ("brave", named(), true, &["--profile-directory=Profile 1; rm", "--incognito", URL]),
            ("safari", BrowserProfile::Usual, false, &[URL]),
        ];
        for (id, profile, private, wanted) in table {
            let window = BrowserWindow { browser: Some(id.into()), profile, private };
            let got = known(id).arguments(&window, URL).unwrap();
            assert_eq!(got, wanted, "{window:?}");
        }
        assert!(base.join("firefox/222222222222").is_dir());
    }

    #[test]
    fn what_a_browser_has_no_word_for_is_refused() {
        let window = |profile, private| BrowserWindow { browser: None, profile, private };
        let account = AccountId::parse("222222222222").unwrap();
        let of_account = BrowserProfile::OfAccount { account, folder: PathBuf::new() };
        for window in [
            window(BrowserProfile::Usual, true),
            window(BrowserProfile::Named("x".into()), false),
            window(of_account, false),
        ] {
            let said = known("safari").arguments(&window, URL).unwrap_err();
            assert!(said.starts_with("Safari can't be started with"), "{said}");
        }
    }

    #[test]
    fn ids_are_there_once() {
        let ids: std::collections::HashSet<_> = KNOWN.iter().map(|k| k.id).collect();
        assert_eq!(ids.len(), KNOWN.len());
    }
}
