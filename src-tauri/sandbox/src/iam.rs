//! IAM: roles and their policies, with IAM's names, quotas and refusals.

use rolebridge_cloud::{Cause, CloudError, InlinePolicy, NewRole, RoleSnapshot};
use rolebridge_model::{
    Access, AccountId, Partition, PolicyArn, PolicyName, RoleArn, RoleName, Tag,
};
use rolebridge_policy::{Context, Document};

use crate::documents;
use crate::errors::{conflict, invalid, malformed, no_such_role, not_found, quota};
use crate::session::{Session, managed};
use crate::state::{Inline, Role, RoleContent, unique_id};
use crate::world::World;

const TRUST_SIZE: usize = 2048;
const INLINE_SIZE: usize = 10_240;
const ATTACHED: usize = 10;
const ROLES: usize = 1000;
const TAGS: usize = 50;

impl World<'_> {
    pub(crate) fn account_alias(&self, access: &Access) -> Result<Option<String>, CloudError> {
        let session = self.session(access)?;
        self.allow(&session, "iam:ListAccountAliases", "*", Context::default())?;
        Ok(self.state.accounts.get(&session.account).and_then(|a| a.alias.clone()))
    }

    pub(crate) fn read_role(
        &self,
        access: &Access,
        name: &RoleName,
    ) -> Result<Option<RoleSnapshot>, CloudError> {
        let session = self.session(access)?;
        let target = self.role_target(&session.account, name);
        self.allow(&session, "iam:GetRole", &target, Context::default())?;
        let Some(role) = self.find(&session.account, name) else {
            return Ok(None);
        };
        for action in ["iam:ListAttachedRolePolicies", "iam:ListRolePolicies"] {
            self.allow(&session, action, &target, Context::default())?;
        }
        if !role.current.inline.is_empty() {
            self.allow(&session, "iam:GetRolePolicy", &target, Context::default())?;
        }
        Ok(Some(RoleSnapshot {
            arn: role.arn.clone(),
            unique_id: role.id.clone(),
            trust: documents::shown(self.state, &role.current.trust),
            description: role.description.as_ref().map(ToString::to_string),
            max_session_seconds: role.max_session_seconds,
            permissions_boundary: role.current.boundary.clone(),
            tags: role.tags.clone(),
            attached: role.current.attached.clone(),
            inline: role
                .current
                .inline
                .iter()
                .map(|p| InlinePolicy { name: p.name.clone(), document: p.document.clone() })
                .collect(),
            created_at: role.created_at,
        }))
    }

    pub(crate) fn policy_exists(
        &self,
        access: &Access,
        policy: &PolicyArn,
    ) -> Result<bool, CloudError> {
        let session = self.session(access)?;
        self.allow(&session, "iam:GetPolicy", policy.as_str(), Context::default())?;
        Ok(managed(self.state, &session.account, policy).is_some())
    }

    pub(crate) fn create_role(
        &mut self,
        access: &Access,
        new: &NewRole,
    ) -> Result<RoleArn, CloudError> {
        let session = self.session(access)?;
        let arn = RoleArn::new(
            Partition::Aws,
            session.account.clone(),
            new.path.clone(),
            new.name.clone(),
        );
        let action = "iam:CreateRole";
        self.allow(&session, action, &arn.to_string(), Context::default())?;
        if !new.tags.is_empty() {
            self.allow(&session, "iam:TagRole", &arn.to_string(), Context::default())?;
        }
        self.insert_role(&arn, new).map_err(|cause| CloudError::new(action, &arn, cause))?;
        Ok(arn)
    }

    fn insert_role(&mut self, arn: &RoleArn, new: &NewRole) -> Result<(), Cause> {
        if new.path.as_str().starts_with("/aws-service-role/")
            || new.path.as_str().starts_with("/aws-reserved/")
        {
            return Err(invalid(format!(
                "The path {} is reserved for roles that AWS makes.",
                new.path
            )));
        }
        tags(&[], &new.tags)?;
        let trust = documents::trust(self.state, &new.trust)?;
        trust_size(&new.trust)?;
        let now = self.now;
        let account = self.account(arn.account())?;
        let taken = account
            .roles
            .iter()
            .any(|r| r.arn.name().as_str().eq_ignore_ascii_case(new.name.as_str()));
        if taken {
            return Err(Cause::AlreadyExists {
                message: format!("Role with name {} already exists.", new.name),
            });
        }
        if account.roles.len() >= ROLES {
            return Err(quota(format!("Cannot exceed quota for RolesPerAccount: {ROLES}")));
        }
        account.roles.push(Role {
            arn: arn.clone(),
            id: unique_id("AROA"),
            description: new.description.clone(),
            max_session_seconds: 3600,
            tags: new.tags.clone(),
            created_at: now,
            current: RoleContent {
                trust,
                boundary: None,
                attached: Vec::new(),
                inline: Vec::new(),
            },
            earlier: Vec::new(),
        });
        Ok(())
    }

    pub(crate) fn set_trust(
        &mut self,
        access: &Access,
        name: &RoleName,
        text: &str,
    ) -> Result<(), CloudError> {
        self.change_role(access, "iam:UpdateAssumeRolePolicy", name, None, |world, role| {
            let trust = documents::trust(world.state, text)?;
            trust_size(text)?;
            world.edit(role, |content| content.trust = trust)
        })
    }

    pub(crate) fn attach_policy(
        &mut self,
        access: &Access,
        name: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError> {
        self.change_role(access, "iam:AttachRolePolicy", name, Some(policy), |world, role| {
            let content = world.content(role)?;
            if content.attached.contains(policy) {
                return Ok(());
            }
            if managed(world.state, role.account(), policy).is_none() {
                return Err(not_found(format!(
                    "Policy {policy} does not exist or is not attachable."
                )));
            }
            if policy.as_str().contains(":policy/aws-service-role/") {
                return Err(invalid("Cannot attach a Service Role Policy to a Customer Role."));
            }
            if content.attached.len() >= ATTACHED {
                return Err(quota(format!("Cannot exceed quota for PoliciesPerRole: {ATTACHED}")));
            }
            world.edit(role, |content| content.attached.push(policy.clone()))
        })
    }

    pub(crate) fn detach_policy(
        &mut self,
        access: &Access,
        name: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError> {
        let detached =
            self.change_role(access, "iam:DetachRolePolicy", name, Some(policy), |world, role| {
                world.edit(role, |content| content.attached.retain(|p| p != policy))
            });
        missing_is_fine(detached)
    }

    pub(crate) fn put_inline_policy(
        &mut self,
        access: &Access,
        name: &RoleName,
        policy: &InlinePolicy,
    ) -> Result<(), CloudError> {
        self.change_role(access, "iam:PutRolePolicy", name, None, |world, role| {
            let size = documents::permissions(&policy.document)?.size();
            let others: usize = world
                .content(role)?
                .inline
                .iter()
                .filter(|p| p.name != policy.name)
                .map(|p| Document::parse(&p.document).map_or(p.document.len(), |d| d.size()))
                .sum();
            if size + others > INLINE_SIZE {
                return Err(quota(format!(
                    "Maximum policy size of {INLINE_SIZE} bytes exceeded for role {}",
                    role.name()
                )));
            }
            world.edit(role, |content| {
                let document = policy.document.clone();
                match content.inline.iter_mut().find(|p| p.name == policy.name) {
                    Some(same) => same.document = document,
                    None => content.inline.push(Inline { name: policy.name.clone(), document }),
                }
            })
        })
    }

    pub(crate) fn delete_inline_policy(
        &mut self,
        access: &Access,
        name: &RoleName,
        policy: &PolicyName,
    ) -> Result<(), CloudError> {
        let deleted =
            self.change_role(access, "iam:DeleteRolePolicy", name, None, |world, role| {
                world.edit(role, |content| content.inline.retain(|p| p.name != *policy))
            });
        missing_is_fine(deleted)
    }

    pub(crate) fn tag_role(
        &mut self,
        access: &Access,
        name: &RoleName,
        new: &[Tag],
    ) -> Result<(), CloudError> {
        self.change_role(access, "iam:TagRole", name, None, |world, arn| {
            let account = world.account(arn.account())?;
            let role =
                account.role_mut(arn.name()).ok_or_else(|| no_such_role(arn.name().as_str()))?;
            tags(&role.tags, new)?;
            role.tags.retain(|old| !new.iter().any(|t| same_key(t, old)));
            role.tags.extend_from_slice(new);
            Ok(())
        })
    }

    pub(crate) fn delete_role(
        &mut self,
        access: &Access,
        name: &RoleName,
    ) -> Result<(), CloudError> {
        let deleted = self.change_role(access, "iam:DeleteRole", name, None, |world, role| {
            let content = world.content(role)?;
            if !content.attached.is_empty() {
                return Err(conflict("Cannot delete entity, must detach all policies first."));
            }
            if !content.inline.is_empty() {
                return Err(conflict("Cannot delete entity, must delete policies first."));
            }
            world.account(role.account())?.roles.retain(|r| r.arn != *role);
            Ok(())
        });
        missing_is_fine(deleted)
    }

    /// What all changes of a role have in common: permission, then that the role is there and
    /// anybody's to change.
    fn change_role(
        &mut self,
        access: &Access,
        action: &str,
        name: &RoleName,
        policy: Option<&PolicyArn>,
        change: impl FnOnce(&mut Self, &RoleArn) -> Result<(), Cause>,
    ) -> Result<(), CloudError> {
        let session: Session = self.session(access)?;
        let target = self.role_target(&session.account, name);
        let mut keys = Context::default();
        if let Some(policy) = policy {
            keys.set("iam:PolicyARN", vec![policy.to_string()]);
        }
        self.allow(&session, action, &target, keys)?;
        let role = self.find(&session.account, name);
        let made = match role.map(|r| (r.arn.clone(), r.is_protected())) {
            None => Err(no_such_role(name.as_str())),
            Some((_, true)) => Err(Cause::Unmodifiable {
                message: format!(
                    "Cannot perform the operation on the protected role '{name}' - this role is \
                     only modifiable by AWS"
                ),
            }),
            Some((arn, false)) => change(self, &arn),
        };
        made.map_err(|cause| CloudError::new(action, target, cause))
    }

    fn find(&self, account: &AccountId, name: &RoleName) -> Option<&Role> {
        self.state.accounts.get(account)?.role(name)
    }

    fn content(&self, role: &RoleArn) -> Result<&RoleContent, Cause> {
        self.find(role.account(), role.name())
            .map(|r| &r.current)
            .ok_or_else(|| no_such_role(role.name().as_str()))
    }

    fn edit(&mut self, role: &RoleArn, edit: impl FnOnce(&mut RoleContent)) -> Result<(), Cause> {
        let (now, propagation) = (self.now, self.state.settings.propagation);
        let account = self.account(role.account())?;
        account.role_mut(role.name()).ok_or_else(|| no_such_role(role.name().as_str()))?.change(
            now,
            propagation,
            edit,
        );
        Ok(())
    }

    /// The ARN of a role named without its path: the real one, or the one it would have.
    fn role_target(&self, account: &AccountId, name: &RoleName) -> String {
        self.find(account, name).map_or_else(
            || format!("arn:aws:iam::{account}:role/{name}"),
            |role| role.arn.to_string(),
        )
    }
}

/// IAM answers NoSuchEntity both for a missing role and for a missing policy; for what goes away
/// either is fine.
fn missing_is_fine(done: Result<(), CloudError>) -> Result<(), CloudError> {
    match done {
        Err(e) if matches!(e.cause, Cause::NotFound { .. }) => Ok(()),
        done => done,
    }
}

fn trust_size(text: &str) -> Result<(), Cause> {
    let size = Document::parse(text).map_err(|e| malformed(e.to_string()))?.size();
    if size > TRUST_SIZE {
        return Err(quota(format!("Cannot exceed quota for ACLSizePerRole: {TRUST_SIZE}")));
    }
    Ok(())
}

fn same_key(a: &Tag, b: &Tag) -> bool {
    a.key.eq_ignore_ascii_case(&b.key)
}

/// One bad tag fails the whole call.
fn tags(old: &[Tag], new: &[Tag]) -> Result<(), Cause> {
    let allowed = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c);
    for (i, tag) in new.iter().enumerate() {
        let key = tag.key.chars().count();
        if !(1..=128).contains(&key) || !tag.key.chars().all(allowed) {
            return Err(invalid(format!(
                "1 validation error detected: Value '{}' at 'tags.{}.member.key' failed to satisfy \
                 constraint: Member must satisfy regular expression pattern: \
                 [\\p{{L}}\\p{{Z}}\\p{{N}}_.:/=+\\-@]+",
                tag.key,
                i + 1
            )));
        }
        if tag.value.chars().count() > 256 || !tag.value.chars().all(allowed) {
            return Err(invalid(format!(
                "1 validation error detected: Value '{}' at 'tags.{}.member.value' failed to \
                 satisfy constraint: Member must satisfy regular expression pattern: \
                 [\\p{{L}}\\p{{Z}}\\p{{N}}_.:/=+\\-@]*",
                tag.value,
                i + 1
            )));
        }
        if tag.key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid("Caller is not an internal service and cannot use system tags."));
        }
        if new[..i].iter().any(|t| same_key(t, tag)) {
            return Err(invalid(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
    }
    let kept = old.iter().filter(|old| !new.iter().any(|t| same_key(t, old))).count();
    if kept + new.len() > TAGS {
        return Err(quota(format!("Cannot exceed quota for TagsPerRole: {TAGS}")));
    }
    Ok(())
}
