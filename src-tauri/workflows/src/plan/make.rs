//! Making one step so: look, act only if needed, refuse if what is there is not what the plan was
//! shown for.

use std::time::Duration;

use jiff::SignedDuration;
use rolebridge_cloud::{
    Cause, CloudError, CreateAgentSpace, CreateAssociation, InlinePolicy, NewRole, RoleSnapshot,
};
use rolebridge_model::{
    Access, Action, ActivityResult, AgentSpace, AssociationKind, AssociationStatus, Plan, Region,
    RoleArn, RoleName, SourceStatus, SpaceRef, Step,
};
use rolebridge_policy::Document;
use tokio_util::sync::CancellationToken;

use super::run::Made;
use crate::{Error, Session, connection::Connection, progress::Event};

/// Waits between tries while something made seconds ago is not known everywhere yet.
const PATIENCE: [u64; 5] = [1, 2, 4, 8, 15];
/// How long AWS surely remembers a client token; it says eight hours.
const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(7);
/// How far this computer's clock may be from AWS's, which refuses requests beyond it.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(15);

impl Session {
    /// Makes a step so. `begun_before` says that it was under way when the app stopped.
    pub(super) async fn make(
        &self,
        plan: &mut Plan,
        index: usize,
        begun_before: bool,
        cancel: &CancellationToken,
    ) -> Result<Made, Error> {
        let step = plan.steps[index].clone();
        let ended = self.make_so(plan, &step, begun_before, cancel).await;
        let changed = match &ended {
            // Begun before and found done now: it was changed then, or as good as now.
            Ok(made) => made.changed || begun_before,
            Err(error) => may_have_happened(error, &step.call),
        };
        if changed && let Some(role) = role_changed(&step.action) {
            self.note_role_change(role)?;
        }
        ended
    }

    async fn make_so(
        &self,
        plan: &mut Plan,
        step: &Step,
        begun_before: bool,
        cancel: &CancellationToken,
    ) -> Result<Made, Error> {
        let access = &step.access;
        Ok(match &step.action {
            Action::EnsureRole { role, trust, description, tags } => {
                self.ensure_role(
                    access,
                    role,
                    NewRole {
                        path: role.path().clone(),
                        name: role.name().clone(),
                        trust: trust.clone(),
                        description: description.clone(),
                        tags: tags.clone(),
                    },
                    cancel,
                )
                .await?
            }
            Action::SetTrust { role, trust } => self.set_trust(step, role, trust, cancel).await?,
            Action::AttachPolicy { role, policy } => {
                if self.found(access, role.name(), cancel).await?.attached.contains(policy) {
                    Made::already()
                } else {
                    self.cloud.attach_policy(access, role.name(), policy).await?;
                    Made::so()
                }
            }
            Action::DetachPolicy { role, policy } => {
                match self.cloud.read_role(access, role.name()).await? {
                    Some(found) if found.attached.contains(policy) => {
                        self.cloud.detach_policy(access, role.name(), policy).await?;
                        Made::so()
                    }
                    _ => Made::already(),
                }
            }
            Action::PutInlinePolicy { role, name, document } => {
                let found = self.found(access, role.name(), cancel).await?;
                let present = found.inline.iter().find(|p| &p.name == name).map(|p| &p.document);
                self.note_inline_name(role, name)?;
                if present.is_some_and(|p| same(p, document)) {
                    Made::already()
                } else {
                    self.as_shown(
                        step,
                        present.map(String::as_str),
                        &format!("inline policy {name}"),
                    )?;
                    let policy = InlinePolicy { name: name.clone(), document: document.clone() };
                    self.cloud.put_inline_policy(access, role.name(), &policy).await?;
                    Made::so()
                }
            }
            Action::DeleteInlinePolicy { role, name } => {
                let found = self.cloud.read_role(access, role.name()).await?;
                let present = found.and_then(|f| f.inline.into_iter().find(|p| &p.name == name));
                match present {
                    None => Made::already(),
                    Some(p) => {
                        self.as_shown(step, Some(&p.document), &format!("inline policy {name}"))?;
                        self.cloud.delete_inline_policy(access, role.name(), name).await?;
                        Made::so()
                    }
                }
            }
            Action::TagRole { role, tags } => {
                let found = self.found(access, role.name(), cancel).await?;
                if tags.iter().all(|t| found.tags.contains(t)) {
                    Made::already()
                } else {
                    self.cloud.tag_role(access, role.name(), tags).await?;
                    Made::so()
                }
            }
            Action::DeleteRole { role } => match self.cloud.read_role(access, role.name()).await? {
                None => Made::already(),
                Some(found) => {
                    if !found.attached.is_empty() || !found.inline.is_empty() {
                        return Err(Error::refused(
                            format!("{} has policies the plan did not show.", role.name()),
                            "Make the plan again to see them.",
                        ));
                    }
                    self.as_shown(step, Some(&found.trust), "trust policy")?;
                    self.cloud.delete_role(access, role.name()).await?;
                    Made::so()
                }
            },
            Action::CreateSpace { region, name, description, client_token, .. } => {
                let new = CreateAgentSpace {
                    name: name.clone(),
                    description: description.clone(),
                    client_token: client_token.clone(),
                };
                let known = if begun_before {
                    self.made_before_the_crash(plan, access, region, &new).await?
                } else {
                    None
                };
                let space = match known {
                    Some(space) => space,
                    None => self.cloud.create_agent_space(access, region, &new).await?,
                };
                self.store.put_space(&space)?;
                plan.space = Some(space.space);
                self.tell(Event::Spaces);
                Made::so()
            }
            Action::ConnectPrimary { role, client_token, .. } => {
                self.connect_primary(plan, access, role, client_token, cancel).await?
            }
            Action::ConnectSource {
                space,
                role,
                external_id,
                template,
                label,
                reach,
                client_token,
            } => {
                let (source, changed) = self
                    .connect_source(&Connection {
                        space,
                        role,
                        external_id: external_id.as_ref(),
                        template,
                        label: label.as_ref(),
                        reach,
                        client_token,
                    })
                    .await?;
                if !plan.sources.contains(&source.id) {
                    plan.sources.push(source.id);
                }
                self.tell(Event::Sources { space: space.clone() });
                if changed { Made::so() } else { Made::already() }
            }
            Action::Disconnect { space, association, source } => {
                let known = self.store.source(*source).ok().map(|r| r.source);
                if let Some(association) = association {
                    self.cloud.disassociate(access, space, association).await?;
                    self.associations_changed(space).await;
                }
                self.store.remove_source(*source)?;
                if let Some(known) = known {
                    self.log(
                        &step.call,
                        Some(&known.account),
                        &known.role,
                        ActivityResult::Succeeded,
                        format!(
                            "Disconnected from {}. The role stays unless it is deleted too.",
                            space.id
                        ),
                    );
                }
                self.tell(Event::Sources { space: space.clone() });
                Made::so()
            }
            Action::DeleteSpace { space } => self.delete_space(access, space).await?,
            Action::Verify { space, account } => {
                let source = self.source_of(space, account, &plan.sources)?.ok_or_else(|| {
                    Error::refused("The source is not connected.", "Refresh the agent space.")
                })?;
                let verified = self.verify_one(source.id, cancel).await?;
                let reason = self.store.source(source.id)?.source.status_reason;
                let mut made = Made::so();
                made.message = Some(match (&reason, verified.status) {
                    (Some(reason), status) => format!("{}. {reason}", status.label()),
                    (None, status) => format!("{}.", status.label()),
                });
                if verified.status.needs_attention() || verified.status == SourceStatus::Propagating
                {
                    made.remedy = verified.checks.iter().find_map(|c| c.remedy.clone());
                }
                made
            }
        })
    }

    async fn delete_space(&self, access: &Access, space: &SpaceRef) -> Result<Made, Error> {
        let there = self.cloud.get_agent_space(access, space).await?.is_some();
        if there {
            let all = self.cloud.list_associations(access, space).await?;
            if let Some(new) = all.iter().find(|a| a.kind == AssociationKind::Source) {
                return Err(Error::refused(
                    format!("Account {} is connected, which the plan did not show.", new.account),
                    "Make the plan again to see what the space has now.",
                ));
            }
            self.cloud.delete_agent_space(access, space).await?;
        }
        self.store.remove_space(space)?;
        self.tell(Event::Spaces);
        self.tell(Event::Drafts);
        Ok(if there { Made::so() } else { Made::already() })
    }

    /// The space an interrupted step made, where AWS has forgotten the token that would say so.
    async fn made_before_the_crash(
        &self,
        plan: &Plan,
        access: &Access,
        region: &Region,
        new: &CreateAgentSpace,
    ) -> Result<Option<AgentSpace>, Error> {
        if self.clock.now().duration_since(plan.created_at) < TOKEN_LIFE {
            return Ok(None);
        }
        let all = self.cloud.list_agent_spaces(access, region).await?;
        Ok(all.into_iter().find(|s| {
            s.name == new.name
                && s.description == new.description
                && s.created_at.duration_since(plan.created_at) > -CLOCKS_APART
        }))
    }

    async fn ensure_role(
        &self,
        access: &Access,
        role: &RoleArn,
        new: NewRole,
        cancel: &CancellationToken,
    ) -> Result<Made, Error> {
        if let Some(found) = self.cloud.read_role(access, role.name()).await? {
            // Made by this step before a crash, or by somebody else since the plan was shown.
            return if same(&found.trust, &new.trust) {
                Ok(Made::already())
            } else {
                Err(Error::refused(
                    format!("A role {} exists by now, with another trust policy.", role.name()),
                    "Make the plan again to see how it differs.",
                ))
            };
        }
        let mut waits = PATIENCE.into_iter();
        loop {
            match self.cloud.create_role(access, &new).await {
                Ok(_) => return Ok(Made::so()),
                // A principal made moments ago may not be known yet.
                Err(error) if matches!(error.cause, Cause::InvalidPrincipal { .. }) => {
                    match waits.next() {
                        Some(wait) if !cancel.is_cancelled() => {
                            self.clock.sleep(Duration::from_secs(wait)).await;
                        }
                        _ => return Err(error.into()),
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn set_trust(
        &self,
        step: &Step,
        role: &RoleArn,
        trust: &str,
        cancel: &CancellationToken,
    ) -> Result<Made, Error> {
        let found = self.found(&step.access, role.name(), cancel).await?;
        if same(&found.trust, trust) {
            return Ok(Made::already());
        }
        self.as_shown(step, Some(&found.trust), "trust policy")?;
        self.cloud.set_trust(&step.access, role.name(), trust).await?;
        Ok(Made::so())
    }

    async fn connect_primary(
        &self,
        plan: &Plan,
        access: &Access,
        role: &RoleArn,
        client_token: &str,
        cancel: &CancellationToken,
    ) -> Result<Made, Error> {
        let space = plan.space.as_ref().ok_or_else(|| {
            Error::refused(
                "The agent space was not made.",
                "Carry out the plan from its first step.",
            )
        })?;
        let all = self.cloud.list_associations(access, space).await?;
        let found = all.into_iter().find(|a| a.kind == AssociationKind::Monitor);
        let already = found.as_ref().is_some_and(|a| &a.role == role);
        let association = match found {
            Some(a) if already => a,
            Some(a) => {
                return Err(Error::refused(
                    format!("The agent space is connected to the primary role {} already.", a.role),
                    "Change it in the console if another role is meant.",
                ));
            }
            None => {
                let new = CreateAssociation {
                    kind: AssociationKind::Monitor,
                    role: role.clone(),
                    external_id: None,
                    client_token: client_token.to_owned(),
                };
                let mut waits = PATIENCE.into_iter();
                loop {
                    match self.cloud.associate(access, space, &new).await {
                        Ok(a) => break a,
                        Err(e)
                            if matches!(
                                e.cause,
                                Cause::Invalid { .. } | Cause::InvalidPrincipal { .. }
                            ) =>
                        {
                            match waits.next() {
                                Some(wait) if !cancel.is_cancelled() => {
                                    self.clock.sleep(Duration::from_secs(wait)).await;
                                }
                                _ => return Err(e.into()),
                            }
                        }
                        Err(e) => return Err(e.into()),
                    }
                }
            }
        };
        self.store.set_primary(space, Some(&association))?;
        self.associations_changed(space).await;
        let primary = self.wait_for_primary(space, role, cancel).await?;
        self.store.set_primary(space, primary.as_ref().or(Some(&association)))?;
        self.tell(Event::Sources { space: space.clone() });
        let mut made = if already { Made::already() } else { Made::so() };
        if primary.is_none_or(|a| a.status != AssociationStatus::Valid) {
            made.message = Some("AWS has not accepted the primary role yet.".into());
            made.remedy = Some(
                "Open the agent space in a few minutes. If it still says so, compare the role with \
                 the documents shown here."
                    .into(),
            );
        }
        Ok(made)
    }

    /// The role, which an earlier step made or the plan was shown for. A moment's patience covers a
    /// role that was made seconds ago.
    async fn found(
        &self,
        access: &Access,
        name: &RoleName,
        cancel: &CancellationToken,
    ) -> Result<RoleSnapshot, Error> {
        let mut waits = PATIENCE.into_iter();
        loop {
            if let Some(found) = self.cloud.read_role(access, name).await? {
                return Ok(found);
            }
            match waits.next() {
                Some(wait) if !cancel.is_cancelled() => {
                    self.clock.sleep(Duration::from_secs(wait)).await;
                }
                _ => {
                    return Err(Error::refused(
                        format!("The role {name} is not there any more."),
                        "Make the plan again.",
                    ));
                }
            }
        }
    }

    /// Refuses to write over a document that is not the one the user was shown.
    fn as_shown(&self, step: &Step, present: Option<&str>, what: &str) -> Result<(), Error> {
        let as_shown = match (&step.before, present) {
            (None, None) => true,
            (Some(shown), Some(present)) => same(shown, present),
            _ => false,
        };
        if as_shown {
            Ok(())
        } else {
            Err(Error::refused(
                format!("The {what} was changed by somebody else after this plan was shown."),
                "Make the plan again to see what is there now. Nothing was overwritten.",
            ))
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    a == b
        || match (Document::parse(a), Document::parse(b)) {
            (Ok(a), Ok(b)) => rolebridge_policy::equivalent(&a, &b),
            _ => false,
        }
}

/// Whether AWS may have carried out a step's call although it failed for us.
fn may_have_happened(error: &Error, call: &str) -> bool {
    let Error::Cloud(CloudError { operation, cause, .. }) = error else { return false };
    let unclear =
        matches!(cause, Cause::Timeout { .. } | Cause::Unreachable { .. } | Cause::Internal { .. });
    unclear && operation == call
}

/// The role whose trust or permissions a step changes, which AWS needs time to spread.
const fn role_changed(action: &Action) -> Option<&RoleArn> {
    match action {
        Action::EnsureRole { role, .. }
        | Action::SetTrust { role, .. }
        | Action::AttachPolicy { role, .. }
        | Action::DetachPolicy { role, .. }
        | Action::PutInlinePolicy { role, .. }
        | Action::DeleteInlinePolicy { role, .. } => Some(role),
        _ => None,
    }
}
