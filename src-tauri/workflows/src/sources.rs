//! Secondary sources as a screen reads them.

use rolebridge_model::{
    Acceptance, Activity, Association, PolicyArn, PolicyName, ReachChoice, Source, SourceColumn,
    SourceId, SourcePage, SourceQuery, SpaceRef, Timestamp, Verification,
};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Session,
    documents::{self, FoundFindings},
    onboard::{Reader, reach_from, text_field},
    progress::Event,
};

/// A policy with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct NamedDocument {
    /// Its name.
    pub name: PolicyName,
    /// Its text.
    pub text: String,
}

/// The documents of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoleDocuments {
    /// Trust policy.
    pub trust: String,
    /// Managed policies attached.
    pub managed: Vec<PolicyArn>,
    /// Inline policies.
    pub inline: Vec<NamedDocument>,
}

/// Everything the details of a source show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceDetail {
    /// The source.
    pub source: Source,
    /// What its template asks for; nothing without a template.
    pub expected: Option<RoleDocuments>,
    /// What was read of the role last.
    pub found: Option<RoleDocuments>,
    /// What the checks find in those.
    pub findings: Vec<FoundFindings>,
    /// When that was.
    pub found_at: Option<Timestamp>,
    /// The association as AWS gave it last.
    pub association: Option<Association>,
    /// A person's word that others may assume the role too.
    pub accepted: Option<Acceptance>,
    /// The last verification.
    pub verification: Option<Verification>,
    /// What was done to it, newest first, at most 50 lines.
    pub history: Vec<Activity>,
}

/// Which values to suggest for a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceValuesQuery {
    /// The agent space.
    pub space: SpaceRef,
    /// The column.
    pub column: SourceColumn,
    /// What was typed so far.
    pub prefix: String,
}

/// Sources picked on a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Selection {
    /// These.
    These {
        /// Their ids.
        ids: Vec<SourceId>,
    },
    /// All of a space.
    All {
        /// The space.
        space: SpaceRef,
    },
}

/// What the user may set about a source that AWS knows nothing of, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SourceSettings {
    /// The source.
    pub source: SourceId,
    /// Name of the account, empty for none.
    pub label: String,
    /// Way into the account.
    pub reach: ReachChoice,
    /// Role to assume there.
    pub reach_role: String,
    /// External ID for that role.
    pub reach_external_id: String,
    /// Profile to use.
    pub reach_profile: String,
}

impl Session {
    /// A page of a space's sources, as known.
    ///
    /// # Errors
    /// What the database said.
    pub fn list_sources(&self, query: &SourceQuery) -> Result<SourcePage, Error> {
        Ok(self.store.list_sources(query)?)
    }

    /// Values to suggest for a filter, at most 100.
    ///
    /// # Errors
    /// What the database said.
    pub fn source_values(&self, query: &SourceValuesQuery) -> Result<Vec<String>, Error> {
        Ok(self.store.source_values(&query.space, query.column, &query.prefix)?)
    }

    /// Everything known of a source.
    ///
    /// # Errors
    /// If it is gone; what the database said.
    pub fn source(&self, id: SourceId) -> Result<SourceDetail, Error> {
        let record = self.store.source(id)?;
        let source = record.source;
        let expected = source
            .template
            .as_ref()
            .and_then(|id| documents::template(id).ok())
            .and_then(|template| self.expected(&source, template).ok())
            .map(|rendered| documents::as_documents(&rendered));
        let (found, found_at) = match record.found {
            None => (None, None),
            Some(found) => {
                let inline = found.documents.inline.into_iter();
                let documents = RoleDocuments {
                    trust: found.documents.trust,
                    managed: found.documents.managed,
                    inline: inline.map(|(name, text)| NamedDocument { name, text }).collect(),
                };
                (Some(documents), Some(found.at))
            }
        };
        let findings = found.as_ref().map(|f| documents::found_findings(f, &source.account));
        Ok(SourceDetail {
            expected,
            found,
            findings: findings.unwrap_or_default(),
            found_at,
            association: record.association,
            accepted: record.accepted,
            verification: self.store.last_verification(id)?,
            history: self.history(&source)?,
            source,
        })
    }

    /// Keeps what the user set about a source. AWS is not asked and nothing in it changes.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields at fault; what the database said.
    pub fn save_source_settings(&self, settings: &SourceSettings) -> Result<(), Error> {
        let mut reader = Reader::default();
        let label = reader.optional(
            "label",
            text_field(&settings.label),
            rolebridge_model::AccountLabel::parse,
        );
        let reach = reach_from(
            &mut reader,
            settings.reach,
            &settings.reach_role,
            &settings.reach_external_id,
            &settings.reach_profile,
        );
        let reach = reader.finish(reach).map_err(Error::Invalid)?;
        let mut source = self.store.source(settings.source)?.source;
        source.label = label;
        source.reach = reach;
        self.store.update_source(&source)?;
        self.tell(Event::Sources { space: source.space });
        Ok(())
    }
}
