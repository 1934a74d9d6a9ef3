//! The real back end behind the browser build of the front end, on the sandbox: what the screen
//! tests talk to. Only for tests, only on the loopback address.
#![allow(clippy::print_stdout)]

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
use rolebridge_keychain::{KeychainError, MemoryKeychain};
use rolebridge_model::Secret;
use rolebridge_start::ChosenClouds;
use rolebridge_workflows::prompt::{Prompt, Question};
use rolebridge_workflows::{Browser, Clouds, Error, Pretended, Rolebridge, SystemClock};
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
}

/// Never the real AWS, whatever the machine is configured for.
struct OnlySandbox;

#[async_trait]
impl Clouds for OnlySandbox {
    fn aws_is_configured(&self) -> bool {
        false
    }

    async fn aws(&self, _: Option<rolebridge_model::Region>) -> Arc<dyn rolebridge_cloud::Cloud> {
        match ChosenClouds.sandbox(&std::env::temp_dir().join("rolebridge-bridge-no-aws")) {
            Ok(pretended) => pretended.cloud,
            Err(error) => panic!("{error}"),
        }
    }

    fn sandbox(&self, folder: &Path) -> Result<Pretended, Error> {
        ChosenClouds.sandbox(folder)
    }
}

/// Writes down what would have been opened.
struct Observed(PathBuf);

impl Browser for Observed {
    fn open(&self, url: &str) -> Result<(), String> {
        let file = OpenOptions::new().create(true).append(true).open(&self.0);
        file.and_then(|mut f| writeln!(f, "{url}")).map_err(|e| e.to_string())
    }
}

/// Answers with the lines of a file, one after the other, and writes down what was asked. A line
/// that is empty, or none, is a person who changed their mind.
struct Scripted {
    answers: PathBuf,
    asked: PathBuf,
}

#[async_trait]
impl Prompt for Scripted {
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

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let opened = options.home.join("opened.txt");
    let app = Rolebridge::open(
        &options.home,
        Box::new(OnlySandbox),
        Box::new(Observed(opened)),
        SystemClock::shared(),
    )
    .await?;
    app.ask_with(Box::new(Scripted {
        answers: options.home.join("answers.txt"),
        asked: options.home.join("asked.txt"),
    }));
    let keychain = MemoryKeychain::default();
    if options.no_keychain {
        keychain.fail_with(Some(KeychainError::None { why: "this is a test without one".into() }));
    }
    app.keep_keys_in(Arc::new(keychain));
    let router = Router::new()
        .route("/ipc/{name}", post(call))
        .route("/events", get(events))
        .fallback_service(ServeDir::new(&options.ui))
        .with_state(app);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", options.port)).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

async fn call(
    State(app): State<Arc<Rolebridge>>,
    Segment(name): Segment<String>,
    Json(request): Json<Value>,
) -> Response {
    match rolebridge_desktop::dispatch(&app, &name, request).await {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Ok(answer)) => Json(answer).into_response(),
        Some(Err(failure)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(failure)).into_response(),
    }
}

async fn events(
    State(app): State<Arc<Rolebridge>>,
) -> Sse<impl Stream<Item = Result<sse::Event, axum::Error>>> {
    Sse::new(stream::unfold(app.events(), |mut events| async move {
        loop {
            match events.recv().await {
                Ok(event) => return Some((sse::Event::default().json_data(event), events)),
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {}
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return None,
            }
        }
    }))
}
