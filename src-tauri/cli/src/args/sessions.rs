//! `rolebridge sessions`.

use clap::Subcommand;

use crate::completions;

#[derive(Debug, Subcommand)]
pub(crate) enum SessionsCommand {
    /// List the sessions that have not ended; the desktop app's are shown if the keychain keeps them
    #[command(after_long_help = "\
JSON: {\"sessions\": [{entry, name, colour, account, role, expires_at, can_renew, state}]}; entry is the
id of the entry; state is {state: running}, {state: renewing} or {state: failed, reason}")]
    List,
    /// Forget the credentials of an entry, here and in the keychain
    #[command(after_long_help = "\
AWS itself can't end a session: copies of the credentials stay valid until they end.

JSON: {valid_until, message}; valid_until is null if there was no session")]
    End {
        /// Name of the entry, or a part of its name, account or role that no other has
        #[arg(add = completions::entries())]
        entry: String,
    },
}
