//! Why AWS could not do what was asked, as a cause a person can act on.

use rolebridge_model::IdentityRef;
use thiserror::Error;

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause}")]
pub struct CloudError {
    /// The call, such as `iam:CreateRole`.
    pub operation: String,
    /// What it was to act on: a role ARN, an agent space, an account.
    pub target: String,
    /// Why it failed.
    pub cause: Cause,
    /// AWS's request id, for a support case. Boxed, as errors travel in every result.
    pub request_id: Option<Box<str>>,
}

impl CloudError {
    /// A failed call.
    #[must_use]
    pub fn new(operation: &str, target: impl ToString, cause: Cause) -> Self {
        Self {
            operation: operation.to_owned(),
            target: target.to_string(),
            cause,
            request_id: None,
        }
    }

    /// What to do next, in a sentence; nothing where AWS's own text says all there is.
    #[must_use]
    pub fn remedy(&self) -> Option<&'static str> {
        match &self.cause {
            Cause::AccessDenied { message } if self.operation.starts_with("uxc:") => {
                Some(if message.contains("service control policy") {
                    "A control policy of the organization denies this. Where it denies all but some \
                     Regions, it has to leave out uxc, which one Region answers for the whole \
                     partition. Only who manages the organization can change it."
                } else {
                    "Allow the entry's role the action that is missing, or use an entry whose role \
                     has it. Reading the colour takes uxc:GetAccountCustomizations and \
                     uxc:GetAccountColor; setting it uxc:UpdateAccountCustomizations, \
                     uxc:PutAccountColor and, for none, uxc:DeleteAccountColor. AWS's managed policy \
                     AWSManagementConsoleAdministratorAccess has them."
                })
            }
            cause => cause.remedy(),
        }
    }
}

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Cause {
    /// The principal may not do this. `message` is AWS's own text, which names the principal.
    #[error("AWS denied it: {message}")]
    AccessDenied {
        /// AWS's own text.
        message: String,
    },
    /// A role on the way could not be assumed.
    #[error("{role} could not be assumed: {message}")]
    AssumeRoleDenied {
        /// The role.
        role: String,
        /// AWS's own text.
        message: String,
    },
    /// No credentials could be found for the identity.
    #[error("there are no usable credentials: {message}")]
    NoCredentials {
        /// What the provider said.
        message: String,
    },
    /// What the configuration says of the identity leads to no credentials.
    #[error("the AWS configuration leads to no credentials: {message}")]
    Misconfigured {
        /// What is wrong with it.
        message: String,
    },
    /// The credentials have run out.
    #[error("the credentials have expired: {message}")]
    ExpiredCredentials {
        /// AWS's own text.
        message: String,
    },
    /// The identity has to sign in, which can be done from here.
    #[error("{}", sign_in_text(identity, *expired))]
    SignInNeeded {
        /// The identity.
        identity: Box<IdentityRef>,
        /// Whether it was signed in before.
        expired: bool,
    },
    /// The identity signs in by a command of its own.
    #[error("{identity} is not signed in, or its sign-in has run out: {message}. Run: {command}")]
    CommandNeeded {
        /// The identity.
        identity: Box<IdentityRef>,
        /// The command line.
        command: Box<str>,
        /// What the provider said.
        message: String,
    },
    /// A sign-in was begun and came to nothing.
    #[error("the sign-in came to nothing: {message}")]
    SignInFailed {
        /// Why.
        message: String,
    },
    /// The credentials are not known to AWS.
    #[error("AWS does not accept the credentials: {message}")]
    InvalidCredentials {
        /// AWS's own text.
        message: String,
    },
    /// The request was signed with a time AWS does not accept.
    #[error("the time of this computer is not AWS's: {message}")]
    ClockSkew {
        /// AWS's own text.
        message: String,
    },
    /// The console's sign-in page took no credentials.
    #[error("the console's sign-in page did not accept the session: {message}")]
    SignInRefused {
        /// What it said.
        message: String,
    },
    /// STS is not active in the Region for the account.
    #[error("the Region is not enabled: {message}")]
    RegionDisabled {
        /// AWS's own text.
        message: String,
    },
    /// The thing acted on is not there.
    #[error("not found: {message}")]
    NotFound {
        /// AWS's own text.
        message: String,
    },
    /// Something of that name exists.
    #[error("it exists already: {message}")]
    AlreadyExists {
        /// AWS's own text.
        message: String,
    },
    /// A trust policy names a principal that does not exist, or not yet.
    #[error("the trust policy names a principal AWS does not know: {message}")]
    InvalidPrincipal {
        /// AWS's own text.
        message: String,
    },
    /// A policy is not well-formed.
    #[error("the policy is malformed: {message}")]
    MalformedPolicy {
        /// AWS's own text.
        message: String,
    },
    /// A value was refused.
    #[error("AWS refused a value: {message}")]
    Invalid {
        /// AWS's own text.
        message: String,
        /// JSON pointer and sentence per field, where AWS says.
        fields: Vec<(String, String)>,
    },
    /// A quota is reached.
    #[error("a quota is reached: {message}")]
    Quota {
        /// AWS's own text.
        message: String,
    },
    /// Something else stands in the way: a change under way, a policy still attached.
    #[error("it conflicts with something: {message}")]
    Conflict {
        /// AWS's own text.
        message: String,
    },
    /// The role may not be changed, because a service owns it.
    #[error("it can't be changed: {message}")]
    Unmodifiable {
        /// AWS's own text.
        message: String,
    },
    /// AWS is asked too often.
    #[error("AWS limits the rate of calls: {message}")]
    Throttled {
        /// AWS's own text.
        message: String,
    },
    /// The endpoint can't be reached.
    #[error("{endpoint} can't be reached: {message}")]
    Unreachable {
        /// The endpoint, where known.
        endpoint: String,
        /// What the network said.
        message: String,
    },
    /// No answer in time.
    #[error("AWS did not answer within {seconds} seconds")]
    Timeout {
        /// How long we waited.
        seconds: u64,
    },
    /// AWS has an error of its own.
    #[error("AWS reports an internal error: {message}")]
    Internal {
        /// AWS's own text.
        message: String,
    },
    /// Anything else.
    #[error("AWS answered {code}: {message}")]
    Other {
        /// AWS's error code.
        code: String,
        /// AWS's own text.
        message: String,
    },
}

impl Cause {
    /// What to do next, in a sentence; nothing where AWS's own text says all there is.
    #[must_use]
    pub fn remedy(&self) -> Option<&'static str> {
        Some(match self {
            Self::AccessDenied { message } if message.contains("service control policy") => {
                "A control policy of the organization denies this. Only who manages the \
                 organization can allow it."
            }
            Self::AccessDenied { .. } => {
                "Grant the identity this action, or use an identity that has it."
            }
            Self::AssumeRoleDenied { message, .. }
                if message.contains("MultiFactorAuthentication") =>
            {
                "Type the code the device shows now; each code works once. If it is refused again, \
                 check that the MFA device is the one of the identity itself."
            }
            Self::AssumeRoleDenied { message, .. } if message.contains("sts:TagSession") => {
                "Allow sts:TagSession in the role's trust policy and for your identity, or take the \
                 session tags out."
            }
            Self::AssumeRoleDenied { message, .. } if message.contains("sts:SetSourceIdentity") => {
                "Allow sts:SetSourceIdentity in the role's trust policy and for your identity, or \
                 take the source identity out."
            }
            Self::AssumeRoleDenied { .. } => {
                "Check that the role exists, that its trust policy names your identity, that an \
                 external ID or MFA it asks for is given, and that your identity may call \
                 sts:AssumeRole on it. AWS does not say which of these it is."
            }
            Self::NoCredentials { .. } => {
                "Sign in with the profile again, or choose another identity."
            }
            Self::Misconfigured { .. } => {
                "Correct the profile in the AWS configuration, or choose another identity."
            }
            Self::ExpiredCredentials { .. } => "Sign in again, then try once more.",
            Self::SignInNeeded { .. } => "Sign in, then try again.",
            Self::CommandNeeded { .. } => "Run the command in a terminal, then try again.",
            Self::SignInFailed { .. } => "Sign in again.",
            Self::InvalidCredentials { .. } => "Check the access key of the profile.",
            Self::ClockSkew { .. } => {
                "Set the date, time and time zone of this computer right, then try again."
            }
            Self::SignInRefused { .. } => {
                "Try again, which takes a new session. Where it is refused again, leave the \
                 duration to AWS, or begin with an IAM user's access key."
            }
            Self::Invalid { message, .. } if message.contains("role chaining") => {
                "Give a duration of an hour or less, or none."
            }
            Self::Invalid { message, .. } if message.contains("MaxSessionDuration") => {
                "Give a shorter duration, or raise the role's maximum session duration in its \
                 account."
            }
            Self::RegionDisabled { .. } => {
                "Enable the Region, or AWS STS in it, in the account's settings."
            }
            Self::InvalidPrincipal { .. } => {
                "Check that the principal exists and is spelled right. One created seconds ago may \
                 need a moment."
            }
            Self::Quota { .. } => "Remove what is no longer needed, or ask AWS for a higher quota.",
            Self::Throttled { .. } => "Wait a moment, then try again.",
            Self::Unreachable { .. } => {
                "Check the network, the proxy, the endpoint and the Region, then try again."
            }
            Self::Timeout { .. } | Self::Internal { .. } => "Try again.",
            Self::Conflict { .. } => "Wait until the other change has ended, then try again.",
            _ => return None,
        })
    }

    /// Whether a moment's wait may be all that is needed, because a role made seconds ago is not
    /// known everywhere yet.
    #[must_use]
    pub const fn may_be_propagation(&self) -> bool {
        matches!(
            self,
            Self::AccessDenied { .. }
                | Self::AssumeRoleDenied { .. }
                | Self::NotFound { .. }
                | Self::InvalidPrincipal { .. }
        )
    }
}

fn sign_in_text(identity: &IdentityRef, expired: bool) -> String {
    if expired {
        format!("the sign-in of {identity} has run out")
    } else {
        format!("{identity} is not signed in")
    }
}
