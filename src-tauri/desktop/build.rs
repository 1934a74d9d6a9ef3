//! Makes a permission of every command on the wire. Without this list any window could call any
//! command.

include!("../contract/src/commands.rs");

macro_rules! names {
    ($($name:ident($request:ty) -> $answer:ty;)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}
with_commands!(names);

fn main() {
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/desktop/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(NAMES));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
