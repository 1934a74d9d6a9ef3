//! Doing it: each way to use an entry.

use std::sync::Arc;

use async_trait::async_trait;
use rolebridge_cloud::MfaCode;
use rolebridge_model::{
    ActivityResult, ConsolePage, IdentityRef, MfaSerial, Partition, Region, SessionDuration,
    SwitchEntry, console_service,
};
use uuid::Uuid;

use super::{
    BrowserWindow, Copied, EntryLaunch, LaunchMenu, LaunchRequest, LaunchWay, OpeningRoles, Shell,
    Variables,
    menu::{region_of, window},
    parts_of_this_computer,
};
use crate::{
    Error, Rolebridge, Session,
    credentials::{Asking, MfaPrompt},
    progress::Event,
    prompt::MfaWindow,
    ways::{Credentials, Way},
};

/// An entry with all that decides how it is opened.
struct Opening {
    session: Arc<Session>,
    entry: SwitchEntry,
    chosen: EntryLaunch,
    settings: OpeningRoles,
    service: Option<String>,
    region: Option<Region>,
    /// Whether somebody said where to go, now or before.
    targeted: bool,
}

impl Rolebridge {
    /// Opens an entry, and says how.
    ///
    /// # Errors
    /// [`Error::Refused`] with the reason, and what works instead, where the way can't work; what
    /// AWS said; [`Error::Local`] if nothing opens.
    pub async fn launch(self: &Arc<Self>, request: &LaunchRequest) -> Result<LaunchWay, Error> {
        let session = self.session()?;
        let entry = session.store.switch_entry(request.id)?;
        if let Some(target) = &request.target {
            let mut chosen: EntryLaunch = session.store.entry_launch(entry.id)?.unwrap_or_default();
            chosen.service.clone_from(&target.service);
            chosen.region = region_of(entry.role.partition(), &target.region)?;
            chosen.check()?;
            session.store.set_entry_launch(entry.id, &chosen)?;
            self.tell(Event::SwitchEntries);
        }
        let menu = self.menu_of(&entry)?;
        let way = request.way.unwrap_or(menu.main);
        possible(&menu, way)?;
        let LaunchMenu { service, region, chosen, .. } = menu;
        let targeted = chosen.service.is_some() || chosen.region.is_some();
        let settings = self.preferences()?.opening;
        let entry = self.as_set(entry)?;
        let opening = Opening { session, entry, chosen, settings, service, region, targeted };
        match way {
            LaunchWay::Console => self.to_console(&opening).await?,
            LaunchWay::SwitchRole => self.to_switch_role(&opening)?,
            LaunchWay::Terminal => self.to_terminal(&opening)?,
            LaunchWay::Copy => self.to_clipboard(&opening).await?,
        }
        opening.session.record_use(request.id);
        Ok(way)
    }

    /// An entry with what is set for all where it says nothing: its Region, and how long its sessions
    /// last. That can hang on what the identity it begins with is: [`Rolebridge::identities`] finds
    /// out.
    ///
    /// # Errors
    /// What the database said.
    pub fn as_set(&self, mut entry: SwitchEntry) -> Result<SwitchEntry, Error> {
        let OpeningRoles { duration, region, .. } = self.preferences()?.opening;
        if entry.region.is_none() {
            let partition = entry.role.partition();
            let fits = |region: &Region| Partition::of(region) == partition;
            entry.region = Region::parse(&region).ok().filter(fits);
        }
        let session = self.session()?;
        Ok(with_duration(entry, &session, duration))
    }

    /// The window of a browser an entry is opened in, as set for it, for its colour or for all.
    pub(crate) fn window_of(&self, entry: &SwitchEntry) -> Result<BrowserWindow, Error> {
        let chosen = self.session()?.store.entry_launch(entry.id)?.unwrap_or_default();
        Ok(window(entry, &chosen, &self.preferences()?.opening, self.home()))
    }

    async fn to_console(&self, opening: &Opening) -> Result<(), Error> {
        let Opening { session, entry, .. } = opening;
        let destination = opening.destination();
        let url = session
            .sign_in_address(entry, &destination, &asking(&InWindow { app: self, entry }))
            .await?;
        let window = window(entry, &opening.chosen, &opening.settings, self.home());
        self.desktop.browser.open_secret(&url, &window).map_err(no_browser)?;
        opening.log("Open console", format!("Signed in to the console as {}.", entry.name));
        Ok(())
    }

    fn to_switch_role(&self, opening: &Opening) -> Result<(), Error> {
        let entry = &opening.entry;
        let (_, mut url) = opening.session.switch_url(entry.id)?;
        if opening.targeted {
            // Not documented, but what the console's own links to this page carry.
            let to = percent_encoding::utf8_percent_encode(
                &opening.destination(),
                percent_encoding::NON_ALPHANUMERIC,
            )
            .to_string();
            url.push_str("&redirect_uri=");
            url.push_str(&to);
        }
        let window = window(entry, &opening.chosen, &opening.settings, self.home());
        self.desktop.browser.open_in(&url, &window).map_err(no_browser)?;
        opening.log(
            "Switch role",
            format!("Opened the console's switch-role page for {}.", entry.name),
        );
        Ok(())
    }

    fn to_terminal(&self, opening: &Opening) -> Result<(), Error> {
        let entry = &opening.entry;
        let Some(terminals) = &self.desktop.terminals else {
            return Err(Error::refused("No terminal can be opened from here.", "Copy exports."));
        };
        let rolebridge =
            terminals.command_line().map_err(|r| Error::refused(r, "Copy exports."))?;
        let command = super::terminal::command(
            &rolebridge,
            self.home(),
            opening.session.identity(),
            entry,
            opening.region.as_ref(),
        );
        terminals.run(opening.settings.terminal.as_deref(), &command).map_err(|reason| {
            Error::Local {
                message: format!("The terminal could not be opened. {reason}"),
                remedy: Some("Choose another terminal in Settings, or copy exports.".into()),
            }
        })?;
        opening.log("Open terminal", format!("Opened a terminal for {}.", entry.name));
        Ok(())
    }

    async fn to_clipboard(self: &Arc<Self>, opening: &Opening) -> Result<(), Error> {
        let Opening { session, entry, settings, .. } = opening;
        let credentials =
            session.entry_credentials(entry, &asking(&InWindow { app: self, entry })).await?;
        let shell = settings.shell.unwrap_or_else(Shell::of_user);
        let text =
            Variables::in_region(entry, &credentials, opening.region.as_ref()).commands(shell)?;
        let seconds = i64::from(settings.clear_clipboard_seconds);
        let copied = Copied {
            id: Uuid::new_v4(),
            name: entry.name.to_string(),
            shell,
            clears_at: self.clock.now() + jiff::SignedDuration::from_secs(seconds),
            expires_at: credentials.expires_at,
        };
        drop(credentials);
        self.copy(text, copied)?;
        opening.log(
            "Copy credentials",
            format!(
                "Copied credentials of {} for {}; the clipboard is cleared after {seconds} s.",
                entry.name,
                shell.title()
            ),
        );
        Ok(())
    }
}

impl Opening {
    /// The console's page that was asked for.
    fn destination(&self) -> String {
        let partition: Partition = self.entry.role.partition();
        match self.service.as_deref().and_then(console_service) {
            Some(service) => service.url(partition, self.region.as_ref()),
            None => ConsolePage::Home { partition, region: self.region.clone() }.url(),
        }
    }

    fn log(&self, action: &str, detail: String) {
        let role = &self.entry.role;
        let done = ActivityResult::Succeeded;
        self.session.log(action, Some(role.account()), role.in_words(), done, detail);
    }
}

/// The way, if it can work.
fn possible(menu: &LaunchMenu, way: LaunchWay) -> Result<(), Error> {
    let option = menu.options.iter().find(|o| o.way == way);
    match option.map(|o| (&o.verdict, &o.instead)) {
        Some((Way::Closed { reason }, instead)) => {
            Err(Error::Refused { message: reason.clone(), remedy: instead.clone() })
        }
        _ => Ok(()),
    }
}

/// The entry with the duration set for all, if it names none. A session that begins with another
/// session's credentials lasts an hour at most, so there the setting does not apply; nor does it to
/// a permission set, whose sessions Identity Center alone decides on.
fn with_duration(
    mut entry: SwitchEntry,
    session: &Session,
    duration: Option<SessionDuration>,
) -> SwitchEntry {
    let long = duration.is_some_and(|d| d > SessionDuration::CHAINED);
    let own = &session.identity().reference;
    let base = entry.session.profile.clone().map(|name| IdentityRef::Profile { name });
    let base = base.as_ref().unwrap_or(own);
    let of_a_user =
        matches!(session.known.of(base), Credentials::LongTerm | Credentials::UserSession)
            || (base == own && session.known_caller().is_some_and(|c| c.arn.contains(":user/")));
    let from_session = !entry.session.chain.is_empty() || !of_a_user;
    let asked = entry.role.role().is_some() && entry.session.duration.is_none();
    if asked && !(long && from_session) {
        entry.session.duration = duration;
    }
    entry
}

pub(crate) fn no_browser(reason: String) -> Error {
    Error::Local {
        message: format!("The browser could not be opened. {reason}"),
        remedy: Some("Choose another browser in Settings, then try again.".into()),
    }
}

pub(super) fn asking<'a>(prompt: &'a InWindow<'_>) -> Asking<'a> {
    Asking { parts: parts_of_this_computer(), prompt }
}

/// Asks in a window of the operating system for the code of an entry's MFA device.
pub(crate) struct InWindow<'a> {
    pub(crate) app: &'a Rolebridge,
    pub(crate) entry: &'a SwitchEntry,
}

#[async_trait]
impl MfaPrompt for InWindow<'_> {
    async fn code(&self, device: &MfaSerial) -> Result<MfaCode, Error> {
        let prompt = self.app.prompt().map_err(|_| {
            Error::refused(
                format!("The code of the MFA device {device} is needed."),
                "Open a terminal for the entry: it asks for the code.",
            )
        })?;
        MfaWindow { prompt, asking: self.entry.name.as_str() }.code(device).await
    }
}
