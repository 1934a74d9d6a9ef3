//! Updating the role of a source.

use rolebridge_cloud::RoleSnapshot;
use rolebridge_model::{
    Action, Change, Plan, PlanKind, PolicyName, Reach, Source, SourceId, Step, TemplateId,
};
use rolebridge_policy::{Document, Template};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Session,
    connection::ConnectSource,
    documents::{self, ExternalIdUse, RoleSpec, external_id_use},
    onboard::tags,
    role::{Wanted, akin, counterpart, steps_from, steps_to},
};

/// What the role should be afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UpdateRequest {
    /// The source.
    pub source: SourceId,
    /// The template to follow: the same one, or its successor.
    pub template: TemplateId,
    /// The inline policy as edited; nothing takes the template's.
    pub inline_policy: Option<String>,
}

/// Sources whose roles to bring back to their templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RepairRequest {
    /// The sources, all of one agent space.
    pub sources: Vec<SourceId>,
}

/// A plan that repairs, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Repair {
    /// The plan; nothing if there is nothing to do.
    pub plan: Option<Plan>,
    /// Sources whose roles are as their templates ask.
    pub right: Vec<SourceId>,
    /// Sources that can't be repaired.
    pub left_out: Vec<LeftOut>,
}

/// A source that can't be repaired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LeftOut {
    /// The source.
    pub source: SourceId,
    /// Why.
    pub message: String,
    /// What to do instead.
    pub remedy: Option<String>,
}

/// What it takes to bring one role to a template.
struct RoleUpdate {
    title: String,
    steps: Vec<Step>,
}

impl Session {
    /// What it takes to bring the role of a source to a template: its own, or the successor.
    ///
    /// # Errors
    /// [`Error::Refused`] if the account can't be reached or the role is gone; [`Error::Invalid`]
    /// for an inline policy that is none; what AWS said when the role was read.
    pub async fn plan_update(&self, request: &UpdateRequest) -> Result<Plan, Error> {
        let source = self.store.source(request.source)?.source;
        let template = documents::template(&request.template)?;
        let inline = request.inline_policy.as_deref();
        let RoleUpdate { title, steps } = self.role_update(&source, Some(template), inline).await?;
        let space = Some(source.space);
        self.propose(PlanKind::UpdateSource, title, space, vec![source.id], None, steps).await
    }

    /// What it takes to bring the roles of sources back to their templates, as one plan. One that
    /// fails does not stop the others.
    ///
    /// # Errors
    /// If a source is gone; what the database said. What AWS says of one source is in the answer.
    pub async fn plan_repair(&self, request: &RepairRequest) -> Result<Repair, Error> {
        let mut repair = Repair { plan: None, right: Vec::new(), left_out: Vec::new() };
        let (mut sources, mut steps, mut space) = (Vec::new(), Vec::new(), None);
        for id in &request.sources {
            let source = self.store.source(*id)?.source;
            match self.role_update(&source, None, None).await {
                Ok(update) if update.steps.iter().all(repairs_nothing) => repair.right.push(*id),
                Ok(update) => {
                    let group = u32::try_from(sources.len()).unwrap_or(u32::MAX);
                    steps.extend(update.steps.into_iter().map(|s| Step { group, ..s }));
                    sources.push(*id);
                    space.get_or_insert(source.space);
                }
                Err(error) => repair.left_out.push(LeftOut {
                    source: *id,
                    message: error.to_string(),
                    remedy: error.remedy(),
                }),
            }
        }
        if !sources.is_empty() {
            let title = match sources.len() {
                1 => "Repair the role of 1 secondary source".to_owned(),
                n => format!("Repair the roles of {n} secondary sources"),
            };
            let kind = PlanKind::UpdateSource;
            repair.plan = Some(self.propose(kind, title, space, sources, None, steps).await?);
        }
        Ok(repair)
    }

    /// The steps to a template; without one to the template the role follows.
    async fn role_update(
        &self,
        source: &Source,
        template: Option<&'static Template>,
        inline_policy: Option<&str>,
    ) -> Result<RoleUpdate, Error> {
        let current = source.template.as_ref().and_then(|id| documents::template(id).ok());
        if let Some(template) = template {
            may_follow(current, template)?;
        }
        let access = self
            .access(&source.reach, &source.account, source.role.partition())
            .ok_or_else(|| {
                Error::refused(
                    format!("Rolebridge has no way into account {}.", source.account),
                    "Set how to reach the account in the source's settings, or change the role in the \
                     IAM console with the documents shown.",
                )
            })?;
        let found = self.cloud.read_role(&access, source.role.name()).await?.ok_or_else(|| {
            Error::refused(
                format!("There is no role {} in account {}.", source.role.name(), source.account),
                "Create it with Add.",
            )
        })?;
        let current = current.or_else(|| documents::recognise(&found.attached));
        let template = template.or(current).ok_or_else(|| {
            Error::refused(
                format!(
                    "It is not known which template the role of account {} follows.",
                    source.account
                ),
                "Update the source, and name a template.",
            )
        })?;
        may_follow(current, template)?;
        let primary = self.primary_role(&source.space)?;
        // One that was the space's own comes from the old template, not from a person.
        let filled_in = current.is_some_and(|c| external_id_use(c) == ExternalIdUse::FromSpace);
        let external_id = match external_id_use(template) {
            ExternalIdUse::Optional | ExternalIdUse::Required if !filled_in => {
                source.external_id.as_ref()
            }
            // The association keeps presenting it.
            ExternalIdUse::FromSpace if filled_in => source.external_id.as_ref(),
            _ => None,
        };
        let spec = |template, external_id| RoleSpec {
            template,
            space: &source.space,
            primary_role: primary.as_ref(),
            account: &source.account,
            role: source.role.name(),
            external_id,
        };
        let new = documents::rendered(&spec(template, external_id))?;
        let moves = current.filter(|c| c.id() != template.id());
        let mut inline = self.under_their_names(&new.inline, &found, moves.is_some())?;
        if let Some(text) = inline_policy {
            let document = Document::parse(text).map_err(|e| Error::field("inline_policy", e))?;
            if let Some(first) = inline.first_mut() {
                first.1 = document;
            }
        }
        let wanted = Wanted {
            role: found.arn.clone(),
            rendered: &new,
            inline: &inline,
            description: None,
            tags: tags(&spec(template, external_id)),
        };
        let mut steps = steps_to(&wanted, Some(&found), &access);
        // Permissions come before trust, so that the role is complete once it can be assumed.
        if !steps.is_empty() {
            let trust = steps.remove(0);
            let place = steps.iter().position(|s| s.call == "iam:TagRole").unwrap_or(steps.len());
            steps.insert(place, trust);
        }
        if let Some(current) = moves {
            let old = documents::rendered(&spec(current, None))?;
            steps.extend(steps_from(&old, &wanted, &found, &access));
        }
        let reach: &Reach = &source.reach;
        steps.extend(
            self.connection_steps(&ConnectSource {
                space: &source.space,
                role: &found.arn,
                external_id,
                template,
                label: source.label.as_ref(),
                reach,
            })
            .await?,
        );
        let (role, account) = (source.role.name(), &source.account);
        let title = match moves {
            Some(_) => format!("Move role {role} in account {account} to {}", template.title()),
            None => format!("Update role {role} in account {account}"),
        };
        Ok(RoleUpdate { title, steps })
    }

    /// The template's inline policies, each under the name its counterpart has on the role: the
    /// name is the user's to choose, and a second policy beside it would leave the first in force.
    /// On a move to another template what looks alike may be the former template's.
    fn under_their_names(
        &self,
        inline: &[(PolicyName, Document)],
        found: &RoleSnapshot,
        moves: bool,
    ) -> Result<Vec<(PolicyName, Document)>, Error> {
        let own = self.own_inline_name(&found.arn)?;
        let mut left = found.inline.clone();
        let mut named = Vec::new();
        for (place, (name, document)) in inline.iter().enumerate() {
            let own = own.as_ref().filter(|_| place == 0);
            let present = counterpart(name, document, own, &left)
                .or_else(|| akin(document, &left).filter(|_| !moves))
                .map_or_else(|| name.clone(), |p| p.name.clone());
            left.retain(|p| p.name != present);
            named.push((present, document.clone()));
        }
        Ok(named)
    }
}

/// Whether AWS is as the step asks, or only asked. Tags say where a role came from and are no part
/// of what it may do.
fn repairs_nothing(step: &Step) -> bool {
    matches!(step.change, Change::Matches | Change::Read)
        || matches!(step.action, Action::TagRole { .. })
}

/// A role can be brought to its own template or to the one that succeeds it.
fn may_follow(current: Option<&Template>, template: &Template) -> Result<(), Error> {
    let allowed = documents::is_for_spaces(template)
        && current.is_none_or(|c| {
            c.id() == template.id() || c.successor().is_some_and(|s| s == template.id())
        });
    if allowed {
        return Ok(());
    }
    Err(Error::field(
        "template",
        "A role can be brought to its own template or to the one that succeeds it.",
    ))
}
