//! `display dialog` of the system's own `osascript`. Texts are arguments of the script, never part
//! of it.

use rolebridge_model::Secret;
use rolebridge_workflows::prompt::Question;
use tokio::process::Command;

/// What `osascript` says when the person presses Cancel.
const CANCELLED: &str = "-128";

pub(super) async fn ask(question: &Question) -> Result<Option<Secret>, String> {
    let hidden = if question.hidden { "with hidden answer" } else { "" };
    let line = format!(
        "set given to display dialog (item 2 of argv) with title (item 1 of argv) default answer \
         \"\" {hidden} buttons {{\"Cancel\", \"OK\"}} default button \"OK\" cancel button \"Cancel\""
    );
    let output = Command::new("/usr/bin/osascript")
        .args(["-e", "on run argv", "-e", "activate", "-e", &line])
        .args(["-e", "return text returned of given", "-e", "end run"])
        .arg(&question.title)
        .arg(super::text(question))
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|e| format!("The window that asks could not be opened: {e}."))?;
    if output.status.success() {
        return super::printed(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains(CANCELLED) {
        Ok(None)
    } else {
        Err(format!("The window that asks failed: {}.", said.trim()))
    }
}
