//! `rolebridge sources`.

use clap::{Args, Subcommand};
use rolebridge_model::{AccountId, AgentSpaceId, TemplateId};

use super::{Confirm, PLAN_JSON};

const SOURCE_JSON: &str = "\
A source in JSON: {account, name, alias, role, external_id, template, generation, status, reason,
association, reach, last_checked, added_by, added_at}; status is active, drifted, unsafe,
validating, propagating, pendingConfirmation, failed, disconnected or unknown";

/// The agent space a command is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct Space {
    /// Id of the agent space
    #[arg(long = "space", value_name = "ID", value_parser = AgentSpaceId::parse)]
    pub(crate) id: AgentSpaceId,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourcesCommand {
    /// List the secondary sources, as AWS has them now
    #[command(after_long_help = format!("\
JSON: {{\"sources\": [source]}}
{SOURCE_JSON}"))]
    List {
        #[command(flatten)]
        space: Space,
    },
    /// Show what adding an account would do; nothing is changed
    #[command(after_long_help = format!("\
JSON: {{\"plan\": plan}}
{PLAN_JSON}"))]
    Plan {
        #[command(flatten)]
        space: Space,
        #[command(flatten)]
        new: NewSource,
    },
    /// Add an account: make its role, connect it, verify it
    #[command(after_long_help = format!("\
JSON: {{\"plan\": plan, \"source\": source}}; source is null if it was not connected
Exits 1 if the source needs a person in the end.
{SOURCE_JSON}
{PLAN_JSON}"))]
    Add {
        #[command(flatten)]
        space: Space,
        #[command(flatten)]
        new: NewSource,
        #[command(flatten)]
        confirm: Confirm,
    },
    /// Verify sources again; exits 1 if one needs a person
    #[command(after_long_help = format!("\
JSON: {{\"sources\": [source with checks: [{{kind, outcome, summary, remedy}}]]}}; kind is reach, role,
trust, managedPolicy, inlinePolicy, assumption, protection, association or validation; outcome is passed, failed, warning,
waiting or skipped
{SOURCE_JSON}"))]
    #[command(group = clap::ArgGroup::new("which").required(true).args(["accounts", "all"]))]
    Verify {
        #[command(flatten)]
        space: Space,
        /// Account of a source; may be given several times
        #[arg(long = "account", value_name = "ID", value_parser = AccountId::parse)]
        accounts: Vec<AccountId>,
        /// All sources of the space
        #[arg(long)]
        all: bool,
    },
    /// Say that a role which others can assume too is meant to be so; logged, and it can be taken back
    #[command(after_long_help = format!("\
JSON: {{\"source\": source}}
Exits 1 if no verification found that others can assume the role.
{SOURCE_JSON}"))]
    Accept {
        #[command(flatten)]
        space: Space,
        /// Account of the source
        #[arg(long, value_name = "ID", value_parser = AccountId::parse)]
        account: AccountId,
        /// Take the word back
        #[arg(long)]
        revoke: bool,
    },
    /// Bring the role of a source to its template, or to the template that succeeds it
    #[command(after_long_help = format!("\
JSON: {{\"plan\": plan, \"source\": source}}
{SOURCE_JSON}
{PLAN_JSON}"))]
    Update {
        #[command(flatten)]
        space: Space,
        /// Account of the source
        #[arg(long, value_name = "ID", value_parser = AccountId::parse)]
        account: AccountId,
        /// Template to follow [default: the source's own]
        #[arg(long, value_name = "ID", value_parser = TemplateId::parse)]
        template: Option<TemplateId>,
        /// File with the inline policy, - for standard input [default: the template's]
        #[arg(long, value_name = "FILE")]
        inline_policy: Option<String>,
        #[command(flatten)]
        confirm: Confirm,
    },
    /// Bring drifted roles back to their templates, as one plan
    #[command(after_long_help = format!("\
JSON: {{\"plan\": plan, \"sources\": [source], \"left_out\": [{{account, message, remedy}}]}}; plan is null
if every role is as its template asks; left_out are those that can't be repaired
Exits 1 if a source needs a person in the end, or one was left out.
{SOURCE_JSON}
{PLAN_JSON}"))]
    #[command(group = clap::ArgGroup::new("whose").required(true).args(["accounts", "all"]))]
    Repair {
        #[command(flatten)]
        space: Space,
        /// Account of a source; may be given several times
        #[arg(long = "account", value_name = "ID", value_parser = AccountId::parse)]
        accounts: Vec<AccountId>,
        /// All sources of the space
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        confirm: Confirm,
    },
    /// Disconnect accounts; their roles stay unless --delete-role names one
    #[command(after_long_help = format!("\
JSON: {{\"plan\": plan}}
{PLAN_JSON}"))]
    Remove {
        #[command(flatten)]
        space: Space,
        /// Account to disconnect; may be given several times
        #[arg(long = "account", value_name = "ID", required = true, value_parser = AccountId::parse)]
        accounts: Vec<AccountId>,
        /// Delete the role too; its name, to be sure. With several accounts, in each that has it
        #[arg(long, value_name = "NAME")]
        delete_role: Option<String>,
        #[command(flatten)]
        confirm: Confirm,
    },
}

/// A source to add.
#[derive(Debug, Clone, Args)]
pub(crate) struct NewSource {
    /// Account to add
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
    /// Name of its role [default: the template's]
    #[arg(long, value_name = "NAME")]
    pub(crate) role: Option<String>,
    /// Template the role follows
    #[arg(long, value_name = "ID", value_parser = TemplateId::parse, default_value = "devops-agent")]
    pub(crate) template: TemplateId,
    /// How to get into the account: assume:ROLE, profile:NAME, or none for a role made by hand
    #[arg(long, value_name = "WAY", value_parser = way)]
    pub(crate) reach: Way,
    /// External ID the role named by --reach asks for
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub(crate) reach_external_id: String,
    /// External ID of the new role, where its template has one
    #[arg(long, value_name = "ID")]
    pub(crate) external_id: Option<String>,
    /// Name of the account, for people
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) label: String,
    /// Description of the role [default: the template's]
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(crate) description: String,
    /// Name of the inline policy [default: the template's]
    #[arg(long, value_name = "NAME")]
    pub(crate) inline_policy_name: Option<String>,
}

/// A way into an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// Assume a role of that name there.
    Assume(String),
    /// Use a profile.
    Profile(String),
    /// There is none.
    None,
}

fn way(text: &str) -> Result<Way, String> {
    match text.split_once(':') {
        Some(("assume", role)) => Ok(Way::Assume(role.to_owned())),
        Some(("profile", name)) => Ok(Way::Profile(name.to_owned())),
        None if text == "none" => Ok(Way::None),
        _ => Err("write assume:ROLE, profile:NAME or none".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_into_an_account() {
        assert_eq!(way("assume:A").unwrap(), Way::Assume("A".into()));
        assert_eq!(way("profile:a:b").unwrap(), Way::Profile("a:b".into()));
        assert_eq!(way("none").unwrap(), Way::None);
        assert!(way("None").is_err() && way("OrganizationAccountAccessRole").is_err());
    }
}
