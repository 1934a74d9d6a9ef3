//! The account's colour in the console.

use rolebridge_cloud::{AssumeChain, AssumeRole, InlinePolicy, SessionCredentials};
use rolebridge_model::{AccountColour, PolicyName, Region};
use serde_json::json;

use crate::check::{Verdict, document, equal, plain_role, refused_as, trusting_primary};
use crate::{Stage, Trouble};

fn region() -> Result<Region, Trouble> {
    Ok(Region::parse("us-east-1")?)
}

/// Credentials of a new role in the secondary account that may do this.
async fn may(
    stage: &dyn Stage,
    name: &str,
    actions: &[&str],
) -> Result<SessionCredentials, Trouble> {
    let cloud = stage.cloud();
    let new = plain_role(name, &trusting_primary(stage, None))?;
    let role = cloud.create_role(&stage.secondary(), &new).await?;
    if !actions.is_empty() {
        let policy = InlinePolicy {
            name: PolicyName::parse("Colour")?,
            document: document(&json!({"Effect": "Allow", "Action": actions, "Resource": "*"})),
        };
        cloud.put_inline_policy(&stage.secondary(), role.name(), &policy).await?;
    }
    let chain = AssumeChain {
        base: stage.primary().base,
        region: None,
        through: Vec::new(),
        target: AssumeRole::plain(role),
    };
    Ok(cloud.assume_chain(&chain, None).await?)
}

/// Set, read, and set back.
pub(crate) async fn is_set_and_read(stage: &dyn Stage) -> Verdict {
    let (cloud, base, region) = (stage.cloud(), &stage.primary().base, region()?);
    let both = AccountColour::PERMISSIONS;
    let credentials = may(stage, "Contract-Colour", &both).await?;
    let none = cloud.account_colour(base, &region, &credentials).await?;
    equal("the colour at first", &none, &AccountColour::None)?;
    cloud.set_account_colour(base, &region, &credentials, AccountColour::Red).await?;
    let red = cloud.account_colour(base, &region, &credentials).await?;
    equal("the colour", &red, &AccountColour::Red)?;
    cloud.set_account_colour(base, &region, &credentials, AccountColour::None).await?;
    let none = cloud.account_colour(base, &region, &credentials).await?;
    equal("the colour at last", &none, &AccountColour::None)
}

/// Who may look may not change, and who may nothing may not look.
pub(crate) async fn needs_permission(stage: &dyn Stage) -> Verdict {
    let (cloud, base, region) = (stage.cloud(), &stage.primary().base, region()?);
    let reads = may(stage, "Contract-Looks", &["uxc:Get*"]).await?;
    cloud.account_colour(base, &region, &reads).await?;
    let set = cloud.set_account_colour(base, &region, &reads, AccountColour::Red).await;
    refused_as!(set, AccessDenied)?;
    let bare = may(stage, "Contract-Colourless", &[]).await?;
    refused_as!(cloud.account_colour(base, &region, &bare).await, AccessDenied)
}
