//! The managed policies AWS offers. Data, and only as much of their documents as decides here.

use std::collections::HashMap;
use std::sync::LazyLock;

use rolebridge_model::PolicyArn;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Catalogue {
    policies: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    path: String,
    document: Value,
}

#[allow(clippy::expect_used)] // embedded at build time and read by a test
static DOCUMENTS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let catalogue: Catalogue = serde_json::from_str(include_str!("../data/managed-policies.json"))
        .expect("managed-policies.json is valid");
    catalogue
        .policies
        .into_iter()
        .map(|p| (format!("arn:aws:iam::aws:policy{}{}", p.path, p.name), p.document.to_string()))
        .collect()
});

/// The document of an AWS managed policy.
pub(crate) fn document(arn: &PolicyArn) -> Option<&'static str> {
    DOCUMENTS.get(arn.as_str()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_has_an_arn_and_a_document() {
        assert!(DOCUMENTS.len() >= 15);
        for (arn, document) in DOCUMENTS.iter() {
            PolicyArn::parse(arn).unwrap();
            rolebridge_policy::Document::parse(document).unwrap();
        }
        let known = |arn| document(&PolicyArn::parse(arn).unwrap()).is_some();
        assert!(known("arn:aws:iam::aws:policy/AIDevOpsAgentAccessPolicy"));
        assert!(!known("arn:aws:iam::aws:policy/ViewOnlyAccess"), "it has a path");
    }
}
