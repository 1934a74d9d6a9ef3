//! Profiles as they are published, and what runs them.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

use rolebridge_peers::{FakeAws, SessionGiven};

use super::office::Office;
use super::support::Ran;

const ROLE: &str = "arn:aws:iam::222222222222:role/Target";

/// The binary in a folder of its own, as an app that was dropped somewhere has it.
fn copied(to: &Path) -> PathBuf {
    std::fs::create_dir_all(to).unwrap();
    let program = to.join("rolebridge");
    std::fs::copy(env!("CARGO_BIN_EXE_rolebridge"), &program).unwrap();
    program
}

struct Published {
    office: Office,
    aws: FakeAws,
}

impl Published {
    fn new() -> Self {
        let aws = FakeAws::start(|asked| asked.usual(&SessionGiven::marked("PUB"), ""));
        let office = Office::at(&aws.url);
        office.add("Prod admin", "ada", ROLE, &[]);
        Self { office, aws }
    }

    /// The office's environment for another program.
    fn dressed(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", self.office.folder.path())
            .env("AWS_CONFIG_FILE", self.config())
            .env("AWS_SHARED_CREDENTIALS_FILE", self.office.folder.path().join("none"));
        command
    }

    fn config(&self) -> PathBuf {
        self.office.folder.path().join("config")
    }

    fn run(&self, program: &Path, path: &str, args: &[&str]) -> Ran {
        let mut command = self.dressed(program);
        command.arg("--home").arg(self.office.desk.home()).args(args).env("PATH", path);
        command.output().unwrap().into()
    }

    fn line(&self) -> String {
        let text = std::fs::read_to_string(self.config()).unwrap();
        let line = text.lines().find_map(|l| l.strip_prefix("credential_process = "));
        line.unwrap_or_else(|| panic!("{text}")).to_owned()
    }
}

#[test]
fn a_profile_finds_an_app_that_is_not_on_the_search_path() {
    let published = Published::new();
    let folder = published.office.folder.path();
    let program = copied(&folder.join("My tools (2)/it's"));
    let ran = published.run(&program, "/usr/bin:/bin", &["publish", "--yes"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("not on the search path"), "{}", ran.err);
    // As the SDKs for Go, Java, JavaScript and Rust run it: nothing but the line tells where.
    let mut shell = published.dressed(Path::new("/bin/sh"));
    let ran = Ran::from(shell.arg("-c").arg(published.line()).output().unwrap());
    assert_eq!(ran.code, 0, "{}: {ran:?}", published.line());
    assert_eq!(ran.json()["AccessKeyId"], "ASIAPUB");
    assert_eq!(published.aws.actions().len(), 1);

    // Moved, it says so and puts it right.
    let moved = copied(&folder.join("elsewhere"));
    std::fs::remove_file(&program).unwrap();
    let ran = published.run(&moved, "/usr/bin:/bin", &["publish", "--yes"]);
    assert!(ran.err.contains("it's/rolebridge, which is not there any more"), "{}", ran.err);
    assert!(published.line().starts_with(moved.to_str().unwrap()), "{}", published.line());
    let ran = published.run(&moved, "/usr/bin:/bin", &["publish", "--dry-run"]);
    assert!(!ran.err.contains("any more"), "{}", ran.err);

    // Once the search path leads to it, the name will do.
    let path = moved.parent().unwrap().to_str().unwrap();
    let ran = published.run(&moved, path, &["publish", "--yes"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert!(published.line().starts_with("rolebridge credentials Prod-admin"));
    let ran = published.run(&moved, path, &["unpublish", "--yes"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
}

/// Who sits at a terminal is shown the change and asked.
#[test]
fn on_a_terminal_the_change_waits_for_an_answer() {
    // Python's own pseudo-terminal; it hands the answer on and ends as the command ended.
    const TERMINAL: &str = "import os, pty, sys\n\
        seen = b''\n\
        def read(fd):\n    \
            global seen\n    \
            data = os.read(fd, 4096)\n    \
            asked = b'[y/N]' in seen\n    \
            seen += data\n    \
            if b'[y/N]' in seen and not asked:\n        \
                os.write(fd, sys.argv[1].encode() + b'\\n')\n    \
            return data\n\
        end = pty.spawn(sys.argv[2:], read)\n\
        sys.exit(os.waitstatus_to_exitcode(end))\n";
    let published = Published::new();
    let before = std::fs::read_to_string(published.config()).unwrap();
    for (answer, code) in [("n", 1), ("", 1), ("what", 1), ("y", 0)] {
        assert_eq!(std::fs::read_to_string(published.config()).unwrap(), before);
        let mut python = published.dressed(Path::new("/usr/bin/env"));
        python.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        python.args(["python3", "-c", TERMINAL, answer, env!("CARGO_BIN_EXE_rolebridge")]);
        python.arg("--home").arg(published.office.desk.home()).arg("publish");
        let ran = Ran::from(python.output().unwrap());
        assert_eq!(ran.code, code, "{answer}: {ran:?}");
        let shown = ran.out.find("+ [profile Prod-admin]").unwrap();
        assert!(shown < ran.out.find("[y/N]").unwrap(), "{answer}: {ran:?}");
    }
    assert!(published.line().contains("Prod-admin"));
}
