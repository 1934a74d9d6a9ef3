//! Roles: create, read, change, tag, delete.

use rolebridge_cloud::{InlinePolicy, NewRole};
use rolebridge_model::{PolicyName, RoleDescription, RoleName, RolePath, Tag};
use serde_json::json;

use crate::Stage;
use crate::check::{
    Verdict, document, ensure, equal, managed, plain_role, refused_as, same_document, trouble,
    trusting_primary,
};

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: key.to_owned(), value: value.to_owned() }
}

pub(crate) async fn creates_and_reads(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    // Everything that an encoding on the way could spoil.
    let trust = document(&json!({
        "Sid": "A1", "Effect": "Allow",
        "Principal": {"AWS": format!("arn:aws:iam::{}:root", stage.primary_account())},
        "Action": "sts:AssumeRole",
        "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/a+b%20c & d/\u{e9}=?"}},
    }));
    let new = NewRole {
        path: RolePath::parse("/contract/deep/")?,
        name: RoleName::parse("Contract-Create")?,
        trust: trust.clone(),
        description: Some(RoleDescription::parse("Z\u{fc}rich: a+b, 50%20")?),
        tags: vec![tag("rolebridge:template", "devops-agent"), tag("k=/+-@ _.", "a+b c: \u{e9}")],
    };
    let arn = cloud.create_role(&access, &new).await?;
    equal(
        "the ARN",
        &arn.to_string(),
        &format!("arn:aws:iam::{}:role/contract/deep/Contract-Create", stage.secondary_account()),
    )?;
    let role = cloud.read_role(&access, &new.name).await?.ok_or_else(|| trouble("not there"))?;
    equal("the ARN read", &role.arn, &arn)?;
    ensure(role.unique_id.starts_with("AROA"), "the unique id does not begin with AROA")?;
    same_document("the trust policy", &role.trust, &trust)?;
    equal(
        "the description",
        &role.description.as_deref(),
        &new.description.as_ref().map(RoleDescription::as_str),
    )?;
    equal("the longest session", &role.max_session_seconds, &3600)?;
    let mut tags = role.tags;
    tags.sort();
    let mut expected = new.tags;
    expected.sort();
    equal("the tags", &tags, &expected)?;
    ensure(role.attached.is_empty() && role.inline.is_empty(), "a new role has policies")?;
    equal("the boundary", &role.permissions_boundary, &None)
}

pub(crate) async fn keeps_what_xml_reserves(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let mut new = plain_role("Contract-Xml", &trusting_primary(stage, None))?;
    new.description = Some(RoleDescription::parse("R&D <ok> \"q\" 'a'")?);
    cloud.create_role(&access, &new).await?;
    let role = cloud.read_role(&access, &new.name).await?.ok_or_else(|| trouble("not there"))?;
    equal("the description", &role.description.as_deref(), &Some("R&D <ok> \"q\" 'a'"))
}

pub(crate) async fn changes_the_trust(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let new = plain_role("Contract-Trust", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &new).await?;
    let second = trusting_primary(stage, Some("ext-2"));
    cloud.set_trust(&access, &new.name, &second).await?;
    let role = cloud.read_role(&access, &new.name).await?.ok_or_else(|| trouble("not there"))?;
    same_document("the trust policy", &role.trust, &second)
}

pub(crate) async fn adds_tags(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let mut new = plain_role("Contract-Tags", &trusting_primary(stage, None))?;
    new.tags = vec![tag("a", "1"), tag("b", "1")];
    cloud.create_role(&access, &new).await?;
    cloud.tag_role(&access, &new.name, &[tag("b", "2"), tag("c", "3")]).await?;
    let role = cloud.read_role(&access, &new.name).await?.ok_or_else(|| trouble("not there"))?;
    let mut tags = role.tags;
    tags.sort();
    equal("the tags", &tags, &vec![tag("a", "1"), tag("b", "2"), tag("c", "3")])
}

pub(crate) async fn a_missing_role_is_nothing(stage: &dyn Stage) -> Verdict {
    let name = RoleName::parse("Contract-Nobody")?;
    let role = stage.cloud().read_role(&stage.secondary(), &name).await?;
    ensure(role.is_none(), "it is there")
}

pub(crate) async fn a_name_is_taken_once(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let mut new = plain_role("Contract-Taken", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &new).await?;
    // Another path makes no other name.
    new.path = RolePath::parse("/elsewhere/")?;
    refused_as!(cloud.create_role(&access, &new).await, AlreadyExists)
}

pub(crate) async fn a_name_is_taken_in_any_case(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let trust = trusting_primary(stage, None);
    cloud.create_role(&access, &plain_role("Contract-Case", &trust)?).await?;
    let other = plain_role("contract-CASE", &trust)?;
    refused_as!(cloud.create_role(&access, &other).await, AlreadyExists)
}

pub(crate) async fn deletes_when_bare(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let new = plain_role("Contract-Delete", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &new).await?;
    let policy = managed("ReadOnlyAccess")?;
    let inline = InlinePolicy {
        name: PolicyName::parse("P")?,
        document: document(
            &json!({"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}),
        ),
    };
    cloud.attach_policy(&access, &new.name, &policy).await?;
    cloud.put_inline_policy(&access, &new.name, &inline).await?;
    refused_as!(cloud.delete_role(&access, &new.name).await, Conflict)?;
    cloud.detach_policy(&access, &new.name, &policy).await?;
    refused_as!(cloud.delete_role(&access, &new.name).await, Conflict)?;
    cloud.delete_inline_policy(&access, &new.name, &inline.name).await?;
    cloud.delete_role(&access, &new.name).await?;
    ensure(cloud.read_role(&access, &new.name).await?.is_none(), "it is still there")?;
    // A second time is no error.
    Ok(cloud.delete_role(&access, &new.name).await?)
}

pub(crate) async fn acts_on_a_missing_role(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let name = RoleName::parse("Contract-Nobody")?;
    let trust = trusting_primary(stage, None);
    refused_as!(cloud.set_trust(&access, &name, &trust).await, NotFound)?;
    refused_as!(cloud.attach_policy(&access, &name, &managed("ReadOnlyAccess")?).await, NotFound)?;
    refused_as!(cloud.tag_role(&access, &name, &[tag("a", "1")]).await, NotFound)
}

pub(crate) async fn tells_the_alias(stage: &dyn Stage) -> Verdict {
    let alias = stage.cloud().account_alias(&stage.secondary()).await?;
    equal("the alias", &alias.as_deref(), &Some(stage.secondary_alias()))
}
