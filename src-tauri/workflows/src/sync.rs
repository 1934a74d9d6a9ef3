//! Bringing what is remembered of an agent space up to what AWS says, without verifying anything.

use rolebridge_model::{
    Association, AssociationKind, AssociationStatus, Reach, RoleName, Source, SourceId,
    SourceStatus, SpaceRef,
};

use crate::{Error, Session, progress::Event};

impl Session {
    /// Reads the associations of a space: sources connected elsewhere appear, ones disconnected
    /// elsewhere are marked.
    ///
    /// # Errors
    /// What AWS or the database said.
    pub async fn refresh_sources(&self, space: &SpaceRef) -> Result<(), Error> {
        // Opening a space by its link comes before any list of spaces.
        if self.store.space(space)?.is_none() {
            let found =
                self.cloud.get_agent_space(&self.base(), space).await?.ok_or_else(|| {
                    Error::refused(
                        format!("There is no agent space {} in {}.", space.id, space.region),
                        "Refresh the list of agent spaces.",
                    )
                })?;
            self.store.put_space(&found)?;
        }
        let all = self.cloud.list_associations(&self.base(), space).await?;
        let primary = all.iter().find(|a| a.kind == AssociationKind::Monitor);
        self.store.set_primary(space, primary)?;
        let mut known = self.store.sources_of(space)?;
        for association in all.iter().filter(|a| a.kind == AssociationKind::Source) {
            let place = known
                .iter()
                .position(|s| s.association.as_ref() == Some(&association.id))
                .or_else(|| {
                    known.iter().position(|s| {
                        s.account == association.account && s.role == association.role
                    })
                })
                // Removed and added again elsewhere, with another role: still the same source.
                .or_else(|| {
                    known.iter().position(|s| {
                        s.account == association.account
                            && !all.iter().any(|a| s.association.as_ref() == Some(&a.id))
                    })
                });
            match place.map(|i| known.swap_remove(i)) {
                Some(source) => self.follow(source, association)?,
                None => self.adopt(space, association)?,
            }
        }
        for mut gone in known.into_iter().filter(|s| s.status != SourceStatus::Disconnected) {
            gone.status = SourceStatus::Disconnected;
            gone.status_reason =
                Some("The agent space has no association with this account any more.".into());
            gone.association = None;
            self.store.update_source(&gone)?;
            self.store.set_association(gone.id, None)?;
        }
        self.tell(Event::Sources { space: space.clone() });
        Ok(())
    }

    fn follow(&self, mut source: Source, association: &Association) -> Result<(), Error> {
        source.association = Some(association.id.clone());
        source.role = association.role.clone();
        source.external_id = association.external_id.clone().or(source.external_id);
        let status = match (association.status, source.status) {
            // What verification found of the role still holds; AWS does not look at documents.
            (AssociationStatus::Valid, SourceStatus::Drifted) => SourceStatus::Drifted,
            (AssociationStatus::Valid, SourceStatus::Failed) if source.status_reason.is_some() => {
                SourceStatus::Failed
            }
            (AssociationStatus::Invalid, SourceStatus::Propagating) => SourceStatus::Propagating,
            (status, _) => status_of(status),
        };
        if status != source.status {
            source.status = status;
            source.status_reason = None;
        }
        self.store.update_source(&source)?;
        Ok(self.store.set_association(source.id, Some(association))?)
    }

    fn adopt(&self, space: &SpaceRef, association: &Association) -> Result<(), Error> {
        // Nobody's account is entered unasked; in the sandbox there is nobody to surprise.
        let reach = match RoleName::parse("OrganizationAccountAccessRole") {
            Ok(role) if self.is_sandbox() => Reach::AssumeRole { role, external_id: None },
            _ => Reach::None,
        };
        let id = self.store.add_source(&Source {
            id: SourceId(0),
            space: space.clone(),
            account: association.account.clone(),
            label: None,
            alias: None,
            role: association.role.clone(),
            external_id: association.external_id.clone(),
            template: None,
            generation: None,
            association: Some(association.id.clone()),
            status: status_of(association.status),
            status_reason: None,
            last_checked: None,
            role_changed_at: self.role_changed_at(&association.role)?,
            reach,
            added_by: None,
            added_at: Some(association.created_at),
        })?;
        Ok(self.store.set_association(id, Some(association))?)
    }
}

const fn status_of(status: AssociationStatus) -> SourceStatus {
    match status {
        AssociationStatus::Valid => SourceStatus::Active,
        AssociationStatus::Invalid => SourceStatus::Failed,
        AssociationStatus::PendingConfirmation => SourceStatus::PendingConfirmation,
        AssociationStatus::Unknown => SourceStatus::Validating,
    }
}
