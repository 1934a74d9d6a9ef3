//! Asking a person for one short text outside the web view: a secret, or a code that proves one.
//! Neither ever reaches the front end.

use async_trait::async_trait;
use rolebridge_cloud::MfaCode;
use rolebridge_model::{MfaSerial, Secret};

use crate::{Error, credentials::MfaPrompt};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Heading of the window.
    pub title: String,
    /// What it is for, in a sentence or two.
    pub explanation: String,
    /// What is wrong with the answer given before.
    pub problem: Option<String>,
    /// Name of the field.
    pub label: String,
    /// Whether the answer may not be seen while it is typed.
    pub hidden: bool,
}

/// A window of the operating system that asks.
#[async_trait]
pub trait Prompt: Send + Sync {
    /// The answer; nothing if the person does not want to give one.
    ///
    /// # Errors
    /// A sentence on why nobody could be asked.
    async fn ask(&self, question: &Question) -> Result<Option<Secret>, String>;
}

/// Asks until the answer will do.
///
/// # Errors
/// [`Error::Cancelled`] if the person gave up; [`Error::Local`] if nobody could be asked.
pub(crate) async fn until_right<T>(
    prompt: &dyn Prompt,
    mut question: Question,
    check: impl Fn(Secret) -> Result<T, String>,
) -> Result<T, Error> {
    loop {
        let answer = prompt
            .ask(&question)
            .await
            .map_err(|message| Error::Local { message, remedy: Some("Try again.".into()) })?;
        match answer.map(&check) {
            None => return Err(Error::Cancelled),
            Some(Ok(fine)) => return Ok(fine),
            Some(Err(problem)) => question.problem = Some(problem),
        }
    }
}

/// Asks for the codes of MFA devices in a window, and says what asks.
pub struct MfaWindow<'a> {
    /// The window.
    pub prompt: &'a dyn Prompt,
    /// What the code is for: the name of an entry or of an identity.
    pub asking: &'a str,
}

#[async_trait]
impl MfaPrompt for MfaWindow<'_> {
    async fn code(&self, device: &MfaSerial) -> Result<MfaCode, Error> {
        let question = Question {
            title: "MFA code".into(),
            explanation: format!(
                "{} asks for a code of the MFA device {device}. Type the six digits it shows now.",
                self.asking
            ),
            problem: None,
            label: "MFA code".into(),
            hidden: false,
        };
        until_right(self.prompt, question, |answer| {
            MfaCode::parse(answer.expose()).map_err(|e| e.to_string())
        })
        .await
    }
}
