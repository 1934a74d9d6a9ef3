//! Which ways to use an entry can work, and what a click does.

use std::path::Path;

use rolebridge_model::{
    ConsoleService, Partition, Region, SwitchEntry, SwitchEntryId, SwitchVerdict, console_service,
    console_services,
};
use serde::{Deserialize, Serialize};

use super::{
    BrowserChoice, BrowserProfile, BrowserWindow, EntryLaunch, InstalledBrowser, InstalledTerminal,
    LaunchMenu, LaunchOption, LaunchWay, OpeningRoles, Shell,
};
use crate::{
    Error, Rolebridge,
    progress::Event,
    ways::{Way, Ways},
};

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LaunchChoices {
    /// The browsers on this computer.
    pub browsers: Vec<InstalledBrowser>,
    /// Its terminals, the best first.
    pub terminals: Vec<InstalledTerminal>,
    /// The pages of the console, its home first.
    pub services: Vec<ConsoleService>,
    /// The shell the user works in.
    pub shell: Shell,
}

/// How an entry is to be opened from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChooseLaunch {
    /// The entry.
    pub id: SwitchEntryId,
    /// What is to be remembered of it.
    pub launch: EntryLaunch,
}

/// An entry with what can be said of it.
struct Judged<'a> {
    entry: &'a SwitchEntry,
    verdict: &'a SwitchVerdict,
    ways: &'a Ways,
}

/// What this computer has, as far as it decides about a way.
#[derive(Debug, Clone, Default)]
struct Equipment {
    sandbox: bool,
    no_terminal: Option<String>,
    no_clipboard: bool,
}

impl Rolebridge {
    /// The ways to use an entry.
    ///
    /// # Errors
    /// If the entry is gone; what the database said.
    pub fn launch_menu(&self, id: SwitchEntryId) -> Result<LaunchMenu, Error> {
        self.menu_of(&self.session()?.switch_entry(id)?)
    }

    pub(super) fn menu_of(&self, entry: &SwitchEntry) -> Result<LaunchMenu, Error> {
        let session = self.session()?;
        let (verdict, ways) = session.judged(entry)?;
        let chosen = session.store.entry_launch(entry.id)?.unwrap_or_default();
        let judged = Judged { entry, verdict: &verdict, ways: &ways };
        Ok(menu(&judged, chosen, &self.preferences()?.opening, &self.equipment()?))
    }

    /// What there is to choose from on this computer.
    #[must_use]
    pub fn launch_choices(&self) -> LaunchChoices {
        LaunchChoices {
            browsers: self.desktop.browser.installed(),
            terminals: self.desktop.terminals.as_ref().map(|t| t.installed()).unwrap_or_default(),
            services: console_services().to_vec(),
            shell: Shell::of_user(),
        }
    }

    /// Remembers how an entry is to be opened.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what can't be chosen; if the entry is gone; what the database said.
    pub fn choose_launch(&self, choose: &ChooseLaunch) -> Result<(), Error> {
        choose.launch.check()?;
        let session = self.session()?;
        session.store.switch_entry(choose.id)?;
        session.store.set_entry_launch(choose.id, &choose.launch)?;
        self.tell(Event::SwitchEntries);
        Ok(())
    }

    fn equipment(&self) -> Result<Equipment, Error> {
        let no_terminal = match &self.desktop.terminals {
            None => Some("No terminal can be opened from here.".into()),
            Some(terminals) => match terminals.command_line() {
                Err(reason) => Some(reason),
                Ok(_) if terminals.installed().is_empty() => {
                    Some("No terminal was found on this computer.".into())
                }
                Ok(_) => None,
            },
        };
        Ok(Equipment {
            sandbox: self.session()?.is_sandbox(),
            no_terminal,
            no_clipboard: self.desktop.clipboard.is_none(),
        })
    }
}

fn menu(
    row: &Judged<'_>,
    chosen: EntryLaunch,
    settings: &OpeningRoles,
    equipment: &Equipment,
) -> LaunchMenu {
    let options = options(row, equipment);
    let main = chosen.way.or(settings.way).unwrap_or_else(|| first(&options));
    let partition = row.entry.role.partition();
    let service = chosen.service.as_ref().or(settings.service.as_ref());
    let for_all = Region::parse(&settings.region).ok();
    let region = chosen.region.as_ref().or(row.entry.region.as_ref()).or(for_all.as_ref());
    LaunchMenu {
        main,
        options,
        service: service
            .and_then(|id| console_service(id))
            .filter(|s| s.is_in(partition))
            .map(|s| s.id.clone()),
        region: region.filter(|r| Partition::of(r) == partition).cloned(),
        chosen,
    }
}

/// The first way that works, or else the first of which it is not known.
fn first(options: &[LaunchOption]) -> LaunchWay {
    let open = options.iter().find(|o| matches!(o.verdict, Way::Open { .. }));
    let unknown = || options.iter().find(|o| matches!(o.verdict, Way::Unknown { .. }));
    open.or_else(unknown).map_or(LaunchWay::Console, |o| o.way)
}

fn options(row: &Judged<'_>, equipment: &Equipment) -> Vec<LaunchOption> {
    let closed = |reason: &str| Way::Closed { reason: reason.to_owned() };
    // What the role itself forbids comes first: nothing on this computer can mend it.
    let unless = |way: &Way, here: Option<Way>| match (way, here) {
        (Way::Closed { .. }, _) | (_, None) => way.clone(),
        (_, Some(here)) => here,
    };
    let no_console = closed("The sandbox has no console to sign in to.");
    let switch_role = match row.verdict {
        SwitchVerdict::Possible => row.ways.console.clone(),
        SwitchVerdict::Impossible { reason, .. } | SwitchVerdict::NotSwitched { reason, .. } => {
            closed(reason)
        }
        SwitchVerdict::Unknown { reason } => Way::Unknown { reason: reason.clone() },
    };
    let judged = [
        (LaunchWay::Console, unless(&row.ways.federation, equipment.sandbox.then_some(no_console))),
        (LaunchWay::SwitchRole, switch_role),
        (LaunchWay::Terminal, unless(&row.ways.cli, equipment.no_terminal.as_deref().map(closed))),
        (
            LaunchWay::Copy,
            unless(&row.ways.cli, equipment.no_clipboard.then(|| closed("There is no clipboard."))),
        ),
    ];
    let instead = instead(&judged, row.verdict);
    judged
        .into_iter()
        .map(|(way, verdict)| LaunchOption {
            way,
            instead: matches!(verdict, Way::Closed { .. }).then(|| instead.clone()),
            verdict,
        })
        .collect()
}

/// What to do in place of a way that is closed.
fn instead(judged: &[(LaunchWay, Way)], verdict: &SwitchVerdict) -> String {
    let open: Vec<&str> = judged
        .iter()
        .filter(|(_, way)| !matches!(way, Way::Closed { .. }))
        .map(|(way, _)| match way {
            LaunchWay::Console => "open the console signed in",
            LaunchWay::SwitchRole => "open the switch-role page",
            LaunchWay::Terminal => "open a terminal",
            LaunchWay::Copy => "copy exports for a shell",
        })
        .collect();
    let list = match open[..] {
        [] => {
            return match verdict {
                SwitchVerdict::Impossible { instead, .. } => instead.clone(),
                _ => "Choose another role.".into(),
            };
        }
        [one] => one.to_owned(),
        [ref before @ .., last] => format!("{} or {last}", before.join(", ")),
    };
    format!("Instead: {list}.")
}

/// The window an entry is opened in.
pub(super) fn window(
    entry: &SwitchEntry,
    chosen: &EntryLaunch,
    settings: &OpeningRoles,
    home: &Path,
) -> BrowserWindow {
    let of_colour = settings.colours.iter().find(|c| c.colour == entry.colour).map(|c| &c.browser);
    let choice: &BrowserChoice = chosen.browser.as_ref().or(of_colour).unwrap_or(&settings.browser);
    BrowserWindow {
        browser: choice.browser.clone(),
        profile: match &choice.profile {
            Some(profile) => BrowserProfile::Named(profile.clone()),
            None if settings.isolate => BrowserProfile::OfAccount {
                account: entry.role.account().clone(),
                folder: home.join("browsers"),
            },
            None => BrowserProfile::Usual,
        },
        private: choice.private,
    }
}

/// A Region as typed, which has to be one of the role's partition.
pub(super) fn region_of(partition: Partition, typed: &str) -> Result<Option<Region>, Error> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let region = Region::parse(typed.trim()).map_err(|e| Error::field("region", e))?;
    if Partition::of(&region) == partition {
        Ok(Some(region))
    } else {
        Err(Error::field(
            "region",
            format!("{region} is not in the role's partition, {partition}."),
        ))
    }
}

#[cfg(test)]
mod tests {
    use rolebridge_model::Colour;
    use serde_json::json;

    use super::*;
    use crate::ways::{Situation, Trust};

    fn entry() -> SwitchEntry {
        serde_json::from_value(json!({
            "id": 1, "name": "Prod", "role": "arn:aws:iam::222222222222:role/Admin",
            "colour": "f2b0a9", "region": "eu-west-1", "external_id": null,
        }))
        .unwrap()
    }

    type Row = (SwitchEntry, SwitchVerdict, Ways);

    fn menu(
        (entry, verdict, ways): &Row,
        chosen: EntryLaunch,
        settings: &OpeningRoles,
        equipment: &Equipment,
    ) -> LaunchMenu {
        super::menu(&Judged { entry, verdict, ways }, chosen, settings, equipment)
    }

    fn row(trust: Trust, chained: bool) -> Row {
        let entry = entry();
        let ways =
            Situation { chained, ..Situation::new(entry.role.role().unwrap(), trust) }.ways();
        let verdict = match &ways.console {
            Way::Open { .. } => SwitchVerdict::Possible,
            Way::Unknown { reason } => SwitchVerdict::Unknown { reason: reason.clone() },
            Way::Closed { reason } => SwitchVerdict::Impossible {
                reason: reason.clone(),
                instead: "Take another role.".into(),
            },
        };
        (entry, verdict, ways)
    }

    fn picture(menu: &LaunchMenu) -> String {
        menu.options
            .iter()
            .map(|o| match o.verdict {
                Way::Open { note: None } => 'o',
                Way::Open { note: Some(_) } => 'n',
                Way::Closed { .. } => 'x',
                Way::Unknown { .. } => '?',
            })
            .collect()
    }

    /// Console signed in, switch-role page, terminal, copy; and what a click does.
    #[test]
    fn what_can_work_and_what_a_click_does() {
        let plain = Trust::Principals { external_id: false, mfa: false };
        let with_id = Trust::Principals { external_id: true, mfa: false };
        let here = Equipment::default();
        let sandbox = Equipment { sandbox: true, ..here.clone() };
        let bare = Equipment {
            no_terminal: Some("No terminal.".into()),
            no_clipboard: true,
            ..here.clone()
        };
        use LaunchWay::{Console, Copy, SwitchRole, Terminal};
        let table = [
            ("plain", row(plain, false), &here, "oooo", Console, "-"),
            (
                "sandbox",
                row(plain, false),
                &sandbox,
                "xooo",
                SwitchRole,
                "switch-role page, open a terminal or copy",
            ),
            (
                "external ID",
                row(with_id, false),
                &here,
                "nxnn",
                Console,
                "console signed in, open a terminal or copy",
            ),
            (
                "external ID, sandbox",
                row(with_id, false),
                &sandbox,
                "xxnn",
                Terminal,
                "Instead: open a terminal or copy exports for a shell.",
            ),
            ("chain", row(plain, true), &here, "nxnn", Console, "-"),
            (
                "a service's",
                row(Trust::OnlyServices, false),
                &here,
                "xxxx",
                Console,
                "Take another role.",
            ),
            ("not read", row(Trust::Unread, false), &here, "????", Console, "-"),
            ("not read, sandbox", row(Trust::Unread, false), &sandbox, "x???", SwitchRole, "-"),
            (
                "nothing here",
                row(plain, false),
                &bare,
                "ooxx",
                Console,
                "signed in or open the switch-role",
            ),
            (
                "nothing here, sandbox",
                row(plain, false),
                &Equipment { sandbox: true, ..bare.clone() },
                "xoxx",
                SwitchRole,
                "Instead: open the switch-role page.",
            ),
        ];
        for (what, row, equipment, wanted, main, instead) in table {
            let menu = menu(&row, EntryLaunch::default(), &OpeningRoles::default(), equipment);
            assert_eq!(picture(&menu), wanted, "{what}: {menu:?}");
            assert_eq!(menu.main, main, "{what}");
            for option in &menu.options {
                let closed = matches!(option.verdict, Way::Closed { .. });
                assert_eq!(option.instead.is_some(), closed, "{what}: {option:?}");
                if let (true, Some(said)) = (instead != "-", &option.instead) {
                    assert!(said.contains(instead), "{what}: {said}");
                }
            }
        }
        let _ = Copy;
    }

    #[test]
    fn the_entry_s_choice_comes_before_that_for_all() {
        let row = row(Trust::Principals { external_id: false, mfa: false }, false);
        let settings = OpeningRoles {
            way: Some(LaunchWay::Copy),
            service: Some("s3".into()),
            region: "us-east-2".into(),
            ..OpeningRoles::default()
        };
        let all = menu(&row, EntryLaunch::default(), &settings, &Equipment::default());
        // The entry's own Region, though nothing was chosen for opening it.
        assert_eq!((all.main, all.service.as_deref()), (LaunchWay::Copy, Some("s3")));
        assert_eq!(all.region, Region::parse("eu-west-1").ok());
        let chosen = EntryLaunch {
            way: Some(LaunchWay::Terminal),
            service: Some("ec2".into()),
            region: Region::parse("cn-north-1").ok(),
            ..EntryLaunch::default()
        };
        let own = menu(&row, chosen, &settings, &Equipment::default());
        assert_eq!((own.main, own.service.as_deref()), (LaunchWay::Terminal, Some("ec2")));
        assert_eq!(own.region, None, "a Region of another partition is nowhere to go");
    }

    #[test]
    fn the_browser_is_the_entry_s_the_colour_s_or_the_one_for_all() {
        let choice = |browser: &str, profile: Option<&str>| BrowserChoice {
            browser: Some(browser.into()),
            profile: profile.map(str::to_owned),
            private: false,
        };
        let of = |colour: &str, browser| super::super::ColourBrowser {
            colour: Colour::parse(colour).unwrap(),
            browser,
        };
        let mut settings =
            OpeningRoles { browser: choice("firefox", None), isolate: true, ..Default::default() };
        let home = Path::new("/home/ada");
        let account = BrowserProfile::OfAccount {
            account: entry().role.account().clone(),
            folder: home.join("browsers"),
        };
        let none = EntryLaunch::default();
        let got = window(&entry(), &none, &settings, home);
        assert_eq!((got.browser.as_deref(), &got.profile), (Some("firefox"), &account));
        settings.colours =
            vec![of("83d4e8", choice("edge", None)), of("f2b0a9", choice("chrome", None))];
        assert_eq!(window(&entry(), &none, &settings, home).browser.as_deref(), Some("chrome"));
        let own = EntryLaunch { browser: Some(choice("vivaldi", Some("Work"))), ..none };
        let got = window(&entry(), &own, &settings, home);
        assert_eq!(got.browser.as_deref(), Some("vivaldi"));
        assert_eq!(got.profile, BrowserProfile::Named("Work".into()), "a profile named is meant");
    }

    #[test]
    fn a_region_is_one_of_the_partition() {
        assert_eq!(region_of(Partition::Aws, " ").unwrap(), None);
        assert!(region_of(Partition::Aws, "eu-west-1").unwrap().is_some());
        assert!(region_of(Partition::Aws, "cn-north-1").is_err());
        assert!(region_of(Partition::Aws, "nowhere").is_err());
    }
}
