//! The panel of a desktop, played here: programs put icons with menus into its tray
//! (StatusNotifierItem, com.canonical.dbusmenu) and notify people through it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use zbus::{
    blocking::{Connection, Proxy, connection},
    message::Header,
    names::OwnedBusName,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use crate::wait::until;

const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its heading.
    pub title: String,
    /// Its text, as markup.
    pub text: String,
}

/// A line of a menu.
#[derive(Debug, Clone)]
pub struct Line {
    id: i32,
    /// What it says; nothing for a line that only divides.
    pub text: String,
    /// The lines of its own menu.
    pub lines: Vec<Line>,
}

/// The line all others are within, as it is sent: number, properties, lines.
type Root = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

type Shared<T> = Arc<Mutex<Vec<T>>>;

/// The panel, until it is dropped.
pub struct Panel {
    bus: Connection,
    icons: Shared<(OwnedBusName, String)>,
    notices: Shared<Notice>,
}

struct Watcher(Shared<(OwnedBusName, String)>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, #[zbus(header)] from: Header<'_>, path: &str) {
        let sender = from.sender().expect("a sender").to_owned();
        all(&self.0)
            .push((OwnedBusName::from(zbus::names::BusName::from(sender)), path.to_owned()));
    }

    fn register_status_notifier_host(&self, _name: &str) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        all(&self.0).iter().map(|(sender, path)| format!("{sender}{path}")).collect()
    }
}

struct Notifications(Shared<Notice>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[allow(clippy::too_many_arguments)] // the desktop's interface
    fn notify(
        &self,
        _program: &str,
        _replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _milliseconds: i32,
    ) -> u32 {
        let mut notices = all(&self.0);
        notices.push(Notice { title: summary.to_owned(), text: body.to_owned() });
        u32::try_from(notices.len()).unwrap_or(u32::MAX)
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<&'static str> {
        vec!["body", "body-markup"]
    }

    fn get_server_information(&self) -> (&'static str, &'static str, &'static str, &'static str) {
        ("panel", "tests", "1", "1.2")
    }
}

fn all<T>(shared: &Shared<T>) -> std::sync::MutexGuard<'_, Vec<T>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Panel {
    /// Puts a panel on the desktop. There must be none.
    #[must_use]
    pub fn show() -> Self {
        let (icons, notices) = (Shared::default(), Shared::default());
        let bus = connection::Builder::session()
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&icons))))
            .and_then(|bus| {
                let notifications = Notifications(Arc::clone(&notices));
                bus.serve_at("/org/freedesktop/Notifications", notifications)
            })
            .and_then(|bus| bus.name("org.kde.StatusNotifierWatcher"))
            .and_then(|bus| bus.name("org.freedesktop.Notifications"))
            .and_then(connection::Builder::build)
            .expect("a session bus, with neither panel nor notifications");
        Self { bus, icons, notices }
    }

    /// The notifications so far.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        all(&self.notices).clone()
    }

    /// The menu of the one icon, once there is one.
    #[must_use]
    pub fn menu(&self) -> Vec<Line> {
        until("a menu in the tray", || self.read_menu())
    }

    /// The texts of that menu, in their order.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.menu().into_iter().map(|line| line.text).collect()
    }

    /// Chooses a line by what it says, and of its own menu another, and so on.
    pub fn choose(&self, texts: &[&str]) {
        let id = until(&format!("{texts:?} in the tray"), || find(&self.read_menu()?, texts));
        let clicked = ("clicked", Value::from(0_i32), 0_u32);
        let menu = self.proxy().expect("a menu");
        let (what, with, at) = clicked;
        menu.call_method("Event", &(id, what, with, at)).expect("the line to be chosen");
    }

    fn proxy(&self) -> Option<Proxy<'_>> {
        let (sender, path) = all(&self.icons).last().cloned()?;
        let item = Proxy::new(&self.bus, sender.clone(), path, ITEM).ok()?;
        let menu: OwnedObjectPath = item.get_property("Menu").ok()?;
        Proxy::new(&self.bus, sender, menu, MENU).ok()
    }

    /// Nothing while there is no icon, or none any more.
    fn read_menu(&self) -> Option<Vec<Line>> {
        let menu = self.proxy()?;
        let answer = menu.call_method("GetLayout", &(0_i32, -1_i32, Vec::<&str>::new())).ok()?;
        let body = answer.body();
        let (_, (_, _, lines)): (u32, Root) = body.deserialize().ok()?;
        Some(lines.iter().filter_map(|one| line(one)).collect())
    }
}

/// A line: its number, its properties, its own lines.
fn line(read: &Value<'_>) -> Option<Line> {
    let read = match read {
        Value::Value(inner) => inner,
        other => other,
    };
    let Value::Structure(parts) = read else { return None };
    let [Value::I32(id), Value::Dict(properties), Value::Array(lines)] = parts.fields() else {
        return None;
    };
    let text: Option<String> = properties.get(&"label").ok().flatten();
    let lines = lines.iter().filter_map(line).collect();
    Some(Line { id: *id, text: text.unwrap_or_default(), lines })
}

fn find(lines: &[Line], texts: &[&str]) -> Option<i32> {
    let (first, rest) = texts.split_first()?;
    let found = lines.iter().find(|line| line.text.starts_with(first))?;
    if rest.is_empty() { Some(found.id) } else { find(&found.lines, rest) }
}
