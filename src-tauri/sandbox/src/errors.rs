//! What AWS says when it refuses. The texts are AWS's own where they are known ("Troubleshooting
//! access denied error messages" and the messages people report).

use std::path::PathBuf;

use rolebridge_cloud::Cause;
use rolebridge_policy::PolicyKind;
use thiserror::Error;

/// The sandbox could not be opened or kept.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// Its file can't be read or written.
    #[error("The sandbox's file {path} can't be used: {source}.")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Its file holds something else.
    #[error("The sandbox's file {path} can't be understood: {message}. Delete it to begin anew.")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// Its file was written by a newer Rolebridge.
    #[error(
        "The sandbox's file {path} was written by a newer Rolebridge. Update Rolebridge, or delete the file to begin anew."
    )]
    Newer {
        /// The file.
        path: PathBuf,
    },
}

/// Which kind of policy refused, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Denial {
    /// No policy of the kind allows it.
    Implicit(PolicyKind),
    /// A policy of the kind denies it.
    Explicit(PolicyKind),
    /// AWS does not say.
    Unsaid,
}

/// What AWS calls a kind of policy here. The only policies of resources in the sandbox are roles'
/// trust policies.
const fn name(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::IdentityPolicy => "identity-based policy",
        PolicyKind::ResourcePolicy => "role trust policy",
        PolicyKind::PermissionBoundary => "permissions boundary",
        PolicyKind::SessionPolicy => "session policy",
        PolicyKind::ServiceControlPolicy => "service control policy",
        PolicyKind::ResourceControlPolicy => "resource control policy",
        PolicyKind::EndpointPolicy => "VPC endpoint policy",
    }
}

/// The text of an access denial.
pub(crate) fn denial(user: &str, action: &str, resource: &str, why: Denial) -> String {
    let said =
        format!("User: {user} is not authorized to perform: {action} on resource: {resource}");
    match why {
        Denial::Implicit(kind) => {
            format!("{said} because no {} allows the {action} action", name(kind))
        }
        Denial::Explicit(PolicyKind::ResourcePolicy) => {
            format!("{said} with an explicit deny in the role trust policy")
        }
        Denial::Explicit(PolicyKind::IdentityPolicy) => {
            format!("{said} with an explicit deny in an identity-based policy")
        }
        Denial::Explicit(kind) => format!("{said} with an explicit deny in a {}", name(kind)),
        Denial::Unsaid => said,
    }
}

pub(crate) fn no_such_role(name: &str) -> Cause {
    Cause::NotFound { message: format!("The role with name {name} cannot be found.") }
}

pub(crate) fn invalid(message: impl Into<String>) -> Cause {
    Cause::Invalid { message: message.into(), fields: Vec::new() }
}

/// A refused field of a DevOps Agent request.
pub(crate) fn invalid_field(pointer: &str, message: &str) -> Cause {
    Cause::Invalid {
        message: message.to_owned(),
        fields: vec![(pointer.to_owned(), message.to_owned())],
    }
}

pub(crate) fn malformed(message: impl Into<String>) -> Cause {
    Cause::MalformedPolicy { message: message.into() }
}

pub(crate) fn quota(message: impl Into<String>) -> Cause {
    Cause::Quota { message: message.into() }
}

pub(crate) fn conflict(message: impl Into<String>) -> Cause {
    Cause::Conflict { message: message.into() }
}

pub(crate) fn not_found(message: impl Into<String>) -> Cause {
    Cause::NotFound { message: message.into() }
}
