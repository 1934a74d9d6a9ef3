//! The smallest change of a policy.

use super::Explainer;
use super::places::Place;
use crate::decide::Fix;
use crate::decide::request::PolicyKind;
use crate::document::Document;
use crate::json::{Key, Node, Value};
use crate::principal::IdentityForm;

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
                    object(vec![(if federated { "Federated" } else { "AWS" }, Node::string(raw))])
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
        Some(Fix::AddStatement {
            kind,
            sentence: format!("Add a statement that allows {} to the {label}.", r.action),
            document: Document::from_node(root).ok()?,
        })
    }
}

fn object(members: Vec<(&str, Node)>) -> Node {
    Value::Object(members.into_iter().map(|(k, v)| (Key::from(k), v)).collect()).into()
}
