//! From a draft to plans: first the role, then the connection.

use rolebridge_cloud::RoleSnapshot;
use rolebridge_model::{
    Access, Draft, DraftId, Method, Partition, Plan, PlanKind, Reach, RoleArn, Step, Tag,
};

use crate::{
    Error, Session,
    connection::ConnectSource,
    documents::{RoleDocumentsView, RoleSpec, named_inline, rendered, role_view},
    error::describe,
    onboard::{
        SourceFormIn,
        form::{NewSource, read},
    },
    role::{Wanted, steps_to},
};

/// What it takes to make a role so.
struct RolePlan {
    role: RoleArn,
    exists: bool,
    steps: Vec<Step>,
}

impl Session {
    /// The documents of the role a form describes, with the steps to make it by hand.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields at fault.
    pub fn render_documents(&self, input: &SourceFormIn) -> Result<RoleDocumentsView, Error> {
        // How the account is reached does not show in the documents.
        let mut form = input.form.clone();
        form.method = Method::Guide;
        let new = read(&input.space, &form).map_err(Error::Invalid)?;
        let primary = self.primary_role(&input.space)?;
        role_view(&new.spec(primary.as_ref()), new.inline_name.as_ref())
    }

    /// What it takes to make the role of a draft, or to bring the one that is there to the
    /// template. Nothing is changed.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields at fault; what AWS said when the role was read.
    pub async fn plan_role(&self, id: DraftId) -> Result<Plan, Error> {
        let draft = self.store.draft(id)?;
        let new = read(&draft.space, &draft.form).map_err(Error::Invalid)?;
        let RolePlan { role, exists, steps } = self.role_plan(&new).await?;
        let title = if exists {
            format!("Bring role {} in account {} to the template", role.name(), new.account)
        } else {
            format!("Create role {} in account {}", role.name(), new.account)
        };
        self.propose_for(&draft, title, steps).await
    }

    /// What it takes to add a source from start to end, as one plan without a draft: the role,
    /// where the account can be reached, then the connection and its verification. For the command
    /// line, which has no screen to stop at in between.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields at fault; what AWS said when it was asked what is there.
    pub async fn plan_source(&self, input: &SourceFormIn) -> Result<Plan, Error> {
        let new = read(&input.space, &input.form).map_err(Error::Invalid)?;
        let RolePlan { role, mut steps, .. } = match new.reach {
            Reach::None => {
                RolePlan { role: self.role_of(&new).await, exists: true, steps: Vec::new() }
            }
            _ => self.role_plan(&new).await?,
        };
        steps.extend(self.steps_to_connect(&new, &role).await?);
        let title = format!("Add account {} to the agent space", new.account);
        self.propose(PlanKind::AddSource, title, Some(new.space), Vec::new(), None, steps).await
    }

    async fn role_plan(&self, new: &NewSource) -> Result<RolePlan, Error> {
        let partition = Partition::of(&new.space.region);
        let access = self.access(&new.reach, &new.account, partition).ok_or_else(|| {
            Error::field(
                "reach",
                "Choose how Rolebridge gets into the account, or choose Guide me.",
            )
        })?;
        self.must_lead_to(&access, new).await?;
        let found = self.cloud.read_role(&access, &new.role).await?;
        let primary = self.primary_role(&new.space)?;
        let spec = new.spec(primary.as_ref());
        let rendered = rendered(&spec)?;
        for policy in &rendered.managed {
            if !self.cloud.policy_exists(&access, policy).await? {
                return Err(Error::refused(
                    format!("The managed policy {policy} does not exist in this partition."),
                    "AWS DevOps Agent is offered in the commercial partition only.",
                ));
            }
        }
        let inline = named_inline(&rendered, new.inline_name.as_ref());
        let role = found.as_ref().map_or_else(|| spec.role_arn(), |f| f.arn.clone());
        let wanted = Wanted {
            role: role.clone(),
            description: new.description.clone().or_else(|| Some(rendered.description.clone())),
            tags: tags(&spec),
            rendered: &rendered,
            inline: &inline,
        };
        let steps = steps_to(&wanted, found.as_ref(), &access);
        Ok(RolePlan { role, exists: found.is_some(), steps })
    }

    async fn steps_to_connect(&self, new: &NewSource, role: &RoleArn) -> Result<Vec<Step>, Error> {
        self.connection_steps(&ConnectSource {
            space: &new.space,
            role,
            external_id: new.external_id.as_ref(),
            template: new.template,
            label: new.label.as_ref(),
            reach: &new.reach,
        })
        .await
    }

    /// What it takes to connect the role of a draft to the agent space and verify it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields at fault; what AWS said when the associations were read.
    pub async fn plan_connection(&self, id: DraftId) -> Result<Plan, Error> {
        let draft = self.store.draft(id)?;
        let new = read(&draft.space, &draft.form).map_err(Error::Invalid)?;
        let role = self.role_of(&new).await;
        let steps = self.steps_to_connect(&new, &role).await?;
        let title = format!("Connect account {} to the agent space", new.account);
        self.propose_for(&draft, title, steps).await
    }

    /// Keeps a plan to be shown, and that the draft led to it.
    async fn propose_for(
        &self,
        draft: &Draft,
        title: String,
        steps: Vec<Step>,
    ) -> Result<Plan, Error> {
        let (space, kind) = (Some(draft.space.clone()), PlanKind::AddSource);
        let plan = self.propose(kind, title, space, Vec::new(), Some(draft.id), steps).await?;
        self.note_plan(draft, plan.id)?;
        Ok(plan)
    }

    /// The ARN of the role, with the path it really has if we can look.
    async fn role_of(&self, new: &NewSource) -> RoleArn {
        let by_name = new.spec(None).role_arn();
        let Some(access) = self.access(&new.reach, &new.account, by_name.partition()) else {
            return by_name;
        };
        match self.cloud.read_role(&access, &new.role).await {
            Ok(Some(RoleSnapshot { arn, .. })) => arn,
            Ok(None) => by_name,
            Err(error) => {
                tracing::warn!(
                    reason = describe(&error),
                    "the role could not be read for its path"
                );
                by_name
            }
        }
    }

    /// A profile may belong to any account; writing into the wrong one must not happen.
    async fn must_lead_to(&self, access: &Access, new: &NewSource) -> Result<(), Error> {
        let caller = self.cloud.caller(access).await?;
        if caller.account == new.account {
            return Ok(());
        }
        let field = match &new.reach {
            Reach::Profile { .. } => "reach_profile",
            _ => "reach_role",
        };
        Err(Error::field(
            field,
            format!(
                "This leads to account {}, not to {}. Choose a way into the account you are adding.",
                caller.account, new.account
            ),
        ))
    }
}

/// Tags that say where a role came from.
pub(crate) fn tags(spec: &RoleSpec<'_>) -> Vec<Tag> {
    let tag = |key: &str, value: String| Tag { key: key.into(), value };
    vec![
        tag("rolebridge:template", format!("{}@{}", spec.template.id(), spec.template.version())),
        tag("rolebridge:agent-space", spec.space.arn()),
    ]
}
