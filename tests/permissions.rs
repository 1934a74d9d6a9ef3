//! Who may call what: the real access control list, in front of a window that is none.
#![allow(clippy::unwrap_used)]

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use rolebridge_cloud::Cloud;
use rolebridge_model::Region;
use rolebridge_start::ChosenClouds;
use rolebridge_workflows::{Browser, Clouds, Error, Pretended, Rolebridge, SystemClock};
use serde_json::{Value, json};
use tauri::{
    WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};

macro_rules! names {
    ($($name:ident($request:ty) -> $answer:ty;)*) => {
        const COMMANDS: &[&str] = &[$(stringify!($name)),*];
    };
}
rolebridge_contract::with_commands!(names);

struct OnlySandbox;

#[async_trait]
impl Clouds for OnlySandbox {
    fn aws_is_configured(&self) -> bool {
        false
    }
    async fn aws(&self, region: Option<Region>) -> Arc<dyn Cloud> {
        ChosenClouds.aws(region).await
    }
    fn sandbox(&self, folder: &Path) -> Result<Pretended, Error> {
        ChosenClouds.sandbox(folder)
    }
}

struct NoBrowser;

impl Browser for NoBrowser {
    fn open(&self, url: &str) -> Result<(), String> {
        Err(format!("no browser for {url}"))
    }
}

fn call(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    request: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(json!({ "request": request })),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_string(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

#[test]
fn the_main_window_may_call_and_no_other_may() {
    let home = tempfile::tempdir().unwrap();
    let core = tauri::async_runtime::block_on(Rolebridge::open(
        home.path(),
        Box::new(OnlySandbox),
        Box::new(NoBrowser),
        SystemClock::shared(),
    ))
    .unwrap();
    let app = rolebridge_desktop::build(mock_builder(), core, tauri::generate_context!()).unwrap();
    let window = |label: &str| {
        use tauri::Manager;
        app.get_webview_window(label).unwrap_or_else(|| {
            WebviewWindowBuilder::new(&app, label, tauri::WebviewUrl::default()).build().unwrap()
        })
    };
    let main = window("main");
    let rogue = window("rogue");

    let state = call(&main, "start", Value::Null).unwrap();
    assert_eq!(state["connection"]["sandbox"], true);
    // A failure arrives as the tagged value the screens decide by.
    let failure = call(&main, "get_source", json!(4711)).unwrap_err();
    assert_eq!(failure["code"], "notFound");
    assert!(failure["remedy"].is_string());

    for command in COMMANDS {
        let refused = call(&rogue, command, Value::Null).unwrap_err();
        assert!(refused.to_string().contains("not allowed"), "{command}: {refused}");
    }
    let refused = call(&main, "plugin:opener|open_url", json!("https://example.com")).unwrap_err();
    assert!(refused.to_string().contains("not"), "{refused}");
}

#[test]
fn each_command_is_granted_to_the_main_window_and_nothing_else_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/desktop/capabilities");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "a new window needs a new line here: {files:?}");
    let capability: Value =
        serde_json::from_str(&std::fs::read_to_string(&files[0]).unwrap()).unwrap();
    assert_eq!(capability["windows"], json!(["main"]));
    assert!(capability.get("remote").is_none());
    let mut granted: Vec<&str> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap())
        .filter(|p| !p.starts_with("core:event:"))
        .collect();
    granted.sort_unstable();
    let mut wanted: Vec<String> =
        COMMANDS.iter().map(|c| format!("allow-{}", c.replace('_', "-"))).collect();
    wanted.sort_unstable();
    assert_eq!(granted, wanted);
}
