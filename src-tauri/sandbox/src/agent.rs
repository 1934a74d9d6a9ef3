//! AWS DevOps Agent: agent spaces and the AWS accounts associated with them.

use std::time::Duration;

use rolebridge_cloud::{Cause, CloudError, CreateAgentSpace, CreateAssociation, UpdateAssociation};
use rolebridge_model::{
    Access, AccountId, AgentSpace, AgentSpaceId, Association, AssociationId, AssociationKind,
    AssociationStatus, Region, RoleArn, SpaceRef, devops_agent_regions,
};
use rolebridge_policy::Context;
use uuid::Uuid;

use crate::authorise::SERVICE;
use crate::errors::{conflict, invalid_field, not_found, quota};
use crate::session::Session;
use crate::state::{Link, Space, Token, after, before};
use crate::world::World;

const SPACES: usize = 100;
/// How long AWS remembers a client token.
const TOKEN_LIFE: Duration = Duration::from_secs(8 * 60 * 60);

impl World<'_> {
    pub(crate) fn list_agent_spaces(
        &self,
        access: &Access,
        region: &Region,
    ) -> Result<Vec<AgentSpace>, CloudError> {
        let session = self.session(access)?;
        self.enter(&session, "aidevops:ListAgentSpaces", region, &all(region, &session.account))?;
        Ok(self
            .state
            .spaces
            .iter()
            .map(|s| &s.space)
            .filter(|s| s.space.account == session.account && s.space.region == *region)
            .cloned()
            .collect())
    }

    pub(crate) fn get_agent_space(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<Option<AgentSpace>, CloudError> {
        let session = self.session(access)?;
        self.enter(&session, "aidevops:GetAgentSpace", &space.region, &space.arn())?;
        Ok(self.own(&session, space).map(|s| s.space.clone()))
    }

    pub(crate) fn create_agent_space(
        &mut self,
        access: &Access,
        region: &Region,
        new: &CreateAgentSpace,
    ) -> Result<AgentSpace, CloudError> {
        let action = "aidevops:CreateAgentSpace";
        let session = self.session(access)?;
        let target = all(region, &session.account);
        self.enter(&session, action, region, &target)?;
        let failed = |cause| CloudError::new(action, &target, cause);
        let key = format!("{}/{region}/{action}/{}", session.account, new.client_token);
        let asked = format!("{:?}/{:?}", new.name, new.description);
        token(&new.client_token).map_err(failed)?;
        if let Some(made) = self.remembered(&key, &asked).map_err(failed)? {
            let again = self.state.spaces.iter().find(|s| s.space.space.id.as_str() == made);
            if let Some(again) = again {
                return Ok(again.space.clone());
            }
        }
        let mine = |s: &&Space| {
            s.space.space.account == session.account && s.space.space.region == *region
        };
        if self.state.spaces.iter().filter(mine).count() >= SPACES {
            return Err(failed(quota(format!(
                "You have reached the maximum of {SPACES} agent spaces in this Region."
            ))));
        }
        let id =
            AgentSpaceId::parse(&Uuid::new_v4().to_string()).map_err(|e| failed(internal(e)))?;
        let space = AgentSpace {
            space: SpaceRef {
                account: session.account.clone(),
                region: region.clone(),
                id: id.clone(),
            },
            name: new.name.clone(),
            description: new.description.clone(),
            created_at: self.now,
            updated_at: self.now,
        };
        self.state.spaces.push(Space { space: space.clone(), links: Vec::new() });
        self.remember(key, asked, id.to_string());
        Ok(space)
    }

    /// Deletes a space, and its associations with it: the console asks for none to be removed
    /// before (user guide, "Deleting an agent space").
    pub(crate) fn delete_agent_space(
        &mut self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<(), CloudError> {
        let session = self.session(access)?;
        self.enter(&session, "aidevops:DeleteAgentSpace", &space.region, &space.arn())?;
        if self.own(&session, space).is_some() {
            self.state.spaces.retain(|s| s.space.space != *space);
        }
        Ok(())
    }

    pub(crate) fn list_associations(
        &self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<Vec<Association>, CloudError> {
        let action = "aidevops:ListAssociations";
        let session = self.session(access)?;
        self.enter(&session, action, &space.region, &space.arn())?;
        let space = self.existing(&session, action, space)?;
        Ok(space.links.iter().map(|l| l.association.clone()).collect())
    }

    pub(crate) fn get_association(
        &self,
        access: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<Option<Association>, CloudError> {
        let session = self.session(access)?;
        self.enter(&session, "aidevops:GetAssociation", &space.region, &space.arn())?;
        Ok(self
            .own(&session, space)
            .and_then(|s| s.links.iter().find(|l| l.association.id == *id))
            .map(|l| l.association.clone()))
    }

    /// Connects an account. AWS says that this "overwrites the existing association of the same
    /// service"; since one space holds many accounts, we take that to mean per account: the
    /// account's association keeps its id and gets the new role.
    pub(crate) fn associate(
        &mut self,
        access: &Access,
        space: &SpaceRef,
        new: &CreateAssociation,
    ) -> Result<Association, CloudError> {
        let action = "aidevops:AssociateService";
        let session = self.session(access)?;
        self.enter(&session, action, &space.region, &space.arn())?;
        self.existing(&session, action, space)?;
        let failed = |cause| CloudError::new(action, space.arn(), cause);
        token(&new.client_token).map_err(failed)?;
        check_account(space, new.kind, &new.role).map_err(failed)?;
        self.pass_role(&session, &new.role).map_err(failed)?;
        let key = format!("{}/{action}/{}", space.arn(), new.client_token);
        let asked = format!("{:?}/{:?}/{:?}", new.kind, new.role, new.external_id);
        if let Some(made) = self.remembered(&key, &asked).map_err(failed)?
            && let Some(again) = self.link(space, |a| a.id.as_str() == made)
        {
            return Ok(again.association.clone());
        }
        let (now, due) = (self.now, after(self.now, self.state.settings.validation));
        let same = self.link(space, |a| a.account == *new.role.account());
        let (id, created_at) = match same {
            Some(link) => (link.association.id.clone(), link.association.created_at),
            None => (
                AssociationId::parse(&Uuid::new_v4().to_string())
                    .map_err(|e| failed(internal(e)))?,
                now,
            ),
        };
        let link = Link {
            association: Association {
                id: id.clone(),
                kind: new.kind,
                account: new.role.account().clone(),
                role: new.role.clone(),
                external_id: new.external_id.clone(),
                elevated_role: None,
                status: AssociationStatus::Unknown,
                created_at,
                updated_at: now,
            },
            due: Some(due),
        };
        let made = link.association.clone();
        if let Some(space) = self.state.space_mut(space) {
            match space.links.iter_mut().find(|l| l.association.id == id) {
                Some(old) => *old = link,
                None => space.links.push(link),
            }
        }
        self.remember(key, asked, id.to_string());
        Ok(made)
    }

    pub(crate) fn update_association(
        &mut self,
        access: &Access,
        space: &SpaceRef,
        update: &UpdateAssociation,
    ) -> Result<Association, CloudError> {
        let action = "aidevops:UpdateAssociation";
        let session = self.session(access)?;
        self.enter(&session, action, &space.region, &space.arn())?;
        self.existing(&session, action, space)?;
        let failed = |cause| CloudError::new(action, space.arn(), cause);
        check_account(space, update.kind, &update.role).map_err(failed)?;
        self.pass_role(&session, &update.role).map_err(failed)?;
        let taken = self
            .link(space, |a| a.account == *update.role.account() && a.id != update.id)
            .is_some();
        if taken {
            return Err(failed(conflict(format!(
                "Account {} is already associated with this agent space.",
                update.role.account()
            ))));
        }
        let (now, due) = (self.now, after(self.now, self.state.settings.validation));
        let link = self
            .state
            .space_mut(space)
            .and_then(|s| s.links.iter_mut().find(|l| l.association.id == update.id))
            .ok_or_else(|| failed(not_found(format!("Association {} not found.", update.id))))?;
        let association = &mut link.association;
        association.kind = update.kind;
        association.account = update.role.account().clone();
        association.role = update.role.clone();
        association.external_id = update.external_id.clone();
        association.elevated_role = update.elevated_role.clone();
        association.status = AssociationStatus::Unknown;
        association.updated_at = now;
        link.due = Some(due);
        Ok(link.association.clone())
    }

    pub(crate) fn disassociate(
        &mut self,
        access: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<(), CloudError> {
        let action = "aidevops:DisassociateService";
        let session = self.session(access)?;
        self.enter(&session, action, &space.region, &space.arn())?;
        if self.own(&session, space).is_some()
            && let Some(space) = self.state.space_mut(space)
        {
            space.links.retain(|l| l.association.id != *id);
        }
        Ok(())
    }

    pub(crate) fn validate_associations(
        &mut self,
        access: &Access,
        space: &SpaceRef,
    ) -> Result<(), CloudError> {
        let action = "aidevops:ValidateAwsAssociations";
        let session = self.session(access)?;
        self.enter(&session, action, &space.region, &space.arn())?;
        self.existing(&session, action, space)?;
        let due = after(self.now, self.state.settings.validation);
        for link in self.state.space_mut(space).into_iter().flat_map(|s| &mut s.links) {
            link.association.status = AssociationStatus::Unknown;
            link.due = Some(due);
        }
        Ok(())
    }

    /// The service answers in its own Regions only.
    fn enter(
        &self,
        session: &Session,
        action: &str,
        region: &Region,
        target: &str,
    ) -> Result<(), CloudError> {
        if !devops_agent_regions().iter().any(|r| r.id == *region) {
            let cause = Cause::Unreachable {
                endpoint: format!("cp.aidevops.{region}.api.aws"),
                message: "there is no such host".into(),
            };
            return Err(CloudError::new(action, target, cause));
        }
        self.allow(
            session,
            action,
            target,
            Context::default().with("aws:RequestedRegion", region.as_str()),
        )
    }

    /// The space, if it is the caller's own: those of others don't exist for them.
    fn own(&self, session: &Session, space: &SpaceRef) -> Option<&Space> {
        self.state.space(space).filter(|_| space.account == session.account)
    }

    fn existing(
        &self,
        session: &Session,
        action: &str,
        space: &SpaceRef,
    ) -> Result<&Space, CloudError> {
        self.own(session, space).ok_or_else(|| {
            let cause = not_found(format!("Agent space {} not found.", space.id));
            CloudError::new(action, space.arn(), cause)
        })
    }

    fn link(&self, space: &SpaceRef, which: impl Fn(&Association) -> bool) -> Option<&Link> {
        let links = &self.state.space(space)?.links;
        links.iter().find(|l| which(&l.association))
    }

    /// AWS asks for `iam:PassRole` in the caller's own account, even for a role of another account.
    fn pass_role(&self, session: &Session, role: &RoleArn) -> Result<(), Cause> {
        let own = format!(
            "arn:{}:iam::{}:role/{}",
            role.partition(),
            session.account,
            role.path_and_name()
        );
        let keys = Context::default().with("iam:PassedToService", SERVICE);
        self.permit(session, "iam:PassRole", &own, keys)
    }

    /// What an earlier request with the same token made.
    fn remembered(&self, key: &str, asked: &str) -> Result<Option<String>, Cause> {
        let since = before(self.now, TOKEN_LIFE);
        let token = self.state.tokens.iter().find(|t| t.key == key && t.at > since);
        match token {
            Some(t) if t.asked != asked => {
                Err(conflict("The client token was used before, with other parameters."))
            }
            token => Ok(token.map(|t| t.made.clone())),
        }
    }

    fn remember(&mut self, key: String, asked: String, made: String) {
        let since = before(self.now, TOKEN_LIFE);
        self.state.tokens.retain(|t| t.at > since && t.key != key);
        self.state.tokens.push(Token { key, asked, made, at: self.now });
    }
}

fn all(region: &Region, account: &AccountId) -> String {
    format!("arn:aws:aidevops:{region}:{account}:agentspace/*")
}

/// A token is 1 to 64 visible ASCII characters.
fn token(text: &str) -> Result<(), Cause> {
    if (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    Err(invalid_field(
        "/clientToken",
        "Member must satisfy regular expression pattern: [!-~]{1,64}",
    ))
}

/// `monitor` is for the account that hosts the space and for no other.
fn check_account(space: &SpaceRef, kind: AssociationKind, role: &RoleArn) -> Result<(), Cause> {
    let own = *role.account() == space.account;
    match kind {
        AssociationKind::Monitor if !own => Err(invalid_field(
            "/configuration/aws/accountId",
            "The account of a monitor association must be the account of the agent space.",
        )),
        AssociationKind::Source if own => Err(invalid_field(
            "/configuration/sourceAws/accountId",
            "The account of a source association must not be the account of the agent space.",
        )),
        _ => Ok(()),
    }
}

fn internal(error: impl std::fmt::Display) -> Cause {
    Cause::Internal { message: error.to_string() }
}
