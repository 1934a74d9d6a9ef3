//! A computer nobody has used yet: a home folder, a data folder, and a browser that only notes
//! what it was to open.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use rolebridge_sandbox::{SandboxCloud, Settings};
use tempfile::TempDir;

use crate::{
    App,
    alone::Alone,
    driver::Driver,
    tools::{Tools, workspace},
};

/// How slow the sandbox is.
#[derive(Debug, Clone, Copy)]
pub struct Delays {
    /// Until a change of a role is known.
    pub propagation: Duration,
    /// Until an association is validated.
    pub validation: Duration,
}

impl Delays {
    /// Noticeable, and no longer.
    pub const SHORT: Self =
        Self { propagation: Duration::from_secs(1), validation: Duration::from_secs(1) };
}

impl From<Delays> for Settings {
    fn from(delays: Delays) -> Self {
        Self { propagation: delays.propagation, validation: delays.validation }
    }
}

/// A computer for one test.
pub struct World {
    name: &'static str,
    folder: TempDir,
}

impl World {
    /// A computer on which the app was never started. The name is the test's.
    #[must_use]
    pub fn untouched(name: &'static str) -> Self {
        let folder = tempfile::Builder::new().prefix("rolebridge-e2e-").tempdir();
        let world = Self { name, folder: folder.expect("a temporary folder") };
        for part in ["home", "data", "config", "cache", "rolebridge", "bin"] {
            fs::create_dir(world.path(part)).expect("a folder");
        }
        world.put_browser();
        let results = results();
        for ending in ["png", "html", "log"] {
            let _ = fs::remove_file(results.join(name).with_extension(ending));
        }
        world
    }

    /// A computer with a sandbox that does not keep one waiting.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self::with_delays(name, Delays::SHORT)
    }

    /// A computer with a sandbox that is as slow as this.
    #[must_use]
    pub fn with_delays(name: &'static str, delays: Delays) -> Self {
        let world = Self::untouched(name);
        SandboxCloud::open(&world.sandbox_folder(), delays.into()).expect("a sandbox");
        world
    }

    fn path(&self, part: &str) -> PathBuf {
        self.folder.path().join(part)
    }

    /// Where the sandbox keeps its state.
    #[must_use]
    pub fn sandbox_folder(&self) -> PathBuf {
        self.path("rolebridge").join("sandbox")
    }

    /// The sandbox, seen from outside of the app.
    #[must_use]
    pub fn sandbox(&self) -> SandboxCloud {
        SandboxCloud::open(&self.sandbox_folder(), Delays::SHORT.into()).expect("a sandbox")
    }

    /// Writes the AWS CLI's configuration file.
    pub fn put_aws_config(&self, text: &str) {
        let folder = self.path("home").join(".aws");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("config"), text).expect("a configuration file");
    }

    /// The folders the app writes to: its own, and those the system gives it and its web view.
    #[must_use]
    pub fn written(&self) -> [PathBuf; 4] {
        ["rolebridge", "data", "config", "cache"].map(|part| self.path(part))
    }

    /// The file with what the app printed.
    #[must_use]
    pub fn printed(&self) -> PathBuf {
        results().join(self.name).with_extension("log")
    }

    /// The addresses the browser was asked to open, in order.
    #[must_use]
    pub fn opened(&self) -> Vec<String> {
        let noted = fs::read_to_string(self.path("opened")).unwrap_or_default();
        noted.lines().map(str::to_owned).collect()
    }

    /// Starts the app. It must not be running.
    #[must_use]
    pub fn start(&self) -> App {
        let results = results();
        let (driver, session) = Driver::start(&Tools::find(), |c| self.furnish(c), &self.printed());
        App::new(driver, session, results.join(self.name))
    }

    /// Starts the app without a driver, as a desktop does. It must not be running.
    #[must_use]
    pub fn start_alone(&self) -> Alone {
        let out = fs::File::create(self.printed()).expect("a log file");
        let mut command = Command::new(&Tools::find().app);
        self.furnish(&mut command);
        command.stdin(Stdio::null()).stdout(out.try_clone().expect("a log file")).stderr(out);
        Alone::of(command.spawn().expect("the app to start"))
    }

    /// Starts the app while it runs, and waits for the second one to hand over and end.
    pub fn start_again(&self, arguments: &[&str]) {
        let mut command = Command::new(&Tools::find().app);
        self.furnish(&mut command);
        let ended = command.args(arguments).status().expect("the app to start");
        assert!(ended.success(), "The second app ended with {ended}.");
    }

    /// The environment the app runs in: this computer's, and nothing of AWS.
    fn furnish(&self, command: &mut Command) {
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            // With either of the two the driver's screenshots hang.
            if text.starts_with("AWS_")
                || text == "WEBKIT_DISABLE_DMABUF_RENDERER"
                || text == "WEBKIT_DISABLE_COMPOSITING_MODE"
            {
                command.env_remove(name);
            }
        }
        let mut path = vec![self.path("bin")];
        path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        command
            .current_dir(self.path("home"))
            .env("PATH", env::join_paths(path).expect("a search path"))
            .env("BROWSER", self.path("bin").join("xdg-open"))
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("ROLEBRIDGE_HOME", self.path("rolebridge"))
            .env("NO_AT_BRIDGE", "1");
    }

    /// A browser that notes the address it is given. One `write` of one line: two may be opened at
    /// the same time.
    fn put_browser(&self) {
        let browser = self.path("bin").join("xdg-open");
        let noted = self.path("opened");
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", noted.display());
        fs::write(&browser, script).expect("a browser");
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("a browser");
    }
}

/// Where a failed test leaves what was on the screen.
fn results() -> PathBuf {
    let folder = workspace().join("tests/results");
    fs::create_dir_all(&folder).expect("a folder for results");
    folder
}
