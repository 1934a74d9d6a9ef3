//! Agent spaces and the accounts connected to them.

use std::time::Duration;

use rolebridge_cloud::{CreateAgentSpace, CreateAssociation, UpdateAssociation};
use rolebridge_model::{
    AccountId, AgentSpace, AgentSpaceDescription, AgentSpaceId, AgentSpaceName, Association,
    AssociationId, AssociationKind, AssociationStatus, Region, RoleArn, SpaceRef,
};
use serde_json::json;

use crate::check::{
    Verdict, document, ensure, equal, external_id, managed, plain_role, refused_as, trouble,
};
use crate::{Stage, Trouble};

/// How often and how long a status is waited for.
const LOOKS: u32 = 40;
const BETWEEN: Duration = Duration::from_millis(250);

fn region(stage: &dyn Stage) -> Result<Region, Trouble> {
    stage.agent_region().map_err(trouble)
}

async fn space(stage: &dyn Stage, name: &str) -> Result<AgentSpace, Trouble> {
    let new = CreateAgentSpace {
        name: AgentSpaceName::parse(name)?,
        description: Some(AgentSpaceDescription::parse("For the contract")?),
        client_token: format!("contract-{name}").replace(' ', "-"),
    };
    Ok(stage.cloud().create_agent_space(&stage.primary(), &region(stage)?, &new).await?)
}

/// A role in the secondary account as the GA documents want it, naming `account` as the primary.
async fn source_role(
    stage: &dyn Stage,
    name: &str,
    space: &SpaceRef,
    account: &AccountId,
) -> Result<RoleArn, Trouble> {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let trust = document(&json!({
        "Effect": "Allow",
        "Principal": {"Service": "aidevops.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": account},
            "ArnLike": {"aws:SourceArn": space.arn()},
        },
    }));
    let arn = cloud.create_role(&access, &plain_role(name, &trust)?).await?;
    let policy = managed("AIDevOpsAgentAccessPolicy")?;
    cloud.attach_policy(&access, arn.name(), &policy).await?;
    Ok(arn)
}

async fn connect(
    stage: &dyn Stage,
    space: &SpaceRef,
    role: &RoleArn,
) -> Result<Association, Trouble> {
    let new = CreateAssociation {
        kind: AssociationKind::Source,
        role: role.clone(),
        external_id: None,
        client_token: format!("contract-{}", role.name()),
    };
    Ok(stage.cloud().associate(&stage.primary(), space, &new).await?)
}

async fn status_becomes(
    stage: &dyn Stage,
    space: &SpaceRef,
    id: &AssociationId,
    expected: AssociationStatus,
) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.primary());
    cloud.validate_associations(&access, space).await?;
    let mut status = AssociationStatus::Unknown;
    for _ in 0..LOOKS {
        let found = cloud.get_association(&access, space, id).await?;
        status = found.ok_or_else(|| trouble("the association is gone"))?.status;
        if status == expected {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN).await;
    }
    equal("the status", &status, &expected)
}

pub(crate) async fn spaces(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.primary());
    let made = space(stage, "Contract spaces").await?;
    equal("the account", &made.space.account, &stage.primary_account())?;
    equal("the Region", &made.space.region, &region(stage)?)?;
    // The same client token makes no second one.
    let again = space(stage, "Contract spaces").await?;
    equal("the space of a repeated request", &again.space, &made.space)?;
    let listed = cloud.list_agent_spaces(&access, &region(stage)?).await?;
    ensure(listed.iter().any(|s| s.space == made.space), "it is not listed")?;
    let read = cloud.get_agent_space(&access, &made.space).await?;
    equal("the space read", &read.map(|s| (s.space, s.name)), &Some((made.space, made.name)))
}

pub(crate) async fn a_source_becomes_valid(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.primary());
    let space = space(stage, "Contract valid").await?.space;
    let role = source_role(stage, "Contract-Source", &space, &stage.primary_account()).await?;
    let made = connect(stage, &space, &role).await?;
    equal("the kind", &made.kind, &AssociationKind::Source)?;
    equal("the account", &made.account, &stage.secondary_account())?;
    equal("the role", &made.role, &role)?;
    let listed = cloud.list_associations(&access, &space).await?;
    equal("how many are listed", &listed.len(), &1)?;
    status_becomes(stage, &space, &made.id, AssociationStatus::Valid).await
}

pub(crate) async fn a_source_that_trusts_another_account_becomes_invalid(
    stage: &dyn Stage,
) -> Verdict {
    let space = space(stage, "Contract invalid").await?.space;
    // The commonest mistake: the secondary's own id in the condition.
    let own = stage.secondary_account();
    let role = source_role(stage, "Contract-WrongSource", &space, &own).await?;
    let made = connect(stage, &space, &role).await?;
    status_becomes(stage, &space, &made.id, AssociationStatus::Invalid).await
}

pub(crate) async fn updates_and_keeps_the_rest(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.primary());
    let space = space(stage, "Contract update").await?.space;
    let account = stage.primary_account();
    let first = source_role(stage, "Contract-UpdateA", &space, &account).await?;
    let second = source_role(stage, "Contract-UpdateB", &space, &account).await?;
    let made = connect(stage, &space, &first).await?;
    let update = UpdateAssociation {
        id: made.id.clone(),
        kind: made.kind,
        role: second.clone(),
        external_id: external_id("Ext-1")?,
        elevated_role: made.elevated_role.clone(),
    };
    let updated = cloud.update_association(&access, &space, &update).await?;
    equal("the id", &updated.id, &made.id)?;
    let read = cloud.get_association(&access, &space, &made.id).await?;
    let read = read.ok_or_else(|| trouble("the association is gone"))?;
    equal("the role", &read.role, &second)?;
    equal("the external ID", &read.external_id, &update.external_id)?;
    equal("the creation time", &read.created_at, &made.created_at)?;
    let listed = cloud.list_associations(&access, &space).await?;
    equal("how many are listed", &listed.len(), &1)
}

pub(crate) async fn removes_twice(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.primary());
    let space = space(stage, "Contract remove").await?.space;
    let role = source_role(stage, "Contract-Remove", &space, &stage.primary_account()).await?;
    let made = connect(stage, &space, &role).await?;
    for _ in 0..2 {
        cloud.disassociate(&access, &space, &made.id).await?;
    }
    ensure(
        cloud.get_association(&access, &space, &made.id).await?.is_none(),
        "the association is still there",
    )?;
    ensure(cloud.list_associations(&access, &space).await?.is_empty(), "it is still listed")?;
    // The role is the secondary account's, and stays.
    let role = cloud.read_role(&stage.secondary(), role.name()).await?;
    ensure(role.is_some(), "the role is gone, too")
}

pub(crate) async fn a_deleted_space_is_gone(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.primary());
    let made = space(stage, "Contract delete").await?.space;
    let role = source_role(stage, "Contract-Delete", &made, &stage.primary_account()).await?;
    connect(stage, &made, &role).await?;
    for _ in 0..2 {
        cloud.delete_agent_space(&access, &made).await?;
    }
    ensure(cloud.get_agent_space(&access, &made).await?.is_none(), "the space is still there")?;
    let listed = cloud.list_agent_spaces(&access, &made.region).await?;
    ensure(listed.iter().all(|s| s.space != made), "it is still listed")?;
    refused_as!(cloud.list_associations(&access, &made).await, NotFound)?;
    let role = cloud.read_role(&stage.secondary(), role.name()).await?;
    ensure(role.is_some(), "the role is gone, too")
}

pub(crate) async fn what_is_not_there(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.primary());
    let made = space(stage, "Contract nothing").await?.space;
    let nowhere = SpaceRef { id: AgentSpaceId::parse("contract-no-such-space")?, ..made.clone() };
    ensure(cloud.get_agent_space(&access, &nowhere).await?.is_none(), "a space nobody made")?;
    let id = AssociationId::parse("contract-no-such-association")?;
    ensure(cloud.get_association(&access, &made, &id).await?.is_none(), "found an association")?;
    refused_as!(cloud.list_associations(&access, &nowhere).await, NotFound)?;
    refused_as!(cloud.validate_associations(&access, &nowhere).await, NotFound)
}
