//! The real back end behind the browser build of the front end, on the sandbox: what the screen
//! tests talk to. Only for tests, only on the loopback address.
#![allow(clippy::print_stdout)]

mod observed;
mod record;

use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use axum::{
    Json, Router,
    extract::{Path as Segment, State},
    http::StatusCode,
    response::{IntoResponse, Response, Sse, sse},
    routing::{get, post},
};
use clap::Parser;
use futures_util::{Stream, stream};
use record::Record;
use rolebridge_cloud::KeyRing;
use rolebridge_keychain::{Keychain, KeychainError, MemoryKeychain};
use rolebridge_model::Secret;
use rolebridge_start::ChosenClouds;
use rolebridge_workflows::dialogs::{ChooseFile, Dialogs};
use rolebridge_workflows::prompt::{Prompt, Question};
use rolebridge_workflows::{Clouds, Error, Pretended, Rolebridge, SystemClock};
use serde_json::Value;
use tower_http::services::ServeDir;

#[derive(Parser)]
struct Options {
    /// Data folder.
    #[arg(long)]
    home: PathBuf,
    /// The browser build of the front end.
    #[arg(long)]
    ui: PathBuf,
    /// Port on the loopback address; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// As on a computer without a keychain.
    #[arg(long, env = "ROLEBRIDGE_BRIDGE_NO_KEYCHAIN")]
    no_keychain: bool,
    /// Writes every request, answer and event that passes to this file.
    #[arg(long)]
    record: Option<PathBuf>,
    /// Where what was opened and copied is written, if not in the data folder.
    #[arg(long)]
    observed: Option<PathBuf>,
    /// Besides the sandbox, the AWS of `AWS_ENDPOINT_URL`, which has to be on this computer.
    #[arg(long)]
    aws: bool,
}

/// The sandbox, and an AWS that is on this computer.
struct LocalAws(Arc<MemoryKeychain>);

#[async_trait]
impl Clouds for LocalAws {
    fn aws_is_configured(&self) -> bool {
        ChosenClouds.aws_is_configured()
    }

    async fn aws(
        &self,
        region: Option<rolebridge_model::Region>,
        keys: Arc<dyn KeyRing>,
    ) -> Arc<dyn rolebridge_cloud::Cloud> {
        ChosenClouds.aws(region, keys).await
    }

    fn keychain(&self) -> Arc<dyn Keychain> {
        self.0.clone()
    }

    fn sandbox(&self, folder: &Path) -> Result<Pretended, Error> {
        ChosenClouds.sandbox(folder)
    }
}

/// Never the real AWS, whatever the machine is configured for.
struct OnlySandbox(Arc<MemoryKeychain>);

#[async_trait]
impl Clouds for OnlySandbox {
    fn aws_is_configured(&self) -> bool {
        false
    }

    async fn aws(
        &self,
        _: Option<rolebridge_model::Region>,
        _: Arc<dyn KeyRing>,
    ) -> Arc<dyn rolebridge_cloud::Cloud> {
        match ChosenClouds.sandbox(&std::env::temp_dir().join("rolebridge-bridge-no-aws")) {
            Ok(pretended) => pretended.cloud,
            Err(error) => panic!("{error}"),
        }
    }

    fn keychain(&self) -> Arc<dyn Keychain> {
        self.0.clone()
    }

    fn sandbox(&self, folder: &Path) -> Result<Pretended, Error> {
        ChosenClouds.sandbox(folder)
    }
}

/// Answers every dialog with the path in a file, as if the user had chosen it; with nothing if there
/// is no such file.
struct Scripted(PathBuf);

impl Scripted {
    fn answer(&self) -> Option<PathBuf> {
        let path = std::fs::read_to_string(&self.0).ok()?;
        Some(PathBuf::from(path.trim()))
    }
}

#[async_trait]
impl Dialogs for Scripted {
    async fn open(&self, _: ChooseFile) -> Option<PathBuf> {
        self.answer()
    }

    async fn save(&self, _: &str) -> Option<PathBuf> {
        self.answer()
    }
}

/// Answers with the lines of a file, one after the other, and writes down what was asked. A line
/// that is empty, or none, is a person who changed their mind.
struct Person {
    answers: PathBuf,
    asked: PathBuf,
}

#[async_trait]
impl Prompt for Person {
    async fn ask(&self, question: &Question) -> Result<Option<Secret>, String> {
        let file = OpenOptions::new().create(true).append(true).open(&self.asked);
        let line = format!("{}: {}", question.title, question.explanation);
        file.and_then(|mut f| writeln!(f, "{line}")).map_err(|e| e.to_string())?;
        let text = std::fs::read_to_string(&self.answers).unwrap_or_default();
        let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
        std::fs::write(&self.answers, rest).map_err(|e| e.to_string())?;
        Ok((!first.is_empty()).then(|| Secret::new(first.to_owned())))
    }
}

/// What the routes work with.
#[derive(Clone)]
struct Bridge {
    app: Arc<Rolebridge>,
    record: Record,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let keychain = Arc::new(MemoryKeychain::default());
    if options.no_keychain {
        keychain.fail_with(Some(KeychainError::None { why: "this is a test without one".into() }));
    }
    let clouds: Box<dyn Clouds> = if options.aws {
        let endpoint = std::env::var("AWS_ENDPOINT_URL").unwrap_or_default();
        if !endpoint.starts_with("http://127.0.0.1:") {
            return Err("--aws needs an AWS_ENDPOINT_URL that begins with http://127.0.0.1:".into());
        }
        Box::new(LocalAws(keychain))
    } else {
        Box::new(OnlySandbox(keychain))
    };
    let desktop = observed::desktop(options.observed.as_ref().unwrap_or(&options.home));
    let app = Rolebridge::open(&options.home, clouds, desktop, SystemClock::shared()).await?;
    app.set_dialogs(Box::new(Scripted(options.home.join("dialog.txt"))));
    app.ask_with(Box::new(Person {
        answers: options.home.join("answers.txt"),
        asked: options.home.join("asked.txt"),
    }));
    app.watch_sessions();
    let router = Router::new()
        .route("/ipc/{name}", post(call))
        .route("/events", get(events))
        .fallback_service(ServeDir::new(&options.ui))
        .with_state(Bridge { app, record: Record::to(options.record)? });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", options.port)).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

async fn call(
    State(Bridge { app, record }): State<Bridge>,
    Segment(name): Segment<String>,
    Json(request): Json<Value>,
) -> Response {
    record.note("request", &name, &request);
    let answered = rolebridge_desktop::dispatch(&app, &name, request).await;
    match &answered {
        Some(Ok(answer)) => record.note("answer", &name, answer),
        Some(Err(failure)) => record.note("failure", &name, failure),
        None => {}
    }
    match answered {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Ok(answer)) => Json(answer).into_response(),
        Some(Err(failure)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(failure)).into_response(),
    }
}

async fn events(
    State(Bridge { app, record }): State<Bridge>,
) -> Sse<impl Stream<Item = Result<sse::Event, axum::Error>>> {
    Sse::new(stream::unfold((app.events(), record), |(mut events, record)| async move {
        loop {
            match events.recv().await {
                Ok(event) => {
                    record.note("event", "", &event);
                    let sent = sse::Event::default().json_data(event);
                    return Some((sent, (events, record)));
                }
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {}
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return None,
            }
        }
    }))
}
