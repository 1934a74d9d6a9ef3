//! The system's dialogs for files, over the main window. The web view has no permission to ask for
//! one, and gets no more of a file than its path.

use std::path::PathBuf;

use async_trait::async_trait;
use rolebridge_workflows::dialogs::{ChooseFile, Dialogs};
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// The dialogs of an app with a window.
pub(crate) struct WindowDialogs<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> WindowDialogs<R> {
    fn dialog(&self, title: &str) -> FileDialogBuilder<R> {
        let dialog = self.0.dialog().file().set_title(title);
        match self.0.get_webview_window("main") {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

/// Shows a dialog without holding up a thread. A dialog that ends without a word chose nothing.
async fn asked(show: impl FnOnce(oneshot::Sender<Option<FilePath>>)) -> Option<PathBuf> {
    let (tell, told) = oneshot::channel();
    show(tell);
    told.await.ok().flatten()?.into_path().ok()
}

#[async_trait]
impl<R: Runtime> Dialogs for WindowDialogs<R> {
    async fn open(&self, what: ChooseFile) -> Option<PathBuf> {
        match what {
            ChooseFile::File => {
                let dialog = self.dialog("Choose a file");
                asked(|tell| dialog.pick_file(|path| drop(tell.send(path)))).await
            }
            ChooseFile::Folder => {
                let dialog = self.dialog("Choose a folder");
                asked(|tell| dialog.pick_folder(|path| drop(tell.send(path)))).await
            }
        }
    }

    async fn save(&self, name: &str) -> Option<PathBuf> {
        let dialog = self.dialog("Save as").set_file_name(name);
        asked(|tell| dialog.save_file(|path| drop(tell.send(path)))).await
    }
}
