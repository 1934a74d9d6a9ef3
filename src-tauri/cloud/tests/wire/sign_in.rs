//! Signing in to Identity Center, against a service on this computer, with a browser that does what
//! the test says.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rolebridge_cloud::{AwsCloud, Cause, Cloud, KeptSignIn, SignInDesk, SignInPage};
use rolebridge_model::{IdentityRef, SignInWay, Timestamp};
use serde_json::{Value, json};

const CONFIG: &str = "\
[profile new]\nsso_session = corp\nsso_account_id = 222222222222\nsso_role_name = R\n\
[profile legacy]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 222222222222\nsso_role_name = R\n\
[profile keys]\naws_access_key_id = a\naws_secret_access_key = s\n\
[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://d-1.awsapps.com/start\nsso_registration_scopes = sso:account:access,other:scope\n";

/// What a page does when the browser opens it.
type Click = Arc<dyn Fn(&str) + Send + Sync>;

/// The computer: opening a page is doing as the test says.
struct Desk {
    click: Click,
    opened: Mutex<Vec<String>>,
    codes: Mutex<Vec<String>>,
}

impl Desk {
    fn new(click: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { click: Arc::new(click), opened: Mutex::default(), codes: Mutex::default() }
    }
}

impl SignInDesk for Desk {
    fn open(&self, page: &SignInPage) -> Result<(), String> {
        self.opened.lock().unwrap().push(page.url().to_owned());
        let (click, url) = (Arc::clone(&self.click), page.url().to_owned());
        std::thread::spawn(move || click(&url));
        Ok(())
    }

    fn show_code(&self, code: &str) {
        self.codes.lock().unwrap().push(code.to_owned());
    }
}

/// The service, which knows what was registered and gives a token for the right code only.
struct Service {
    url: String,
    seen: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Service {
    /// `refuses_redirects`: an instance that knows no authorization codes.
    fn start(refuses_redirects: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
        let kept = Arc::clone(&seen);
        let own = url.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, own) = (Arc::clone(&kept), own.clone());
                std::thread::spawn(move || {
                    serve(stream.unwrap(), |path, body| {
                        kept.lock().unwrap().push((path.to_owned(), body.clone()));
                        let earlier = kept.lock().unwrap().len();
                        respond(&own, path, body, earlier, refuses_redirects)
                    });
                });
            }
        });
        Self { url, seen }
    }

    fn asked(&self, path: &str) -> Vec<Value> {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter(|(p, _)| p == path).map(|(_, body)| body.clone()).collect()
    }
}

fn respond(own: &str, path: &str, body: &Value, earlier: usize, refuses: bool) -> (u16, Value) {
    let error =
        |code: &str| (400, json!({"__type": code, "error": code, "error_description": "no"}));
    match path {
        "/client/register" if refuses && body.get("redirectUris").is_some() => {
            error("InvalidRedirectUriException")
        }
        "/client/register" => (
            200,
            json!({"clientId": "client 1", "clientSecret": "s3cr3t-client",
                   "clientIdIssuedAt": 1, "clientSecretExpiresAt": 4_102_444_800_i64}),
        ),
        "/device_authorization" => (
            200,
            json!({"deviceCode": "s3cr3t-device", "userCode": "ABCD-EFGH", "interval": 1,
                   "expiresIn": 600, "verificationUri": format!("{own}/device"),
                   "verificationUriComplete": format!("{own}/device?user_code=ABCD-EFGH")}),
        ),
        "/token" => {
            let is = |key: &str, wanted: &str| body[key] == wanted;
            let known = is("clientId", "client 1") && is("clientSecret", "s3cr3t-client");
            match body["grantType"].as_str() {
                _ if !known => error("InvalidClientException"),
                Some("authorization_code") if is("code", "c0de") => token(),
                // Register, begin, and the first two questions.
                Some(g) if g.ends_with("device_code") && earlier < 5 => {
                    error("AuthorizationPendingException")
                }
                Some(g) if g.ends_with("device_code") && is("deviceCode", "s3cr3t-device") => {
                    token()
                }
                _ => error("InvalidGrantException"),
            }
        }
        _ => (404, json!({})),
    }
}

fn token() -> (u16, Value) {
    let answer = json!({"accessToken": "s3cr3t-access", "tokenType": "Bearer",
                        "expiresIn": 28_800, "refreshToken": "s3cr3t-refresh"});
    (200, answer)
}

fn serve(mut stream: TcpStream, answer: impl Fn(&str, &Value) -> (u16, Value)) {
    let mut bytes = Vec::new();
    let mut buffer = [0_u8; 8192];
    loop {
        let read = stream.read(&mut buffer).unwrap_or(0);
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            if read == 0 {
                return;
            }
            continue;
        };
        let length = head
            .to_ascii_lowercase()
            .lines()
            .find_map(|l| l.strip_prefix("content-length:").map(|v| v.trim().parse().unwrap()))
            .unwrap_or(0_usize);
        if body.len() < length {
            continue;
        }
        let path = head.split(' ').nth(1).unwrap().to_owned();
        let body = serde_json::from_str(body).unwrap_or(Value::Null);
        let (status, value) = answer(&path, &body);
        let text = value.to_string();
        let kind = value["__type"].as_str().unwrap_or_default();
        let _ = write!(
            stream,
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nx-amzn-errortype: {kind}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{text}",
            text.len()
        );
        return;
    }
}

fn query(url: &str) -> HashMap<String, String> {
    let decode =
        |s: &str| percent_encoding::percent_decode_str(s).decode_utf8().unwrap().into_owned();
    let query = url.split_once('?').map_or("", |(_, q)| q);
    query
        .split('&')
        .filter_map(|p| p.split_once('='))
        .map(|(k, v)| (decode(k), decode(v)))
        .collect()
}

/// What the browser gets where it is sent.
fn visit(url: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

struct Place {
    home: tempfile::TempDir,
    cloud: AwsCloud,
}

fn place(service: &Service, limit: Duration) -> Place {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config");
    std::fs::write(&config, CONFIG).unwrap();
    let cloud = AwsCloud::builder()
        .config_files(Some(&config), None)
        .endpoint_url(&service.url)
        .home_folder(home.path())
        .sign_in_limit(limit)
        .max_attempts(1)
        .build();
    Place { home, cloud }
}

fn profile(name: &str) -> IdentityRef {
    IdentityRef::Profile { name: name.parse().unwrap() }
}

async fn way(cloud: &AwsCloud, name: &str) -> SignInWay {
    let all = cloud.identities().await.unwrap();
    all.into_iter().find(|i| i.label == name).unwrap().facts.sign_in.unwrap()
}

const LONG: Duration = Duration::from_secs(120);
/// SHA-1 of `corp`, and of the start URL.
const NEW: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const LEGACY: &str = ".aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json";

#[tokio::test]
async fn the_browser_brings_a_code_and_the_token_is_kept_for_every_aws_tool() {
    let service = Service::start(false);
    let place = place(&service, LONG);
    let pages: Arc<Mutex<Vec<String>>> = Arc::default();
    let got = Arc::clone(&pages);
    let desk = Desk::new(move |url| {
        let asked = query(url);
        let (back, state) = (&asked["redirect_uri"], &asked["state"]);
        // A stranger's page knocks first: without the state, then with a wrong one.
        got.lock().unwrap().push(visit(&format!("{back}?code=evil")));
        got.lock().unwrap().push(visit(&format!("{back}?code=evil&state=guess")));
        got.lock().unwrap().push(visit(&format!("{back}?code=c0de&state={state}")));
    });
    let until = place.cloud.sign_in(&profile("new"), false, &desk).await.unwrap();
    let left = until.duration_since(Timestamp::now()).as_secs();
    assert!((28_700..=28_800).contains(&left), "{left}");

    let opened = desk.opened.lock().unwrap().clone();
    let asked = query(&opened[0]);
    assert!(opened[0].starts_with(&format!("{}/authorize?", service.url)), "{opened:?}");
    assert_eq!(opened.len(), 1);
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], "client 1");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["scopes"], "sso:account:access other:scope");
    assert!(asked["redirect_uri"].starts_with("http://127.0.0.1:"));

    let registered = &service.asked("/client/register")[0];
    assert_eq!(registered["redirectUris"], json!(["http://127.0.0.1/oauth/callback"]));
    assert_eq!(registered["grantTypes"], json!(["authorization_code", "refresh_token"]));
    assert_eq!(registered["issuerUrl"], "https://d-1.awsapps.com/start");
    let token = &service.asked("/token")[0];
    assert_eq!(token["code"], "c0de");
    assert_eq!(token["redirectUri"], asked["redirect_uri"].as_str());
    let verifier = token["codeVerifier"].as_str().unwrap();
    assert!((43..=128).contains(&verifier.len()));
    assert!(!opened[0].contains(verifier));

    let pages = pages.lock().unwrap().clone();
    let heads: Vec<&str> = pages.iter().map(|p| p.split("\r\n").next().unwrap()).collect();
    assert!(heads[0].contains("400") && heads[1].contains("400") && heads[2].contains("200"));
    assert!(pages[2].contains("text/plain") && pages[2].contains("You can close this page"));

    let file = place.home.path().join(NEW);
    let kept: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(
        kept,
        json!({"startUrl": "https://d-1.awsapps.com/start", "region": "eu-west-1",
               "accessToken": "s3cr3t-access", "expiresAt": until.to_string(),
               "clientId": "client 1", "clientSecret": "s3cr3t-client",
               "registrationExpiresAt": "2100-01-01T00:00:00Z", "refreshToken": "s3cr3t-refresh"})
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let beside: Vec<_> = std::fs::read_dir(file.parent().unwrap()).unwrap().collect();
        assert_eq!(beside.len(), 1);
    }
    let way = way(&place.cloud, "new").await;
    assert_eq!(place.cloud.kept_sign_in(&way), KeptSignIn::Until { at: until, renews: true });
}

#[tokio::test]
async fn a_profile_of_the_older_form_compares_a_code() {
    let service = Service::start(false);
    let place = place(&service, LONG);
    let desk = Desk::new(|_| {});
    let until = place.cloud.sign_in(&profile("legacy"), false, &desk).await.unwrap();
    assert_eq!(*desk.codes.lock().unwrap(), ["ABCD-EFGH"]);
    let page = format!("{}/device?user_code=ABCD-EFGH", service.url);
    assert_eq!(*desk.opened.lock().unwrap(), [page]);
    assert!(service.asked("/client/register")[0].get("scopes").is_none());
    assert!(service.asked("/token").len() > 1, "it waits for the person");
    assert!(place.home.path().join(LEGACY).exists());
    let way = way(&place.cloud, "legacy").await;
    assert!(matches!(place.cloud.kept_sign_in(&way), KeptSignIn::Until { at, .. } if at == until));
}

#[tokio::test]
async fn a_code_is_compared_where_the_browser_can_t_come_back() {
    for (refuses, with_code) in [(true, false), (false, true)] {
        let service = Service::start(refuses);
        let place = place(&service, LONG);
        let desk = Desk::new(|_| {});
        place.cloud.sign_in(&profile("new"), with_code, &desk).await.unwrap();
        assert_eq!(*desk.codes.lock().unwrap(), ["ABCD-EFGH"]);
        let last = service.asked("/client/register").pop().unwrap();
        assert_eq!(last["scopes"], json!(["sso:account:access", "other:scope"]));
        assert!(place.home.path().join(NEW).exists());
    }
}

#[tokio::test]
async fn a_sign_in_that_comes_to_nothing_says_why_and_keeps_nothing() {
    let back = |values: &'static str| {
        Desk::new(move |url| {
            let asked = query(url);
            visit(&format!("{}?{values}&state={}", asked["redirect_uri"], asked["state"]));
        })
    };
    let short = Duration::from_millis(300);
    for (what, desk, limit, wanted) in [
        ("refused", back("error=access_denied"), LONG, "access_denied"),
        ("nobody came", Desk::new(|_| {}), short, "nobody signed in within 0 seconds"),
        ("another's code", back("code=other"), LONG, "CreateToken"),
    ] {
        let service = Service::start(false);
        let place = place(&service, limit);
        let error = place.cloud.sign_in(&profile("new"), false, &desk).await.unwrap_err();
        let said = format!("{} {}", error.operation, error.cause);
        assert!(said.contains(wanted), "{what}: {said}");
        assert!(!format!("{error:?}").contains("s3cr3t"), "{what}: {error:?}");
        assert!(!place.home.path().join(NEW).exists(), "{what}");
    }
}

#[tokio::test]
async fn without_a_browser_or_a_sign_in_to_do_it_is_refused() {
    let service = Service::start(false);
    let place = place(&service, LONG);
    let keys = place.cloud.sign_in(&profile("keys"), false, &Desk::new(|_| {})).await.unwrap_err();
    assert!(matches!(keys.cause, Cause::SignInFailed { .. }), "{keys:?}");

    struct NoBrowser;
    impl SignInDesk for NoBrowser {
        fn open(&self, _: &SignInPage) -> Result<(), String> {
            Err("There is no browser.".into())
        }
        fn show_code(&self, _: &str) {}
    }
    let none = place.cloud.sign_in(&profile("new"), false, &NoBrowser).await.unwrap_err();
    assert!(none.cause.to_string().contains("There is no browser."), "{none}");
}

#[tokio::test]
async fn a_cancelled_sign_in_closes_its_page() {
    let service = Service::start(false);
    let place = place(&service, LONG);
    let (tell, told) = tokio::sync::oneshot::channel();
    let tell = Mutex::new(Some(tell));
    let desk = Desk::new(move |url| {
        let _ = tell.lock().unwrap().take().unwrap().send(query(url)["redirect_uri"].clone());
    });
    let new = profile("new");
    let back = tokio::select! {
        done = place.cloud.sign_in(&new, false, &desk) => panic!("{done:?}"),
        back = told => back.unwrap(),
    };
    let host = back.strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
    assert!(TcpStream::connect(host).is_err());
    assert!(service.asked("/token").is_empty());
}
