//! The smallest change of a policy.

use super::Explainer;
use super::places::Place;
use crate::decide::Fix;
use crate::decide::condition::{Lookup, lookup};
use crate::decide::request::PolicyKind;
use crate::document::Document;
use crate::json::{Key, Node, Value};
use crate::principal::{Identity, IdentityForm};

impl Explainer<'_> {
    /// How to get out of a Deny: by another context if a condition leaves room, or by changing it.
    pub(super) fn undo(&self, place: &Place<'_>) -> Fix {
        let conditions = &place.statement.conditions;
        conditions.iter().find_map(|c| self.context_fix(c, false)).unwrap_or_else(|| {
            Fix::RemoveDenial {
                policy: place.policy.clone(),
                statement: place.index,
                sentence: format!(
                    "Change statement {} of {} so that it no longer denies this: no Allow can outweigh it.",
                    place.index + 1,
                    place.policy
                ),
            }
        })
    }

    /// The role behind the session that asks, where its ARN is known: "AWS recommends using IAM role
    /// principals in your policies instead of role session principals" ("AWS JSON policy elements:
    /// Principal"). A session's ARN lacks the role's path, so that the request has to tell it.
    fn role_to_trust(&self) -> Option<String> {
        let caller = self.request.principal.identity()?;
        let Lookup::Values([arn]) = lookup(self.request, "aws:principalarn") else { return None };
        let role = Identity::parse(arn)?;
        let same = matches!(caller.form, IdentityForm::Session { .. })
            && matches!(role.form, IdentityForm::Role(_))
            && role.account == caller.account
            && role.role_name() == caller.role_name();
        same.then(|| arn.clone())
    }

    /// The narrowest statement that would allow this request.
    pub(super) fn add_statement(&self, kind: PolicyKind) -> Option<Fix> {
        let r = self.request;
        let mut members = vec![("Effect", Node::string("Allow"))];
        if matches!(
            kind,
            PolicyKind::ResourcePolicy
                | PolicyKind::EndpointPolicy
                | PolicyKind::ResourceControlPolicy
        ) {
            let principal = match (&r.principal.identity(), r.principal.as_str()) {
                (_, "*") => Node::string("*"),
                (Some(i), raw) => {
                    let federated =
                        matches!(i.form, IdentityForm::SamlProvider | IdentityForm::OidcProvider);
                    let role = self.role_to_trust().filter(|_| kind == PolicyKind::ResourcePolicy);
                    let named = Node::string(role.as_deref().unwrap_or(raw));
                    object(vec![(if federated { "Federated" } else { "AWS" }, named)])
                }
                (None, raw) => {
                    let web = r.action.eq_ignore_ascii_case("sts:AssumeRoleWithWebIdentity");
                    object(vec![(if web { "Federated" } else { "Service" }, Node::string(raw))])
                }
            };
            members.push(("Principal", principal));
        }
        members.push(("Action", Node::string(r.action.as_str())));
        if !(kind == PolicyKind::ResourcePolicy && self.is_assume()) {
            members.push(("Resource", Node::string(r.resource.arn.as_str())));
        }
        let root = object(vec![
            ("Version", Node::string("2012-10-17")),
            ("Statement", Value::Array(vec![object(members)]).into()),
        ]);
        let label = self.label(kind);
        let place = match self.silent_level(kind) {
            Some((level, _)) => format!("a {label} of level {}", level + 1),
            None => format!("the {label}"),
        };
        Some(Fix::AddStatement {
            kind,
            sentence: format!("Add a statement that allows {} to {place}.", r.action),
            document: Document::from_node(root).ok()?,
        })
    }
}

fn object(members: Vec<(&str, Node)>) -> Node {
    Value::Object(members.into_iter().map(|(k, v)| (Key::from(k), v)).collect()).into()
}
