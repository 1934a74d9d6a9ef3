//! `rolebridge spaces`.

use clap::Subcommand;

use super::{Confirm, PLAN_JSON, Space};

const SPACE_JSON: &str = "\
A space in JSON: {id, name, description, account, region, arn, sources, active, attention,
created_at, updated_at}";

#[derive(Debug, Subcommand)]
pub(crate) enum SpacesCommand {
    /// List the agent spaces
    #[command(after_long_help = format!("\
JSON: {{\"spaces\": [space], \"failed\": [{{region, message, remedy}}]}}
{SPACE_JSON}"))]
    List,
    /// Create an agent space with its primary role and association; --region says where
    #[command(after_long_help = format!("\
JSON: {{\"plan\": plan, \"space\": space}}; space is null if nothing was done
{SPACE_JSON}
{PLAN_JSON}"))]
    Add {
        /// Name of the space
        #[arg(long)]
        name: String,
        /// Name of the primary role [default: the template's]
        #[arg(long, value_name = "NAME")]
        role: Option<String>,
        /// What the space is for
        #[arg(long, default_value = "", hide_default_value = true)]
        description: String,
        #[command(flatten)]
        confirm: Confirm,
    },
    /// Delete an agent space; the roles it used stay
    #[command(after_long_help = format!("\
JSON: {{\"plan\": plan}}
Exits 1 if secondary sources are connected and --disconnect-sources is not given.
{PLAN_JSON}"))]
    Remove {
        #[command(flatten)]
        space: Space,
        /// Disconnect its secondary sources too
        #[arg(long)]
        disconnect_sources: bool,
        #[command(flatten)]
        confirm: Confirm,
    },
}
