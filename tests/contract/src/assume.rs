//! Assuming roles across accounts: both sides, the external ID, and acting as the role.

use rolebridge_cloud::{AssumeChain, AssumeRole, CloudError, InlinePolicy};
use rolebridge_model::{
    Access, Caller, PolicyName, RoleArn, SessionDuration, SessionName, SessionTag, TagKey,
    TagValue, Timestamp,
};
use serde_json::json;

use crate::check::{
    Verdict, account_principal, document, ensure, equal, external_id, managed, plain_role,
    refused_as, role_arn, trouble, trusting, trusting_primary,
};
use crate::{Stage, Trouble};

/// A role in the secondary account with this trust.
async fn role_with(stage: &dyn Stage, name: &str, trust: &str) -> Result<RoleArn, Trouble> {
    Ok(stage.cloud().create_role(&stage.secondary(), &plain_role(name, trust)?).await?)
}

async fn attempt(
    stage: &dyn Stage,
    role: &RoleArn,
    id: Option<&str>,
) -> Result<Result<Caller, CloudError>, Trouble> {
    let id = match id {
        Some(id) => external_id(id)?,
        None => None,
    };
    Ok(stage.cloud().try_assume(&stage.primary().through(role.clone(), id)).await)
}

pub(crate) async fn who_we_are(stage: &dyn Stage) -> Verdict {
    let cloud = stage.cloud();
    let caller = cloud.caller(&stage.primary()).await?;
    equal("the primary account", &caller.account, &stage.primary_account())?;
    ensure(caller.arn.contains(stage.primary_account().as_str()), "the ARN is of another account")?;
    let caller = cloud.caller(&stage.secondary()).await?;
    equal("the secondary account", &caller.account, &stage.secondary_account())
}

pub(crate) async fn the_right_external_id(stage: &dyn Stage) -> Verdict {
    let role = role_with(stage, "Contract-Ext", &trusting_primary(stage, Some("Ext-1"))).await?;
    let caller = attempt(stage, &role, Some("Ext-1")).await??;
    equal("the account", &caller.account, &stage.secondary_account())?;
    let session = format!("arn:aws:sts::{}:assumed-role/Contract-Ext/", stage.secondary_account());
    ensure(caller.arn.starts_with(&session), &format!("we are {}", caller.arn))?;
    ensure(caller.user_id.starts_with("AROA"), "the user id does not begin with AROA")
}

pub(crate) async fn the_wrong_external_id(stage: &dyn Stage) -> Verdict {
    let role = role_with(stage, "Contract-Ext2", &trusting_primary(stage, Some("Ext-1"))).await?;
    refused_as!(attempt(stage, &role, None).await?, AssumeRoleDenied)?;
    refused_as!(attempt(stage, &role, Some("Ext-2")).await?, AssumeRoleDenied)?;
    refused_as!(attempt(stage, &role, Some("ext-1")).await?, AssumeRoleDenied)?;
    // The role is named, so that a chain shows where it broke.
    match attempt(stage, &role, None).await? {
        Err(e) => equal("the target", &e.target, &role.to_string()),
        Ok(_) => Err(trouble("it passed the second time")),
    }
}

pub(crate) async fn an_external_id_nobody_asked_for(stage: &dyn Stage) -> Verdict {
    let role = role_with(stage, "Contract-NoExt", &trusting_primary(stage, None)).await?;
    attempt(stage, &role, Some("Ext-1")).await??;
    attempt(stage, &role, None).await??;
    Ok(())
}

pub(crate) async fn a_role_that_trusts_somebody_else(stage: &dyn Stage) -> Verdict {
    let own = trusting(&account_principal(&stage.secondary_account()), None);
    let role = role_with(stage, "Contract-Else", &own).await?;
    refused_as!(attempt(stage, &role, None).await?, AssumeRoleDenied)
}

pub(crate) async fn a_role_that_trusts_a_service(stage: &dyn Stage) -> Verdict {
    let trust = document(&json!({
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "aidevops.amazonaws.com"},
    }));
    let role = role_with(stage, "Contract-Service", &trust).await?;
    refused_as!(attempt(stage, &role, None).await?, AssumeRoleDenied)
}

pub(crate) async fn a_role_that_is_not_there(stage: &dyn Stage) -> Verdict {
    let role = role_arn(&stage.secondary_account(), "Contract-Nobody")?;
    refused_as!(attempt(stage, &role, None).await?, AssumeRoleDenied)
}

pub(crate) async fn a_trust_that_was_put_right(stage: &dyn Stage) -> Verdict {
    let role = role_with(stage, "Contract-Right", &trusting_primary(stage, Some("Ext-1"))).await?;
    refused_as!(attempt(stage, &role, Some("Ext-2")).await?, AssumeRoleDenied)?;
    let right = trusting_primary(stage, Some("Ext-2"));
    stage.cloud().set_trust(&stage.secondary(), role.name(), &right).await?;
    attempt(stage, &role, Some("Ext-2")).await??;
    // And the other way round: a session from before must not hide it.
    refused_as!(attempt(stage, &role, Some("Ext-1")).await?, AssumeRoleDenied)
}

pub(crate) async fn acting_as_the_role(stage: &dyn Stage) -> Verdict {
    let cloud = stage.cloud();
    let role = role_with(stage, "Contract-Act", &trusting_primary(stage, None)).await?;
    let admin = managed("AdministratorAccess")?;
    cloud.attach_policy(&stage.secondary(), role.name(), &admin).await?;
    let access = stage.primary().through(role.clone(), None);
    let caller = cloud.caller(&access).await?;
    equal("the account", &caller.account, &stage.secondary_account())?;
    let read = cloud.read_role(&access, role.name()).await?;
    let read = read.ok_or_else(|| trouble("the role does not see itself"))?;
    equal("the role", &read.arn, &role)
}

pub(crate) async fn acting_without_permission(stage: &dyn Stage) -> Verdict {
    let cloud = stage.cloud();
    let role = role_with(stage, "Contract-Bare", &trusting_primary(stage, None)).await?;
    let access = stage.primary().through(role.clone(), None);
    refused_as!(cloud.read_role(&access, role.name()).await, AccessDenied)
}

pub(crate) async fn over_two_roles(stage: &dyn Stage) -> Verdict {
    let cloud = stage.cloud();
    let first = role_with(stage, "Contract-First", &trusting_primary(stage, None)).await?;
    let trust = trusting(&first.to_string(), None);
    let new = plain_role("Contract-Second", &trust)?;
    let second = cloud.create_role(&stage.primary(), &new).await?;
    let access = stage.primary().through(first.clone(), None).through(second.clone(), None);
    // The trust alone is not enough across accounts.
    refused_as!(cloud.try_assume(&access).await, AssumeRoleDenied)?;
    let policy = InlinePolicy {
        name: PolicyName::parse("AssumeSecond")?,
        document: document(&json!({
            "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": second.to_string(),
        })),
    };
    cloud.put_inline_policy(&stage.secondary(), first.name(), &policy).await?;
    let caller = cloud.try_assume(&access).await?;
    equal("the account", &caller.account, &stage.primary_account())?;
    let caller = cloud.caller(&access).await?;
    ensure(caller.arn.contains(":assumed-role/Contract-Second/"), &format!("we are {}", caller.arn))
}

/// A chain as a person's entry has it, with names, tags and the external ID of each role.
pub(crate) async fn credentials_of_a_chain(stage: &dyn Stage) -> Verdict {
    let cloud = stage.cloud();
    let tagging = |principal: &str, id: &str| {
        document(&json!({
            "Effect": "Allow", "Principal": {"AWS": principal},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {"StringEquals": {"sts:ExternalId": id}},
        }))
    };
    let first = tagging(&account_principal(&stage.primary_account()), "Ext-1");
    let first = role_with(stage, "Contract-Chain1", &first).await?;
    let new = plain_role("Contract-Chain2", &tagging(&first.to_string(), "Ext-2"))?;
    let second = cloud.create_role(&stage.primary(), &new).await?;
    let policy = InlinePolicy {
        name: PolicyName::parse("AssumeSecond")?,
        document: document(&json!({
            "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Resource": second.to_string(),
        })),
    };
    cloud.put_inline_policy(&stage.secondary(), first.name(), &policy).await?;
    let base = stage.primary();
    ensure(base.hops.is_empty(), "the primary account needs a base identity")?;
    let tag = SessionTag {
        key: TagKey::parse("Team")?,
        value: TagValue::parse("ops")?,
        transitive: true,
    };
    let chain = AssumeChain {
        base: base.base,
        region: None,
        through: vec![AssumeRole {
            external_id: external_id("Ext-1")?,
            tags: vec![tag],
            ..AssumeRole::plain(first)
        }],
        target: AssumeRole {
            external_id: external_id("Ext-2")?,
            session_name: Some(SessionName::parse("ada")?),
            duration: Some(SessionDuration::from_seconds(900)?),
            ..AssumeRole::plain(second)
        },
    };
    let got = cloud.assume_chain(&chain, None).await?;
    let arn = format!("arn:aws:sts::{}:assumed-role/Contract-Chain2/ada", stage.primary_account());
    equal("the session", &got.session_arn, &arn)?;
    let left = got.expires_at.as_second() - Timestamp::now().as_second();
    ensure((840..=960).contains(&left), &format!("it lasts {left} seconds"))?;
    let wrong = AssumeChain {
        target: AssumeRole { external_id: external_id("Ext-1")?, ..chain.target.clone() },
        ..chain
    };
    refused_as!(cloud.assume_chain(&wrong, None).await, AssumeRoleDenied)
}

/// An hour and a second, from one role to the next.
pub(crate) async fn a_key_that_never_ends_is_not_handed_on(stage: &dyn Stage) -> Verdict {
    refused_as!(stage.cloud().own_credentials(&stage.primary().base, None).await, NoCredentials)
}

pub(crate) async fn a_chain_lasts_an_hour_at_most(stage: &dyn Stage) -> Verdict {
    let cloud = stage.cloud();
    let first = role_with(stage, "Contract-Hour1", &trusting_primary(stage, None)).await?;
    let new = plain_role("Contract-Hour2", &trusting(&first.to_string(), None))?;
    let second = cloud.create_role(&stage.primary(), &new).await?;
    let chain = AssumeChain {
        base: stage.primary().base,
        region: None,
        through: vec![AssumeRole::plain(first)],
        target: AssumeRole {
            duration: Some(SessionDuration::from_seconds(3601)?),
            ..AssumeRole::plain(second)
        },
    };
    refused_as!(cloud.assume_chain(&chain, None).await, Invalid)
}

/// A trust that asks for MFA.
pub(crate) async fn mfa_that_was_not_shown(stage: &dyn Stage) -> Verdict {
    let trust = document(&json!({
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": account_principal(&stage.primary_account())},
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    }));
    let role = role_with(stage, "Contract-Mfa", &trust).await?;
    let chain = AssumeChain {
        base: stage.primary().base,
        region: None,
        through: Vec::new(),
        target: AssumeRole::plain(role),
    };
    refused_as!(stage.cloud().assume_chain(&chain, None).await, AssumeRoleDenied)
}

/// The trust keeps the unique id of a role, so one of the same name made later is somebody else.
pub(crate) async fn a_role_deleted_and_made_again(stage: &dyn Stage) -> Verdict {
    let cloud = stage.cloud();
    let from = plain_role("Contract-Again", &trusting_primary(stage, None))?;
    let from_arn = cloud.create_role(&stage.primary(), &from).await?;
    let to = role_with(stage, "Contract-Keeps", &trusting(&from_arn.to_string(), None)).await?;
    let policy = InlinePolicy {
        name: PolicyName::parse("AssumeAny")?,
        document: document(
            &json!({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}),
        ),
    };
    let access: Access = stage.primary().through(from_arn, None).through(to, None);
    cloud.put_inline_policy(&stage.primary(), &from.name, &policy).await?;
    cloud.try_assume(&access).await?;
    cloud.delete_inline_policy(&stage.primary(), &from.name, &policy.name).await?;
    cloud.delete_role(&stage.primary(), &from.name).await?;
    cloud.create_role(&stage.primary(), &from).await?;
    cloud.put_inline_policy(&stage.primary(), &from.name, &policy).await?;
    refused_as!(cloud.try_assume(&access).await, AssumeRoleDenied)
}
