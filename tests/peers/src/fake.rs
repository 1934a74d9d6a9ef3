//! An endpoint on this computer that answers what a test tells it to, over real HTTP: for what no
//! emulator does, such as limits, a wrong clock, a page that hangs.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::Response;

use crate::{Reply, SessionGiven};

/// More than any request of a test has.
const MOST: usize = 1 << 20;

/// A request.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its method.
    pub method: String,
    /// Its path, such as `/federation`.
    pub path: String,
    /// What a proxy is asked to connect to, such as `signin.aws.amazon.com:443`.
    pub connect_to: Option<String>,
    /// Its headers, names in lower case.
    pub headers: HashMap<String, String>,
    /// Its body as it came.
    pub body: String,
    /// The fields of its body, and of its query.
    pub form: HashMap<String, String>,
}

impl Asked {
    /// A field; empty without it.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.form.get(name).map_or("", String::as_str)
    }

    /// The API call, such as `AssumeRole`.
    #[must_use]
    pub fn action(&self) -> &str {
        self.field("Action")
    }

    /// The access key that signed.
    #[must_use]
    pub fn key(&self) -> &str {
        let signed = self.headers.get("authorization").map_or("", String::as_str);
        let scope = signed.split("Credential=").nth(1).unwrap_or_default();
        scope.split('/').next().unwrap_or_default()
    }

    /// What AWS answers if nothing is wrong: `AssumeRole` gives this session, the sign-in page this
    /// token.
    #[must_use]
    pub fn usual(&self, session: &SessionGiven, sign_in_token: &str) -> Reply {
        match self.action() {
            "AssumeRole" => {
                Reply::assumed(self.field("RoleArn"), self.field("RoleSessionName"), session)
            }
            "GetCallerIdentity" => Reply::caller("arn:aws:iam::111111111111:user/ada"),
            "getSigninToken" => Reply::sign_in_token(sign_in_token),
            other => Reply::error(400, "InvalidAction", &format!("No {other} here.")),
        }
    }
}

/// The endpoint. Ends with it.
#[derive(Debug)]
pub struct FakeAws {
    /// Where it listens.
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    _end: tokio::sync::oneshot::Sender<()>,
}

impl FakeAws {
    /// Starts it. The function answers each request, one after the other.
    ///
    /// # Panics
    /// If there is no port to listen on.
    #[must_use]
    pub fn start(answer: impl FnMut(&Asked) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (kept, answer) = (Arc::clone(&asked), Arc::new(Mutex::new(answer)));
        let router = Router::new().fallback(move |request: Request| {
            let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
            async move {
                let asked = read(request).await;
                lock(&kept).push(asked.clone());
                let reply = (lock(&answer))(&asked);
                respond(reply).await
            }
        });
        let (end, ended) = tokio::sync::oneshot::channel();
        // A thread of its own, so that a test may block while a program it runs asks.
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    served = async { axum::serve(listener, router).await } => served.unwrap(),
                    _ = ended => {}
                }
            });
        });
        Self { url, asked, _end: end }
    }

    /// What was asked so far, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.asked).clone()
    }

    /// The API calls asked for so far, in order.
    #[must_use]
    pub fn actions(&self) -> Vec<String> {
        lock(&self.asked).iter().map(|a| a.action().to_owned()).collect()
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn read(request: Request) -> Asked {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST).await.unwrap_or_default();
    let fields = |text: &[u8]| {
        form_urlencoded::parse(text)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect::<Vec<_>>()
    };
    let mut form = fields(parts.uri.query().unwrap_or_default().as_bytes());
    form.extend(fields(&body));
    let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Asked {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        connect_to: parts.uri.authority().map(ToString::to_string),
        headers: parts.headers.iter().map(header).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
        form: form.into_iter().collect(),
    }
}

async fn respond(reply: Reply) -> Response<Body> {
    match reply {
        Reply::Never => std::future::pending().await,
        Reply::Answer { status, kind, headers, body } => {
            let mut response = Response::builder().status(status).header("content-type", kind);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(Body::from(body)).unwrap()
        }
    }
}
