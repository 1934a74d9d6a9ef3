//! Who may call what: the real access control list, in front of a window that is none.
#![allow(clippy::unwrap_used)]

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use rolebridge_cloud::{Cloud, KeyRing};
use rolebridge_model::Region;
use rolebridge_start::ChosenClouds;
use rolebridge_workflows::{Browser, Clouds, Error, Pretended, Rolebridge, SystemClock};
use serde_json::{Value, json};
use tauri::{
    App, Manager, WebviewWindow, WebviewWindowBuilder,
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
    async fn aws(&self, region: Option<Region>, keys: Arc<dyn KeyRing>) -> Arc<dyn Cloud> {
        ChosenClouds.aws(region, keys).await
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

fn app() -> (tempfile::TempDir, App<MockRuntime>) {
    let home = tempfile::tempdir().unwrap();
    let core = tauri::async_runtime::block_on(Rolebridge::open(
        home.path(),
        Box::new(OnlySandbox),
        Box::new(NoBrowser),
        SystemClock::shared(),
    ))
    .unwrap();
    let app = rolebridge_desktop::build(mock_builder(), tauri::generate_context!()).unwrap();
    app.manage(core);
    (home, app)
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    app.get_webview_window(label).unwrap_or_else(|| {
        WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::default()).build().unwrap()
    })
}

#[test]
fn the_main_window_may_call_and_no_other_may() {
    let (_home, app) = app();
    let main = window(&app, "main");
    let rogue = window(&app, "rogue");

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

/// What the quick switcher's window may call; all of it but the last the main window may call too.
const QUICK: &[&str] = &[
    "get_preferences",
    "list_switch_entries",
    "list_sessions",
    "get_launch_menu",
    "launch",
    "hide_quick",
];

fn granted(window: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/desktop/capabilities");
    let text = std::fs::read_to_string(folder.join(window).with_extension("json")).unwrap();
    let capability: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(capability["identifier"], window);
    assert_eq!(capability["windows"], json!([window]));
    assert!(capability.get("remote").is_none());
    let all = capability["permissions"].as_array().unwrap().iter().map(|p| p.as_str().unwrap());
    let (events, mut commands): (Vec<_>, Vec<_>) =
        all.map(str::to_owned).partition(|p| p.starts_with("core:"));
    assert_eq!(events, ["core:event:allow-listen", "core:event:allow-unlisten"], "{window}");
    commands.sort_unstable();
    commands
}

fn permissions<'a>(commands: impl Iterator<Item = &'a &'a str>) -> Vec<String> {
    let mut wanted: Vec<String> =
        commands.map(|c| format!("allow-{}", c.replace('_', "-"))).collect();
    wanted.sort_unstable();
    wanted
}

#[test]
fn each_command_is_granted_to_exactly_its_windows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/desktop/capabilities");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "a new window needs a new line here: {files:?}");
    let main = COMMANDS.iter().filter(|c| **c != "hide_quick");
    assert_eq!(granted("main"), permissions(main));
    assert_eq!(granted("quick"), permissions(QUICK.iter()));
}

#[test]
fn the_quick_switcher_may_open_entries_and_change_nothing() {
    let (_home, app) = app();
    let quick = window(&app, "quick");
    let listed = call(&quick, "list_switch_entries", json!({ "search": "" })).unwrap();
    assert_eq!(listed["rows"], json!([]));
    assert_eq!(call(&quick, "hide_quick", Value::Null).unwrap(), Value::Null);
    for command in COMMANDS.iter().filter(|c| !QUICK.contains(c)) {
        let refused = call(&quick, command, Value::Null).unwrap_err();
        assert!(refused.to_string().contains("not allowed"), "{command}: {refused}");
    }
    let main = window(&app, "main");
    let refused = call(&main, "hide_quick", Value::Null).unwrap_err();
    assert!(refused.to_string().contains("not allowed"), "{refused}");
    // No plugin's own commands either: shortcuts are taken in Rust.
    for window in [&quick, &main] {
        let refused = call(window, "plugin:global-shortcut|register", Value::Null).unwrap_err();
        assert!(refused.to_string().contains("not"), "{refused}");
    }
}
