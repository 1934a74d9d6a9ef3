//! Documents that IAM refuses.

use rolebridge_cloud::{Cause, InlinePolicy};
use rolebridge_model::PolicyName;
use serde_json::{Value, json};

use crate::Stage;
use crate::check::{
    Verdict, account_principal, document, plain_role, refused, refused_as, trusting,
    trusting_primary,
};

/// Creating a role with this trust, and giving it to one that exists, must both fail.
async fn refuses(
    stage: &dyn Stage,
    name: &str,
    trust: &str,
    expected: &str,
    fits: fn(&Cause) -> bool,
) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let made = cloud.create_role(&access, &plain_role(name, trust)?).await;
    refused(made, expected, fits)?;
    let role = plain_role(&format!("{name}2"), &trusting_primary(stage, None))?;
    cloud.create_role(&access, &role).await?;
    refused(cloud.set_trust(&access, &role.name, trust).await, expected, fits)
}

async fn malformed(stage: &dyn Stage, name: &str, trust: &str) -> Verdict {
    refuses(stage, name, trust, "MalformedPolicy", |c| matches!(c, Cause::MalformedPolicy { .. }))
        .await
}

/// The statement of a good trust policy, with one thing changed.
fn changed(stage: &dyn Stage, change: impl FnOnce(&mut Value)) -> String {
    let mut statement = json!({
        "Effect": "Allow",
        "Principal": {"AWS": account_principal(&stage.primary_account())},
        "Action": "sts:AssumeRole",
    });
    change(&mut statement);
    document(&statement)
}

pub(crate) async fn trust_that_is_no_document(stage: &dyn Stage) -> Verdict {
    malformed(stage, "Contract-NoJson", "{\"Version\": \"2012-10-17\", ").await
}

pub(crate) async fn trust_without_principal(stage: &dyn Stage) -> Verdict {
    let trust = document(&json!({"Effect": "Allow", "Action": "sts:AssumeRole"}));
    malformed(stage, "Contract-NoPrincipal", &trust).await
}

pub(crate) async fn trust_with_not_principal(stage: &dyn Stage) -> Verdict {
    let trust = document(&json!({
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "NotPrincipal": {"AWS": account_principal(&stage.primary_account())},
    }));
    malformed(stage, "Contract-NotPrincipal", &trust).await
}

pub(crate) async fn trust_with_resource(stage: &dyn Stage) -> Verdict {
    let trust = changed(stage, |s| s["Resource"] = json!("*"));
    malformed(stage, "Contract-Resource", &trust).await
}

pub(crate) async fn trust_of_everybody(stage: &dyn Stage) -> Verdict {
    let trust = changed(stage, |s| s["Principal"] = json!("*"));
    malformed(stage, "Contract-Everybody", &trust).await
}

/// IAM tells a principal that can't be one from a document that can't be read by the message only.
fn principal_is_wrong(cause: &Cause) -> bool {
    matches!(cause, Cause::InvalidPrincipal { .. } | Cause::MalformedPolicy { .. })
}

pub(crate) async fn trust_of_a_group(stage: &dyn Stage) -> Verdict {
    let group = format!("arn:aws:iam::{}:group/Admins", stage.primary_account());
    let trust = trusting(&group, None);
    refuses(stage, "Contract-Group", &trust, "a wrong principal", principal_is_wrong).await
}

pub(crate) async fn trust_with_another_services_action(stage: &dyn Stage) -> Verdict {
    let trust = changed(stage, |s| s["Action"] = json!("s3:GetObject"));
    malformed(stage, "Contract-Action", &trust).await
}

pub(crate) async fn trust_that_is_too_long(stage: &dyn Stage) -> Verdict {
    // 2,048 characters without white space are the most.
    let ids: Vec<String> = (0..60).map(|i| format!("external-id-number-{i:020}")).collect();
    let trust = changed(stage, |s| {
        s["Condition"] = json!({"StringEquals": {"sts:ExternalId": ids}});
    });
    refuses(stage, "Contract-Long", &trust, "Quota", |c| matches!(c, Cause::Quota { .. })).await
}

pub(crate) async fn trust_of_a_role_that_is_not_there(stage: &dyn Stage) -> Verdict {
    let nobody = format!("arn:aws:iam::{}:role/Contract-Nobody", stage.primary_account());
    refuses(stage, "Contract-Orphan", &trusting(&nobody, None), "InvalidPrincipal", |c| {
        matches!(c, Cause::InvalidPrincipal { .. })
    })
    .await
}

pub(crate) async fn inline_that_is_no_document(stage: &dyn Stage) -> Verdict {
    let (cloud, access) = (stage.cloud(), stage.secondary());
    let role = plain_role("Contract-BadInline", &trusting_primary(stage, None))?;
    cloud.create_role(&access, &role).await?;
    let policy =
        InlinePolicy { name: PolicyName::parse("P")?, document: "{\"Version\": ".to_owned() };
    refused_as!(cloud.put_inline_policy(&access, &role.name, &policy).await, MalformedPolicy)
}
