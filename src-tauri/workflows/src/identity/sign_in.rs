//! Signing in again in place: in the browser for IAM Identity Center, by a code for a key with an
//! MFA device. It runs in the background and can be stopped.

use std::sync::Arc;

use rolebridge_cloud::{SignInDesk, SignInPage};
use rolebridge_model::{ActivityResult, Identity, IdentityRef, MfaSerial, SignInWay, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error, Rolebridge,
    credentials::MfaPrompt,
    progress::{Event, JobId, JobProgress, JobState},
    prompt::MfaWindow,
};

/// Which identity to sign in to, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SignInRequest {
    /// The identity.
    pub identity: IdentityRef,
    /// Compare a code in the browser, for one that can't come back to this computer.
    pub with_code: bool,
}

/// The browser of a sign-in, and where its progress is told.
struct Desk<'a> {
    app: &'a Rolebridge,
    job: JobProgress,
}

impl Desk<'_> {
    fn tell(&self, now: String) {
        self.app.tell(Event::Job { job: JobProgress { now, ..self.job.clone() } });
    }
}

impl SignInDesk for Desk<'_> {
    fn open(&self, page: &SignInPage) -> Result<(), String> {
        // What the system says may repeat the address, which is a secret here.
        self.app
            .desktop
            .browser
            .open_sign_in(page)
            .map_err(|_| "the browser could not be opened".into())
    }

    fn show_code(&self, code: &str) {
        self.tell(format!("Compare this code with the one in the browser: {code}"));
    }
}

impl Rolebridge {
    /// Starts signing in. Progress comes as events.
    ///
    /// # Errors
    /// [`Error::Refused`] for an identity one can't sign in to from here.
    pub async fn sign_in(self: &Arc<Self>, request: SignInRequest) -> Result<JobId, Error> {
        let all = self.identities().await?;
        let identity =
            all.into_iter().find(|i| i.reference == request.identity).ok_or_else(|| {
                Error::refused(
                    format!("There is no {} any more.", request.identity),
                    "Choose another identity.",
                )
            })?;
        match &identity.facts.sign_in {
            Some(SignInWay::IdentityCenter { .. } | SignInWay::Mfa { .. }) => {}
            Some(SignInWay::Command { command }) => {
                return Err(Error::refused(
                    format!("{} signs in with the AWS CLI.", identity.label),
                    format!("Run {command} in a terminal, then check it again."),
                ));
            }
            None => {
                return Err(Error::refused(
                    format!("There is nothing to sign in to for {}.", identity.label),
                    "Check it to see whether AWS accepts it.",
                ));
            }
        }
        let id = JobId(Uuid::new_v4());
        let app = Arc::clone(self);
        self.start(id.0, move |cancel| async move {
            let job = JobProgress {
                id,
                title: format!("Signing in to {}", identity.label),
                done: 0,
                total: 1,
                attention: 0,
                now: "Waiting for the browser".into(),
                state: JobState::Running,
                opens: None,
            };
            let ended = tokio::select! {
                ended = app.sign_in_now(&identity, request.with_code, &job) => ended,
                () = cancel.cancelled() => Err(Error::Cancelled),
            };
            app.tell(Event::Job { job: app.after_sign_in(&identity, job, ended).await });
        });
        Ok(id)
    }

    async fn sign_in_now(
        &self,
        identity: &Identity,
        with_code: bool,
        job: &JobProgress,
    ) -> Result<(), Error> {
        let desk = Desk { app: self, job: job.clone() };
        if let Some(SignInWay::Mfa { device }) = &identity.facts.sign_in {
            desk.tell("Waiting for the code".into());
            return self.sign_in_by_code(identity, device).await;
        }
        desk.tell(job.now.clone());
        let cloud = self.aws(None).await;
        cloud.sign_in(&identity.reference, with_code, &desk).await?;
        Ok(())
    }

    async fn sign_in_by_code(&self, identity: &Identity, device: &MfaSerial) -> Result<(), Error> {
        let IdentityRef::Key { access_key } = &identity.reference else { return Ok(()) };
        let window = MfaWindow { prompt: self.prompt()?, asking: &identity.label };
        let code = window.code(device).await?;
        let cloud = self.aws(identity.region.clone()).await;
        let at = Timestamp::now();
        let session = cloud.session_token(&identity.reference, device, &code).await?;
        Ok(self.key_ring().keep_session(access_key, &session, at).await?)
    }

    async fn after_sign_in(
        self: &Arc<Self>,
        identity: &Identity,
        job: JobProgress,
        ended: Result<(), Error>,
    ) -> JobProgress {
        match ended {
            Ok(()) => {
                self.log_identity("Sign in", &identity.label, ActivityResult::Succeeded, "");
                let cloud = self.aws(None).await;
                self.check_identity(&cloud, identity).await;
                // What was refused for want of a sign-in can be asked again.
                self.tell(Event::Connection);
                JobProgress { done: 1, now: "Signed in".into(), state: JobState::Finished, ..job }
            }
            Err(Error::Cancelled) => {
                let now = "Stopped. Nothing was changed.".into();
                JobProgress { now, state: JobState::Cancelled, ..job }
            }
            Err(error) => {
                let said = error.to_string();
                self.log_identity("Sign in", &identity.label, ActivityResult::Failed, &said);
                let now = match error.remedy() {
                    Some(remedy) => format!("{said} {remedy}"),
                    None => said,
                };
                JobProgress { done: 1, attention: 1, now, state: JobState::Failed, ..job }
            }
        }
    }
}
