//! A real Secret Service for a test: GNOME Keyring on a session bus of its own, with its files in a
//! temporary folder. Processes reach it through the environment handed to them.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// How long the keyring may take to start, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);
const SERVICE: &str = "org.freedesktop.secrets";
/// A bus that starts no service by itself: asking for the keyring before it is there would start
/// another, which nobody has unlocked.
const BUS: &str = "\
<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"
 \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context=\"default\">
    <allow send_destination=\"*\" eavesdrop=\"true\"/>
    <allow eavesdrop=\"true\"/>
    <allow own=\"*\"/>
  </policy>
</busconfig>
";

/// The keyring, until it is dropped.
#[derive(Debug)]
pub struct TestKeyring {
    folder: TempDir,
    address: String,
    running: Vec<Child>,
}

impl TestKeyring {
    /// Starts one, unlocked.
    ///
    /// # Panics
    /// If its programs are not installed (`scripts/setup.sh test`) or it does not come up.
    #[allow(clippy::unwrap_used, clippy::expect_used)]
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("bus.conf");
        let at = folder.path().display().to_string();
        std::fs::write(&config, BUS.replace("FOLDER", &at)).unwrap();
        let mut bus = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--nosyslog", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is not installed: run scripts/setup.sh test");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        let mut keyring = Self { folder, address, running: vec![bus] };
        for (_, path) in keyring.folders() {
            std::fs::create_dir_all(path).unwrap();
        }
        let mut daemon = keyring
            .command("gnome-keyring-daemon")
            .args(["--unlock", "--foreground", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon is not installed: run scripts/setup.sh test");
        // The password of the new keyring; the daemon reads to the end.
        daemon.stdin.take().unwrap().write_all(b"of a test").unwrap();
        keyring.running.push(daemon);
        keyring.wait_until("the keyring is there", |k| {
            k.ask("ReadAlias", &["string:default"]).contains("/collection/login")
        });
        keyring
    }

    /// What a process needs in its environment to reach it.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let folders = self.folders().into_iter().map(|(n, p)| (n, p.display().to_string()));
        folders.chain([("DBUS_SESSION_BUS_ADDRESS", self.address.clone())]).collect()
    }

    /// Locks it. Nothing can unlock it again: there is nobody to ask for the password.
    ///
    /// # Panics
    /// If it does not lock.
    pub fn lock(&self) {
        let login = "array:objpath:/org/freedesktop/secrets/collection/login";
        self.ask("Lock", &[login]);
        self.wait_until("the keyring is locked", |k| {
            k.send(
                "/org/freedesktop/secrets/collection/login",
                "org.freedesktop.DBus.Properties.Get",
                &["string:org.freedesktop.Secret.Collection", "string:Locked"],
            )
            .contains("boolean true")
        });
    }

    fn folders(&self) -> [(&'static str, PathBuf); 2] {
        let at = |name| self.folder.path().join(name);
        [("XDG_DATA_HOME", at("data")), ("XDG_RUNTIME_DIR", at("run"))]
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(self.environment()).env("HOME", self.folder.path()).stdin(Stdio::null());
        command
    }

    fn ask(&self, method: &str, arguments: &[&str]) -> String {
        let method = format!("org.freedesktop.Secret.Service.{method}");
        self.send("/org/freedesktop/secrets", &method, arguments)
    }

    fn send(&self, path: &str, method: &str, arguments: &[&str]) -> String {
        let sent = self
            .command("dbus-send")
            .args(["--session", "--print-reply", &format!("--dest={SERVICE}"), path, method])
            .args(arguments)
            .stderr(Stdio::null())
            .output();
        sent.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default()
    }

    #[allow(clippy::panic)]
    fn wait_until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            assert!(begun.elapsed() < PATIENCE, "still not so: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for TestKeyring {
    fn drop(&mut self) {
        for child in self.running.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
