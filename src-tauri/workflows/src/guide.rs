//! Making the role by hand: the IAM console's own steps, with what to copy at each.

use rolebridge_model::{ConsolePage, PolicyName};
use rolebridge_policy::{Document, Rendered};

use crate::documents::{GuideCopy, GuideStep, RoleSpec};

/// The steps in order. Their ids are remembered when they are ticked off, so they don't change.
pub(crate) fn steps(
    spec: &RoleSpec<'_>,
    rendered: &Rendered,
    inline: &[(PolicyName, Document)],
) -> Vec<GuideStep> {
    let partition = spec.partition();
    let role = spec.role;
    let text = |label: &str, text: &str| GuideCopy::Text { label: label.into(), text: text.into() };
    let mut steps = vec![
        GuideStep {
            id: "sign-in".into(),
            title: format!("Sign in to account {}", spec.account),
            text: "Open the IAM console of the secondary account with permission to create roles. \
                   In Roles, choose Create role."
                .into(),
            copies: vec![text("account ID", spec.account.as_str())],
            page: Some(ConsolePage::CreateRole { partition }),
        },
        GuideStep {
            id: "trust".into(),
            title: "Paste the trust policy".into(),
            text:
                "Choose Custom trust policy. Replace the text in the editor with the trust policy, \
                   then choose Next."
                    .into(),
            copies: vec![GuideCopy::Trust],
            page: None,
        },
    ];
    for policy in &rendered.managed {
        steps.push(GuideStep {
            id: format!("managed-{}", policy.name()),
            title: format!("Attach {}", policy.name()),
            text:
                "Under Permissions policies, search for the policy by its name and select it, then \
                   choose Next."
                    .into(),
            copies: vec![text("policy name", policy.name()), text("policy ARN", policy.as_str())],
            page: None,
        });
    }
    steps.push(GuideStep {
        id: "create".into(),
        title: "Name the role and create it".into(),
        text: format!("For Role name enter exactly {role}, then choose Create role."),
        copies: vec![text("role name", role.as_str())],
        page: None,
    });
    for (index, (name, _)) in (0..).zip(inline) {
        steps.push(GuideStep {
            id: format!("inline-{index}"),
            title: "Add the inline policy".into(),
            text: format!(
                "Open the role {role}. Choose Add permissions, Create inline policy, JSON. Paste the \
                 inline policy, choose Next, enter the name {name} and choose Create policy."
            ),
            copies: vec![GuideCopy::Inline { index }, text("policy name", name.as_str())],
            page: Some(ConsolePage::RolePermissions { partition, role: role.clone() }),
        });
    }
    steps
}
