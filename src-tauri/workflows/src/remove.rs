//! Removing sources. The role in the secondary account stays unless its deletion is asked for by
//! name.

use rolebridge_model::{Action, Change, Plan, PlanKind, RoleArn, Source, SourceId, SpaceRef, Step};
use rolebridge_store::StoreError;
use serde::{Deserialize, Serialize};

use crate::{
    Error, Session,
    form::FieldMessage,
    onboard::text_field,
    role::{step, steps_to_delete},
};

/// Asks for a role to be deleted too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RoleDeletion {
    /// The source whose role it is.
    pub source: SourceId,
    /// The role's name as the user typed it.
    pub typed_name: String,
}

/// What to remove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveRequest {
    /// Sources to disconnect.
    pub sources: Vec<SourceId>,
    /// Roles to delete as well.
    pub delete_roles: Vec<RoleDeletion>,
}

/// An agent space to delete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveSpaceRequest {
    /// The space.
    pub space: SpaceRef,
    /// Disconnect its secondary sources too; without, a space that has some is not deleted.
    pub disconnect_sources: bool,
}

/// An agent space to delete, with its name typed to confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DeleteSpace {
    /// The space.
    pub space: SpaceRef,
    /// Disconnect its secondary sources too; without, a space that has some is not deleted.
    pub disconnect_sources: bool,
    /// The space's name as the user typed it.
    pub typed_name: String,
}

impl Session {
    /// What it takes to disconnect sources, and to delete the roles asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] where a role's name was not typed as it is; [`Error::Refused`] for a role
    /// that another source uses or an account that can't be reached; what AWS said.
    pub async fn plan_remove(&self, request: &RemoveRequest) -> Result<Plan, Error> {
        let mut faults = Vec::new();
        let mut groups: Vec<(RoleArn, Vec<Step>)> = Vec::new();
        let mut deletions: Vec<(RoleArn, Vec<Step>)> = Vec::new();
        for deletion in request.delete_roles.iter().filter(|d| !request.sources.contains(&d.source))
        {
            faults.push(FieldMessage::new(
                &format!("delete_roles.{}", deletion.source.0),
                "A role can be deleted only with its source. Select the source too, or leave its role.",
            ));
        }
        let mut space = None;
        for id in &request.sources {
            let source = self.store.source(*id)?.source;
            let disconnect = self.disconnect_step(&source);
            // A role goes only when all it connects are disconnected, so these belong together.
            match groups.iter_mut().find(|(role, _)| role == &source.role) {
                Some((_, steps)) => steps.push(disconnect),
                None => groups.push((source.role.clone(), vec![disconnect])),
            }
            if let Some(deletion) = request.delete_roles.iter().find(|d| d.source == *id) {
                let name = source.role.name().as_str();
                if text_field(&deletion.typed_name) == name {
                    if !deletions.iter().any(|(role, _)| role == &source.role) {
                        let steps = self.deletion_steps(&source, &request.sources).await?;
                        deletions.push((source.role.clone(), steps));
                    }
                } else {
                    faults.push(FieldMessage::new(
                        &format!("delete_roles.{}", id.0),
                        format!("Type the role's name exactly: {name}"),
                    ));
                }
            }
            space.get_or_insert(source.space);
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let roles = deletions.len();
        let mut steps = Vec::new();
        let mut group = 0;
        for (role, own) in groups {
            let deletion = deletions.iter().position(|(doomed, _)| doomed == &role);
            let deletion = deletion.map(|i| deletions.swap_remove(i).1);
            let apart = deletion.is_none();
            for mut step in own.into_iter().chain(deletion.unwrap_or_default()) {
                step.group = group;
                steps.push(step);
                group += u32::from(apart);
            }
            group += u32::from(!apart);
        }
        let title = match (request.sources.len(), roles) {
            (1, 0) => "Remove 1 secondary source".to_owned(),
            (n, 0) => format!("Remove {n} secondary sources"),
            (1, _) => "Remove 1 secondary source and delete its role".to_owned(),
            (n, r) => format!("Remove {n} secondary sources and delete {r} of their roles"),
        };
        self.propose(PlanKind::RemoveSources, title, space, request.sources.clone(), None, steps)
            .await
    }

    /// What it takes to delete an agent space whose name the user typed.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it was not typed as it is; otherwise as [`Self::plan_remove_space`].
    pub async fn plan_delete_space(&self, request: &DeleteSpace) -> Result<Plan, Error> {
        let DeleteSpace { space, disconnect_sources, typed_name } = request;
        let name = self.space(space).await?.summary.space.name;
        if text_field(typed_name) != name.as_str() {
            return Err(Error::field("typed_name", format!("Type the name exactly: {name}")));
        }
        let removal =
            RemoveSpaceRequest { space: space.clone(), disconnect_sources: *disconnect_sources };
        self.plan_remove_space(&removal).await
    }

    /// What it takes to delete an agent space. The roles it used stay, the primary one too.
    ///
    /// # Errors
    /// [`Error::Refused`] while secondary sources are connected, unless they are to be disconnected
    /// too, or if there is no such space; what AWS said.
    pub async fn plan_remove_space(&self, request: &RemoveSpaceRequest) -> Result<Plan, Error> {
        let space = &request.space;
        self.refresh_sources(space).await?;
        let sources = self.store.sources_of(space)?;
        let connected: Vec<_> = sources.iter().filter(|s| s.association.is_some()).collect();
        let (summary, primary) =
            self.store.space(space)?.ok_or(StoreError::Missing("The agent space"))?;
        if !connected.is_empty() && !request.disconnect_sources {
            let accounts: Vec<_> = connected.iter().map(|s| s.account.to_string()).collect();
            return Err(Error::refused(
                format!(
                    "Agent space {} has secondary sources connected: {}.",
                    summary.space.name,
                    accounts.join(", ")
                ),
                "Remove them first, or have them disconnected with the space.",
            ));
        }
        let mut steps: Vec<Step> = connected.iter().map(|s| self.disconnect_step(s)).collect();
        let title = format!("Delete agent space {}", summary.space.name);
        let mut delete = step(
            Action::DeleteSpace { space: space.clone() },
            title.clone(),
            "aidevops:DeleteAgentSpace",
            &self.base(),
            Change::Delete,
        );
        delete.before = Some(match primary {
            Some(primary) => format!("{}\nprimary role: {} (stays)", space.arn(), primary.role),
            None => space.arn(),
        });
        delete.warning = Some(
            "Its investigations, chats and recommendations can't be brought back. The roles it used \
             stay."
                .into(),
        );
        steps.push(delete);
        let ids = sources.iter().map(|s| s.id).collect();
        self.propose(PlanKind::RemoveSpace, title, Some(space.clone()), ids, None, steps).await
    }

    fn disconnect_step(&self, source: &Source) -> Step {
        let title = if source.association.is_none() {
            format!("Take account {} off the list; AWS has no association any more", source.account)
        } else {
            format!("Disconnect account {} from the agent space", source.account)
        };
        let mut s = step(
            Action::Disconnect {
                space: source.space.clone(),
                association: source.association.clone(),
                source: source.id,
            },
            title,
            "aidevops:DisassociateService",
            &self.base(),
            Change::Delete,
        );
        s.before = Some(format!("role: {}", source.role));
        s
    }

    async fn deletion_steps(
        &self,
        source: &Source,
        removed: &[SourceId],
    ) -> Result<Vec<Step>, Error> {
        let others = self.store.sources_with_role(&source.role)?;
        if let Some(other) = others.iter().find(|o| !removed.contains(&o.id)) {
            return Err(Error::refused(
                format!(
                    "The role {} is used by agent space {} too.",
                    source.role.name(),
                    other.space.id
                ),
                "Remove it there first, or leave the role.",
            ));
        }
        let access = self
            .access(&source.reach, &source.account, source.role.partition())
            .ok_or_else(|| {
                Error::refused(
                    format!("Rolebridge has no way into account {}.", source.account),
                    "Set how to reach the account in the source's settings, or leave the role.",
                )
            })?;
        Ok(match self.cloud.read_role(&access, source.role.name()).await? {
            Some(found) => steps_to_delete(&found, &access),
            None => Vec::new(),
        })
    }
}
