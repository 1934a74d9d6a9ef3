//! What Rolebridge remembers, in SQLite: spaces and sources as AWS gave them last, drafts, switch
//! entries, settings, the activity log, and the journal of plans. No secret is ever stored.

mod activity;
mod database;
mod drafts;
mod error;
mod filter;
mod imported;
mod launch;
mod plans;
mod settings;
mod sources;
mod spaces;
mod switch;
mod switch_use;
mod team;

pub use activity::NewActivity;
pub use database::Store;
pub use error::StoreError;
pub use imported::{ImportStep, Imported, Origin};
pub use plans::PlanClaim;
pub use sources::{FoundRole, SourceChanges, SourceRecord, StoredDocuments};
pub use switch_use::{EntryText, EntryUse};
pub use team::{TeamFile, TeamStep};
