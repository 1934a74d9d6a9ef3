//! The command line as it is read.

mod exchange;
mod plans;
mod policy;
mod roles;
mod sessions;
mod sources;
mod spaces;
mod team;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};
use rolebridge_model::Region;

pub(crate) use exchange::{ExportArgs, ImportArgs, PublishArgs, UnpublishArgs};
pub(crate) use plans::PlansCommand;
pub(crate) use policy::{PolicyCommand, PolicyUse, RenderedDocument};
pub(crate) use roles::{
    CREDENTIALS_HELP, NewEntrySession, OfEntry, OpenWay, RolesCommand, Shell, ShellArgs,
    WantedColour,
};
pub(crate) use sessions::SessionsCommand;
pub(crate) use sources::{NewSource, SourcesCommand, Space, Way};
pub(crate) use spaces::SpacesCommand;
pub(crate) use team::TeamCommand;

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
  step   a step of a plan as it moves on: number, of, title, state, message, remedy, code
  error  why the command failed: code, message, remedy
Keys are added in later versions, but not renamed or removed. What has no value is null.";

/// Roles, trust and agent spaces across many AWS accounts.
#[derive(Debug, Parser)]
#[command(name = "rolebridge", version, after_long_help = ABOUT)]
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
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "ROLEBRIDGE_HOME",
        hide_env_values = true
    )]
    pub(crate) home: Option<PathBuf>,
    /// AWS profile to use, or AWS_PROFILE; else credentials in the environment, the identity chosen
    /// in the desktop app, or what the AWS SDK finds
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Region of the identity, of what is being added, and of what an entry is used for
    #[arg(long, global = true, value_name = "REGION", value_parser = Region::parse)]
    pub(crate) region: Option<Region>,
}

impl Command {
    /// The entry whose credentials a program asks for (`credential_process`).
    pub(crate) const fn asked_by_program(&self) -> Option<&OfEntry> {
        match self {
            Self::Credentials(of) | Self::Roles(RolesCommand::Credentials(of)) => Some(of),
            _ => None,
        }
    }

    /// Whether it needs an identity at AWS, or works with the data folder alone.
    pub(crate) const fn asks_aws(&self) -> bool {
        match self {
            Self::Roles(command) => command.asks_aws(),
            Self::Templates
            | Self::Policy(_)
            | Self::Completions { .. }
            | Self::Import(_)
            | Self::Export(_)
            | Self::Publish(_)
            | Self::Unpublish(_)
            | Self::Team(_)
            | Self::Sessions(_) => false,
            Self::Credentials(_) | Self::Spaces(_) | Self::Sources(_) | Self::Plans(_) => true,
        }
    }

    /// Whether it looks for a session that is kept.
    pub(crate) const fn uses_sessions(&self) -> bool {
        match (self.asked_by_program(), self) {
            (Some(of), _) => !of.no_cache,
            (None, Self::Roles(command)) => command.asks_aws(),
            (None, _) => false,
        }
    }

    /// Whether a window that was opened for it stays open on an error.
    pub(crate) const fn stays(&self) -> bool {
        matches!(self, Self::Roles(RolesCommand::Shell(ShellArgs { stay: true, .. })))
    }
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
    /// Credentials of a switch-role entry; short for roles credentials
    #[command(after_long_help = CREDENTIALS_HELP)]
    Credentials(OfEntry),
    /// Sessions of switch-role entries whose credentials are kept
    #[command(subcommand)]
    Sessions(SessionsCommand),
    /// Print what makes a shell complete this command's options, and the names of entries
    #[command(after_long_help = "\
bash:  rolebridge completions bash > ~/.local/share/bash-completion/completions/rolebridge
fish:  rolebridge completions fish > ~/.config/fish/completions/rolebridge.fish
zsh:   rolebridge completions zsh > a folder of fpath/_rolebridge
PowerShell:  rolebridge completions powershell >> $PROFILE (without names of entries)

Entries are completed by the names of their published profiles, which are one word each. The script
is the same for every version: it asks the rolebridge command of the search path.")]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Make switch-role entries of a file of another tool; repeated, it doubles nothing
    #[command(after_long_help = "\
JSON: {file, dialect, dry_run, added, updated, same, items: [{line, name, entry, account, role, action,
changes: [{field, from, to}], settings: [{field, value}], not_kept}],
skipped: [{line, name, reason}], warnings: [{line, name, notice}], gone}; action is add, update or same; gone are entries that came
from this file and are not in it any more, which stay")]
    Import(ImportArgs),
    /// Write the switch-role entries, or a template's role, as a file for another tool
    #[command(after_long_help = "\
JSON: {entries, output, text, losses: [{entry, reason}]}; text is null with --output; losses are what
the format can't express. For a template's role: {template, role_name, output, text, notes}")]
    Export(ExportArgs),
    /// Make the switch-role entries profiles in the AWS configuration file
    #[command(after_long_help = "\
Only text between marks of Rolebridge is changed; the file as it was is kept beside it.
JSON: {path, changed, backup, profiles, left_out: [{entry, reason}], renamed: [{entry, profile}],
diff: [{kind, line, text}]}; kind is same, removed or added")]
    Publish(PublishArgs),
    /// Take the published profiles back out of the AWS configuration file
    #[command(after_long_help = "JSON: as of publish")]
    Unpublish(UnpublishArgs),
    /// Team files: entries a team reviews in a file of its own, read and never written
    #[command(subcommand)]
    Team(TeamCommand),
    /// Plans that were begun and not finished, here or in the desktop app
    #[command(subcommand)]
    Plans(PlansCommand),
}

/// Nothing is changed without it.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(crate) struct Confirm {
    /// Make the change; without, it is shown, and you are asked on a terminal. Elsewhere, and with
    /// --json, the command exits 1 then
    #[arg(long)]
    pub(crate) yes: bool,
}

const PLAN_JSON: &str = "\
A plan in JSON: {id, kind, title, state, created_at, steps: [{title, call, account, access, change,
before, after, warning, state, message, remedy, code}]}; state is proposed, running, interrupted,
cancelled, failed or done; change is create, modify, delete, matches or read; the state of a step is
waiting, running, done, unchanged or failed; the code of a failed one is invalidInput, notFound,
refused, notConnected, credentials, denied, awsNotFound, aws, unreachable or local";

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
