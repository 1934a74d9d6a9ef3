//! Credentials that are kept between runs: in a real keyring, by real processes, which ask an
//! endpoint that counts.
#![cfg(target_os = "linux")]

use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rolebridge_peers::{FakeAws, Reply, SessionGiven};
use rolebridge_test_keyring::TestKeyring;

use super::support::{Desk, Ran, keys};

const ROLE: &str = "arn:aws:iam::222222222222:role/Target";
const MFA: &str = "arn:aws:iam::111111111111:mfa/ada";

/// A desk with an entry, an endpoint, and a keyring if there is to be one.
struct Office {
    desk: Desk,
    folder: tempfile::TempDir,
    aws: FakeAws,
    keyring: Option<TestKeyring>,
    /// AWS takes what it is asked and never answers.
    hangs: Arc<AtomicBool>,
}

impl Office {
    fn new(keyring: Option<TestKeyring>, lasts: Duration) -> Self {
        static GIVEN: AtomicUsize = AtomicUsize::new(0);
        let hangs = Arc::new(AtomicBool::new(false));
        let hanging = hangs.clone();
        let aws = FakeAws::start(move |asked| {
            let mark = format!("KEPT{}", GIVEN.fetch_add(1, Ordering::SeqCst));
            let session = SessionGiven { lasts, ..SessionGiven::marked(&mark) };
            if hanging.load(Ordering::SeqCst) {
                return Reply::Never;
            }
            // Long enough for others to come meanwhile.
            std::thread::sleep(Duration::from_millis(100));
            match asked.field("SerialNumber") {
                "" => asked.usual(&session, ""),
                _ if asked.field("TokenCode") == "123456" => asked.usual(&session, ""),
                _ => Reply::error(403, "AccessDenied", "MultiFactorAuthentication failed"),
            }
        });
        let office =
            Self { desk: Desk::empty(), folder: tempfile::tempdir().unwrap(), aws, keyring, hangs };
        office.configure("AKIABASE");
        for (name, more) in [("Plain", &[][..]), ("With code", &["--mfa-serial", MFA])] {
            let args = ["roles", "add", "--name", name, "--source-profile", "ada", "--role", ROLE];
            let ran = office.run(&[&args[..], more].concat());
            assert_eq!(ran.code, 0, "{ran:?}");
        }
        office
    }

    fn of_an_hour(keyring: Option<TestKeyring>) -> Self {
        Self::new(keyring, Duration::from_secs(3600))
    }

    fn configure(&self, key: &str) {
        let config = format!(
            "[profile ada]\naws_access_key_id = {key}\naws_secret_access_key = base-secret\n\
             region = us-east-1\nendpoint_url = {}\n",
            self.aws.url
        );
        std::fs::write(self.folder.path().join("config"), config).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = self.desk.command(args);
        command.env("AWS_CONFIG_FILE", self.folder.path().join("config"));
        command.env("AWS_SHARED_CREDENTIALS_FILE", self.folder.path().join("none"));
        // Without a keyring there is no session bus either.
        command.env("XDG_RUNTIME_DIR", self.folder.path());
        command.envs(self.keyring.iter().flat_map(TestKeyring::environment));
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    /// The access key, which tells one session from another.
    #[track_caller]
    fn key(&self, args: &[&str]) -> String {
        let ran = self.run(&[&["credentials"], args].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
        ran.json()["AccessKeyId"].as_str().unwrap().to_owned()
    }

    fn asked(&self) -> usize {
        self.aws.actions().iter().filter(|a| *a == "AssumeRole").count()
    }

    fn start(&self) -> Child {
        self.command(&["credentials", "plain"]).spawn().unwrap()
    }

    /// As many processes at once.
    fn at_once(&self, count: usize) -> Vec<String> {
        let start = |_| self.start();
        let children: Vec<Child> = (0..count).map(start).collect();
        let end = |child: Child| {
            let ran = Ran::from(child.wait_with_output().unwrap());
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
            ran.json()["AccessKeyId"].as_str().unwrap().to_owned()
        };
        children.into_iter().map(end).collect()
    }
}

#[test]
fn processes_that_ask_at_once_share_one_session() {
    let office = Office::of_an_hour(Some(TestKeyring::start()));
    let mut keys = office.at_once(20);
    keys.dedup();
    assert_eq!((keys.len(), office.asked()), (1, 1), "{keys:?}");
    assert_eq!(office.key(&["plain"]), keys[0]);
    assert_ne!(office.key(&["plain", "--no-cache"]), keys[0]);
    assert_eq!(office.key(&["plain"]), keys[0]);
    assert_eq!(office.asked(), 2);
    // With another access key the profile is somebody else.
    office.configure("AKIAOTHER");
    assert_ne!(office.key(&["plain"]), keys[0]);
}

#[test]
fn whoever_is_killed_while_others_wait_hands_the_turn_on() {
    let office = Office::of_an_hour(Some(TestKeyring::start()));
    office.hangs.store(true, Ordering::SeqCst);
    let mut first = office.start();
    let begun = Instant::now();
    while office.asked() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never asked");
        std::thread::sleep(Duration::from_millis(10));
    }
    office.hangs.store(false, Ordering::SeqCst);
    let second = office.start();
    first.kill().unwrap();
    first.wait().unwrap();
    let ran = Ran::from(second.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert_eq!(office.asked(), 2);
}

/// What a program of one's own runs can't be seen in the configuration.
#[test]
fn credentials_that_begin_with_themselves_end_at_once() {
    let office = Office::of_an_hour(None);
    let folder = office.folder.path();
    let (wrapper, starts) = (folder.join("wrapper"), folder.join("starts"));
    let script = format!(
        "#!/bin/sh\necho x >> '{}'\nexec '{}' --home '{}' credentials plain\n",
        starts.display(),
        env!("CARGO_BIN_EXE_rolebridge"),
        office.desk.home().display(),
    );
    std::fs::write(&wrapper, script).unwrap();
    let config = format!(
        "[profile ada]\ncredential_process = /bin/sh {}\nregion = us-east-1\n",
        wrapper.display()
    );
    std::fs::write(folder.join("config"), config).unwrap();
    let ran = office.run(&["credentials", "plain"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{ran:?}");
    assert!(ran.err.contains("begin with themselves"), "{ran:?}");
    assert_eq!(std::fs::read_to_string(starts).unwrap(), "x\n");
}

/// AWS SDKs and Tools Reference Guide, "Process credential provider".
#[test]
fn the_answer_is_what_sdks_expect() {
    let office = Office::of_an_hour(None);
    let ran = office.run(&["credentials", "plain"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let answer = ran.json();
    assert_eq!(
        keys(&answer),
        ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]
    );
    assert_eq!(answer["Version"], 1);
    let ends = answer["Expiration"].as_str().unwrap();
    assert!(ends.len() == 20 && ends.ends_with('Z') && ends.as_bytes()[10] == b'T', "{ends}");
    // What goes wrong is on standard error, and nothing that could be taken for an answer.
    for (args, code) in [
        (&["credentials", "nobody"][..], 1),
        (&["credentials"], 2),
        (&["credentials", "with code", "--mfa-code", "654321"], 3),
        (&["credentials", "with code", "--mfa-code", "12"], 1),
    ] {
        let ran = office.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{ran:?}");
        assert!(!ran.err.is_empty(), "{ran:?}");
    }
}

#[test]
fn without_a_keyring_each_process_has_its_own() {
    let office = Office::of_an_hour(None);
    let mut keys = office.at_once(3);
    keys.sort();
    keys.dedup();
    assert_eq!((keys.len(), office.asked()), (3, 3));
    assert!(office.run(&["sessions", "list"]).out.contains("No session is kept."));
}

#[test]
fn a_locked_keyring_is_as_good_as_none() {
    let office = Office::of_an_hour(Some(TestKeyring::start()));
    let kept = office.key(&["plain"]);
    office.keyring.as_ref().unwrap().lock();
    // Nobody is asked to unlock it, and whoever looks learns why it takes longer.
    let mut seen = vec![kept];
    for _ in 0..2 {
        let ran = office.run(&["credentials", "plain"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.err.starts_with("The keychain is locked."), "{ran:?}");
        assert!(ran.err.contains("not kept") && ran.err.lines().count() == 1, "{ran:?}");
        seen.push(ran.json()["AccessKeyId"].as_str().unwrap().to_owned());
    }
    seen.dedup();
    assert_eq!(seen.len(), 3, "{seen:?}");
}

#[test]
fn a_code_is_asked_for_once_and_a_session_is_listed_and_ended() {
    let office = Office::of_an_hour(Some(TestKeyring::start()));
    let refused = office.run(&["credentials", "with code"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    let first = office.key(&["with code", "--mfa-code", "123456"]);
    assert_eq!(office.key(&["with code"]), first);

    let listed = office.run(&["--json", "sessions", "list"]).json();
    let [session] = listed["sessions"].as_array().unwrap().as_slice() else { panic!("{listed}") };
    assert_eq!((&session["name"], &session["can_renew"]), (&"With code".into(), &false.into()));
    let text = listed.to_string();
    assert!(!text.contains("ASIA") && !text.contains("secret"), "{text}");

    let ended = office.run(&["sessions", "end", "with code"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.contains("AWS itself can't end a session"), "{}", ended.out);
    assert!(office.run(&["sessions", "list"]).out.contains("No session is kept."));
    assert_eq!(office.run(&["credentials", "with code"]).code, 1);
    let ended = office.run(&["sessions", "end", "with code"]);
    assert!(ended.out.contains("There is no session"), "{ended:?}");
}

#[test]
fn credentials_that_end_are_not_handed_out_again() {
    // These have ended when they come.
    let office = Office::new(Some(TestKeyring::start()), Duration::ZERO);
    assert_ne!(office.key(&["plain"]), office.key(&["plain"]));
}
