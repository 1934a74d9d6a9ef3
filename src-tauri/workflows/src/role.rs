//! What it takes to bring a role to a template: the role as it was read beside the documents it
//! should carry, as steps. Pure: nothing is called.

use std::collections::HashSet;

use rolebridge_cloud::{InlinePolicy, RoleSnapshot};
use rolebridge_model::{
    Access, Action, Change, PolicyName, RoleArn, RoleDescription, Step, StepState, Tag,
};
use rolebridge_policy::{Comparison, Document, Rendered};

/// Managed policies a role can have before AWS is asked for more.
const MANAGED_LIMIT: usize = 10;
/// Characters of all inline policies of a role together.
const INLINE_LIMIT: usize = 10_240;

/// What a role should be.
pub(crate) struct Wanted<'a> {
    pub(crate) role: RoleArn,
    pub(crate) rendered: &'a Rendered,
    pub(crate) inline: &'a [(PolicyName, Document)],
    pub(crate) description: Option<RoleDescription>,
    pub(crate) tags: Vec<Tag>,
}

/// A step that nothing has happened to yet.
pub(crate) fn step(
    action: Action,
    title: String,
    call: &str,
    access: &Access,
    change: Change,
) -> Step {
    let account = match &action {
        Action::EnsureRole { role, .. }
        | Action::SetTrust { role, .. }
        | Action::AttachPolicy { role, .. }
        | Action::DetachPolicy { role, .. }
        | Action::PutInlinePolicy { role, .. }
        | Action::DeleteInlinePolicy { role, .. }
        | Action::TagRole { role, .. }
        | Action::DeleteRole { role } => role.account(),
        Action::CreateSpace { account, .. } | Action::ConnectPrimary { account, .. } => account,
        Action::ConnectSource { space, .. }
        | Action::Disconnect { space, .. }
        | Action::DeleteSpace { space }
        | Action::Verify { space, .. } => &space.account,
    }
    .clone();
    Step {
        group: 0,
        action,
        title,
        call: call.to_owned(),
        account,
        access: access.clone(),
        change,
        before: None,
        after: None,
        warning: None,
        state: StepState::Waiting,
        message: None,
        remedy: None,
        code: None,
    }
}

/// The steps that make the role what is wanted. `found` is the role as it is, if it is there.
pub(crate) fn steps_to(
    wanted: &Wanted<'_>,
    found: Option<&RoleSnapshot>,
    access: &Access,
) -> Vec<Step> {
    let mut steps = vec![trust_step(wanted, found, access)];
    for policy in &wanted.rendered.managed {
        let attached = found.is_some_and(|f| f.attached.contains(policy));
        let mut s = step(
            Action::AttachPolicy { role: wanted.role.clone(), policy: policy.clone() },
            format!("Attach managed policy {}", policy.name()),
            "iam:AttachRolePolicy",
            access,
            if attached { Change::Matches } else { Change::Create },
        );
        if !attached && found.is_some_and(|f| f.attached.len() >= MANAGED_LIMIT) {
            s.warning = Some(format!(
                "The role has {MANAGED_LIMIT} managed policies already, as many as AWS allows by default."
            ));
        }
        steps.push(s);
    }
    for (name, document) in wanted.inline {
        steps.push(inline_step(&wanted.role, name, document, found, access));
    }
    if let Some(found) = found {
        let missing: Vec<Tag> =
            wanted.tags.iter().filter(|t| !found.tags.contains(t)).cloned().collect();
        let list = |tags: &[Tag]| {
            tags.iter().map(|t| format!("{} = {}", t.key, t.value)).collect::<Vec<_>>().join("\n")
        };
        let mut s = step(
            Action::TagRole { role: wanted.role.clone(), tags: wanted.tags.clone() },
            "Tag the role as made from the template".into(),
            "iam:TagRole",
            access,
            if missing.is_empty() { Change::Matches } else { Change::Modify },
        );
        s.before = Some(list(&found.tags));
        let kept = found.tags.iter().filter(|t| !wanted.tags.iter().any(|w| w.key == t.key));
        s.after = Some(list(&kept.chain(&wanted.tags).cloned().collect::<Vec<_>>()));
        steps.push(s);
    }
    steps
}

fn trust_step(wanted: &Wanted<'_>, found: Option<&RoleSnapshot>, access: &Access) -> Step {
    let role = &wanted.role;
    let trust = wanted.rendered.trust.as_ref();
    let text = trust.map(Document::pretty).unwrap_or_default();
    let Some(found) = found else {
        let mut s = step(
            Action::EnsureRole {
                role: role.clone(),
                trust: text.clone(),
                description: wanted.description.clone(),
                tags: wanted.tags.clone(),
            },
            format!("Create role {}", role.name()),
            "iam:CreateRole",
            access,
            Change::Create,
        );
        s.after = Some(text);
        return s;
    };
    let read = Document::parse(&found.trust);
    let compared = match (&read, trust) {
        (Ok(read), Some(trust)) => {
            Some(Comparison::named((read, "the policy there now"), (trust, "the new one")))
        }
        _ => None,
    };
    let same = compared.as_ref().is_some_and(|c| c.equivalent);
    let mut s = step(
        Action::SetTrust { role: role.clone(), trust: text.clone() },
        if same {
            format!("Trust policy of {} is as the template asks", role.name())
        } else {
            format!("Replace the trust policy of {}", role.name())
        },
        "iam:UpdateAssumeRolePolicy",
        access,
        if same { Change::Matches } else { Change::Modify },
    );
    if !same {
        let lost = compared
            .map(|c| c.grants_less.into_iter().map(|d| d.sentence).collect::<Vec<_>>().join(" "))
            .unwrap_or_default();
        s.warning = Some(if lost.is_empty() {
            "The role exists. Its trust policy will be replaced.".to_owned()
        } else {
            format!("The role exists, and what uses it now will lose access. {lost}")
        });
    }
    s.before = Some(pretty(&found.trust));
    s.after = Some(text);
    s
}

/// The step that puts one inline policy.
pub(crate) fn inline_step(
    role: &RoleArn,
    name: &PolicyName,
    document: &Document,
    found: Option<&RoleSnapshot>,
    access: &Access,
) -> Step {
    let text = document.pretty();
    let present = found.and_then(|f| f.inline.iter().find(|p| &p.name == name));
    let parsed = present.and_then(|p| Document::parse(&p.document).ok());
    let same = parsed.as_ref().is_some_and(|d| rolebridge_policy::equivalent(d, document));
    let change = match (present, same) {
        (None, _) => Change::Create,
        (_, true) => Change::Matches,
        (_, false) => Change::Modify,
    };
    let mut s = step(
        Action::PutInlinePolicy { role: role.clone(), name: name.clone(), document: text.clone() },
        match change {
            Change::Matches => format!("Inline policy {name} is as wanted"),
            Change::Modify => format!("Replace inline policy {name}"),
            _ => format!("Put inline policy {name}"),
        },
        "iam:PutRolePolicy",
        access,
        change,
    );
    let others: usize = found.map_or(0, |f| {
        f.inline
            .iter()
            .filter(|p| &p.name != name)
            .filter_map(|p| Document::parse(&p.document).ok())
            .map(|d| d.size())
            .sum()
    });
    if others + document.size() > INLINE_LIMIT {
        s.warning = Some(format!(
            "The inline policies of the role would come to {} characters; AWS allows {INLINE_LIMIT}.",
            others + document.size()
        ));
    }
    s.before = present.map(|p| pretty(&p.document));
    s.after = Some(text);
    s
}

/// The inline policy of a role that stands for one of its template's: one with the same
/// permissions, whatever its name; the one Rolebridge put; or the one of the template's name.
pub(crate) fn counterpart<'a>(
    name: &PolicyName,
    document: &Document,
    own: Option<&PolicyName>,
    found: &'a [InlinePolicy],
) -> Option<&'a InlinePolicy> {
    let same = |p: &&InlinePolicy| {
        Document::parse(&p.document).is_ok_and(|d| rolebridge_policy::equivalent(&d, document))
    };
    found
        .iter()
        .find(same)
        .or_else(|| found.iter().find(|p| own == Some(&p.name)))
        .or_else(|| found.iter().find(|p| &p.name == name))
}

/// The inline policy that shares most of the actions: made by hand under another name, and changed
/// since. Nothing if none does, or if there is no telling which.
pub(crate) fn akin<'a>(document: &Document, found: &'a [InlinePolicy]) -> Option<&'a InlinePolicy> {
    let wanted = actions(document);
    let shared = |p: &InlinePolicy| {
        Document::parse(&p.document).map_or(0, |d| actions(&d).intersection(&wanted).count())
    };
    let mut ranked: Vec<_> = found.iter().map(|p| (shared(p), p)).collect();
    ranked.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    let &(most, policy) = ranked.first()?;
    let alone = ranked.get(1).is_none_or(|(next, _)| *next < most);
    (most > 0 && alone).then_some(policy)
}

/// IAM compares actions without regard to case.
fn actions(document: &Document) -> HashSet<String> {
    document.statements().iter().flat_map(|s| s.actions().map(str::to_lowercase)).collect()
}

/// The steps that take from a role what its old template gave it and the new one does not.
pub(crate) fn steps_from(
    old: &Rendered,
    wanted: &Wanted<'_>,
    found: &RoleSnapshot,
    access: &Access,
) -> Vec<Step> {
    let role = &wanted.role;
    let mut steps = Vec::new();
    for policy in old
        .managed
        .iter()
        .filter(|p| !wanted.rendered.managed.contains(p) && found.attached.contains(p))
    {
        steps.push(step(
            Action::DetachPolicy { role: role.clone(), policy: policy.clone() },
            format!("Detach managed policy {}", policy.name()),
            "iam:DetachRolePolicy",
            access,
            Change::Delete,
        ));
    }
    // The name was the user's to choose, so the old template's document counts under any.
    let is_old = |p: &InlinePolicy| {
        old.inline.iter().any(|(name, document)| {
            &p.name == name
                || Document::parse(&p.document)
                    .is_ok_and(|d| rolebridge_policy::equivalent(&d, document))
        })
    };
    for present in found
        .inline
        .iter()
        .filter(|p| is_old(p) && !wanted.inline.iter().any(|(name, _)| name == &p.name))
    {
        let name = &present.name;
        let mut s = step(
            Action::DeleteInlinePolicy { role: role.clone(), name: name.clone() },
            format!("Delete inline policy {name}"),
            "iam:DeleteRolePolicy",
            access,
            Change::Delete,
        );
        s.before = Some(pretty(&present.document));
        steps.push(s);
    }
    steps
}

/// The steps that delete a role with all it carries, in the order IAM asks for.
pub(crate) fn steps_to_delete(found: &RoleSnapshot, access: &Access) -> Vec<Step> {
    let role = &found.arn;
    let mut steps = Vec::new();
    for policy in &found.inline {
        let mut s = step(
            Action::DeleteInlinePolicy { role: role.clone(), name: policy.name.clone() },
            format!("Delete inline policy {}", policy.name),
            "iam:DeleteRolePolicy",
            access,
            Change::Delete,
        );
        s.before = Some(pretty(&policy.document));
        steps.push(s);
    }
    for policy in &found.attached {
        steps.push(step(
            Action::DetachPolicy { role: role.clone(), policy: policy.clone() },
            format!("Detach managed policy {}", policy.name()),
            "iam:DetachRolePolicy",
            access,
            Change::Delete,
        ));
    }
    let mut s = step(
        Action::DeleteRole { role: role.clone() },
        format!("Delete role {}", role.name()),
        "iam:DeleteRole",
        access,
        Change::Delete,
    );
    s.before = Some(pretty(&found.trust));
    s.warning =
        Some("A deleted role can't be brought back, and what trusts it stops working.".into());
    steps.push(s);
    steps
}

/// A document as we print them, or as it is where it does not read.
pub(crate) fn pretty(text: &str) -> String {
    Document::parse(text).map_or_else(|_| text.to_owned(), |d| d.pretty())
}
