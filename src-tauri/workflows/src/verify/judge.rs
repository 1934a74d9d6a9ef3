//! From what was seen to a status. Pure.

use rolebridge_model::{AssociationStatus, Check, CheckKind, Outcome, SourceStatus};

use super::{
    check,
    look::Looked,
    wait::{PROPAGATING, Waited},
};

/// What a verification comes to.
pub(super) struct Judged {
    pub(super) status: SourceStatus,
    pub(super) reason: Option<String>,
    pub(super) checks: Vec<Check>,
}

/// Judges. `waited` is the association after waiting, nothing if there is none, or why AWS could
/// not be asked.
pub(super) fn judge(looked: &Looked, waited: &Result<Option<Waited>, String>) -> Judged {
    let mut checks = looked.checks.clone();
    let sentence = |c: &Check| c.summary.clone();
    let role_gone =
        looked.checks.iter().any(|c| c.kind == CheckKind::Role && c.outcome == Outcome::Failed);
    let differs = difference(&looked.checks);
    let exposed = exposure(&looked.checks);
    let waited = match waited {
        Err(reason) => {
            let mut c = check(CheckKind::Validation, Outcome::Skipped, reason.clone());
            c.remedy = Some("Verify again once AWS can be asked.".into());
            checks.push(c);
            return Judged { status: SourceStatus::Unknown, reason: Some(reason.clone()), checks };
        }
        Ok(None) => {
            let text = "The agent space has no association with this account any more.";
            let mut c = check(CheckKind::Association, Outcome::Failed, text);
            c.remedy = Some("Add the account again, or remove the source from the list.".into());
            checks.push(c);
            return Judged {
                status: SourceStatus::Disconnected,
                reason: Some(text.into()),
                checks,
            };
        }
        Ok(Some(waited)) => waited,
    };
    checks.push(check(
        CheckKind::Association,
        Outcome::Passed,
        format!("The agent space is associated with {}.", waited.association.role),
    ));
    let (status, reason, outcome, text) = match waited.association.status {
        AssociationStatus::Valid if role_gone => (
            SourceStatus::Failed,
            looked.first_failure().map(sentence),
            Outcome::Warning,
            "AWS still calls the association valid; it will notice that the role is gone.",
        ),
        AssociationStatus::Valid if exposed.is_some() => (
            SourceStatus::Unsafe,
            exposed.map(sentence),
            Outcome::Passed,
            "AWS validated the association.",
        ),
        AssociationStatus::Valid => (
            if differs.is_some() { SourceStatus::Drifted } else { SourceStatus::Active },
            differs.map(sentence),
            Outcome::Passed,
            "AWS validated the association.",
        ),
        AssociationStatus::PendingConfirmation => (
            SourceStatus::PendingConfirmation,
            Some(
                "AWS waits for a person to confirm the association in the DevOps Agent console."
                    .into(),
            ),
            Outcome::Waiting,
            "AWS waits for confirmation.",
        ),
        AssociationStatus::Invalid if looked.first_failure().is_some() => (
            SourceStatus::Failed,
            looked.first_failure().map(sentence),
            Outcome::Failed,
            "AWS refuses the association.",
        ),
        AssociationStatus::Invalid if waited.may_be_propagating => (
            SourceStatus::Propagating,
            Some(PROPAGATING.into()),
            Outcome::Waiting,
            "AWS refuses the association for now; the role was changed moments ago.",
        ),
        AssociationStatus::Invalid => (
            SourceStatus::Failed,
            Some(refused_without_cause(looked)),
            Outcome::Failed,
            "AWS refuses the association.",
        ),
        AssociationStatus::Unknown => (
            SourceStatus::Validating,
            Some("AWS has not finished validating. Verify again in a few minutes.".into()),
            Outcome::Waiting,
            "AWS has not finished validating.",
        ),
    };
    let mut validation = check(CheckKind::Validation, outcome, text);
    if outcome == Outcome::Failed && looked.first_failure().is_none() {
        validation.remedy = Some(
            "Compare the role's trust policy, managed policy and inline policy with those the wizard \
             shows for this account, and look for a service control policy that denies the role."
                .into(),
        );
    } else if outcome == Outcome::Waiting {
        validation.remedy = Some("Verify again in a few minutes.".into());
    }
    checks.push(validation);
    Judged { status, reason, checks }
}

/// What differs from the template. Where a person accepted that others get in, the trust policy
/// that lets them in is accepted with it.
fn difference(checks: &[Check]) -> Option<&Check> {
    let of = |kind: CheckKind| checks.iter().find(move |c| c.kind == kind);
    let accepted = of(CheckKind::Protection).is_some_and(|c| c.outcome == Outcome::Warning);
    checks.iter().find(|c| match c.kind {
        CheckKind::Protection => false,
        CheckKind::Trust if accepted => false,
        _ => matches!(c.outcome, Outcome::Failed | Outcome::Warning),
    })
}

/// The status of a source that AWS calls valid, by what was checked of it, once a person accepted
/// that others get in, or took that back.
pub(crate) fn status_by(checks: &[Check], accepted: bool) -> (SourceStatus, Option<String>) {
    let mut checks = checks.to_vec();
    for c in checks.iter_mut().filter(|c| c.kind == CheckKind::Protection) {
        if matches!(c.outcome, Outcome::Failed | Outcome::Warning) {
            c.outcome = if accepted { Outcome::Warning } else { Outcome::Failed };
        }
    }
    match (exposure(&checks), difference(&checks)) {
        (Some(c), _) => (SourceStatus::Unsafe, Some(c.summary.clone())),
        (None, Some(c)) => (SourceStatus::Drifted, Some(c.summary.clone())),
        (None, None) => (SourceStatus::Active, None),
    }
}

/// What was found of others getting in, unless it was accepted.
fn exposure(checks: &[Check]) -> Option<&Check> {
    checks.iter().find(|c| c.kind == CheckKind::Protection && c.outcome == Outcome::Failed)
}

fn refused_without_cause(looked: &Looked) -> String {
    if looked.was_read {
        "AWS refuses the role although its documents are the template's.".into()
    } else {
        "AWS refuses the role, and Rolebridge could not look at it.".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolebridge_model::*;

    fn looked(checks: Vec<Check>) -> Looked {
        Looked {
            checks,
            was_read: true,
            found: None,
            created_at: None,
            template: None,
            alias: None,
        }
    }

    fn waited(
        status: AssociationStatus,
        may_be_propagating: bool,
    ) -> Result<Option<Waited>, String> {
        Ok(Some(Waited {
            association: Association {
                id: AssociationId::parse("a-1").unwrap(),
                kind: AssociationKind::Source,
                account: AccountId::parse("222222222222").unwrap(),
                role: RoleArn::parse("arn:aws:iam::222222222222:role/R").unwrap(),
                external_id: None,
                elevated_role: None,
                status,
                created_at: Timestamp::UNIX_EPOCH,
                updated_at: Timestamp::UNIX_EPOCH,
            },
            may_be_propagating,
        }))
    }

    fn trust(outcome: Outcome) -> Check {
        check(CheckKind::Trust, outcome, "Trust.")
    }

    #[test]
    fn every_combination_has_its_status() {
        use AssociationStatus::*;
        let status = |c: Vec<Check>, w| judge(&looked(c), &w).status;
        let fine = || vec![trust(Outcome::Passed)];
        let wrong = || vec![trust(Outcome::Failed)];
        let gone = || vec![check(CheckKind::Role, Outcome::Failed, "Gone.")];
        assert_eq!(status(fine(), waited(Valid, false)), SourceStatus::Active);
        assert_eq!(
            status(vec![trust(Outcome::Skipped)], waited(Valid, false)),
            SourceStatus::Active
        );
        assert_eq!(
            status(vec![trust(Outcome::Warning)], waited(Valid, false)),
            SourceStatus::Drifted
        );
        assert_eq!(status(wrong(), waited(Valid, false)), SourceStatus::Drifted);
        assert_eq!(status(gone(), waited(Valid, false)), SourceStatus::Failed);
        let exposed = |outcome| {
            vec![trust(Outcome::Warning), check(CheckKind::Protection, outcome, "Others get in.")]
        };
        assert_eq!(status(exposed(Outcome::Failed), waited(Valid, false)), SourceStatus::Unsafe);
        // Accepted by a person, and with it the trust policy that lets them in.
        assert_eq!(status(exposed(Outcome::Warning), waited(Valid, false)), SourceStatus::Active);
        assert_eq!(status(exposed(Outcome::Skipped), waited(Valid, false)), SourceStatus::Drifted);
        // That others get in is no reason why the service does not.
        assert_eq!(
            status(exposed(Outcome::Failed), waited(Invalid, true)),
            SourceStatus::Propagating
        );
        assert_eq!(status(fine(), waited(Invalid, true)), SourceStatus::Propagating);
        // A wrong document is no propagation, however fresh the change.
        assert_eq!(status(wrong(), waited(Invalid, true)), SourceStatus::Failed);
        assert_eq!(status(fine(), waited(Invalid, false)), SourceStatus::Failed);
        assert_eq!(status(fine(), waited(Unknown, false)), SourceStatus::Validating);
        assert_eq!(
            status(fine(), waited(PendingConfirmation, false)),
            SourceStatus::PendingConfirmation
        );
        assert_eq!(status(fine(), Ok(None)), SourceStatus::Disconnected);
        assert_eq!(status(fine(), Err("no network".into())), SourceStatus::Unknown);
    }

    #[test]
    fn a_failure_always_says_what_to_do() {
        let judged = judge(
            &looked(vec![trust(Outcome::Passed)]),
            &waited(AssociationStatus::Invalid, false),
        );
        let failed: Vec<_> =
            judged.checks.iter().filter(|c| c.outcome == Outcome::Failed).collect();
        assert!(!failed.is_empty() && failed.iter().all(|c| c.remedy.is_some()));
        assert!(judged.reason.is_some());
    }
}
