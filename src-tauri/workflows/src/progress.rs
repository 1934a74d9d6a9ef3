//! What happens while the user watches, as a stream of typed events.

use rolebridge_model::{Plan, SpaceRef};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::launch::{Copied, CopyEnd};
use crate::sessions::RunningSession;

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
    /// Where its result is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub opens: Option<JobScreen>,
}

/// A screen where the result of a job is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum JobScreen {
    /// The switch entries.
    Switch,
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
    /// Credentials were copied, or have left the clipboard.
    Clipboard {
        /// Which copy.
        copied: Copied,
        /// What became of it; nothing while it is there.
        end: Option<CopyEnd>,
    },
    /// Another identity is in use.
    Connection,
    /// A file was dropped on the window.
    FileDropped {
        /// Where it is.
        path: String,
    },
    /// A session of a switch entry began, was renewed or has ended.
    Sessions,
    /// A session ends within minutes and is not renewed by itself.
    SessionExpiring {
        /// The session.
        session: RunningSession,
        /// Whether a person has to show an MFA device for a new one; otherwise its state says why
        /// it is not renewed.
        needs_mfa: bool,
    },
}
