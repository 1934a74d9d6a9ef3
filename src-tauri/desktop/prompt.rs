//! Asks for one short text in a window of the operating system, outside the web view: what is typed
//! there no script of a page can see. What differs by system is in one small module each.

#[cfg(target_os = "linux")]
#[path = "prompt/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "prompt/macos.rs"]
mod system;
#[cfg(windows)]
#[path = "prompt/windows.rs"]
mod system;

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use rolebridge_model::Secret;
use rolebridge_workflows::prompt::{Prompt, Question};

/// How many windows ask.
static ASKING: AtomicUsize = AtomicUsize::new(0);

/// Whether a window asks now. It has the keyboard, but what it asks for is of use to the window that
/// had it before.
pub(crate) fn is_asking() -> bool {
    ASKING.load(Ordering::Acquire) > 0
}

/// Counts a window, however it ends.
struct Asking;

impl Asking {
    fn begin() -> Self {
        ASKING.fetch_add(1, Ordering::AcqRel);
        Self
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        ASKING.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A window that asks. Dropping the question closes it.
pub(crate) struct Window;

#[async_trait]
impl Prompt for Window {
    async fn ask(&self, question: &Question) -> Result<Option<Secret>, String> {
        let _asking = Asking::begin();
        system::ask(question).await
    }
}

/// Explanation and, if there is one, the problem with the last answer.
#[cfg(not(target_os = "linux"))]
fn text(question: &Question) -> String {
    match &question.problem {
        Some(problem) => format!("{problem}\n\n{}", question.explanation),
        None => question.explanation.clone(),
    }
}

/// What a program printed that asked, without the line break at its end.
#[cfg(not(target_os = "linux"))]
fn printed(bytes: Vec<u8>) -> Result<Option<Secret>, String> {
    let text = String::from_utf8(bytes).map_err(|_| "The answer is no text.".to_owned())?;
    let text = Secret::new(text);
    Ok(Some(Secret::new(text.expose().trim_end_matches(['\r', '\n']).to_owned())))
}
