//! The whole application, without a window: its clouds are doubles, its computer writes down what
//! it is asked to open.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rolebridge_cloud::{Cloud, KeyRing, Playground, Secret};
use rolebridge_keychain::Keychain;
use rolebridge_model::*;
use rolebridge_sandbox::SandboxCloud;
use rolebridge_workflows::launch::{
    Browser, BrowserWindow, Cleared, Clipboard, Desktop, InstalledTerminal, TerminalCommand,
    Terminals,
};
use rolebridge_workflows::progress::{Event, JobId, JobProgress, JobState};
use rolebridge_workflows::{Clouds, Error, Pretended, Rolebridge};
use tempfile::TempDir;
use tokio::sync::broadcast;

use super::{Double, Drawer, Time, settings};

/// What the application is opened with.
pub(crate) struct App {
    pub(crate) app: Arc<Rolebridge>,
    pub(crate) time: Time,
    pub(crate) opened: Arc<Mutex<Vec<String>>>,
    pub(crate) used: Used,
    pub(crate) world: World,
    pub(crate) dir: Arc<TempDir>,
}

/// Which clouds answer.
#[derive(Clone)]
pub(crate) struct World {
    time: Time,
    configured: bool,
    /// Answers for AWS; its profiles are the sandbox's.
    pub(crate) aws: Arc<Double>,
    pub(crate) drawer: Drawer,
    keychain: Arc<dyn Keychain>,
    /// What AWS was last given for kept keys.
    pub(crate) ring: Arc<Mutex<Option<Arc<dyn KeyRing>>>>,
    /// The sandboxes opened, last one last.
    pub(crate) sandboxes: Arc<Mutex<Vec<Arc<Double>>>>,
}

#[async_trait]
impl Clouds for World {
    fn aws_is_configured(&self) -> bool {
        self.configured
    }

    async fn aws(&self, _: Option<Region>, keys: Arc<dyn KeyRing>) -> Arc<dyn Cloud> {
        *self.ring.lock().unwrap() = Some(keys);
        self.aws.clone()
    }

    fn keychain(&self) -> Arc<dyn Keychain> {
        self.keychain.clone()
    }

    fn sandbox(&self, folder: &Path) -> Result<Pretended, Error> {
        let sandbox =
            SandboxCloud::open_with_clock(folder, settings(10, 3), self.time.of_sandbox()).unwrap();
        let double = Double::new(sandbox);
        self.sandboxes.lock().unwrap().push(double.clone());
        let playground: Arc<dyn Playground> = double.sandbox.clone();
        let keychain = Arc::new(self.drawer.clone());
        Ok(Pretended { cloud: double, playground, keychain })
    }
}

/// What of the computer was used.
#[derive(Clone, Default)]
pub(crate) struct Used {
    pub(crate) opened: Arc<Mutex<Vec<String>>>,
    pub(crate) windows: Arc<Mutex<Vec<BrowserWindow>>>,
    pub(crate) terminals: Arc<Mutex<Vec<TerminalCommand>>>,
    pub(crate) clipboard: Arc<Mutex<String>>,
}

impl Browser for Used {
    fn open(&self, url: &str) -> Result<(), String> {
        if url.contains("nobrowser") {
            return Err(format!("There is none for {url}."));
        }
        self.opened.lock().unwrap().push(url.to_owned());
        Ok(())
    }

    fn open_in(&self, url: &str, window: &BrowserWindow) -> Result<(), String> {
        self.windows.lock().unwrap().push(window.clone());
        self.open(url)
    }
}

impl Terminals for Used {
    fn run(&self, _: Option<&str>, command: &TerminalCommand) -> Result<(), String> {
        self.terminals.lock().unwrap().push(command.clone());
        Ok(())
    }

    fn installed(&self) -> Vec<InstalledTerminal> {
        vec![InstalledTerminal { id: "xterm".into(), title: "xterm".into() }]
    }

    fn command_line(&self) -> Result<PathBuf, String> {
        Ok("/opt/rolebridge".into())
    }
}

impl Clipboard for Used {
    fn put(&self, text: &Secret) -> Result<(), String> {
        text.expose().clone_into(&mut self.clipboard.lock().unwrap());
        Ok(())
    }

    fn clear(&self, text: &Secret) -> Result<Cleared, String> {
        let mut held = self.clipboard.lock().unwrap();
        if *held != text.expose() {
            return Ok(Cleared::SomethingElse);
        }
        held.clear();
        Ok(Cleared::Gone)
    }
}

impl App {
    /// A first start; with AWS configuration on the computer or without.
    pub(crate) async fn start(configured: bool) -> Self {
        let drawer = Drawer::default();
        Self::begin(configured, drawer.clone(), Arc::new(drawer)).await
    }

    /// The same on a computer with AWS configuration and this keychain.
    pub(crate) async fn with_keychain(keychain: Arc<dyn Keychain>) -> Self {
        Self::begin(true, Drawer::default(), keychain).await
    }

    async fn begin(configured: bool, drawer: Drawer, keychain: Arc<dyn Keychain>) -> Self {
        let time = Time::new();
        let aws = SandboxCloud::in_memory_with_clock(settings(10, 3), time.of_sandbox());
        let world = World {
            time: time.clone(),
            configured,
            aws: Double::new(aws),
            drawer,
            keychain,
            ring: Arc::default(),
            sandboxes: Arc::default(),
        };
        Self::at(Arc::new(tempfile::tempdir().unwrap()), time, world).await
    }

    async fn at(dir: Arc<TempDir>, time: Time, world: World) -> Self {
        let used = Used::default();
        let desktop = Desktop {
            browser: Box::new(used.clone()),
            terminals: Some(Box::new(used.clone())),
            clipboard: Some(Box::new(used.clone())),
        };
        let app =
            Rolebridge::open(dir.path(), Box::new(world.clone()), desktop, time.of_workflows())
                .await
                .unwrap();
        Self { app, time, opened: used.opened.clone(), used, world, dir }
    }

    pub(crate) async fn restart(self) -> Self {
        let Self { dir, time, world, app, .. } = self;
        drop(app);
        Self::at(dir, time, world).await
    }

    /// Another process on the same folder.
    pub(crate) async fn another(&self) -> Self {
        Self::at(self.dir.clone(), self.time.clone(), self.world.clone()).await
    }

    /// The keychain of all processes.
    pub(crate) fn drawer(&self) -> &Drawer {
        &self.world.drawer
    }

    /// The sandbox in use.
    pub(crate) fn sandbox(&self) -> Arc<Double> {
        self.world.sandboxes.lock().unwrap().last().unwrap().clone()
    }

    pub(crate) fn identity(&self) -> IdentityRef {
        self.app.state().unwrap().connection.unwrap().identity.reference
    }
}

/// All that is told of a job, until it ends.
pub(crate) async fn reports(
    events: &mut broadcast::Receiver<Event>,
    id: JobId,
) -> Vec<JobProgress> {
    let mut all = Vec::new();
    loop {
        if let Event::Job { job } = events.recv().await.unwrap()
            && job.id == id
        {
            let ended = job.state != JobState::Running;
            all.push(job);
            if ended {
                return all;
            }
        }
    }
}

/// A plan run in the background, as it ended.
pub(crate) async fn ended(events: &mut broadcast::Receiver<Event>, id: PlanId) -> Plan {
    loop {
        if let Event::Plan { plan } = events.recv().await.unwrap()
            && plan.id == id
            && plan.state != PlanState::Running
        {
            return plan;
        }
    }
}

/// Every byte of every file below a folder.
pub(crate) fn contents(folder: &Path, into: &mut Vec<u8>) {
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            contents(&path, into);
        } else {
            into.extend(std::fs::read(&path).unwrap());
        }
    }
}
