//! Agent spaces: list, open, create.

use std::sync::Arc;

use rolebridge_model::{
    Action, AgentSpaceDescription, AgentSpaceName, Association, Change, NamedRegion, Partition,
    Plan, PlanKind, Region, RoleArn, RoleName, RolePath, SpaceRef, SpaceSummary, Tag, TemplateId,
    Timestamp, devops_agent_regions,
};
use rolebridge_policy::Variables;
use rolebridge_store::StoreError;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    Error, Session, documents,
    error::describe,
    form::{FieldMessage, FormCheck},
    onboard::{Reader, text_field},
    progress::Event,
    role::{Wanted, step, steps_to},
};

/// The agent spaces known in the identity's account, from all Regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceList {
    /// The spaces.
    pub spaces: Vec<SpaceSummary>,
    /// When AWS was asked last; nothing if never.
    pub refreshed_at: Option<Timestamp>,
}

/// A Region that could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RegionFailure {
    /// The Region.
    pub region: Region,
    /// Why.
    pub message: String,
    /// What to do.
    pub remedy: Option<String>,
}

/// How asking all Regions went; one that fails does not stop the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceRefresh {
    /// Spaces found.
    pub found: u32,
    /// Regions that could not be asked.
    pub failed: Vec<RegionFailure>,
}

/// An agent space with its primary source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceDetail {
    /// The space and its counts.
    pub summary: SpaceSummary,
    /// Its ARN.
    pub arn: String,
    /// The primary source; nothing if AWS was not asked yet or has none.
    pub primary: Option<Association>,
}

/// The fields of "Create agent space" as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceForm {
    /// Region to make it in.
    pub region: String,
    /// Its name.
    pub name: String,
    /// What it is for; empty for none.
    pub description: String,
    /// Name of the primary role.
    pub role_name: String,
}

/// What the form starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SpaceFormStart {
    /// The fields.
    pub form: SpaceForm,
    /// Regions to choose from.
    pub regions: Vec<NamedRegion>,
}

/// The template of the primary role.
const PRIMARY_TEMPLATE: &str = "devops-agent-primary";

struct NewSpace {
    region: Region,
    name: AgentSpaceName,
    description: Option<AgentSpaceDescription>,
    role: RoleName,
}

fn read(form: &SpaceForm) -> Result<NewSpace, Vec<FieldMessage>> {
    let mut reader = Reader::default();
    let region = reader.read("region", Region::parse(&form.region));
    if let Some(region) = &region
        && !devops_agent_regions().iter().any(|r| &r.id == region)
    {
        reader.fault("region", format!("AWS DevOps Agent is not offered in {region}."));
    }
    let name = reader.read("name", AgentSpaceName::parse(text_field(&form.name)));
    let description =
        reader.optional("description", text_field(&form.description), AgentSpaceDescription::parse);
    let role = reader.read("role_name", RoleName::parse(text_field(&form.role_name)));
    let value = (|| Some(NewSpace { region: region?, name: name?, description, role: role? }))();
    reader.finish(value)
}

impl Session {
    /// The spaces known, without asking AWS.
    ///
    /// # Errors
    /// What AWS said when asked who we are; what the database said.
    pub async fn spaces(&self) -> Result<SpaceList, Error> {
        let account = &self.caller().await?.account;
        Ok(SpaceList {
            spaces: self.store.spaces(account)?,
            refreshed_at: self.store.spaces_refreshed_at(account)?,
        })
    }

    /// Asks AWS in every Region that has DevOps Agent.
    ///
    /// # Errors
    /// What AWS said when asked who we are. A Region that fails is part of the answer.
    pub async fn refresh_spaces(self: &Arc<Self>) -> Result<SpaceRefresh, Error> {
        let account = self.caller().await?.account.clone();
        let mut asked = JoinSet::new();
        for region in devops_agent_regions() {
            let session = self.clone();
            asked.spawn(async move {
                let spaces = session.cloud.list_agent_spaces(&session.base(), &region.id).await;
                (region, spaces)
            });
        }
        let mut refresh = SpaceRefresh { found: 0, failed: Vec::new() };
        while let Some(answer) = asked.join_next().await {
            let Ok((region, spaces)) = answer else { continue };
            match spaces {
                Ok(spaces) => {
                    refresh.found += u32::try_from(spaces.len()).unwrap_or(u32::MAX);
                    self.store.replace_spaces(&account, &region.id, &spaces)?;
                    for space in &spaces {
                        // The counts are nice to have; opening the space says what went wrong.
                        if let Err(error) = self.refresh_sources(&space.space).await {
                            tracing::warn!(%error, "the sources of a space could not be read");
                        }
                    }
                }
                Err(error) => refresh.failed.push(RegionFailure {
                    region: region.id.clone(),
                    message: describe(&error),
                    remedy: error.cause.remedy().map(str::to_owned),
                }),
            }
        }
        refresh.failed.sort_by(|a, b| a.region.cmp(&b.region));
        self.store.set_spaces_refreshed_at(&account, self.clock.now())?;
        self.tell(Event::Spaces);
        Ok(refresh)
    }

    /// One space as known; AWS is asked only if it is not known.
    ///
    /// # Errors
    /// If there is no such space; what AWS or the database said.
    pub async fn space(&self, space: &SpaceRef) -> Result<SpaceDetail, Error> {
        if self.store.space(space)?.is_none() {
            self.refresh_sources(space).await?;
        }
        let (summary, primary) =
            self.store.space(space)?.ok_or(StoreError::Missing("The agent space"))?;
        Ok(SpaceDetail { summary, arn: space.arn(), primary })
    }

    /// What "Create agent space" starts with.
    #[must_use]
    pub fn start_space_form(&self) -> SpaceFormStart {
        let regions = devops_agent_regions().to_vec();
        let own = self.identity().region.clone().filter(|r| regions.iter().any(|n| &n.id == r));
        let region = own.or_else(|| regions.first().map(|r| r.id.clone()));
        let role_name = TemplateId::parse(PRIMARY_TEMPLATE)
            .ok()
            .and_then(|id| documents::template(&id).ok())
            .map(|t| t.role_name().to_owned());
        SpaceFormStart {
            form: SpaceForm {
                region: region.map(|r| r.to_string()).unwrap_or_default(),
                role_name: role_name.unwrap_or_default(),
                ..SpaceForm::default()
            },
            regions,
        }
    }

    /// What is wrong with the form.
    ///
    /// # Errors
    /// What AWS said when asked who we are; what the database said.
    pub async fn check_space_form(&self, form: &SpaceForm) -> Result<FormCheck, Error> {
        let mut check =
            FormCheck { errors: read(form).err().unwrap_or_default(), ..FormCheck::default() };
        let name = text_field(&form.name);
        let known = self.spaces().await?.spaces;
        if known
            .iter()
            .any(|s| s.space.name.as_str() == name && s.space.space.region.as_str() == form.region)
        {
            check.warnings.push(FieldMessage::new(
                "name",
                "There is an agent space of this name in the Region. AWS allows that, but they are \
                 hard to tell apart.",
            ));
        }
        Ok(check)
    }

    /// What it takes to make a space with its primary role and association.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields at fault; what AWS said when the role was read.
    pub async fn plan_space(&self, form: &SpaceForm) -> Result<Plan, Error> {
        let new = read(form).map_err(Error::Invalid)?;
        let account = self.caller().await?.account.clone();
        let access = self.base();
        let found = self.cloud.read_role(&access, &new.role).await?;
        let partition = Partition::of(&new.region);
        let template = documents::template(
            &TemplateId::parse(PRIMARY_TEMPLATE).map_err(|e| Error::field("role_name", e))?,
        )?;
        let variables = Variables::new()
            .with("primary_account", &account)
            .with("region", &new.region)
            .with("role_name", &new.role)
            .with("partition", partition);
        let rendered = template
            .render(&variables)
            .map_err(|e| Error::Refused { message: e.to_string(), remedy: None })?;
        let role = found.as_ref().map_or_else(
            || RoleArn::new(partition, account.clone(), RolePath::root(), new.role.clone()),
            |f| f.arn.clone(),
        );
        let wanted = Wanted {
            role: role.clone(),
            description: Some(rendered.description.clone()),
            tags: vec![Tag {
                key: "rolebridge:template".into(),
                value: format!("{}@{}", template.id(), template.version()),
            }],
            inline: &rendered.inline,
            rendered: &rendered,
        };
        let mut steps = steps_to(&wanted, found.as_ref(), &access);
        let token = || Uuid::new_v4().to_string();
        let mut create = step(
            Action::CreateSpace {
                account: account.clone(),
                region: new.region.clone(),
                name: new.name.clone(),
                description: new.description.clone(),
                client_token: token(),
            },
            format!("Create agent space {} in {}", new.name, new.region),
            "aidevops:CreateAgentSpace",
            &access,
            Change::Create,
        );
        create.after = Some(match &new.description {
            None => format!("name: {}\nRegion: {}", new.name, new.region),
            Some(d) => format!("name: {}\nRegion: {}\ndescription: {d}", new.name, new.region),
        });
        steps.push(create);
        let mut connect = step(
            Action::ConnectPrimary {
                account: account.clone(),
                region: new.region.clone(),
                role: role.clone(),
                client_token: token(),
            },
            format!("Connect account {account} as the primary source"),
            "aidevops:AssociateService",
            &access,
            Change::Create,
        );
        connect.after = Some(format!("role: {role}"));
        steps.push(connect);
        self.propose(
            PlanKind::CreateSpace,
            format!("Create agent space {}", new.name),
            None,
            Vec::new(),
            None,
            steps,
        )
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_names_every_wrong_field() {
        let form = SpaceForm {
            region: "eu-north-1".into(),
            name: "  ".into(),
            description: "fine".into(),
            role_name: "has space".into(),
        };
        let fields: Vec<_> = read(&form).err().unwrap().into_iter().map(|f| f.field).collect();
        assert_eq!(fields, ["region", "name", "role_name"]);
    }
}
