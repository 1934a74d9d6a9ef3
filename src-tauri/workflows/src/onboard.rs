//! Adding a secondary source: draft, documents, role, connection.

mod draft;
mod forecast;
mod form;
mod plans;

use rolebridge_model::{DraftId, SourceForm, SpaceRef};
use serde::{Deserialize, Serialize};

pub use forecast::{Forecast, ForecastDocument, ForecastIn, ForecastRow, Prospect};
pub(crate) use form::{Reader, reach_from, text_field};
pub(crate) use plans::tags;

/// Opens a draft, or begins one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenDraft {
    /// The agent space.
    pub space: SpaceRef,
    /// The draft to go on with; nothing begins a new one.
    pub draft: Option<DraftId>,
}

/// A form with the space it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceFormIn {
    /// The agent space.
    pub space: SpaceRef,
    /// The fields.
    pub form: SourceForm,
}
