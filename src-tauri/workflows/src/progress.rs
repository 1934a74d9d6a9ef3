//! What happens while the user watches, as a stream of typed events.

use rolebridge_model::{Plan, SpaceRef};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names work that runs in the background and can be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[ts(as = "String")]
pub struct JobId(pub Uuid);

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JobProgress {
    /// The job.
    pub id: JobId,
    /// What it does, in a line.
    pub title: String,
    /// Items finished.
    pub done: u32,
    /// Items in all.
    pub total: u32,
    /// Of those finished, how many need a person.
    pub attention: u32,
    /// What it is doing now, in a sentence.
    pub now: String,
    /// Where it stands.
    pub state: JobState,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum JobState {
    /// Still at it.
    Running,
    /// Ended by itself.
    Finished,
    /// Ended by the user.
    Cancelled,
    /// Came to nothing; what it does now says why.
    Failed,
}

/// Something changed that a screen may be showing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Event {
    /// A plan moved on.
    Plan {
        /// As it stands now.
        plan: Plan,
    },
    /// A job moved on.
    Job {
        /// As it stands now.
        job: JobProgress,
    },
    /// Sources of a space changed.
    Sources {
        /// The space.
        space: SpaceRef,
    },
    /// The list of spaces changed.
    Spaces,
    /// A draft was made, changed or discarded.
    Drafts,
    /// Switch entries changed.
    SwitchEntries,
    /// The log has a new line.
    Activity,
    /// Another identity is in use.
    Connection,
    /// Something is known of an identity, or one came or went.
    Identities,
}
