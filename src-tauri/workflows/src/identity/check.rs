//! Asking AWS who identities are: one by one or all, in the background, stoppable, and one that
//! fails never stops the others. Nobody is asked before a person wants it.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use rolebridge_cloud::{Cause, Cloud, KeptSignIn};
use rolebridge_model::{Caller, Identity, IdentityRef, SignInWay, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    Error, Rolebridge,
    progress::{Event, JobId, JobProgress, JobState},
};

/// Asked side by side.
const AT_ONCE: usize = 6;

/// Where an identity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum IdentityState {
    /// Nobody asked yet.
    NotTried,
    /// AWS says who it is, or its sign-in is good.
    SignedIn,
    /// One has to sign in first.
    SignInNeeded,
    /// It was signed in, and that has run out.
    Expired,
    /// It gives no credentials AWS accepts.
    Wrong,
}

/// What is known of an identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct IdentityStatus {
    /// Where it stands.
    pub state: IdentityState,
    /// Who AWS said it is.
    pub caller: Option<Caller>,
    /// When its credentials or its sign-in end.
    pub until: Option<Timestamp>,
    /// Whether it is renewed by itself then.
    pub renews: bool,
    /// What there is to say, in a sentence.
    pub message: Option<String>,
    /// What to do next.
    pub remedy: Option<String>,
    /// When AWS was asked.
    pub checked_at: Option<Timestamp>,
}

impl IdentityStatus {
    const fn of(state: IdentityState) -> Self {
        Self {
            state,
            caller: None,
            until: None,
            renews: false,
            message: None,
            remedy: None,
            checked_at: None,
        }
    }
}

/// What AWS said of an identity, and what was kept of its sign-in then.
pub(crate) struct Checked {
    status: IdentityStatus,
    kept: Option<KeptSignIn>,
}

/// An identity with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct IdentityRow {
    /// The identity.
    pub identity: Identity,
    /// Whether Rolebridge asks AWS with it.
    pub in_use: bool,
    /// What is known.
    pub status: IdentityStatus,
}

/// Which identities to check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CheckIdentities {
    /// All but those that run a program: that is for a person to ask for, one by one.
    All,
    /// These, whatever they run.
    These {
        /// Which.
        identities: Vec<IdentityRef>,
    },
}

impl Rolebridge {
    /// The identities, with what is known of them. Nobody is asked and nothing is run; of sign-ins,
    /// what is kept on this computer is read.
    ///
    /// # Errors
    /// What reading the configuration said.
    pub async fn identity_rows(&self) -> Result<Vec<IdentityRow>, Error> {
        let cloud = self.aws(None).await;
        let identities = self.identities_of(&*cloud).await?;
        let used = self.session().ok().map(|s| s.identity().reference.clone());
        let now = self.clock.now();
        let checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        // A session of Identity Center may stand behind thousands of profiles.
        let mut kept: HashMap<SignInWay, KeptSignIn> = HashMap::new();
        Ok(identities
            .into_iter()
            .map(|identity| {
                let of_center = center(&identity)
                    .map(|way| *kept.entry(way.clone()).or_insert_with(|| cloud.kept_sign_in(way)));
                let last = checked.get(&identity.reference);
                let status = status(&identity, last, of_center, now);
                IdentityRow { in_use: used.as_ref() == Some(&identity.reference), identity, status }
            })
            .collect())
    }

    /// Asks who identities are, in the background.
    ///
    /// # Errors
    /// What reading the configuration said.
    pub async fn check_identities(
        self: &Arc<Self>,
        which: CheckIdentities,
    ) -> Result<JobId, Error> {
        let cloud = self.aws(None).await;
        let all = self.identities_of(&*cloud).await?;
        let (chosen, left_out): (Vec<_>, Vec<_>) = match which {
            CheckIdentities::All => all.into_iter().partition(|i| !i.facts.runs_program),
            CheckIdentities::These { identities } => {
                (all.into_iter().filter(|i| identities.contains(&i.reference)).collect(), vec![])
            }
        };
        let job = JobId(Uuid::new_v4());
        let app = Arc::clone(self);
        self.start(job.0, move |cancel| async move {
            app.check_many(job, &cloud, chosen, left_out.len(), &cancel).await;
        });
        Ok(job)
    }

    async fn check_many(
        self: &Arc<Self>,
        id: JobId,
        cloud: &Arc<dyn Cloud>,
        chosen: Vec<Identity>,
        left_out: usize,
        cancel: &CancellationToken,
    ) {
        let total = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let title = match &chosen[..] {
            [one] => format!("Checking {}", one.label),
            many => format!("Checking {} identities", many.len()),
        };
        let done = Arc::new(AtomicU32::new(0));
        let attention = Arc::new(AtomicU32::new(0));
        let report = {
            let (app, done, attention) = (self.clone(), done.clone(), attention.clone());
            move |now: String, state: JobState| {
                let job = JobProgress {
                    id,
                    title: title.clone(),
                    done: done.load(Ordering::Relaxed),
                    total,
                    attention: attention.load(Ordering::Relaxed),
                    now,
                    state,
                    opens: None,
                };
                app.tell(Event::Job { job });
            }
        };
        report("Asking AWS".into(), JobState::Running);
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let mut tasks = JoinSet::new();
        for identity in chosen {
            let (app, cloud, cancel) = (self.clone(), cloud.clone(), cancel.clone());
            let (done, attention, report) = (done.clone(), attention.clone(), report.clone());
            let turns = Arc::clone(&turns);
            tasks.spawn(async move {
                let checked = async {
                    let _turn = turns.acquire_owned().await;
                    app.check_identity(&cloud, &identity).await
                };
                let status = tokio::select! {
                    status = checked => status,
                    () = cancel.cancelled() => return,
                };
                if status.state != IdentityState::SignedIn {
                    attention.fetch_add(1, Ordering::Relaxed);
                }
                let said = status.message.unwrap_or_else(|| "signed in".into());
                done.fetch_add(1, Ordering::Relaxed);
                report(format!("{}: {said}", identity.label), JobState::Running);
            });
        }
        while tasks.join_next().await.is_some() {}
        let state = match cancel.is_cancelled() && done.load(Ordering::Relaxed) < total {
            true => JobState::Cancelled,
            false => JobState::Finished,
        };
        let now = match left_out {
            0 => "Done".to_owned(),
            1 => "1 that runs a program was left out. Check it by itself.".to_owned(),
            n => format!("{n} that run a program were left out. Check them one by one."),
        };
        report(now, state);
    }

    /// Asks who one identity is and remembers the answer.
    pub(super) async fn check_identity(
        &self,
        cloud: &Arc<dyn Cloud>,
        identity: &Identity,
    ) -> IdentityStatus {
        let asked = match self.cloud_of(cloud, identity).await {
            Ok(cloud) => cloud.who(&identity.reference).await.map_err(Error::from),
            Err(error) => Err(error),
        };
        if let Ok(who) = &asked {
            self.known.asked(&identity.reference, &who.caller);
        }
        let mut status = match asked {
            Ok(who) => IdentityStatus {
                caller: Some(who.caller),
                until: who.expires_at,
                ..IdentityStatus::of(IdentityState::SignedIn)
            },
            Err(error) => failed(&error),
        };
        status.checked_at = Some(self.clock.now());
        let kept = center(identity).map(|way| cloud.kept_sign_in(way));
        let checked = Checked { status: status.clone(), kept };
        self.checked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(identity.reference.clone(), checked);
        self.tell(Event::Identities);
        status
    }

    /// The cloud that knows an identity.
    async fn cloud_of(
        &self,
        cloud: &Arc<dyn Cloud>,
        identity: &Identity,
    ) -> Result<Arc<dyn Cloud>, Error> {
        match &identity.reference {
            IdentityRef::Sandbox => match self.session() {
                Ok(session) if session.is_sandbox() => Ok(session.cloud.clone()),
                _ => Ok(self.clouds.sandbox(&self.home().join("sandbox"))?.cloud),
            },
            // A key names no Region of its own to the SDK.
            IdentityRef::Key { .. } => Ok(self.aws(identity.region.clone()).await),
            IdentityRef::Profile { .. } | IdentityRef::Environment => Ok(cloud.clone()),
        }
    }

    /// What was known of an identity is not true any more.
    pub(super) fn forget_status(&self, identity: &IdentityRef) {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner).remove(identity);
        self.tell(Event::Identities);
    }
}

/// Of a sign-in with Identity Center something is kept on this computer; of others not.
fn center(identity: &Identity) -> Option<&SignInWay> {
    let way = identity.facts.sign_in.as_ref();
    way.filter(|w| matches!(w, SignInWay::IdentityCenter { .. }))
}

fn failed(error: &Error) -> IdentityStatus {
    let state = match error {
        Error::Cloud(error) => match &error.cause {
            Cause::SignInNeeded { expired: true, .. } | Cause::ExpiredCredentials { .. } => {
                IdentityState::Expired
            }
            Cause::SignInNeeded { .. } | Cause::CommandNeeded { .. } => IdentityState::SignInNeeded,
            _ => IdentityState::Wrong,
        },
        _ => IdentityState::Wrong,
    };
    IdentityStatus {
        message: Some(error.to_string()),
        remedy: error.remedy(),
        ..IdentityStatus::of(state)
    }
}

/// What is known of an identity now: what AWS said, as long as it holds, and what is kept of its
/// sign-in. A sign-in that changed since AWS was asked, by the AWS CLI for one, is newer.
fn status(
    identity: &Identity,
    last: Option<&Checked>,
    kept: Option<KeptSignIn>,
    now: Timestamp,
) -> IdentityStatus {
    let signed_in = kept.map(of_sign_in);
    match (last, signed_in) {
        (None, None) => IdentityStatus::of(IdentityState::NotTried),
        (None, Some(signed_in)) => signed_in,
        (Some(last), Some(signed_in)) => {
            let refused = last.status.state != IdentityState::SignedIn;
            if refused && last.kept == kept {
                return last.status.clone();
            }
            let IdentityStatus { caller, checked_at, .. } = last.status.clone();
            IdentityStatus { caller, checked_at, ..signed_in }
        }
        (Some(Checked { status, .. }), None) => {
            let over = status.until.is_some_and(|until| until <= now);
            if status.state != IdentityState::SignedIn || !over {
                return status.clone();
            }
            let remedy = match &identity.facts.sign_in {
                Some(SignInWay::Command { command }) => format!("Run {command} in a terminal."),
                Some(_) => "Sign in again.".to_owned(),
                None => "Check it again: it may be renewed by itself.".to_owned(),
            };
            IdentityStatus {
                state: IdentityState::Expired,
                message: Some("Its credentials have run out.".into()),
                remedy: Some(remedy),
                ..status.clone()
            }
        }
    }
}

fn of_sign_in(kept: KeptSignIn) -> IdentityStatus {
    let again = || Some("Sign in.".to_owned());
    match kept {
        KeptSignIn::Until { at, renews } => IdentityStatus {
            until: Some(at),
            renews,
            ..IdentityStatus::of(IdentityState::SignedIn)
        },
        KeptSignIn::Expired(at) => IdentityStatus {
            until: Some(at),
            message: Some("Its sign-in has run out.".into()),
            remedy: again(),
            ..IdentityStatus::of(IdentityState::Expired)
        },
        KeptSignIn::None => IdentityStatus {
            message: Some("Nobody has signed in to it on this computer.".into()),
            remedy: again(),
            ..IdentityStatus::of(IdentityState::SignInNeeded)
        },
    }
}

#[cfg(test)]
mod tests {
    use rolebridge_model::{IdentityFacts, IdentityKind};

    use super::*;

    const NOW: &str = "2026-01-01T12:00:00Z";
    const BEFORE: &str = "2026-01-01T11:00:00Z";
    const AFTER: &str = "2026-01-01T13:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn identity(sign_in: Option<SignInWay>) -> Identity {
        Identity {
            reference: IdentityRef::Environment,
            label: "x".into(),
            detail: String::new(),
            region: None,
            facts: IdentityFacts { kind: IdentityKind::Other, sign_in, ..Default::default() },
        }
    }

    fn checked(state: IdentityState, until: Option<&str>, kept: Option<KeptSignIn>) -> Checked {
        let status = IdentityStatus { until: until.map(at), ..IdentityStatus::of(state) };
        Checked { status, kept }
    }

    #[test]
    fn the_newest_word_on_an_identity_counts() {
        use IdentityState::*;
        let until = |text| Some(KeptSignIn::Until { at: at(text), renews: false });
        let over = Some(KeptSignIn::Expired(at(BEFORE)));
        let none = Some(KeptSignIn::None);
        let command = Some(SignInWay::Command { command: "aws login".into() });
        for (what, last, kept, state, ends) in [
            ("nobody asked", None, None, NotTried, None),
            ("never signed in", None, none, SignInNeeded, None),
            ("signed in by the CLI", None, until(AFTER), SignedIn, Some(AFTER)),
            ("ran out", None, over, Expired, Some(BEFORE)),
            ("keys", Some(checked(SignedIn, None, None)), None, SignedIn, None),
            ("a session", Some(checked(SignedIn, Some(AFTER), None)), None, SignedIn, Some(AFTER)),
            ("it ended", Some(checked(SignedIn, Some(BEFORE), None)), None, Expired, Some(BEFORE)),
            ("keys refused", Some(checked(Wrong, None, None)), None, Wrong, None),
            (
                "credentials ended, sign-in lasts",
                Some(checked(SignedIn, Some(BEFORE), until(AFTER))),
                until(AFTER),
                SignedIn,
                Some(AFTER),
            ),
            (
                "signed out elsewhere",
                Some(checked(SignedIn, Some(AFTER), until(AFTER))),
                none,
                SignInNeeded,
                None,
            ),
            ("revoked", Some(checked(Expired, None, until(AFTER))), until(AFTER), Expired, None),
            (
                "signed in by the CLI since",
                Some(checked(SignInNeeded, None, none)),
                until(AFTER),
                SignedIn,
                Some(AFTER),
            ),
            (
                "a role one has not",
                Some(checked(Wrong, None, until(AFTER))),
                until(AFTER),
                Wrong,
                None,
            ),
        ] {
            let found = status(&identity(command.clone()), last.as_ref(), kept, at(NOW));
            assert_eq!((found.state, found.until), (state, ends.map(at)), "{what}");
        }
        let ended = checked(SignedIn, Some(BEFORE), None);
        let told = status(&identity(command), Some(&ended), None, at(NOW));
        assert_eq!(told.remedy.as_deref(), Some("Run aws login in a terminal."));
    }

    #[test]
    fn a_refusal_is_told_by_its_cause() {
        use IdentityState::*;
        let who = || Box::new(IdentityRef::Environment);
        let message = || "m".to_owned();
        for (cause, state) in [
            (Cause::SignInNeeded { identity: who(), expired: true }, Expired),
            (Cause::SignInNeeded { identity: who(), expired: false }, SignInNeeded),
            (
                Cause::CommandNeeded { identity: who(), command: "c".into(), message: message() },
                SignInNeeded,
            ),
            (Cause::ExpiredCredentials { message: message() }, Expired),
            (Cause::InvalidCredentials { message: message() }, Wrong),
            (Cause::Unreachable { endpoint: message(), message: message() }, Wrong),
        ] {
            let error = Error::from(rolebridge_cloud::CloudError::new("o", "t", cause));
            let found = failed(&error);
            assert_eq!(found.state, state, "{error}");
            assert!(found.message.is_some() && found.remedy.is_some(), "{error}");
        }
    }
}
