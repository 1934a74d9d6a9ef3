//! One list of commands makes the handlers of the window and those of a host without one.

use std::sync::Arc;

use rolebridge_contract::{Failure, types::*, with_commands};
use rolebridge_workflows::Rolebridge;
use serde_json::Value;
use tauri::State;

macro_rules! handle {
    ($($name:ident($request:ty) -> $answer:ty;)*) => {
        mod window {
            use super::*;
            $(
                #[tauri::command]
                pub(super) async fn $name(
                    app: State<'_, Arc<Rolebridge>>,
                    request: $request,
                ) -> Result<$answer, Failure> {
                    crate::commands::$name(&app, request).await
                }
            )*
        }

        /// The handler of a window.
        pub(crate) fn handler<R: tauri::Runtime>()
        -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$(window::$name),*]
        }

        /// Carries out a command by its name, for a host without a window. Nothing if there is no
        /// such command.
        ///
        /// # Errors
        /// What the command failed with; a request of the wrong shape is invalid input.
        pub async fn dispatch(
            app: &Arc<Rolebridge>,
            name: &str,
            request: Value,
        ) -> Option<Result<Value, Failure>> {
            let malformed = |e: serde_json::Error| Failure::InvalidInput {
                message: format!("The request is malformed: {e}"),
                remedy: None,
                fields: Vec::new(),
            };
            Some(match name {
                $(stringify!($name) => match serde_json::from_value::<$request>(request) {
                    Err(error) => Err(malformed(error)),
                    Ok(request) => match crate::commands::$name(app, request).await {
                        Ok(answer) => serde_json::to_value(answer).map_err(malformed),
                        Err(failure) => Err(failure),
                    },
                },)*
                _ => return None,
            })
        }
    };
}
with_commands!(handle);
