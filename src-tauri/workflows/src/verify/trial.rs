//! Assuming the role to see: with the right external ID it must work, without and with a wrong one
//! it must not (IAM User Guide, "Access to AWS accounts owned by third parties"). The credentials
//! are dropped inside the port; nothing of them comes here.

use std::time::Duration;

use jiff::SignedDuration;
use rolebridge_cloud::{Cause, CloudError};
use rolebridge_model::{
    Access, Check, CheckKind, ExternalId, Outcome, Source, SourceStatus, Timestamp,
};
use rolebridge_policy::{Decision, Document, Template};
use tokio_util::sync::CancellationToken;

use super::{
    check,
    look::Looked,
    proof::{Presented, Trust, unprotected},
    wait::{PROPAGATING, PROPAGATION},
};
use crate::{
    Error, Session,
    documents::{ExternalIdUse, external_id_use},
    error::describe,
    progress::Event,
};

/// Waits in between while a change of the role spreads, in seconds; the last one repeats.
const WAITS: [u64; 5] = [1, 2, 4, 8, 15];

/// How an attempt ended.
enum Tried {
    In,
    /// With AWS's own words.
    Out(String),
}

impl Session {
    /// What can be said of who gets in: tried where the role trusts us, else proven from its trust
    /// policy.
    pub(super) async fn prove(
        &self,
        source: &Source,
        looked: &Looked,
        cancel: &CancellationToken,
    ) -> Result<Vec<Check>, Error> {
        let text = looked.found.as_ref().map(|f| f.documents.trust.as_str());
        let Some(document) = text.and_then(|t| Document::parse(t).ok()) else {
            return Ok(Vec::new());
        };
        let external_id = right_id(source, looked.template);
        let trust =
            Trust { role: &source.role, document: &document, external_id: external_id.as_ref() };
        if trust.only_services() {
            return Ok(trust.of_service(source));
        }
        let reach = self.access(&source.reach, &source.account, source.role.partition());
        for access in std::iter::once(self.base()).chain(reach) {
            let caller = match self.cloud.caller(&access).await {
                Ok(caller) => caller,
                Err(error) => {
                    tracing::debug!(reason = describe(&error), "nobody to try as");
                    continue;
                }
            };
            let trusted = trust.lets_in(&caller.arn, Presented::Right);
            if matches!(trusted, Decision::Allowed | Decision::Unknown) {
                let trial = Trial { trust: &trust, access: &access, as_who: &caller.arn };
                return self.try_all(source, looked, &trial, cancel).await;
            }
        }
        Ok(trust.of_principals())
    }

    async fn try_all(
        &self,
        source: &Source,
        looked: &Looked,
        trial: &Trial<'_>,
        cancel: &CancellationToken,
    ) -> Result<Vec<Check>, Error> {
        let spread_at = self.spread_at(source, looked)?;
        let mut waits = WAITS.into_iter();
        let mut last_wait = 1;
        loop {
            let outcome = {
                let _turn = self.looking.acquire().await;
                self.try_once(trial).await
            };
            let spreading = spread_at.is_some_and(|at| self.clock.now() < at);
            // Only a change that has not spread explains what the policy read does not.
            if !outcome.surprising || !spreading {
                return Ok(outcome.checks);
            }
            if cancel.is_cancelled() {
                let mut waiting = check(CheckKind::Assumption, Outcome::Waiting, PROPAGATING);
                waiting.remedy = Some("Verify again in a few minutes.".into());
                return Ok(vec![waiting]);
            }
            self.show_spreading(source)?;
            last_wait = waits.next().unwrap_or(last_wait);
            tokio::select! {
                () = self.clock.sleep(Duration::from_secs(last_wait)) => {}
                () = cancel.cancelled() => {}
            }
        }
    }

    /// When the last change of the role that we know of has spread. One that somebody else made
    /// since we looked last may have been made just now.
    fn spread_at(&self, source: &Source, looked: &Looked) -> Result<Option<Timestamp>, Error> {
        let record = self.store.source(source.id)?;
        let before = record.found.map(|f| f.documents.trust);
        let now = looked.found.as_ref().map(|f| &f.documents.trust);
        let by_others = (before.is_some() && before.as_ref() != now).then(|| self.clock.now());
        let changed = [record.source.role_changed_at, looked.created_at, by_others];
        let changed_at = changed.into_iter().flatten().max();
        Ok(changed_at
            .and_then(|at| at.checked_add(PROPAGATION + SignedDuration::from_secs(1)).ok()))
    }

    async fn try_once(&self, trial: &Trial<'_>) -> Outcomes {
        let with = if trial.trust.external_id.is_some() { " with the external ID" } else { "" };
        let mut outcomes = Outcomes { checks: Vec::new(), surprising: false };
        match self.attempt(trial, Presented::Right).await {
            Ok(Tried::In) => outcomes.checks.push(check(
                CheckKind::Assumption,
                Outcome::Passed,
                format!("{} assumed the role{with}.", trial.as_who),
            )),
            Ok(Tried::Out(message)) => {
                outcomes.surprising |= trial.by_policy(Presented::Right) == Decision::Allowed;
                let mut c = check(
                    CheckKind::Assumption,
                    Outcome::Skipped,
                    format!(
                        "The trust policy lets {} in{with}, but AWS does not: {message}",
                        trial.as_who
                    ),
                );
                c.remedy = Some(
                    "If this identity is to use the role, allow it sts:AssumeRole on the role in its \
                     own policies, and look for a service control policy that denies it."
                        .into(),
                );
                outcomes.checks.push(c);
                // Whoever does not get in at all proves nothing about the external ID.
                if trial.trust.external_id.is_some() {
                    let who = [trial.as_who.to_owned()];
                    outcomes.checks.push(trial.trust.protection_by_policy(&who));
                }
                return outcomes;
            }
            Err(error) => return Outcomes::not_tried(&error),
        }
        if trial.trust.external_id.is_none() {
            return outcomes;
        }
        let others = [
            (Presented::Nothing, "without an external ID"),
            (Presented::Wrong, "with a wrong external ID"),
        ];
        for (what, how) in others {
            match self.attempt(trial, what).await {
                Ok(Tried::Out(_)) => {}
                Ok(Tried::In) => {
                    outcomes.surprising = trial.by_policy(what) != Decision::Allowed;
                    let text = format!("{} assumed the role {how}.", trial.as_who);
                    outcomes.checks.push(unprotected(text));
                    return outcomes;
                }
                Err(error) => {
                    let mut c = check(CheckKind::Protection, Outcome::Skipped, describe(&error));
                    c.remedy = error.cause.remedy().map(str::to_owned);
                    outcomes.checks.push(c);
                    return outcomes;
                }
            }
        }
        outcomes.checks.push(check(
            CheckKind::Protection,
            Outcome::Passed,
            format!(
                "{} could not assume the role without the external ID, nor with a wrong one.",
                trial.as_who
            ),
        ));
        outcomes
    }

    async fn attempt(&self, trial: &Trial<'_>, what: Presented) -> Result<Tried, CloudError> {
        let id = trial.trust.presented(what);
        let access = trial.access.clone().through(trial.trust.role.clone(), id);
        match self.cloud.try_assume(&access).await {
            Ok(_) => Ok(Tried::In),
            Err(CloudError {
                cause: Cause::AssumeRoleDenied { message, .. } | Cause::AccessDenied { message },
                ..
            }) => Ok(Tried::Out(message)),
            Err(other) => Err(other),
        }
    }

    fn show_spreading(&self, source: &Source) -> Result<(), Error> {
        let mut current = self.store.source(source.id)?.source;
        if current.status != SourceStatus::Propagating {
            current.status = SourceStatus::Propagating;
            current.status_reason = Some(PROPAGATING.to_owned());
            self.store.update_source(&current)?;
            self.tell(Event::Sources { space: source.space.clone() });
        }
        Ok(())
    }
}

/// One that the role trusts, about to try.
struct Trial<'a> {
    trust: &'a Trust<'a>,
    access: &'a Access,
    as_who: &'a str,
}

impl Trial<'_> {
    fn by_policy(&self, what: Presented) -> Decision {
        self.trust.lets_in(self.as_who, what)
    }
}

/// What trying came to.
struct Outcomes {
    checks: Vec<Check>,
    /// Whether AWS did what the policy that was read does not explain.
    surprising: bool,
}

impl Outcomes {
    fn not_tried(error: &CloudError) -> Self {
        let mut c = check(CheckKind::Assumption, Outcome::Skipped, describe(error));
        c.remedy = error.cause.remedy().map(str::to_owned);
        Self { checks: vec![c], surprising: false }
    }
}

/// The external ID that has to be presented: the source's, or the agent space's ARN where the
/// template says so.
fn right_id(source: &Source, template: Option<&Template>) -> Option<ExternalId> {
    source.external_id.clone().or_else(|| {
        let from_space = template.is_some_and(|t| external_id_use(t) == ExternalIdUse::FromSpace);
        from_space.then(|| ExternalId::parse(&source.space.arn()).ok()).flatten()
    })
}
