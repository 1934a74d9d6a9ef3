//! A role that others can assume too is unsafe until a person says that it is meant to be so. The
//! word holds for the trust policy it was given for, can be taken back, and is logged.

use rolebridge_model::{
    Acceptance, ActivityResult, CheckKind, Outcome, SourceId, SourceStatus, Verification,
};
use rolebridge_policy::Document;
use serde::{Deserialize, Serialize};

use crate::{
    Error, Session,
    progress::Event,
    verify::{Looked, status_by},
};

/// Gives or takes back one's word that others may assume a role too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AcceptExposure {
    /// The source.
    pub source: SourceId,
    /// Whether it is meant; `false` takes the word back.
    pub accepted: bool,
}

impl Session {
    /// Keeps or takes back the user's word that others may assume the role of a source too. AWS is
    /// not asked and nothing in it changes.
    ///
    /// # Errors
    /// [`Error::Refused`] if no verification found that others can; what the database said.
    pub fn accept_exposure(&self, request: &AcceptExposure) -> Result<(), Error> {
        let record = self.store.source(request.source)?;
        let mut source = record.source;
        let verification = self.store.last_verification(source.id)?;
        let trust = record.found.map(|f| f.documents.trust);
        if request.accepted {
            let (Some(verification), Some(trust)) = (verification, trust) else {
                return Err(nothing_found());
            };
            let finding = finding(&verification).ok_or_else(nothing_found)?;
            let acceptance = Acceptance {
                by: self
                    .known_caller()
                    .map_or_else(|| self.identity().label.clone(), |c| c.arn.clone()),
                at: self.clock.now(),
                trust,
            };
            self.store.set_accepted(source.id, Some(&acceptance))?;
            let detail = format!("Accepted that others can assume the role. {}", finding.summary);
            if source.status == SourceStatus::Unsafe {
                (source.status, source.status_reason) = status_by(&verification.checks, true);
                self.store.update_source(&source)?;
            }
            self.log_word("Accept exposure", &source, detail);
        } else {
            self.store.set_accepted(source.id, None)?;
            let works = matches!(source.status, SourceStatus::Active | SourceStatus::Drifted);
            if let Some(verification) = verification.filter(|v| works && finding(v).is_some()) {
                (source.status, source.status_reason) = status_by(&verification.checks, false);
                self.store.update_source(&source)?;
            }
            let detail = "It is no longer accepted that others can assume the role.";
            self.log_word("Take back acceptance", &source, detail.into());
        }
        self.tell(Event::Sources { space: source.space });
        Ok(())
    }

    fn log_word(&self, action: &str, source: &rolebridge_model::Source, detail: String) {
        let (account, role) = (Some(&source.account), &source.role);
        self.log(action, account, role, ActivityResult::Succeeded, detail);
    }

    /// Turns a finding into a remark where a person accepted it for this very trust policy.
    pub(crate) fn heed_acceptance(&self, id: SourceId, looked: &mut Looked) -> Result<(), Error> {
        let Some(acceptance) = self.store.source(id)?.accepted else { return Ok(()) };
        let read = |text: &str| Document::parse(text).ok();
        let same = looked.found.as_ref().is_some_and(|found| {
            read(&found.documents.trust)
                .zip(read(&acceptance.trust))
                .is_some_and(|(a, b)| rolebridge_policy::equivalent(&a, &b))
        });
        let exposed = |c: &&mut rolebridge_model::Check| {
            c.kind == CheckKind::Protection && c.outcome == Outcome::Failed
        };
        if same && let Some(check) = looked.checks.iter_mut().find(exposed) {
            check.outcome = Outcome::Warning;
            check.summary = format!(
                "{} {} accepted this on {}.",
                check.summary,
                acceptance.by,
                acceptance.at.strftime("%Y-%m-%d")
            );
        }
        Ok(())
    }
}

/// What a verification found of others getting in, accepted or not.
fn finding(verification: &Verification) -> Option<&rolebridge_model::Check> {
    verification.checks.iter().find(|c| {
        c.kind == CheckKind::Protection && matches!(c.outcome, Outcome::Failed | Outcome::Warning)
    })
}

fn nothing_found() -> Error {
    Error::refused(
        "No verification found that others can assume this role.",
        "Verify the source, then decide.",
    )
}
