//! Rolebridge as a whole: the data folder, which identity is in use, and the work that goes on in
//! the background.

mod once;
mod sandbox;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock},
};

use async_trait::async_trait;
use rolebridge_cloud::{Cloud, KeyRing, Playground};
use rolebridge_keychain::{Keychain, MemoryKeychain, Unlock};
use rolebridge_model::{
    ActivityResult, Identity, IdentityFacts, IdentityKind, IdentityRef, Region,
};
use rolebridge_store::{NewActivity, Store};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    clock::Clock,
    dialogs::Dialogs,
    error::Error,
    identity::{AppState, Checked, ConnectRequest, Connection, KeptKey, KeptKeys},
    launch::{Copies, Desktop},
    preferences::Preferences,
    progress::Event,
    prompt::Prompt,
    publish::OwnCommand,
    quick_access::QuickAccess,
    session::Session,
    sessions::Cache,
    ways::Known,
};

pub use once::IdentityForOnce;

/// A cloud that pretends, with its controls.
pub struct Pretended {
    /// The cloud.
    pub cloud: Arc<dyn Cloud>,
    /// Its controls.
    pub playground: Arc<dyn Playground>,
    /// Where its sessions are kept.
    pub keychain: Arc<dyn Keychain>,
}

/// Opens clouds. The app and the command line each decide here, once, what answers.
#[async_trait]
pub trait Clouds: Send + Sync {
    /// Whether any AWS configuration exists.
    fn aws_is_configured(&self) -> bool;

    /// The real AWS. Access keys that Rolebridge keeps come from `keys`.
    async fn aws(&self, region: Option<Region>, keys: Arc<dyn KeyRing>) -> Arc<dyn Cloud>;

    /// Where secrets are kept, access keys as well as sessions: in memory unless said otherwise.
    fn keychain(&self) -> Arc<dyn Keychain> {
        Arc::new(MemoryKeychain::default())
    }

    /// Where the `rolebridge` command is, which published profiles run; found by its name unless
    /// said otherwise.
    fn command(&self) -> OwnCommand {
        OwnCommand::default()
    }

    /// The sandbox, with its state in a folder.
    ///
    /// # Errors
    /// If the folder can't be used.
    fn sandbox(&self, folder: &Path) -> Result<Pretended, Error>;
}

/// What is remembered of the identity in use.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Chosen {
    identity: Identity,
    region: Option<Region>,
}

const CHOSEN: &str = "identity";
const PREFERENCES: &str = "preferences";

/// The whole application, without a screen.
pub struct Rolebridge {
    home: PathBuf,
    pub(crate) store: Arc<Store>,
    pub(crate) clouds: Box<dyn Clouds>,
    pub(crate) desktop: Desktop,
    pub(crate) dialogs: OnceLock<Box<dyn Dialogs>>,
    prompt: OnceLock<Box<dyn Prompt>>,
    keychain: Arc<dyn Keychain>,
    unlock: Unlock,
    /// What AWS said of identities since the start.
    pub(crate) checked: Mutex<HashMap<IdentityRef, Checked>>,
    /// What is known of identities, for the verdicts of entries that begin with them.
    pub(crate) known: Arc<Known>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) copies: Copies,
    quick_access: OnceLock<Arc<dyn QuickAccess>>,
    pub(crate) events: broadcast::Sender<Event>,
    session: RwLock<Option<Arc<Session>>>,
    playground: Mutex<Option<Arc<dyn Playground>>>,
    /// Sessions of switch entries, which outlive the identity in use: AWS's and the sandbox's.
    kept: [OnceLock<Arc<Cache>>; 2],
    /// By run: what it carries out, and how it is stopped.
    running: Mutex<HashMap<Uuid, (Uuid, CancellationToken)>>,
}

impl Rolebridge {
    /// Opens the data folder and takes up the identity chosen last. Without one, and without any
    /// AWS configuration, the sandbox is taken.
    ///
    /// # Errors
    /// What the disk or the database said.
    pub async fn open(
        home: &Path,
        clouds: Box<dyn Clouds>,
        desktop: impl Into<Desktop>,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, Error> {
        // A window belongs to a person, who can be asked for the keychain's password.
        let keychain = clouds.keychain();
        let app = Self::closed(home, clouds, keychain, desktop.into(), clock, Unlock::Ask)?;
        match app.store.setting::<Chosen>(CHOSEN)? {
            Some(chosen) => app.begin(chosen).await?,
            None if !app.clouds.aws_is_configured() => {
                app.begin(Chosen { identity: sandbox_identity(), region: None }).await?;
            }
            None => {}
        }
        Ok(app)
    }

    /// The data folder, with no identity in use yet.
    fn closed(
        home: &Path,
        clouds: Box<dyn Clouds>,
        keychain: Arc<dyn Keychain>,
        desktop: Desktop,
        clock: Arc<dyn Clock>,
        unlock: Unlock,
    ) -> Result<Arc<Self>, Error> {
        let (events, _) = broadcast::channel(1024);
        Ok(Arc::new(Self {
            home: home.to_owned(),
            store: Arc::new(Store::open(home)?),
            keychain,
            unlock,
            clouds,
            desktop,
            dialogs: OnceLock::new(),
            clock,
            prompt: OnceLock::new(),
            checked: Mutex::default(),
            known: Arc::default(),
            copies: Copies::default(),
            quick_access: OnceLock::new(),
            events,
            session: RwLock::new(None),
            playground: Mutex::new(None),
            kept: Default::default(),
            running: Mutex::new(HashMap::new()),
        }))
    }

    /// Says how a person is asked for a secret. The first one stays.
    pub fn ask_with(&self, prompt: Box<dyn Prompt>) {
        let _ = self.prompt.set(prompt);
    }

    /// How a person is asked for a secret.
    pub(crate) fn prompt(&self) -> Result<&dyn Prompt, Error> {
        self.prompt.get().map(AsRef::as_ref).ok_or_else(|| {
            Error::refused("There is no window here to ask in.", "Use the desktop app.")
        })
    }

    /// Access keys in the keychain.
    pub(crate) fn key_ring(&self) -> KeptKeys {
        KeptKeys::new(Arc::clone(&self.keychain), self.unlock)
    }

    /// The real AWS, with the keys that are kept.
    pub(crate) async fn aws(&self, region: Option<Region>) -> Arc<dyn Cloud> {
        self.clouds.aws(region, Arc::new(self.key_ring())).await
    }

    /// Writes a line of the log about an identity. It belongs to AWS's log, also while the sandbox
    /// is in use.
    pub(crate) fn log_identity(
        &self,
        action: &str,
        subject: impl ToString,
        result: ActivityResult,
        detail: impl Into<String>,
    ) {
        let subject = subject.to_string();
        let line = NewActivity {
            at: self.clock.now(),
            who: subject.clone(),
            action: action.to_owned(),
            account: None,
            subject,
            result,
            detail: detail.into(),
        };
        if let Err(error) = self.store.add_activity(&line) {
            tracing::error!(%error, action, "the activity log could not be written");
        }
        self.tell(Event::Activity);
    }

    /// Where the time comes from.
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The data folder.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// Tells the screens of a file that was dropped on the window.
    pub fn file_dropped(&self, path: &Path) {
        let _ = self.events.send(Event::FileDropped { path: path.display().to_string() });
    }

    /// What happens from now on.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Tells the screens. Nobody listening is no error.
    pub(crate) fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// Gives the application what it is reached by from outside its window. The first one stays.
    pub fn set_quick_access(&self, quick_access: Arc<dyn QuickAccess>) {
        let _ = self.quick_access.set(quick_access);
    }

    /// What the application is reached by from outside its window; nothing without one.
    pub(crate) fn quick_access(&self) -> Option<&Arc<dyn QuickAccess>> {
        self.quick_access.get()
    }

    /// The identity at work.
    ///
    /// # Errors
    /// [`Error::NotConnected`] if none was chosen.
    pub fn session(&self) -> Result<Arc<Session>, Error> {
        self.session
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or(Error::NotConnected)
    }

    /// What the app shows first. AWS is not asked.
    ///
    /// # Errors
    /// What the database said.
    pub fn state(&self) -> Result<AppState, Error> {
        let session = self.session().ok();
        let unfinished = match &session {
            Some(session) => session.store.unfinished_plans()?,
            None => Vec::new(),
        };
        Ok(AppState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            connection: session.map(|session| Connection {
                identity: session.identity().clone(),
                caller: session.known_caller().cloned(),
                sandbox: session.is_sandbox(),
            }),
            unfinished,
        })
    }

    /// The identities to choose from, the sandbox last.
    ///
    /// # Errors
    /// What reading the configuration said.
    pub async fn identities(&self) -> Result<Vec<Identity>, Error> {
        self.identities_of(&*self.aws(None).await).await
    }

    /// The identities a cloud finds, with the keys that are kept and the sandbox.
    pub(crate) async fn identities_of(&self, cloud: &dyn Cloud) -> Result<Vec<Identity>, Error> {
        let mut identities = cloud.identities().await?;
        // A cloud that only pretends has the sandbox among its own.
        identities.retain(|i| i.reference != IdentityRef::Sandbox);
        identities.extend(self.kept_keys()?.iter().map(KeptKey::identity));
        identities.push(sandbox_identity());
        self.known.configured(&identities);
        Ok(identities)
    }

    /// Takes an identity into use once AWS has said who it is, and remembers it.
    ///
    /// # Errors
    /// What AWS or the credentials said; the identity in use before stays then.
    pub async fn connect(&self, request: ConnectRequest) -> Result<AppState, Error> {
        let mut identity = if request.identity == IdentityRef::Sandbox {
            sandbox_identity()
        } else {
            self.identities()
                .await?
                .into_iter()
                .find(|i| i.reference == request.identity)
                .ok_or_else(|| {
                    Error::refused(
                        format!("There is no {} any more.", request.identity),
                        "Choose another identity.",
                    )
                })?
        };
        if identity.region.is_none() {
            identity.region.clone_from(&request.region);
        }
        let before = self.session().ok();
        let playground = self.playground().ok();
        let chosen = Chosen { identity, region: request.region };
        self.begin(chosen.clone()).await?;
        let session = self.session()?;
        if let Err(error) = session.caller().await {
            *self.session.write().unwrap_or_else(PoisonError::into_inner) = before;
            *self.playground.lock().unwrap_or_else(PoisonError::into_inner) = playground;
            return Err(error);
        }
        self.store.set_setting(CHOSEN, &chosen)?;
        session.log(
            "Use identity",
            session.known_caller().map(|c| &c.account),
            &session.identity().label,
            ActivityResult::Succeeded,
            "",
        );
        session.tell(Event::Connection);
        self.state()
    }

    async fn begin(&self, chosen: Chosen) -> Result<(), Error> {
        let sandbox = chosen.identity.reference == IdentityRef::Sandbox;
        self.take_up(chosen, sandbox).await?;
        // Whoever is here once, for one command, leaves it to those who stay.
        self.session()?.tidy();
        Ok(())
    }

    async fn take_up(&self, chosen: Chosen, sandbox: bool) -> Result<(), Error> {
        let (cloud, store, sessions, known) = if sandbox {
            let folder = self.home.join("sandbox");
            let pretended = self.clouds.sandbox(&folder)?;
            let sessions = self.kept[1].get_or_init(|| {
                Arc::new(Cache::new(pretended.keychain, &folder, self.clock.clone()))
            });
            *self.playground.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(pretended.playground);
            // Its profiles have names of their own.
            (pretended.cloud, Arc::new(Store::open(&folder)?), sessions, Arc::default())
        } else {
            *self.playground.lock().unwrap_or_else(PoisonError::into_inner) = None;
            let region = chosen.identity.region.clone().or(chosen.region);
            let sessions = self.kept[0].get_or_init(|| {
                Arc::new(Cache::new(Arc::clone(&self.keychain), &self.home, self.clock.clone()))
            });
            (self.aws(region).await, self.store.clone(), sessions, self.known.clone())
        };
        let session = Session::new(
            cloud,
            store,
            chosen.identity,
            sandbox,
            self.clock.clone(),
            self.events.clone(),
        )
        .sharing(sessions.clone(), known);
        *self.session.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(session));
        Ok(())
    }

    /// How the user likes the app to look.
    ///
    /// # Errors
    /// What the database said.
    pub fn preferences(&self) -> Result<Preferences, Error> {
        Ok(self.store.setting(PREFERENCES)?.unwrap_or_default())
    }

    /// Remembers how the user likes the app to look.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields that can't be so; what the database said.
    pub fn save_preferences(&self, preferences: &Preferences) -> Result<(), Error> {
        preferences.opening.check()?;
        Ok(self.store.set_setting(PREFERENCES, preferences)?)
    }

    fn running(&self) -> MutexGuard<'_, HashMap<Uuid, (Uuid, CancellationToken)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts work in the background under an id; it can be cancelled by it.
    pub(crate) fn start<F, W>(self: &Arc<Self>, id: Uuid, work: F)
    where
        F: FnOnce(CancellationToken) -> W,
        W: Future<Output = ()> + Send + 'static,
    {
        let token = CancellationToken::new();
        let run = Uuid::new_v4();
        self.running().insert(run, (id, token.clone()));
        let future = work(token);
        let app = self.clone();
        tokio::spawn(async move {
            future.await;
            app.running().remove(&run);
        });
    }

    /// Asks work in the background to stop at the next safe place. Work that has ended is no error.
    pub fn cancel(&self, id: Uuid) {
        for (_, token) in self.running().values().filter(|(of, _)| *of == id) {
            token.cancel();
        }
    }
}

/// The sandbox as an identity.
#[must_use]
pub fn sandbox_identity() -> Identity {
    Identity {
        reference: IdentityRef::Sandbox,
        label: "Sandbox".into(),
        detail: "An organization to try things in. Nothing leaves this computer.".into(),
        region: None,
        facts: IdentityFacts { kind: IdentityKind::Sandbox, ..IdentityFacts::default() },
    }
}

/// The data folder unless one is named.
#[must_use]
pub fn default_home() -> Option<PathBuf> {
    dirs::data_dir().map(|d| d.join("rolebridge"))
}
