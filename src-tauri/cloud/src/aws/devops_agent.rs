//! Agent spaces and the accounts connected to them.

use aws_sdk_devopsagent::types;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use rolebridge_model::{
    AccountId, AgentSpace, AgentSpaceDescription, AgentSpaceId, AgentSpaceName, Association,
    AssociationId, AssociationKind, AssociationStatus, ExternalId, Region, RoleArn, RuleViolation,
    SpaceRef, Timestamp,
};

use super::clients::{Line, Session};
use super::sts::unexpected;
use super::time::timestamp;
use crate::{Cause, CloudError, CreateAgentSpace, CreateAssociation, UpdateAssociation};

/// The service id of AWS accounts, as opposed to GitHub, Slack and the like.
const AWS: &str = "aws";
/// Most items a page holds.
const PAGE: i32 = 100;

type Client = Line<aws_sdk_devopsagent::Client>;

/// The common translation, and the fields a `ValidationException` names.
fn failure<E>(
    client: &Client,
    operation: &str,
    target: impl std::fmt::Display,
    error: SdkError<E, HttpResponse>,
) -> CloudError
where
    E: std::error::Error
        + ProvideErrorMetadata
        + Into<aws_sdk_devopsagent::Error>
        + Send
        + Sync
        + 'static,
{
    let mut translated = client.failure(operation, target, &error);
    if let (Cause::Invalid { fields, .. }, SdkError::ServiceError(answer)) =
        (&mut translated.cause, error)
        && let aws_sdk_devopsagent::Error::ValidationException(refused) = answer.into_err().into()
    {
        *fields = refused
            .field_list
            .unwrap_or_default()
            .into_iter()
            .map(|f| (f.path, f.message))
            .collect();
    }
    translated
}

fn is_not_found(error: &CloudError) -> bool {
    matches!(error.cause, Cause::NotFound { .. })
}

pub(crate) async fn list_agent_spaces(
    session: &Session,
    region: &Region,
) -> Result<Vec<AgentSpace>, CloudError> {
    const OPERATION: &str = "aidevops:ListAgentSpaces";
    let account = session.account().await?;
    let mut found = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let client = session.devops_agent(region).await;
        let page = client
            .list_agent_spaces()
            .max_results(PAGE)
            .set_next_token(token.clone())
            .send()
            .await
            .map_err(|e| failure(&client, OPERATION, region, e))?;
        for space in page.agent_spaces {
            let id = space.agent_space_id.clone();
            match agent_space(account, region, space) {
                Ok(space) => found.push(space),
                Err(e) => tracing::warn!(id, %e, "skipping an agent space"),
            }
        }
        let next = page.next_token.filter(|t| !t.is_empty());
        // A token that comes back would have us ask for ever.
        if next.is_none() || next == token {
            return Ok(found);
        }
        token = next;
    }
}

pub(crate) async fn get_agent_space(
    session: &Session,
    space: &SpaceRef,
) -> Result<Option<AgentSpace>, CloudError> {
    const OPERATION: &str = "aidevops:GetAgentSpace";
    let client = session.devops_agent(&space.region).await;
    let answer = client.get_agent_space().agent_space_id(space.id.as_str()).send().await;
    match answer {
        Ok(answer) => {
            read_space(OPERATION, &space.account, &space.region, answer.agent_space).map(Some)
        }
        Err(e) => {
            let e = failure(&client, OPERATION, space.arn(), e);
            if is_not_found(&e) { Ok(None) } else { Err(e) }
        }
    }
}

pub(crate) async fn create_agent_space(
    session: &Session,
    region: &Region,
    new: &CreateAgentSpace,
) -> Result<AgentSpace, CloudError> {
    const OPERATION: &str = "aidevops:CreateAgentSpace";
    let account = session.account().await?;
    let client = session.devops_agent(region).await;
    let answer = client
        .create_agent_space()
        .name(new.name.as_str())
        .set_description(new.description.as_ref().map(ToString::to_string))
        .client_token(&new.client_token)
        .send()
        .await
        .map_err(|e| failure(&client, OPERATION, &new.name, e))?;
    read_space(OPERATION, account, region, answer.agent_space)
}

pub(crate) async fn delete_agent_space(
    session: &Session,
    space: &SpaceRef,
) -> Result<(), CloudError> {
    let client = session.devops_agent(&space.region).await;
    let answer = client
        .delete_agent_space()
        .agent_space_id(space.id.as_str())
        .send()
        .await
        .map_err(|e| failure(&client, "aidevops:DeleteAgentSpace", space.arn(), e));
    gone(answer)
}

/// What was to go and is not there is as it should be.
fn gone<T>(answer: Result<T, CloudError>) -> Result<(), CloudError> {
    match answer {
        Err(e) if !is_not_found(&e) => Err(e),
        _ => Ok(()),
    }
}

pub(crate) async fn list_associations(
    session: &Session,
    space: &SpaceRef,
) -> Result<Vec<Association>, CloudError> {
    const OPERATION: &str = "aidevops:ListAssociations";
    let mut found = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let client = session.devops_agent(&space.region).await;
        let page = client
            .list_associations()
            .agent_space_id(space.id.as_str())
            .max_results(PAGE)
            .filter_service_types(AWS)
            .set_next_token(token.clone())
            .send()
            .await
            .map_err(|e| failure(&client, OPERATION, space.arn(), e))?;
        for raw in page.associations {
            let id = raw.association_id.clone();
            match association(raw) {
                Ok(Some(association)) => found.push(association),
                Ok(None) => tracing::debug!(id, "not an AWS association"),
                Err(e) => tracing::warn!(id, %e, "skipping an association"),
            }
        }
        let next = page.next_token.filter(|t| !t.is_empty());
        if next.is_none() || next == token {
            return Ok(found);
        }
        token = next;
    }
}

pub(crate) async fn get_association(
    session: &Session,
    space: &SpaceRef,
    id: &AssociationId,
) -> Result<Option<Association>, CloudError> {
    const OPERATION: &str = "aidevops:GetAssociation";
    let client = session.devops_agent(&space.region).await;
    let answer = client
        .get_association()
        .agent_space_id(space.id.as_str())
        .association_id(id.as_str())
        .send()
        .await;
    match answer {
        Ok(answer) => match answer.association.map(association) {
            // Another service's association is none of ours.
            Some(Ok(association)) => Ok(association),
            Some(Err(e)) => Err(unexpected(OPERATION, id, &e.to_string())),
            None => Err(unexpected(OPERATION, id, "the answer holds no association")),
        },
        Err(e) => {
            let e = failure(&client, OPERATION, id, e);
            if is_not_found(&e) { Ok(None) } else { Err(e) }
        }
    }
}

/// The operation takes no client token: `new.client_token` stays here. A repeated request is made
/// harmless by listing first, which the caller does anyway.
pub(crate) async fn associate(
    session: &Session,
    space: &SpaceRef,
    new: &CreateAssociation,
) -> Result<Association, CloudError> {
    const OPERATION: &str = "aidevops:AssociateService";
    let wanted = configuration(OPERATION, new.kind, &new.role, new.external_id.as_ref(), None)?;
    let client = session.devops_agent(&space.region).await;
    let answer = client
        .associate_service()
        .agent_space_id(space.id.as_str())
        .service_id(AWS)
        .configuration(wanted)
        .send()
        .await
        .map_err(|e| failure(&client, OPERATION, space.arn(), e))?;
    read_association(OPERATION, &new.role, answer.association)
}

pub(crate) async fn update_association(
    session: &Session,
    space: &SpaceRef,
    update: &UpdateAssociation,
) -> Result<Association, CloudError> {
    const OPERATION: &str = "aidevops:UpdateAssociation";
    let wanted = configuration(
        OPERATION,
        update.kind,
        &update.role,
        update.external_id.as_ref(),
        update.elevated_role.as_ref(),
    )?;
    let client = session.devops_agent(&space.region).await;
    let answer = client
        .update_association()
        .agent_space_id(space.id.as_str())
        .association_id(update.id.as_str())
        .configuration(wanted)
        .send()
        .await
        .map_err(|e| failure(&client, OPERATION, &update.id, e))?;
    read_association(OPERATION, &update.role, answer.association)
}

pub(crate) async fn disassociate(
    session: &Session,
    space: &SpaceRef,
    id: &AssociationId,
) -> Result<(), CloudError> {
    let client = session.devops_agent(&space.region).await;
    let answer = client
        .disassociate_service()
        .agent_space_id(space.id.as_str())
        .association_id(id.as_str())
        .send()
        .await
        .map_err(|e| failure(&client, "aidevops:DisassociateService", id, e));
    gone(answer)
}

pub(crate) async fn validate_associations(
    session: &Session,
    space: &SpaceRef,
) -> Result<(), CloudError> {
    let client = session.devops_agent(&space.region).await;
    client
        .validate_aws_associations()
        .agent_space_id(space.id.as_str())
        .send()
        .await
        .map_err(|e| failure(&client, "aidevops:ValidateAwsAssociations", space.arn(), e))?;
    Ok(())
}

/// The whole configuration, as AWS wants it on creation and on every update.
fn configuration(
    operation: &str,
    kind: AssociationKind,
    role: &RoleArn,
    external_id: Option<&ExternalId>,
    elevated_role: Option<&RoleArn>,
) -> Result<types::ServiceConfiguration, CloudError> {
    let elevated = elevated_role.map(ToString::to_string);
    let built = match kind {
        AssociationKind::Source => types::SourceAwsConfiguration::builder()
            .account_id(role.account().as_str())
            .account_type(types::SourceAccountType::Source)
            .assumable_role_arn(role.to_string())
            .set_external_id(external_id.map(ToString::to_string))
            .set_agent_elevated_role_arn(elevated)
            .build()
            .map(types::ServiceConfiguration::SourceAws),
        AssociationKind::Monitor => types::AwsConfiguration::builder()
            .account_id(role.account().as_str())
            .account_type(types::MonitorAccountType::Monitor)
            .assumable_role_arn(role.to_string())
            .set_agent_elevated_role_arn(elevated)
            .build()
            .map(types::ServiceConfiguration::Aws),
    };
    built.map_err(|e| {
        let cause = Cause::Invalid { message: e.to_string(), fields: Vec::new() };
        CloudError::new(operation, role, cause)
    })
}

fn read_space(
    operation: &str,
    account: &AccountId,
    region: &Region,
    raw: Option<types::AgentSpace>,
) -> Result<AgentSpace, CloudError> {
    let raw =
        raw.ok_or_else(|| unexpected(operation, account, "the answer holds no agent space"))?;
    agent_space(account, region, raw).map_err(|e| unexpected(operation, account, &e.to_string()))
}

fn read_association(
    operation: &str,
    target: &RoleArn,
    raw: Option<types::Association>,
) -> Result<Association, CloudError> {
    match raw.map(association) {
        Some(Ok(Some(association))) => Ok(association),
        Some(Err(e)) => Err(unexpected(operation, target, &e.to_string())),
        Some(Ok(None)) | None => {
            Err(unexpected(operation, target, "the answer holds no AWS association"))
        }
    }
}

fn agent_space(
    account: &AccountId,
    region: &Region,
    raw: types::AgentSpace,
) -> Result<AgentSpace, RuleViolation> {
    Ok(AgentSpace {
        space: SpaceRef {
            account: account.clone(),
            region: region.clone(),
            id: AgentSpaceId::parse(&raw.agent_space_id)?,
        },
        name: AgentSpaceName::parse(&raw.name)?,
        // A description we could not have written is no reason to hide the space.
        description: raw.description.and_then(|d| AgentSpaceDescription::parse(&d).ok()),
        created_at: timestamp(&raw.created_at).unwrap_or(Timestamp::UNIX_EPOCH),
        updated_at: timestamp(&raw.updated_at).unwrap_or(Timestamp::UNIX_EPOCH),
    })
}

/// An association as ours; nothing for other services.
fn association(raw: types::Association) -> Result<Option<Association>, RuleViolation> {
    let (kind, account, role, external_id, elevated) = match raw.configuration {
        Some(types::ServiceConfiguration::SourceAws(c)) => (
            AssociationKind::Source,
            c.account_id,
            c.assumable_role_arn,
            c.external_id,
            c.agent_elevated_role_arn,
        ),
        Some(types::ServiceConfiguration::Aws(c)) => (
            AssociationKind::Monitor,
            c.account_id,
            c.assumable_role_arn,
            None,
            c.agent_elevated_role_arn,
        ),
        _ => return Ok(None),
    };
    Ok(Some(Association {
        id: AssociationId::parse(&raw.association_id)?,
        kind,
        account: AccountId::parse(&account)?,
        role: RoleArn::parse(&role)?,
        // These two are sent back whole on the next update, so an unreadable one must not be dropped
        // here: the update would erase it.
        external_id: external_id
            .filter(|id| !id.is_empty())
            .map(|id| ExternalId::parse(&id))
            .transpose()?,
        elevated_role: elevated
            .filter(|arn| !arn.is_empty())
            .map(|arn| RoleArn::parse(&arn))
            .transpose()?,
        status: match raw.status {
            Some(types::ValidationStatus::Valid) => AssociationStatus::Valid,
            Some(types::ValidationStatus::Invalid) => AssociationStatus::Invalid,
            Some(types::ValidationStatus::PendingConfirmation) => {
                AssociationStatus::PendingConfirmation
            }
            _ => AssociationStatus::Unknown,
        },
        created_at: timestamp(&raw.created_at).unwrap_or(Timestamp::UNIX_EPOCH),
        updated_at: timestamp(&raw.updated_at).unwrap_or(Timestamp::UNIX_EPOCH),
    }))
}
