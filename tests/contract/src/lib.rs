//! One contract for every implementation of the port.
//!
//! A [`Stage`] provides a cloud and two accounts to play in; [`run`] plays every case on it. The
//! cases only use the port, so they can't tell AWS from the sandbox. Where a stage is known to
//! differ from AWS it says so, case by case and with the reason; should such a case pass, the run
//! fails, so that the list can't grow stale.

mod agent;
mod assume;
mod check;
mod colour;
mod policies;
mod refusals;
mod roles;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use rolebridge_cloud::Cloud;
use rolebridge_model::{Access, AccountId, Region};

pub use check::Trouble;

/// A cloud and what a case needs to know of it. Cases leave their roles behind: a stage is thrown
/// away.
pub trait Stage: Send + Sync {
    /// The cloud under test.
    fn cloud(&self) -> Arc<dyn Cloud>;

    /// Full access to the primary account. May assume roles elsewhere, so not its root user.
    fn primary(&self) -> Access;

    /// Full access to the secondary account.
    fn secondary(&self) -> Access;

    /// The primary account.
    fn primary_account(&self) -> AccountId;

    /// The secondary account.
    fn secondary_account(&self) -> AccountId;

    /// The alias the secondary account has.
    fn secondary_alias(&self) -> &str;

    /// The Region to play DevOps Agent in, or why there is none.
    ///
    /// # Errors
    /// The reason, for the report.
    fn agent_region(&self) -> Result<Region, &'static str>;

    /// Why a case fails here although the implementation is right.
    fn known_wrong(&self, case: &str) -> Option<&'static str>;
}

type Played<'a> = Pin<Box<dyn Future<Output = Result<(), Trouble>> + Send + 'a>>;

struct Case {
    name: &'static str,
    needs_agent: bool,
    play: fn(&dyn Stage) -> Played<'_>,
}

macro_rules! cases {
    ($agent:literal, $($module:ident :: $case:ident),+ $(,)?) => {
        [$(Case {
            name: concat!(stringify!($module), "::", stringify!($case)),
            needs_agent: $agent,
            play: |stage| Box::pin($module::$case(stage)),
        }),+]
    };
}

fn cases() -> Vec<Case> {
    let iam = cases![
        false,
        roles::creates_and_reads,
        roles::keeps_what_xml_reserves,
        roles::changes_the_trust,
        roles::adds_tags,
        roles::a_missing_role_is_nothing,
        roles::a_name_is_taken_once,
        roles::a_name_is_taken_in_any_case,
        roles::deletes_when_bare,
        roles::acts_on_a_missing_role,
        roles::tells_the_alias,
        policies::attaches_and_detaches,
        policies::attaches_only_what_exists,
        policies::puts_and_deletes_inline,
        policies::knows_managed_policies,
        policies::eleven_attached_are_too_many,
        policies::inline_has_a_limit_for_all_together,
        refusals::trust_that_is_no_document,
        refusals::trust_without_principal,
        refusals::trust_with_not_principal,
        refusals::trust_with_resource,
        refusals::trust_of_everybody,
        refusals::trust_of_a_group,
        refusals::trust_with_another_services_action,
        refusals::trust_that_is_too_long,
        refusals::trust_of_a_role_that_is_not_there,
        refusals::inline_that_is_no_document,
        assume::who_we_are,
        assume::the_right_external_id,
        assume::the_wrong_external_id,
        assume::an_external_id_nobody_asked_for,
        assume::a_role_that_trusts_somebody_else,
        assume::a_role_that_trusts_a_service,
        assume::a_role_that_is_not_there,
        assume::a_trust_that_was_put_right,
        assume::acting_as_the_role,
        assume::acting_without_permission,
        assume::over_two_roles,
        assume::credentials_of_a_chain,
        assume::a_key_that_never_ends_is_not_handed_on,
        assume::a_chain_lasts_an_hour_at_most,
        assume::mfa_that_was_not_shown,
        assume::a_role_deleted_and_made_again,
        colour::is_set_and_read,
        colour::needs_permission,
    ];
    let agent = cases![
        true,
        agent::spaces,
        agent::a_source_becomes_valid,
        agent::a_source_that_trusts_another_account_becomes_invalid,
        agent::updates_and_keeps_the_rest,
        agent::removes_twice,
        agent::a_deleted_space_is_gone,
        agent::what_is_not_there,
    ];
    iam.into_iter().chain(agent).collect()
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not hold.
    Broken(String),
    /// It does not hold, and the stage is known to be wrong there.
    KnownWrong {
        /// Why.
        reason: &'static str,
        /// What happened.
        trouble: String,
    },
    /// It holds, although the stage is said to be wrong there.
    NoLongerWrong(&'static str),
    /// The stage has nothing to play it on.
    NotHere(&'static str),
}

/// What became of all cases.
#[derive(Debug, Default)]
pub struct Report {
    /// Each case with its outcome, in order.
    pub outcomes: Vec<(&'static str, Outcome)>,
}

impl Report {
    /// The cases that should make a test fail.
    #[must_use]
    pub fn failures(&self) -> Vec<&'static str> {
        self.outcomes
            .iter()
            .filter(|(_, o)| matches!(o, Outcome::Broken(_) | Outcome::NoLongerWrong(_)))
            .map(|(name, _)| *name)
            .collect()
    }

    /// How many cases hold.
    #[must_use]
    pub fn holding(&self) -> usize {
        self.outcomes.iter().filter(|(_, o)| *o == Outcome::Holds).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, outcome) in &self.outcomes {
            match outcome {
                Outcome::Holds => writeln!(f, "holds         {name}")?,
                Outcome::Broken(trouble) => writeln!(f, "BROKEN        {name}: {trouble}")?,
                Outcome::KnownWrong { reason, trouble } => {
                    writeln!(f, "peer is wrong {name}: {reason} ({trouble})")?;
                }
                Outcome::NoLongerWrong(reason) => {
                    writeln!(f, "NOT WRONG NOW {name}: strike it from the list: {reason}")?;
                }
                Outcome::NotHere(reason) => writeln!(f, "not here      {name}: {reason}")?,
            }
        }
        Ok(())
    }
}

/// Plays every case, one after the other.
pub async fn run(stage: &dyn Stage) -> Report {
    let mut report = Report::default();
    for case in cases() {
        let outcome = match stage.agent_region() {
            Err(reason) if case.needs_agent => Outcome::NotHere(reason),
            _ => {
                let played = (case.play)(stage).await;
                match (played, stage.known_wrong(case.name)) {
                    (Ok(()), None) => Outcome::Holds,
                    (Ok(()), Some(reason)) => Outcome::NoLongerWrong(reason),
                    (Err(trouble), None) => Outcome::Broken(trouble.to_string()),
                    (Err(trouble), Some(reason)) => {
                        Outcome::KnownWrong { reason, trouble: trouble.to_string() }
                    }
                }
            }
        };
        report.outcomes.push((case.name, outcome));
    }
    report
}
