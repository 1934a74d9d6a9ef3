//! Updating the role of a source.

use rolebridge_model::{Plan, PlanKind, Reach, SourceId, TemplateId};
use rolebridge_policy::{Document, Template};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Session,
    connection::ConnectSource,
    documents::{self, ExternalIdUse, RoleSpec, external_id_use},
    onboard::tags,
    role::{Wanted, steps_from, steps_to},
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

impl Session {
    /// What it takes to bring the role of a source to a template: its own, or the successor.
    ///
    /// # Errors
    /// [`Error::Refused`] if the account can't be reached or the role is gone; [`Error::Invalid`]
    /// for an inline policy that is none; what AWS said when the role was read.
    pub async fn plan_update(&self, request: &UpdateRequest) -> Result<Plan, Error> {
        let source = self.store.source(request.source)?.source;
        let template = documents::template(&request.template)?;
        let current = source.template.as_ref().and_then(|id| documents::template(id).ok());
        may_follow(current, template)?;
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
        may_follow(current, template)?;
        let primary = self.primary_role(&source.space)?;
        // One that was the space's own comes from the old template, not from a person.
        let filled_in = current.is_some_and(|c| external_id_use(c) == ExternalIdUse::FromSpace);
        let external_id = match external_id_use(template) {
            ExternalIdUse::Optional | ExternalIdUse::Required if !filled_in => {
                source.external_id.as_ref()
            }
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
        let mut inline = new.inline.clone();
        // The role's own name for the policy is kept, whatever the template suggests.
        let own = self.own_inline_name(&found.arn)?;
        for (place, (name, document)) in inline.iter_mut().enumerate() {
            let same = found.inline.iter().find(|p| {
                Document::parse(&p.document)
                    .is_ok_and(|d| rolebridge_policy::equivalent(&d, document))
            });
            let named =
                || found.inline.iter().find(|p| place == 0 && own.as_ref() == Some(&p.name));
            if let Some(present) = same.or_else(named) {
                *name = present.name.clone();
            }
        }
        if let Some(text) = &request.inline_policy {
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
        if let Some(current) = current.filter(|c| c.id() != template.id()) {
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
        let title = match current {
            Some(c) if c.id() != template.id() => format!(
                "Move role {} in account {} to {}",
                source.role.name(),
                source.account,
                template.title()
            ),
            _ => format!("Update role {} in account {}", source.role.name(), source.account),
        };
        self.propose(
            PlanKind::UpdateSource,
            title,
            Some(source.space.clone()),
            vec![source.id],
            None,
            steps,
        )
        .await
    }
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
