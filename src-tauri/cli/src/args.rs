//! The command line as it is read.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use rolebridge_model::{AccountId, AgentSpaceId, Region, TemplateId};
use rolebridge_policy::Kind;

const ABOUT: &str = "\
Exit codes:
  0  done
  1  a finding, or Rolebridge refused; nothing was changed unless the message says so
  2  wrong usage, or a value that can't be used
  3  AWS said no, or could not be asked
  4  stopped by Ctrl-C

Standard output holds the result and nothing else. With --json it is one JSON document, and each
line of standard error is a JSON object with one of these keys:
  note   something to know
  step   a step of a plan as it moves on: number, of, title, state, message, remedy
  error  why the command failed: code, message, remedy
Keys are added in later versions, but not renamed or removed. What has no value is null.";

/// Roles, trust and agent spaces across many AWS accounts.
#[derive(Debug, Parser)]
#[command(name = "rolebridge", version, about, after_long_help = ABOUT)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options every command has.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Ask the embedded sandbox, an organization to try things in, instead of AWS
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
    /// Print results as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Data folder, shared with the desktop app
    #[arg(long, global = true, value_name = "DIR", env = "ROLEBRIDGE_HOME")]
    pub(crate) home: Option<PathBuf>,
    /// AWS profile to use, or AWS_PROFILE; else credentials in the environment, the identity chosen
    /// in the desktop app, or what the AWS SDK finds
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Region of the identity, and of what is being added
    #[arg(long, global = true, value_name = "REGION", value_parser = Region::parse)]
    pub(crate) region: Option<Region>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the templates with their variables
    #[command(after_long_help = "\
JSON: {\"templates\": [{id, title, summary, version, generation, successor, integration, use,
trust_family, role_name, documentation, managed_policies,
variables: [{name, type, description, example, default, required}],
features: [{title, need, actions, without}]}]}")]
    Templates,
    /// Make, check, explain and compare IAM policies, without asking AWS
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Agent spaces of the identity's account, in all Regions
    #[command(subcommand)]
    Spaces(SpacesCommand),
    /// Secondary sources of an agent space
    #[command(subcommand)]
    Sources(SourcesCommand),
    /// Switch-role entries
    #[command(subcommand)]
    Roles(RolesCommand),
    /// Plans that were begun and not finished, here or in the desktop app
    #[command(subcommand)]
    Plans(PlansCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Print the documents of a template, filled in
    #[command(after_long_help = "\
With --document, the document is printed as it is, followed by one newline.
Without, JSON: {template, version, role_name, description, trust, managed_policies,
inline_policies: [{name, document}],
group_policies: [{name, attach_to, owner, optional, note, document}], notes}")]
    Render {
        /// Template, as `rolebridge templates` lists them
        #[arg(long, value_name = "ID", value_parser = TemplateId::parse)]
        template: TemplateId,
        /// Value of a variable, as name=value; once for each
        #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable)]
        variables: Vec<(String, String)>,
        /// Print this document only
        #[arg(long, value_enum)]
        document: Option<RenderedDocument>,
        /// Name of the policy, where a template has several
        #[arg(long, requires = "document")]
        name: Option<String>,
    },
    /// Say what is wrong or unwise about a policy; exits 1 if there is a finding
    #[command(after_long_help = "\
JSON: {\"findings\": [{code, severity, pointer, line, column, sentence, fix}]}, severity being error,
security, warning or suggestion; line and column are there for malformed text only; fix is null or
{sentence, document}")]
    Check {
        /// File with the policy, - for standard input
        file: String,
        /// What it is used as
        #[arg(long, value_enum)]
        kind: PolicyUse,
    },
    /// Say whether a request is allowed and why
    #[command(after_long_help = "\
The request is {\"action\", \"principal\", \"resource\": {\"arn\", \"account\"}, \"context\": {},
\"identity_policies\": [], \"resource_policy\": {}, \"permission_boundaries\": [],
\"session_policies\": [], \"service_control_policies\": [[]], \"resource_control_policies\": [[]],
\"endpoint_policies\": []}; only the first three are needed. A policy is a document, or
{\"name\", \"document\"}. Control policies are one list per level, root first.
The answer, always JSON: {decision, because: [{policy, kind, statement, sid, reason}], fix}, decision
being allowed, implicitly_denied, explicitly_denied or unknown.
With --lines, a line that is no request is answered by {\"error\": {code, message, remedy}}, and the
command exits 2 after the last line.")]
    Explain {
        /// File with the request, - for standard input
        file: String,
        /// One request per line in, one verdict per line out, in the same order
        #[arg(long)]
        lines: bool,
    },
    /// Compare what two policies mean; exits 1 if they differ
    #[command(after_long_help = "\
The answer, always JSON: {equivalent, grants_more, grants_less}: what the second grants and the first
does not, and the other way round, as [{statement, stands_in, sentence}]")]
    Diff {
        /// File with the first policy, - for standard input
        first: String,
        /// File with the second policy, - for standard input
        second: String,
    },
}

/// A document of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RenderedDocument {
    /// The role's trust policy
    Trust,
    /// The role's inline policy
    Inline,
    /// The policy for those who use the role
    Group,
}

/// What a policy is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PolicyUse {
    /// A role's trust policy
    Trust,
    /// An inline policy of a role
    Identity,
    /// An inline policy of a group
    Group,
    /// An inline policy of a user
    User,
    /// A customer managed policy
    Managed,
    /// A policy on a resource other than a role
    Resource,
}

impl From<PolicyUse> for Kind {
    fn from(used: PolicyUse) -> Self {
        match used {
            PolicyUse::Trust => Self::Trust,
            PolicyUse::Identity => Self::Identity,
            PolicyUse::Group => Self::Group,
            PolicyUse::User => Self::User,
            PolicyUse::Managed => Self::Managed,
            PolicyUse::Resource => Self::Resource,
        }
    }
}

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
}

/// Nothing is changed without it.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(crate) struct Confirm {
    /// Carry out the plan; without, it is printed and the command exits 1
    #[arg(long)]
    pub(crate) yes: bool,
}

const PLAN_JSON: &str = "\
A plan in JSON: {id, kind, title, state, created_at, steps: [{title, call, account, access, change,
before, after, warning, state, message, remedy}]}; state is proposed, running, interrupted,
cancelled, failed or done; change is create, modify, delete, matches or read; the state of a step is
waiting, running, done, unchanged or failed";

const SOURCE_JSON: &str = "\
A source in JSON: {account, name, alias, role, external_id, template, generation, status, reason,
association, reach, last_checked, added_by, added_at}; status is active, drifted, validating,
propagating, pendingConfirmation, failed, disconnected or unknown";

/// The agent space a command is about.
#[derive(Debug, Clone, ClapArgs)]
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
trust, managedPolicy, inlinePolicy, association or validation; outcome is passed, failed, warning,
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
#[derive(Debug, Clone, ClapArgs)]
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

const ENTRY_JSON: &str = "\
An entry in JSON: {name, account, role, colour, region, external_id, possible, reason, instead};
possible says whether the console can switch to the role, reason and instead why not and what works";

#[derive(Debug, Subcommand)]
pub(crate) enum RolesCommand {
    /// List the entries
    #[command(after_long_help = format!("\
JSON: {{\"entries\": [entry]}}
{ENTRY_JSON}"))]
    List {
        /// Words that must all occur in name, account, role or Region
        search: Vec<String>,
    },
    /// Keep a new entry; --region says which Region it opens
    #[command(after_long_help = format!("\
JSON: {{\"entry\": entry}}
{ENTRY_JSON}"))]
    Add {
        /// What it is called
        #[arg(long)]
        name: String,
        /// Account of the role; not needed with an ARN
        #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
        account: String,
        /// Role name, with its path if it has one, or a whole ARN
        #[arg(long)]
        role: String,
        /// A colour of the console's by name, or six hexadecimal digits [default: the first one]
        #[arg(long)]
        colour: Option<String>,
        /// External ID the role asks for
        #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
        external_id: String,
    },
    /// Open the console's switch-role page for an entry
    #[command(after_long_help = format!("\
JSON: {{\"entry\": entry, \"url\"}}
{ENTRY_JSON}"))]
    Open {
        /// Print the address instead of opening the browser
        #[arg(long)]
        print_url: bool,
        /// Name of the entry, or a part of its name, account or role that no other has
        entry: String,
    },
}

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

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as name=value, for example region=us-east-1".into()),
    }
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
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn ways_into_an_account() {
        assert_eq!(way("assume:A").unwrap(), Way::Assume("A".into()));
        assert_eq!(way("profile:a:b").unwrap(), Way::Profile("a:b".into()));
        assert_eq!(way("none").unwrap(), Way::None);
        assert!(way("None").is_err() && way("OrganizationAccountAccessRole").is_err());
    }

    #[test]
    fn a_value_may_hold_an_equals_sign() {
        assert_eq!(variable("a=b=c").unwrap(), ("a".into(), "b=c".into()));
        assert!(variable("a").is_err() && variable("=a").is_err());
    }
}
