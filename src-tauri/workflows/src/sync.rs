//! Bringing what is remembered of an agent space up to what AWS says, without verifying anything.

use std::collections::{HashMap, HashSet};

use rolebridge_model::{
    AccountId, Association, AssociationKind, AssociationStatus, Reach, RoleName, Source, SourceId,
    SourceStatus, SpaceRef, Timestamp,
};
use rolebridge_store::SourceChanges;

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
        let changed_at = self.roles_changed_at()?;
        let adopt = |association: &Association| self.adopt(space, association, &changed_at);
        self.store.resync_sources(space, |known| resync(known, &all, adopt))?;
        self.tell(Event::Sources { space: space.clone() });
        Ok(())
    }

    fn adopt(
        &self,
        space: &SpaceRef,
        association: &Association,
        changed_at: &HashMap<String, Timestamp>,
    ) -> Source {
        // Nobody's account is entered unasked; in the sandbox there is nobody to surprise.
        let reach = match RoleName::parse("OrganizationAccountAccessRole") {
            Ok(role) if self.is_sandbox() => Reach::AssumeRole { role, external_id: None },
            _ => Reach::None,
        };
        Source {
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
            role_changed_at: changed_at.get(&association.role.to_string()).copied(),
            reach,
            added_by: None,
            added_at: Some(association.created_at),
        }
    }
}

/// Which known source each association connects. The surest sign counts first, for all of them:
/// the association's own id, then the role, then the account.
fn matched(known: &[Source], all: &[&Association]) -> Vec<Option<usize>> {
    let mut of = vec![None; all.len()];
    let mut taken = vec![false; known.len()];
    let mut take = |a: usize, place: Option<usize>, of: &mut Vec<Option<usize>>| {
        if let Some(place) = place.filter(|_| of[a].is_none())
            && !std::mem::replace(&mut taken[place], true)
        {
            of[a] = Some(place);
        }
    };
    let places = || known.iter().enumerate();
    let by_id: HashMap<_, usize> =
        places().filter_map(|(i, s)| Some((s.association.as_ref()?, i))).collect();
    for (a, association) in all.iter().enumerate() {
        take(a, by_id.get(&association.id).copied(), &mut of);
    }
    let by_role: HashMap<_, usize> = places().map(|(i, s)| ((&s.account, &s.role), i)).collect();
    for (a, association) in all.iter().enumerate() {
        take(a, by_role.get(&(&association.account, &association.role)).copied(), &mut of);
    }
    // Removed and added again elsewhere, with another role: still the same source.
    let present: HashSet<_> = all.iter().map(|a| &a.id).collect();
    let mut orphans: HashMap<&AccountId, Vec<usize>> = HashMap::new();
    for (i, s) in
        places().filter(|(_, s)| !s.association.as_ref().is_some_and(|a| present.contains(a)))
    {
        orphans.entry(&s.account).or_default().push(i);
    }
    for (a, association) in all.iter().enumerate() {
        for place in orphans.get(&association.account).into_iter().flatten() {
            take(a, Some(*place), &mut of);
        }
    }
    of
}

/// What becomes of the known sources, by what AWS says.
fn resync(
    known: Vec<Source>,
    all: &[Association],
    adopt: impl Fn(&Association) -> Source,
) -> SourceChanges {
    let all: Vec<&Association> = all.iter().filter(|a| a.kind == AssociationKind::Source).collect();
    let of = matched(&known, &all);
    let mut known: Vec<Option<Source>> = known.into_iter().map(Some).collect();
    let mut changes = SourceChanges::default();
    for (association, place) in all.iter().zip(of) {
        let source = match place.and_then(|i| known[i].take()) {
            Some(source) => follow(source, association),
            None => adopt(association),
        };
        changes.kept.push((source, Some((*association).clone())));
    }
    let connected: HashSet<_> = all.iter().map(|a| (a.account.clone(), a.role.clone())).collect();
    for mut gone in known.into_iter().flatten() {
        // Its role is another source's by now.
        if connected.contains(&(gone.account.clone(), gone.role.clone())) {
            changes.removed.push(gone.id);
        } else if gone.status != SourceStatus::Disconnected {
            gone.status = SourceStatus::Disconnected;
            gone.status_reason =
                Some("The agent space has no association with this account any more.".into());
            gone.association = None;
            changes.kept.push((gone, None));
        }
    }
    changes
}

fn follow(mut source: Source, association: &Association) -> Source {
    source.association = Some(association.id.clone());
    source.role = association.role.clone();
    source.external_id = association.external_id.clone().or(source.external_id);
    let status = match (association.status, source.status) {
        // What verification found of the role still holds; AWS does not look at documents.
        (AssociationStatus::Valid, held @ (SourceStatus::Drifted | SourceStatus::Unsafe)) => held,
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
    source
}

const fn status_of(status: AssociationStatus) -> SourceStatus {
    match status {
        AssociationStatus::Valid => SourceStatus::Active,
        AssociationStatus::Invalid => SourceStatus::Failed,
        AssociationStatus::PendingConfirmation => SourceStatus::PendingConfirmation,
        AssociationStatus::Unknown => SourceStatus::Validating,
    }
}
