//! The codes of all findings in a document that can be read. They are stable: scripts rely on them.

/// Every code of [`crate::check_document`]; texts that can't be read have those of
/// [`crate::ParseError`].
pub const CODES: &[&str] = &[
    "action-empty",
    "action-format",
    "action-matches-nothing",
    "action-service-unknown",
    "action-service-wildcard",
    "action-unknown",
    "address-everywhere",
    "address-range",
    "assume-role-not-a-role",
    "assume-role-session",
    "bool-both",
    "characters",
    "condition-empty",
    "condition-key-duplicate",
    "condition-key-format",
    "condition-key-unknown",
    "condition-object-empty",
    "condition-value",
    "condition-value-form",
    "condition-value-redundant",
    "console-switch-length",
    "entry-redundant",
    "external-id-anything",
    "external-id-federated",
    "external-id-missing",
    "external-id-optional",
    "federated-format",
    "for-all-values-absent",
    "full-access",
    "github-branch-wildcard",
    "github-repository-wildcard",
    "github-subject-missing",
    "github-subject-wildcard",
    "mfa-deny-access-keys",
    "mfa-if-exists",
    "not-action-allow",
    "not-principal-allow",
    "not-resource-allow",
    "null-if-exists",
    "null-quantifier",
    "oidc-audience-missing",
    "oidc-condition-missing",
    "operator-mismatch",
    "own-account-in-source",
    "partition-mix",
    "pass-role-everywhere",
    "principal-arn-session",
    "principal-empty",
    "principal-format",
    "principal-group",
    "principal-in-identity-policy",
    "principal-missing",
    "principal-orphan",
    "principal-redundant",
    "principal-wildcard",
    "private-address",
    "quantifier-missing",
    "quantifier-single",
    "resource-account",
    "resource-bucket-account",
    "resource-empty",
    "resource-format",
    "resource-incomplete",
    "resource-missing",
    "resource-region",
    "resource-region-missing",
    "resource-service",
    "role-name-length",
    "s3-needs-bucket",
    "s3-needs-objects",
    "saml-audience-missing",
    "service-actions-missing",
    "service-format",
    "service-key-absent",
    "service-linked-role-everywhere",
    "service-source-half",
    "service-source-missing",
    "service-unknown",
    "sid-characters",
    "sid-duplicate",
    "sid-empty",
    "size",
    "source-account-missing",
    "statement-empty",
    "statement-redundant",
    "string-like-on-arn",
    "sts-everywhere",
    "trust-action",
    "trust-action-mismatch",
    "trust-action-wildcard",
    "trust-anyone",
    "trust-canonical-user",
    "trust-everyone",
    "trust-not-action",
    "trust-not-principal",
    "trust-resource",
    "variable-format",
    "variable-many",
    "variable-open",
    "variable-place",
    "variable-unknown",
    "version",
    "wildcard-under-equals",
];

/// What to do about a finding where no change of its own can be offered.
pub(super) fn advice(code: &str) -> &'static str {
    match code {
        "action-format" => "Write the service, a colon and the name of the action.",
        "action-matches-nothing" | "action-unknown" => {
            "Look the names up in AWS's list of actions of the service."
        }
        "address-everywhere" => "Name the addresses meant, or remove the condition.",
        "condition-key-unknown" => "Look the key up in AWS's list of condition keys.",
        "condition-value" => "Write a value of the operator's type, or use another operator.",
        "condition-value-form" => "Write a value that a request can have.",
        "console-switch-length" => "Give the role a shorter path, if people switch to it.",
        "federated-format" => {
            "Write the ARN of a SAML or OIDC provider, or a domain such as accounts.google.com."
        }
        "principal-empty" => "Name accounts, roles, users or services.",
        "principal-format" | "principal-group" | "trust-canonical-user" => {
            "Write an account ID or the ARN of a role, user or session."
        }
        "principal-orphan" => "Write the ARN of the role or user again and save.",
        "principal-wildcard" => {
            "Trust the account and add an ArnLike condition on aws:PrincipalArn."
        }
        "private-address" => "Write the public address, or compare aws:VpcSourceIp.",
        "resource-account" => "Write the account's ID, or * for any.",
        "resource-format" | "resource-incomplete" | "resource-service" => {
            "Write the ARN with its six parts, or *."
        }
        "resource-region" => "Write a Region such as eu-central-1, or * for any.",
        "role-name-length" => "Write the name the role really has.",
        "service-format" | "service-unknown" => {
            "Write the service as ec2.amazonaws.com is written."
        }
        "statement-empty" => "Add a statement, or remove the policy.",
        "trust-anyone" => "Name whom you mean. {\"AWS\": \"*\"} is allowed, with a condition.",
        "trust-not-action" => "Use Action with sts:AssumeRole or one of its variants.",
        "variable-format" => "Write it as ${aws:username} or ${aws:PrincipalTag/team, 'default'}.",
        "variable-many" => "Use a key that has one value.",
        "variable-unknown" => "Write the name of a condition key, or the value itself.",
        _ => "Correct it where it stands.",
    }
}
