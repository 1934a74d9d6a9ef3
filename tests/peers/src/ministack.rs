//! MiniStack, for the tests that ask it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aws_credential_types::Credentials;
use aws_sdk_iam::config::{BehaviorVersion, Region as SdkRegion};

/// MiniStack as a child process. Ends with it.
#[derive(Debug)]
pub struct Ministack {
    child: Child,
    /// Where it listens.
    pub url: String,
}

impl Ministack {
    /// Starts it in a folder of its own and waits until it answers.
    ///
    /// # Panics
    /// If it is not installed or does not get ready.
    #[must_use]
    pub fn start(folder: &Path) -> Self {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let program = top.join(".venv-ministack/bin/ministack");
        assert!(
            program.exists(),
            "MiniStack is not installed. Run `make test`, or tests/peers/ministack.sh by itself."
        );
        // Bound and let go again; nothing else takes it within the moment.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let child = Command::new(program.canonicalize().unwrap())
            .current_dir(folder)
            .env("BIND_HOST", "127.0.0.1")
            .env("AUTH", "true")
            .env("IOT_MTLS_ENABLED", "0")
            .env("GATEWAY_PORT", port.to_string())
            .env("SERVICES", "iam,sts")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut started = Self { child, url: format!("http://127.0.0.1:{port}") };
        let begin = Instant::now();
        while !healthy(port) {
            if let Some(status) = started.child.try_wait().unwrap() {
                panic!("MiniStack ended at once: {status}");
            }
            assert!(begin.elapsed() < Duration::from_secs(60), "MiniStack does not get ready");
            std::thread::sleep(Duration::from_millis(100));
        }
        started
    }
}

impl Drop for Ministack {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn healthy(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    let request = "GET /_ministack/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let mut answer = String::new();
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

/// For MiniStack, twelve digits as an access key are the root user of that account.
#[must_use]
pub fn root_of(account: &str, url: &str) -> aws_sdk_iam::Client {
    let config = aws_sdk_iam::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(SdkRegion::new("us-east-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::new(account, "secret", None, None, "contract"))
        .build();
    aws_sdk_iam::Client::from_conf(config)
}
