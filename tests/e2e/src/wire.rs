//! The few words of the W3C WebDriver protocol that are needed, one blocking call each.

use std::{fmt, path::Path, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use ureq::Agent;

/// The name under which the protocol sends elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Why the driver did not do something.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// The protocol's code, such as `stale element reference`.
    pub(crate) code: String,
    message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

type Answer<T> = Result<T, Refusal>;

/// A driver's address.
pub(crate) struct Wire {
    agent: Agent,
    base: String,
}

impl Wire {
    pub(crate) fn new(port: u16) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Self { agent: config.into(), base: format!("http://127.0.0.1:{port}") }
    }

    /// Whether the driver takes calls.
    pub(crate) fn is_up(&self) -> bool {
        self.get("/status").is_ok()
    }

    fn get(&self, path: &str) -> Answer<Value> {
        read(self.agent.get(format!("{}{path}", self.base)).call())
    }

    fn post(&self, path: &str, body: &Value) -> Answer<Value> {
        read(self.agent.post(format!("{}{path}", self.base)).send_json(body))
    }

    fn delete(&self, path: &str) -> Answer<Value> {
        read(self.agent.delete(format!("{}{path}", self.base)).call())
    }
}

fn read(sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer<Value> {
    let lost = |e: ureq::Error| Refusal { code: "no answer".into(), message: e.to_string() };
    let mut answer: Value = sent.map_err(lost)?.body_mut().read_json().map_err(lost)?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(code) => Err(Refusal {
            code: code.to_owned(),
            message: value["message"].as_str().unwrap_or_default().to_owned(),
        }),
        None => Ok(value),
    }
}

/// The app's window, as the driver sees it.
pub(crate) struct Session {
    wire: Wire,
    path: String,
}

/// Something on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element(String);

impl Session {
    /// Starts the app.
    pub(crate) fn start(wire: Wire, app: &Path) -> Answer<Self> {
        // No browserName: WebKitGTK's driver calls the app `wry` and refuses anything else.
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "tauri:options": {"application": app},
            "timeouts": {"script": 30_000},
        }}});
        let answer = wire.post("/session", &wanted)?;
        let id = answer["sessionId"].as_str().unwrap_or_default();
        Ok(Self { path: format!("/session/{id}"), wire })
    }

    fn post(&self, path: &str, body: &Value) -> Answer<Value> {
        self.wire.post(&format!("{}{path}", self.path), body)
    }

    /// Runs a function on the page.
    pub(crate) fn execute(&self, script: &str, args: &[Value]) -> Answer<Value> {
        self.post("/execute/sync", &json!({"script": script, "args": args}))
    }

    /// Runs a function on the page and waits until it calls its last argument.
    pub(crate) fn execute_async(&self, script: &str, args: &[Value]) -> Answer<Value> {
        self.post("/execute/async", &json!({"script": script, "args": args}))
    }

    pub(crate) fn click(&self, Element(id): &Element) -> Answer<()> {
        self.post(&format!("/element/{id}/click"), &json!({})).map(drop)
    }

    /// Types into an element.
    pub(crate) fn keys(&self, Element(id): &Element, text: &str) -> Answer<()> {
        self.post(&format!("/element/{id}/value"), &json!({"text": text})).map(drop)
    }

    pub(crate) fn picture(&self) -> Answer<Vec<u8>> {
        let png = self.wire.get(&format!("{}/screenshot", self.path))?;
        BASE64_STANDARD
            .decode(png.as_str().unwrap_or_default())
            .map_err(|e| Refusal { code: "unreadable picture".into(), message: e.to_string() })
    }

    pub(crate) fn source(&self) -> Answer<String> {
        let source = self.wire.get(&format!("{}/source", self.path))?;
        Ok(source.as_str().unwrap_or_default().to_owned())
    }

    /// The windows there are, shown or not.
    pub(crate) fn windows(&self) -> Answer<Vec<String>> {
        let all = self.wire.get(&format!("{}/window/handles", self.path))?;
        let all = all.as_array().into_iter().flatten();
        Ok(all.filter_map(|w| w.as_str().map(str::to_owned)).collect())
    }

    /// Goes to a window: what follows is asked of it.
    pub(crate) fn go_to(&self, window: &str) -> Answer<()> {
        self.post("/window", &json!({"handle": window})).map(drop)
    }

    /// Closes the window, as its button would.
    pub(crate) fn close_window(&self) -> Answer<()> {
        self.wire.delete(&format!("{}/window", self.path)).map(drop)
    }

    /// Ends the session and with it the app.
    pub(crate) fn end(&self) -> Answer<()> {
        self.wire.delete(&self.path).map(drop)
    }
}

impl Element {
    /// The elements in a script's answer.
    pub(crate) fn all_in(answer: &Value) -> Vec<Self> {
        let id = |v: &Value| v[ELEMENT].as_str().map(|id| Self(id.to_owned()));
        answer.as_array().into_iter().flatten().filter_map(id).collect()
    }

    /// As an argument of a script.
    pub(crate) fn argument(&self) -> Value {
        json!({ELEMENT: self.0})
    }
}
