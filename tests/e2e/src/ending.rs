//! An app that is just ending: it still has the name by which a second start finds it, and leaves the
//! bus when it is asked to show its window.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use zbus::blocking::{Connection, connection, fdo::DBusProxy};

use crate::wait::until;

const APP: &str = "dev.rolebridge.desktop.";

/// Stands in for the app that ends.
pub struct Ending {
    asked: Arc<AtomicBool>,
}

struct Instance {
    asked: Arc<AtomicBool>,
    bus: Arc<Mutex<Option<Connection>>>,
}

#[zbus::interface(name = "org.SingleInstance.DBus")]
impl Instance {
    fn execute_callback(&self, _arguments: Vec<String>, _folder: String) {
        self.asked.store(true, Ordering::SeqCst);
        let bus = self.bus.lock().unwrap_or_else(PoisonError::into_inner).take();
        // No answer is sent on a connection that is closed.
        let _ = bus.map(Connection::close);
    }
}

impl Ending {
    /// Takes the place of the one app that runs, as soon as that has left the bus. `end` ends it.
    #[must_use]
    pub fn after(end: impl FnOnce()) -> Self {
        let name = name_of_the_app();
        end();
        let asked = Arc::<AtomicBool>::default();
        let bus = Arc::<Mutex<Option<Connection>>>::default();
        let connected = until("the app to leave the bus", || {
            let instance = Instance { asked: asked.clone(), bus: bus.clone() };
            connection::Builder::session()
                .and_then(|b| b.serve_at(format!("/{}", name.replace('.', "/")), instance))
                .and_then(|b| b.name(name.as_str()))
                .and_then(connection::Builder::build)
                .ok()
        });
        *bus.lock().unwrap_or_else(PoisonError::into_inner) = Some(connected);
        Self { asked }
    }

    /// Whether somebody asked it to show its window.
    #[must_use]
    pub fn was_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }
}

fn name_of_the_app() -> String {
    let bus = Connection::session().expect("a session bus");
    let names = DBusProxy::new(&bus).and_then(|bus| Ok(bus.list_names()?)).expect("names");
    let ours: Vec<_> = names.iter().filter(|name| name.starts_with(APP)).collect();
    let [one] = ours.as_slice() else { panic!("Not one app on the bus: {ours:?}") };
    one.to_string()
}
