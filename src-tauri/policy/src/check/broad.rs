//! Permissions that reach further than is wise: everything, any role, any service-linked role; and
//! S3's objects and buckets taken for each other.

use super::{Check, Place, Severity, is_allow};
use crate::document::Patterns;
use crate::json::{Key, Node, Value, shorten};
use crate::pattern::{Case, NoVariables, Pattern};

/// Roles of two unlike accounts and paths: a pattern that fits both fits about every role.
const SOME_ROLES: [&str; 2] =
    ["arn:aws:iam::190283746501:role/Zx7", "arn:aws:iam::918273645506:role/q/w8/Ay"];

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>) {
    let s = place.statement;
    if !check.kind.is_identity() || !is_allow(place) {
        return;
    }
    let Some(resources) = &s.resource else { return };
    if !s.action.negated {
        wide(check, place, resources);
        objects(check, place, resources);
        sessions(check, place, resources);
    }
}

fn allows(action: &Pattern, name: &str) -> bool {
    action.matches(name, Case::Ignored, &NoVariables) == Some(true)
}

/// Whether an element reaches every role there is, or every one of one account.
fn any_role(resources: &Patterns) -> bool {
    let fits = |r: &Pattern| {
        SOME_ROLES.iter().all(|role| r.matches(role, Case::Exact, &NoVariables) == Some(true))
    };
    let own = |r: &Pattern| {
        r.raw().rsplit_once(":role/").is_some_and(|(_, name)| name == "*" || name == "**")
    };
    !resources.negated && resources.values.iter().any(|r| fits(r) || own(r))
}

fn every_account(resources: &Patterns) -> bool {
    !resources.negated
        && resources.values.iter().any(|r| {
            SOME_ROLES.iter().all(|role| r.matches(role, Case::Exact, &NoVariables) == Some(true))
        })
}

fn wide(check: &mut Check<'_>, place: Place<'_>, resources: &Patterns) {
    let s = place.statement;
    let everything = !resources.negated && resources.values.iter().any(Pattern::is_everything);
    let has = |keys: &[&str]| {
        s.conditions
            .iter()
            .any(|c| keys.iter().any(|k| c.key == *k || c.key.starts_with(&format!("{k}/"))))
    };
    for (i, action) in s.action.values.iter().enumerate() {
        let raw = action.raw().to_ascii_lowercase();
        let pointer = check.pointer(place.index, &["Action"], Some(i));
        if action.is_everything() || raw == "*:*" {
            if everything && s.conditions.is_empty() {
                check.report(
                    "full-access",
                    Severity::Security,
                    pointer,
                    "This allows every action on every resource: whoever has it is an administrator.".into(),
                );
                check.remedy("List the actions and resources that are needed.", None);
            }
            continue;
        }
        let limits = [
            "aws:resourceaccount",
            "aws:resourceorgid",
            "aws:resourceorgpaths",
            "aws:resourcetag",
            "iam:resourcetag",
        ];
        if allows(action, "sts:AssumeRole") && every_account(resources) && !has(&limits) {
            check.report(
                "sts-everywhere",
                Severity::Security,
                pointer.clone(),
                format!(
                    "{} on every resource lets its users assume every role that trusts this account, in any account.",
                    action.raw()
                ),
            );
            let document = narrow_assume_role(check, place);
            let sentence = if document.is_some() {
                "Allow sts:AssumeRole on the ARNs of the roles meant. The changed document names an example to fill in: arn:aws:iam::111122223333:role/ROLE-NAME."
            } else {
                "Allow sts:AssumeRole in a statement of its own, on the ARNs of the roles meant, such as arn:aws:iam::111122223333:role/ROLE-NAME."
            };
            check.remedy(sentence, document);
        }
        if allows(action, "iam:PassRole")
            && any_role(resources)
            && !has(&[
                "iam:passedtoservice",
                "iam:associatedresourcearn",
                "iam:resourcetag",
                "aws:resourcetag",
            ])
        {
            check.report(
                "pass-role-everywhere",
                Severity::Security,
                pointer.clone(),
                format!(
                    "{} on every role lets its users hand any role to a service and so get that role's rights.",
                    action.raw()
                ),
            );
            check.remedy("Name the roles, or add a condition on iam:PassedToService.", None);
        }
        let linked = raw.starts_with("iam:create") && allows(action, "iam:CreateServiceLinkedRole");
        if linked && everything && !has(&["iam:awsservicename"]) {
            check.report(
                "service-linked-role-everywhere",
                Severity::Warning,
                pointer,
                format!(
                    "{} on every resource lets its users make the service-linked role of any AWS service.",
                    action.raw()
                ),
            );
            check.remedy("Add a condition on iam:AWSServiceName.", None);
        }
    }
}

/// The statement for `sts:AssumeRole` alone, on a role to be named. Only where the statement is
/// about STS and nothing else: other actions would lose their resources.
fn narrow_assume_role(check: &Check<'_>, place: Place<'_>) -> Option<crate::Document> {
    let sts = |a: &Pattern| a.raw().get(..4).is_some_and(|p| p.eq_ignore_ascii_case("sts:"));
    if !place.statement.action.values.iter().all(sts) {
        return None;
    }
    check.with_statement(place.index, |members| {
        for (key, node) in members.iter_mut() {
            match key.text.as_str() {
                "Action" => *node = Node::string("sts:AssumeRole"),
                "Resource" | "NotResource" => {
                    *key = Key::from("Resource");
                    *node = Node::string("arn:aws:iam::111122223333:role/ROLE-NAME");
                }
                _ => {}
            }
        }
        Some(())
    })
}

/// Actions that are about objects, and such as are about buckets ("Actions, resources, and
/// condition keys for Amazon S3").
const OBJECT_ACTIONS: [&str; 12] = [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectAcl",
    "s3:GetObjectTagging",
    "s3:PutObject",
    "s3:PutObjectAcl",
    "s3:PutObjectTagging",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:DeleteObjectTagging",
    "s3:RestoreObject",
    "s3:AbortMultipartUpload",
];
const BUCKET_ACTIONS: [&str; 8] = [
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "s3:ListBucketMultipartUploads",
    "s3:GetBucketLocation",
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:GetBucketAcl",
    "s3:DeleteBucket",
];

fn objects(check: &mut Check<'_>, place: Place<'_>, resources: &Patterns) {
    let plain_bucket = |r: &Pattern| {
        r.raw().split_once(":s3:::").is_some_and(|(_, name)| !name.contains(['/', '*', '?', '$']))
    };
    let keys =
        |r: &Pattern| r.raw().split_once(":s3:::").is_some_and(|(_, name)| name.contains('/'));
    let variable = resources.values.iter().any(|r| r.raw().contains("${"));
    if resources.negated || resources.values.is_empty() || variable {
        return;
    }
    let of = |names: &[&str]| {
        place
            .statement
            .action
            .values
            .iter()
            .position(|a| names.iter().any(|n| n.eq_ignore_ascii_case(a.raw())))
    };
    if let Some(i) = of(&OBJECT_ACTIONS)
        && resources.values.iter().all(plain_bucket)
    {
        let pointer = check.pointer(place.index, &["Action"], Some(i));
        let bucket = resources.values[0].raw().to_owned();
        let name = place.statement.action.values[i].raw();
        check.report(
            "s3-needs-objects",
            Severity::Warning,
            pointer,
            format!(
                "{name} is about objects, but \u{201c}{}\u{201d} is a bucket.",
                shorten(&bucket)
            ),
        );
        let document = add_resource(check, place, &format!("{bucket}/*"));
        check.remedy(format!("Add {bucket}/*."), document.filter(|_| resources.values.len() == 1));
    }
    if let Some(i) = of(&BUCKET_ACTIONS)
        && resources.values.iter().all(keys)
    {
        let pointer = check.pointer(place.index, &["Action"], Some(i));
        let object = resources.values[0].raw();
        let bucket = object.split('/').next().unwrap_or(object).to_owned();
        let name = place.statement.action.values[i].raw();
        check.report(
            "s3-needs-bucket",
            Severity::Warning,
            pointer,
            format!(
                "{name} is about a bucket, but \u{201c}{}\u{201d} names its objects.",
                shorten(object)
            ),
        );
        let document = add_resource(check, place, &bucket);
        let one = resources.values.len() == 1 && !bucket.contains(['*', '?']);
        check.remedy(format!("Add {bucket}."), document.filter(|_| one));
    }
}

fn add_resource(check: &Check<'_>, place: Place<'_>, arn: &str) -> Option<crate::Document> {
    check.with_statement(place.index, |members| {
        let (_, node) = members.iter_mut().find(|(k, _)| k.text == "Resource")?;
        match &mut node.value {
            Value::Array(items) => items.push(Node::string(arn)),
            Value::String(first) => {
                let both = vec![Node::string(first.as_str()), Node::string(arn)];
                *node = Value::Array(both).into();
            }
            _ => return None,
        }
        Some(())
    })
}

/// `sts:AssumeRole` and `iam:PassRole` work on roles, and their resource is the role's own ARN.
fn sessions(check: &mut Check<'_>, place: Place<'_>, resources: &Patterns) {
    let about = |name: &str| {
        place.statement.action.values.iter().all(|a| a.raw().eq_ignore_ascii_case(name))
    };
    if resources.negated || !(about("sts:AssumeRole") || about("iam:PassRole")) {
        return;
    }
    let Some(action) = place.statement.actions().next() else { return };
    for (i, resource) in resources.values.iter().enumerate() {
        let raw = resource.raw();
        let parts: Vec<&str> = raw.splitn(6, ':').collect();
        let (Some(&"arn"), Some(&partition), Some(service), Some(&account), Some(&name)) =
            (parts.first(), parts.get(1), parts.get(2), parts.get(4), parts.get(5))
        else {
            continue;
        };
        let pointer = check.pointer(place.index, &["Resource"], Some(i));
        if let Some(role) = name.strip_prefix("assumed-role/") {
            let role = role.split('/').next().unwrap_or(role);
            let arn = format!("arn:{partition}:iam::{account}:role/{role}");
            check.report(
                "assume-role-session",
                Severity::Warning,
                pointer,
                format!(
                    "\u{201c}{}\u{201d} is a session; {action} is about the role itself.",
                    shorten(raw)
                ),
            );
            let document = check.with_entry(place.index, &["Resource"], i, Some(&arn));
            check.remedy(format!("Write {arn}, with the role's path if it has one."), document);
        } else if *service == "iam"
            && !name.starts_with("role/")
            && !name.starts_with(['*', '?', '$'])
            && !"role/".starts_with(name.trim_end_matches('*'))
            && !name.starts_with("role*")
            && !name.starts_with("role?")
        {
            check.report(
                "assume-role-not-a-role",
                Severity::Warning,
                pointer,
                format!(
                    "\u{201c}{}\u{201d} is not a role, so that {action} never fits it.",
                    shorten(raw)
                ),
            );
            check.remedy(
                format!("Write the ARN of a role: arn:{partition}:iam::{account}:role/NAME."),
                None,
            );
        } else if let Some(path) = name.strip_prefix("role/") {
            role_name(check, path, raw, pointer, action.eq_ignore_ascii_case("sts:AssumeRole"));
        }
    }
}

/// A role's name has at most 64 characters; the console's Switch Role takes path and name together
/// only up to 64 ("Switch from a user to an IAM role (console)").
fn role_name(check: &mut Check<'_>, path: &str, raw: &str, pointer: String, assumed: bool) {
    let name = path.rsplit('/').next().unwrap_or(path);
    if path.contains(['*', '?', '$']) {
        return;
    }
    if name.chars().count() > 64 {
        check.report(
            "role-name-length",
            Severity::Warning,
            pointer,
            format!(
                "The name of the role in \u{201c}{}\u{201d} has {} characters; IAM takes 64.",
                shorten(raw),
                name.chars().count()
            ),
        );
    } else if assumed && path != name && path.chars().count() + 1 > 64 {
        check.report(
            "console-switch-length",
            Severity::Suggestion,
            pointer,
            format!(
                "Path and name of \u{201c}{}\u{201d} have more than 64 characters together: the role can be assumed, but not by Switch Role in the console.",
                shorten(raw)
            ),
        );
    }
}
