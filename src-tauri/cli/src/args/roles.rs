//! `rolebridge roles`.

use clap::Subcommand;

const ENTRY_JSON: &str = "\
An entry in JSON: {name, account, role, colour, region, external_id, possible, reason, instead, ways};
possible says whether the console can switch to the role, null if that is not known; reason and
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
