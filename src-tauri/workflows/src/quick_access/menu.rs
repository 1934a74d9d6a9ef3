//! What stands in the menu of the tray. Pure: the shell only draws it.

use rolebridge_model::{Colour, SwitchEntry, SwitchEntryId, Timestamp};

use crate::sessions::RunningSession;

/// So many of each kind are a menu; more would be a list.
const SESSIONS: usize = 8;
const FAVOURITES: usize = 10;
const RECENTS: usize = 6;

/// An entry that may stand in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    /// Which one.
    pub id: SwitchEntryId,
    /// What it is called.
    pub name: String,
    /// Its colour.
    pub colour: Colour,
}

impl MenuEntry {
    pub(super) fn of(entry: &SwitchEntry) -> Self {
        Self { id: entry.id, name: entry.name.to_string(), colour: entry.colour.clone() }
    }
}

/// What a line of the menu does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MenuCommand {
    /// Opens an entry the way it is opened by default.
    Open(SwitchEntryId),
    /// Asks for the credentials of a session anew.
    Renew(SwitchEntryId),
    /// Ends a session.
    End(SwitchEntryId),
    /// Shows the quick switcher.
    Quick,
    /// Shows the main window.
    Main,
    /// Leaves Rolebridge.
    Quit,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuItem {
    /// What the lines below it are.
    Heading(&'static str),
    /// An entry, with its colour.
    Entry {
        /// Its name.
        text: String,
        /// Its colour.
        colour: Colour,
        /// What it does.
        command: MenuCommand,
    },
    /// A session, with a menu of its own.
    Session {
        /// Name and time left.
        text: String,
        /// The colour of its entry.
        colour: Colour,
        /// What can be done with it.
        lines: Vec<(&'static str, MenuCommand)>,
    },
    /// Something to do.
    Action(&'static str, MenuCommand),
    /// A line between groups.
    Separator,
}

/// The menu: sessions that end first, favourites in the order people gave, recents that are not
/// among those, and what can always be done. No entry stands in it twice.
#[must_use]
pub fn menu(
    sessions: &[RunningSession],
    favourites: &[MenuEntry],
    recents: &[MenuEntry],
    now: Timestamp,
) -> Vec<MenuItem> {
    let mut running: Vec<&RunningSession> =
        sessions.iter().filter(|s| s.expires_at > now).collect();
    running.sort_by_key(|s| (s.expires_at, s.entry.0));
    let at_hand = |id| running.iter().take(SESSIONS).any(|s| s.entry == id);
    let favourites: Vec<_> =
        favourites.iter().filter(|e| !at_hand(e.id)).take(FAVOURITES).collect();
    let recents = recents
        .iter()
        .filter(|e| !at_hand(e.id) && !favourites.iter().any(|f| f.id == e.id))
        .take(RECENTS);

    let mut items = Vec::new();
    section(&mut items, "Running sessions", running.iter().take(SESSIONS).map(|s| session(s, now)));
    section(&mut items, "Favourites", favourites.iter().map(|e| entry(e)));
    section(&mut items, "Recent", recents.map(entry));
    items.push(MenuItem::Action("Quick switcher", MenuCommand::Quick));
    items.push(MenuItem::Action("Open Rolebridge", MenuCommand::Main));
    items.push(MenuItem::Separator);
    items.push(MenuItem::Action("Quit Rolebridge", MenuCommand::Quit));
    items
}

fn section(
    items: &mut Vec<MenuItem>,
    heading: &'static str,
    lines: impl Iterator<Item = MenuItem>,
) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        items.push(MenuItem::Heading(heading));
        items.extend(lines);
        items.push(MenuItem::Separator);
    }
}

fn entry(entry: &MenuEntry) -> MenuItem {
    MenuItem::Entry {
        text: entry.name.clone(),
        colour: entry.colour.clone(),
        command: MenuCommand::Open(entry.id),
    }
}

fn session(session: &RunningSession, now: Timestamp) -> MenuItem {
    let id = session.entry;
    MenuItem::Session {
        text: format!("{}, {}", session.name, time_left(session.expires_at, now)),
        colour: session.colour.clone(),
        lines: vec![
            ("Open", MenuCommand::Open(id)),
            ("Renew", MenuCommand::Renew(id)),
            ("End session", MenuCommand::End(id)),
        ],
    }
}

/// How long it is until then, in words that change once a minute.
pub(super) fn time_left(ends: Timestamp, now: Timestamp) -> String {
    let seconds = ends.as_second() - now.as_second();
    match (seconds / 3600, seconds / 60 % 60) {
        _ if seconds <= 0 => "ended".into(),
        (0, 0) => "less than a minute left".into(),
        (0, minutes) => format!("{minutes} min left"),
        (hours, 0) => format!("{hours} h left"),
        (hours, minutes) => format!("{hours} h {minutes} min left"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use rolebridge_model::{AccountId, DisplayName};

    use super::*;
    use crate::sessions::SessionState;

    const NOW: i64 = 1_800_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(NOW + seconds).unwrap()
    }

    fn entries(ids: impl IntoIterator<Item = i64>) -> Vec<MenuEntry> {
        let one = |id| MenuEntry {
            id: SwitchEntryId(id),
            name: format!("e{id}"),
            colour: Colour::parse("f2b0a9").unwrap(),
        };
        ids.into_iter().map(one).collect()
    }

    pub(crate) fn running(entry: i64, seconds: i64, can_renew: bool) -> RunningSession {
        RunningSession {
            entry: SwitchEntryId(entry),
            name: DisplayName::parse(&format!("e{entry}")).unwrap(),
            colour: Colour::parse("83d4e8").unwrap(),
            account: AccountId::parse("222222222222").unwrap(),
            role: "Admin".into(),
            expires_at: at(seconds),
            can_renew,
            state: SessionState::Running,
        }
    }

    /// The menu as one would read it aloud.
    fn read(items: &[MenuItem]) -> Vec<String> {
        items
            .iter()
            .map(|item| match item {
                MenuItem::Heading(text) => format!("# {text}"),
                MenuItem::Entry { text, .. } => text.clone(),
                MenuItem::Session { text, lines, .. } => {
                    let lines: Vec<_> = lines.iter().map(|(text, _)| *text).collect();
                    format!("{text} > {}", lines.join(" | "))
                }
                MenuItem::Action(text, _) => (*text).to_owned(),
                MenuItem::Separator => "--".into(),
            })
            .collect()
    }

    const ALWAYS: [&str; 4] = ["Quick switcher", "Open Rolebridge", "--", "Quit Rolebridge"];

    #[test]
    fn what_is_listed_and_in_which_order() {
        type Case = (
            &'static str,
            Vec<RunningSession>,
            Vec<MenuEntry>,
            Vec<MenuEntry>,
            &'static [&'static str],
        );
        let cases: [Case; 6] = [
            ("nothing yet", vec![], vec![], vec![], &[]),
            (
                "favourites keep their order",
                vec![],
                entries([3, 1, 2]),
                vec![],
                &["# Favourites", "e3", "e1", "e2", "--"],
            ),
            (
                "a recent that is a favourite stands there",
                vec![],
                entries([1]),
                entries([2, 1, 3]),
                &["# Favourites", "e1", "--", "# Recent", "e2", "e3", "--"],
            ),
            (
                "what ends first stands first",
                vec![running(1, 3600, true), running(2, 90, false)],
                vec![],
                vec![],
                &[
                    "# Running sessions",
                    "e2, 1 min left > Open | Renew | End session",
                    "e1, 1 h left > Open | Renew | End session",
                    "--",
                ],
            ),
            (
                "a session takes its entry out of the other lists",
                vec![running(1, 600, true)],
                entries([1]),
                entries([1]),
                &["# Running sessions", "e1, 10 min left > Open | Renew | End session", "--"],
            ),
            (
                "what has ended is not running",
                vec![running(1, 0, true), running(2, -60, true)],
                entries([1]),
                vec![],
                &["# Favourites", "e1", "--"],
            ),
        ];
        for (name, sessions, favourites, recents, wanted) in cases {
            let items = menu(&sessions, &favourites, &recents, at(0));
            assert_eq!(read(&items), [wanted, &ALWAYS].concat(), "{name}");
        }
    }

    #[test]
    fn a_thousand_of_each_are_still_a_menu() {
        let sessions: Vec<_> = (0..1000).map(|n| running(n, 60 + n, true)).collect();
        let items = menu(&sessions, &entries(1000..2000), &entries(2000..3000), at(0));
        let headings = 3 + 3;
        assert_eq!(items.len(), SESSIONS + FAVOURITES + RECENTS + headings + ALWAYS.len());
        // One session too many for the menu is not lost: its entry stands where it stood.
        let items = menu(&sessions, &entries([999]), &[], at(0));
        assert!(read(&items).contains(&"e999".to_owned()));
    }

    #[test]
    fn time_left_in_words() {
        for (seconds, words) in [
            (-5, "ended"),
            (0, "ended"),
            (1, "less than a minute left"),
            (59, "less than a minute left"),
            (60, "1 min left"),
            (3599, "59 min left"),
            (3600, "1 h left"),
            (3660, "1 h 1 min left"),
            (43_200, "12 h left"),
        ] {
            assert_eq!(time_left(at(seconds), at(0)), words, "{seconds}");
        }
    }
}
