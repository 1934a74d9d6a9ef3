//! Opening an agent space in the running window. The app always starts with the list of agent
//! spaces, so a driver goes on from there.

use std::{
    env, fs,
    fs::File,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::Serialize;
use serde_json::{Value, json};
use ureq::Agent;

use crate::{
    computer::Computer,
    error::{At, BenchError},
    process::{self, TreeMemory},
};

/// How long the driver, or a page, may take on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(60);

const OPEN: &str = include_str!("open.js");
const TYPE: &str = include_str!("type.js");

/// One opening of an agent space.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Opening {
    /// From the change of the address to the frame that shows rows.
    pub(crate) milliseconds: f64,
    pub(crate) memory: TreeMemory,
}

/// The programs that drive a window.
pub(crate) struct Tools {
    driver: PathBuf,
    web_kit: PathBuf,
}

impl Tools {
    /// Finds them, or says in a sentence what is missing.
    pub(crate) fn find(target: &Path) -> Result<Self, String> {
        let driver = env::var_os("TAURI_DRIVER")
            .map(PathBuf::from)
            .filter(|p| p.is_file())
            .or_else(|| Some(target.join("tools/bin/tauri-driver")).filter(|p| p.is_file()))
            .or_else(|| on_path("tauri-driver"))
            .ok_or("tauri-driver is missing; `make setup-test` installs it.")?;
        let web_kit = on_path("WebKitWebDriver")
            .ok_or("WebKitWebDriver is missing; install the package webkit2gtk-driver.")?;
        Ok(Self { driver, web_kit })
    }

    /// Starts the app, opens a route once the list of agent spaces shows, waits until a row with
    /// this text shows, then this long, and reads the memory of the app.
    pub(crate) fn open(
        &self,
        app: &Path,
        computer: &Computer,
        route: &str,
        text: &str,
        idle: Duration,
    ) -> Result<Opening, BenchError> {
        let (answer, memory) = self.run(app, computer, OPEN, &json!([route, text]), |driver| {
            thread::sleep(idle);
            let found = process::family(driver).into_iter().find(|p| p.runs(app));
            let found = found.ok_or_else(|| BenchError::Driver("the app is gone".into()))?;
            process::memory(found.id)
        })?;
        let milliseconds = answer
            .as_f64()
            .ok_or_else(|| BenchError::Driver(format!("the page answered {answer}")))?;
        Ok(Opening { milliseconds, memory })
    }

    /// Starts the app, goes to the switch entries and types each text, letter by letter. Answers
    /// the milliseconds from each keystroke to the frame that shows what it found.
    pub(crate) fn type_into(
        &self,
        app: &Path,
        computer: &Computer,
        texts: &[&str],
    ) -> Result<Vec<f64>, BenchError> {
        let (answer, ()) = self.run(app, computer, TYPE, &json!([texts]), |_| Ok(()))?;
        serde_json::from_value(answer.clone())
            .map_err(|_| BenchError::Driver(format!("the page answered {answer}")))
    }

    /// Starts the app, runs a script in its page, and does something while both still run; it is
    /// told the driver's process.
    fn run<T>(
        &self,
        app: &Path,
        computer: &Computer,
        script: &str,
        arguments: &Value,
        then: impl FnOnce(u32) -> Result<T, BenchError>,
    ) -> Result<(Value, T), BenchError> {
        let [port, native] = free_ports()?;
        let errors = computer.errors();
        let out = File::create(&errors).at(&errors)?;
        let mut command = Command::new(&self.driver);
        command
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .arg("--native-driver")
            .arg(&self.web_kit)
            .stdin(Stdio::null())
            .stdout(out.try_clone().at(&errors)?)
            .stderr(out);
        computer.furnish(&mut command);
        let running = Running(command.spawn().at(&self.driver)?);
        let wire = Wire::new(port);
        wire.wait()?;
        let session = wire.post(
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "tauri:options": {"application": app},
                "timeouts": {"script": PATIENCE.as_millis()},
            }}}),
        )?;
        let session = session["sessionId"].as_str().unwrap_or_default();
        let script = json!({"script": script, "args": arguments});
        let answer = wire.post(&format!("/session/{session}/execute/async"), &script)?;
        let did = then(running.0.id())?;
        // Leaving the session would leave the app on the screen.
        let _ = wire.delete(&format!("/session/{session}"));
        Ok((answer, did))
    }
}

/// A running driver. Dropped, it ends with everything it started.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let family = process::family(self.0.id());
        let _ = self.0.kill();
        let _ = self.0.wait();
        process::end(&family);
    }
}

/// A driver's address.
struct Wire {
    agent: Agent,
    base: String,
}

impl Wire {
    fn new(port: u16) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE + Duration::from_secs(10)))
            .build();
        Self { agent: config.into(), base: format!("http://127.0.0.1:{port}") }
    }

    fn wait(&self) -> Result<(), BenchError> {
        let until = Instant::now() + PATIENCE;
        loop {
            match read(self.agent.get(format!("{}/status", self.base)).call()) {
                Ok(_) => return Ok(()),
                Err(error) if Instant::now() > until => return Err(error),
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, BenchError> {
        read(self.agent.post(format!("{}{path}", self.base)).send_json(body))
    }

    fn delete(&self, path: &str) -> Result<Value, BenchError> {
        read(self.agent.delete(format!("{}{path}", self.base)).call())
    }
}

fn read(sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, BenchError> {
    let lost = |e: ureq::Error| BenchError::Driver(e.to_string());
    let mut answer: Value = sent.map_err(lost)?.body_mut().read_json().map_err(lost)?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(code) => Err(BenchError::Driver(format!(
            "{code}: {}",
            value["message"].as_str().unwrap_or_default()
        ))),
        None => Ok(value),
    }
}

/// Two ports nobody uses. Both are held until both are known, so that they differ.
fn free_ports() -> Result<[u16; 2], BenchError> {
    let bind = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let no_port = |e: std::io::Error| BenchError::Driver(format!("there is no free port: {e}"));
    let held = [bind().map_err(no_port)?, bind().map_err(no_port)?];
    let port = |h: &TcpListener| h.local_addr().map(|a| a.port()).map_err(no_port);
    Ok([port(&held[0])?, port(&held[1])?])
}

fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| fs::metadata(path).is_ok_and(|m| m.is_file()))
}
