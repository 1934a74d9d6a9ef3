//! Roles and their policies.

use std::time::Duration;

use aws_sdk_iam::types;
use percent_encoding::percent_decode_str;
use rolebridge_model::{PolicyArn, PolicyName, RoleArn, RoleName, Tag, Timestamp};

use super::clients::Session;
use super::sts::unexpected;
use super::time::timestamp;
use crate::{Cause, CloudError, InlinePolicy, NewRole, RoleSnapshot};

/// A role made moments ago may show its unique id (`AROA...`) where its ARN belongs. Reading it
/// again shortly after cures that.
const REREAD_AFTER: Duration = Duration::from_millis(500);
const REREADS: u32 = 6;

pub(crate) async fn account_alias(session: &Session) -> Result<Option<String>, CloudError> {
    let iam = session.iam().await;
    let answer = iam
        .list_account_aliases()
        .send()
        .await
        .map_err(|e| iam.failure("iam:ListAccountAliases", session.whose(), &e))?;
    // An account has at most one.
    Ok(answer.account_aliases.into_iter().next())
}

pub(crate) async fn read_role(
    session: &Session,
    name: &RoleName,
) -> Result<Option<RoleSnapshot>, CloudError> {
    let Some((role, arn)) = get_role(session, name).await? else {
        return Ok(None);
    };
    let lists = tokio::try_join!(attached(session, name), inline(session, name));
    let (attached, inline) = match lists {
        // The role was deleted between the calls.
        Err(e) if is_not_found(&e) => return Ok(None),
        other => other?,
    };
    Ok(Some(RoleSnapshot {
        arn,
        unique_id: role.role_id,
        trust: decoded(role.assume_role_policy_document.as_deref().unwrap_or_default()),
        description: role.description.filter(|d| !d.is_empty()),
        max_session_seconds: role
            .max_session_duration
            .and_then(|s| u32::try_from(s).ok())
            .unwrap_or(3600),
        permissions_boundary: role
            .permissions_boundary
            .and_then(|b| b.permissions_boundary_arn)
            .and_then(|arn| policy_arn(&arn)),
        // GetRole returns all of them, so no ListRoleTags and no permission for it.
        tags: role
            .tags
            .unwrap_or_default()
            .into_iter()
            .map(|t| Tag { key: t.key, value: t.value })
            .collect(),
        attached,
        inline,
        created_at: timestamp(&role.create_date).unwrap_or(Timestamp::UNIX_EPOCH),
    }))
}

/// The role, once its ARN is one.
async fn get_role(
    session: &Session,
    name: &RoleName,
) -> Result<Option<(types::Role, RoleArn)>, CloudError> {
    const OPERATION: &str = "iam:GetRole";
    for reread in 0..=REREADS {
        if reread > 0 {
            tokio::time::sleep(REREAD_AFTER).await;
        }
        let iam = session.iam().await;
        let role = match iam.get_role().role_name(name.as_str()).send().await {
            Ok(answer) => answer.role,
            Err(e) => {
                let e = iam.failure(OPERATION, name, &e);
                return if is_not_found(&e) { Ok(None) } else { Err(e) };
            }
        };
        let Some(role) = role else { break };
        if let Ok(arn) = RoleArn::parse(&role.arn) {
            return Ok(Some((role, arn)));
        }
        tracing::warn!(role = %name, arn = role.arn, "the role's ARN is not one yet");
    }
    Err(unexpected(OPERATION, name, "the role's ARN can't be read"))
}

async fn attached(session: &Session, name: &RoleName) -> Result<Vec<PolicyArn>, CloudError> {
    const OPERATION: &str = "iam:ListAttachedRolePolicies";
    let mut found = Vec::new();
    let mut marker = None;
    loop {
        let iam = session.iam().await;
        let page = iam
            .list_attached_role_policies()
            .role_name(name.as_str())
            .set_marker(marker)
            .send()
            .await
            .map_err(|e| iam.failure(OPERATION, name, &e))?;
        found.extend(
            page.attached_policies
                .unwrap_or_default()
                .iter()
                .filter_map(types::AttachedPolicy::policy_arn)
                .filter_map(policy_arn),
        );
        marker = page.marker.filter(|_| page.is_truncated);
        if marker.is_none() {
            return Ok(found);
        }
    }
}

async fn inline(session: &Session, name: &RoleName) -> Result<Vec<InlinePolicy>, CloudError> {
    const OPERATION: &str = "iam:ListRolePolicies";
    let mut names = Vec::new();
    let mut marker = None;
    loop {
        let iam = session.iam().await;
        let page = iam
            .list_role_policies()
            .role_name(name.as_str())
            .set_marker(marker)
            .send()
            .await
            .map_err(|e| iam.failure(OPERATION, name, &e))?;
        names.extend(page.policy_names);
        marker = page.marker.filter(|_| page.is_truncated);
        if marker.is_none() {
            break;
        }
    }
    let mut found = Vec::with_capacity(names.len());
    for policy in names {
        let Ok(policy) = PolicyName::parse(&policy) else {
            tracing::warn!(role = %name, policy, "skipping an inline policy with an unusual name");
            continue;
        };
        if let Some(document) = inline_document(session, name, &policy).await? {
            found.push(InlinePolicy { name: policy, document });
        }
    }
    Ok(found)
}

async fn inline_document(
    session: &Session,
    role: &RoleName,
    policy: &PolicyName,
) -> Result<Option<String>, CloudError> {
    let iam = session.iam().await;
    let answer =
        iam.get_role_policy().role_name(role.as_str()).policy_name(policy.as_str()).send().await;
    match answer {
        Ok(answer) => Ok(Some(decoded(&answer.policy_document))),
        Err(e) => {
            let e = iam.failure("iam:GetRolePolicy", role, &e);
            // Deleted since it was listed.
            if is_not_found(&e) { Ok(None) } else { Err(e) }
        }
    }
}

pub(crate) async fn policy_exists(
    session: &Session,
    policy: &PolicyArn,
) -> Result<bool, CloudError> {
    let iam = session.iam().await;
    let answer = iam.get_policy().policy_arn(policy.as_str()).send().await;
    match answer {
        Ok(_) => Ok(true),
        Err(e) => {
            let e = iam.failure("iam:GetPolicy", policy, &e);
            if is_not_found(&e) { Ok(false) } else { Err(e) }
        }
    }
}

pub(crate) async fn create_role(session: &Session, role: &NewRole) -> Result<RoleArn, CloudError> {
    const OPERATION: &str = "iam:CreateRole";
    let tags = sdk_tags(OPERATION, &role.name, &role.tags)?;
    let iam = session.iam().await;
    let answer = iam
        .create_role()
        .path(role.path.as_str())
        .role_name(role.name.as_str())
        .assume_role_policy_document(&role.trust)
        .set_description(role.description.as_ref().map(ToString::to_string))
        .set_tags(Some(tags).filter(|t| !t.is_empty()))
        .send()
        .await
        .map_err(|e| iam.failure(OPERATION, &role.name, &e))?;
    let arn = answer.role.and_then(|r| RoleArn::parse(&r.arn).ok());
    if let Some(arn) = arn {
        return Ok(arn);
    }
    let read = get_role(session, &role.name).await?;
    read.map(|(_, arn)| arn)
        .ok_or_else(|| unexpected(OPERATION, &role.name, "the new role can't be read"))
}

pub(crate) async fn set_trust(
    session: &Session,
    role: &RoleName,
    trust: &str,
) -> Result<(), CloudError> {
    let iam = session.iam().await;
    iam.update_assume_role_policy()
        .role_name(role.as_str())
        .policy_document(trust)
        .send()
        .await
        .map_err(|e| iam.failure("iam:UpdateAssumeRolePolicy", role, &e))?;
    Ok(())
}

pub(crate) async fn attach_policy(
    session: &Session,
    role: &RoleName,
    policy: &PolicyArn,
) -> Result<(), CloudError> {
    let iam = session.iam().await;
    iam.attach_role_policy()
        .role_name(role.as_str())
        .policy_arn(policy.as_str())
        .send()
        .await
        .map_err(|e| iam.failure("iam:AttachRolePolicy", role, &e))?;
    Ok(())
}

pub(crate) async fn detach_policy(
    session: &Session,
    role: &RoleName,
    policy: &PolicyArn,
) -> Result<(), CloudError> {
    let iam = session.iam().await;
    let answer = iam
        .detach_role_policy()
        .role_name(role.as_str())
        .policy_arn(policy.as_str())
        .send()
        .await
        .map_err(|e| iam.failure("iam:DetachRolePolicy", role, &e));
    gone(answer)
}

pub(crate) async fn put_inline_policy(
    session: &Session,
    role: &RoleName,
    policy: &InlinePolicy,
) -> Result<(), CloudError> {
    let iam = session.iam().await;
    iam.put_role_policy()
        .role_name(role.as_str())
        .policy_name(policy.name.as_str())
        .policy_document(&policy.document)
        .send()
        .await
        .map_err(|e| iam.failure("iam:PutRolePolicy", role, &e))?;
    Ok(())
}

pub(crate) async fn delete_inline_policy(
    session: &Session,
    role: &RoleName,
    policy: &PolicyName,
) -> Result<(), CloudError> {
    let iam = session.iam().await;
    let answer = iam
        .delete_role_policy()
        .role_name(role.as_str())
        .policy_name(policy.as_str())
        .send()
        .await
        .map_err(|e| iam.failure("iam:DeleteRolePolicy", role, &e));
    gone(answer)
}

pub(crate) async fn tag_role(
    session: &Session,
    role: &RoleName,
    tags: &[Tag],
) -> Result<(), CloudError> {
    const OPERATION: &str = "iam:TagRole";
    let tags = sdk_tags(OPERATION, role, tags)?;
    if tags.is_empty() {
        return Ok(());
    }
    let iam = session.iam().await;
    iam.tag_role()
        .role_name(role.as_str())
        .set_tags(Some(tags))
        .send()
        .await
        .map_err(|e| iam.failure(OPERATION, role, &e))?;
    Ok(())
}

pub(crate) async fn delete_role(session: &Session, role: &RoleName) -> Result<(), CloudError> {
    let iam = session.iam().await;
    let answer = iam
        .delete_role()
        .role_name(role.as_str())
        .send()
        .await
        .map_err(|e| iam.failure("iam:DeleteRole", role, &e));
    gone(answer)
}

/// Deleting what is not there is done already.
fn gone<T>(answer: Result<T, CloudError>) -> Result<(), CloudError> {
    match answer {
        Err(e) if !is_not_found(&e) => Err(e),
        _ => Ok(()),
    }
}

const fn is_not_found(error: &CloudError) -> bool {
    matches!(error.cause, Cause::NotFound { .. })
}

/// IAM returns documents encoded after RFC 3986; `+` stands for itself.
fn decoded(document: &str) -> String {
    percent_decode_str(document).decode_utf8_lossy().into_owned()
}

fn policy_arn(text: &str) -> Option<PolicyArn> {
    let parsed = PolicyArn::parse(text);
    if parsed.is_err() {
        tracing::warn!(arn = text, "skipping a policy whose ARN has an unusual form");
    }
    parsed.ok()
}

fn sdk_tags(operation: &str, role: &RoleName, tags: &[Tag]) -> Result<Vec<types::Tag>, CloudError> {
    tags.iter()
        .map(|t| {
            types::Tag::builder().key(&t.key).value(&t.value).build().map_err(|e| {
                let cause = Cause::Invalid { message: e.to_string(), fields: Vec::new() };
                CloudError::new(operation, role, cause)
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_decoded_and_plus_stays() {
        assert_eq!(decoded("%7B%22a%22%3A%20%22x%2By+z%C3%A9%22%7D"), "{\"a\": \"x+y+z\u{e9}\"}");
        // What isn't encoded stays as it is.
        assert_eq!(decoded("{\"a\":\"50 %\"}"), "{\"a\":\"50 %\"}");
    }
}
