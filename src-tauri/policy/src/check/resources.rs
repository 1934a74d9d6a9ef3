//! `Resource` and `NotResource`.

use super::arn::{self, Fault};
use super::{Check, Kind, Place, Severity, actions, is_allow};
use crate::json::{Key, Node};

pub(super) fn check(check: &mut Check<'_>, place: Place<'_>) {
    let Some(resources) = &place.statement.resource else {
        if check.kind != Kind::Trust {
            let pointer = check.pointer(place.index, &[], None);
            check.report(
                "resource-missing",
                Severity::Error,
                pointer,
                format!("Statement {} has no Resource.", place.index + 1),
            );
            let document = check.with_statement(place.index, |members| {
                members.push((Key::from("Resource"), Node::string("*")));
                Some(())
            });
            check.remedy("Add \"Resource\": \"*\", or the ARNs meant.", document);
        }
        return;
    };
    let element = if resources.negated { "NotResource" } else { "Resource" };
    if check.kind == Kind::Trust {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "trust-resource",
            Severity::Error,
            pointer,
            format!("A trust policy is about the role it is attached to and can't have {element}."),
        );
        let document = check.without_element(place.index, element);
        check.remedy(format!("Remove {element}."), document);
        return;
    }
    if resources.values.is_empty() {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "resource-empty",
            Severity::Error,
            pointer,
            "The list of resources is empty.".into(),
        );
        let document = check.with_statement(place.index, |members| {
            let (_, node) = members.iter_mut().find(|(k, _)| k.text == "Resource")?;
            *node = Node::string("*");
            Some(())
        });
        check.remedy("Write \u{201c}*\u{201d}, or the ARNs meant.", document);
    }
    for (i, resource) in resources.values.iter().enumerate() {
        for fault in arn::faults(resource.raw()) {
            let Fault { code, severity, sentence, better } = fault;
            let pointer = check.pointer(place.index, &[element], Some(i));
            check.report(code, severity, pointer, sentence);
            if let Some(better) = better {
                let document = check.with_entry(place.index, &[element], i, Some(&better));
                check.remedy(format!("Write {better}."), document);
            }
        }
    }
    actions::redundant(check, place, element, &resources.values);
    if resources.negated && is_allow(place) {
        let pointer = check.pointer(place.index, &[element], None);
        check.report(
            "not-resource-allow",
            Severity::Security,
            pointer,
            "NotResource with Allow grants the actions on every resource but these, future ones too.".into(),
        );
        check.remedy("List the resources that are needed under Resource.", None);
    }
}
