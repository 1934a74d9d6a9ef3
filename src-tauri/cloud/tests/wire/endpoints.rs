//! Custom endpoints, over real sockets. What the environment says can't be set inside a test
//! process, so those tests run this binary again as a child.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use rolebridge_cloud::{AwsCloud, Cause, Cloud, aws_is_configured};
use rolebridge_model::{Access, IdentityRef};

use crate::replay::{base, region, role, space};

/// A server that knows a handful of answers and keeps the request lines with their bodies.
struct Server {
    url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || serve(stream.unwrap(), &kept));
            }
        });
        Self { url, seen }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, kept: &Mutex<Vec<String>>) {
    let mut text = String::new();
    let mut buffer = [0_u8; 8192];
    loop {
        let read = stream.read(&mut buffer).unwrap_or(0);
        if read == 0 {
            return;
        }
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length: usize = head
            .to_ascii_lowercase()
            .lines()
            .find_map(|l| l.strip_prefix("content-length:").map(str::trim).map(str::to_owned))
            .map_or(0, |l| l.parse().unwrap());
        if body.len() >= length {
            break;
        }
    }
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let line = head.lines().next().unwrap();
    kept.lock().unwrap().push(format!("{line} {body}"));
    let answer = if body.contains("Action=AssumeRole") {
        crate::replay::assumed("222222222222", "A", "ASIAA").body
    } else if body.contains("Action=GetCallerIdentity") {
        crate::replay::caller_is("111111111111").body
    } else if body.contains("Action=ListAccountAliases") {
        "<ListAccountAliasesResponse><ListAccountAliasesResult><AccountAliases>\
         <member>local</member></AccountAliases></ListAccountAliasesResult>\
         </ListAccountAliasesResponse>"
            .to_owned()
    } else if line.contains("/associations/list") {
        r#"{"associations":[]}"#.to_owned()
    } else {
        "{}".to_owned()
    };
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}",
        answer.len()
    );
}

#[tokio::test]
async fn a_custom_endpoint_gets_no_host_prefix() {
    let server = Server::start();
    let cloud = AwsCloud::builder()
        .static_credentials("AKIABASE", "secret")
        .endpoint_url(&server.url)
        .build();
    cloud.list_associations(&base(), &space()).await.unwrap();
    cloud.validate_associations(&base(), &space()).await.unwrap();
    let seen = server.seen();
    assert!(seen[0].starts_with("POST /v1/agentspaces/as-1/associations/list?"), "{seen:?}");
    assert!(seen[1].starts_with("POST /v1/agentspaces/as-1/associations/validate "));
}

#[tokio::test]
async fn an_endpoint_nobody_serves_is_shown_without_its_password() {
    // Bound and closed again, so that nothing listens there.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let cloud = AwsCloud::builder()
        .static_credentials("AKIABASE", "secret")
        .endpoint_url(&format!("http://me:hunter2@127.0.0.1:{port}/base"))
        .max_attempts(1)
        .build();
    let error = cloud.caller(&base()).await.unwrap_err();
    let Cause::Unreachable { endpoint, .. } = &error.cause else {
        panic!("{error:?}");
    };
    assert_eq!(endpoint, &format!("http://127.0.0.1:{port}"));
    assert!(!format!("{error:?}").contains("hunter2"));
}

/// Runs a test of this binary with an environment of its own.
fn child(test: &str, env: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", test]);
    for (name, _) in std::env::vars() {
        if name.starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    let output = command
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(env.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Empty files, so that the person's own profiles play no part.
fn no_files(folder: &std::path::Path) -> (String, String) {
    let path = folder.join("none");
    std::fs::write(&path, "").unwrap();
    let path = path.to_str().unwrap().to_owned();
    (path.clone(), path)
}

#[test]
fn endpoints_per_service_from_the_environment() {
    let (sts, iam, agent) = (Server::start(), Server::start(), Server::start());
    let folder = tempfile::tempdir().unwrap();
    let (config, credentials) = no_files(folder.path());
    child(
        "endpoints::child_calls_each_service",
        &[
            ("AWS_ENDPOINT_URL_STS", &sts.url),
            ("AWS_ENDPOINT_URL_IAM", &iam.url),
            ("AWS_ENDPOINT_URL_DEVOPS_AGENT", &agent.url),
            ("AWS_ACCESS_KEY_ID", "AKIAENV"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_CONFIG_FILE", &config),
            ("AWS_SHARED_CREDENTIALS_FILE", &credentials),
        ],
    );
    // The STS of the hop is the same STS.
    assert_eq!(sts.seen().len(), 2, "{:?}", sts.seen());
    assert!(sts.seen()[1].contains("Action=AssumeRole"));
    assert!(iam.seen()[0].contains("Action=ListAccountAliases"));
    assert_eq!(agent.seen().len(), 1);
}

#[test]
fn one_endpoint_for_all_from_the_environment() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let (config, credentials) = no_files(folder.path());
    child(
        "endpoints::child_calls_each_service",
        &[
            ("AWS_ENDPOINT_URL", &server.url),
            ("AWS_ACCESS_KEY_ID", "AKIAENV"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_CONFIG_FILE", &config),
            ("AWS_SHARED_CREDENTIALS_FILE", &credentials),
        ],
    );
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
#[ignore = "run as a child with an environment of its own"]
async fn child_calls_each_service() {
    assert!(aws_is_configured());
    let cloud = AwsCloud::new(None);
    let identities = cloud.identities().await.unwrap();
    assert_eq!(identities[0].reference, IdentityRef::Environment);
    cloud.caller(&base()).await.unwrap();
    let access = base().through(role("arn:aws:iam::222222222222:role/A"), None);
    let alias = cloud.account_alias(&access).await.unwrap();
    assert_eq!(alias.as_deref(), Some("local"));
    cloud.list_associations(&base(), &space()).await.unwrap();
}

#[test]
fn a_picked_profile_wins_over_the_environment_and_assumes_its_role() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::write(
        &config,
        "[profile keys]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n\
         [profile member]\nrole_arn = arn:aws:iam::222222222222:role/A\nsource_profile = keys\n",
    )
    .unwrap();
    child(
        "endpoints::child_uses_a_profile",
        &[
            ("AWS_ENDPOINT_URL_STS", &server.url),
            ("AWS_ACCESS_KEY_ID", "AKIAENV"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_CONFIG_FILE", config.to_str().unwrap()),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ],
    );
    let seen = server.seen();
    assert!(seen[0].contains("Action=AssumeRole"), "{seen:?}");
    assert!(seen[1].contains("Action=GetCallerIdentity"));
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
#[ignore = "run as a child with an environment of its own"]
async fn child_uses_a_profile() {
    let cloud = AwsCloud::new(Some(region("eu-west-1")));
    let member = Access::base(IdentityRef::Profile { name: "member".parse().unwrap() });
    cloud.caller(&member).await.unwrap();
}

#[test]
fn nothing_configured_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::write(&config, "[default]\nregion = eu-west-1\n").unwrap();
    child(
        "endpoints::child_has_nothing",
        &[
            ("AWS_CONFIG_FILE", config.to_str().unwrap()),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ],
    );
}

#[tokio::test]
#[ignore = "run as a child with an environment of its own"]
async fn child_has_nothing() {
    assert!(!aws_is_configured());
    let cloud = AwsCloud::new(None);
    assert!(cloud.identities().await.unwrap().is_empty());
    let error = cloud.caller(&base()).await.unwrap_err();
    assert!(matches!(error.cause, Cause::NoCredentials { .. }), "{error:?}");
}

#[test]
fn a_session_that_has_run_out_is_told_from_none() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::write(
        &config,
        "[profile old]\nsso_session = corp\nsso_account_id = 222222222222\nsso_role_name = R\n\
         [profile none]\nsso_session = other\nsso_account_id = 222222222222\nsso_role_name = R\n\
         [sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://d-1.awsapps.com/start\n\
         [sso-session other]\nsso_region = us-east-1\nsso_start_url = https://d-2.awsapps.com/start\n",
    )
    .unwrap();
    let cache = folder.path().join(".aws/sso/cache");
    std::fs::create_dir_all(&cache).unwrap();
    // Named after the SHA-1 of `corp`, as the AWS CLI does.
    std::fs::write(
        cache.join("ee0bfd2552fbd840c02cc48b6e823320543c450f.json"),
        r#"{"accessToken":"hunter2","expiresAt":"2020-01-01T00:00:00Z","region":"us-east-1",
            "startUrl":"https://d-1.awsapps.com/start"}"#,
    )
    .unwrap();
    child(
        "endpoints::child_has_an_old_session",
        &[
            ("HOME", folder.path().to_str().unwrap()),
            ("AWS_CONFIG_FILE", config.to_str().unwrap()),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ],
    );
}

#[tokio::test]
#[ignore = "run as a child with an environment of its own"]
async fn child_has_an_old_session() {
    let cloud = AwsCloud::new(None);
    let profile = |name: &str| Access::base(IdentityRef::Profile { name: name.parse().unwrap() });
    let old = cloud.caller(&profile("old")).await.unwrap_err();
    assert!(matches!(old.cause, Cause::SignInNeeded { expired: true, .. }), "{old:?}");
    assert!(!format!("{old:?}").contains("hunter2"));
    let none = cloud.caller(&profile("none")).await.unwrap_err();
    assert!(matches!(none.cause, Cause::SignInNeeded { expired: false, .. }), "{none:?}");
}

#[test]
fn an_unusable_bundle_of_authorities_stops_every_call() {
    child(
        "endpoints::child_trusts_nobody",
        &[
            ("AWS_CA_BUNDLE", "/nowhere/ca.pem"),
            ("AWS_ACCESS_KEY_ID", "AKIAENV"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ],
    );
}

#[tokio::test]
#[ignore = "run as a child with an environment of its own"]
async fn child_trusts_nobody() {
    let error = AwsCloud::new(None).caller(&base()).await.unwrap_err();
    assert!(error.to_string().contains("AWS_CA_BUNDLE names /nowhere/ca.pem"), "{error}");
}

#[test]
fn a_proxy_is_used_but_for_the_hosts_it_is_not_for() {
    let (proxy, direct) = (Server::start(), Server::start());
    let folder = tempfile::tempdir().unwrap();
    let (config, credentials) = no_files(folder.path());
    child(
        "endpoints::child_has_a_proxy",
        &[
            ("HTTP_PROXY", proxy.url.as_str()),
            ("http_proxy", proxy.url.as_str()),
            ("NO_PROXY", "127.0.0.1"),
            ("no_proxy", "127.0.0.1"),
            ("AWS_ENDPOINT_URL_STS", "http://sts.example.invalid"),
            ("AWS_ENDPOINT_URL_IAM", direct.url.as_str()),
            ("AWS_CONFIG_FILE", config.as_str()),
            ("AWS_SHARED_CREDENTIALS_FILE", credentials.as_str()),
            ("AWS_ACCESS_KEY_ID", "AKIAENV"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ],
    );
    let seen = proxy.seen();
    assert_eq!(seen.len(), 1, "{seen:?}");
    // To a proxy the whole address is said.
    assert!(seen[0].starts_with("POST http://sts.example.invalid/ "), "{seen:?}");
    assert_eq!(direct.seen().len(), 1);
}

#[tokio::test]
#[ignore = "run as a child with an environment of its own"]
async fn child_has_a_proxy() {
    let cloud = AwsCloud::new(None);
    cloud.caller(&base()).await.unwrap();
    cloud.account_alias(&base()).await.unwrap();
}
