//! A data folder of its own for each test, and the binary run in an empty environment.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
    time::Duration,
};

use rolebridge_sandbox::{SandboxCloud, Settings};
use serde_json::Value;
use tempfile::TempDir;

/// The space of the sandbox the tests work in.
pub(crate) const SPACE: &str = "5f2c9a31-7d04-4e8b-9c16-0b8e4d7a2f63";
/// A way into most accounts of the sandbox.
pub(crate) const WAY_IN: &str = "assume:OrganizationAccountAccessRole";
/// The suggested role.
pub(crate) const ROLE: &str = "DevOpsAgentRole-SecondaryAccount";

/// A folder to work in.
pub(crate) struct Desk {
    folder: TempDir,
}

/// How the binary ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// A sandbox that is quick.
    pub(crate) fn new() -> Self {
        let desk = Self::empty();
        desk.sandbox(Duration::from_secs(1));
        desk
    }

    /// Nothing yet.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The sandbox behind the binary. It begins now, if it has not, with this validation time.
    pub(crate) fn sandbox(&self, validation: Duration) -> SandboxCloud {
        let settings = Settings { propagation: Duration::ZERO, validation };
        SandboxCloud::open(&self.home().join("sandbox"), settings).unwrap()
    }

    /// The data folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The binary with these arguments, in an environment with nothing in it.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolebridge"));
        command
            .env_clear()
            .env("HOME", self.folder.path().join("nobody"))
            .arg("--home")
            .arg(self.home())
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the binary.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    /// Runs the binary on the sandbox.
    pub(crate) fn pretend(&self, args: &[&str]) -> Ran {
        self.run(&[&["--sandbox"], args].concat())
    }

    /// Runs the binary on the sandbox for its JSON, which has to come with this exit code.
    #[track_caller]
    pub(crate) fn json(&self, code: i32, args: &[&str]) -> Value {
        let ran = self.pretend(&[&["--json"], args].concat());
        assert_eq!(ran.code, code, "{ran:?}");
        ran.json()
    }

    /// Runs the binary with something to read.
    pub(crate) fn feed(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Standard output as the one JSON document it has to be.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// Standard error, where every line is JSON.
    #[track_caller]
    pub(crate) fn asides(&self) -> Vec<Value> {
        let line = |l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"));
        self.err.lines().map(line).collect()
    }

    /// The error of JSON mode.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        self.asides().pop().expect("nothing on standard error")["error"].clone()
    }
}

/// The keys of an object, in order.
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}
