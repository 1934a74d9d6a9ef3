//! `rolebridge team`.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum TeamCommand {
    /// List the team files, and how each compares with the entries taken from it
    #[command(after_long_help = "\
JSON: {files: [{id, name, title, path, entries, taken_at, last_change, state, message, difference,
left_out}]}; title is what the file calls itself, or null; state is current, changed, broken or missing;
message says what is wrong with a broken one; last_change is {at, commit: {id, author, changed_since}},
with null for commit outside a git checkout; difference is {added, changed, removed, warnings} of a
changed one; left_out is [{line, name, reason}] of what becomes no entry on this computer")]
    List,
    /// Make the entries of a team file switch-role entries, which are only read
    #[command(
        after_long_help = "JSON: {id, name, title, path, last_change, difference, left_out}; id is null with --dry-run"
    )]
    Add {
        /// The file, or the folder it is in
        path: String,
        /// Show its entries and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Take what changed in the team files
    #[command(after_long_help = "\
Files that are broken or missing keep their entries, and the command exits 1.
JSON: {files: as of list, before the update; updated: [id]}")]
    Update {
        /// Name, path or id of the one to update; all without it
        file: Option<String>,
        /// Show what changes and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Forget a team file and its entries; the file stays
    #[command(after_long_help = "JSON: {removed: id}")]
    Remove {
        /// Its name, path or id
        #[arg(value_hint = clap::ValueHint::FilePath)]
        file: String,
    },
}
