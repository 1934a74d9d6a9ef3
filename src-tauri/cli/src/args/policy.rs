//! `rolebridge policy`.

use clap::{Subcommand, ValueEnum};
use rolebridge_model::{AccountId, TemplateId};
use rolebridge_policy::Kind;

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Print the documents of a template, filled in
    #[command(after_long_help = "\
With --document, the document is printed as it is, followed by one newline.
Without, JSON: {template, version, role_name, description, trust, managed_policies,
inline_policies: [{name, document}],
group_policies: [{name, attach_to, owner, optional, note, document}], notes}")]
    Render {
        /// Template, as `rolebridge templates` lists them
        #[arg(long, value_name = "ID", value_parser = TemplateId::parse)]
        template: TemplateId,
        /// Value of a variable, as name=value; once for each
        #[arg(long = "var", value_name = "NAME=VALUE", value_parser = variable)]
        variables: Vec<(String, String)>,
        /// Print this document only
        #[arg(long, value_enum)]
        document: Option<RenderedDocument>,
        /// Name of the policy, where a template has several
        #[arg(long, requires = "document")]
        name: Option<String>,
    },
    /// Say what is wrong or unwise about a policy; exits 1 if there is a finding
    #[command(after_long_help = "\
JSON: {\"findings\": [{code, severity, pointer, line, column, sentence, fix}]}, severity being error,
security, warning or suggestion; line and column are there for malformed text only; fix is null or
{sentence, document}")]
    Check {
        /// File with the policy, - for standard input
        #[arg(value_hint = clap::ValueHint::FilePath)]
        file: String,
        /// What it is used as
        #[arg(long, value_enum)]
        kind: PolicyUse,
        /// For a trust policy, the account the role is in: its own principals are no third parties
        /// then, and conditions that name it where the caller's account is meant are found
        #[arg(long, value_name = "ID", value_parser = AccountId::parse)]
        account: Option<AccountId>,
    },
    /// Say whether a request is allowed and why
    #[command(after_long_help = "\
The request is {\"action\", \"principal\", \"resource\": {\"arn\", \"account\"}, \"context\": {},
\"identity_policies\": [], \"resource_policy\": {}, \"permission_boundaries\": [],
\"session_policies\": [], \"service_control_policies\": [[]], \"resource_control_policies\": [[]],
\"endpoint_policies\": []}; only the first three are needed. A policy is a document, or
{\"name\", \"document\"}. Control policies are one list per level, root first.
A condition key that is not in the context is absent; with \"known_context\": false it is unknown.
With \"derive_context\": true, keys that AWS itself derives from principal and resource, such as
aws:PrincipalArn and aws:username, are there.
The answer, always JSON: {decision, because: [{policy, kind, statement, sid, reason}], fix}, decision
being allowed, implicitly_denied, explicitly_denied or unknown.
With --lines, a line that is no request is answered by {\"error\": {code, message, remedy}}, and the
command exits 2 after the last line.")]
    Explain {
        /// File with the request, - for standard input
        #[arg(value_hint = clap::ValueHint::FilePath)]
        file: String,
        /// One request per line in, one verdict per line out, in the same order
        #[arg(long)]
        lines: bool,
    },
    /// Compare what two policies mean; exits 1 if they differ
    #[command(after_long_help = "\
The answer, always JSON: {equivalent, grants_more, grants_less}: what the second grants and the first
does not, and the other way round, as [{statement, stands_in, sentence}]")]
    Diff {
        /// File with the first policy, - for standard input
        first: String,
        /// File with the second policy, - for standard input
        second: String,
    },
}

/// A document of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RenderedDocument {
    /// The role's trust policy
    Trust,
    /// The role's inline policy
    Inline,
    /// The policy for those who use the role
    Group,
}

/// What a policy is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PolicyUse {
    /// A role's trust policy
    Trust,
    /// An inline policy of a role
    Identity,
    /// An inline policy of a group
    Group,
    /// An inline policy of a user
    User,
    /// A customer managed policy
    Managed,
    /// A policy on a resource other than a role
    Resource,
}

impl From<PolicyUse> for Kind {
    fn from(used: PolicyUse) -> Self {
        match used {
            PolicyUse::Trust => Self::Trust,
            PolicyUse::Identity => Self::Identity,
            PolicyUse::Group => Self::Group,
            PolicyUse::User => Self::User,
            PolicyUse::Managed => Self::Managed,
            PolicyUse::Resource => Self::Resource,
        }
    }
}

pub(super) fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as name=value, for example region=us-east-1".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_hold_an_equals_sign() {
        assert_eq!(variable("a=b=c").unwrap(), ("a".into(), "b=c".into()));
        assert!(variable("a").is_err() && variable("=a").is_err());
    }
}
