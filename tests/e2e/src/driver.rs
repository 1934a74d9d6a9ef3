//! tauri-driver, which starts the app and passes on what the tests ask of its window.

use std::{
    fs::File,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    processes::{self, Process},
    tools::Tools,
    wire::{Session, Wire},
};

/// How long a driver may take to come up on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running driver. Dropped, it ends with everything it started.
pub(crate) struct Driver {
    child: Child,
    app: PathBuf,
    family: Vec<Process>,
}

impl Driver {
    /// Starts a driver in an environment, and the app with it. What they print goes to `log`.
    pub(crate) fn start(
        tools: &Tools,
        environment: impl FnOnce(&mut Command),
        log: &Path,
    ) -> (Self, Session) {
        let [port, native] = free_ports();
        let out = File::options().create(true).append(true).open(log).expect("a log file");
        let mut command = Command::new(&tools.tauri_driver);
        environment(&mut command);
        let child = command
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .arg("--native-driver")
            .arg(&tools.web_driver)
            .stdin(Stdio::null())
            .stdout(out.try_clone().expect("a log file"))
            .stderr(out)
            .spawn()
            .unwrap_or_else(|e| panic!("{} does not start: {e}", tools.tauri_driver.display()));
        let driver = Self { child, app: tools.app.clone(), family: Vec::new() };
        let wire = Wire::new(port);
        let until = Instant::now() + PATIENCE;
        while !wire.is_up() {
            assert!(Instant::now() < until, "tauri-driver does not answer; see {}", log.display());
            thread::sleep(Duration::from_millis(20));
        }
        let session = Session::start(wire, &tools.app)
            .unwrap_or_else(|e| panic!("The app does not start: {e}; see {}", log.display()));
        (driver, session)
    }

    /// The app's own process.
    pub(crate) fn app(&self) -> Option<Process> {
        processes::family(self.child.id()).into_iter().find(|p| p.runs(&self.app))
    }

    /// Notes who has been started by now. WebKit's processes outlive the app for a moment, with
    /// nothing left to say whose they are, and write into folders that are being removed.
    pub(crate) fn note_family(&mut self) {
        for process in processes::family(self.child.id()) {
            if !self.family.contains(&process) {
                self.family.push(process);
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Ending only the driver would leave the app on the screen for as long as that lives.
        self.note_family();
        for process in &self.family {
            process.kill();
        }
        let _ = self.child.wait();
        for process in &self.family {
            process.ended_within(PATIENCE);
        }
    }
}

/// Two ports nobody uses. Both are held until both are known, so that they differ.
fn free_ports() -> [u16; 2] {
    let held = [(); 2].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port"));
    held.map(|h| h.local_addr().expect("a port").port())
}
