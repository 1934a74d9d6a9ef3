//! The place in the tray: draws the menu that the workflows made.

mod host;
mod library;
mod marks;

use std::sync::{Mutex, PoisonError};

use rolebridge_model::SwitchEntryId;
use rolebridge_workflows::quick_access::{MenuCommand, MenuItem};
use tauri::{
    AppHandle, Wry,
    menu::{IconMenuItem, IsMenuItem, Menu, MenuItem as Line, PredefinedMenuItem, Submenu},
    tray::{TrayIcon, TrayIconBuilder},
};

/// Why there is no place in the tray, in a sentence with what to do.
pub(crate) fn trouble() -> Option<String> {
    library::missing().or_else(host::absent)
}

/// What is in the tray at present.
pub(crate) struct Tray {
    app: AppHandle,
    drawn: Mutex<Drawn>,
    /// Carries out what was chosen.
    act: fn(&AppHandle, MenuCommand),
}

#[derive(Default)]
struct Drawn {
    wanted: bool,
    items: Vec<MenuItem>,
    icon: Option<TrayIcon>,
    /// The lines of sessions, whose text changes each minute, in their order.
    sessions: Vec<Submenu<Wry>>,
}

impl Tray {
    pub(crate) fn new(app: AppHandle, act: fn(&AppHandle, MenuCommand)) -> Self {
        Self { app, drawn: Mutex::default(), act }
    }

    fn drawn(&self) -> std::sync::MutexGuard<'_, Drawn> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is an icon to come back by.
    pub(crate) fn is_there(&self) -> bool {
        self.drawn().icon.is_some() && host::absent().is_none()
    }

    /// Whether there is to be a place in the tray. It appears with the next menu.
    pub(crate) fn want(&self, wanted: bool) {
        let mut drawn = self.drawn();
        // Without anybody to show it the icon waits for somebody who does.
        drawn.wanted = wanted && library::missing().is_none();
        if !drawn.wanted
            && let Some(icon) = drawn.icon.take()
        {
            self.app.remove_tray_by_id(icon.id());
            drawn.items.clear();
        }
    }

    /// Shows this menu.
    pub(crate) fn draw(&self, items: &[MenuItem]) {
        let mut drawn = self.drawn();
        if !drawn.wanted || drawn.items == items {
            return;
        }
        if let Err(error) = self.redraw(&mut drawn, items) {
            tracing::warn!(%error, "the menu of the tray was not drawn");
        }
    }

    fn redraw(&self, drawn: &mut Drawn, items: &[MenuItem]) -> tauri::Result<()> {
        // Text alone is changed in place: a menu that is open stays open.
        if drawn.icon.is_some() && shape(&drawn.items) == shape(items) {
            let texts = items.iter().filter_map(session_text);
            for (line, text) in drawn.sessions.iter().zip(texts) {
                line.set_text(plain(text))?;
            }
        } else {
            let (menu, sessions) = build(&self.app, items)?;
            match &drawn.icon {
                Some(icon) => icon.set_menu(Some(menu))?,
                None => drawn.icon = Some(self.put(&menu)?),
            }
            drawn.sessions = sessions;
        }
        drawn.items = items.to_vec();
        Ok(())
    }

    fn put(&self, menu: &Menu<Wry>) -> tauri::Result<TrayIcon> {
        let act = self.act;
        let mut icon = TrayIconBuilder::with_id("rolebridge")
            .tooltip("Rolebridge")
            .menu(menu)
            .on_menu_event(move |app, event| {
                if let Some(command) = command(event.id().as_ref()) {
                    act(app, command);
                }
            });
        if let Some(picture) = self.app.default_window_icon() {
            icon = icon.icon(picture.clone());
        }
        icon.build(&self.app)
    }
}

/// The menu without what may change in place.
fn shape(items: &[MenuItem]) -> Vec<MenuItem> {
    let blank = |item: &MenuItem| match item {
        MenuItem::Session { colour, lines, .. } => {
            MenuItem::Session { text: String::new(), colour: colour.clone(), lines: lines.clone() }
        }
        other => other.clone(),
    };
    items.iter().map(blank).collect()
}

fn session_text(item: &MenuItem) -> Option<&str> {
    match item {
        MenuItem::Session { text, .. } => Some(text),
        _ => None,
    }
}

fn build(app: &AppHandle, items: &[MenuItem]) -> tauri::Result<(Menu<Wry>, Vec<Submenu<Wry>>)> {
    let menu = Menu::new(app)?;
    let mut sessions = Vec::new();
    for item in items {
        match item {
            MenuItem::Heading(text) => menu.append(&Line::new(app, text, false, None::<&str>)?)?,
            MenuItem::Separator => menu.append(&PredefinedMenuItem::separator(app)?)?,
            MenuItem::Action(text, command) => menu.append(&line(app, text, *command)?)?,
            MenuItem::Entry { text, colour, command } => {
                let mark = Some(marks::square(colour));
                let text = plain(text);
                let line =
                    IconMenuItem::with_id(app, id(*command), text, true, mark, None::<&str>)?;
                menu.append(&line)?;
            }
            MenuItem::Session { text, colour, lines } => {
                let mark = Some(marks::square(colour));
                let text = plain(text);
                let lines: Vec<_> = lines
                    .iter()
                    .map(|(text, command)| line(app, text, *command))
                    .collect::<tauri::Result<_>>()?;
                let lines: Vec<_> = lines.iter().map(|l| l as &dyn IsMenuItem<Wry>).collect();
                let session = Submenu::new_with_icon(app, text, true, mark)?;
                session.append_items(&lines)?;
                menu.append(&session)?;
                sessions.push(session);
            }
        }
    }
    Ok((menu, sessions))
}

/// In menus `&` marks the key of a line; in a name it is only itself.
fn plain(text: &str) -> String {
    text.replace('&', "&&")
}

fn line(app: &AppHandle, text: &str, command: MenuCommand) -> tauri::Result<Line<Wry>> {
    Line::with_id(app, id(command), text, true, None::<&str>)
}

/// A command as the id of its line.
fn id(command: MenuCommand) -> String {
    match command {
        MenuCommand::Open(SwitchEntryId(entry)) => format!("open:{entry}"),
        MenuCommand::Renew(SwitchEntryId(entry)) => format!("renew:{entry}"),
        MenuCommand::End(SwitchEntryId(entry)) => format!("end:{entry}"),
        MenuCommand::Quick => "quick".into(),
        MenuCommand::Main => "main".into(),
        MenuCommand::Quit => "quit".into(),
    }
}

/// What was chosen, by the id of its line.
fn command(id: &str) -> Option<MenuCommand> {
    let entry = |text: &str| text.parse().ok().map(SwitchEntryId);
    match id.split_once(':') {
        Some(("open", text)) => entry(text).map(MenuCommand::Open),
        Some(("renew", text)) => entry(text).map(MenuCommand::Renew),
        Some(("end", text)) => entry(text).map(MenuCommand::End),
        _ => match id {
            "quick" => Some(MenuCommand::Quick),
            "main" => Some(MenuCommand::Main),
            "quit" => Some(MenuCommand::Quit),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use rolebridge_model::Colour;

    use super::*;

    #[test]
    fn every_command_is_found_again_by_its_id() {
        let entry = SwitchEntryId(42);
        for command in [
            MenuCommand::Open(entry),
            MenuCommand::Renew(entry),
            MenuCommand::End(entry),
            MenuCommand::Quick,
            MenuCommand::Main,
            MenuCommand::Quit,
        ] {
            assert_eq!(super::command(&id(command)), Some(command));
        }
        for other in ["", "open", "open:", "open:x", "close:1", "1"] {
            assert_eq!(command(other), None, "{other}");
        }
    }

    #[test]
    fn only_time_left_is_changed_in_place() {
        let session = |text: &str, colour: &str| MenuItem::Session {
            text: text.into(),
            colour: Colour::parse(colour).unwrap(),
            lines: vec![("Open", MenuCommand::Open(SwitchEntryId(1)))],
        };
        let before = [session("a, 2 min left", "f2b0a9")];
        assert_eq!(shape(&before), shape(&[session("a, 1 min left", "f2b0a9")]));
        assert_ne!(shape(&before), shape(&[session("a, 2 min left", "83d4e8")]));
        assert_ne!(shape(&before), shape(&[]));
    }
}
