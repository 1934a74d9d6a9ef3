//! `rolebridge roles`.

use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use rolebridge_model::AccountColour;

use crate::completions;

const ENTRY_JSON: &str = "\
An entry in JSON: {name, account, role, permission_set, colour, region, external_id, possible, reason, instead, ways,
session, group, favourite, notes}; session is {profile, chain: [{role, external_id}], session_name,
duration, mfa, tags: [{key, value, transitive}], source_identity};
role is the ARN, and of a permission set of IAM Identity Center the pattern of its roles' ARNs, with its
name in permission_set, null otherwise; possible says whether the console can switch to the role, null if that is not known; reason and
instead why not and what works; ways has console, cli and federation, each {kind, note or reason},
of kind open, closed or unknown";

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
        /// Account of the role; not needed with an ARN, or if the profile says it
        #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
        account: String,
        /// Role name, with its path if it has one, or a whole ARN
        #[arg(
            long,
            required_unless_present = "permission_set",
            default_value = "",
            hide_default_value = true
        )]
        role: String,
        /// A permission set of IAM Identity Center instead of a role: that of --source-profile, or of
        /// this NAME
        #[arg(
            long,
            value_name = "NAME",
            num_args = 0..=1,
            default_missing_value = "",
            conflicts_with = "role",
            requires = "source_profile"
        )]
        permission_set: Option<String>,
        /// A colour of the console's by name, or six hexadecimal digits [default: the first one]
        #[arg(long)]
        colour: Option<String>,
        /// External ID the role asks for
        #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
        external_id: String,
        #[command(flatten)]
        more: Box<NewEntrySession>,
    },
    /// Open the console for an entry
    #[command(after_long_help = format!("\
JSON: {{\"entry\": entry, \"url\"}}; url is null where it would be a secret and --print-url is not given
{ENTRY_JSON}"))]
    Open {
        /// How to get there
        #[arg(long, value_enum, default_value_t = OpenWay::SwitchRole)]
        way: OpenWay,
        /// Print the address instead of opening the browser. With --way console it signs in whoever
        /// has it, for fifteen minutes
        #[arg(long)]
        print_url: bool,
        #[command(flatten)]
        of: OfEntry,
    },
    /// Show or set the colour the AWS console shows for an entry's account, to everybody in it
    #[command(after_long_help = "\
Without COLOUR the present one is shown, and the one nearest to the entry's own. With it, the change is
shown; --yes makes it. The entry's role needs uxc:GetAccountCustomizations and
uxc:UpdateAccountCustomizations, and what AWS lists beside them: uxc:GetAccountColor,
uxc:PutAccountColor, uxc:DeleteAccountColor.

JSON: {\"account\", \"role\", \"now\", \"nearest\", \"wanted\", \"changed\"}; the colours are AWS's names of
them, now what was found, nearest null for a grey, wanted null without COLOUR")]
    Colour {
        #[command(flatten)]
        of: OfEntry,
        /// pink, purple, darkBlue, lightBlue, teal, green, yellow, orange or red; none for no colour;
        /// nearest for the one nearest to the entry's own
        #[arg(value_parser = WantedColour::parse)]
        colour: Option<WantedColour>,
        #[command(flatten)]
        confirm: super::Confirm,
    },
    /// Print credentials of an entry's role, as credential_process of the AWS configuration wants it
    #[command(after_long_help = CREDENTIALS_HELP)]
    Credentials(OfEntry),
    /// Print the commands that put credentials of an entry's role into a shell's environment
    #[command(after_long_help = "\
bash, zsh:   eval \"$(rolebridge roles env ENTRY)\"
fish:        rolebridge roles env ENTRY | source
PowerShell:  rolebridge roles env ENTRY | Out-String | Invoke-Expression
nushell:     rolebridge --json roles env ENTRY | from json | get set | load-env

JSON: {\"set\": {name: value}, \"unset\": [name]}")]
    Env {
        /// The shell [default: that of SHELL; PowerShell on Windows]
        #[arg(long, value_enum)]
        shell: Option<Shell>,
        #[command(flatten)]
        of: OfEntry,
    },
    /// Open a shell with credentials of an entry's role in its environment
    #[command(after_long_help = "\
The shell is that of SHELL; PowerShell on Windows. The title of the window, a coloured line and one
above each prompt say which entry it is; ROLEBRIDGE_ENTRY and ROLEBRIDGE_COLOUR hold its name and
colour for a prompt of your own. NO_COLOR takes the colours away. Opened again it has new credentials.")]
    Shell(ShellArgs),
    /// Run a command with credentials of an entry's role in its environment
    #[command(after_long_help = "\
The credentials are in the environment of the command only; profiles and keys of this environment are
taken out of it. ROLEBRIDGE_ENTRY holds the name of the entry. The exit code is the command's own; 2
if there is no such command.")]
    Exec {
        #[command(flatten)]
        of: OfEntry,
        /// The command with its arguments, behind --
        #[arg(last = true, required = true, value_name = "CMD")]
        command: Vec<std::ffi::OsString>,
    },
}

impl RolesCommand {
    /// Whether it needs an identity.
    pub(crate) const fn asks_aws(&self) -> bool {
        match self {
            Self::Open { way, .. } => matches!(way, OpenWay::Console),
            Self::Colour { .. }
            | Self::Credentials(_)
            | Self::Env { .. }
            | Self::Shell(_)
            | Self::Exec { .. } => true,
            Self::List { .. } | Self::Add { .. } => false,
        }
    }

    /// Whether it says which ways lead to an entry's role.
    pub(crate) const fn shows_verdicts(&self) -> bool {
        matches!(self, Self::List { .. } | Self::Add { .. } | Self::Open { .. })
    }
}

/// The colour an account is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WantedColour {
    /// The one nearest to the entry's own.
    Nearest,
    /// This one.
    This(AccountColour),
}

impl WantedColour {
    fn parse(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("nearest") {
            return Ok(Self::Nearest);
        }
        let mut all = AccountColour::ALL.into_iter();
        let named = all.find(|c| c.as_str().eq_ignore_ascii_case(text));
        named.map(Self::This).ok_or_else(|| {
            let names = AccountColour::ALL.map(AccountColour::as_str).join(", ");
            format!("AWS has no such colour. Give one of {names}, or nearest")
        })
    }
}

/// What the credential commands have in common.
pub(crate) const CREDENTIALS_HELP: &str = "\
In ~/.aws/config:
  [profile prod]
  credential_process = rolebridge credentials \"Prod admin\"

Standard output is {\"Version\": 1, \"AccessKeyId\", \"SecretAccessKey\", \"SessionToken\",
\"Expiration\"}, with and without --json. The identity is that of the entry, of --profile, or the one
chosen in the desktop app; AWS_PROFILE is not used, as it names the profile that asks.

Credentials are kept in the system's keychain and handed out again until a quarter of an hour before
they end; processes that ask at the same time wait for the first. Without a keychain they are had anew
each time. They are never written to a file.";

/// The entry meant, and what may be asked on the way.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct OfEntry {
    /// Code the MFA device of the entry shows; asked for on the terminal without
    #[arg(long, value_name = "CODE")]
    pub(crate) mfa_code: Option<String>,
    /// Have new credentials, and keep them nowhere
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Name of the entry, or a part of its name, account or role that no other has
    #[arg(add = completions::entries())]
    pub(crate) entry: String,
}

/// What a shell is opened for.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct ShellArgs {
    /// Code the MFA device of the entry shows; asked for on the terminal without
    #[arg(long, value_name = "CODE")]
    pub(crate) mfa_code: Option<String>,
    /// Region of the shell, instead of the entry's
    #[arg(long, value_name = "REGION", value_parser = rolebridge_model::Region::parse)]
    pub(crate) in_region: Option<rolebridge_model::Region>,
    /// The entry by its number, which only the desktop app knows
    #[arg(long, hide = true)]
    pub(crate) id: Option<i64>,
    /// Wait for Enter before a window that was opened for this closes on an error
    #[arg(long, hide = true)]
    pub(crate) stay: bool,
    /// Name of the entry, or a part of its name, account or role that no other has
    #[arg(required_unless_present = "id", add = completions::entries())]
    pub(crate) entry: Option<String>,
}

/// How the console is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OpenWay {
    /// Signed in with credentials of the role (federation)
    Console,
    /// The switch-role page, filled in
    SwitchRole,
}

/// A shell by its syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    #[value(alias = "zsh", alias = "sh")]
    Bash,
    Fish,
    #[value(name = "powershell", alias = "pwsh")]
    Pwsh,
}

impl From<Shell> for rolebridge_workflows::launch::Shell {
    fn from(shell: Shell) -> Self {
        match shell {
            Shell::Bash => Self::Bash,
            Shell::Fish => Self::Fish,
            Shell::Pwsh => Self::PowerShell,
        }
    }
}

/// How a new entry's credentials are had, and where it is shown.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Credentials of the entry")]
pub(crate) struct NewEntrySession {
    /// AWS profile the entry always begins with, instead of the identity in use; of a permission set,
    /// the profile that has its credentials
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) source_profile: String,
    /// Role to assume before; repeat for a chain. Its external ID follows a comma
    #[arg(long, value_name = "ARN[,ID]")]
    pub(crate) via: Vec<String>,
    /// What sessions are called; {user}, {host} and {entry} are filled in
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) session_name: String,
    /// Seconds the session lasts, 900 to 43200; 3600 at most from another session
    #[arg(long, value_name = "SECONDS")]
    pub(crate) duration: Option<u32>,
    /// Serial number of the MFA device whose code is asked for
    #[arg(long, value_name = "SERIAL", default_value = "", hide_default_value = true)]
    pub(crate) mfa_serial: String,
    /// Session tag; repeat for more
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) tag: Vec<String>,
    /// Session tag that is handed on to roles assumed later; repeat for more
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) transitive_tag: Vec<String>,
    /// Source identity
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) source_identity: String,
    /// Group the entry is shown in
    #[arg(long, value_name = "NAME")]
    pub(crate) group: Option<String>,
    /// Keep the entry at hand
    #[arg(long)]
    pub(crate) favourite: bool,
    /// What to remember of it
    #[arg(long, value_name = "TEXT")]
    pub(crate) notes: Option<String>,
}
