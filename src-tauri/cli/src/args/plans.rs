//! `rolebridge plans`.

use clap::Subcommand;

use super::PLAN_JSON;

#[derive(Debug, Subcommand)]
pub(crate) enum PlansCommand {
    /// List the plans that wait to be finished
    #[command(after_long_help = format!("\
JSON: {{\"plans\": [plan]}}
{PLAN_JSON}"))]
    List,
    /// Go on with a plan where it stopped; steps that are done stay done
    #[command(after_long_help = format!("\
JSON: {{\"plan\": plan}}
{PLAN_JSON}"))]
    Resume {
        /// Id of the plan
        id: uuid::Uuid,
    },
    /// Forget a plan; what it did stays done
    Discard {
        /// Id of the plan
        id: uuid::Uuid,
    },
}
