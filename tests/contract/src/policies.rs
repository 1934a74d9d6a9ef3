//! Managed and inline policies of a role.

use rolebridge_cloud::InlinePolicy;
use rolebridge_model::PolicyName;
use serde_json::json;

use crate::Stage;
use crate::check::{
    Verdict, document, ensure, equal, managed, plain_role, refused_as, same_document, trouble,
    trusting_primary,
};

fn inline(name: &str, action: &str) -> Result<InlinePolicy, crate::Trouble> {
    Ok(InlinePolicy {
        name: PolicyName::parse(name)?,
        document: document(&json!({"Effect": "Allow", "Action": action, "Resource": "*"})),
    })
}

pub(crate) async fn attaches_and_detaches(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let new = plain_role("Contract-Attach", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &new).await?;
    let (one, two) = (managed("ReadOnlyAccess")?, managed("AdministratorAccess")?);
    cloud.attach_policy(&access, &new.name, &one).await?;
    cloud.attach_policy(&access, &new.name, &one).await?;
    cloud.attach_policy(&access, &new.name, &two).await?;
    let role = cloud.read_role(&access, &new.name).await?.ok_or_else(|| trouble("not there"))?;
    let mut attached = role.attached;
    attached.sort();
    equal("what is attached", &attached, &vec![two.clone(), one.clone()])?;
    cloud.detach_policy(&access, &new.name, &one).await?;
    cloud.detach_policy(&access, &new.name, &one).await?;
    let role = cloud.read_role(&access, &new.name).await?.ok_or_else(|| trouble("not there"))?;
    equal("what is left", &role.attached, &vec![two])
}

pub(crate) async fn attaches_only_what_exists(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let new = plain_role("Contract-AttachNone", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &new).await?;
    let none = managed("ThereIsNoSuchPolicy")?;
    refused_as!(cloud.attach_policy(&access, &new.name, &none).await, NotFound)
}

pub(crate) async fn puts_and_deletes_inline(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let new = plain_role("Contract-Inline", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &new).await?;
    let mut policy = inline("A+b=c,.@-_", "s3:ListAllMyBuckets")?;
    cloud.put_inline_policy(&access, &new.name, &policy).await?;
    cloud.put_inline_policy(&access, &new.name, &inline("B", "s3:GetObject")?).await?;
    policy.document = document(&json!({
        "Sid": "Second", "Effect": "Allow", "Action": ["s3:GetObject"],
        "Resource": "arn:aws:s3:::b\u{fc}cket/a+b%20c & d/*",
    }));
    cloud.put_inline_policy(&access, &new.name, &policy).await?;
    let role = cloud.read_role(&access, &new.name).await?.ok_or_else(|| trouble("not there"))?;
    let mut names: Vec<&str> = role.inline.iter().map(|p| p.name.as_str()).collect();
    names.sort_unstable();
    equal("the inline policies", &names, &vec!["A+b=c,.@-_", "B"])?;
    let found = role.inline.iter().find(|p| p.name == policy.name);
    let found = found.ok_or_else(|| trouble("not there"))?;
    same_document("the document", &found.document, &policy.document)?;
    for _ in 0..2 {
        cloud.delete_inline_policy(&access, &new.name, &policy.name).await?;
    }
    let role = cloud.read_role(&access, &new.name).await?.ok_or_else(|| trouble("not there"))?;
    equal("how many are left", &role.inline.len(), &1)
}

pub(crate) async fn knows_managed_policies(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let there = cloud.policy_exists(&access, &managed("ReadOnlyAccess")?).await?;
    ensure(there, "ReadOnlyAccess is not there")?;
    let there = cloud.policy_exists(&access, &managed("ThereIsNoSuchPolicy")?).await?;
    ensure(!there, "a policy nobody made is there")
}

pub(crate) async fn eleven_attached_are_too_many(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let new = plain_role("Contract-Eleven", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &new).await?;
    for name in [
        "AdministratorAccess",
        "PowerUserAccess",
        "IAMFullAccess",
        "ReadOnlyAccess",
        "SecurityAudit",
        "job-function/ViewOnlyAccess",
        "job-function/Billing",
        "AmazonS3ReadOnlyAccess",
        "CloudWatchReadOnlyAccess",
        "AIDevOpsAgentAccessPolicy",
    ] {
        cloud.attach_policy(&access, &new.name, &managed(name)?).await?;
    }
    let eleventh = managed("AIOpsAssistantPolicy")?;
    refused_as!(cloud.attach_policy(&access, &new.name, &eleventh).await, Quota)
}

pub(crate) async fn inline_has_a_limit_for_all_together(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let new = plain_role("Contract-InlineSize", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &new).await?;
    // Two of 6,000 characters are more than the 10,240 a role may have.
    let large = |name: &str| -> Result<InlinePolicy, crate::Trouble> {
        let resources: Vec<String> =
            (0..100).map(|i| format!("arn:aws:s3:::{}{i:03}", "b".repeat(43))).collect();
        Ok(InlinePolicy {
            name: PolicyName::parse(name)?,
            document: document(
                &json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": resources}),
            ),
        })
    };
    cloud.put_inline_policy(&access, &new.name, &large("A")?).await?;
    // Replacing counts the new text only.
    cloud.put_inline_policy(&access, &new.name, &large("A")?).await?;
    refused_as!(cloud.put_inline_policy(&access, &new.name, &large("B")?).await, Quota)
}
