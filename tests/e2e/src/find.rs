//! How things on the screen are named: by role and name, as a person or a screen reader would.

use serde_json::{Value, json};

/// Something on the screen.
#[derive(Debug, Clone)]
pub struct Target {
    role: &'static str,
    name: String,
    part: bool,
    last: bool,
    within: Option<Box<Target>>,
}

impl Target {
    fn new(role: &'static str, name: &str) -> Self {
        Self { role, name: name.to_owned(), part: false, last: false, within: None }
    }

    /// The name may be longer than what was given.
    #[must_use]
    pub fn part(mut self) -> Self {
        self.part = true;
        self
    }

    /// Of several, the one furthest down.
    #[must_use]
    pub fn last(mut self) -> Self {
        self.last = true;
        self
    }

    /// Only inside something else.
    #[must_use]
    pub fn within(mut self, outer: Target) -> Self {
        self.within = Some(Box::new(outer));
        self
    }

    /// In words, for a message.
    pub(crate) fn words(&self) -> String {
        let inside = self.within.as_ref().map(|o| format!(" in {}", o.words()));
        let name = if self.part { format!("…{}…", self.name) } else { self.name.clone() };
        format!("{} \u{201c}{name}\u{201d}{}", self.role, inside.unwrap_or_default())
    }

    pub(crate) fn argument(&self) -> Value {
        json!({
            "role": self.role,
            "name": self.name,
            "part": self.part,
            "last": self.last,
            "within": self.within.as_ref().map(|o| o.argument()),
        })
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $part:literal;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $role(name: &str) -> Target {
            Target { part: $part, ..Target::new(stringify!($role), name) }
        }
    )*};
}

roles! {
    /// A button, or a link that looks like one.
    button false;
    /// A link.
    link false;
    /// A box to tick.
    checkbox true;
    /// One of several to choose from.
    radio true;
    /// A field to type in, by its label.
    field false;
    /// A heading. A counter behind it does not count.
    heading true;
    /// A row of a table, by what stands in it.
    row true;
    /// A cell of a table.
    cell true;
    /// A dialog, by its heading.
    dialog true;
    /// A named part of the screen.
    region false;
    /// A named group.
    group false;
    /// A named list.
    list false;
    /// An item of a list, by its text.
    item true;
    /// An item of an open menu.
    menu true;
    /// The smallest thing that shows this text.
    text true;
}
