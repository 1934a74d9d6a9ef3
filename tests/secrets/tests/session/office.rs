//! A computer with an AWS configuration, a browser that notes what it is given, and the command.

use std::{
    cell::RefCell,
    env, fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rolebridge_test_keyring::TestKeyring;
use tempfile::TempDir;

use crate::aws::{BASE_SECRET, KnownAws, REPLACED_SECRET};

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Goes where it is sent, as browsers do, and notes where it ends.
const BROWSER: &str = r#"#!/usr/bin/env python3
import http.client, sys, urllib.parse
address = sys.argv[1]
to = urllib.parse.urlsplit(address)
if to.hostname == "127.0.0.1":
    asked = http.client.HTTPConnection(to.netloc, timeout=60)
    asked.request("GET", to.path)
    address = asked.getresponse().getheader("location")
with open("NOTED", "a") as noted:
    noted.write(address + "\n")
"#;

/// What a command was given, and what it said.
type Said = (Vec<String>, String);

pub(crate) struct Office {
    folder: TempDir,
    endpoint: String,
    keyring: TestKeyring,
    said: RefCell<Vec<Said>>,
}

impl Office {
    pub(crate) fn new(aws: &KnownAws) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let office = Self {
            folder,
            endpoint: aws.endpoint.url.clone(),
            keyring: TestKeyring::start(),
            said: RefCell::default(),
        };
        for part in ["home", "user", "aws", "bin", "browser", "observed", "recorded"] {
            fs::create_dir(office.path(part)).unwrap();
        }
        let keys = format!("aws_access_key_id = AKIABASE\naws_secret_access_key = {BASE_SECRET}\n");
        // Secrets end the file, where publishing adds its own: lines around it are shown.
        let config = format!(
            "# mine\n[profile other]\nrole_arn = arn:aws:iam::222222222222:role/Other\n\
             source_profile = base\n\n[profile base]\nregion = us-east-1\n\
             # aws_secret_access_key = {REPLACED_SECRET}\n{keys}"
        );
        fs::write(office.path("aws/config"), config).unwrap();
        fs::write(office.path("aws/credentials"), format!("[base]\n{keys}")).unwrap();
        let browser = office.path("bin/xdg-open");
        let noted = office.path("browser/opened");
        fs::write(&browser, BROWSER.replace("NOTED", &noted.display().to_string())).unwrap();
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
        office
    }

    fn path(&self, part: &str) -> PathBuf {
        self.folder.path().join(part)
    }

    /// Rolebridge's data folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.path("home")
    }

    /// Where the record of the wire is.
    pub(crate) fn recorded(&self) -> PathBuf {
        self.path("recorded")
    }

    /// Where the keychain keeps its files, which it encrypts.
    pub(crate) fn keychain(&self) -> PathBuf {
        let environment = self.keyring.environment();
        let folder = environment.iter().find(|(name, _)| *name == "XDG_DATA_HOME");
        PathBuf::from(&folder.unwrap().1)
    }

    /// What the window opened and copied: where secrets were asked for.
    pub(crate) fn observed(&self) -> PathBuf {
        self.path("observed")
    }

    /// The user's own folder, for what a program may leave there.
    pub(crate) fn home_of_user(&self) -> PathBuf {
        self.path("user")
    }

    /// Files that hold access keys.
    pub(crate) fn files_with_keys(&self) -> [PathBuf; 2] {
        [self.path("aws/config"), self.path("aws/credentials")]
    }

    /// The addresses the browser was given.
    pub(crate) fn opened(&self) -> String {
        let noted = self.path("browser/opened");
        // The browser is started and not waited for.
        for _ in 0..600 {
            if let Ok(text) = fs::read_to_string(&noted)
                && text.ends_with('\n')
            {
                return text;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        String::new()
    }

    /// A program of this workspace in this office, with nothing else in its environment.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut path = vec![self.path("bin")];
        path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let mut command = Command::new(built(name));
        command
            .env_clear()
            .env("PATH", env::join_paths(path).unwrap())
            .env("HOME", self.path("user"))
            .env("TMPDIR", self.path("user"))
            .env("BROWSER", self.path("bin/xdg-open"))
            .env("AWS_CONFIG_FILE", self.path("aws/config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.path("aws/credentials"))
            .env("AWS_ENDPOINT_URL", &self.endpoint)
            .envs(self.keyring.environment())
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let mut command = self.program("rolebridge");
        let output = command.arg("--home").arg(self.home()).args(args).output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs a command that has to go well, and none of whose output may hold a secret.
    #[track_caller]
    pub(crate) fn says_nothing(&self, args: &[&str]) {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
        self.keep_said(args, ran.out + &ran.err);
    }

    /// Keeps what was said for the search.
    pub(crate) fn keep_said(&self, args: &[&str], said: String) {
        // A code typed on the command line is what the person said, not what the program did.
        let args = args.iter().filter(|a| !a.contains("735194")).map(|a| (*a).to_owned()).collect();
        self.said.borrow_mut().push((args, said));
    }

    pub(crate) fn said(&self) -> Vec<Said> {
        self.said.borrow().clone()
    }
}

/// A program beside the test's own: the test is in `deps`, programs are one folder up.
fn built(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    let program = test.ancestors().nth(2).unwrap_or(Path::new("")).join(name);
    assert!(
        program.is_file(),
        "{name} is not built. Run `cargo build --workspace`, or `make test`."
    );
    program
}
